/**
 * Times as readers see and hear them. Manifests count in seconds, and so does the page for the first ten minutes: `15.2 s`, `599.9 s`. Later
 * moments and longer spans have hours and minutes too, because nobody knows when 5263.4 s is. No locale: the symbols are those of the units.
 */

/** From here on seconds alone say too little. */
export const LONG_MS = 600_000;

interface Parts {
  hours: number;
  minutes: number;
  /** Seconds with as many decimals as asked for. */
  seconds: number;
}

function partsOf(ms: number, decimals: number): Parts {
  const unit = 10 ** decimals;
  // Rounded first: 59.96 s are a minute
  const whole = Math.round((ms * unit) / 1000);
  return { hours: Math.floor(whole / (3600 * unit)), minutes: Math.floor(whole / (60 * unit)) % 60, seconds: (whole % (60 * unit)) / unit };
}

/** Whether a time is told in seconds alone. */
export function isShortTime(ms: number, longMs = LONG_MS): boolean {
  return Math.round(ms / 100) * 100 < longMs;
}

/** A moment in a sentence: `15.2 s`, `14 min 3.2 s`, `2 h 14 min`. */
export function timeInWords(ms: number): string {
  return isShortTime(ms) ? `${(ms / 1000).toFixed(1)} s` : lengthInWords(ms);
}

/** A length of time, without a decimal where there is nothing behind it: `30 s`, `5.7 s`, `12 min 11.5 s`, `24 h`. */
export function lengthInWords(ms: number, longMs = LONG_MS): string {
  if (isShortTime(ms, longMs)) return `${trimmed(ms / 1000)} s`;
  const { hours, minutes, seconds } = partsOf(ms, 1);
  return [...(hours > 0 ? [`${hours} h`] : []), ...(minutes > 0 ? [`${minutes} min`] : []), ...(seconds > 0 ? [`${trimmed(seconds)} s`] : [])].join(' ');
}

/** A moment for a screen reader, which does not know the symbols: `15.2 seconds`, `0.05 seconds`, `14 minutes 3.2 seconds`. */
export function spokenTime(ms: number): string {
  if (isShortTime(ms)) return `${ms !== 0 && ms < 100 ? (ms / 1000).toFixed(3).replace(/0+$/, '') : trimmed(ms / 1000)} seconds`;
  return lengthInWords(ms).replace(
    /([\d.]+) (h|min|s)\b/g,
    (_, count: string, unit: 'h' | 'min' | 's') => `${count} ${SPOKEN[unit]}${count === '1' ? '' : 's'}`,
  );
}

const SPOKEN = { h: 'hour', min: 'minute', s: 'second' };

/** A moment in a column or a running clock, where its digits must keep their place: `15.2 s`, `14:03.2`, `2:14:03.2`. */
export function clockTime(ms: number, decimals: 1 | 2 | 3 = 1): string {
  const unit = 10 ** (3 - decimals);
  return isShortTime(ms) ? `${((Math.round(ms / unit) * unit) / 1000).toFixed(decimals)} s` : clockDigits(ms, decimals);
}

/** `14:03.2`, `2:14:03.2`, `14:03` without decimals. */
export function clockDigits(ms: number, decimals: 0 | 1 | 2 | 3): string {
  const { hours, minutes, seconds } = partsOf(ms, decimals);
  const rest = seconds.toFixed(decimals).padStart(decimals === 0 ? 2 : 3 + decimals, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

function trimmed(value: number): string {
  return value.toFixed(1).replace(/\.0$/, '');
}
