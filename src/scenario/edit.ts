/**
 * Small edits of a scenario text, as a careful hand makes them: the lines of one value change, everything else (comments, order,
 * quotes, spaces) stays as it was written.
 */
import { type Document, isMap, isSeq, type Node, parseAllDocuments, visit } from 'yaml';
import type { Edit } from '../model/edit.ts';
import { TEMPLATE_PATHS } from './template.ts';
import { type Half, halfOf, withHalf } from '../model/scenario-text.ts';
import { insertedAt, insertedItemAt, removedAt, removedItemAt, replacedAt } from './yaml/splice.ts';
import { parsePath, type PathStep, placeAt } from './yaml/places.ts';
import { parseYaml, type YamlDocument } from './yaml/parse.ts';
import { blockLines } from './yaml/print.ts';
import { type Dialect, plainScalar } from './yaml/scalars.ts';

/** The edit cannot be made in this text. */
export class EditError extends Error {
  override readonly name = 'EditError';
}

/**
 * The text with all edits made, one after the other. A text of a Pod alone gets the document that says what is around it when
 * something is to be written there.
 *
 * @param wants of a text with several Pods, or objects with a Pod template, which one is meant; without it the first
 * @throws {EditError} if the text has no such document, or if its shape leaves no place for the value (what an alias stands for).
 */
export function editedText(text: string, edits: readonly Edit[], wants?: Wants): string {
  return edits.reduce((edited, edit) => withEdit(edited, edit, wants), text);
}

/** Whether an object is meant that is a Pod or makes one. */
export type Wants = (object: { kind: string; metadata?: { name?: string } }) => boolean;

const NEW_SCENARIO = 'apiVersion: podloupe.dev/v1\nkind: Scenario\nspec: {}\n';

function withEdit(before: string, edit: Edit, wants?: Wants): string {
  if (edit.document === 'object' && edit.of === undefined) return withObject(before, edit.value);
  const isFirst = edit.document === 'scenario' && edit.value !== undefined && halfOf(before, 'scenario').text.trim() === '';
  const text = isFirst ? withHalf(before, 'scenario', NEW_SCENARIO) : before;
  const { document, index, base } = edit.document === 'object' ? objectIn(text, edit.of) : targetOf(text, edit.document, wants);
  const path = [...base, ...parsePath(edit.path)];
  const wanted = withValue(document.value, path, edit);
  if (isSame(wanted, document.value)) return before;
  // Whatever the splice did, it counts only if it says what was meant and nothing else.
  const means = (candidate: string | undefined): candidate is string => {
    if (candidate === undefined) return false;
    const { documents, problems } = parseYaml(candidate);
    return problems.length === 0 && isSame(documents[index]?.value, wanted);
  };
  const spliced = spliceOf(text, document, path, edit);
  if (means(spliced)) return spliced;
  const printed = reprinted(text, index, document.dialect, path, edit);
  if (means(printed)) return printed;
  throw new EditError(`The text leaves no place for ${edit.path}: write it by hand.`);
}

/** One more document. @throws {EditError} if the text cannot have one behind it: it is broken, or goes on in one line. */
function withObject(text: string, object: unknown): string {
  const before = halfOf(text, 'pod').text;
  const added = [...(before === '' || before.endsWith('\n') ? [] : ['']), '---', ...blockLines(object, 'go', false), ''].join('\n');
  const after = withHalf(text, 'pod', `${before}${added}`);
  const [old, now] = [parseYaml(text), parseYaml(after)];
  const isAdded = now.problems.length === 0 && now.documents.length === old.documents.length + 1 && now.documents.some(({ value }) => isSame(value, object));
  if (!isAdded) throw new EditError('The text leaves no place for another document: write it by hand.');
  return after;
}

/** The document that an edit goes to, and where in it the Pod begins. @throws {EditError} if the text has none. */
export function targetOf(text: string, half: Half, wants: Wants = () => true): { document: YamlDocument; index: number; base: PathStep[] } {
  const { documents } = parseYaml(text);
  for (const [index, document] of documents.entries()) {
    if ((document.dialect === 'core') !== (half === 'scenario')) continue;
    if (half === 'scenario') return { document, index, base: [] };
    const listed = listItems(document.value);
    const at = (listed ?? [document.value]).findIndex(
      (object) => (kindOf(object) === 'Pod' || TEMPLATE_PATHS[kindOf(object)] !== undefined) && wants(object as Parameters<Wants>[0]),
    );
    if (at < 0) continue;
    const template = TEMPLATE_PATHS[kindOf(listed ? listed[at] : document.value)] ?? [];
    return { document, index, base: [...(listed ? ['items', at] : []), ...template] };
  }
  throw new EditError(half === 'pod' ? 'The text has no Pod to change.' : 'The text has no Scenario document to change.');
}

/** The document of another object. @throws {EditError} if the text has none of that kind and name. */
function objectIn(text: string, of: Edit['of']): { document: YamlDocument; index: number; base: PathStep[] } {
  for (const [index, document] of parseYaml(text).documents.entries()) {
    const listed = listItems(document.value);
    const at = (listed ?? [document.value]).findIndex((object) => kindOf(object) === of?.kind && nameOf(object) === of.name);
    if (at >= 0) return { document, index, base: listed ? ['items', at] : [] };
  }
  throw new EditError(`The text has no ${of?.kind ?? ''} ${of?.name ?? ''} to change.`);
}

function nameOf(value: unknown): unknown {
  return isObject(value) && isObject(value['metadata']) ? value['metadata']['name'] : undefined;
}

function kindOf(value: unknown): string {
  return isObject(value) && typeof value['kind'] === 'string' ? value['kind'] : '';
}

function listItems(value: unknown): unknown[] | undefined {
  return isObject(value) && kindOf(value).endsWith('List') && Array.isArray(value['items']) ? value['items'] : undefined;
}

type Put = Pick<Edit, 'value' | 'insert'>;

function spliceOf(text: string, { place, dialect }: YamlDocument, path: readonly PathStep[], { value, insert }: Put): string | undefined {
  const { place: nearest, found } = placeAt(place, path);
  const isThere = found === path.length;
  const last = path.at(-1);
  const parent = placeAt(place, path.slice(0, -1)).place;
  if (value === undefined) {
    if (!isThere) return undefined;
    return typeof last === 'number' ? removedItemAt(text, parent, last) : removedAt(text, parent, String(last));
  }
  if (insert && typeof last === 'number' && found >= path.length - 1 && parent.children?.size) return insertedItemAt(text, parent, last, value, dialect);
  return isThere ? replacedAt(text, nearest, value, dialect) : insertedAt(text, nearest, String(path[found]), wrapped(path.slice(found + 1), value), dialect);
}

/** `['a', 'b'], 1` → `{a: {b: 1}}`. */
function wrapped(path: readonly PathStep[], value: unknown): unknown {
  return path.reduceRight((inner: unknown, step) => (typeof step === 'number' ? [inner] : { [step]: inner }), value);
}

/** The value of a document with a value set or taken away, as plain data. */
function withValue(root: unknown, path: readonly PathStep[], put: Put): unknown {
  const [step, ...rest] = path;
  const { value } = put;
  if (step === undefined) return value;
  if ((Array.isArray(root) || (put.insert && !isObject(root))) && typeof step === 'number') {
    const items: unknown[] = Array.isArray(root) ? [...root] : [];
    if (rest.length === 0 && value === undefined) items.splice(step, 1);
    else if (rest.length === 0 && put.insert) items.splice(step, 0, value);
    else items[step] = withValue(items[step], rest, put);
    return items;
  }
  const map = isObject(root) ? { ...root } : {};
  if (rest.length > 0 && value === undefined && !(step in map)) return root;
  if (rest.length === 0 && value === undefined) delete map[step];
  else map[step] = withValue(map[step], rest, put);
  return map;
}

/** The whole stream printed anew with the value in it: comments stay, spacing may not. For shapes that no splice fits. */
function reprinted(text: string, index: number, dialect: Dialect, path: readonly PathStep[], { value, insert }: Put): string | undefined {
  const documents = (parseAllDocuments(text) as Document[]).filter(({ contents }) => contents !== null);
  const document = documents[index];
  if (!document) return undefined;
  const nodeOf = (put: unknown) => quoted(document.createNode(put), dialect);
  try {
    for (let depth = 1; value !== undefined && depth < path.length; depth += 1) {
      const parent = document.getIn(path.slice(0, depth));
      if (!isMap(parent) && !isSeq(parent)) document.setIn(path.slice(0, depth), document.createNode({}));
    }
    const list = insert ? document.getIn(path.slice(0, -1)) : undefined;
    if (value === undefined) document.deleteIn(path);
    else if (isSeq(list)) list.items.splice(Number(path.at(-1)), 0, nodeOf(value));
    else document.setIn(path, nodeOf(value));
    return documents.map((each) => each.toString({ lineWidth: 0 })).join('---\n');
  } catch {
    // The library cannot go through an alias
    return undefined;
  }
}

/** With quotes where the library, which writes for YAML 1.2, sees no need for them. */
function quoted<T extends Node>(node: T, dialect: Dialect): T {
  visit(node, {
    Scalar: (_, scalar) => {
      if (typeof scalar.value === 'string' && plainScalar(scalar.value, dialect) !== scalar.value) scalar.type = 'QUOTE_DOUBLE';
    },
  });
  return node;
}

function isSame(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, index) => isSame(item, b[index]));
  if (!isObject(a) || !isObject(b)) return a === b;
  const keys = Object.keys(a).filter((key) => a[key] !== undefined);
  return keys.length === Object.keys(b).filter((key) => b[key] !== undefined).length && keys.every((key) => isSame(a[key], b[key]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
