/**
 * Small edits of a scenario text, as a careful hand makes them: the lines of one value change, everything else (comments, order,
 * quotes, spaces) stays as it was written.
 */
import { type Document, isMap, isSeq, parseAllDocuments } from 'yaml';
import { TEMPLATE_PATHS } from './template.ts';
import { insertedAt, removedAt, replacedAt } from './yaml/splice.ts';
import { parsePath, type PathStep, placeAt } from './yaml/places.ts';
import { parseYaml, type YamlDocument } from './yaml/parse.ts';

/** A value at a path of the Pod (of a workload object: of its template) or of the Scenario document. */
export interface TextEdit {
  document: 'pod' | 'scenario';
  /** `spec.containers[0].startupProbe`; maps that are missing on the way are made. */
  path: string;
  /** Absent: the field is taken away. */
  value?: unknown;
}

/** The edit cannot be made in this text. */
export class EditError extends Error {
  override readonly name = 'EditError';
}

/**
 * The text with all edits made, one after the other.
 *
 * @throws {EditError} if the text has no such document, or if its shape leaves no place for the value (what an alias stands for).
 */
export function editedText(text: string, edits: readonly TextEdit[]): string {
  return edits.reduce(withEdit, text);
}

function withEdit(text: string, edit: TextEdit): string {
  const { document, index, base } = targetOf(text, edit.document);
  const path = [...base, ...parsePath(edit.path)];
  const wanted = withValue(document.value, path, edit.value);
  if (isSame(wanted, document.value)) return text;
  // Whatever the splice did, it counts only if it says what was meant and nothing else.
  const means = (candidate: string | undefined): candidate is string => {
    if (candidate === undefined) return false;
    const { documents, problems } = parseYaml(candidate);
    return problems.length === 0 && isSame(documents[index]?.value, wanted);
  };
  const spliced = spliceOf(text, document, path, edit.value);
  if (means(spliced)) return spliced;
  const printed = reprinted(text, index, path, edit.value);
  if (means(printed)) return printed;
  throw new EditError(`The text leaves no place for ${edit.path}: write it by hand.`);
}

function targetOf(text: string, half: TextEdit['document']): { document: YamlDocument; index: number; base: PathStep[] } {
  const { documents } = parseYaml(text);
  for (const [index, document] of documents.entries()) {
    if ((document.dialect === 'core') !== (half === 'scenario')) continue;
    if (half === 'scenario') return { document, index, base: [] };
    const listed = listItems(document.value);
    const at = (listed ?? [document.value]).findIndex((object) => kindOf(object) === 'Pod' || TEMPLATE_PATHS[kindOf(object)] !== undefined);
    if (at < 0) continue;
    const template = TEMPLATE_PATHS[kindOf(listed ? listed[at] : document.value)] ?? [];
    return { document, index, base: [...(listed ? ['items', at] : []), ...template] };
  }
  throw new EditError(half === 'pod' ? 'The text has no Pod to change.' : 'The text has no Scenario document to change.');
}

function kindOf(value: unknown): string {
  return isObject(value) && typeof value['kind'] === 'string' ? value['kind'] : '';
}

function listItems(value: unknown): unknown[] | undefined {
  return isObject(value) && kindOf(value).endsWith('List') && Array.isArray(value['items']) ? value['items'] : undefined;
}

function spliceOf(text: string, { place, dialect }: YamlDocument, path: readonly PathStep[], value: unknown): string | undefined {
  const { place: nearest, found } = placeAt(place, path);
  const isThere = found === path.length;
  if (value === undefined) {
    const parent = placeAt(place, path.slice(0, -1)).place;
    return isThere ? removedAt(text, parent, String(path.at(-1))) : undefined;
  }
  return isThere ? replacedAt(text, nearest, value, dialect) : insertedAt(text, nearest, String(path[found]), wrapped(path.slice(found + 1), value), dialect);
}

/** `['a', 'b'], 1` → `{a: {b: 1}}`. */
function wrapped(path: readonly PathStep[], value: unknown): unknown {
  return path.reduceRight((inner: unknown, step) => (typeof step === 'number' ? [inner] : { [step]: inner }), value);
}

/** The value of a document with a value set or taken away, as plain data. */
function withValue(root: unknown, path: readonly PathStep[], value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(root) && typeof step === 'number') {
    const items: unknown[] = [...root];
    if (rest.length === 0 && value === undefined) items.splice(step, 1);
    else items[step] = withValue(items[step], rest, value);
    return items;
  }
  const map = isObject(root) ? { ...root } : {};
  if (rest.length > 0 && value === undefined && !(step in map)) return root;
  if (rest.length === 0 && value === undefined) delete map[step];
  else map[step] = withValue(map[step], rest, value);
  return map;
}

/** The whole stream printed anew with the value in it: comments stay, spacing may not. For shapes that no splice fits. */
function reprinted(text: string, index: number, path: readonly PathStep[], value: unknown): string | undefined {
  const documents = (parseAllDocuments(text) as Document[]).filter(({ contents }) => contents !== null);
  const document = documents[index];
  if (!document) return undefined;
  try {
    for (let depth = 1; value !== undefined && depth < path.length; depth += 1) {
      const parent = document.getIn(path.slice(0, depth));
      if (!isMap(parent) && !isSeq(parent)) document.setIn(path.slice(0, depth), document.createNode({}));
    }
    if (value === undefined) document.deleteIn(path);
    else document.setIn(path, document.createNode(value));
    return documents.map((each) => each.toString({ lineWidth: 0 })).join('---\n');
  } catch {
    // The library cannot go through an alias
    return undefined;
  }
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
