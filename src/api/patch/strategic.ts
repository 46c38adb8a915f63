/** Strategic merge patch (staging/src/k8s.io/apimachinery/pkg/util/strategicpatch/patch.go). */
import { clone, type Fields, isFields } from '../schema/fields.ts';
import { type FieldInfo, structInfo, type TypeRef, unwrap, withoutPointer } from '../schema/schema.ts';

const ORDER = '$setElementOrder/';
const DELETE_FROM = '$deleteFromPrimitiveList/';
const RETAIN = '$retainKeys';
const DIRECTIVE = '$patch';

/** `original` of struct `typeName` with `patch` merged in as the API server does it: lists merge by their keys. */
export function strategicMerge(typeName: string, original: Fields, patch: Fields): Fields {
  if (patch[DIRECTIVE] === 'replace') return without(patch, DIRECTIVE);
  if (patch[DIRECTIVE] === 'delete') return {};
  const out = clone(original);
  retainKeys(out, patch);
  deletePrimitives(out, patch);
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith('$')) continue;
    if (value === null) delete out[key];
    else out[key] = mergeField(structInfo(typeName)?.byName.get(key), out[key], value, patch[`${ORDER}${key}`]);
  }
  // An order may come alone, without changed elements.
  for (const key of Object.keys(patch)
    .filter((name) => name.startsWith(ORDER))
    .map((name) => name.slice(ORDER.length))) {
    const field = structInfo(typeName)?.byName.get(key);
    if (patch[key] === undefined && Array.isArray(out[key]) && field?.mergeKey !== undefined)
      out[key] = reorder(out[key], patch[`${ORDER}${key}`], out[key], [], field.mergeKey);
  }
  return out;
}

function mergeField(field: FieldInfo | undefined, original: unknown, patch: unknown, order: unknown): unknown {
  const type: TypeRef | undefined = field === undefined ? undefined : withoutPointer(field.type);
  if (Array.isArray(patch)) {
    if (field?.mergeKey === undefined || !Array.isArray(original))
      return field?.mergeKey === undefined ? withoutDirectives(patch) : mergeList(field, [], patch, order);
    return mergeList(field, original, patch, order);
  }
  if (!isFields(patch)) return patch;
  return strategicMerge(type === undefined || type.wraps.length > 0 ? '' : type.base, isFields(original) ? original : {}, patch);
}

function mergeList(field: FieldInfo, original: unknown[], patch: unknown[], order: unknown): unknown[] {
  const key = field.mergeKey ?? '';
  if (key === '') return reorder([...original, ...patch.filter((item) => !original.includes(item))], order, original, patch, key);
  const replace = patch.some((item) => isFields(item) && item[DIRECTIVE] === 'replace');
  const typeName = unwrap(withoutPointer(field.type)).base;
  const out = replace ? [] : clone(original);
  for (const item of patch) {
    if (!isFields(item) || (replace && item[DIRECTIVE] === 'replace' && Object.keys(item).length === 1)) continue;
    const at = out.findIndex((existing) => isFields(existing) && existing[key] === item[key]);
    if (item[DIRECTIVE] === 'delete') {
      if (at >= 0) out.splice(at, 1);
    } else if (at >= 0) out[at] = strategicMerge(typeName, out[at] as Fields, item);
    else out.push(strategicMerge(typeName, {}, item));
  }
  return reorder(out, order, original, patch, key);
}

/** Elements that the patch orders come in that order; others keep their place among them (`normalizeElementOrder`). */
function reorder(merged: unknown[], order: unknown, original: unknown[], _patch: unknown[], key: string): unknown[] {
  if (!Array.isArray(order)) return merged;
  const identity = (item: unknown) => (key === '' || !isFields(item) ? item : item[key]);
  const wanted = order.map(identity);
  const serverOrder = original.map(identity);
  const ordered = merged.filter((item) => wanted.includes(identity(item))).sort((a, b) => wanted.indexOf(identity(a)) - wanted.indexOf(identity(b)));
  const others = merged.filter((item) => !wanted.includes(identity(item)));
  const out = [...ordered];
  let from = 0;
  for (const item of others) {
    const place = serverOrder.indexOf(identity(item));
    let at = from;
    while (at < out.length && !(serverOrder.indexOf(identity(out[at])) > place && place >= 0)) at += 1;
    out.splice(at, 0, item);
    from = at + 1;
  }
  return out;
}

function retainKeys(out: Fields, patch: Fields): void {
  const kept = patch[RETAIN];
  if (!Array.isArray(kept)) return;
  for (const key of Object.keys(out)) if (!kept.includes(key)) delete out[key];
}

function deletePrimitives(out: Fields, patch: Fields): void {
  for (const [name, removed] of Object.entries(patch)) {
    if (!name.startsWith(DELETE_FROM) || !Array.isArray(removed)) continue;
    const key = name.slice(DELETE_FROM.length);
    if (Array.isArray(out[key])) out[key] = out[key].filter((item) => !removed.includes(item));
  }
}

const without = (object: Fields, key: string): Fields => Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));

const withoutDirectives = (items: unknown[]): unknown[] =>
  items.flatMap((item) =>
    isFields(item) && item[DIRECTIVE] !== undefined ? (Object.keys(item).length === 1 ? [] : [without(item, DIRECTIVE)]) : [clone(item)],
  );
