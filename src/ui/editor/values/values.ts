/** Numbers and durations in the text that can be made bigger and smaller: which one stands at a place, and what it becomes. */
import { formatDuration, parseDurationMs } from '../../../base/duration.ts';
import type { Half } from '../../../model/scenario-text.ts';
import { placesOf } from './schema.ts';
import { type Lines, type Written, writtenAt } from './written.ts';

export interface Value extends Written {
  /** 1-based. */
  line: number;
  /** The key that it stands behind. */
  name: string;
  kind: 'number' | 'duration';
  /** The number, or milliseconds. */
  amount: number;
  least: number;
  most: number;
}

/** Numbers that name something: nobody wants the next one. */
const NAMES = /(^|[a-z])(port|Port|User|Group|seed|uid|gid)$/;
/** A unit that is written alone is kept. */
const UNITS_MS: readonly [unit: string, ms: number][] = [
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
];

/** The value that a column (from 0) of a line (from 1) touches; undefined if what stands there is none that can be changed by steps. */
export function valueAt(half: Half, lines: Lines, line: number, column: number): Value | undefined {
  const written = writtenAt(lines, line, column);
  const name = written?.path.at(-1);
  if (written === undefined || name === undefined || NAMES.test(name)) return undefined;
  const places = placesOf(half, written.path);
  const number = /^-?\d{1,15}$/.test(written.text) ? places.find(({ type }) => type === 'integer') : undefined;
  if (number) return { ...written, line, name, kind: 'number', amount: Number(written.text), least: number.minimum, most: number.maximum };
  // Kubernetes' own fields have no durations in words
  if (half === 'pod' || !/[a-z]/.test(written.text) || !places.some(({ type }) => type === 'string')) return undefined;
  const ms = parseDurationMs(written.text);
  return ms === undefined ? undefined : { ...written, line, name, kind: 'duration', amount: ms, least: 0, most: Number.MAX_SAFE_INTEGER };
}

/** A step as somebody would choose it: a tenth or less of what is there, one of 1, 5, 10, 50 …; of durations round parts of seconds and minutes. */
export function stepOf({ kind, amount }: Pick<Value, 'kind' | 'amount'>): number {
  const size = Math.abs(amount);
  if (kind === 'number') return size < 100 ? 1 : size < 1000 ? 5 : 10 ** (Math.floor(Math.log10(size)) - 1) / 2;
  if (size < 1000) return 50;
  if (size < 5000) return 100;
  if (size < 20_000) return 500;
  if (size < 120_000) return 1000;
  return size < 1_200_000 ? 5000 : 60_000;
}

/** The text of a value some steps up or down, on multiples of the step, no less and no more than the schema allows. */
export function stepped(value: Value, steps: number): string {
  const step = stepOf(value);
  const wanted = steps < 0 ? Math.ceil(value.amount / step) * step + steps * step : Math.floor(value.amount / step) * step + steps * step;
  const amount = steps === 0 ? value.amount : Math.min(Math.max(wanted, value.least), value.most);
  if (amount === value.amount) return value.text;
  return value.kind === 'number' ? String(amount) : durationLike(value.text, amount);
}

/** A duration in the way that another one is written: `1500ms` stays in milliseconds, `90s` in seconds; else what Go prints. */
function durationLike(written: string, ms: number): string {
  const [, unit] = /^\d+(\D+)$/.exec(written) ?? [];
  const [, unitMs] = UNITS_MS.find(([name]) => name === unit) ?? [];
  return unitMs !== undefined && ms % unitMs === 0 ? `${ms / unitMs}${unit}` : formatDuration(ms);
}

/** The text with another text in the place of a value. */
export function withValue(text: string, { line, fromColumn, toColumn }: Value, now: string): string {
  const lines = text.split('\n');
  const own = lines[line - 1] ?? '';
  return [...lines.slice(0, line - 1), own.slice(0, fromColumn) + now + own.slice(toColumn), ...lines.slice(line)].join('\n');
}
