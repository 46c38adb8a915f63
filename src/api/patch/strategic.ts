/** Strategic merge patch (staging/src/k8s.io/apimachinery/pkg/util/strategicpatch/patch.go: mergeMap). */
import { goValue } from '../go-text.ts';
import { clone, deepEqual, type Fields, isFields } from '../schema/fields.ts';
import { structInfo, unwrap, withoutPointer } from '../schema/schema.ts';
import { deduplicated, DIRECTIVE, elementsAreMaps, goType, identityOf, noMergeKey, orderElements } from './merge-lists.ts';
import { PatchError } from './patch-error.ts';

export const ORDER = '$setElementOrder';
export const DELETE_FROM = '$deleteFromPrimitiveList';
export const RETAIN = '$retainKeys';

/** How a field is patched. */
export interface PatchedField {
  /** Struct of the value or of its elements; the empty text if it is none. */
  typeName: string;
  /** Key by which a list is merged, the empty text for scalars; undefined: the list is replaced. */
  mergeKey: string | undefined;
  retainKeys: boolean;
}

export function patchedField(typeName: string, key: string): PatchedField {
  const field = structInfo(typeName)?.byName.get(key);
  if (field === undefined) return { typeName: '', mergeKey: undefined, retainKeys: false };
  const type = withoutPointer(field.type);
  const inner = type.wraps[0] === '[]' ? withoutPointer(unwrap(type)) : type;
  return { typeName: inner.wraps.length > 0 ? '' : inner.base, mergeKey: field.mergeKey, retainKeys: field.retainKeys };
}

/**
 * `original` of struct `typeName` with `patch` merged in as the API server does it: lists merge by their keys.
 *
 * @throws {PatchError} if the patch is malformed or does not go with the object.
 */
export const strategicMerge = (typeName: string, original: Fields, patch: Fields): Fields => mergeOnServer(typeName, original, patch).merged;

/** Like `strategicMerge`, with what merging leaves of the patch, which refusals quote. */
export function mergeOnServer(typeName: string, original: Fields, patch: Fields): { merged: Fields; patch: Fields } {
  const left = clone(patch);
  return { merged: new Merge(true).map(typeName, clone(original), left), patch: left };
}

/** Two patches as one (`MergeStrategicMergeMapPatch`); directives stay. */
export const combinePatches = (typeName: string, first: Fields, second: Fields): Fields => new Merge(false).map(typeName, clone(first), clone(second));

/** Changes both sides, as the original does: what has been merged leaves the patch. */
class Merge {
  /** On the server, where directives are carried out; else they are kept. */
  readonly #onServer: boolean;

  constructor(onServer: boolean) {
    this.#onServer = onServer;
  }

  map(typeName: string, original: Fields, patch: Fields): Fields {
    if (DIRECTIVE in patch) {
      const directive = patch[DIRECTIVE];
      if (directive === 'delete') return {};
      if (directive !== 'replace') throw unknownDirective(patch);
      delete patch[DIRECTIVE];
      return patch;
    }
    this.#retainKeys(original, patch);
    this.#ordered(typeName, original, patch);
    for (const [key, value] of Object.entries(patch)) this.#field(typeName, original, key, value);
    return original;
  }

  #field(typeName: string, original: Fields, written: string, value: unknown): void {
    const isDeleteList = written.startsWith(DELETE_FROM);
    if (isDeleteList && !this.#onServer) {
      original[written] = value;
      return;
    }
    const key = isDeleteList ? fieldOf(written, DELETE_FROM) : written;
    if (value === null) {
      delete original[key];
      if (this.#onServer) return;
    }
    const before = original[key];
    const field = patchedField(typeName, key);
    if (before !== undefined && isFields(before) && isFields(value)) original[key] = this.map(field.typeName, before, value);
    else if (Array.isArray(before) && Array.isArray(value)) {
      original[key] = field.mergeKey !== undefined || isDeleteList ? this.#list(field, before, value, isDeleteList) : value;
    } else if (!isDeleteList) {
      // What differs in type or is new is taken as it is.
      if (this.#onServer && goType(before) !== goType(value)) discardNulls(value);
      const kept = withoutDirectives(value);
      if (kept === undefined) delete original[key];
      else original[key] = kept;
    }
  }

  #list({ mergeKey = '', typeName }: PatchedField, original: unknown[], patch: unknown[], isDeleteList: boolean): unknown[] {
    if (original.length === 0 && patch.length === 0) return original;
    if (!elementsAreMaps(original, patch)) {
      if (this.#onServer && isDeleteList) return original.filter((item) => !patch.includes(item));
      return orderElements(deduplicated([...original, ...patch]), patch, original, '');
    }
    if (mergeKey === '') throw new PatchError(`cannot merge lists without merge key for ${this.#onServer ? 'struct' : typeName}`);
    const { kept, changes } = carryOutDirectives(original, patch as Fields[], mergeKey);
    const merged = [...kept];
    for (const change of changes) {
      if (!(mergeKey in change)) throw noMergeKey(change, mergeKey);
      const at = merged.findIndex((item) => identityOf(item, mergeKey) === identityOf(change, mergeKey));
      if (at >= 0) merged[at] = this.map(typeName, merged[at] as Fields, change);
      else merged.push(change);
    }
    return orderElements(merged, changes, kept, mergeKey);
  }

  /** Lists whose order the patch sets are merged here and leave the patch (`mergePatchIntoOriginal`). */
  #ordered(typeName: string, original: Fields, patch: Fields): void {
    for (const directive of Object.keys(patch).filter((name) => name.startsWith(ORDER))) {
      const order = patch[directive];
      if (!this.#onServer) {
        if (directive in original && !deepEqual(original[directive], order)) throw badOrder();
        original[directive] = order;
      }
      delete patch[directive];
      if (!Array.isArray(order)) throw wrongType('[]interface {}', order);
      const key = fieldOf(directive, ORDER);
      const field = patchedField(typeName, key);
      const [before, change] = [original[key], patch[key]];
      if (before !== undefined && !Array.isArray(before)) throw wrongType('[]interface {}', before);
      if (change !== undefined && !Array.isArray(change)) throw wrongType('[]interface {}', change);
      if (before === undefined && change === undefined) continue;
      checkOrder((change ?? []) as unknown[], order, field.mergeKey ?? '');
      const serverOrder = orderAfterMerge((before ?? []) as unknown[], (change ?? []) as unknown[], field.mergeKey ?? '');
      const merged = this.#orderedContent(field, before as unknown[] | undefined, change as unknown[] | undefined);
      elementsAreMaps((before ?? []) as unknown[], (change ?? []) as unknown[]);
      original[key] = orderElements(merged, order, serverOrder, field.mergeKey ?? '');
      delete patch[key];
    }
  }

  #orderedContent(field: PatchedField, before: unknown[] | undefined, change: unknown[] | undefined): unknown[] {
    if (change === undefined) return before ?? [];
    if (before === undefined) return withoutDirectives(change) as unknown[];
    return field.mergeKey === undefined ? change : this.#list(field, before, change, false);
  }

  #retainKeys(original: Fields, patch: Fields): void {
    if (!(RETAIN in patch)) return;
    const kept = patch[RETAIN];
    delete patch[RETAIN];
    if (!this.#onServer) {
      original[RETAIN] ??= kept;
      return;
    }
    const isWrong = (key: string) => patch[key] !== null && !key.startsWith(DELETE_FROM) && !key.startsWith(ORDER) && !(kept as unknown[]).includes(key);
    if (!Array.isArray(kept) || Object.keys(patch).some(isWrong)) throw new PatchError('invalid patch format of retainKeys', true);
    for (const key of Object.keys(original)) if (!kept.includes(key)) delete original[key];
  }
}

/** Elements of a patch that delete or replace (`mergeSliceWithSpecialElements`). */
function carryOutDirectives(original: readonly unknown[], patch: readonly Fields[], mergeKey: string): { kept: unknown[]; changes: Fields[] } {
  const changes = patch.filter((item) => !(DIRECTIVE in item));
  let kept = [...original];
  let replaces = false;
  for (const item of patch) {
    if (!(DIRECTIVE in item)) continue;
    if (item[DIRECTIVE] === 'replace') replaces = true;
    else if (item[DIRECTIVE] === 'merge') throw new PatchError('merging lists cannot yet be specified in the patch');
    else if (item[DIRECTIVE] !== 'delete') throw unknownDirective(item);
    else if (!(mergeKey in item)) throw noMergeKey(item, mergeKey);
    else kept = kept.filter((other) => identityOf(other, mergeKey) !== identityOf(item, mergeKey));
  }
  return replaces ? { kept: changes, changes: [] } : { kept, changes };
}

/**
 * The list on the server as it looks once its elements have been merged: the original does that in place, so that the slots
 * of deleted elements are taken by the next ones and by new ones, which then have a place in the server's order.
 */
function orderAfterMerge(before: readonly unknown[], patch: readonly unknown[], mergeKey: string): unknown[] {
  const slots = [...before];
  if (mergeKey === '') return slots;
  let length = slots.length;
  const indexOf = (item: unknown) => slots.slice(0, length).findIndex((other) => identityOf(other, mergeKey) === identityOf(item, mergeKey));
  for (const item of patch) {
    if (!isFields(item) || item[DIRECTIVE] !== 'delete') continue;
    for (let at = indexOf(item); at >= 0; at = indexOf(item)) {
      slots.copyWithin(at, at + 1, length);
      length -= 1;
    }
  }
  for (const item of patch) {
    if ((isFields(item) && DIRECTIVE in item) || indexOf(item) >= 0) continue;
    slots[length] = item;
    length += 1;
  }
  return slots.slice(0, before.length);
}

/** The elements of a patch must come in the order that it sets. */
function checkOrder(patch: readonly unknown[], order: readonly unknown[], mergeKey: string): void {
  const listed = patch.filter((item) => !(isFields(item) && DIRECTIVE in item));
  if (order.length === 0 || patch.length === 0) return;
  let at = 0;
  for (const item of order) if (at < listed.length && identityOf(listed[at], mergeKey) === identityOf(item, mergeKey)) at += 1;
  if (at < listed.length) throw new PatchError(`The order in patch list:\n${goValue(patch)}\n doesn't match ${ORDER} list:\n${goValue(order)}\n`);
}

function fieldOf(directive: string, prefix: string): string {
  if (!directive.startsWith(`${prefix}/`)) throw prefix === ORDER ? badOrder() : new PatchError('invalid patch format of primitive list', true);
  return directive.slice(prefix.length + 1);
}

/** The value without maps that hold a directive; undefined if it is one itself (`removeDirectives`). */
function withoutDirectives(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDirectives).filter((item) => item !== undefined);
  if (!isFields(value)) return value;
  if (DIRECTIVE in value) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const kept = withoutDirectives(inner);
    if (kept === undefined) delete value[key];
    else value[key] = kept;
  }
  return value;
}

function discardNulls(value: unknown): void {
  if (Array.isArray(value)) for (const item of value) discardNulls(item);
  else if (isFields(value)) {
    for (const [key, inner] of Object.entries(value)) {
      if (inner === null) delete value[key];
      else discardNulls(inner);
    }
  }
}

const badOrder = (): PatchError => new PatchError('invalid patch format of setElementOrder list', true);
const wrongType = (wanted: string, value: unknown): PatchError => new PatchError(`expected a ${wanted}, but received a ${goType(value)}`);
const unknownDirective = (patch: Fields): PatchError => new PatchError(`unknown patch type: ${goValue(patch[DIRECTIVE])} in map: ${goValue(patch)}`);
