/**
 * Where a point occurs, seen line by line. The same spotters read a whole recording and follow a run that is still
 * going on, so that both agree on when a point is.
 */
import type { ActionLine, HookLine, PodLine, ProcessLine, SignalLine, TimedKind, TimedLine } from './lines.ts';
import { conditionStatus, containerStatus, isTerminal } from './pods.ts';
import type { Anchor, ContainerMoment } from './points.ts';
import { RunLedger } from './runs.ts';

export interface Spotter {
  /** The only kinds of lines it looks at. */
  readonly kinds: readonly TimedKind[];
  /** Takes the next line; the number of the occurrence that it is, 1-based, if it is one. */
  take(line: TimedLine, n: number): number | undefined;
}

const DELETING = ['delete', 'force-delete'];
const KUBELET_STARTS = ['kubelet-start', 'kubelet-restart'];

type Actions = readonly { do: string }[];

export function isDeleting(line: ActionLine, actions: Actions): boolean {
  return DELETING.includes(line.what) || DELETING.includes(actions[line.index - 1]?.do ?? '');
}

/** Whether the nth action is the one that the point `delete` means. */
export function isFirstDeletion(index: number, actions: Actions): boolean {
  return actions.findIndex((action) => DELETING.includes(action.do)) === index - 1;
}

export function isKubeletStart(line: ActionLine, actions: Actions): boolean {
  return KUBELET_STARTS.includes(actions[line.index - 1]?.do ?? line.what);
}

/** A spotter for every occurrence of the anchor, for a recording that has the lines that show it. */
export function spotterOf(anchor: Anchor, actions: Actions): Spotter {
  switch (anchor.kind) {
    case 'create':
      return counting('Pod', () => true);
    case 'scheduled':
      return counting('Pod', ({ object }) => Boolean(object.spec?.nodeName));
    case 'action':
      return counting('Action', ({ index }) => index === anchor.index);
    case 'delete':
      return counting('Action', (line) => isDeleting(line, actions));
    case 'phase':
      return counting('Pod', phaseTest(anchor.name));
    case 'condition':
      return conditionSpotter(anchor.type, anchor.status);
    case 'event':
      return counting('Event', ({ object }) => object.reason === anchor.name);
    case 'pod.terminal':
      return counting('Pod', ({ object }) => isTerminal(object));
    case 'pod.deleted':
      return counting('Pod', ({ type }) => type === 'DELETED');
    case 'uid.changed':
      return uidSpotter();
    case 'kubelet.healthy':
      return counting('Kubelet', ({ what }) => what === 'healthy');
    case 'container':
      return containerSpotter(anchor.container, anchor.what);
  }
}

/** Lines of one kind that pass a test, counted. */
function counting<Kind extends TimedKind>(kind: Kind, test: (line: Extract<TimedLine, { kind: Kind }>) => boolean): Spotter {
  let count = 0;
  return {
    kinds: [kind],
    take(line) {
      if (!test(line as Extract<TimedLine, { kind: Kind }>)) return undefined;
      count += 1;
      return count;
    },
  };
}

function phaseTest(name: string): (line: PodLine) => boolean {
  return ({ object }) => {
    const phase = object.status?.phase;
    return name === 'notPending' ? phase !== undefined && phase !== 'Pending' : phase === name;
  };
}

function uidSpotter(): Spotter {
  let first: PodLine | undefined;
  return counting('Pod', (line) => {
    first ??= line;
    return line.object.metadata?.uid !== first.object.metadata?.uid;
  });
}

/** Every time the condition turns to that status. */
function conditionSpotter(type: string, status: string): Spotter {
  let before = 'False';
  return counting('Pod', (line) => {
    const now = conditionStatus(line.object, type);
    const isTurn = now === status && now !== before;
    before = line.type === 'DELETED' ? 'False' : now;
    return isTurn;
  });
}

function containerSpotter(container: string, what: ContainerMoment): Spotter {
  switch (what) {
    case 'start':
      return counting('Process', (line) => line.container === container && line.what === 'start');
    case 'exit':
      return exitSpotter(container);
    case 'started':
    case 'ready':
      return flagSpotter(container, what);
    case 'term':
      return stopSignalSpotter(container);
    case 'poststart.start':
    case 'poststart.end':
      return hookSpotter(container, 'postStart', what === 'poststart.start' ? 'start' : 'end');
    case 'prestop.start':
    case 'prestop.end':
      return hookSpotter(container, 'preStop', what === 'prestop.start' ? 'start' : 'end');
  }
}

/** The nth exit is the end of the nth run, whichever ends first. */
function exitSpotter(container: string): Spotter {
  const ledger = new RunLedger();
  return {
    kinds: ['Process'],
    take(line, n) {
      const process = line as ProcessLine;
      if (process.container !== container) return undefined;
      const run = ledger.take(process, n);
      return process.what === 'exit' ? run : undefined;
    },
  };
}

/** Every time the flag turns true; a new instance that shows it true counts as a new time. */
function flagSpotter(container: string, flag: 'started' | 'ready'): Spotter {
  let before: string | undefined;
  return counting('Pod', ({ object, type }) => {
    const status = containerStatus(object, container);
    const now = status?.[flag] ? `${object.metadata?.uid} ${status.restartCount ?? 0}` : undefined;
    const isTurn = now !== undefined && now !== before;
    before = type === 'DELETED' ? undefined : now;
    return isTurn;
  });
}

/** The first signal of every instance that is not SIGKILL. */
function stopSignalSpotter(container: string): Spotter {
  const stopped = new Set<number>();
  return counting('Signal', (line: SignalLine) => {
    const isKill = ['SIGKILL', 'KILL', '9'].includes(String(line.signal));
    if (line.container !== container || isKill || stopped.has(line.instance)) return false;
    stopped.add(line.instance);
    return true;
  });
}

function hookSpotter(container: string, hook: HookLine['hook'], edge: 'start' | 'end'): Spotter {
  return counting('Hook', (line) => line.container === container && line.hook === hook && line.what === edge);
}
