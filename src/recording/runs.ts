/** The runs of a container: from the start of its main process to the end. */
import { containerStatus } from './pods.ts';
import type { ProcessLine, WatchedPod } from './lines.ts';

/** A moment that a recording shows. */
export interface Mark {
  /** Milliseconds since the Pod was created. */
  t: number;
  /** Number of the line that shows it: the order of what has the same `t`. */
  n: number;
  /** 1000 where only whole seconds are known, else 0. */
  precisionMs: number;
}

export interface ContainerRun {
  /** 1-based: the nth start of the container. */
  instance: number;
  start: Mark;
  exit?: Mark;
  exitCode?: number;
  env?: Record<string, string>;
}

const SECOND_MS = 1000;

/** The runs of one container, as its Process lines come. */
export class RunLedger {
  readonly runs: ContainerRun[] = [];
  /** What its latest Process line said. */
  latest: ProcessLine['what'] | undefined;

  /** Takes a Process line of the container; the 1-based number of the run that it starts or ends, if any. */
  take(line: ProcessLine, n: number): number | undefined {
    this.latest = line.what;
    const mark: Mark = { t: line.t, n, precisionMs: 0 };
    if (line.what === 'start') return this.runs.push({ instance: line.instance, start: mark, ...(line.env && { env: line.env }) });
    if (line.what !== 'exit') return undefined;
    const index = this.runs.findLastIndex((open) => !open.exit && (line.instance === undefined || open.instance === line.instance));
    const run = this.runs[index];
    if (!run) return undefined;
    run.exit = mark;
    if (line.exitCode !== undefined) run.exitCode = line.exitCode;
    return index + 1;
  }
}

/** A Pod line as the runs are read off it. */
interface PodSeen {
  n: number;
  t: number;
  pod: WatchedPod;
}

/**
 * The runs of a container as far as its statuses tell: whole seconds, possibly with gaps.
 *
 * @param clock - a time stamp of an object as milliseconds since the Pod was created.
 */
export function runsFromStatuses(
  pods: readonly PodSeen[],
  container: string,
  clock: (timestamp: string | null | undefined) => number | undefined,
): ContainerRun[] {
  const runs = new Map<string, ContainerRun>();
  const see = (seen: PodSeen, state: SeenState, id: string | undefined, instance: number) => {
    const startedAt = clock(state.startedAt);
    if (startedAt === undefined || state.startedAt?.startsWith('1970') || state.reason === 'StartError') return;
    const key = id || `#${instance}`;
    const run = runs.get(key) ?? { instance, start: { t: Math.min(startedAt, seen.t), n: seen.n, precisionMs: SECOND_MS } };
    const finishedAt = run.exit ? undefined : clock(state.finishedAt);
    if (finishedAt !== undefined) {
      run.exit = { t: Math.min(finishedAt, seen.t), n: seen.n, precisionMs: SECOND_MS };
      if (state.exitCode !== undefined) run.exitCode = state.exitCode;
    }
    runs.set(key, run);
  };
  for (const seen of pods) {
    const status = containerStatus(seen.pod, container);
    if (!status) continue;
    const { running, terminated, waiting } = status.state ?? {};
    const last = status.lastState?.terminated;
    const current = (status.restartCount ?? 0) + 1;
    // restartCount rises when the replacement is created: while a container waits for its restart, the instance that
    // died is still the current one.
    if (last) see(seen, last, last.containerID, waiting ? current : current - 1);
    if (running) see(seen, running, status.containerID, current);
    if (terminated) see(seen, terminated, terminated.containerID ?? status.containerID, current);
  }
  return [...runs.values()].sort((a, b) => a.instance - b.instance);
}

interface SeenState {
  startedAt?: string | null;
  finishedAt?: string | null;
  exitCode?: number;
  reason?: string;
}
