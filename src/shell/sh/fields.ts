/** Puts the pieces of a word together, splits what has to be split, and remembers what was quoted. */
import { escapePattern } from './pattern.ts';

export interface Field {
  text: string;
  /** The text as a pattern: what was quoted has backslashes before wildcards. */
  pattern: string;
}

export class FieldBuilder {
  readonly fields: Field[] = [];
  readonly #ifs: string;
  readonly #split: boolean;
  #current: Field | undefined;
  /** What the last separator was: IFS whitespace may be followed by one other separator that belongs to it. */
  #separator: 'none' | 'white' | 'other' = 'none';

  /** `split` false: everything goes into one field, as in assignments and patterns. */
  constructor(ifs: string, split: boolean) {
    this.#ifs = ifs;
    this.#split = split;
  }

  get splits(): boolean {
    return this.#split;
  }

  /** Makes sure that there is a field, even if nothing comes into it: `""`. */
  ensure(): Field {
    this.#current ??= { text: '', pattern: '' };
    this.#separator = 'none';
    return this.#current;
  }

  quoted(text: string): void {
    const field = this.ensure();
    field.text += text;
    field.pattern += escapePattern(text);
  }

  /** Unquoted text of the script itself: wildcards count, but nothing is split. */
  literal(text: string): void {
    if (text === '') return;
    const field = this.ensure();
    field.text += text;
    field.pattern += text;
  }

  /** The value of an unquoted expansion. */
  expanded(text: string): void {
    if (!this.#split || this.#ifs === '') {
      if (text !== '') this.#append(text);
      return;
    }
    let start = 0;
    for (let i = 0; i < text.length; i += 1) {
      const c = text[i] as string;
      if (!this.#ifs.includes(c)) continue;
      if (i > start) this.#append(text.slice(start, i));
      start = i + 1;
      const white = c === ' ' || c === '\t' || c === '\n';
      if (white) {
        if (this.#current) {
          this.next();
          this.#separator = 'white';
        }
      } else if (this.#current) {
        this.next();
        this.#separator = 'other';
      } else if (this.#separator === 'white') {
        this.#separator = 'other';
      } else {
        this.fields.push({ text: '', pattern: '' });
        this.#separator = 'other';
      }
    }
    if (start < text.length) this.#append(text.slice(start));
  }

  /** Ends the current field. */
  next(): void {
    if (this.#current) this.fields.push(this.#current);
    this.#current = undefined;
  }

  finish(): Field[] {
    this.next();
    return this.fields;
  }

  #append(text: string): void {
    const field = this.ensure();
    field.text += text;
    // A backslash that comes out of an expansion is a character like any other to the result, but quotes in a pattern.
    field.pattern += text;
  }
}
