/**
 * The two halves of a scenario text. A YAML stream holds Kubernetes objects and at most one Scenario document; the
 * editor shows the Scenario document in one tab and all the others in the other. An edit of a tab changes the text of
 * its documents and nothing else: comments, order and separators stay. This works on lines, not on parsed YAML, so that
 * it also holds for text that does not parse, and so that the page needs no YAML parser.
 */

export type Half = 'pod' | 'scenario';

export interface HalfView {
  text: string;
  /** For each line of the view (0-based), its line in the whole text (1-based). An empty line at the end has none. */
  lineInScenario: number[];
}

/** A document of the stream. All separators and texts, one after the other, are the whole text again. */
interface Document {
  half: Half;
  /**
   * What precedes the document and is not shown where it comes first in a tab: the `---` line with its line break, `--- `
   * if the document goes on in the same line, or nothing (at the beginning, and after a `...` line).
   */
  separator: string;
  text: string;
  /** 1-based line on which `text` begins. */
  startLine: number;
}

const BYTE_ORDER_MARK = '\uFEFF';
const NEW_SEPARATOR = '---\n';

/** The text that one editor tab shows: its documents with the separators between them. */
export function halfOf(text: string, half: Half): HalfView {
  return viewOf(documentsOf(text).filter((document) => document.half === half));
}

/** The whole text after one tab's text was changed to `view`. */
export function withHalf(text: string, half: Half, view: string): string {
  const documents = documentsOf(text);
  const mine = documents.filter((document) => document.half === half);
  if (view === viewOf(mine).text) return text;
  const mark = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : '';
  const edited = view === '' ? [] : documentsOf(view);
  if (mine.length === 0) return mark + joined(added(documents, half, edited));
  const replacements = aligned(mine, edited);
  return mark + joined(documents.flatMap((document) => (document.half === half ? (replacements.get(document) ?? []) : [document])));
}

/** Whether a text says nothing: blank lines, comments and separators of documents at most. */
export function isBlank(text: string): boolean {
  return !SOMETHING_SAID.test(text);
}

const SOMETHING_SAID = /^(?!(?:---|\.\.\.)[ \t]*(?:#.*)?\r?$)[^\S\n]*[^#\s]/m;

/** The texts that were split last: one edit of a tab asks for few of them, many times. */
const known: { text: string; documents: readonly Document[] }[] = [];
const MOST_KNOWN = 4;

function documentsOf(text: string): readonly Document[] {
  const found = known.find((each) => each.text === text);
  if (found) return found.documents;
  const documents = splitText(text);
  known.unshift({ text, documents });
  known.length = Math.min(known.length, MOST_KNOWN);
  return documents;
}

function splitText(whole: string): Document[] {
  const text = whole.startsWith(BYTE_ORDER_MARK) ? whole.slice(1) : whole;
  const documents: Document[] = [];
  let separator = '';
  let bodyAt = 0;
  let bodyEnd = 0;
  let startLine = 1;
  const finish = () => {
    const body = text.slice(bodyAt, bodyEnd);
    documents.push({ half: isScenario(body) ? 'scenario' : 'pod', separator, text: body, startLine });
    separator = '';
    bodyAt = bodyEnd;
  };
  eachLine(text, (line, at, end) => {
    const start = text.startsWith('---', at) ? SEPARATOR_LINE.exec(text.slice(at, end))?.[0] : undefined;
    if (start !== undefined) {
      if (bodyAt < bodyEnd || separator !== '') finish();
      separator = start;
      bodyAt = at + start.length;
      startLine = start.endsWith('\n') ? line + 1 : line;
    } else if (bodyAt === bodyEnd && separator === '') startLine = line;
    bodyEnd = end;
    if (start === undefined && text.startsWith('...', at) && isEndMarker(text.slice(at, end))) finish();
  });
  if (bodyAt < bodyEnd || separator !== '' || documents.length === 0) finish();
  return documents;
}

/** The `---` of a separator with what belongs to it: its line break, or the space before a document that begins in the same line. */
const SEPARATOR_LINE = /^---(?:[ \t]+(?![#\s])|[ \t]*(?:[ \t]#.*)?\r?(?:\n|$))/;

/** Goes through the lines of a text, each with its line break; `line` is 1-based. A paste may have tens of thousands: no line is cut out. */
function eachLine(text: string, visit: (line: number, at: number, end: number) => void): void {
  for (let line = 1, at = 0; at < text.length; line += 1) {
    const lineBreak = text.indexOf('\n', at);
    const end = lineBreak < 0 ? text.length : lineBreak + 1;
    visit(line, at, end);
    at = end;
  }
}

/** `...` ends a document; what follows is another one, with or without a `---` line. */
function isEndMarker(line: string): boolean {
  return /^\.\.\.(?:\s|$)/.test(line);
}

/** Whether the top level of a document says `apiVersion: podloupe.dev/…`, in block or flow style. */
function isScenario(body: string): boolean {
  if (!body.includes('podloupe.dev/')) return false;
  const [, indent = '', first] = /^(?:[ \t]*(?:#.*|%.*)?\r?\n)*([ \t]*)(\S)/.exec(body) ?? [];
  if (first !== '{') return new RegExp(`^${indent}["']?apiVersion["']?[ \\t]*:[ \\t]+["']?podloupe\\.dev/`, 'm').test(body);
  let depth = 0;
  // Quoted words, brackets, comments, and the key in question: all else can be skipped.
  for (const [token, key] of body.matchAll(/(["']?\bapiVersion["']?\s*:\s*["']?podloupe\.dev\/)|"(?:[^"\\]|\\[^])*"|'[^']*'|(?<=\s)#.*|[{}[\]]/g)) {
    if (key !== undefined && depth === 1) return true;
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
  }
  return false;
}

function viewOf(documents: readonly Document[]): HalfView {
  const lineInScenario: number[] = [];
  const parts: string[] = [];
  let isAtLineStart = true;
  const add = (part: string, startLine: number) => {
    if (part === '') return;
    parts.push(part);
    eachLine(part, (line) => {
      if (line > 1 || isAtLineStart) lineInScenario.push(startLine + line - 1);
    });
    isAtLineStart = part.endsWith('\n');
  };
  documents.forEach((document, index) => {
    const { separator, startLine } = document;
    if (index > 0) add(separatorAfter(documents[index - 1], separator), separator.endsWith('\n') ? startLine - 1 : startLine);
    add(document.text, startLine);
  });
  const text = parts.join('');
  if (text === '' && documents[0]) lineInScenario.push(documents[0].startLine);
  return { text, lineInScenario };
}

/** The separator that a document needs after another one: its own, unless it has none and the other is not ended. */
function separatorAfter(before: Document | undefined, separator: string): string {
  if (separator !== '' || before === undefined) return separator;
  const lastLine = before.text.slice(before.text.lastIndexOf('\n', before.text.length - 2) + 1);
  return isEndMarker(lastLine) ? '' : NEW_SEPARATOR;
}

/**
 * What becomes of each document of a tab: documents that are unchanged from the beginning or from the end stay where they
 * are, those between are paired in order, and what is left over follows the last of them.
 */
function aligned(mine: readonly Document[], edited: readonly Document[]): Map<Document, Document[]> {
  const most = Math.min(mine.length, edited.length);
  let head = 0;
  while (head < most && mine[head]?.text === edited[head]?.text) head += 1;
  let tail = 0;
  while (tail < most - head && mine.at(-1 - tail)?.text === edited.at(-1 - tail)?.text) tail += 1;
  const result = new Map<Document, Document[]>();
  mine.forEach((document, index) => {
    const fromEnd = mine.length - index;
    const replacement = fromEnd <= tail ? edited[edited.length - fromEnd] : index < edited.length - tail ? edited[index] : undefined;
    if (!replacement) return;
    // The separator of a tab's first document is not in the tab. `--- {…}`: other content may not be able to stand in that line.
    const isHidden = replacement === edited[0] && document.separator !== '';
    const hidden = /^---[ \t]+$/.test(document.separator) && replacement.text !== document.text ? NEW_SEPARATOR : document.separator;
    result.set(document, [{ ...replacement, separator: isHidden ? hidden : replacement.separator }]);
  });
  const surplus = edited.slice(Math.max(0, mine.length - tail), edited.length - tail);
  if (surplus.length === 0) return result;
  const last = mine[mine.length - tail - 1];
  // Everything that was there is unchanged at the end: the new documents come before it.
  const anchor = last ?? mine[0];
  if (anchor) result.set(anchor, last ? [...(result.get(last) ?? []), ...surplus] : [...surplus, ...(result.get(anchor) ?? [])]);
  return result;
}

/**
 * The documents of a tab that had none: a Scenario document goes first, Kubernetes objects go last. A text that does not
 * end with a line break stays at the end, because it must not be changed.
 */
function added(documents: readonly Document[], half: Half, edited: readonly Document[]): Document[] {
  const [only] = documents;
  if (documents.length === 1 && only?.text === '' && only.separator === '') return [...edited];
  return half === 'scenario' || documents.at(-1)?.text.endsWith('\n') === false ? [...edited, ...documents] : [...documents, ...edited];
}

/** The text of a stream. A separator must start a line, and a document that has none gets one where it needs it. */
function joined(documents: readonly Document[]): string {
  let text = '';
  documents.forEach((document, index) => {
    const before = documents[index - 1];
    if (before && text !== '' && !text.endsWith('\n')) text += '\n';
    const separator = separatorAfter(before, document.separator);
    const isCutOff = /^---(?:[ \t]+#.*)?\r?$/.test(separator) && document.text !== '';
    text += separator + (isCutOff ? '\n' : '') + document.text;
  });
  return text;
}
