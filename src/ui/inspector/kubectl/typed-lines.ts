const MOST_LINES = 100;

/** The lines that were typed into a field, to go back to as in a shell. What stands in the field and was not sent yet is its last one. */
export class TypedLines {
  readonly #lines: string[] = [];
  /** Position of the line that is in the field; behind the last one there is the draft. */
  #at = 0;
  #draft = '';

  /** A line was sent. */
  add(line: string): void {
    if (this.#lines.at(-1) !== line) this.#lines.push(line);
    if (this.#lines.length > MOST_LINES) this.#lines.shift();
    this.#at = this.#lines.length;
    this.#draft = line;
  }

  /** The line before the one in the field; undefined if there is none. */
  older(now: string): string | undefined {
    const isDraft = this.#at === this.#lines.length;
    // A line that was sent stays in the field: the one before is another
    const to = this.#at - (isDraft && this.#lines.at(-1) === now ? 2 : 1);
    if (to < 0) return undefined;
    if (isDraft) this.#draft = now;
    this.#at = to;
    return this.#lines[to];
  }

  /** The line after the one in the field, at last the draft; undefined if that is there already. */
  newer(): string | undefined {
    if (this.#at === this.#lines.length) return undefined;
    this.#at += 1;
    const isSent = this.#at === this.#lines.length - 1 && this.#lines[this.#at] === this.#draft;
    if (isSent) this.#at += 1;
    return this.#lines[this.#at] ?? this.#draft;
  }
}
