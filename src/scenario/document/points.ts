/** Points of a run: `delete+15s`, `app#2.start`, `cond.Ready.True`. */
import { parseDurationMs } from '../../base/duration.ts';
import { nearestName } from '../../base/nearest-name.ts';
import { didYouMean, say, type Told, verbatim } from '../texts/say.ts';

const CONTAINER = /^(.+?)(?:#(\d+|last))?\.(start|exit|started|ready|term|(?:poststart|prestop)\.(?:start|end))$/;
const CONDITION = /^cond\.[^#]+\.(?:True|False|Unknown)(?:#(?:[1-9]\d*|last))?$/;
const NAMED = ['create', 'scheduled', 'delete', 'phase.notPending', 'pod.terminal', 'pod.deleted', 'uid.changed', 'kubelet.healthy'];
const PHASES = ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown', 'notPending'];
const CONTAINER_MOMENTS = ['start', 'exit', 'started', 'ready', 'term', 'poststart.start', 'poststart.end', 'prestop.start', 'prestop.end'];

export interface Point {
  /** The point without its offset, as written; `create` for a plain time. */
  base: string;
  offsetMs: number;
  /** Whether the text was a plain time since creation. */
  isTime: boolean;
}

export interface PointContext {
  /** Names of all containers that can exist in the run. */
  containers: ReadonlySet<string>;
  /** How many actions there are. */
  actions: number;
}

/** Reads a time or a point. The error says what is wrong with it, `help` what was probably meant. */
export function parsePoint(text: string, context: PointContext): Point | { error: Told; help?: Told } {
  const time = parseDurationMs(text);
  if (time !== undefined) return { base: 'create', offsetMs: time, isTime: true };
  // The offset is tried last: names of containers hold hyphens too, so `init-1.start` is a point without one.
  const whole = checkBase(text, context);
  if (whole === undefined) return { base: text, offsetMs: 0, isTime: false };
  const split = /^(.+)([+-])([^+-]+)$/.exec(text);
  const offsetMs = parseDurationMs(split?.[3] ?? '');
  if (!split || offsetMs === undefined) {
    return split && /^[\d.]+$/.test(split[3] ?? '')
      ? { error: say('{0} is not a point in time', JSON.stringify(text)), help: say('Write the unit: {0}s.', text) }
      : whole;
  }
  const base = checkBase(split[1] ?? '', context);
  return base ?? { base: split[1] ?? '', offsetMs: split[2] === '-' ? -offsetMs : offsetMs, isTime: false };
}

/** Undefined if it is a point; otherwise what is wrong. */
function checkBase(base: string, { containers, actions }: PointContext): { error: Told; help?: Told } | undefined {
  if (NAMED.includes(base) || CONDITION.test(base) || /^event\.\w+$/.test(base)) return undefined;
  const action = /^action\.(\d+)$/.exec(base);
  if (action) {
    const number = Number(action[1]);
    if (number >= 1 && number <= actions) return undefined;
    return {
      error: say('there is no action {0}', number),
      help: actions === 0 ? say('The text has no actions.') : say('Actions are counted from 1 to {0}.', actions),
    };
  }
  const phase = /^phase\.(\w+)$/.exec(base);
  if (phase) {
    if (PHASES.includes(phase[1] ?? '')) return undefined;
    const close = nearestName(phase[1] ?? '', PHASES);
    return {
      error: say('there is no phase {0}', phase[1] ?? ''),
      help: close === undefined ? say('Phases: {0}.', PHASES.join(', ')) : didYouMean(`phase.${close}`),
    };
  }
  const container = CONTAINER.exec(base);
  if (container) {
    const [, name = '', nth] = container;
    if (nth === '0') return { error: say('occurrences are counted from 1'), help: say('Write `{0}#1…`, or leave the number out.', name) };
    return containers.has(name) ? undefined : unknownContainer(name, containers);
  }
  const moment = /^(.+?)(#\w+)?\.([\w.]+)$/.exec(base);
  if (moment && containers.has(moment[1] ?? '')) {
    const close = nearestName(moment[3] ?? '', CONTAINER_MOMENTS);
    return {
      error: say('{0} is not a point in time', JSON.stringify(base)),
      help: close === undefined ? say('Moments of a container: {0}.', CONTAINER_MOMENTS.join(', ')) : didYouMean(`${moment[1]}${moment[2] ?? ''}.${close}`),
    };
  }
  const close = nearestName(base, NAMED);
  return {
    error: say('{0} is not a point in time', JSON.stringify(base)),
    help:
      close === undefined
        ? say('Points look like `app.ready`, `delete+15s`, `action.1`, `cond.Ready.True` or `event.Killing`; times like `1m30s`.')
        : didYouMean(close),
  };
}

/** Words for a container that the Pod does not have. */
export function unknownContainer(name: string, containers: ReadonlySet<string>): { error: Told; help: Told } {
  const close = nearestName(name, containers);
  const known = [...containers].join(', ');
  return {
    error: say('the Pod has no container "{0}"', name),
    help: close === undefined ? say('Its containers: {0}.', known) : verbatim(`${didYouMean(close)} ${say('Its containers: {0}.', known)}`),
  };
}
