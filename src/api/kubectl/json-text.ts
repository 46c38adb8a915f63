/** A stream of JSON values, with the errors of Go's encoding/json. */
import { jsonKind } from '../schema/convert.ts';
import { exactInteger, isFields } from '../schema/fields.ts';

export class JsonError extends Error {}

/** The values up to the first error; `failedAt` is where the value begins that could not be read. */
export function jsonDocuments(text: string): { values: unknown[]; failedAt: number; error?: JsonError } {
  const values: unknown[] = [];
  let at = skipSpace(text, 0);
  while (at < text.length) {
    const reader = new Reader(text, at);
    try {
      values.push(reader.value());
    } catch (error) {
      if (error instanceof JsonError) return { values, failedAt: at, error };
      throw error;
    }
    at = skipSpace(text, reader.at);
  }
  return { values, failedAt: at };
}

/** A whole text as one value. @throws {JsonError} in the words of `json.Unmarshal`. */
export function jsonValue(text: string): unknown {
  const { values, error } = jsonDocuments(text);
  const said = error?.message.replace(/^json: offset \d+: /, '') ?? (values.length === 0 ? 'unexpected EOF' : undefined);
  // Behind the value there is nothing to look for.
  const reason = values.length > 0 ? said?.replace('looking for beginning of value', 'after top-level value') : said;
  if (reason !== undefined) throw new JsonError(reason.replace(/^unexpected EOF$/, 'unexpected end of JSON input'));
  return values[0];
}

/** Why Go cannot read a text as a map; undefined if it can. */
export function jsonMapError(text: string): string | undefined {
  try {
    const value = jsonValue(text);
    return isFields(value) || value === null ? undefined : `json: cannot unmarshal ${jsonKind(value)} into Go value of type map[string]interface {}`;
  } catch (error) {
    if (error instanceof JsonError) return error.message;
    throw error;
  }
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && /[ \t\r\n]/.test(text.charAt(at))) at += 1;
  return at;
}

/** The original ends at 10000, which whoever goes through the values here would not survive. */
const MAX_DEPTH = 1000;

class Reader {
  at: number;
  readonly #text: string;
  readonly #start: number;
  #depth = 0;

  constructor(text: string, at: number) {
    this.#text = text;
    this.at = at;
    this.#start = at;
  }

  value(): unknown {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new JsonError(`json: offset ${this.at - this.#start + 1}: exceeded max depth`);
    const value = this.#value();
    this.#depth -= 1;
    return value;
  }

  #value(): unknown {
    this.at = skipSpace(this.#text, this.at);
    const char = this.#text.charAt(this.at);
    if (char === '{') return this.#object();
    if (char === '[') return this.#array();
    if (char === '"') return this.#string();
    const literal = /^(true|false|null)/.exec(this.#text.slice(this.at, this.at + 5))?.[0];
    if (literal !== undefined) {
      this.at += literal.length;
      return JSON.parse(literal);
    }
    const number = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/.exec(this.#text.slice(this.at, this.at + 64))?.[0];
    if (number === undefined) return this.#fail('looking for beginning of value');
    this.at += number.length;
    return /[.eE]/.test(number) ? Number(number) : exactInteger(BigInt(number));
  }

  #object(): unknown {
    const out: Record<string, unknown> = {};
    this.at += 1;
    if (this.#next() === '}') {
      this.at += 1;
      return out;
    }
    for (;;) {
      if (this.#next() !== '"') return this.#fail('looking for beginning of object key string');
      const key = this.#string();
      if (this.#next() !== ':') return this.#fail('after object key');
      this.at += 1;
      out[key] = this.value();
      const char = this.#next();
      if (char !== ',' && char !== '}') return this.#fail('after object key:value pair');
      this.at += 1;
      if (char === '}') return out;
    }
  }

  #array(): unknown {
    const out: unknown[] = [];
    this.at += 1;
    if (this.#next() === ']') {
      this.at += 1;
      return out;
    }
    for (;;) {
      out.push(this.value());
      const char = this.#next();
      if (char !== ',' && char !== ']') return this.#fail('after array element');
      this.at += 1;
      if (char === ']') return out;
    }
  }

  #string(): string {
    const start = this.at;
    this.at += 1;
    while (this.at < this.#text.length && this.#text.charAt(this.at) !== '"') {
      const char = this.#text.charAt(this.at);
      if (char < ' ') return this.#fail('in string literal');
      this.at += 1;
      if (char === '\\') this.#escape();
    }
    if (this.at >= this.#text.length) throw new JsonError('unexpected EOF');
    this.at += 1;
    return JSON.parse(this.#text.slice(start, this.at)) as string;
  }

  /** What may stand behind a backslash. */
  #escape(): void {
    const char = this.#text.charAt(this.at);
    if (char === '' || (char !== 'u' && !'"\\/bfnrt'.includes(char))) return this.#fail('in string escape code');
    this.at += 1;
    for (let i = 0; char === 'u' && i < 4; i += 1) {
      if (!/[0-9a-fA-F]/.test(this.#text.charAt(this.at))) return this.#fail('in \\u hexadecimal character escape');
      this.at += 1;
    }
  }

  #next(): string {
    this.at = skipSpace(this.#text, this.at);
    return this.#text.charAt(this.at);
  }

  /** The offset counts the bytes read, the offending one included. */
  #fail(where: string): never {
    const char = this.#text.charAt(this.at);
    if (char === '') throw new JsonError('unexpected EOF');
    const shown = char === '"' ? `'"'` : char === "'" ? `'\\''` : `'${JSON.stringify(char).slice(1, -1)}'`;
    throw new JsonError(`json: offset ${this.at - this.#start + 1}: invalid character ${shown} ${where}`);
  }
}
