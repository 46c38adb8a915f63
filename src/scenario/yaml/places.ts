/** Where the parts of a document stand in the text, and how a path such as `spec.containers[0].image` finds them. */
import type { TextRange } from '../../model/diagnostics.ts';

/** Offsets into the text, the end exclusive. */
export type Span = readonly [start: number, end: number];

/** A value of the document: where it stands, where its key stands, and the values inside it by key or index. */
export interface Place {
  key?: Span;
  value: Span;
  children?: Map<string, Place>;
}

/** The same place in a text that has `by` more characters in front of it. */
export function movedBy({ key, value, children }: Place, by: number): Place {
  const place: Place = { value: [value[0] + by, value[1] + by] };
  if (key !== undefined) place.key = [key[0] + by, key[1] + by];
  if (children !== undefined) {
    place.children = new Map();
    for (const [name, child] of children) place.children.set(name, movedBy(child, by));
  }
  return place;
}

export type PathStep = string | number;

/** Offsets to 1-based lines and columns (UTF-16 code units, as editors count). */
export class Lines {
  readonly #starts: number[] = [0];
  readonly #length: number;

  constructor(text: string) {
    this.#length = text.length;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1);
  }

  range([start, end]: Span): TextRange {
    const from = this.#position(start);
    const to = this.#position(Math.max(start, end));
    return { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
  }

  /** A span that does not run over the end of its first line: what is worth underlining. */
  firstLine([start, end]: Span): Span {
    const { line } = this.#position(start);
    const nextLine = this.#starts[line];
    return [start, nextLine === undefined ? end : Math.min(end, nextLine - 1)];
  }

  #position(offset: number): { line: number; column: number } {
    const wanted = Math.min(Math.max(offset, 0), this.#length);
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= wanted) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: wanted - (this.#starts[low] ?? 0) + 1 };
  }
}

/** `['spec', 'containers', 0, 'image']` → `spec.containers[0].image`, as `k8s.io/apimachinery/pkg/util/validation/field` prints it. */
export function pathText(path: readonly PathStep[]): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (/^[\w$-]+$/.test(step)) text += text === '' ? step : `.${step}`;
    else text += `[${step}]`;
  }
  return text;
}

/** The inverse of {@link pathText}; text between dots and brackets is a step. */
export function parsePath(path: string): PathStep[] {
  const steps: PathStep[] = [];
  for (const [, bracket, name] of path.matchAll(/\[([^\]]*)\]|([^.[]+)/g)) {
    if (bracket !== undefined) steps.push(/^\d+$/.test(bracket) ? Number(bracket) : bracket);
    else if (name !== undefined) steps.push(name);
  }
  return steps;
}

/** The place of a path, or of the nearest part around it that the text has. `found` counts the steps that exist. */
export function placeAt(root: Place, path: readonly PathStep[]): { place: Place; found: number } {
  let place = root;
  let index = 0;
  while (index < path.length) {
    const children = place.children;
    if (!children) break;
    // Map keys may hold dots (`app.kubernetes.io/name`): take as many steps as it needs.
    let key = String(path[index]);
    let taken = 1;
    while (!children.has(key) && index + taken < path.length) {
      key += `.${path[index + taken]}`;
      taken += 1;
    }
    const child = children.get(key);
    if (!child) break;
    place = child;
    index += taken;
  }
  return { place, found: index };
}

/** What to underline for a value: the value itself if it is short, the key where the value is a block. */
export function markOf(place: Place): Span {
  return place.key !== undefined && place.children !== undefined ? place.key : place.value;
}
