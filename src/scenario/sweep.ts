/** A sweep: one or more numbers or durations of a text varied over ranges, and the text of each combination. */
import { formatDuration, parseDurationMs } from '../base/duration.ts';
import { EditError, editedText, targetOf, type Wants } from './edit.ts';
import { parsePath, type PathStep } from './yaml/places.ts';

/** A field of the text and the values that it takes. */
export interface Axis {
  document: 'pod' | 'scenario';
  /** As it was written: `spec.containers[0].livenessProbe.periodSeconds`. */
  path: string;
  /** Numbers, or durations as the Scenario document writes them. */
  values: (number | string)[];
}

/** What is asked for makes no sweep; the message says why and what would. */
export class SweepError extends Error {
  override readonly name = 'SweepError';
}

const MOST_VALUES = 1000;

/** Reads `PATH=FROM..TO/STEP` or `PATH=A,B,C`; `scenario:` in front of a path of the Scenario document. @throws {SweepError} */
export function parseAxis(text: string): Axis {
  // A selector has an equal sign too: `containers[name=app]`
  const [, path = '', written = ''] = /^((?:[^=[]|\[[^\]]*\])+)=(.+)$/s.exec(text.trim()) ?? [];
  if (path === '')
    throw new SweepError(
      `${text} is no PATH=FROM..TO/STEP, as in spec.containers[0].livenessProbe.periodSeconds=1..10/1 or scenario:spec.workloads.app.boot=5s..60s/5s`,
    );
  const isScenario = path.startsWith('scenario:');
  return { document: isScenario ? 'scenario' : 'pod', path: isScenario ? path.slice('scenario:'.length) : path, values: valuesOf(written) };
}

function valuesOf(written: string): Axis['values'] {
  const [, fromText, toText, stepText] = /^(.+?)\.\.(.+?)(?:\/(.+))?$/.exec(written) ?? [];
  if (fromText === undefined || toText === undefined) return written.split(',').map((each) => valueOf(each.trim()));
  const from = valueOf(fromText);
  const to = valueOf(toText);
  const isTime = typeof from === 'string' || typeof to === 'string';
  const step = stepText === undefined ? (isTime ? '1s' : 1) : valueOf(stepText);
  const [low, high, by] = isTime ? [msOf(from), msOf(to), msOf(step)] : [from, to, step].map(Number);
  if (low === undefined || high === undefined || by === undefined) throw new SweepError(`${written} mixes times and numbers: write 5s..60s/5s or 5..60/5`);
  if (by <= 0 || high < low) throw new SweepError(`${written} has no values: it goes from a smaller value to a greater one, by steps above 0`);
  const count = Math.floor((high - low) / by + 1e-9) + 1;
  if (count > MOST_VALUES) throw new SweepError(`${written} has ${count} values; a sweep takes at most ${MOST_VALUES} of a field`);
  return Array.from({ length: count }, (_, index) => {
    const value = Number((low + index * by).toPrecision(12));
    return isTime ? formatDuration(value) : value;
  });
}

/** @throws {SweepError} */
function valueOf(text: string): number | string {
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (parseDurationMs(text) === undefined) throw new SweepError(`${text} is neither a number nor a time like 500ms, 5s or 1m30s`);
  return text;
}

/** 0 is a time as well. */
function msOf(value: number | string): number | undefined {
  return typeof value === 'string' ? parseDurationMs(value) : value === 0 ? 0 : undefined;
}

/** How many runs the axes make. */
export function combinationCount(axes: readonly Axis[]): number {
  return axes.reduce((count, { values }) => count * values.length, 1);
}

/** The values of a combination, one for each axis; the last axis changes fastest. */
export function combination(axes: readonly Axis[], index: number): (number | string)[] {
  let rest = index;
  return axes
    .toReversed()
    .map(({ values }) => {
      const value = values[rest % values.length] as number | string;
      rest = Math.floor(rest / values.length);
      return value;
    })
    .toReversed();
}

/** The text with the values of a combination in it. `wants`: which of several Pods they go to. @throws {SweepError} if it has no place for one of them. */
export function textOfCombination(text: string, axes: readonly Axis[], index: number, wants?: Wants): string {
  const values = combination(axes, index);
  try {
    return axes.reduce(
      (edited, { document, path }, axis) => editedText(edited, [{ document, path: resolved(edited, document, path, wants), value: values[axis] }], wants),
      text,
    );
  } catch (error) {
    if (error instanceof EditError) throw new SweepError(error.message);
    throw error;
  }
}

/** The path with indices in place of selectors: `containers[name=app]` → `containers[0]`. */
function resolved(text: string, half: Axis['document'], path: string, wants: Wants | undefined): string {
  const steps = parsePath(path);
  if (!steps.some((step) => typeof step === 'string' && step.includes('='))) return path;
  const { document, base } = targetOf(text, half, wants);
  let value: unknown = [...base].reduce(childOf, document.value);
  let written = '';
  for (const step of steps) {
    const [, key, wanted] = typeof step === 'string' && Array.isArray(value) ? (/^(\w+)=(.*)$/s.exec(step) ?? []) : [];
    const found: PathStep = key === undefined ? step : (value as unknown[]).findIndex((item) => String(childOf(item, key)) === wanted);
    if (found === -1) throw new SweepError(`The text has no ${path}: there is none with ${step}.`);
    written += typeof found === 'number' ? `[${found}]` : written === '' ? found : `.${found}`;
    value = childOf(value, found);
  }
  return written;
}

function childOf(value: unknown, step: PathStep): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<PathStep, unknown>)[step] : undefined;
}

/** Numbers and durations that a text has, as paths to vary: those of probes, grace and behaviour. */
export function variables(text: string): { path: string; value: number | string }[] {
  return (['pod', 'scenario'] as const).flatMap((half) => {
    try {
      const { document, base } = targetOf(text, half);
      const prefix = half === 'scenario' ? 'scenario:' : '';
      return leaves(base.reduce(childOf, document.value), '')
        .filter(({ path, value }) => VARIED[half].test(path) && (typeof value === 'number' || parseDurationMs(value) !== undefined))
        .map(({ path, value }) => ({ path: prefix + path, value }));
    } catch {
      return [];
    }
  });
}

const VARIED = {
  pod: /(Seconds|Threshold|seconds)$/,
  scenario: /^spec\.(duration|seed|workloads|images|actions|cluster\.latency)\b/,
} as const;

function leaves(value: unknown, path: string): { path: string; value: number | string }[] {
  if (typeof value === 'number' || typeof value === 'string') return [{ path, value }];
  if (Array.isArray(value)) return value.flatMap((item, index) => leaves(item, `${path}[${index}]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => (key.includes('.') ? [] : leaves(item, path === '' ? key : `${path}.${key}`)));
}
