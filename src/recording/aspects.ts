/**
 * The sequences in which two recordings are compared: what the containers' states were, which Events exist, what
 * kubectl printed, … Every aspect has its items in order by subject (a container, a condition, …).
 */
import type { Aspect, Happening } from '../model/comparison.ts';
import { eventWeigher } from './counts.ts';
import { kubectlStatus } from './kubectl-status.ts';
import type { HookLine, ProcessLine, SignalLine, TimedKind, TimedLine, WatchedPod } from './lines.ts';
import { placeholdersOf } from './placeholders.ts';
import { containerStatus, containerStatuses } from './pods.ts';
import type { Run } from './run.ts';
import { stateWords } from './words.ts';

/** Items with the same label can be the same. */
export interface Item extends Happening {
  /** When the next item began; only for states, because they last. */
  untilMs?: number;
}

export type Sequences = Map<string, Item[]>;

export type AspectName = Aspect;

/** `kinds`: of `PROCESS_KINDS`, those that both sides have. */
export const ASPECTS: { readonly [Name in AspectName]: (run: Run, kinds: readonly TimedKind[]) => Sequences } = {
  states,
  events,
  conditions,
  kubectl,
  processes,
  probes,
  actions,
};

/** The kinds of lines that an aspect needs on both sides: comparing what one side never looked for would say nothing. */
export const NEEDS: { readonly [Name in Exclude<AspectName, 'processes'>]: TimedKind } = {
  states: 'Pod',
  events: 'Event',
  conditions: 'Pod',
  kubectl: 'Pod',
  probes: 'Probe',
  actions: 'Action',
};

/** Of these, `processes` takes those that both sides have. */
export const PROCESS_KINDS = ['Process', 'Hook', 'Signal'] as const satisfies readonly TimedKind[];

/** Per container: `waiting CrashLoopBackOff #2`, with the restart count behind the hash. */
function states(run: Run): Sequences {
  const names = new Set(run.pods.flatMap(({ pod }) => containerStatuses(pod).map(({ name }) => name)));
  return new Map(
    [...names].map((name) => [
      name,
      succession(run, (pod) => {
        const status = containerStatus(pod, name);
        return status && `${stateWords(status.state) || 'waiting'} #${status.restartCount ?? 0}`;
      }),
    ]),
  );
}

/** Phase, and every condition with its reason and message. */
function conditions(run: Run): Sequences {
  const normalise = placeholdersOf(run);
  const types = new Set(run.pods.flatMap(({ pod }) => (pod.status?.conditions ?? []).map(({ type }) => type)));
  const found: Sequences = new Map([['phase', succession(run, (pod) => pod.status?.phase)]]);
  for (const type of types) {
    found.set(
      type,
      succession(run, (pod) => {
        const condition = pod.status?.conditions?.find((candidate) => candidate.type === type);
        if (!condition) return undefined;
        const { status, reason, message } = condition;
        return [status, reason, message && normalise(message)].filter(Boolean).join(' ');
      }),
    );
  }
  return found;
}

/** The words that `kubectl get pods -w` shows under STATUS, and when the row is gone. */
function kubectl(run: Run): Sequences {
  return new Map([['STATUS', succession(run, kubectlStatus, 'gone')]]);
}

/** The values that `read` gives of the Pod, one item for each change; undefined makes no item. */
function succession(run: Run, read: (pod: WatchedPod) => string | undefined, deletion?: string): Item[] {
  const items: Item[] = [];
  const end = (t: number) => {
    const last = items.at(-1);
    if (last) last.untilMs ??= t;
  };
  let current: string | undefined;
  for (const { pod, t, gone } of run.pods) {
    const label = read(pod);
    if (label !== current) {
      end(t);
      if (label !== undefined) items.push({ label, t });
      current = label;
    }
    if (gone) {
      end(t);
      if (deletion !== undefined) items.push({ label: deletion, t });
      current = undefined;
    }
  }
  end(Infinity);
  return items;
}

/** Per container, or `Pod`: each distinct Event once, at its first occurrence, with its final count. */
function events(run: Run): Sequences {
  const normalise = placeholdersOf(run);
  const weigh = eventWeigher({ reason: '*' });
  const found: Sequences = new Map();
  const items = new Map<string, Item>();
  for (const { line, t } of run.of('Event')) {
    const weight = weigh(line);
    const { object, type } = line;
    if (type === 'DELETED') continue;
    const path = object.involvedObject?.fieldPath ?? object.regarding?.fieldPath ?? '';
    const subject = /\{(.+)\}$/.exec(path)?.[1] ?? 'Pod';
    const label = `${object.type} ${object.reason} ${JSON.stringify(normalise(object.message ?? object.note))}`;
    const key = `${subject}\n${label}`;
    const item: Item = items.get(key) ?? { label, t, count: 0 };
    if (!items.has(key)) {
      items.set(key, item);
      entry(found, subject).push(item);
    }
    item.count = (item.count ?? 0) + weight;
  }
  return found;
}

/** Per container: starts, exits, hooks and signals (as far as `kinds` says), as they came. */
function processes(run: Run, kinds: readonly TimedKind[]): Sequences {
  const found: Sequences = new Map();
  for (const { line, t } of run.ofKinds(kinds)) {
    if (!isOfProcess(line)) continue;
    const label = processLabel(line);
    if (label !== undefined) entry(found, line.container).push({ label, t });
  }
  return found;
}

function isOfProcess(line: TimedLine): line is ProcessLine | HookLine | SignalLine {
  return PROCESS_KINDS.some((kind) => kind === line.kind);
}

function processLabel(line: ProcessLine | HookLine | SignalLine): string | undefined {
  switch (line.kind) {
    case 'Process':
      if (line.what === 'start') return 'start';
      return line.what === 'exit' ? `exit ${line.exitCode}` : undefined;
    case 'Hook':
      return [line.hook, line.what, line.what === 'end' && line.result].filter(Boolean).join(' ');
    case 'Signal':
      return line.signal;
  }
}

/** Per container and probe: runs of equal results, as result and length. */
function probes(run: Run): Sequences {
  const found: Sequences = new Map();
  for (const { line, t } of run.of('Probe')) {
    if (line.what !== 'end') continue;
    const items = entry(found, `${line.container} ${line.probe}`);
    const last = items.at(-1);
    const label = String(line.result);
    if (last?.label === label) last.count = (last.count ?? 0) + 1;
    else items.push({ label, t, count: 1 });
  }
  return found;
}

/** The result of the creation and of each action: nothing, a refusal in the API server's words, or an exit code. */
function actions(run: Run): Sequences {
  const normalise = placeholdersOf(run);
  const items = run.of('Action').map(({ line: { index, what, error, exitCode }, t }) => ({
    label: [index, what, error && normalise(error.message), exitCode].filter((part) => part !== undefined).join(' '),
    t,
  }));
  return new Map([['actions', items]]);
}

function entry(map: Sequences, key: string): Item[] {
  const known = map.get(key);
  if (known) return known;
  const made: Item[] = [];
  map.set(key, made);
  return made;
}
