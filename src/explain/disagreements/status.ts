/** The node against the status of a container. */
import type { PodRecord, RecordId } from '../../model/trace.ts';
import { type ContainerHistory, type History, hookOf, podAt, podBefore, type Run, startedAt } from '../history.ts';
import { statusOf } from '../pods.ts';
import type { Disagreement } from '../types.ts';
import type { Translation } from '../texts/translation.ts';

type Words = Translation['disagreements'];

/** Disagreements that are shorter than this go unnoticed: the kubelet looks once a second, and writes within milliseconds. */
export const NOTICEABLE_MS = 500;

export function containerDisagreements(words: Words, history: History): Disagreement[] {
  return history.containers.flatMap((container) => [
    ...container.runs.flatMap((run) => [...lateExit(words, history, run), ...lateStart(words, history, run), ...silentKill(words, history, run)]),
    ...hiddenBackOffs(words, history, container),
  ]);
}

/** Whether a Pod object speaks of exactly this run as running. */
function showsRunning(history: History, record: PodRecord | undefined, run: Run): boolean {
  const state = record && record.type !== 'DELETED' ? statusOf(record.object, run.container)?.state : undefined;
  return state?.running?.startedAt === startedAt(history, run);
}

function firstAfter(history: History, id: RecordId, test: (record: PodRecord) => boolean): PodRecord | undefined {
  return history.pods.find((record) => record.id > id && test(record));
}

function lateExit(words: Words, history: History, run: Run): Disagreement[] {
  const { exit, container } = run;
  if (!exit || !showsRunning(history, podBefore(history, exit.id), run)) return [];
  const end = firstAfter(history, exit.id, (record) => !showsRunning(history, record, run));
  const toMs = end?.t ?? history.trace.endMs;
  if (toMs - exit.t < NOTICEABLE_MS) return [];
  const isTerminating = podBefore(history, exit.id)?.object.metadata.deletionTimestamp !== undefined;
  return [
    {
      kind: 'exit-not-reported',
      container,
      fromMs: exit.t,
      toMs,
      sentence: words.exitNotReported({ fromMs: exit.t, toMs }, container, exit.exitCode ?? 0, isTerminating),
      record: exit.id,
    },
  ];
}

function lateStart(words: Words, history: History, run: Run): Disagreement[] {
  const { start, container } = run;
  const shown = firstAfter(history, start.id, (record) => showsRunning(history, record, run) || record.type === 'DELETED');
  const toMs = Math.min(shown?.t ?? history.trace.endMs, run.exit?.t ?? history.trace.endMs);
  const before = podAt(history, start.t);
  const status = before && statusOf(before.object, container);
  if (toMs - start.t < NOTICEABLE_MS || !before || before.type === 'DELETED') return [];
  const waitsForHook = hookOf(run, 'postStart', 'start') !== undefined;
  if (status?.state.running) {
    return [
      {
        kind: 'old-instance-shown',
        container,
        fromMs: start.t,
        toMs,
        sentence: words.oldInstanceShown({ fromMs: start.t, toMs }, container, status.ready, waitsForHook),
        record: start.id,
      },
    ];
  }
  return [
    {
      kind: 'process-not-reported',
      container,
      fromMs: start.t,
      toMs,
      sentence: words.processNotReported({ fromMs: start.t, toMs }, container, status?.state, waitsForHook),
      record: start.id,
    },
  ];
}

function silentKill(words: Words, history: History, run: Run): Disagreement[] {
  const { kill, container } = run;
  if (!kill || kill.decision.reason === 'pod') return [];
  const toMs = run.exit?.t ?? history.trace.endMs;
  const shown = podBefore(history, kill.id);
  const status = shown && statusOf(shown.object, container);
  if (toMs - kill.t < NOTICEABLE_MS || !status?.state.running || shown?.object.metadata.deletionTimestamp !== undefined) return [];
  return [
    {
      kind: 'kill-not-reported',
      container,
      fromMs: kill.t,
      toMs,
      sentence: words.killNotReported({ fromMs: kill.t, toMs }, container, status.ready),
      record: kill.id,
    },
  ];
}

/** During most of a back-off the status shows the last exit: CrashLoopBackOff appears only with a sync within the back-off. */
function hiddenBackOffs(words: Words, history: History, container: ContainerHistory): Disagreement[] {
  const waits = container.backOffs.filter(({ decision }, index, all) => all.findIndex((other) => other.decision.untilMs === decision.untilMs) === index);
  const told = waits.flatMap((wait) => {
    const next = container.runs.find(({ start }) => start.id > wait.id);
    const endMs = Math.min(next?.start.t ?? history.trace.endMs, history.trace.endMs);
    const stretches = history.pods
      .map((record, index) => ({ record, fromMs: Math.max(record.t, wait.t), toMs: Math.min(history.pods[index + 1]?.t ?? endMs, endMs) }))
      .filter(
        ({ record, fromMs, toMs }) => record.type !== 'DELETED' && toMs > fromMs && statusOf(record.object, container.name)?.state.terminated !== undefined,
      );
    const [first] = stretches;
    const last = stretches.at(-1);
    if (!first || !last || last.toMs - first.fromMs < NOTICEABLE_MS) return [];
    const shown = statusOf(first.record.object, container.name)?.state ?? {};
    return [
      {
        kind: 'back-off-shown-as-exit' as const,
        container: container.name,
        fromMs: first.fromMs,
        toMs: last.toMs,
        sentence: words.backOffShownAsExit({ fromMs: first.fromMs, toMs: last.toMs }, container.name, wait.decision.delayMs, shown),
        record: wait.id,
      },
    ];
  });
  // Two syncs can name two ends for one wait: the first may still know the exit before
  return told.filter(({ fromMs }, index) => told.findIndex((each) => each.fromMs === fromMs) === index);
}
