/** Calendar dates without `Date`: the clock here is virtual. */

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const DAY_MS = 86_400_000;
const HALF_A_YEAR_MS = (365.2425 * DAY_MS) / 2;

export interface Moment {
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
  /** 0 is Sunday. */
  weekday: number;
  /** 1 to 366. */
  dayOfYear: number;
  hour: number;
  minute: number;
  second: number;
  ms: number;
  epochMs: number;
}

/** UTC calendar of a time (Howard Hinnant, "chrono-compatible low-level date algorithms"). */
export function momentOf(epochMs: number): Moment {
  const days = Math.floor(epochMs / DAY_MS);
  const ofDay = epochMs - days * DAY_MS;
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
  const fromMarch = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * fromMarch + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return {
    year,
    month,
    day: fromMarch - Math.floor((153 * shifted + 2) / 5) + 1,
    weekday: (((days + 4) % 7) + 7) % 7,
    dayOfYear: days - daysBefore(year, 1, 1) + 1,
    hour: Math.floor(ofDay / 3_600_000),
    minute: Math.floor((ofDay % 3_600_000) / 60_000),
    second: Math.floor((ofDay % 60_000) / 1000),
    ms: Math.floor(ofDay % 1000),
    epochMs,
  };
}

function daysBefore(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

/** strftime(3) in UTC and the C locale. */
export function formatDate(format: string, epochMs: number): string {
  const m = momentOf(epochMs);
  const two = (n: number) => String(n).padStart(2, '0');
  const month = MONTHS[m.month - 1] as string;
  const day = DAYS[m.weekday] as string;
  const pieces: Record<string, () => string> = {
    Y: () => String(m.year),
    y: () => two(m.year % 100),
    C: () => two(Math.floor(m.year / 100)),
    m: () => two(m.month),
    d: () => two(m.day),
    e: () => String(m.day).padStart(2),
    H: () => two(m.hour),
    I: () => two(m.hour % 12 || 12),
    M: () => two(m.minute),
    S: () => two(m.second),
    N: () => `${String(m.ms).padStart(3, '0')}000000`,
    s: () => String(Math.floor(epochMs / 1000)),
    j: () => String(m.dayOfYear).padStart(3, '0'),
    p: () => (m.hour < 12 ? 'AM' : 'PM'),
    a: () => day.slice(0, 3),
    A: () => day,
    b: () => month.slice(0, 3),
    h: () => month.slice(0, 3),
    B: () => month,
    u: () => String(m.weekday || 7),
    w: () => String(m.weekday),
    Z: () => 'UTC',
    z: () => '+0000',
    n: () => '\n',
    t: () => '\t',
    '%': () => '%',
    F: () => formatDate('%Y-%m-%d', epochMs),
    T: () => formatDate('%H:%M:%S', epochMs),
    R: () => formatDate('%H:%M', epochMs),
    D: () => formatDate('%m/%d/%y', epochMs),
    c: () => formatDate('%a %b %e %H:%M:%S %Y', epochMs),
    r: () => formatDate('%I:%M:%S %p', epochMs),
  };
  return format.replace(/%(-|_|\d)?([a-zA-Z%])/g, (whole, flag: string | undefined, letter: string) => {
    const text = pieces[letter]?.();
    if (text === undefined) return whole;
    if (flag === '-') return text.replace(/^0+(?=\d)/, '');
    return flag !== undefined && letter === 'N' && flag !== '_' ? text.slice(0, Number(flag)) : text;
  });
}

/** `Jan  1 00:00`, as `ls -l` shows it; with the year instead of the time for what is half a year old, or still to come. */
export function listingTime(epochMs: number, nowMs: number): string {
  const isRecent = epochMs > nowMs - HALF_A_YEAR_MS && epochMs <= nowMs + DAY_MS;
  return formatDate(isRecent ? '%b %e %H:%M' : '%b %e  %Y', epochMs);
}

export function stampText(epochMs: number): string {
  return formatDate('%Y-%m-%d %H:%M:%S.%N +0000', epochMs);
}

/** A date as `date -d` takes it: `@seconds`, `2026-01-31 12:00:00`, `2026-01-31T12:00:00Z`, `now`, `5 minutes ago`; in ms. */
export function parseDate(text: string, nowMs: number): number | undefined {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed === 'now' || trimmed === 'today') return nowMs;
  const seconds = /^@(-?\d+)(?:\.\d+)?$/.exec(trimmed);
  if (seconds) return Number(seconds[1]) * 1000;
  const relative = /^([-+]?\d+)\s*(sec|second|min|minute|hour|day|week)s?(\s+ago)?$/.exec(trimmed);
  if (relative) {
    const unit = { sec: 1000, second: 1000, min: 60_000, minute: 60_000, hour: 3_600_000, day: DAY_MS, week: 7 * DAY_MS }[relative[2] as string] as number;
    return nowMs + Number(relative[1]) * unit * (relative[3] ? -1 : 1);
  }
  const compact = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d\d))?$/.exec(trimmed);
  if (compact) return parseDate(trimmed.replace(compact[0], `${compact.slice(1, 4).join('-')} ${compact[4]}:${compact[5]}:${compact[6] ?? '00'}`), nowMs);
  const full = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?(?:Z|UTC|\s*\+0000)?)?$/.exec(trimmed);
  if (!full) return undefined;
  const [year, month, day, hour, minute, second] = full.slice(1).map((part) => Number(part ?? 0)) as [number, number, number, number, number, number];
  return daysBefore(year, month, day) * DAY_MS + hour * 3_600_000 + minute * 60_000 + second * 1000;
}
