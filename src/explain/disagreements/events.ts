/** The node against the Events: what happens without one. */
import type { EventRecord } from '../../model/trace.ts';
import { containerOfEvent, type History, hookOf, type Run } from '../history.ts';
import type { Disagreement } from '../types.ts';
import { at } from '../texts/en/words.ts';

export function eventDisagreements(history: History): Disagreement[] {
  return history.containers.flatMap(({ runs }) => runs.flatMap((run) => [...silentExit(history, run), ...silentCut(history, run)]));
}

/** No Event exists for an exit, an OOM kill or a signal: only what the kubelet does next shows. */
function silentExit(history: History, run: Run): Disagreement[] {
  const { exit, container, kill } = run;
  if (!exit || kill || exit.exitCode === 0) return [];
  const next = nextEvent(history, container, exit.id);
  const toMs = next?.t ?? history.trace.endMs;
  const what = exit.reason === 'OOMKilled' ? 'is OOMKilled' : `leaves with exit code ${exit.exitCode ?? 0}`;
  const follow = next ? `The next Event about it is ${next.object.reason} at ${at(next.t)}.` : 'No other Event follows.';
  return [
    {
      kind: 'exit-without-event',
      container,
      fromMs: exit.t,
      toMs,
      sentence: `${container} ${what} at ${at(exit.t)}; no Event says so. ${follow}`,
      record: exit.id,
    },
  ];
}

/** The kubelet logs that a preStop hook did not end in time; the Event comes, if at all, when the exec dies with the container. */
function silentCut(history: History, run: Run): Disagreement[] {
  const end = hookOf(run, 'preStop', 'end');
  if (end?.result !== 'cut') return [];
  const event = history.events.find(
    (record) => record.id > end.id && record.object.reason === 'FailedPreStopHook' && containerOfEvent(record) === run.container,
  );
  const toMs = event?.t ?? run.exit?.t ?? history.trace.endMs;
  const follow = event ? `FailedPreStopHook comes at ${at(event.t)}, when the command dies with its container.` : 'None follows.';
  return [
    {
      kind: 'hook-cut-without-event',
      container: run.container,
      fromMs: end.t,
      toMs,
      sentence: `preStop of ${run.container} is cut at ${at(end.t)}; no Event says so. ${follow}`,
      record: end.id,
    },
  ];
}

function nextEvent(history: History, container: string, id: number): EventRecord | undefined {
  return history.events.find((record) => record.id > id && containerOfEvent(record) === container);
}
