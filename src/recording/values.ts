/** Comparisons and paths: the small vocabulary that claims are made of. */
import { parseRfc3339Ms } from '../base/parse-timestamp.ts';
import { quantity } from '../base/quantity.ts';
import type { WatchedPod } from './lines.ts';

export const OPERATORS = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '>=': (a, b) => a >= b,
  '<=': (a, b) => a <= b,
  '<': (a, b) => a < b,
  '>': (a, b) => a > b,
} as const satisfies Record<string, (a: number, b: number) => boolean>;

export type Operator = keyof typeof OPERATORS;

export type FieldOperator = Operator | 'exists' | 'empty' | 'length' | 'increases';

/** Whether two plain values (as from JSON) are equal. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => same(a[key], b[key]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

export function list<Item>(value: Item | readonly Item[]): readonly Item[] {
  return (Array.isArray as (candidate: Item | readonly Item[]) => candidate is readonly Item[])(value) ? value : [value];
}

/** What `<` and the like compare of a field: a number, a time (RFC 3339) or a quantity (`100Mi`); NaN if it is none of them. */
export function amountOf(value: unknown): number {
  if (typeof value !== 'string' || value === '') return Number(value ?? 0);
  return parseRfc3339Ms(value) ?? quantity(value);
}

type Step = (value: unknown) => unknown;

const STEP = /\.?([^.[\]]+)|\[(\d+)\]|\[(\w+)=([^\]]+)\]|\['([^']+)'\]/y;

const parsedPaths = new Map<string, Step[] | undefined>();

/** The steps of a path: `status.conditions[type=Ready].reason`, `spec.containers[0]`, `metadata.labels['a.b/c']`. */
function stepsOf(path: string): Step[] | undefined {
  if (!parsedPaths.has(path)) parsedPaths.set(path, parseSteps(path));
  return parsedPaths.get(path);
}

function parseSteps(path: string): Step[] | undefined {
  const steps: Step[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < path.length) {
    const step = STEP.exec(path);
    if (!step) return undefined;
    const [, name, index, key, wanted, quoted] = step;
    if (index !== undefined) steps.push((value) => member(value, index));
    else if (key !== undefined) steps.push((value) => findBy(value, key, wanted ?? ''));
    else steps.push((value) => member(value, name ?? quoted ?? ''));
  }
  return steps.length > 0 ? steps : undefined;
}

function member(value: unknown, key: string): unknown {
  if (typeof value === 'string') return undefined;
  return isObject(value) && (Array.isArray(value) || Object.hasOwn(value, key)) ? value[key] : undefined;
}

function findBy(value: unknown, key: string, wanted: string): unknown {
  return Array.isArray(value) ? value.find((item) => isObject(item) && String(item[key]) === wanted) : undefined;
}

export function isPath(path: string): boolean {
  return stepsOf(path) !== undefined;
}

/** What lies at a path; undefined if there is nothing, or if it is no path. */
export function lookup(object: unknown, path: string): unknown {
  const steps = stepsOf(path);
  return steps && steps.reduce<unknown>((value, step) => step(value), object);
}

/** A text that starts with `$.` stands for that path of the Pod. */
export function resolveReference(value: unknown, pod: WatchedPod | undefined): unknown {
  return typeof value === 'string' && value.startsWith('$.') ? lookup(pod, value.slice(2)) : value;
}
