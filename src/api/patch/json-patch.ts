/** JSON patch (RFC 6902), with what the server's library takes more loosely (gopkg.in/evanphx/json-patch.v4/patch.go). */
import { clone, deepEqual, type Fields, isFields } from '../schema/fields.ts';

/** The patched copy; undefined if a test fails or a path does not exist. */
export function applyJsonPatch(target: unknown, operations: readonly unknown[]): unknown {
  const whole = { value: clone(target) };
  return operations.every((operation) => isFields(operation) && carryOut(whole, operation)) ? whole.value : undefined;
}

function carryOut(whole: { value: unknown }, { op, path: written, from, value }: Fields): boolean {
  const path = pointer(written);
  if (path === undefined) return false;
  switch (op) {
    case 'add':
      return insert(whole.value, path, clone(value));
    case 'replace':
      return replace(whole, path, clone(value));
    case 'remove':
      return remove(whole.value, path);
    case 'test': {
      const found = lookUp(whole.value, path);
      return found !== undefined && deepEqual(found.value ?? null, value ?? null);
    }
    case 'copy':
    case 'move': {
      const source = pointer(from);
      const found = source === undefined || source.length === 0 ? undefined : lookUp(whole.value, source);
      if (source === undefined || found === undefined || (op === 'move' && !remove(whole.value, source))) return false;
      return insert(whole.value, path, clone(found.value ?? null));
    }
    default:
      return false;
  }
}

/** The steps of a JSON pointer; none for the whole document. */
export function pointer(text: unknown): string[] | undefined {
  if (typeof text !== 'string') return undefined;
  // What stands before the first slash does not count.
  return text
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Where a list has an item; counted from the end below 0. */
function indexIn(list: readonly unknown[], step: string, length = list.length): number | undefined {
  if (!/^[+-]?\d+$/.test(step)) return undefined;
  const index = Number(step) + (Number(step) < 0 ? length : 0);
  return index >= 0 && index < length ? index : undefined;
}

/** What a path leads to; a key that a map does not have leads to nothing, which is no failure. */
function lookUp(target: unknown, path: readonly string[]): { value: unknown } | undefined {
  let value = target;
  for (const step of path) {
    if (Array.isArray(value)) {
      const index = indexIn(value, step);
      if (index === undefined) return undefined;
      value = value[index];
    } else if (isFields(value)) value = value[step];
    else return undefined;
  }
  return { value };
}

const parentOf = (target: unknown, path: readonly string[]): unknown => lookUp(target, path.slice(0, -1))?.value;

function insert(target: unknown, path: readonly string[], value: unknown): boolean {
  const last = path.at(-1);
  const parent = parentOf(target, path);
  if (last === undefined) return false;
  if (isFields(parent)) parent[last] = value;
  else if (Array.isArray(parent)) {
    const index = last === '-' ? parent.length : indexIn(parent, last, parent.length + 1);
    if (index === undefined) return false;
    parent.splice(index, 0, value);
  } else return false;
  return true;
}

function replace(whole: { value: unknown }, path: readonly string[], value: unknown): boolean {
  const last = path.at(-1);
  const parent = parentOf(whole.value, path);
  if (last === undefined) whole.value = value;
  else if (isFields(parent)) parent[last] = value;
  else if (Array.isArray(parent)) {
    const index = indexIn(parent, last);
    if (index === undefined) return false;
    parent[index] = value;
  } else return false;
  return true;
}

function remove(target: unknown, path: readonly string[]): boolean {
  const last = path.at(-1);
  const parent = parentOf(target, path);
  if (last === undefined) return false;
  if (Array.isArray(parent)) {
    const index = indexIn(parent, last);
    if (index === undefined) return false;
    parent.splice(index, 1);
    return true;
  }
  return isFields(parent) && last in parent && delete parent[last];
}
