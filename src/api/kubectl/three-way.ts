/**
 * The patch that apply sends: changes of the manifest against the live object, removals against what was applied last
 * (staging/src/k8s.io/apimachinery/pkg/util/strategicpatch/patch.go: CreateThreeWayMergePatch).
 */
import { compareText, goValue } from '../go-text.ts';
import { deduplicated, DIRECTIVE, elementsAreMaps, goType, identityOf, requireMergeKey, sortByIdentity, sortByOrder } from '../patch/merge-lists.ts';
import { PatchError } from '../patch/patch-error.ts';
import { combinePatches, DELETE_FROM, ORDER, type PatchedField, patchedField, RETAIN } from '../patch/strategic.ts';
import { deepEqual, type Fields, isFields } from '../schema/fields.ts';

/**
 * A strategic merge patch for `current`; empty if nothing changes.
 *
 * @throws {PatchError} if lists cannot be compared.
 */
export function threeWayPatch(typeName: string, original: Fields, modified: Fields, current: Fields): Fields {
  const changes = new Diff('changes').maps(typeName, current, modified, false);
  const removals = new Diff('removals').maps(typeName, original, modified, false);
  return combinePatches(typeName, removals, changes);
}

class Diff {
  readonly #only: 'changes' | 'removals';

  constructor(only: 'changes' | 'removals') {
    this.#only = only;
  }

  maps(typeName: string, original: Fields, modified: Fields, retainKeys: boolean): Fields {
    const patch: Fields = {};
    for (const [key, value] of Object.entries(modified)) {
      const before = original[key];
      if (!(key in original) || goType(before) !== goType(value)) {
        if (this.#only === 'changes') patch[key] = value;
      } else this.#field(patchedField(typeName, key), key, before, value, patch);
    }
    if (this.#only === 'removals') for (const key of Object.keys(original)) if (!(key in modified)) patch[key] = null;
    const retained = retainKeys ? Object.keys(modified).filter((key) => modified[key] !== null) : [];
    const clears = Object.keys(original).some((key) => !(key in modified));
    if (retained.length > 0 && (Object.keys(patch).length > 0 || clears)) patch[RETAIN] = sortByIdentity(retained, '');
    return patch;
  }

  #field(field: PatchedField, key: string, before: unknown, value: unknown, patch: Fields): void {
    if (isFields(before) && isFields(value)) {
      const inner = this.maps(field.typeName, before, value, field.retainKeys);
      if (Object.keys(inner).length > 0) patch[key] = inner;
    } else if (Array.isArray(before) && Array.isArray(value) && field.mergeKey !== undefined) {
      const { changes, removals, order } = this.#lists(field, before, value);
      if (changes.length > 0) patch[key] = changes;
      if (removals.length > 0) patch[`${DELETE_FROM}/${key}`] = removals;
      if (order.length > 0) patch[`${ORDER}/${key}`] = order;
    } else if (this.#only === 'changes' && !deepEqual(before, value)) patch[key] = value;
  }

  #lists(field: PatchedField, original: unknown[], modified: unknown[]): { changes: unknown[]; removals: unknown[]; order: unknown[] } {
    if (original.length === 0) return { changes: this.#only === 'changes' ? modified : [], removals: [], order: [] };
    const mergeKey = field.mergeKey ?? '';
    if (!elementsAreMaps(original, modified)) {
      const { added, removed } = scalarDifferences(original, modified);
      const differs = this.#only === 'changes' ? !deepEqual(original, modified) : removed.length > 0;
      return {
        changes: this.#only === 'changes' ? sortByOrder(added, modified, '') : [],
        removals: this.#only === 'removals' ? deduplicated(removed) : [],
        order: differs ? modified : [],
      };
    }
    const { patch, deletions } = this.#mapLists(field, original as Fields[], modified as Fields[]);
    const changes = [...sortByOrder(patch, modified, mergeKey), ...deletions];
    const isReordered = original.length !== modified.length || modified.some((item, i) => identityOf(item, mergeKey) !== identityOf(original[i], mergeKey));
    const setsOrder = changes.length > 0 || (this.#only === 'changes' && isReordered);
    return { changes, removals: [], order: setsOrder ? modified.map((item) => ({ [mergeKey]: (item as Fields)[mergeKey] })) : [] };
  }

  /** Both lists are walked in the order of their keys' texts (`diffListsOfMaps`). */
  #mapLists({ typeName, mergeKey = '', retainKeys }: PatchedField, original: Fields[], modified: Fields[]): { patch: Fields[]; deletions: Fields[] } {
    if (mergeKey === '') throw new PatchError(`cannot merge lists without merge key for ${typeName}`);
    requireMergeKey(mergeKey, [...original, ...modified]);
    const [before, after] = [sortByIdentity(original, mergeKey), sortByIdentity(modified, mergeKey)] as [Fields[], Fields[]];
    const patch: Fields[] = [];
    const deletions: Fields[] = [];
    let i = 0;
    let j = 0;
    while (i < before.length || j < after.length) {
      const [old, next] = [before[i], after[j]];
      const order = old === undefined ? 1 : next === undefined ? -1 : compareText(goValue(old[mergeKey]), goValue(next[mergeKey]));
      if (order === 0 && old !== undefined && next !== undefined) {
        const inner = this.maps(typeName, old, next, retainKeys);
        if (Object.keys(inner).length > 0) patch.push({ ...inner, [mergeKey]: next[mergeKey] });
      } else if (order > 0 && next !== undefined) {
        if (this.#only === 'changes') patch.push(next);
      } else if (old !== undefined && this.#only === 'removals') deletions.push({ [mergeKey]: old[mergeKey], [DIRECTIVE]: 'delete' });
      if (order <= 0) i += 1;
      if (order >= 0) j += 1;
    }
    return { patch, deletions };
  }
}

function scalarDifferences(original: unknown[], modified: unknown[]): { added: unknown[]; removed: unknown[] } {
  const [before, after] = [sortByIdentity(original, ''), sortByIdentity(modified, '')];
  const added: unknown[] = [];
  const removed: unknown[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    const order = i >= before.length ? 1 : j >= after.length ? -1 : compareText(goValue(before[i]), goValue(after[j]));
    if (order < 0) removed.push(before[i]);
    if (order > 0) added.push(after[j]);
    if (order <= 0) i += 1;
    if (order >= 0) j += 1;
  }
  return { added, removed };
}
