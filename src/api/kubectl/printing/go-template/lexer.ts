/** The tokens of Go's templates (text/template/parse/lex.go). */
import { codePointText } from '../quoted.ts';

export type TokenKind =
  | 'text'
  | 'open'
  | 'close'
  | 'space'
  | 'word'
  | 'keyword'
  | 'bool'
  | 'dot'
  | 'field'
  | 'variable'
  | 'number'
  | 'character'
  | 'string'
  | 'raw'
  | 'assign'
  | 'declare'
  | 'pipe'
  | '('
  | ')'
  | 'char'
  | 'error'
  | 'end';

export interface Token {
  kind: TokenKind;
  text: string;
  /** Where it begins in the template. */
  at: number;
  /** From 1. */
  line: number;
}

const KEYWORDS = new Set('block break continue define else end if nil range template with'.split(' '));
const SPACE = /[ \t\r\n]/;
const WORD = /[_\p{L}\p{Nd}]/u;

/** All tokens; the last is `end`, or an `error` whose text says what is wrong. */
export const tokensOf = (template: string): Token[] => new Lexer(template).tokens();

class Lexer {
  readonly #out: Token[] = [];
  readonly #input: string;
  #at = 0;
  #depth = 0;

  constructor(input: string) {
    this.#input = input;
  }

  tokens(): Token[] {
    while (this.#at < this.#input.length && !this.#hasFailed()) {
      this.#text();
      if (this.#at < this.#input.length) this.#opened();
    }
    if (!this.#hasFailed()) this.#emit('end', '', this.#at);
    return this.#out;
  }

  #hasFailed(): boolean {
    return this.#out.at(-1)?.kind === 'error';
  }

  #emit(kind: TokenKind, text: string, at: number): void {
    this.#out.push({ kind, text, at, line: this.#input.slice(0, at).split('\n').length });
  }

  #fail(message: string, at = this.#at): void {
    this.#emit('error', message, at);
  }

  /** Up to the next action; a dash in its brace takes the spaces before it away. */
  #text(): void {
    const found = this.#input.indexOf('{{', this.#at);
    const end = found < 0 ? this.#input.length : found;
    const written = this.#input.slice(this.#at, end);
    const kept = /^\{\{-[ \t\r\n]/.test(this.#input.slice(end, end + 4)) ? written.replace(/[ \t\r\n]+$/, '') : written;
    if (kept !== '') this.#emit('text', kept, this.#at);
    this.#at = end;
  }

  #opened(): void {
    const start = this.#at;
    this.#at += /^\{\{-[ \t\r\n]/.test(this.#input.slice(start, start + 4)) ? 4 : 2;
    if (this.#input.startsWith('/*', this.#at)) {
      this.#comment();
      return;
    }
    this.#emit('open', '{{', start);
    this.#depth = 0;
    while (!this.#hasFailed() && this.#insideAction());
  }

  #comment(): void {
    const end = this.#input.indexOf('*/', this.#at);
    if (end < 0) {
      this.#fail('unclosed comment');
      return;
    }
    this.#at = end + 2;
    if (!this.#closed()) this.#fail('comment ends before closing delimiter');
  }

  /** Steps over closing braces; a dash before them takes the spaces behind them away. */
  #closed(): boolean {
    const [written] = /^(?:[ \t\r\n]-\}\}[ \t\r\n]*|\}\})/.exec(this.#input.slice(this.#at)) ?? [];
    this.#at += written?.length ?? 0;
    return written !== undefined;
  }

  #insideAction(): boolean {
    const at = this.#at;
    if (this.#closed()) {
      if (this.#depth > 0) this.#fail('unclosed left paren', at);
      else this.#emit('close', '}}', at);
      return false;
    }
    const rest = this.#input.slice(at);
    const char = String.fromCodePoint(...(rest === '' ? [] : [rest.codePointAt(0) ?? 0]));
    const [spaces] = /^[ \t\r\n]+/.exec(rest) ?? [];
    if (char === '') this.#fail('unclosed action');
    else if (spaces !== undefined) {
      // The space of ` -}}` belongs to the brace.
      const isTrim = /^[ \t\r\n]+-\}\}/.test(rest);
      if (!isTrim || spaces.length > 1) this.#take('space', isTrim ? spaces.slice(0, -1) : spaces);
    } else if (rest.startsWith(':=')) this.#take('declare', ':=');
    else if (char === ':') this.#fail('expected :=');
    else if (char === '=') this.#take('assign', '=');
    else if (char === '|') this.#take('pipe', '|');
    else if (char === '"') this.#delimited('string', /^"(?:\\[^\n]|[^"\\\n])*"/, 'unterminated quoted string');
    else if (char === '`') this.#delimited('raw', /^`[^`]*`/, 'unterminated raw quoted string');
    else if (char === "'") this.#delimited('character', /^'(?:\\[^\n]|[^'\\\n])*'/, 'unterminated character constant');
    else if (char === '(' || char === ')') this.#parenthesis(char);
    else if (char === '$' || /^\.(?:[^0-9]|$)/s.test(rest)) this.#fieldOrVariable(char, rest);
    else if (/^[-+.0-9]/.test(rest)) this.#number(rest);
    else if (WORD.test(char)) this.#word(rest);
    else if (/[ -~]/.test(char)) this.#take('char', char);
    else this.#fail(`unrecognized character in action: ${codePointText(char)}`);
    return true;
  }

  #take(kind: TokenKind, text: string): void {
    this.#emit(kind, text, this.#at);
    this.#at += text.length;
  }

  #delimited(kind: TokenKind, pattern: RegExp, failure: string): void {
    const [text] = pattern.exec(this.#input.slice(this.#at)) ?? [];
    if (text === undefined) this.#fail(failure);
    else this.#take(kind, text);
  }

  #parenthesis(char: '(' | ')'): void {
    this.#depth += char === '(' ? 1 : -1;
    if (this.#depth < 0) this.#fail('unexpected right paren');
    else this.#take(char, char);
  }

  #fieldOrVariable(sign: string, rest: string): void {
    if (rest === '.') {
      this.#take('number', '.');
      return;
    }
    const [name = ''] = /^[_\p{L}\p{Nd}]*/u.exec(rest.slice(1)) ?? [];
    if (!this.#endsWord(rest.slice(1 + name.length))) return;
    if (name === '') this.#take(sign === '.' ? 'dot' : 'variable', sign);
    else this.#take(sign === '.' ? 'field' : 'variable', `${sign}${name}`);
  }

  #word(rest: string): void {
    const [word = ''] = /^[_\p{L}\p{Nd}]+/u.exec(rest) ?? [];
    if (!this.#endsWord(rest.slice(word.length))) return;
    this.#take(word === 'true' || word === 'false' ? 'bool' : KEYWORDS.has(word) ? 'keyword' : 'word', word);
  }

  /** Whether what follows can stand behind a word; an error if not. */
  #endsWord(following: string): boolean {
    if (following === '' || SPACE.test(following.charAt(0)) || /^(?:[.,|:()]|\}\})/.test(following)) return true;
    this.#fail(`bad character ${codePointText(String.fromCodePoint(following.codePointAt(0) ?? 0))}`);
    return false;
  }

  #number(rest: string): void {
    const [number = ''] = /^[+-]?(?:0[xX][0-9a-fA-F_]*|0[bB][01_]*|0[oO][0-7_]*|[0-9_]*\.?[0-9_]*(?:[eE][+-]?[0-9_]*)?)i?/.exec(rest) ?? [];
    const [more] = /^[_\p{L}\p{Nd}]/u.exec(rest.slice(number.length)) ?? [];
    if (more !== undefined) this.#fail(`bad number syntax: "${number}${more}"`);
    else this.#take('number', number === '' ? rest.charAt(0) : number);
  }
}
