/**
 * YAML text to tokens, after libyaml's scanner, which kubectl uses by way of go-yaml: what it accepts, and what it says
 * about the rest, is part of kubectl's behaviour. Positions are zero-based lines and columns.
 */

export interface Mark {
  index: number;
  line: number;
  column: number;
}

export type TokenType =
  | 'stream-start'
  | 'stream-end'
  | 'directive'
  | 'document-start'
  | 'document-end'
  | 'block-sequence-start'
  | 'block-mapping-start'
  | 'block-end'
  | 'flow-sequence-start'
  | 'flow-sequence-end'
  | 'flow-mapping-start'
  | 'flow-mapping-end'
  | 'block-entry'
  | 'flow-entry'
  | 'key'
  | 'value'
  | 'alias'
  | 'anchor'
  | 'tag'
  | 'scalar';

export interface Token {
  type: TokenType;
  start: Mark;
  /** Text of a scalar, anchor, alias or tag. */
  value: string;
  /** Only plain scalars are resolved to numbers, booleans and null. */
  plain: boolean;
}

/** Thrown with go-yaml's own message, line included. `fromYaml` is false for what only the conversion to JSON refuses. */
export class YamlError extends Error {
  readonly fromYaml: boolean;

  constructor(message: string, fromYaml = true) {
    super(message);
    this.fromYaml = fromYaml;
  }
}

interface SimpleKey {
  possible: boolean;
  required: boolean;
  tokenNumber: number;
  mark: Mark;
}

const BREAK = /[\n\r\u0085\u2028\u2029]/;
const MAX_SIMPLE_KEY = 1024;

export class Scanner {
  readonly #text: string;
  #index = 0;
  #line = 0;
  #column = 0;
  readonly #tokens: Token[] = [];
  #tokensTaken = 0;
  #ended = false;
  #indent = -1;
  readonly #indents: number[] = [];
  #flowLevel = 0;
  #simpleKeyAllowed = false;
  #simpleKeys: SimpleKey[] = [];

  constructor(text: string) {
    this.#text = text.startsWith('\ufeff') ? text.slice(1) : text;
    this.#push('stream-start', this.#mark());
    this.#simpleKeyAllowed = true;
    this.#simpleKeys.push(noKey(this.#mark()));
  }

  /** The token at hand; it stays until `take`. */
  peek(): Token {
    while (this.#needsMore()) this.#fetch();
    return this.#tokens[0] as Token;
  }

  take(): Token {
    const token = this.peek();
    if (token.type !== 'stream-end') {
      this.#tokens.shift();
      this.#tokensTaken += 1;
    }
    return token;
  }

  #needsMore(): boolean {
    if (this.#ended) return false;
    const [head] = this.#tokens;
    if (head === undefined) return true;
    // A token that may turn out to be a key must wait until that is known.
    const key = this.#simpleKeys.find((candidate) => candidate.possible && candidate.tokenNumber === this.#tokensTaken);
    return key !== undefined && this.#isValid(key);
  }

  #mark(): Mark {
    return { index: this.#index, line: this.#line, column: this.#column };
  }

  #push(type: TokenType, start: Mark, value = '', plain = false): void {
    this.#tokens.push({ type, start, value, plain });
  }

  #fail(problem: string): never {
    const line = this.#line === 0 ? 0 : this.#line + 1;
    throw new YamlError(line === 0 ? problem : `line ${line}: ${problem}`);
  }

  /** Go-yaml falls back on where the construct began if the problem is on the first line. */
  #failIn(problem: string, context: Mark): never {
    if (this.#line === 0 && context.line !== 0) throw new YamlError(`line ${context.line}: ${problem}`);
    return this.#fail(problem);
  }

  #char(offset = 0): string {
    return this.#text.charAt(this.#index + offset);
  }

  #isEnd(offset = 0): boolean {
    return this.#index + offset >= this.#text.length;
  }

  #isBreak(offset = 0): boolean {
    return BREAK.test(this.#char(offset));
  }

  #isBlankOrEnd(offset = 0): boolean {
    const char = this.#char(offset);
    return char === '' || char === ' ' || char === '\t' || BREAK.test(char);
  }

  #skip(count = 1): void {
    this.#index += count;
    this.#column += count;
  }

  /** One line break, normalised to a line feed. */
  #readBreak(): string {
    const char = this.#char();
    this.#index += char === '\r' && this.#char(1) === '\n' ? 2 : 1;
    this.#line += 1;
    this.#column = 0;
    return char === '\u2028' || char === '\u2029' ? char : '\n';
  }

  #fetch(): void {
    this.#skipToNextToken();
    this.#unrollIndent(this.#column);
    if (this.#isEnd()) {
      this.#fetchStreamEnd();
      return;
    }
    const char = this.#char();
    if (this.#column === 0 && char === '%') this.#fetchDirective();
    else if (this.#column === 0 && this.#isDocumentIndicator('---')) this.#fetchDocumentIndicator('document-start');
    else if (this.#column === 0 && this.#isDocumentIndicator('...')) this.#fetchDocumentIndicator('document-end');
    else if (char === '[') this.#fetchFlowStart('flow-sequence-start');
    else if (char === '{') this.#fetchFlowStart('flow-mapping-start');
    else if (char === ']') this.#fetchFlowEnd('flow-sequence-end');
    else if (char === '}') this.#fetchFlowEnd('flow-mapping-end');
    else if (char === ',') this.#fetchFlowEntry();
    else if (char === '-' && this.#isBlankOrEnd(1)) this.#fetchBlockEntry();
    else if (char === '?' && (this.#flowLevel > 0 || this.#isBlankOrEnd(1))) this.#fetchKey();
    else if (char === ':' && (this.#flowLevel > 0 || this.#isBlankOrEnd(1))) this.#fetchValue();
    else if (char === '*') this.#fetchAnchor('alias');
    else if (char === '&') this.#fetchAnchor('anchor');
    else if (char === '!') this.#fetchTag();
    else if ((char === '|' || char === '>') && this.#flowLevel === 0) this.#fetchBlockScalar();
    else if (char === "'" || char === '"') this.#fetchQuoted(char);
    else if (this.#startsPlain(char)) this.#fetchPlain();
    else this.#fail('found character that cannot start any token');
  }

  #startsPlain(char: string): boolean {
    if (!/[-?:,[\]{}#&*!|>'"%@`\s]/.test(char)) return true;
    if (char === '-') return !this.#isBlankOrEnd(1);
    return this.#flowLevel === 0 && (char === '?' || char === ':') && !this.#isBlankOrEnd(1);
  }

  #isDocumentIndicator(text: string): boolean {
    return this.#text.startsWith(text, this.#index) && this.#isBlankOrEnd(3);
  }

  #skipToNextToken(): void {
    for (;;) {
      while (this.#char() === ' ' || ((this.#flowLevel > 0 || !this.#simpleKeyAllowed) && this.#char() === '\t')) this.#skip();
      if (this.#char() === '#') while (!this.#isEnd() && !this.#isBreak()) this.#skip();
      if (!this.#isBreak()) return;
      this.#readBreak();
      if (this.#flowLevel === 0) this.#simpleKeyAllowed = true;
    }
  }

  /** Whether a `:` could still follow: a key stands on one line and is short. */
  #isValid(key: SimpleKey): boolean {
    if (!key.possible) return false;
    if (key.mark.line >= this.#line && key.mark.index + MAX_SIMPLE_KEY >= this.#index) return true;
    if (key.required) this.#failAtKey(key);
    key.possible = false;
    return false;
  }

  #failAtKey(key: SimpleKey): never {
    return this.#failIn("could not find expected ':'", key.mark);
  }

  #saveKey(): void {
    const required = this.#flowLevel === 0 && this.#indent === this.#column;
    if (!this.#simpleKeyAllowed) return;
    this.#removeKey();
    this.#simpleKeys[this.#simpleKeys.length - 1] = { possible: true, required, tokenNumber: this.#tokensTaken + this.#tokens.length, mark: this.#mark() };
  }

  #removeKey(): void {
    const key = this.#simpleKeys.at(-1);
    if (key === undefined) return;
    if (key.possible && key.required) this.#failAtKey(key);
    key.possible = false;
  }

  #rollIndent(column: number, type: TokenType, mark: Mark, tokenNumber?: number): void {
    if (this.#flowLevel > 0 || this.#indent >= column) return;
    this.#indents.push(this.#indent);
    this.#indent = column;
    const token: Token = { type, start: mark, value: '', plain: false };
    if (tokenNumber === undefined) this.#tokens.push(token);
    else this.#tokens.splice(tokenNumber - this.#tokensTaken, 0, token);
  }

  #unrollIndent(column: number): void {
    if (this.#flowLevel > 0) return;
    while (this.#indent > column) {
      this.#push('block-end', this.#mark());
      this.#indent = this.#indents.pop() ?? -1;
    }
  }

  #fetchStreamEnd(): void {
    if (this.#column !== 0) {
      this.#column = 0;
      this.#line += 1;
    }
    this.#unrollIndent(-1);
    this.#removeKey();
    this.#simpleKeyAllowed = false;
    this.#push('stream-end', this.#mark());
    this.#ended = true;
  }

  #fetchDirective(): void {
    this.#unrollIndent(-1);
    this.#removeKey();
    this.#simpleKeyAllowed = false;
    const start = this.#mark();
    let text = '';
    while (!this.#isEnd() && !this.#isBreak()) {
      text += this.#char();
      this.#skip();
    }
    if (!/^%(YAML|TAG)\s/.test(text)) {
      // The scanner reads the name and stumbles over it at its end.
      this.#index = start.index;
      this.#column = start.column;
      const name = /^%([\w-]*)/.exec(text)?.[1] ?? '';
      this.#skip(1 + name.length);
      if (name === '') this.#failIn('could not find expected directive name', start);
      if (!this.#isBlankOrEnd()) this.#failIn('found unexpected non-alphabetical character', start);
      this.#failIn('found unknown directive name', start);
    }
    this.#push('directive', start, text);
  }

  #fetchDocumentIndicator(type: TokenType): void {
    this.#unrollIndent(-1);
    this.#removeKey();
    this.#simpleKeyAllowed = false;
    const start = this.#mark();
    this.#skip(3);
    this.#push(type, start);
  }

  #fetchFlowStart(type: TokenType): void {
    this.#saveKey();
    this.#simpleKeys.push(noKey(this.#mark()));
    this.#flowLevel += 1;
    this.#simpleKeyAllowed = true;
    const start = this.#mark();
    this.#skip();
    this.#push(type, start);
  }

  #fetchFlowEnd(type: TokenType): void {
    this.#removeKey();
    if (this.#flowLevel > 0) {
      this.#flowLevel -= 1;
      this.#simpleKeys.pop();
    }
    this.#simpleKeyAllowed = false;
    const start = this.#mark();
    this.#skip();
    this.#push(type, start);
  }

  #fetchFlowEntry(): void {
    this.#removeKey();
    this.#simpleKeyAllowed = true;
    const start = this.#mark();
    this.#skip();
    this.#push('flow-entry', start);
  }

  #fetchBlockEntry(): void {
    if (this.#flowLevel === 0) {
      if (!this.#simpleKeyAllowed) this.#fail('block sequence entries are not allowed in this context');
      this.#rollIndent(this.#column, 'block-sequence-start', this.#mark());
    }
    this.#removeKey();
    this.#simpleKeyAllowed = true;
    const start = this.#mark();
    this.#skip();
    this.#push('block-entry', start);
  }

  #fetchKey(): void {
    if (this.#flowLevel === 0) {
      if (!this.#simpleKeyAllowed) this.#fail('mapping keys are not allowed in this context');
      this.#rollIndent(this.#column, 'block-mapping-start', this.#mark());
    }
    this.#removeKey();
    this.#simpleKeyAllowed = this.#flowLevel === 0;
    const start = this.#mark();
    this.#skip();
    this.#push('key', start);
  }

  #fetchValue(): void {
    const key = this.#simpleKeys.at(-1);
    if (key !== undefined && this.#isValid(key)) {
      this.#tokens.splice(key.tokenNumber - this.#tokensTaken, 0, { type: 'key', start: key.mark, value: '', plain: false });
      this.#rollIndent(key.mark.column, 'block-mapping-start', key.mark, key.tokenNumber);
      key.possible = false;
      this.#simpleKeyAllowed = false;
    } else {
      if (this.#flowLevel === 0) {
        if (!this.#simpleKeyAllowed) this.#fail('mapping values are not allowed in this context');
        this.#rollIndent(this.#column, 'block-mapping-start', this.#mark());
      }
      this.#simpleKeyAllowed = this.#flowLevel === 0;
    }
    const start = this.#mark();
    this.#skip();
    this.#push('value', start);
  }

  #fetchAnchor(type: 'anchor' | 'alias'): void {
    this.#saveKey();
    this.#simpleKeyAllowed = false;
    const start = this.#mark();
    this.#skip();
    let name = '';
    while (/[0-9A-Za-z_-]/.test(this.#char())) {
      name += this.#char();
      this.#skip();
    }
    if (name === '' || !(this.#isBlankOrEnd() || /[?:,\]}%@`]/.test(this.#char())))
      this.#failIn('did not find expected alphabetic or numeric character', start);
    this.#push(type, start, name);
  }

  #fetchTag(): void {
    this.#saveKey();
    this.#simpleKeyAllowed = false;
    const start = this.#mark();
    const rest = this.#text.slice(this.#index, this.#index + 1024);
    const verbatim = /^!<([\w\-;/?:@&=+$,.!~*'()[\]%]*)(>?)/.exec(rest);
    const match = verbatim ?? /^![\w-]*!?[\w\-;/?:@&=+$,.!~*'()[\]%]*/.exec(rest);
    this.#skip(match?.[0].length ?? 1);
    if (verbatim !== null && verbatim[2] === '') this.#failIn("did not find the expected '>'", start);
    if (!this.#isBlankOrEnd()) this.#failIn('did not find expected whitespace or line break', start);
    this.#push('tag', start, verbatim?.[1] ?? match?.[0] ?? '!');
  }

  #fetchBlockScalar(): void {
    this.#removeKey();
    this.#simpleKeyAllowed = true;
    const start = this.#mark();
    const literal = this.#char() === '|';
    this.#skip();
    let chomping = 0;
    let increment = 0;
    for (let i = 0; i < 2; i += 1) {
      const char = this.#char();
      if ((char === '+' || char === '-') && chomping === 0) {
        chomping = char === '+' ? 1 : -1;
        this.#skip();
      } else if (/[0-9]/.test(char) && increment === 0) {
        if (char === '0') this.#failIn('found an indentation indicator equal to 0', start);
        increment = Number(char);
        this.#skip();
      }
    }
    while (this.#char() === ' ' || this.#char() === '\t') this.#skip();
    if (this.#char() === '#') while (!this.#isEnd() && !this.#isBreak()) this.#skip();
    if (!this.#isEnd() && !this.#isBreak()) this.#failIn('did not find expected comment or line break', start);
    if (this.#isBreak()) this.#readBreak();
    this.#push('scalar', start, this.#blockText(literal, chomping, increment, start));
  }

  #blockText(literal: boolean, chomping: number, increment: number, start: Mark): string {
    let indent = increment === 0 ? 0 : Math.max(this.#indent, 0) + increment;
    let [text, leadingBreak] = ['', ''];
    let leadingBlank = false;
    const first = this.#blockBreaks(indent, start);
    indent = first.indent;
    let breaks = first.breaks;
    while (this.#column === indent && !this.#isEnd()) {
      const trailingBlank = this.#char() === ' ' || this.#char() === '\t';
      if (!literal && leadingBreak.startsWith('\n') && !leadingBlank && !trailingBlank) {
        if (breaks === '') text += ' ';
      } else text += leadingBreak;
      leadingBreak = '';
      text += breaks;
      leadingBlank = this.#char() === ' ' || this.#char() === '\t';
      while (!this.#isEnd() && !this.#isBreak()) {
        text += this.#char();
        this.#skip();
      }
      if (this.#isEnd()) {
        breaks = '';
        break;
      }
      leadingBreak = this.#readBreak();
      breaks = this.#blockBreaks(indent, start).breaks;
    }
    if (chomping !== -1) text += leadingBreak;
    if (chomping === 1) text += breaks;
    return text;
  }

  /** Indentation and empty lines before the next line of a block scalar; finds the indentation if it is still 0. */
  #blockBreaks(known: number, start: Mark): { indent: number; breaks: string } {
    let [indent, maxIndent, breaks] = [known, 0, ''];
    for (;;) {
      while ((indent === 0 || this.#column < indent) && this.#char() === ' ') this.#skip();
      maxIndent = Math.max(maxIndent, this.#column);
      if ((indent === 0 || this.#column < indent) && this.#char() === '\t') this.#failIn('found a tab character where an indentation space is expected', start);
      if (!this.#isBreak()) break;
      breaks += this.#readBreak();
    }
    if (indent === 0) indent = Math.max(maxIndent, this.#indent + 1, 1);
    return { indent, breaks };
  }

  #fetchQuoted(quote: string): void {
    this.#saveKey();
    this.#simpleKeyAllowed = false;
    const start = this.#mark();
    this.#skip();
    let text = '';
    for (;;) {
      if (this.#column === 0 && (this.#isDocumentIndicator('---') || this.#isDocumentIndicator('...')))
        this.#failIn('found unexpected document indicator', start);
      if (this.#isEnd()) this.#failAtEnd('found unexpected end of stream', start);
      let joined = false;
      while (!this.#isBlankOrEnd()) {
        const char = this.#char();
        if (quote === "'" && char === "'" && this.#char(1) === "'") {
          text += "'";
          this.#skip(2);
        } else if (char === quote) break;
        else if (quote === '"' && char === '\\' && this.#isBreak(1)) {
          this.#skip();
          this.#readBreak();
          joined = true;
          break;
        } else if (quote === '"' && char === '\\') text += this.#escape(start);
        else {
          text += char;
          this.#skip();
        }
      }
      if (this.#char() === quote && !joined) break;
      text += this.#foldBlanks(joined);
    }
    this.#skip();
    this.#push('scalar', start, text);
  }

  /** At the end of the text the reader stands on the line after the last one. */
  #failAtEnd(problem: string, start: Mark): never {
    return this.#failIn(problem, start);
  }

  /** White space inside a quoted scalar: blanks stay, one line break becomes a space, more become one less. */
  #foldBlanks(alreadyBroken: boolean): string {
    let [blanks, firstBreak, breaks] = ['', '', ''];
    let broken = alreadyBroken;
    while (this.#char() === ' ' || this.#char() === '\t' || this.#isBreak()) {
      if (this.#isBreak()) {
        const lineBreak = this.#readBreak();
        if (!broken) {
          blanks = '';
          firstBreak = lineBreak;
          broken = true;
        } else breaks += lineBreak;
      } else {
        if (!broken) blanks += this.#char();
        this.#skip();
      }
    }
    if (!broken) return blanks;
    if (firstBreak.startsWith('\n')) return breaks === '' ? ' ' : breaks;
    return firstBreak + breaks;
  }

  #escape(start: Mark): string {
    const code = this.#char(1);
    const simple: Record<string, string> = {
      0: '\0',
      a: '\u0007',
      b: '\b',
      t: '\t',
      '\t': '\t',
      n: '\n',
      v: '\v',
      f: '\f',
      r: '\r',
      e: '\u001b',
      ' ': ' ',
      '"': '"',
      "'": "'",
      '\\': '\\',
      '/': '/',
      N: '\u0085',
      _: '\u00a0',
      L: '\u2028',
      P: '\u2029',
    };
    const plain = simple[code];
    if (plain !== undefined) {
      this.#skip(2);
      return plain;
    }
    const length = { x: 2, u: 4, U: 8 }[code];
    if (length === undefined) this.#failIn('found unknown escape character', start);
    this.#skip(2);
    const hex = this.#text.slice(this.#index, this.#index + length);
    if (!/^[0-9a-fA-F]+$/.test(hex) || hex.length < length) this.#failIn('did not find expected hexdecimal number', start);
    this.#skip(length);
    const point = Number.parseInt(hex, 16);
    if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) this.#failIn('found invalid Unicode character escape code', start);
    return String.fromCodePoint(point);
  }

  #fetchPlain(): void {
    this.#saveKey();
    this.#simpleKeyAllowed = false;
    const start = this.#mark();
    const indent = this.#indent + 1;
    let [text, whitespace, leadingBreak, trailingBreaks] = ['', '', '', ''];
    let leadingBlanks = false;
    for (;;) {
      if (this.#column === 0 && (this.#isDocumentIndicator('---') || this.#isDocumentIndicator('...'))) break;
      if (this.#char() === '#') break;
      while (!this.#isBlankOrEnd()) {
        const char = this.#char();
        if (char === ':' && this.#isBlankOrEnd(1)) break;
        if (this.#flowLevel > 0 && /[,?[\]{}]/.test(char)) break;
        if (leadingBlanks) {
          text += leadingBreak.startsWith('\n') ? (trailingBreaks === '' ? ' ' : trailingBreaks) : leadingBreak + trailingBreaks;
          [leadingBreak, trailingBreaks, whitespace] = ['', '', ''];
          leadingBlanks = false;
        } else if (whitespace !== '') {
          text += whitespace;
          whitespace = '';
        }
        text += char;
        this.#skip();
      }
      if (!(this.#char() === ' ' || this.#char() === '\t' || this.#isBreak())) break;
      while (this.#char() === ' ' || this.#char() === '\t' || this.#isBreak()) {
        if (this.#isBreak()) {
          if (!leadingBlanks) {
            whitespace = '';
            leadingBreak = this.#readBreak();
            leadingBlanks = true;
          } else trailingBreaks += this.#readBreak();
        } else {
          if (leadingBlanks && this.#column < indent && this.#char() === '\t') this.#failIn('found a tab character that violates indentation', start);
          if (!leadingBlanks) whitespace += this.#char();
          this.#skip();
        }
      }
      if (this.#flowLevel === 0 && this.#column < indent) break;
    }
    this.#push('scalar', start, text, true);
    if (leadingBlanks) this.#simpleKeyAllowed = true;
  }
}

const noKey = (mark: Mark): SimpleKey => ({ possible: false, required: false, tokenNumber: 0, mark });
