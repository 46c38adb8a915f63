/** What the values of options mean. Each function throws a UsageError that says what would be right. */
import { parseDurationMs } from '../base/duration.ts';
import type { Seed } from '../base/random.ts';
import { type Call, UsageError } from './arguments.ts';

const MIN_WIDTH = 40;

/** What `-o` chooses among; without it the first. */
export function formatOf<Format extends string>(call: Call, formats: readonly [Format, ...Format[]]): Format {
  const wanted = call.options.output;
  if (wanted === undefined) return formats[0];
  const format = formats.find((each) => each === wanted);
  if (format === undefined) throw new UsageError(`-o ${wanted} is not available here; there is ${formats.join(', ')}`);
  return format;
}

export function seedOf(call: Call): Seed | undefined {
  const { seed } = call.options;
  if (seed === undefined || seed === 'typical') return seed;
  if (!/^-?\d+$/.test(seed) || !Number.isSafeInteger(Number(seed))) throw new UsageError(`--seed is a whole number or typical, not ${seed}`);
  return Number(seed);
}

export function durationMsOf(call: Call): number | undefined {
  const { duration } = call.options;
  if (duration === undefined) return undefined;
  const ms = parseDurationMs(duration);
  if (ms === undefined || ms <= 0) throw new UsageError(`--duration is a time like 90s, 5m or 1h30m, not ${duration}`);
  return ms;
}

/** The moment that `--at` names, in milliseconds since the Pod's creation. */
export function momentMsOf(call: Call): number | undefined {
  const { at } = call.options;
  if (at === undefined) return undefined;
  const ms = parseDurationMs(at);
  if (ms === undefined || ms < 0) throw new UsageError(`--at is a time since the Pod's creation like 90s, 5m or 1h30m, not ${at}`);
  return ms;
}

/** Columns to print in: as asked for, else as wide as the terminal; undefined: no line is broken. */
export function widthOf(call: Call, terminalColumns: number | undefined): number | undefined {
  const { width } = call.options;
  if (width === undefined) return terminalColumns === undefined ? undefined : Math.max(MIN_WIDTH, terminalColumns);
  if (!/^\d+$/.test(width) || Number(width) < MIN_WIDTH || Number(width) > 10_000)
    throw new UsageError(`--width is a number of columns from ${MIN_WIDTH} to 10000, not ${width}`);
  return Number(width);
}
