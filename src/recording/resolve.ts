/** Where a point lies in a recording. */
import type { TimedKind } from './lines.ts';
import { seenTexts } from './texts/en.ts';
import { type Anchor, type Nth, parsePoint } from './points.ts';
import type { Numbered, Run } from './run.ts';
import type { Mark } from './runs.ts';
import { isDeleting, isFirstDeletion, isKubeletStart, spotterOf } from './spotters.ts';

export interface ResolvedPoint {
  /** Milliseconds since the Pod was created. */
  t: number;
  /** Number of the line; absent for a point with an offset, which lies between lines. */
  n?: number;
  /** 1000 where only whole seconds are known, else 0. */
  precisionMs: number;
  /** Read off the same watch as the Pod's states, so that comparing them needs no slack. */
  api: boolean;
}

/** `unrecorded`: nobody looked; `cut`: it may have come after the recording; `never`: it did not happen. */
export interface MissingPoint {
  missing: 'unrecorded' | 'cut' | 'never';
  why: string;
}

/** @throws {Error} if the text is no point; `checkPoint` tells beforehand. */
export function resolvePoint(run: Run, text: string): ResolvedPoint | MissingPoint {
  const point = parsePoint(text);
  if (!point) throw new Error(`${JSON.stringify(text)} is not a point in time`);
  const found = find(run, point);
  if (typeof found === 'string') return { missing: 'unrecorded', why: found };
  if (!found) {
    return run.whole ? { missing: 'never', why: seenTexts.neverHappened(text) } : { missing: 'cut', why: seenTexts.notBeforeEnd(text) };
  }
  return point.offsetMs === 0 ? found : { t: found.t + point.offsetMs, precisionMs: found.precisionMs, api: false };
}

/** The anchor; undefined if it did not happen, a text if the recording cannot tell. */
function find(run: Run, anchor: Anchor): ResolvedPoint | undefined | string {
  switch (anchor.kind) {
    case 'create':
      return spotted(run, anchor, 1) ?? { t: 0, precisionMs: 0, api: true };
    case 'action':
      return action(run, anchor.index);
    case 'delete':
      return deletion(run);
    case 'kubelet.healthy':
      return kubeletHealthy(run);
    case 'condition':
      return spotted(run, anchor, anchor.nth);
    case 'container':
      return containerPoint(run, anchor);
    case 'scheduled':
    case 'phase':
    case 'event':
    case 'pod.terminal':
    case 'pod.deleted':
    case 'uid.changed':
      return spotted(run, anchor, 1);
  }
}

/** The nth line (or that of the highest number) in which the anchor occurs. */
function spotted(run: Run, anchor: Anchor, nth: Nth): ResolvedPoint | undefined {
  const spotter = spotterOf(anchor, run.facts.actions);
  let best = 0;
  let found: ResolvedPoint | undefined;
  for (const numbered of run.ofKinds(spotter.kinds)) {
    const number = spotter.take(numbered.line, numbered.n);
    if (number === undefined || (nth === 'last' ? number < best : number !== nth)) continue;
    best = number;
    found = pointAt(numbered);
    if (nth !== 'last') return found;
  }
  return found;
}

/** What a Pod line shows was read off the API's watch. */
function pointAt({ n, t, line }: Numbered): ResolvedPoint {
  return { t, n, precisionMs: 0, api: line.kind === 'Pod' };
}

const pointOfMark = (mark: Mark | undefined): ResolvedPoint | undefined => mark && { ...mark, api: false };

const lacks = (kind: TimedKind) => seenTexts.lacks(kind);

function action(run: Run, index: number): ResolvedPoint | undefined | string {
  const found = spotted(run, { kind: 'action', index }, 1);
  if (found) return found;
  if (isFirstDeletion(index, run.facts.actions)) return deletion(run);
  return run.records('Action') ? undefined : lacks('Action');
}

/** The request to delete; in a recording without Action lines, the first trace of it in the Pod. */
function deletion(run: Run): ResolvedPoint | undefined {
  const { actions } = run.facts;
  const requested = run.of('Action').find(({ line }) => isDeleting(line, actions));
  if (requested) return pointAt(requested);
  if (run.records('Action')) return undefined;
  const seen = run.of('Pod').find(({ line }) => line.type === 'DELETED' || line.object.metadata?.deletionTimestamp);
  return seen && pointAt(seen);
}

/** The latest time the kubelet was up again; if nobody noted that, the moment it was started. */
function kubeletHealthy(run: Run): ResolvedPoint | undefined | string {
  const healthy = spotted(run, { kind: 'kubelet.healthy' }, 'last');
  if (healthy) return healthy;
  const start = run.of('Action').findLast(({ line }) => isKubeletStart(line, run.facts.actions));
  if (start) return pointAt(start);
  return run.records('Kubelet') || run.records('Action') ? undefined : lacks('Kubelet');
}

function containerPoint(run: Run, anchor: Extract<Anchor, { kind: 'container' }>): ResolvedPoint | undefined | string {
  const { container, what, nth } = anchor;
  switch (what) {
    case 'start':
      return pointOfMark(run.run(container, nth)?.start);
    case 'exit':
      return pointOfMark(nth === 'last' ? run.runs(container).findLast(({ exit }) => exit)?.exit : run.run(container, nth)?.exit);
    case 'started':
    case 'ready':
      return spotted(run, anchor, nth);
    case 'term':
      return run.records('Signal') ? spotted(run, anchor, nth) : killing(run, container, nth);
    default:
      return run.records('Hook') ? spotted(run, anchor, nth) : lacks('Hook');
  }
}

/** Without Signal lines, the stop signal of a container that has no preStop hook comes with its `Killing` Event. */
function killing(run: Run, container: string, nth: Nth): ResolvedPoint | undefined | string {
  const spec = run.pods.at(-1)?.pod.spec;
  const found = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].find(({ name }) => name === container);
  if (!found || found.lifecycle?.preStop) return lacks('Signal');
  const killings = run
    .of('Event')
    .filter(({ line: { object } }) => object.reason === 'Killing' && object.involvedObject?.fieldPath?.endsWith(`{${container}}`));
  const killed = nth === 'last' ? killings.at(-1) : killings[nth - 1];
  return killed && pointAt(killed);
}
