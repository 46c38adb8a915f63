/**
 * The two halves of a scenario text. A YAML stream holds Kubernetes objects and at most one Scenario document; the
 * editor shows the Scenario document in one tab and all the others in the other. An edit of a tab changes the text of
 * its documents and nothing else: comments, order and separators stay. This works on lines, not on parsed YAML, so that
 * it also holds for text that does not parse, and so that the page needs no YAML parser.
 */

export type Half = 'pod' | 'scenario';

/** A document of the stream: its text without the separator line, and where it begins (1-based line). */
interface Document {
  half: Half;
  /** The separator line that precedes it, with its line break; empty for the first document of the stream. */
  separator: string;
  text: string;
  startLine: number;
}

export interface HalfView {
  text: string;
  /** For each line of the view (0-based), its line in the whole text (1-based). */
  lineInScenario: number[];
}

const SEPARATOR = /^---(?:\s|$)/;
const SCENARIO_API = /^(?:\{?\s*|\s+)["']?apiVersion["']?\s*:\s*["']?podloupe\.dev\//m;

function documentsOf(text: string): Document[] {
  const documents: Document[] = [];
  const lines = text.split(/(?<=\n)/);
  let separator = '';
  let body = '';
  let startLine = 1;
  const finish = () => {
    documents.push({ half: SCENARIO_API.test(body) ? 'scenario' : 'pod', separator, text: body, startLine });
  };
  lines.forEach((line, index) => {
    if (SEPARATOR.test(line)) {
      if (body !== '' || separator !== '') finish();
      separator = line;
      body = '';
      startLine = index + 2;
    } else body += line;
  });
  finish();
  return documents;
}

/** The text that one editor tab shows. */
export function halfOf(text: string, half: Half): HalfView {
  const documents = documentsOf(text).filter((document) => document.half === half);
  const lineInScenario: number[] = [];
  let view = '';
  documents.forEach((document, index) => {
    if (index > 0) {
      view = withLineBreak(view) + document.separator;
      lineInScenario.push(document.startLine - 1);
    }
    view += document.text;
    document.text.split('\n').forEach((_, line, all) => {
      if (line < all.length - 1 || document.text === '' || !document.text.endsWith('\n')) lineInScenario.push(document.startLine + line);
    });
  });
  return { text: view, lineInScenario };
}

/** The whole text after one tab's text was changed to `view`. */
export function withHalf(text: string, half: Half, view: string): string {
  const documents = documentsOf(text);
  const mine = documents.filter((document) => document.half === half);
  if (mine.length === 0) return added(text, half, view);
  const edited = documentsOf(view);
  const out: string[] = [];
  let next = 0;
  documents.forEach((document) => {
    if (document.half !== half) {
      out.push(joined(out, document.separator), document.text);
      return;
    }
    const isLast = document === mine.at(-1);
    const replacements = isLast ? edited.slice(next) : edited.slice(next, next + 1);
    next += replacements.length;
    replacements.forEach((replacement, index) => {
      const separator = index === 0 ? document.separator || (next > 1 && out.length > 0 ? replacement.separator : '') : replacement.separator;
      out.push(joined(out, separator), replacement.text);
    });
  });
  return out.join('');
}

/** A Scenario document that the app adds goes first; Kubernetes objects are added at the end. */
function added(text: string, half: Half, view: string): string {
  if (view.trim() === '') return text;
  if (text.trim() === '') return view;
  return half === 'scenario' ? `${withLineBreak(view)}${SEPARATOR.test(text) ? '' : '---\n'}${text}` : `${withLineBreak(text)}---\n${view}`;
}

/** A separator must start a line: adds the line break that the text before it lacks. */
function joined(before: string[], separator: string): string {
  const last = before.findLast((part) => part !== '');
  return separator !== '' && last !== undefined && !last.endsWith('\n') ? `\n${separator}` : separator;
}

function withLineBreak(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
