import type { Edit } from './edit.ts';

/** A place in the scenario text: 1-based lines and columns, the end exclusive, as editors count. */
export interface TextRange {
  startLine: number;
  startColumn: number;
  endLine: number;
  endColumn: number;
}

/** What mends a text, by one click: other words in the place of the diagnostic's range, edits that write something or create an object, or ordinary spaces in the whole text. */
export type Fix = { replacement: string } | { spaces: true } | { write: string; edits: Edit[] } | { create: { kind: string; name: string }; edits: Edit[] };

/** Something to say about the scenario text: what, where, and what to do. */
export interface Diagnostic {
  severity: 'error' | 'warning' | 'info';
  /** What is wrong; the API server's or kubectl's own words where they have some. */
  message: string;
  /** One sentence of help: what to do about it. */
  help?: string;
  /** Path in the document, e.g. `spec.containers[0].livenessProbe`. */
  path?: string;
  /** Absent if it is about no place in the text (an empty file). */
  range?: TextRange;
  fix?: Fix;
  /** If several objects of the text make a Pod and the reader has to choose one: all of them, in the order of the text. */
  pods?: { kind: string; name: string }[];
}
