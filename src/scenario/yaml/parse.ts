/**
 * A YAML stream as plain values with places. Scalars are interpreted here and not by the library, because Kubernetes
 * objects and the Scenario document follow different rules (see scalars.ts), and because aliases, merge keys and
 * duplicate keys need limits and positions.
 */
import { Composer, isAlias, isMap, isScalar, isSeq, Parser, type Alias, type CST, type Document, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml';
import type { Fix } from '../../model/diagnostics.ts';
import { movedBy, type Place, type Span } from './places.ts';
import { plainScalar, type Dialect, type ScalarValue } from './scalars.ts';
import type { Said } from '../texts/en.ts';
import { say } from '../texts/say.ts';
import { ODD_SPACE_HELP, ODD_SPACE_IN_STRUCTURE } from './odd-space.ts';

/** Something wrong with the text as YAML. */
export interface YamlProblem {
  message: string;
  help?: string;
  fix?: Fix;
  span: Span;
}

export interface YamlDocument {
  value: unknown;
  place: Place;
  dialect: Dialect;
  /** Where an earlier value of the same key is overridden. */
  duplicateKeys: { key: string; span: Span }[];
}

interface YamlStream {
  documents: YamlDocument[];
  problems: YamlProblem[];
  /** How many values were read. */
  values: number;
  /** What was read apart, by its text: the documents between two `---`. */
  parts: ReadonlyMap<string, Part>;
}

/** Documents of a stream by themselves; places count from `offset`, where they begin in it. */
type Part = Pick<YamlStream, 'documents' | 'values'> & { offset: number };

/** A stream as it was read. */
export interface ReadYaml {
  readonly documents: readonly Readonly<YamlDocument>[];
  readonly problems: readonly YamlProblem[];
}

/** Longer texts are refused: 1 MiB, which is also what a link may unpack to. */
export const MAX_TEXT_LENGTH = 1 << 20;
/** Values in the stream after aliases are resolved. */
export const MAX_VALUES = 100_000;
const MAX_DEPTH = 100;

/** A drag asks for the same text again and again, and every change of a text is read twice: once to check it, once to run it. */
const MOST_REMEMBERED = 4;
const remembered = new Map<string, YamlStream>();

/**
 * Reads a stream. Documents without content (only comments) are left out. With problems the documents may be incomplete. Whoever
 * asks for the same text again gets the same stream: nobody may change it.
 */
export function parseYaml(text: string): ReadYaml {
  const known = remembered.get(text);
  if (known) return known;
  const stream = streamOf(text);
  remembered.set(text, stream);
  const [oldest] = remembered.keys();
  if (remembered.size > MOST_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
  return stream;
}

function streamOf(text: string): YamlStream {
  if (text.length > MAX_TEXT_LENGTH) {
    const size = (text.length / MAX_TEXT_LENGTH).toFixed(1);
    const problem = {
      message: say('The text is too large: {0} MiB, at most 1 MiB can be read.', size),
      help: 'Keep the Pod and the objects around it, and remove the rest.' as const,
      span: [0, 0] as const,
    };
    return { documents: [], problems: [problem], values: 0, parts: new Map() };
  }
  return joined(partsOf(text)) ?? readAlone(text);
}

/**
 * The stream of documents that are read one by one, those that did not change taken over from the streams that are remembered: an edit
 * changes one of them, most times. Undefined for what has to be read as a whole: a single document, and one that is broken, because what
 * is wrong may be understood by what follows only.
 */
function joined(chunks: readonly Chunk[]): YamlStream | undefined {
  if (chunks.length < 2) return undefined;
  const known = [...remembered.values()].map(({ parts }) => parts);
  const parts = new Map<string, Part>();
  const documents: YamlDocument[] = [];
  let values = 0;
  for (const { text, offset } of chunks) {
    const part = parts.get(text) ?? known.find((each) => each.has(text))?.get(text) ?? readPart(text);
    if (!part) return undefined;
    const here = movedTo(part, offset);
    parts.set(text, here);
    documents.push(...here.documents);
    values += part.values;
    if (values > MAX_VALUES) return undefined;
  }
  return { documents, problems: [], values, parts };
}

/** Undefined if it is broken. */
function readPart(text: string): Part | undefined {
  const { documents, problems, values } = readAlone(text);
  return problems.length > 0 ? undefined : { documents, values, offset: 0 };
}

function movedTo(part: Part, offset: number): Part {
  const by = offset - part.offset;
  if (by === 0) return part;
  const documents = part.documents.map((document) => ({
    ...document,
    place: movedBy(document.place, by),
    duplicateKeys: document.duplicateKeys.map(({ key, span: [start, end] }) => ({ key, span: [start + by, end + by] as const })),
  }));
  return { documents, values: part.values, offset };
}

function readAlone(text: string): YamlStream {
  const stream: YamlStream = { documents: [], problems: [], values: 0, parts: new Map() };
  for (const chunk of chunksOf(text)) {
    try {
      readChunk(chunk, stream);
    } catch (error) {
      if (error instanceof Refused) stream.problems.push(error.problem);
      else throw error;
      break;
    }
  }
  // What else is wrong with a template goes with the first of it
  const template = stream.problems.find(({ help }) => help === TEMPLATE_HELP);
  return template ? { ...stream, problems: [template] } : stream;
}

const TEMPLATE_HELP = 'Templates ({{ … }}) must be filled in first, e.g. with `helm template`.';

interface Chunk {
  text: string;
  offset: number;
}

/** Carries a problem out of the recursion. */
class Refused extends Error {
  readonly problem: YamlProblem;

  constructor(problem: YamlProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

/**
 * The text cut in front of each line that begins with `---`, which no document can hold (YAML 1.2, 9.1.2). Not where directives or
 * `...` say more about where documents begin and end, and not for JSON.
 */
function partsOf(text: string): Chunk[] {
  const isPlain = !isJsonStream(text) && !/^(?:%|\.\.\.)/m.test(text);
  const starts = [0];
  for (let at = isPlain ? text.indexOf('\n---') : -1; at >= 0; at = text.indexOf('\n---', at + 1)) {
    if (/^\s?$/.test(text.charAt(at + 4))) starts.push(at + 1);
  }
  return starts.map((start, index) => ({ text: text.slice(start, starts[index + 1]), offset: start }));
}

const isJsonStream = (text: string) => /^\uFEFF?\s*\{/.test(text);

/**
 * JSON objects may follow each other without a separator, and may be indented with tabs (kubectl hands text that begins
 * with `{` to a JSON decoder first). Everything else is one chunk.
 */
function chunksOf(text: string): Chunk[] {
  if (!isJsonStream(text)) return [{ text, offset: 0 }];
  const chunks: Chunk[] = [];
  const untabbed = text.split('');
  let depth = 0;
  let start = 0;
  let inString = false;
  for (let i = 0; i < text.length; i += 1) {
    const character = text[i];
    if (inString) {
      if (character === '\\') i += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '\t') untabbed[i] = ' ';
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth === 0 && /^\s*\{/.test(text.slice(i + 1, i + 200))) {
        chunks.push({ text: untabbed.slice(start, i + 1).join(''), offset: start });
        start = i + 1;
      }
    }
  }
  chunks.push({ text: untabbed.slice(start).join(''), offset: start });
  return chunks;
}

function readChunk(chunk: Chunk, stream: YamlStream): void {
  const tokens = [...new Parser().parse(chunk.text)];
  refuseDeepNesting(tokens, chunk.offset);
  // `failsafe` leaves every scalar a string; `logLevel` keeps the library from printing.
  const composer = new Composer({ schema: 'failsafe', uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
  for (const document of composer.compose(tokens, true, chunk.text.length)) {
    const [error] = document.errors;
    if (error) {
      // What follows the first error of a document is mostly its consequence.
      stream.problems.push(wordsFor(error.code, error.message, [error.pos[0] + chunk.offset, error.pos[1] + chunk.offset], chunk.text));
      continue;
    }
    const contents = document.contents as Node | null;
    if (contents === null || (isScalar(contents) && contents.type === 'PLAIN' && contents.source === '')) continue;
    const dialect = isScenario(contents) ? 'core' : 'go';
    const reader = new Reader(document, dialect, chunk.offset, stream);
    const { value, place } = reader.read(contents, 0);
    stream.documents.push({ value, place, dialect, duplicateKeys: reader.duplicateKeys });
  }
}

/**
 * The library composes nodes by recursion, and running out of stack there can end the whole process (V8 compiles a regular
 * expression when there is no room for it). So depth is measured on the tokens, without recursion.
 */
function refuseDeepNesting(tokens: readonly CST.Token[], offset: number): void {
  let level: readonly CST.Token[] = tokens;
  for (let depth = 0; level.length > 0; depth += 1) {
    const [first] = level;
    if (depth > MAX_DEPTH && first) throw new Refused(tooDeep([first.offset + offset, first.offset + offset]));
    const next: CST.Token[] = [];
    for (const token of level) addChildren(token, next);
    level = next;
  }
}

function addChildren(token: CST.Token, children: CST.Token[]): void {
  if (token.type === 'document' && token.value) children.push(token.value);
  if (token.type !== 'block-map' && token.type !== 'block-seq' && token.type !== 'flow-collection') return;
  for (const { key, value } of token.items) {
    if (key) children.push(key);
    if (value) children.push(value);
  }
}

function isScenario(contents: Node): boolean {
  if (!isMap(contents)) return false;
  return contents.items.some((pair) => sourceOf(pair.key) === 'apiVersion' && sourceOf(pair.value)?.startsWith('podloupe.dev/') === true);
}

function sourceOf(node: unknown): string | undefined {
  return isScalar(node) ? String(node.value) : undefined;
}

/** Turns the nodes of one document into values and places. */
class Reader {
  readonly duplicateKeys: { key: string; span: Span }[] = [];
  readonly #document: Document;
  readonly #dialect: Dialect;
  readonly #offset: number;
  readonly #budget: { values: number };

  /** @param budget counts the values that were read */
  constructor(document: Document, dialect: Dialect, offset: number, budget: { values: number }) {
    this.#document = document;
    this.#dialect = dialect;
    this.#offset = offset;
    this.#budget = budget;
  }

  read(node: unknown, depth: number): { value: unknown; place: Place } {
    const span = this.#span(node);
    this.#budget.values += 1;
    if (this.#budget.values > MAX_VALUES) {
      throw new Refused({
        message: say('The text stands for more than {0} values once its aliases are resolved.', MAX_VALUES),
        help: 'Write fewer aliases (`*name`) inside anchors (`&name`).',
        span,
      });
    }
    if (depth > MAX_DEPTH) throw new Refused(tooDeep(span));
    if (isAlias(node)) return this.#alias(node, span, depth);
    if (isMap(node)) return this.#map(node, span, depth);
    if (isSeq(node)) {
      const children = new Map<string, Place>();
      const value = node.items.map((item, index) => {
        const element = this.read(item, depth + 1);
        children.set(String(index), element.place);
        return element.value;
      });
      return { value, place: { value: span, children } };
    }
    return { value: isScalar(node) ? this.#scalar(node) : null, place: { value: span } };
  }

  #map(node: YAMLMap, span: Span, depth: number): { value: unknown; place: Place } {
    const value: Record<string, unknown> = {};
    const children = new Map<string, Place>();
    const merged: Pair[] = [];
    for (const pair of node.items) {
      if (isMergeKey(pair)) {
        merged.push(pair);
        continue;
      }
      const key = this.#key(pair.key);
      const keySpan = this.#span(pair.key);
      const element = this.read(pair.value, depth + 1);
      const before = children.get(key);
      if (before?.key) this.duplicateKeys.push({ key, span: keySpan });
      // A key without a value has no place of its own: it stands where the key ends.
      const valueSpan = pair.value === null ? ([keySpan[1], keySpan[1]] as const) : element.place.value;
      const { children: inside } = element.place;
      children.set(key, inside === undefined ? { value: valueSpan, key: keySpan } : { value: valueSpan, children: inside, key: keySpan });
      set(value, key, element.value);
    }
    for (const pair of merged) this.#merge(pair, value, children, depth);
    return { value, place: { value: span, children } };
  }

  /** `<<: *base` and `<<: [*a, *b]`: keys that are not there yet; the first source wins. */
  #merge(pair: Pair, value: Record<string, unknown>, children: Map<string, Place>, depth: number): void {
    const { value: source, place } = this.read(pair.value, depth + 1);
    const sources = Array.isArray(source) ? source.map((each, index) => ({ each, at: place.children?.get(String(index)) })) : [{ each: source, at: place }];
    for (const { each, at } of sources) {
      if (typeof each !== 'object' || each === null || Array.isArray(each)) {
        throw new Refused({ message: 'map merge requires map or sequence of maps as the value', span: place.value });
      }
      for (const [key, item] of Object.entries(each)) {
        if (children.has(key)) continue;
        set(value, key, item);
        children.set(key, at?.children?.get(key) ?? { value: place.value });
      }
    }
  }

  #alias(node: Alias, span: Span, depth: number): { value: unknown; place: Place } {
    const target = node.resolve(this.#document);
    if (!target) throw new Refused({ message: `unknown anchor '${node.source}' referenced`, help: 'Text that begins with `*` must be quoted.', span });
    const { value, place } = this.read(target, depth + 1);
    return { value, place: { ...place, value: span } };
  }

  #key(node: unknown): string {
    if (isAlias(node)) return this.#key(node.resolve(this.#document));
    if (isScalar(node)) return String(this.#scalar(node));
    throw new Refused({
      message: 'A key must be a word, not a list or a map.',
      help: 'A word in braces that templates use ({{ … }}) must be filled in first.',
      span: this.#span(node),
    });
  }

  #scalar(node: Scalar): ScalarValue {
    const text = typeof node.value === 'string' ? node.value : (node.source ?? '');
    if (node.tag === 'tag:yaml.org,2002:str') return text;
    const isTyped = /^tag:yaml\.org,2002:(?:int|float|bool|null)$/.test(node.tag ?? '');
    return node.type === 'PLAIN' || isTyped ? plainScalar(text, this.#dialect) : text;
  }

  #span(node: unknown): Span {
    const range = (node as Node | null)?.range;
    return range ? [range[0] + this.#offset, range[1] + this.#offset] : [this.#offset, this.#offset];
  }
}

function isMergeKey(pair: Pair): boolean {
  return isScalar(pair.key) && pair.key.type === 'PLAIN' && pair.key.value === '<<';
}

/** Assignment that also works for `__proto__`. */
function set(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
}

function tooDeep(span: Span): YamlProblem {
  return {
    message: say('The text is nested more than {0} levels deep.', MAX_DEPTH),
    help: 'No Kubernetes object needs that: look for a bracket that is not closed.',
    span,
  };
}

/** The library's message, with help for the mistakes that people make most. */
function wordsFor(code: string, message: string, span: Span, text: string): YamlProblem {
  const problem = { message: `YAML: ${message}`, span };
  const around = text.slice(Math.max(0, span[0] - 40), span[0] + 40);
  if (/\{\{.*\}\}/.test(around)) return { ...problem, help: TEMPLATE_HELP };
  if (ODD_SPACE_IN_STRUCTURE.test(text)) return { ...problem, help: ODD_SPACE_HELP, fix: { spaces: true } };
  // Not every tab in the indentation is called so: behind spaces it may go on with the value of the line before
  if (code === 'TAB_AS_INDENT' || /\n *\t *\S/.test(around)) return { ...problem, help: TAB_HELP, fix: { spaces: true } };
  const help = /^```/m.test(around) ? 'Take the lines with ``` out: they belong to Markdown.' : HELP[code];
  return help === undefined ? problem : { ...problem, help };
}

const TAB_HELP = 'Indent with spaces: YAML does not allow tabs there.' satisfies Said;

const HELP: Readonly<Record<string, Said>> = {
  BAD_INDENT: 'Keys of one map must begin in the same column.',
  BLOCK_AS_IMPLICIT_KEY: 'Text that holds ": " must be quoted; a nested map begins on the next line, indented.',
  MISSING_CHAR: 'Check the quotes, brackets, and the space after `:` and `-` on this line and the one before.',
  BAD_SCALAR_START: 'Text that begins with this character must be quoted.',
  UNEXPECTED_TOKEN: 'Check the indentation and the quotes of this line and the one before.',
  MULTILINE_IMPLICIT_KEY: 'A key must stand on one line: is a colon missing?',
  IMPOSSIBLE: 'Check the indentation and the quotes of this line and the one before.',
};
