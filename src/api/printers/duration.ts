/** Ages and times as kubectl prints them. */
import { parseRfc3339, rfc3339 } from '../../base/timestamp.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** `HumanDuration` (staging/src/k8s.io/apimachinery/pkg/util/duration/duration.go): `119s`, `9m59s`, `7h59m`, `2d2h`. */
export function humanDuration(ms: number): string {
  const seconds = Math.trunc(ms / 1000);
  if (seconds < -1) return '<invalid>';
  if (ms < 0) return '0s';
  const two = (large: number, unit: string, small: number, smallUnit: string) => `${large}${unit}${small === 0 ? '' : `${small}${smallUnit}`}`;
  if (seconds < 2 * MINUTE) return `${seconds}s`;
  const minutes = Math.trunc(seconds / MINUTE);
  if (minutes < 10) return two(minutes, 'm', seconds % MINUTE, 's');
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.trunc(seconds / HOUR);
  if (hours < 8) return two(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  const days = Math.trunc(seconds / DAY);
  if (days < 8) return two(days, 'd', hours % 24, 'h');
  if (days < 730) return `${days}d`;
  const years = Math.trunc(seconds / YEAR);
  return days < 2920 ? two(years, 'y', days % 365, 'd') : `${years}y`;
}

/** How long ago a stored time was; `<unknown>` if there is none. */
export function since(time: unknown, nowMs: number): string {
  const ms = typeof time === 'string' ? parseRfc3339(time) : Number.NaN;
  return Number.isNaN(ms) || time === ZERO_TIME ? '<unknown>' : humanDuration(nowMs - ms);
}

/** From one stored time to another, or until now; empty if it has not begun. */
export function between(from: unknown, to: unknown, nowMs: number): string {
  if (typeof from !== 'string') return '';
  return humanDuration((typeof to === 'string' ? parseRfc3339(to) : nowMs) - parseRfc3339(from));
}

const ZERO_TIME = '0001-01-01T00:00:00Z';
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Mon, 02 Jan 2006 15:04:05 +0000`, always in UTC; a missing time is the first second of the year 1, as in Go. */
export function rfc1123(time: unknown): string {
  const ms = typeof time === 'string' ? parseRfc3339(time) : Number.NaN;
  if (Number.isNaN(ms)) return 'Mon, 01 Jan 0001 00:00:00 +0000';
  const [, year = '', month = '', day = '', clock = ''] = /^(\d+)-(\d\d)-(\d\d)T(.*)Z$/.exec(rfc3339(ms)) ?? [];
  // 1970-01-01 was a Thursday.
  const weekday = (((Math.floor(ms / 86_400_000) + 4) % 7) + 7) % 7;
  return `${WEEKDAYS[weekday]}, ${day} ${MONTHS[Number(month) - 1]} ${year} ${clock} +0000`;
}
