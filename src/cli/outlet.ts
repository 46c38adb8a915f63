/** Where results go: standard output, or files in the folder of `--out`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InputError } from './input.ts';
import { paint, type Terminal } from './terminal.ts';

export interface OutletOptions {
  /** Whether several results on standard output get a title each; not for formats that a program reads. */
  titled: boolean;
}

export class Outlet {
  readonly #folder: string | undefined;
  readonly #terminal: Terminal;
  readonly #titled: boolean;
  readonly #written = new Set<string>();
  #held: { name: string; text: string } | undefined;
  #count = 0;

  constructor(folder: string | undefined, terminal: Terminal, { titled }: OutletOptions) {
    this.#folder = folder;
    this.#terminal = terminal;
    this.#titled = titled;
  }

  /**
   * Writes one result. @throws {InputError} if the folder cannot be written, or a result of this call is there already.
   */
  write(name: string, extension: string, text: string): void {
    if (this.#folder !== undefined) this.#writeFile(join(this.#folder, `${name}.${extension}`), text);
    else if (!this.#titled) this.#terminal.out(text);
    else this.#print(name, text);
  }

  /** Prints what is still held back. */
  end(): void {
    if (this.#held !== undefined) this.#terminal.out(this.#held.text);
    this.#held = undefined;
  }

  /** Titles only where there are several: the first result waits until there is a second. */
  #print(name: string, text: string): void {
    this.#count += 1;
    if (this.#count === 1) {
      this.#held = { name, text };
      return;
    }
    const title = (of: string) => `${paint(`── ${of}`, 'bold', this.#terminal.colours)}\n`;
    if (this.#held !== undefined) this.#terminal.out(`${title(this.#held.name)}${this.#held.text}`);
    this.#held = undefined;
    this.#terminal.out(`\n${title(name)}${text}`);
  }

  #writeFile(path: string, text: string): void {
    if (this.#written.has(path)) throw new InputError(`would overwrite ${path}, which another input of this call wrote; give them different names or folders`);
    this.#written.add(path);
    try {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    } catch (error) {
      throw new InputError(`cannot write ${path}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
