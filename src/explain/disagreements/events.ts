/** The node against the Events: what happens without one. */
import type { EventRecord } from '../../model/trace.ts';
import { containerOfEvent, type History, hookOf, type Run } from '../history.ts';
import type { Disagreement } from '../types.ts';
import type { Translation } from '../texts/translation.ts';

type Words = Translation['disagreements'];

export function eventDisagreements(words: Words, history: History): Disagreement[] {
  return history.containers.flatMap(({ runs }) => runs.flatMap((run) => [...silentExit(words, history, run), ...silentCut(words, history, run)]));
}

/** No Event exists for an exit, an OOM kill or a signal: only what the kubelet does next shows. */
function silentExit(words: Words, history: History, run: Run): Disagreement[] {
  const { exit, container, kill } = run;
  if (!exit || kill || exit.exitCode === 0) return [];
  const next = nextEvent(history, container, exit.id);
  const toMs = next?.t ?? history.trace.endMs;
  return [
    {
      kind: 'exit-without-event',
      container,
      fromMs: exit.t,
      toMs,
      sentence: words.exitWithoutEvent(
        container,
        { atMs: exit.t, isOom: exit.reason === 'OOMKilled', exitCode: exit.exitCode ?? 0 },
        next && { reason: next.object.reason, atMs: next.t },
      ),
      record: exit.id,
    },
  ];
}

/** The kubelet logs that a preStop hook did not end in time; the Event comes, if at all, when the exec dies with the container. */
function silentCut(words: Words, history: History, run: Run): Disagreement[] {
  const end = hookOf(run, 'preStop', 'end');
  if (end?.result !== 'cut') return [];
  const event = history.events.find(
    (record) => record.id > end.id && record.object.reason === 'FailedPreStopHook' && containerOfEvent(record) === run.container,
  );
  const toMs = event?.t ?? run.exit?.t ?? history.trace.endMs;
  return [
    {
      kind: 'hook-cut-without-event',
      container: run.container,
      fromMs: end.t,
      toMs,
      sentence: words.hookCutWithoutEvent(run.container, end.t, event?.t),
      record: end.id,
    },
  ];
}

function nextEvent(history: History, container: string, id: number): EventRecord | undefined {
  return history.events.find((record) => record.id > id && containerOfEvent(record) === container);
}
