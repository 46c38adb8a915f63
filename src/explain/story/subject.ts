/** What a run is about: the record whose path of causes is worth telling an audience. */
import type { TraceRecord } from '../../model/trace.ts';
import { refusalsOf } from '../evictions.ts';
import type { History, Run } from '../history.ts';
import { isReady } from '../pods.ts';
import { chaptersOf, endingOf, isTrouble } from '../verdict/chapters.ts';

/** The end of the first run in trouble of the most troubled container; else what stopped it from running, how it ended, what kept it from leaving, or what made it Ready. */
export function mainSubject(history: History): TraceRecord | undefined {
  return (
    refusal(history) ?? troubledEnd(history) ?? obstacle(history) ?? lastStop(history) ?? refusalsOf(history)[0] ?? firstReady(history) ?? history.pods.at(-1)
  );
}

function refusal({ actions, pods }: History): TraceRecord | undefined {
  return pods.length === 0 ? actions.find(({ error }) => error !== undefined) : undefined;
}

function troubledEnd(history: History): TraceRecord | undefined {
  const weighed = history.containers.map((container) => ({
    container,
    weight: chaptersOf(history, container)
      .filter(isTrouble)
      .reduce((sum, { count }) => sum + count, 0),
  }));
  weighed.sort((a, b) => b.weight - a.weight);
  const [first] = weighed;
  if (!first || first.weight === 0) return undefined;
  const run = first.container.runs.find((each) => isTrouble({ ending: endingOf(history, each), count: 1 }));
  return run?.exit ?? run?.kill;
}

/** A pull, a hook or a mount that failed: nothing ended, but something did not go on. */
function obstacle({ containers, events, volumeImages }: History): TraceRecord | undefined {
  const pulls = [...containers.flatMap(({ images }) => images), ...volumeImages].filter(({ result }) => result === 'failed');
  const hooks = containers.flatMap(({ runs }) => runs.flatMap(failedHooks));
  const [earliest] = [...pulls, ...hooks].sort((a, b) => a.id - b.id);
  return earliest ?? events.find(({ object }) => object.type === 'Warning' && object.reason !== 'Unhealthy');
}

function failedHooks(run: Run): TraceRecord[] {
  return run.hooks.filter(({ what, result }) => what === 'end' && (result === 'failed' || result === 'cut'));
}

/** How the last container that was told to stop went. */
function lastStop({ containers }: History): TraceRecord | undefined {
  const exits = containers.flatMap(({ runs }) => runs.flatMap(({ kill, exit }) => (kill && exit ? [exit] : [])));
  return exits.sort((a, b) => a.id - b.id).at(-1);
}

function firstReady({ pods }: History): TraceRecord | undefined {
  return pods.find(({ object }) => isReady(object));
}
