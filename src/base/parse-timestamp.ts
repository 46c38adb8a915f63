/** Reading RFC 3339 and RFC 1123 without `Date`, which the core may not use. */

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)$/;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * `2026-01-01T00:00:00Z` (also with a fraction or an offset) → milliseconds since 1970; digits below the millisecond are
 * dropped. Undefined if the text is no such time.
 */
export function parseRfc3339Ms(text: string): number | undefined {
  const match = RFC3339.exec(text);
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [number, number, number, number, number, number];
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59) return undefined;
  const fractionMs = Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'));
  const localMs = daysSinceEpoch(year, month, day) * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000 + fractionMs;
  return localMs - offsetMs(match[8] ?? 'Z');
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const RFC1123 = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d\d) (\w{3}) (\d{4}) (\d\d:\d\d:\d\d) ([+-]\d\d)(\d\d)$/;

/** `Thu, 01 Jan 2026 00:00:00 +0000`, as `kubectl describe` prints times (RFC 1123 with a numeric zone) → milliseconds since 1970. */
export function parseRfc1123Ms(text: string): number | undefined {
  const [, day, month = '', year, time, hours, minutes] = RFC1123.exec(text) ?? [];
  if (day === undefined) return undefined;
  return parseRfc3339Ms(`${year}-${String(MONTHS.indexOf(month) + 1).padStart(2, '0')}-${day}T${time}${hours}:${minutes}`);
}

function offsetMs(zone: string): number {
  if (zone === 'Z' || zone === 'z') return 0;
  const [hours, minutes] = zone.slice(1).split(':').map(Number) as [number, number];
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * MINUTE_MS;
}

/** Howard Hinnant, "chrono-compatible low-level date algorithms": days_from_civil. */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const shiftedYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(shiftedYear / 400);
  const yearOfEra = shiftedYear - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}
