/** Where simulated time 0 lies on the wall clock: 2026-01-01T00:00:00Z. */
export const DEFAULT_CREATED_AT_MS = 1_767_225_600_000;

const DAY_MS = 86_400_000;

/**
 * RFC 3339 in whole seconds, as Kubernetes writes `metav1.Time`. Computed without `Date`, which the core may not use, and
 * joined: engines keep concatenated strings as trees of their parts, and a trace holds many times.
 */
export function rfc3339(epochMs: number): string {
  return [date(epochMs), 'T', clock(epochMs), 'Z'].join('');
}

/** RFC 3339 with microseconds, as Kubernetes writes `metav1.MicroTime` (`eventTime`). */
export function rfc3339Micro(epochMs: number): string {
  const ms = ((Math.floor(epochMs) % 1000) + 1000) % 1000;
  return `${date(epochMs)}T${clock(epochMs)}.${String(ms).padStart(3, '0')}000Z`;
}

/** The time of day, UTC, rounded to that many decimals of a second: `10:05:42.4`. */
export function timeOfDay(epochMs: number, decimals: 0 | 1 | 2 | 3 = 0): string {
  const unitMs = 1000 / 10 ** decimals;
  const roundedMs = Math.round(epochMs / unitMs) * unitMs;
  const fraction = String(((roundedMs % 1000) + 1000) % 1000)
    .padStart(3, '0')
    .slice(0, decimals);
  return decimals === 0 ? clock(roundedMs) : `${clock(roundedMs)}.${fraction}`;
}

/** Days since 1970-01-01 to a calendar date (Howard Hinnant, "chrono-compatible low-level date algorithms"). */
function date(epochMs: number): string {
  const z = Math.floor(epochMs / DAY_MS) + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function clock(epochMs: number): string {
  const ofDay = ((Math.floor(epochMs) % DAY_MS) + DAY_MS) % DAY_MS;
  const part = (ms: number, of: number) => String(Math.floor(ms / of)).padStart(2, '0');
  return `${part(ofDay, 3_600_000)}:${part(ofDay % 3_600_000, 60_000)}:${part(ofDay % 60_000, 1000)}`;
}

/** The reverse of {@link rfc3339}: milliseconds since 1970; NaN if the text is not of that form. */
export function parseRfc3339(text: string): number {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?Z$/.exec(text);
  if (match === null) return Number.NaN;
  const [year, month, day, hours, minutes, seconds] = match.slice(1, 7).map(Number) as [number, number, number, number, number, number];
  // Days from civil, the inverse of the algorithm in `date`.
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const days = era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
  const fraction = match[7] === undefined ? 0 : Math.floor(Number(`0.${match[7]}`) * 1000);
  return days * DAY_MS + hours * 3_600_000 + minutes * 60_000 + seconds * 1000 + fraction;
}
