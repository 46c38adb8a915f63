/** Reads kubectl's JSONPath templates (staging/src/k8s.io/client-go/util/jsonpath/parser.go). */
import { codePointText, unescaped } from './quoted.ts';

/** What is wrong with a template, or with evaluating it; without what introduces it. */
export class JsonPathError extends Error {
  /** A filter that only asks whether something exists takes an error for yes where there was something to go wrong with. */
  readonly hasValues: boolean;

  constructor(message: string, hasValues = true) {
    super(message);
    this.hasValues = hasValues;
  }
}

/** One bound of `[from:to:step]`; `isDerived`: the end that follows from a single index. */
export interface Bound {
  value: number;
  isKnown: boolean;
  isDerived?: boolean;
}

export type PathNode =
  | { type: 'text'; text: string }
  | { type: 'list'; nodes: PathNode[] }
  | { type: 'field'; name: string }
  | { type: 'array'; bounds: [Bound, Bound, Bound] }
  | { type: 'filter'; left: PathNode[]; right: PathNode[]; operator: string }
  | { type: 'literal'; value: number | boolean }
  | { type: 'wildcard' }
  | { type: 'recursive' }
  | { type: 'union'; paths: PathNode[][] }
  | { type: 'identifier'; name: string };

/** A template as its texts and actions, each action a list. @throws {JsonPathError} with kubectl's words. */
export const parseJsonPath = (template: string): PathNode[] => new Parser(template).parse();

/** The nodes of one action without its braces. */
function parseAction(text: string): PathNode[] {
  const [first] = parseJsonPath(`{${text}}`);
  return first?.type === 'list' ? first.nodes : [];
}

const END = '';
const isLineEnd = (char: string) => char === '\r' || char === '\n';
const isTerminator = (char: string) => char === END || /[\s.,[\]$@{}]/.test(char);
const isWordLike = (char: string) => /^[_\p{L}\p{Nd}]$/u.test(char);

class Parser {
  readonly #root: PathNode[] = [];
  readonly #input: string;
  #start = 0;
  #at = 0;

  constructor(input: string) {
    this.#input = input;
  }

  parse(): PathNode[] {
    while (this.#at < this.#input.length) {
      const opening = this.#input.indexOf('{', this.#at);
      this.#at = opening < 0 ? this.#input.length : opening;
      if (this.#at > this.#start) this.#root.push({ type: 'text', text: this.#taken() });
      if (opening < 0) break;
      this.#at += 1;
      this.#taken();
      const action: PathNode[] = [];
      this.#root.push({ type: 'list', nodes: action });
      while (this.#insideAction(action));
    }
    return this.#root;
  }

  #taken(): string {
    const value = this.#input.slice(this.#start, this.#at);
    this.#start = this.#at;
    return value;
  }

  #next(): string {
    const char = String.fromCodePoint(...(this.#at < this.#input.length ? [this.#input.codePointAt(this.#at) ?? 0] : []));
    this.#at += char.length;
    return char;
  }

  #startsWith(text: string): boolean {
    return this.#input.startsWith(text, this.#at);
  }

  /** Reads one step of an action; false behind its closing brace. */
  #insideAction(into: PathNode[]): boolean {
    if (this.#startsWith('}')) {
      this.#at += 1;
      this.#taken();
      return false;
    }
    if (this.#startsWith('[?(')) this.#filter(into);
    else if (this.#startsWith('..')) this.#recursive(into);
    else this.#step(into, this.#next());
    return true;
  }

  #step(into: PathNode[], char: string): void {
    if (char === END || isLineEnd(char)) throw new JsonPathError('unclosed action');
    if (char === ' ' || char === '@' || char === '$') this.#taken();
    else if (char === '[') this.#array(into);
    else if (char === '"' || char === "'") this.#quoted(into, char);
    else if (char === '.') this.#field(into);
    else if (/[+\-\p{Nd}]/u.test(char)) this.#number(into);
    else if (isWordLike(char)) this.#identifier(into);
    else throw new JsonPathError(`unrecognized character in action: ${codePointText(char)}`);
  }

  #identifier(into: PathNode[]): void {
    while (!isTerminator(this.#input.charAt(this.#at))) this.#at += 1;
    const name = this.#taken();
    into.push(name === 'true' || name === 'false' ? { type: 'literal', value: name === 'true' } : { type: 'identifier', name });
  }

  #recursive(into: PathNode[]): void {
    if (into.at(-1)?.type === 'recursive') throw new JsonPathError('invalid multiple recursive descent');
    this.#at += 2;
    this.#taken();
    into.push({ type: 'recursive' });
    if (isWordLike(this.#input.charAt(this.#at))) this.#field(into);
  }

  #number(into: PathNode[]): void {
    while (/[.\p{Nd}]/u.test(this.#input.charAt(this.#at))) this.#at += 1;
    const written = this.#taken();
    if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(written)) throw new JsonPathError(`cannot parse number ${written}`);
    into.push({ type: 'literal', value: Number(written) });
  }

  #array(into: PathNode[]): void {
    for (let char = ''; char !== ']'; ) {
      char = this.#next();
      if (char === END || char === '\n') throw new JsonPathError('unterminated array');
    }
    const written = this.#taken().slice(1, -1);
    const inner = written === '*' ? ':' : written;
    const alternatives = inner.split(',');
    const key = /^'([^']*)'$/.exec(inner);
    if (alternatives.length > 1) into.push({ type: 'union', paths: alternatives.map((part) => parseAction(`[${part.replaceAll(/^ +| +$/g, '')}]`)) });
    else if (key === null) into.push({ type: 'array', bounds: boundsOf(inner) });
    else into.push(...parseAction(`.${key[1] ?? ''}`));
  }

  #filter(into: PathNode[]): void {
    this.#at += 3;
    this.#taken();
    this.#skipFilter();
    if (this.#next() !== ']') throw new JsonPathError('unclosed array expect ]');
    const inner = this.#taken().slice(0, -2);
    const comparison = /^([^!<>=]+)([!<>=]+)(.+?)$/.exec(inner);
    const [, left = '', operator = '', right = ''] = comparison ?? [];
    if (comparison === null) into.push({ type: 'filter', left: parseAction(inner), right: [], operator: 'exists' });
    else into.push({ type: 'filter', left: parseAction(left), right: parseAction(right), operator });
  }

  /** Up to the bracket that closes the filter; one inside quotes does not, if they are a pair. */
  #skipFilter(): void {
    let quote = '';
    let isClosed = false;
    for (;;) {
      const char = this.#next();
      if (char === END || char === '\n') throw new JsonPathError('unterminated filter');
      if (char === ')' && (quote !== '') === isClosed) return;
      if (char !== '"' && char !== "'") continue;
      if (quote === '') quote = char;
      else if (char === quote && this.#input.charAt(this.#at - 2) !== '\\') isClosed = true;
    }
  }

  #quoted(into: PathNode[], quote: string): void {
    for (;;) {
      const char = this.#next();
      if (char === END || char === '\n') throw new JsonPathError('unterminated quoted string');
      if (char === quote && this.#input.charAt(this.#at - 2) !== '\\') break;
    }
    const written = this.#taken();
    const text = unescaped(written.slice(1, -1), quote);
    if (text === undefined) throw new JsonPathError(`unquote string ${written} error invalid syntax`);
    into.push({ type: 'text', text });
  }

  #field(into: PathNode[]): void {
    this.#taken();
    for (;;) {
      const char = this.#input.charAt(this.#at);
      if (isTerminator(char)) break;
      this.#at += char === '\\' ? 2 : 1;
    }
    this.#at = Math.min(this.#at, this.#input.length);
    const name = this.#taken();
    into.push(name === '*' ? { type: 'wildcard' } : { type: 'field', name: name.replaceAll('\\', '') });
  }
}

/** `0`, `-1`, `1:3`, `::2`. */
function boundsOf(written: string): [Bound, Bound, Bound] {
  const match = /^(-?\d*)(:-?\d*)?(:-?\d*)?$/.exec(written);
  if (match === null) throw new JsonPathError(`invalid array index ${written}`);
  const [, from = '', to, step] = match;
  const bound = (text: string | undefined): Bound => {
    if (text === undefined || text === '') return { value: 0, isKnown: false };
    if (text === '-') throw new JsonPathError(`array index ${text} is not a number`);
    return { value: Number(text), isKnown: true };
  };
  const first = bound(from);
  const end = to === undefined ? { value: first.value + 1, isKnown: true, isDerived: true } : bound(to.slice(1));
  return [first, end, bound(step?.slice(1))];
}
