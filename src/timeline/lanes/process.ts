/** What happened to a container on the node: its runs, and the four rows of its process lane. */
import type { DecisionRecord, HookRecord, ProcessRecord, ServingRecord } from '../../model/trace.ts';
import type { ContainerSource } from '../source.ts';
import { timelineTexts } from '../texts/en.ts';
import type { MarkInput } from '../tracks.ts';
import { between, countWhile, findLastBefore, nextOfKey } from './in-order.ts';

/** One run: from a start of the main process to its exit. */
interface Run {
  start: ProcessRecord;
  exit?: ProcessRecord;
  endMs: number;
}

function runsOf(container: ContainerSource, endMs: number): Run[] {
  const runs: Run[] = [];
  for (const record of container.processes) {
    const open = runs.at(-1);
    if (record.what === 'start') runs.push({ start: record, endMs });
    else if (record.what === 'exit' && open !== undefined && open.exit === undefined) {
      open.exit = record;
      open.endMs = record.t;
    }
  }
  return runs;
}

/** Brackets of the group row. */
export function runMarks(container: ContainerSource, endMs: number): MarkInput[] {
  return runsOf(container, endMs).map(({ start, exit, endMs: runEndMs }) => ({
    kind: 'run',
    startMs: start.t,
    endMs: runEndMs,
    value: start.instance,
    limit: exit === undefined ? Number.NaN : (exit.exitCode ?? 0),
    text: timelineTexts.process.run(start.instance),
    note: exit === undefined ? '' : exitNote(exit),
    record: start.id,
    ...(exit !== undefined && { endRecord: exit.id }),
  }));
}

/** `OOMKilled, 128 + 9: SIGKILL`: the exit code in words. */
function exitNote({ exitCode = 0, signal, reason }: ProcessRecord): string {
  const byNumber: Readonly<Record<number, string>> = {
    130: '128 + 2: SIGINT',
    134: '128 + 6: SIGABRT',
    137: '128 + 9: SIGKILL',
    139: '128 + 11: SIGSEGV',
    143: '128 + 15: SIGTERM',
  };
  const why = byNumber[exitCode] ?? (signal !== undefined ? timelineTexts.notes.endedBy(signal) : '');
  return [reason ?? '', why].filter((part) => part !== '').join(', ');
}

/** Image pulls, boot, service, drain and back-off, in one row. */
export function mainMarks(container: ContainerSource, endMs: number): MarkInput[] {
  const runs = runsOf(container, endMs);
  const serving = new Map<number, ServingRecord[]>();
  for (const record of container.serving) {
    const known = serving.get(record.instance);
    if (known === undefined) serving.set(record.instance, [record]);
    else known.push(record);
  }
  const segments = runs.flatMap((run) => runSegments(serving.get(run.start.instance) ?? [], run));
  return [...pullMarks(container, endMs), ...segments, ...backOffMarks(container, runs, endMs)];
}

function pullMarks({ images }: ContainerSource, endMs: number): MarkInput[] {
  const marks: MarkInput[] = [];
  const ends = nextOfKey(images, ({ what, image }) => (what === 'pullEnd' ? image : undefined));
  images.forEach((record, i) => {
    if (record.what !== 'pullStart') return;
    const end = ends(i, record.image);
    marks.push({
      kind: end?.result === 'failed' ? 'pullFailed' : 'pull',
      startMs: record.t,
      endMs: end?.t ?? endMs,
      text: end?.result === 'failed' ? timelineTexts.process.pullFailed : timelineTexts.process.pulling,
      note: end?.message ?? record.image,
      record: record.id,
      ...(end !== undefined && { endRecord: end.id }),
    });
  });
  return marks;
}

/** The bars of a run, cut where it begins to serve and to drain. If nothing more is known of the process, it is `running`. */
function runSegments(serving: readonly ServingRecord[], run: Run): MarkInput[] {
  const changes = serving.filter(({ t }) => t >= run.start.t && t <= run.endMs);
  const segments: MarkInput[] = [];
  let open: MarkInput = { kind: 'running', startMs: run.start.t, text: timelineTexts.process.running, record: run.start.id };
  const close = (atMs: number, endRecord?: number) => {
    if (atMs <= open.startMs) return;
    const reached =
      open.kind === 'booting' && open.limit !== undefined && open.limit > open.startMs
        ? Math.min(1, (atMs - open.startMs) / (open.limit - open.startMs))
        : undefined;
    segments.push({ ...open, endMs: atMs, ...(reached !== undefined && { value: reached }), ...(endRecord !== undefined && { endRecord }) });
  };
  for (const change of changes) {
    const kind = change.what === 'serving' && change.ports.length === 0 ? 'running' : change.what;
    if (kind === open.kind && change.t > open.startMs) {
      // Another port opened or closed: still the same bar.
      open = { ...open, alsoRecords: [...(open.alsoRecords ?? []), change.id] };
      continue;
    }
    close(change.t, change.id);
    // The start of the process and its first state are one moment: the mark stands for both records.
    const alsoRecords = change.t === run.start.t && segments.length === 0 ? [run.start.id, ...(open.alsoRecords ?? [])] : [];
    const base = { startMs: change.t, record: change.id, alsoRecords };
    const ports = change.ports.length > 0 ? timelineTexts.notes.listens(change.ports.map((port) => `:${port}`).join(', ')) : '';
    if (change.what === 'booting') open = { ...base, kind: 'booting', text: timelineTexts.process.booting, limit: change.untilMs ?? Number.NaN, value: 0.5 };
    else if (change.what === 'draining') open = { ...base, kind: 'draining', text: timelineTexts.process.draining, note: ports };
    else open = { ...base, kind, text: timelineTexts.process[kind], note: ports };
  }
  close(run.endMs, run.exit?.id);
  return segments;
}

/**
 * Back-offs: from the moment when the container ended until the wait is over, or until it is started after all. The kubelet decides anew at each
 * sync; decisions about the same wait are one mark.
 */
function backOffMarks(container: ContainerSource, runs: Run[], endMs: number): MarkInput[] {
  const waits: { first: DecisionRecord; delayMs: number; untilMs: number; others: number[] }[] = [];
  for (const record of container.decisions) {
    if (record.decision.what !== 'back-off') continue;
    const { delayMs, untilMs } = record.decision;
    const open = waits.at(-1);
    if (open !== undefined && Math.abs(open.untilMs - untilMs) < 1000) open.others.push(record.id);
    else waits.push({ first: record, delayMs, untilMs, others: [] });
  }
  return waits.map(({ first, delayMs, untilMs, others }) => {
    const begun = countWhile(runs, (run) => run.start.t <= first.t);
    const exitMs = findLastBefore(runs, begun, (run) => run.exit !== undefined && run.endMs <= first.t)?.endMs;
    const begunMs = untilMs - delayMs;
    // The kubelet counts from finishedAt, which has whole seconds: the hatch begins at the exit itself.
    const startMs = exitMs !== undefined && Math.abs(exitMs - begunMs) <= 1500 ? exitMs : Math.min(first.t, Math.max(begunMs, exitMs ?? 0));
    const nextStartMs = runs[begun]?.start.t ?? endMs;
    return {
      kind: 'backOff' as const,
      startMs,
      endMs: Math.min(untilMs, nextStartMs, endMs),
      value: delayMs,
      limit: untilMs,
      text: timelineTexts.process.backOff,
      note: timelineTexts.notes.restarts(others.length + 1, Math.round(delayMs / 1000)),
      record: first.id,
      alsoRecords: others,
    };
  });
}

export function hookMarks(container: ContainerSource, endMs: number): MarkInput[] {
  return hookSpans(container, endMs).map(({ start, end, endMs: hookEndMs }) => ({
    kind: start.hook === 'preStop' ? 'hookPreStop' : 'hookPostStart',
    startMs: start.t,
    endMs: hookEndMs,
    value: end === undefined ? Number.NaN : end.result === 'failed' ? 1 : end.result === 'cut' ? 2 : 0,
    text: start.hook,
    note: [start.handler, end?.message ?? ''].filter((part) => part !== '').join(': '),
    record: start.id,
    ...(end !== undefined && { endRecord: end.id }),
  }));
}

interface HookSpan {
  start: HookRecord;
  end?: HookRecord;
  endMs: number;
}

/** Hooks. One whose end was not recorded lasts as long as its process. */
function hookSpans(container: ContainerSource, endMs: number): HookSpan[] {
  const keyOf = ({ hook, instance }: HookRecord) => `${hook}/${instance}`;
  const ends = nextOfKey(container.hooks, (record) => (record.what === 'end' ? keyOf(record) : undefined));
  return container.hooks.flatMap((start, i): HookSpan[] => {
    if (start.what !== 'start') return [];
    const end = ends(i, keyOf(start));
    if (end !== undefined) return [{ start, end, endMs: end.t }];
    const exit = container.processes.find((record) => record.what === 'exit' && record.instance === start.instance && record.t >= start.t);
    return [{ start, endMs: exit?.t ?? endMs }];
  });
}

export function signalMarks({ signals }: ContainerSource): MarkInput[] {
  const { notes } = timelineTexts;
  return signals.map((record) => ({
    kind: record.signal === 'SIGKILL' ? 'signalKill' : 'signal',
    startMs: record.t,
    value: record.handled || record.signal === 'SIGKILL' ? 1 : 0,
    text: record.signal,
    note: record.signal === 'SIGKILL' ? notes.cannotBeCaught : record.handled ? notes.handled : notes.unhandled,
    record: record.id,
  }));
}

/**
 * Grace brackets: from the decision to kill until the process is gone. The preStop hook spends its share first. A second
 * decision while a kill is under way ends the first bracket and begins its own.
 */
export function graceMarks(container: ContainerSource, endMs: number): MarkInput[] {
  const runs = runsOf(container, endMs);
  const hooks = hookSpans(container, endMs).flatMap((span) => (span.start.hook === 'preStop' ? [{ t: span.start.t, span }] : []));
  const kills = container.decisions.flatMap(({ decision, ...record }) => (decision.what === 'kill' ? [{ ...record, decision }] : []));
  let runIndex = 0;
  return kills.flatMap((kill, i): MarkInput[] => {
    // Kills come in order: a run that was over before this one is over before those that follow.
    while (runs[runIndex]?.exit !== undefined && (runs[runIndex] as Run).endMs < kill.t) runIndex += 1;
    const run = runs[runIndex];
    if (run === undefined || run.start.t > kill.t) return [];
    const next = kills[i + 1];
    const isReplaced = next !== undefined && next.t < run.endMs;
    const bracketEndMs = isReplaced ? next.t : run.endMs;
    const hook = between(hooks, kill.t, bracketEndMs)[0]?.span;
    const graceMs = kill.decision.graceSeconds * 1000;
    const killed = between(container.signals, kill.t, bracketEndMs).some(({ signal }) => signal === 'SIGKILL');
    const isUsedUp = !isReplaced && killed && bracketEndMs - kill.t >= graceMs - 100;
    const graceLeft = between(container.decisions, kill.t, bracketEndMs).filter(({ decision }) => decision.what === 'grace-left');
    const endRecord = isReplaced ? next.id : run.exit?.id;
    return [
      {
        kind: isUsedUp ? 'graceUsedUp' : 'grace',
        startMs: kill.t,
        endMs: bracketEndMs,
        limit: graceMs,
        value: hook === undefined ? Number.NaN : Math.min(hook.endMs, bracketEndMs),
        text: kill.decision.reason,
        note: kill.decision.message,
        record: kill.id,
        alsoRecords: graceLeft.map(({ id }) => id),
        ...(endRecord !== undefined && { endRecord }),
      },
    ];
  });
}
