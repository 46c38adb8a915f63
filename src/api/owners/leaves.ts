/** An object taken apart into its values, under paths that stay the same when a list grows or is put into another order. */
import { isFields } from '../schema/fields.ts';

export type Path = readonly (string | number)[];

export interface Leaf {
  /** Where the value stands, with positions in lists. */
  path: Path;
  /** A text, a number, a truth value, null, or an empty list or map. */
  value: unknown;
}

/** What tells the items of the API's lists apart, the most telling first. */
const KEYS = ['mountPath', 'devicePath', 'containerPort', 'name', 'type', 'ip', 'uid', 'topologyKey'];

/** Every value of an object by its key, in the object's order. */
export function leavesOf(value: unknown): Map<string, Leaf> {
  const leaves = new Map<string, Leaf>();
  const visit = (node: unknown, key: string, path: Path): void => {
    if (Array.isArray(node) && node.length > 0) {
      const names = distinct(node.map(nameOf));
      for (const [i, item] of node.entries()) visit(item, `${key}[${names[i] ?? i}]`, [...path, i]);
    } else if (isFields(node) && Object.keys(node).length > 0) {
      for (const [name, item] of Object.entries(node)) if (item !== undefined) visit(item, `${key}.${name}`, [...path, name]);
    } else leaves.set(key, { path, value: node });
  };
  visit(value, '', []);
  return leaves;
}

/** Items without a key of their own go by their position. */
function nameOf(item: unknown, index: number): string {
  if (!isFields(item)) return String(index);
  // Tolerations have nothing but their whole text
  if (item['operator'] !== undefined) return ['key', 'operator', 'effect'].map((name) => String(item[name] ?? '')).join(' ');
  const key = KEYS.find((name) => item[name] !== undefined);
  return key === undefined ? String(index) : `${key}=${String(item[key])}`;
}

function distinct(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const times = seen.get(name) ?? 0;
    seen.set(name, times + 1);
    return times === 0 ? name : `${name} #${times + 1}`;
  });
}

/** `spec.containers[0].image`; a name that is no word stands in brackets. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number' || !/^[\w-]+$/.test(step)) return `${text}[${step}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}
