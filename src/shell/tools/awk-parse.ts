/** The awk language as a tree. */

export type AwkExpression =
  | { kind: 'number'; value: number }
  | { kind: 'string'; value: string }
  | { kind: 'regexp'; source: string }
  | { kind: 'variable'; name: string }
  | { kind: 'element'; name: string; keys: AwkExpression[] }
  | { kind: 'field'; index: AwkExpression }
  | { kind: 'unary'; operator: string; operand: AwkExpression }
  | { kind: 'step'; target: AwkExpression; by: number; before: boolean }
  | { kind: 'binary'; operator: string; left: AwkExpression; right: AwkExpression }
  | { kind: 'in'; keys: AwkExpression[]; name: string }
  | { kind: 'ternary'; test: AwkExpression; yes: AwkExpression; no: AwkExpression }
  | { kind: 'assign'; target: AwkExpression; operator: string; value: AwkExpression }
  | { kind: 'call'; name: string; args: AwkExpression[] };

export type AwkStatement =
  | { kind: 'block'; body: AwkStatement[] }
  | { kind: 'expression'; value: AwkExpression }
  | { kind: 'print'; args: AwkExpression[]; format: boolean; append: boolean; to: AwkExpression | undefined }
  | { kind: 'if'; test: AwkExpression; yes: AwkStatement; no: AwkStatement | undefined }
  | { kind: 'while'; test: AwkExpression; body: AwkStatement; first: boolean }
  | { kind: 'for'; start: AwkStatement | undefined; test: AwkExpression | undefined; step: AwkStatement | undefined; body: AwkStatement }
  | { kind: 'for-in'; variable: string; name: string; body: AwkStatement }
  | { kind: 'next' }
  | { kind: 'break' }
  | { kind: 'continue' }
  | { kind: 'exit'; code: AwkExpression | undefined }
  | { kind: 'delete'; name: string; keys: AwkExpression[] | undefined };

export interface AwkRule {
  when: 'BEGIN' | 'END' | 'always' | AwkExpression;
  to: AwkExpression | undefined;
  /** Undefined: print the record. */
  body: AwkStatement | undefined;
}

export class AwkSyntaxError extends Error {
  override readonly name = 'AwkSyntaxError';
}

const KEYWORDS = new Set(['BEGIN', 'END', 'if', 'else', 'while', 'for', 'do', 'in', 'print', 'printf', 'next', 'exit', 'delete', 'break', 'continue']);
const TOKEN =
  /[ \t\r]*(?:\\\n[ \t\r]*)*(?:#[^\n]*)?(?:(\n|;)|(\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+)|"((?:[^"\\]|\\.)*)"|([A-Za-z_]\w*)|(\|\||&&|\+\+|--|\*\*|[-+*/%^!<>=]=|!~|>>|[-+*/%^!<>=~?:,(){}[\]$|]))/y;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', '"': '"', '/': '/', a: '\x07' };

type Token = { kind: 'end' | 'newline' | 'name' | 'keyword' | 'operator' | 'number' | 'string'; text: string };

/** Parses a program. Throws {@link AwkSyntaxError}. */
export function parseAwk(source: string): AwkRule[] {
  return new Parser(source).program();
}

class Parser {
  readonly #source: string;
  #at = 0;
  #token: Token = { kind: 'newline', text: '' };
  #previous: Token = { kind: 'newline', text: '' };

  constructor(source: string) {
    this.#source = source;
    this.#advance();
  }

  program(): AwkRule[] {
    const rules: AwkRule[] = [];
    for (;;) {
      while (this.#isNewline()) this.#advance();
      if (this.#token.kind === 'end') return rules;
      rules.push(this.#rule());
    }
  }

  #rule(): AwkRule {
    let when: AwkRule['when'] = 'always';
    let to: AwkExpression | undefined;
    if (this.#token.text === 'BEGIN' || this.#token.text === 'END') {
      when = this.#token.text;
      this.#advance();
    } else if (!this.#is('{')) {
      when = this.#expression();
      if (this.#accept(',')) to = this.#expression();
    }
    return { when, to, body: this.#is('{') ? this.#block() : undefined };
  }

  #block(): AwkStatement {
    this.#expect('{');
    const body: AwkStatement[] = [];
    for (;;) {
      while (this.#isNewline()) this.#advance();
      if (this.#accept('}')) return { kind: 'block', body };
      body.push(this.#statement());
    }
  }

  #statement(): AwkStatement {
    while (this.#isNewline() && this.#token.text === '\n') this.#advance();
    if (this.#is('{')) return this.#block();
    if (this.#isNewline()) {
      this.#advance();
      return { kind: 'block', body: [] };
    }
    switch (this.#token.kind === 'keyword' ? this.#token.text : '') {
      case 'if': {
        this.#advance();
        const test = this.#condition();
        const yes = this.#statement();
        const mark = { at: this.#at, token: this.#token };
        while (this.#isNewline()) this.#advance();
        if (this.#token.text === 'else') {
          this.#advance();
          return { kind: 'if', test, yes, no: this.#statement() };
        }
        this.#at = mark.at;
        this.#token = mark.token;
        return { kind: 'if', test, yes, no: undefined };
      }
      case 'while':
        this.#advance();
        return { kind: 'while', test: this.#condition(), body: this.#statement(), first: false };
      case 'do': {
        this.#advance();
        const body = this.#statement();
        while (this.#isNewline()) this.#advance();
        this.#advance();
        return { kind: 'while', test: this.#condition(), body, first: true };
      }
      case 'for':
        return this.#for();
      default: {
        const statement = this.#simple();
        if (this.#isNewline()) this.#advance();
        else if (!this.#is('}') && this.#token.kind !== 'end') throw this.#unexpected();
        return statement;
      }
    }
  }

  #condition(): AwkExpression {
    this.#expect('(');
    const test = this.#expression();
    this.#expect(')');
    return test;
  }

  #for(): AwkStatement {
    this.#advance();
    this.#expect('(');
    const each = /^\s*(\w+)\s+in\s+(\w+)\s*\)/.exec(this.#token.text + this.#source.slice(this.#at));
    if (each) {
      for (let i = 0; i < 4; i += 1) this.#advance();
      return { kind: 'for-in', variable: each[1] as string, name: each[2] as string, body: this.#statement() };
    }
    const start = this.#token.text === ';' ? undefined : this.#simple();
    this.#expect(';');
    const test = this.#token.text === ';' ? undefined : this.#expression();
    this.#expect(';');
    const step = this.#is(')') ? undefined : this.#simple();
    this.#expect(')');
    return { kind: 'for', start, test, step, body: this.#statement() };
  }

  #simple(): AwkStatement {
    const { text, kind } = this.#token;
    if (kind === 'keyword') {
      this.#advance();
      switch (text) {
        case 'print':
        case 'printf':
          return this.#print(text === 'printf');
        case 'next':
        case 'break':
        case 'continue':
          return { kind: text };
        case 'exit':
          return { kind: 'exit', code: this.#endsStatement() ? undefined : this.#expression() };
        case 'delete': {
          const name = this.#token.text;
          this.#advance();
          return { kind: 'delete', name, keys: this.#accept('[') ? this.#list(']') : undefined };
        }
        default:
          throw new AwkSyntaxError(`syntax error at or near ${text}`);
      }
    }
    return { kind: 'expression', value: this.#expression() };
  }

  #endsStatement(): boolean {
    return this.#isNewline() || this.#token.kind === 'end' || this.#is('}');
  }

  #print(format: boolean): AwkStatement {
    const args: AwkExpression[] = [];
    if (!this.#endsStatement() && !this.#is('>') && !this.#is('>>') && !this.#is('|')) {
      do args.push(this.#expression(true));
      while (this.#accept(','));
    }
    const append = this.#is('>>');
    const to = this.#accept('>') || this.#accept('>>') ? this.#concatenation(true) : undefined;
    // `print ("a", "b")` is a list in parentheses.
    const only = args[0];
    const list = args.length === 1 && only?.kind === 'call' && only.name === '(' ? only.args : args;
    return { kind: 'print', args: list, format, append, to };
  }

  #expression(printing = false): AwkExpression {
    const left = this.#ternary(printing);
    const operator = this.#token.text;
    if (this.#token.kind === 'operator' && /^[-+*/%^]?=$/.test(operator) && ['variable', 'field', 'element'].includes(left.kind)) {
      this.#advance();
      return { kind: 'assign', target: left, operator: operator.slice(0, -1), value: this.#expression(printing) };
    }
    return left;
  }

  #ternary(printing: boolean): AwkExpression {
    const test = this.#or(printing);
    if (!this.#accept('?')) return test;
    const yes = this.#expression(printing);
    this.#expect(':');
    return { kind: 'ternary', test, yes, no: this.#expression(printing) };
  }

  #or(printing: boolean): AwkExpression {
    let left = this.#and(printing);
    while (this.#accept('||')) left = { kind: 'binary', operator: '||', left, right: this.#and(printing) };
    return left;
  }

  #and(printing: boolean): AwkExpression {
    let left = this.#membership(printing);
    while (this.#accept('&&')) left = { kind: 'binary', operator: '&&', left, right: this.#membership(printing) };
    return left;
  }

  #membership(printing: boolean): AwkExpression {
    let left = this.#comparison(printing);
    for (;;) {
      if (this.#is('~') || this.#is('!~')) {
        const operator = this.#token.text;
        this.#advance();
        left = { kind: 'binary', operator, left, right: this.#comparison(printing) };
      } else if (this.#token.kind === 'keyword' && this.#token.text === 'in') {
        this.#advance();
        left = { kind: 'in', keys: left.kind === 'call' && left.name === '(' ? left.args : [left], name: this.#token.text };
        this.#advance();
      } else return left;
    }
  }

  #comparison(printing: boolean): AwkExpression {
    const left = this.#concatenation(printing);
    const operator = this.#token.text;
    if (this.#token.kind !== 'operator' || !['<', '<=', '==', '!=', '>', '>='].includes(operator) || (printing && operator === '>')) return left;
    this.#advance();
    return { kind: 'binary', operator, left, right: this.#concatenation(printing) };
  }

  #concatenation(printing: boolean): AwkExpression {
    let left = this.#additive();
    while (this.#startsOperand() && !(printing && this.#is('>'))) left = { kind: 'binary', operator: ' ', left, right: this.#additive() };
    return left;
  }

  #startsOperand(): boolean {
    const { kind, text } = this.#token;
    if (kind === 'number' || kind === 'string' || kind === 'name') return true;
    return kind === 'operator' && ['$', '!', '(', '-', '+', '++', '--'].includes(text) && !(text === '!' && this.#source[this.#at] === '~');
  }

  #additive(): AwkExpression {
    let left = this.#multiplicative();
    while (this.#is('+') || this.#is('-')) {
      const operator = this.#token.text;
      this.#advance();
      left = { kind: 'binary', operator, left, right: this.#multiplicative() };
    }
    return left;
  }

  #multiplicative(): AwkExpression {
    let left = this.#unary();
    while (this.#is('*') || this.#is('/') || this.#is('%')) {
      const operator = this.#token.text;
      this.#advance();
      left = { kind: 'binary', operator, left, right: this.#unary() };
    }
    return left;
  }

  #unary(): AwkExpression {
    if (this.#is('!') || this.#is('-') || this.#is('+')) {
      const operator = this.#token.text;
      this.#advance();
      return { kind: 'unary', operator, operand: this.#unary() };
    }
    const base = this.#postfix();
    if (!this.#accept('^') && !this.#accept('**')) return base;
    return { kind: 'binary', operator: '^', left: base, right: this.#unary() };
  }

  #postfix(): AwkExpression {
    if (this.#is('++') || this.#is('--')) {
      const by = this.#token.text === '++' ? 1 : -1;
      this.#advance();
      return { kind: 'step', target: this.#primary(), by, before: true };
    }
    const target = this.#primary();
    if ((this.#is('++') || this.#is('--')) && ['variable', 'field', 'element'].includes(target.kind)) {
      const by = this.#token.text === '++' ? 1 : -1;
      this.#advance();
      return { kind: 'step', target, by, before: false };
    }
    return target;
  }

  #primary(): AwkExpression {
    const { kind, text } = this.#token;
    if (kind === 'operator' && (text === '/' || text === '/=')) return this.#regexp(text);
    this.#advance();
    if (kind === 'number') return { kind: 'number', value: Number(text) };
    if (kind === 'string') return { kind: 'string', value: text };
    if (text === '$') return { kind: 'field', index: this.#is('++') || this.#is('--') ? this.#postfix() : this.#primary() };
    if (text === '(') {
      const items = this.#list(')');
      return items.length === 1 ? (items[0] as AwkExpression) : { kind: 'call', name: '(', args: items };
    }
    if (kind === 'name') {
      if (this.#accept('[')) return { kind: 'element', name: text, keys: this.#list(']') };
      if (this.#is('(') && this.#source[this.#at - 1] === '(' && /\w/.test(this.#source[this.#at - 2] ?? '')) {
        this.#advance();
        return { kind: 'call', name: text, args: this.#list(')') };
      }
      return text === 'length' ? { kind: 'call', name: 'length', args: [] } : { kind: 'variable', name: text };
    }
    throw new AwkSyntaxError(kind === 'end' ? 'unexpected end of string' : `syntax error at or near ${text}`);
  }

  #regexp(start: string): AwkExpression {
    let source = start.slice(1);
    for (; this.#source[this.#at] !== '/'; this.#at += 1) {
      if (this.#at >= this.#source.length) throw new AwkSyntaxError('unterminated regex');
      if (this.#source[this.#at] === '\\') {
        source += this.#source[this.#at] ?? '';
        this.#at += 1;
      }
      source += this.#source[this.#at] ?? '';
    }
    this.#at += 1;
    this.#advance();
    return { kind: 'regexp', source };
  }

  #list(close: string): AwkExpression[] {
    const items: AwkExpression[] = [];
    if (this.#accept(close)) return items;
    do items.push(this.#expression());
    while (this.#accept(','));
    this.#expect(close);
    return items;
  }

  #isNewline(): boolean {
    return this.#token.kind === 'newline';
  }

  #is(text: string): boolean {
    return this.#token.kind === 'operator' && this.#token.text === text;
  }

  #accept(text: string): boolean {
    if (!this.#is(text)) return false;
    this.#advance();
    return true;
  }

  #expect(text: string): void {
    if (this.#token.text !== text || this.#token.kind === 'string') throw this.#unexpected();
    this.#advance();
  }

  #unexpected(): AwkSyntaxError {
    return new AwkSyntaxError(this.#token.kind === 'end' ? 'unexpected end of string' : `syntax error at or near ${this.#token.text}`);
  }

  #advance(): void {
    this.#previous = this.#token;
    TOKEN.lastIndex = this.#at;
    const match = TOKEN.exec(this.#source);
    if (!match) {
      if (/^\s*(#.*)?$/s.test(this.#source.slice(this.#at))) this.#token = { kind: 'end', text: '' };
      else throw new AwkSyntaxError(`unexpected character '${this.#source.slice(this.#at).trim()[0] ?? ''}' after ${this.#previous.text}`);
      return;
    }
    this.#at = TOKEN.lastIndex;
    const [, newline, number, string, name, operator] = match;
    if (newline !== undefined) this.#token = { kind: 'newline', text: newline };
    else if (number !== undefined) this.#token = { kind: 'number', text: number };
    else if (string !== undefined) this.#token = { kind: 'string', text: string.replace(/\\(.)/gs, (whole, c: string) => ESCAPES[c] ?? whole) };
    else if (name !== undefined) this.#token = { kind: KEYWORDS.has(name) ? 'keyword' : 'name', text: name };
    else this.#token = { kind: 'operator', text: operator as string };
  }
}
