/** Schedules of CronJobs as the API server's parser reads them (github.com/robfig/cron/v3: ParseStandard). */

interface Bounds {
  min: number;
  max: number;
  /** `jan`, `mon`, …; the first one stands for `min`. */
  names?: readonly string[];
}

const BOUNDS: readonly Bounds[] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  { min: 1, max: 12, names: 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ') },
  { min: 0, max: 6, names: 'sun mon tue wed thu fri sat'.split(' ') },
];
const DESCRIPTORS = new Set(['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly']);

/** What is wrong with a schedule, in the parser's words; undefined if nothing is. */
export function scheduleError(schedule: string): string | undefined {
  const zoned = /^(?:CRON_)?TZ=(\S*)( .*)?$/s.exec(schedule);
  if (zoned !== null && zoned[2] === undefined) return 'invalid schedule format: runtime error: slice bounds out of range [:-1]';
  const text = zoned === null ? schedule : (zoned[2] ?? '').trim();
  if (text.startsWith('@')) return descriptorError(text);
  const words = text.split(/\s+/).filter((word) => word !== '');
  if (words.length !== 5) return `expected exactly 5 fields, found ${words.length}: [${words.join(' ')}]`;
  for (const [i, bounds] of BOUNDS.entries()) {
    for (const range of (words[i] ?? '').split(',').filter((part) => part !== '')) {
      const error = rangeError(range, bounds);
      if (error !== undefined) return error;
    }
  }
  return undefined;
}

function descriptorError(text: string): string | undefined {
  if (DESCRIPTORS.has(text)) return undefined;
  const [, duration] = /^@every (.*)$/s.exec(text) ?? [];
  if (duration === undefined) return `unrecognized descriptor: ${text}`;
  if (/^[-+]?(0|(\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h))+$/.test(duration)) return undefined;
  return `failed to parse duration ${text}: time: invalid duration "${duration}"`;
}

class NotANumber extends Error {}

/** One part between commas: a number, a name, a range, each with a step. */
function rangeError(expression: string, bounds: Bounds): string | undefined {
  const [range = '', ...steps] = expression.split('/');
  const ends = range.split('-');
  try {
    let [start, end] = [bounds.min, bounds.max];
    if (ends[0] !== '*' && ends[0] !== '?') {
      start = numberOf(ends[0] ?? '', bounds);
      if (ends.length > 2) return `too many hyphens: ${expression}`;
      end = ends.length === 1 ? start : numberOf(ends[1] ?? '', bounds);
    }
    let step = 1;
    if (steps.length > 1) return `too many slashes: ${expression}`;
    if (steps.length === 1) {
      step = numberOf(steps[0] ?? '', {});
      if (ends.length === 1) end = bounds.max;
    }
    if (start < bounds.min) return `beginning of range (${start}) below minimum (${bounds.min}): ${expression}`;
    if (end > bounds.max) return `end of range (${end}) above maximum (${bounds.max}): ${expression}`;
    if (start > end) return `beginning of range (${start}) beyond end of range (${end}): ${expression}`;
    return step === 0 ? `step of range should be a positive number: ${expression}` : undefined;
  } catch (error) {
    if (error instanceof NotANumber) return error.message;
    throw error;
  }
}

function numberOf(word: string, { min = 0, names = [] }: Partial<Bounds>): number {
  const named = names.indexOf(word.toLowerCase());
  if (named >= 0) return min + named;
  if (!/^[-+]?\d+$/.test(word)) throw new NotANumber(`failed to parse int from ${word}: strconv.Atoi: parsing ${JSON.stringify(word)}: invalid syntax`);
  const value = Number(word);
  if (!Number.isSafeInteger(value)) throw new NotANumber(`failed to parse int from ${word}: strconv.Atoi: parsing ${JSON.stringify(word)}: value out of range`);
  if (value < 0) throw new NotANumber(`negative number (${value}) not allowed: ${word}`);
  return value;
}
