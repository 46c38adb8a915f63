/** Problems of one document, collected with paths; the text's ranges are added at the end. */
import type { Diagnostic, Fix } from '../model/diagnostics.ts';
import type { Said } from './texts/en.ts';
import { inLanguage, type Told } from './texts/say.ts';
import { markOf, pathText, placeAt, type Lines, type PathStep, type Place, type Span } from './yaml/places.ts';

export type Path = readonly PathStep[];

export interface ProblemOptions {
  help?: Said | Told | undefined;
  severity?: Diagnostic['severity'];
  /** Underline the key instead of the value: for names that nobody knows. */
  at?: 'key' | 'value';
  pods?: Diagnostic['pods'];
  /** What is most likely meant, for what is underlined. */
  instead?: string | undefined;
  fix?: Fix;
}

/** Where the readers of a document report; one for each document. */
export class Problems {
  readonly #diagnostics: Diagnostic[];
  readonly #lines: Lines;
  readonly #root: Place;
  /** Path of the document's root in the text's document: `items[0]` inside a List. */
  readonly #base: Path;
  #errors = 0;

  constructor(diagnostics: Diagnostic[], lines: Lines, root: Place, base: Path = []) {
    this.#diagnostics = diagnostics;
    this.#lines = lines;
    this.#root = root;
    this.#base = base;
  }

  get errors(): number {
    return this.#errors;
  }

  add(path: Path, message: Said | Told, options: ProblemOptions = {}): void {
    const severity = options.severity ?? 'error';
    if (severity === 'error') this.#errors += 1;
    const full = [...this.#base, ...path];
    const fix = options.instead === undefined ? options.fix : { replacement: options.instead };
    this.#diagnostics.push({
      severity,
      message: inLanguage(message),
      ...(options.help !== undefined && { help: inLanguage(options.help) }),
      ...(path.length > 0 && { path: pathText(path) }),
      ...(options.pods && { pods: options.pods }),
      ...(fix && { fix }),
      range: this.#lines.range(this.#lines.firstLine(this.#span(full, options.at))),
    });
  }

  #span(path: Path, at: 'key' | 'value' | undefined): Span {
    const { place, found } = placeAt(this.#root, path);
    // Something that is missing is reported at the key of what it is missing from.
    if ((at === 'key' || found < path.length) && place.key) return place.key;
    return markOf(place);
  }
}
