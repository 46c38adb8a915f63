/**
 * YAML text to tokens, after libyaml's scanner, which kubectl uses by way of go-yaml: what it accepts, and what it says
 * about the rest, is part of kubectl's behaviour.
 */
import { type Mark, Reader } from './reader.ts';
import { readBlockScalar, readPlain, readQuoted } from './scalars.ts';

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

interface SimpleKey {
  possible: boolean;
  required: boolean;
  tokenNumber: number;
  mark: Mark;
}

const MAX_SIMPLE_KEY = 1024;

export class Scanner {
  readonly #reader: Reader;
  readonly #tokens: Token[] = [];
  #tokensTaken = 0;
  #ended = false;
  #indent = -1;
  readonly #indents: number[] = [];
  #flowLevel = 0;
  #simpleKeyAllowed = false;
  #simpleKeys: SimpleKey[] = [];

  constructor(text: string) {
    this.#reader = new Reader(text);
    this.#push('stream-start', this.#reader.mark());
    this.#simpleKeyAllowed = true;
    this.#simpleKeys.push(noKey(this.#reader.mark()));
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

  #push(type: TokenType, start: Mark, value = '', plain = false): void {
    this.#tokens.push({ type, start, value, plain });
  }

  #fetch(): void {
    this.#skipToNextToken();
    this.#unrollIndent(this.#reader.column);
    if (this.#reader.isEnd()) {
      this.#fetchStreamEnd();
      return;
    }
    const char = this.#reader.char();
    if (this.#reader.column === 0 && char === '%') this.#fetchDirective();
    else if (this.#reader.column === 0 && this.#reader.isDocumentIndicator('---')) this.#fetchDocumentIndicator('document-start');
    else if (this.#reader.column === 0 && this.#reader.isDocumentIndicator('...')) this.#fetchDocumentIndicator('document-end');
    else if (char === '[') this.#fetchFlowStart('flow-sequence-start');
    else if (char === '{') this.#fetchFlowStart('flow-mapping-start');
    else if (char === ']') this.#fetchFlowEnd('flow-sequence-end');
    else if (char === '}') this.#fetchFlowEnd('flow-mapping-end');
    else if (char === ',') this.#fetchFlowEntry();
    else if (char === '-' && this.#reader.isBlankOrEnd(1)) this.#fetchBlockEntry();
    else if (char === '?' && (this.#flowLevel > 0 || this.#reader.isBlankOrEnd(1))) this.#fetchKey();
    else if (char === ':' && (this.#flowLevel > 0 || this.#reader.isBlankOrEnd(1))) this.#fetchValue();
    else if (char === '*') this.#fetchAnchor('alias');
    else if (char === '&') this.#fetchAnchor('anchor');
    else if (char === '!') this.#fetchTag();
    else if ((char === '|' || char === '>') && this.#flowLevel === 0) this.#fetchBlockScalar();
    else if (char === "'" || char === '"') this.#fetchQuoted(char);
    else if (this.#startsPlain(char)) this.#fetchPlain();
    else this.#reader.fail('found character that cannot start any token');
  }

  #startsPlain(char: string): boolean {
    // Of the white space only blanks and line breaks: a no-break space begins a text like any letter (scannerc.go: yaml_parser_fetch_next_token).
    if (!/[-?:,[\]{}#&*!|>'"%@`]/.test(char)) return !this.#reader.isBlankOrEnd();
    if (char === '-') return !this.#reader.isBlankOrEnd(1);
    return this.#flowLevel === 0 && (char === '?' || char === ':') && !this.#reader.isBlankOrEnd(1);
  }

  #skipToNextToken(): void {
    for (;;) {
      if (this.#reader.column === 0 && this.#reader.char() === '\ufeff') this.#reader.skip();
      while (this.#reader.char() === ' ' || ((this.#flowLevel > 0 || !this.#simpleKeyAllowed) && this.#reader.char() === '\t')) this.#reader.skip();
      if (this.#reader.char() === '#') this.#reader.skipLine();
      if (!this.#reader.isBreak()) return;
      this.#reader.readBreak();
      if (this.#flowLevel === 0) this.#simpleKeyAllowed = true;
    }
  }

  /** Whether a `:` could still follow: a key stands on one line and is short. */
  #isValid(key: SimpleKey): boolean {
    if (!key.possible) return false;
    if (key.mark.line >= this.#reader.line && key.mark.index + MAX_SIMPLE_KEY >= this.#reader.index) return true;
    if (key.required) this.#failAtKey(key);
    key.possible = false;
    return false;
  }

  #failAtKey(key: SimpleKey): never {
    return this.#reader.failIn("could not find expected ':'", key.mark);
  }

  #saveKey(): void {
    const required = this.#flowLevel === 0 && this.#indent === this.#reader.column;
    if (!this.#simpleKeyAllowed) return;
    this.#removeKey();
    this.#simpleKeys[this.#simpleKeys.length - 1] = {
      possible: true,
      required,
      tokenNumber: this.#tokensTaken + this.#tokens.length,
      mark: this.#reader.mark(),
    };
  }

  #removeKey(): void {
    const key = this.#simpleKeys.at(-1);
    if (key === undefined) return;
    if (key.possible && key.required) this.#failAtKey(key);
    key.possible = false;
  }

  /** The original ends at 10000, which whoever goes through the nodes here would not survive. */
  #checkDepth(depth: number): void {
    if (depth > MAX_DEPTH) this.#reader.fail(`exceeded max depth of ${MAX_DEPTH}`);
  }

  #rollIndent(column: number, type: TokenType, mark: Mark, tokenNumber?: number): void {
    if (this.#flowLevel > 0 || this.#indent >= column) return;
    this.#indents.push(this.#indent);
    this.#checkDepth(this.#indents.length);
    this.#indent = column;
    const token: Token = { type, start: mark, value: '', plain: false };
    if (tokenNumber === undefined) this.#tokens.push(token);
    else this.#tokens.splice(tokenNumber - this.#tokensTaken, 0, token);
  }

  #unrollIndent(column: number): void {
    if (this.#flowLevel > 0) return;
    while (this.#indent > column) {
      this.#push('block-end', this.#reader.mark());
      this.#indent = this.#indents.pop() ?? -1;
    }
  }

  #fetchStreamEnd(): void {
    if (this.#reader.column !== 0) {
      this.#reader.column = 0;
      this.#reader.line += 1;
    }
    this.#unrollIndent(-1);
    this.#removeKey();
    this.#simpleKeyAllowed = false;
    this.#push('stream-end', this.#reader.mark());
    this.#ended = true;
  }

  #fetchDirective(): void {
    this.#unrollIndent(-1);
    this.#removeKey();
    this.#simpleKeyAllowed = false;
    const start = this.#reader.mark();
    let text = '';
    while (!this.#reader.isEnd() && !this.#reader.isBreak()) {
      text += this.#reader.char();
      this.#reader.skip();
    }
    if (!/^%(YAML|TAG)\s/.test(text)) {
      // The scanner reads the name and stumbles over it at its end.
      this.#reader.index = start.index;
      this.#reader.column = start.column;
      const name = /^%([\w-]*)/.exec(text)?.[1] ?? '';
      this.#reader.skip(1 + name.length);
      if (name === '') this.#reader.failIn('could not find expected directive name', start);
      if (!this.#reader.isBlankOrEnd()) this.#reader.failIn('found unexpected non-alphabetical character', start);
      this.#reader.failIn('found unknown directive name', start);
    }
    this.#push('directive', start, text);
  }

  #fetchDocumentIndicator(type: TokenType): void {
    this.#unrollIndent(-1);
    this.#removeKey();
    this.#simpleKeyAllowed = false;
    const start = this.#reader.mark();
    this.#reader.skip(3);
    this.#push(type, start);
  }

  #fetchFlowStart(type: TokenType): void {
    this.#saveKey();
    this.#simpleKeys.push(noKey(this.#reader.mark()));
    this.#flowLevel += 1;
    this.#checkDepth(this.#flowLevel);
    this.#simpleKeyAllowed = true;
    const start = this.#reader.mark();
    this.#reader.skip();
    this.#push(type, start);
  }

  #fetchFlowEnd(type: TokenType): void {
    this.#removeKey();
    if (this.#flowLevel > 0) {
      this.#flowLevel -= 1;
      this.#simpleKeys.pop();
    }
    this.#simpleKeyAllowed = false;
    const start = this.#reader.mark();
    this.#reader.skip();
    this.#push(type, start);
  }

  #fetchFlowEntry(): void {
    this.#removeKey();
    this.#simpleKeyAllowed = true;
    const start = this.#reader.mark();
    this.#reader.skip();
    this.#push('flow-entry', start);
  }

  #fetchBlockEntry(): void {
    if (this.#flowLevel === 0) {
      if (!this.#simpleKeyAllowed) this.#reader.fail('block sequence entries are not allowed in this context');
      this.#rollIndent(this.#reader.column, 'block-sequence-start', this.#reader.mark());
    }
    this.#removeKey();
    this.#simpleKeyAllowed = true;
    const start = this.#reader.mark();
    this.#reader.skip();
    this.#push('block-entry', start);
  }

  #fetchKey(): void {
    if (this.#flowLevel === 0) {
      if (!this.#simpleKeyAllowed) this.#reader.fail('mapping keys are not allowed in this context');
      this.#rollIndent(this.#reader.column, 'block-mapping-start', this.#reader.mark());
    }
    this.#removeKey();
    this.#simpleKeyAllowed = this.#flowLevel === 0;
    const start = this.#reader.mark();
    this.#reader.skip();
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
        if (!this.#simpleKeyAllowed) this.#reader.fail('mapping values are not allowed in this context');
        this.#rollIndent(this.#reader.column, 'block-mapping-start', this.#reader.mark());
      }
      this.#simpleKeyAllowed = this.#flowLevel === 0;
    }
    const start = this.#reader.mark();
    this.#reader.skip();
    this.#push('value', start);
  }

  #fetchAnchor(type: 'anchor' | 'alias'): void {
    this.#saveKey();
    this.#simpleKeyAllowed = false;
    const start = this.#reader.mark();
    this.#reader.skip();
    let name = '';
    while (/[0-9A-Za-z_-]/.test(this.#reader.char())) {
      name += this.#reader.char();
      this.#reader.skip();
    }
    if (name === '' || !(this.#reader.isBlankOrEnd() || /[?:,\]}%@`]/.test(this.#reader.char())))
      this.#reader.failIn('did not find expected alphabetic or numeric character', start);
    this.#push(type, start, name);
  }

  #fetchTag(): void {
    this.#saveKey();
    this.#simpleKeyAllowed = false;
    const start = this.#reader.mark();
    const rest = this.#reader.text.slice(this.#reader.index, this.#reader.index + 1024);
    const verbatim = /^!<([\w\-;/?:@&=+$,.!~*'()[\]%]*)(>?)/.exec(rest);
    const match = verbatim ?? /^![\w-]*!?[\w\-;/?:@&=+$,.!~*'()[\]%]*/.exec(rest);
    this.#reader.skip(match?.[0].length ?? 1);
    if (verbatim !== null && verbatim[2] === '') this.#reader.failIn("did not find the expected '>'", start);
    if (!this.#reader.isBlankOrEnd()) this.#reader.failIn('did not find expected whitespace or line break', start);
    this.#push('tag', start, verbatim?.[1] ?? match?.[0] ?? '!');
  }

  #fetchBlockScalar(): void {
    this.#removeKey();
    this.#simpleKeyAllowed = true;
    const start = this.#reader.mark();
    this.#push('scalar', start, readBlockScalar(this.#reader, this.#indent));
  }

  #fetchQuoted(quote: string): void {
    this.#saveKey();
    this.#simpleKeyAllowed = false;
    const start = this.#reader.mark();
    this.#push('scalar', start, readQuoted(this.#reader, quote));
  }

  #fetchPlain(): void {
    this.#saveKey();
    this.#simpleKeyAllowed = false;
    const start = this.#reader.mark();
    const { text, brokeLine } = readPlain(this.#reader, this.#indent, this.#flowLevel > 0);
    this.#push('scalar', start, text, true);
    if (brokeLine) this.#simpleKeyAllowed = true;
  }
}

const noKey = (mark: Mark): SimpleKey => ({ possible: false, required: false, tokenNumber: 0, mark });
/** How deep collections may be nested. */
const MAX_DEPTH = 1000;
