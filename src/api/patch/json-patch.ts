/** JSON patch (RFC 6902). */
import { clone, deepEqual, type Fields, isFields } from '../schema/fields.ts';

/** The patched copy; undefined if a test fails or a path does not exist. */
export function applyJsonPatch(target: unknown, operations: readonly Fields[]): unknown {
  let out: unknown = clone(target);
  for (const operation of operations) {
    const path = pointer(operation['path']);
    const from = pointer(operation['from']);
    let result: { value: unknown } | undefined;
    switch (operation['op']) {
      case 'add':
        result = put(out, path, clone(operation['value']), true);
        break;
      case 'replace':
        result = at(out, path) === undefined ? undefined : put(out, path, clone(operation['value']), false);
        break;
      case 'remove':
        result = remove(out, path);
        break;
      case 'test': {
        const found = at(out, path);
        result = found !== undefined && deepEqual(found.value, operation['value']) ? { value: out } : undefined;
        break;
      }
      case 'copy':
      case 'move': {
        const found = at(out, from);
        const without = operation['op'] === 'move' && found !== undefined ? remove(out, from) : { value: out };
        result = found === undefined || without === undefined ? undefined : put(without.value, path, clone(found.value), true);
        break;
      }
      default:
        return undefined;
    }
    if (result === undefined) return undefined;
    out = result.value;
  }
  return out;
}

function pointer(text: unknown): string[] {
  return typeof text === 'string' && text.startsWith('/')
    ? text
        .slice(1)
        .split('/')
        .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    : [];
}

function at(target: unknown, path: string[]): { value: unknown } | undefined {
  let value = target;
  for (const part of path) {
    if (Array.isArray(value)) value = /^\d+$/.test(part) ? value[Number(part)] : undefined;
    else if (isFields(value)) value = value[part];
    else return undefined;
    if (value === undefined) return undefined;
  }
  return { value };
}

function put(target: unknown, path: string[], value: unknown, insert: boolean): { value: unknown } | undefined {
  const last = path.at(-1);
  if (last === undefined) return { value };
  const parent = at(target, path.slice(0, -1))?.value;
  if (Array.isArray(parent)) {
    const index = last === '-' ? parent.length : Number(last);
    if (!Number.isInteger(index) || index < 0 || index > parent.length) return undefined;
    parent.splice(index, insert ? 0 : 1, value);
  } else if (isFields(parent)) parent[last] = value;
  else return undefined;
  return { value: target };
}

function remove(target: unknown, path: string[]): { value: unknown } | undefined {
  const last = path.at(-1);
  if (last === undefined || at(target, path) === undefined) return undefined;
  const parent = at(target, path.slice(0, -1))?.value;
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else if (isFields(parent)) delete parent[last];
  return { value: target };
}
