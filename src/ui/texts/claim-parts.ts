/** What the words for claims are made of, whatever the language: a claim within a claim, points in time with an offset, lengths of time. */
import { parseDurationMs } from '../../base/duration.ts';
import type { ClaimOnRun } from '../../store/services.ts';
import { shortSeconds } from '../format.ts';

export type Claim = ClaimOnRun['claim'];
export type ClaimOf<Kind extends Claim['kind']> = Extract<Claim, { kind: Kind }>;
export type Stretch = ClaimOf<'never'>['args']['during'];
export type Operator = ClaimOf<'starts'>['args']['op'];
export type Timing = Pick<ClaimOf<'phase'>['args'], 'within' | 'after' | 'at' | 'during'>;

/** The claim that another one is about (`never: {what: …}`); the shape was checked when the text was read. */
export function innerClaim(what: unknown): Claim {
  const members = what as Record<string, unknown>;
  const kind = Object.keys(members).find((key) => key !== 'basis' && key !== 'note') ?? '';
  return { kind, args: members[kind] } as Claim;
}

export function list<Item>(value: Item | readonly Item[] | undefined): readonly Item[] {
  if (value === undefined) return [];
  return (Array.isArray as (candidate: Item | readonly Item[]) => candidate is readonly Item[])(value) ? value : [value];
}

/** `2m30s` → `2 min 30 s`, `250ms` → `250 ms`; what is no duration stays as it is. */
export function lengthWords(duration: string): string {
  const ms = parseDurationMs(duration);
  if (ms === undefined) return duration;
  return ms > 0 && ms < 1000 ? `${ms} ms` : shortSeconds(ms).replace(/ 0 s$/, '');
}

/** A point taken apart: `delete+3s` is `delete` and 3 s later; a time since the creation has no name. */
export function pointParts(point: string): { name: string; offset: string; isLater: boolean } {
  if (parseDurationMs(point) !== undefined) return { name: '', offset: point, isLater: true };
  const [, name = point, sign, offset = ''] = /^(.*?)(?:([+-])(\d[\w.]*))?$/.exec(point) ?? [];
  return { name, offset, isLater: sign !== '-' };
}

/** `app#2.start`: which container, which of its instances, what happens to it. */
export function containerPoint(name: string): { container: string; nth: string | undefined; moment: string } | undefined {
  const [, container = '', nth, moment = ''] = /^([a-z0-9-]+)(?:#(\d+|last))?\.([a-z.]+)$/.exec(name) ?? [];
  return container === '' || container === 'pod' ? undefined : { container, nth: nth === '1' ? undefined : nth, moment };
}

/** `cond.Ready.True`, also the nth time. */
export function conditionPoint(name: string): { type: string; status: string } | undefined {
  const [, type, status] = /^cond\.(.+)\.(True|False|Unknown)(?:#\w+)?$/.exec(name) ?? [];
  return type !== undefined && status !== undefined ? { type, status } : undefined;
}
