/** The place in a YAML text, and errors that name it. Positions are zero-based lines and columns. */

export interface Mark {
  index: number;
  line: number;
  column: number;
}

/** Thrown with go-yaml's own message, line included. `fromYaml` is false for what only the conversion to JSON refuses. */
export class YamlError extends Error {
  readonly fromYaml: boolean;

  constructor(message: string, fromYaml = true) {
    super(message);
    this.fromYaml = fromYaml;
  }
}

/** What go-yaml lets pass (readerc.go: yaml_parser_update_buffer). */
const FORBIDDEN = /[^\t\n\r\x20-\x7e\u0085\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const BREAK = /[\n\r\u0085\u2028\u2029]/;

export class Reader {
  readonly text: string;
  index = 0;
  line = 0;
  column = 0;

  constructor(text: string) {
    this.text = text.startsWith('\ufeff') ? text.slice(1) : text;
    if (FORBIDDEN.test(this.text)) throw new YamlError('control characters are not allowed');
  }

  mark(): Mark {
    return { index: this.index, line: this.line, column: this.column };
  }

  fail(problem: string): never {
    const line = this.line === 0 ? 0 : this.line + 1;
    throw new YamlError(line === 0 ? problem : `line ${line}: ${problem}`);
  }

  /** Go-yaml falls back on where the construct began if the problem is on the first line. */
  failIn(problem: string, context: Mark): never {
    if (this.line === 0 && context.line !== 0) throw new YamlError(`line ${context.line}: ${problem}`);
    return this.fail(problem);
  }

  char(offset = 0): string {
    return this.text.charAt(this.index + offset);
  }

  isEnd(offset = 0): boolean {
    return this.index + offset >= this.text.length;
  }

  isBreak(offset = 0): boolean {
    return BREAK.test(this.char(offset));
  }

  isBlankOrEnd(offset = 0): boolean {
    const char = this.char(offset);
    return char === '' || char === ' ' || char === '\t' || BREAK.test(char);
  }

  skip(count = 1): void {
    this.index += count;
    this.column += count;
  }

  /** One line break, normalised to a line feed. */
  readBreak(): string {
    const char = this.char();
    this.index += char === '\r' && this.char(1) === '\n' ? 2 : 1;
    this.line += 1;
    this.column = 0;
    return char === '\u2028' || char === '\u2029' ? char : '\n';
  }

  isDocumentIndicator(text: string): boolean {
    return this.text.startsWith(text, this.index) && this.isBlankOrEnd(3);
  }

  /** To the end of the line. */
  skipLine(): void {
    while (!this.isEnd() && !this.isBreak()) this.skip();
  }

  isBlank(): boolean {
    return this.char() === ' ' || this.char() === '\t';
  }
}
