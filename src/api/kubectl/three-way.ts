/**
 * What apply makes of a live object: changes of the manifest against the live object, removals against what was applied
 * last (staging/src/k8s.io/apimachinery/pkg/util/strategicpatch/patch.go: CreateThreeWayMergePatch, applied at once).
 */
import { clone, deepEqual, type Fields, isFields } from '../schema/fields.ts';
import { type FieldInfo, structInfo, unwrap, withoutPointer } from '../schema/schema.ts';

export function threeWayMerge(typeName: string, original: Fields, modified: Fields, current: Fields): Fields {
  const out = clone(current);
  for (const [key, value] of Object.entries(modified)) {
    if (value === null || value === undefined) delete out[key];
    else out[key] = mergeField(structInfo(typeName)?.byName.get(key), original[key], value, current[key]);
  }
  for (const [key, value] of Object.entries(original)) if (value !== null && (modified[key] === undefined || modified[key] === null)) delete out[key];
  return out;
}

function mergeField(field: FieldInfo | undefined, original: unknown, modified: unknown, current: unknown): unknown {
  const type = field === undefined ? undefined : withoutPointer(field.type);
  if (Array.isArray(modified)) {
    if (field?.mergeKey === undefined || !Array.isArray(current)) return clone(modified);
    return mergeList(field, Array.isArray(original) ? original : [], modified, current);
  }
  if (!isFields(modified) || !isFields(current)) return clone(modified);
  return threeWayMerge(type === undefined || type.wraps.length > 0 ? '' : type.base, isFields(original) ? original : {}, modified, current);
}

function mergeList(field: FieldInfo, original: unknown[], modified: unknown[], current: unknown[]): unknown[] {
  const key = field.mergeKey ?? '';
  const identity = (item: unknown) => (key === '' || !isFields(item) ? item : item[key]);
  const find = (items: unknown[], item: unknown) => items.find((other) => identity(other) === identity(item));
  const typeName = unwrap(withoutPointer(field.type)).base;
  const merged = modified.map((item) => {
    const live = find(current, item);
    if (!isFields(item) || !isFields(live)) return clone(item);
    const before = find(original, item);
    const next = threeWayMerge(typeName, isFields(before) ? before : {}, item, live);
    // With retainKeys a union keeps only the members of the manifest.
    if (field.retainKeys && !deepEqual(next, live)) for (const name of Object.keys(next)) if (item[name] === undefined) delete next[name];
    return next;
  });
  const serverOnly = current.filter((item) => find(modified, item) === undefined && find(original, item) === undefined);
  return interleaved(merged, serverOnly, current.map(identity), identity);
}

/** What only the server has keeps its place before the first element that comes after it there. */
function interleaved(merged: unknown[], serverOnly: unknown[], order: unknown[], identity: (item: unknown) => unknown): unknown[] {
  const out = [...merged];
  let from = 0;
  for (const item of serverOnly) {
    const place = order.indexOf(identity(item));
    let at = from;
    while (at < out.length && !(order.indexOf(identity(out[at])) > place)) at += 1;
    out.splice(at, 0, item);
    from = at + 1;
  }
  return out;
}

/**
 * What is left of the patch that apply sends once the server has merged it, which is what a refusal quotes: merged lists are
 * taken out, other changes stay. Undefined if nothing changes.
 */
export function mergedPatch(typeName: string, original: Fields, modified: Fields, current: Fields): Fields | undefined {
  const patch: Fields = {};
  let changes = false;
  for (const [key, value] of Object.entries(modified)) {
    const live = current[key];
    if (value === undefined || deepEqual(value, live)) continue;
    const field = structInfo(typeName)?.byName.get(key);
    const type = field === undefined ? undefined : withoutPointer(field.type);
    if (isFields(value) && isFields(live)) {
      const before = original[key];
      const inner = mergedPatch(type === undefined || type.wraps.length > 0 ? '' : type.base, isFields(before) ? before : {}, value, live);
      if (inner !== undefined) patch[key] = inner;
      changes ||= inner !== undefined;
    } else if (Array.isArray(value) && Array.isArray(live) && field?.mergeKey !== undefined) {
      changes ||= !deepEqual(mergeList(field, Array.isArray(original[key]) ? original[key] : [], value, live), live);
    } else {
      patch[key] = value;
      changes = true;
    }
  }
  for (const key of Object.keys(original)) {
    if (original[key] === null || modified[key] !== undefined || current[key] === undefined) continue;
    patch[key] = null;
    changes = true;
  }
  return changes ? patch : undefined;
}
