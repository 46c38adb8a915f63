/** Points in time as written: `delete+15s`, `init-1#2.start`, `cond.Ready.True`. */
import { parseDurationMs } from '../base/duration.ts';

/** Which occurrence of a point that can come again: the nth, 1-based, or the last one of the run. */
export type Nth = number | 'last';

export type ContainerMoment = 'start' | 'exit' | 'started' | 'ready' | 'term' | 'poststart.start' | 'poststart.end' | 'prestop.start' | 'prestop.end';

export type NamedPoint = 'create' | 'scheduled' | 'delete' | 'pod.terminal' | 'pod.deleted' | 'uid.changed' | 'kubelet.healthy';

/** A moment that the run itself defines. */
export type Anchor =
  | { kind: NamedPoint }
  | { kind: 'action'; index: number }
  | { kind: 'phase'; name: string }
  | { kind: 'event'; name: string }
  | { kind: 'condition'; type: string; status: string; nth: Nth }
  | { kind: 'container'; container: string; what: ContainerMoment; nth: Nth };

export type Point = Anchor & { offsetMs: number };

const NAMED: readonly string[] = ['create', 'scheduled', 'delete', 'pod.terminal', 'pod.deleted', 'uid.changed', 'kubelet.healthy'] satisfies NamedPoint[];
const CONTAINER = /^([a-z0-9][a-z0-9-]*)(?:#(\d+|last))?\.(start|exit|started|ready|term|(?:poststart|prestop)\.(?:start|end))$/;
const CONDITION = /^cond\.(.+)\.(True|False|Unknown)(?:#(\d+|last))?$/;

/** A point from its text; a duration alone counts from the creation. Undefined if the text is none. */
export function parsePoint(text: string): Point | undefined {
  const sinceCreationMs = parseDurationMs(text);
  if (sinceCreationMs !== undefined) return { kind: 'create', offsetMs: sinceCreationMs };
  const plain = parseAnchor(text);
  if (plain) return { ...plain, offsetMs: 0 };

  // Container names hold hyphens too, so only the last sign can begin an offset.
  const [, base = '', sign, size = ''] = /^(.+)([+-])([^+-]+)$/.exec(text) ?? [];
  const anchor = parseAnchor(base);
  const offsetMs = parseDurationMs(size);
  if (!anchor || offsetMs === undefined) return undefined;
  return { ...anchor, offsetMs: sign === '-' ? -offsetMs : offsetMs };
}

function parseAnchor(text: string): Anchor | undefined {
  if (NAMED.includes(text)) return { kind: text as NamedPoint };
  const action = /^action\.([1-9]\d*)$/.exec(text);
  if (action) return { kind: 'action', index: Number(action[1]) };
  const named = /^(phase|event)\.(\w+)$/.exec(text);
  if (named) return { kind: named[1] as 'phase' | 'event', name: named[2] ?? '' };
  const condition = CONDITION.exec(text);
  if (condition) return { kind: 'condition', type: condition[1] ?? '', status: condition[2] ?? '', nth: nthOf(condition[3]) };
  const container = CONTAINER.exec(text);
  if (container) return { kind: 'container', container: container[1] ?? '', what: container[3] as ContainerMoment, nth: nthOf(container[2]) };
  return undefined;
}

function nthOf(text: string | undefined): Nth {
  if (text === undefined) return 1;
  return text === 'last' ? 'last' : Number(text);
}
