/** What of a run can be taken hold of: actions on the axis, and on the process lanes the end of a boot, an exit, a reaction to SIGTERM. */
import { formatDuration } from '../../base/duration.ts';
import type { Trace, TraceRecord } from '../../model/trace.ts';
import type { Gesture } from '../../scenario/gestures.ts';
import { actionText, type LaneId } from '../../timeline/index.ts';
import { clockSeconds } from '../format.ts';
import { workbenchTexts as words } from '../texts/en-workbench.ts';

export interface Handle {
  /** The same for the same thing in the next run. */
  key: string;
  lane: LaneId;
  /** Where it stands. */
  atMs: number;
  /** Times it can be moved to. */
  fromMs: number;
  toMs: number;
  /** What it is, without its value. */
  name: string;
  /** Of an action: its number. */
  action?: number;
  /** What it says when it stands at a time. */
  value(atMs: number): string;
  /** What moving it there does to the text. */
  gesture(atMs: number): Gesture;
}

export interface HandleOptions {
  /** Containers whose program exits by itself because the text says so. */
  exits: readonly string[];
  /** Of a fork: what is changed is changed from then on. */
  forkMs: number | undefined;
}

/** More than this nobody can tell apart; the earliest count. */
const MOST_HANDLES = 60;
/** What a program exits with that is made to exit by hand. */
const EXIT_CODE = 1;

/** All handles of a run, from the earliest on. */
export function handlesOf(trace: Trace, options: HandleOptions): Handle[] {
  const handles = [...actionHandles(trace), ...runsOf(trace).flatMap((run) => runHandles(run, trace.endMs, options))];
  return handles.sort((a, b) => a.atMs - b.atMs).slice(0, MOST_HANDLES);
}

/** What a change is called that moves the handle there. */
export function titleOf(handle: Handle, atMs: number): string {
  return words.handles.set(handle.name, handle.value(atMs));
}

/** An action of a sweep is carried out at one of several times: it has no handle. */
function actionHandles({ records, endMs, meta }: Trace): Handle[] {
  if (meta.at !== undefined) return [];
  return records.flatMap((record): Handle[] => {
    if (record.kind !== 'Action' || record.index === 0 || record.retry !== undefined) return [];
    const { index } = record;
    return [
      {
        key: `action ${index}`,
        lane: 'actions',
        atMs: record.t,
        fromMs: 0,
        toMs: endMs,
        name: actionText(record),
        action: index,
        value: clockSeconds,
        gesture: (toMs) => ({ kind: 'move-action', index, toMs }),
      },
    ];
  });
}

/** One run of a container's program, by its records. */
interface ProgramRun {
  container: string;
  instance: number;
  startMs: number;
  bootedMs?: number;
  /** When it was first told to stop. */
  termMs?: number;
  exitMs?: number;
}

function runsOf({ records }: Trace): ProgramRun[] {
  const runs = new Map<string, ProgramRun>();
  for (const record of records) {
    if (!('instance' in record)) continue;
    const key = `${record.container} ${record.instance}`;
    if (record.kind === 'Process' && record.what === 'start') runs.set(key, { container: record.container, instance: record.instance, startMs: record.t });
    const run = runs.get(key);
    if (run) note(run, record);
  }
  return [...runs.values()];
}

function note(run: ProgramRun, record: TraceRecord): void {
  if (record.kind === 'Serving' && record.what === 'serving') run.bootedMs ??= record.t;
  // A boot that was cut short still shows how long it would have taken
  else if (record.kind === 'Serving' && record.what === 'booting' && record.untilMs !== undefined) run.bootedMs = record.untilMs;
  else if (record.kind === 'Signal' && record.graceSeconds !== undefined) run.termMs ??= record.t;
  else if (record.kind === 'Process' && record.what === 'exit') run.exitMs = record.t;
}

function runHandles({ container, instance, startMs, bootedMs, termMs, exitMs }: ProgramRun, endMs: number, { exits, forkMs }: HandleOptions): Handle[] {
  const since = (fromMs: number) => (atMs: number) => formatDuration(Math.max(0, atMs - fromMs));
  const handle = (what: 'boot' | 'exit' | 'onTerm', atMs: number, from: number, path: string, beside?: Record<string, unknown>): Handle => ({
    key: `${what} ${container} ${instance}`,
    lane: `${container}.process`,
    atMs,
    fromMs: from,
    toMs: endMs,
    name: words.handles[what](container),
    value: since(from),
    gesture: (toMs) => ({
      kind: 'behaviour',
      container,
      instance,
      path,
      value: since(from)(toMs),
      ...(beside && { beside }),
      ...(forkMs !== undefined && { fromMs: forkMs }),
    }),
  });
  const handles: Handle[] = [];
  if (bootedMs !== undefined) handles.push(handle('boot', bootedMs, startMs, 'boot'));
  if (termMs !== undefined && exitMs !== undefined) handles.push(handle('onTerm', exitMs, termMs, 'onTerm.exitAfter', { code: 0 }));
  else if (termMs === undefined && (exitMs === undefined || exits.includes(container)))
    handles.push(handle('exit', exitMs ?? endMs, startMs, 'exit.after', exitMs === undefined ? { code: EXIT_CODE } : undefined));
  return handles;
}
