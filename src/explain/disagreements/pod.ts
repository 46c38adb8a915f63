/** The node against what the API says of the Pod as a whole. */
import type { PodRecord } from '../../model/trace.ts';
import { bootOf, type History, type Run, servingSpans } from '../history.ts';
import { overlap, readySpans } from '../verdict/measures.ts';
import type { Disagreement } from '../types.ts';
import type { WhyDeaf } from '../texts/en/disagreements.ts';
import type { Translation } from '../texts/translation.ts';
import { NOTICEABLE_MS } from './status.ts';

type Words = Translation['disagreements'];

export function podDisagreements(words: Words, history: History): Disagreement[] {
  return [...withheldPhase(words, history), ...deafButReady(words, history), ...objectGone(words, history)];
}

/** The terminal phase is published when the worker is done, not when the last container is (`mergePodStatus`). */
function withheldPhase(words: Words, history: History): Disagreement[] {
  const terminal = history.pods.find(({ object }) => object.status.phase === 'Succeeded' || object.status.phase === 'Failed');
  if (!terminal) return [];
  const before = history.pods.filter(({ id }) => id < terminal.id);
  const open = before.findLastIndex((record) => !allTerminated(record));
  const first = before[open + 1];
  if (!first || terminal.t - first.t < NOTICEABLE_MS) return [];
  return [
    {
      kind: 'phase-withheld',
      fromMs: first.t,
      toMs: terminal.t,
      sentence: words.phaseWithheld({ fromMs: first.t, toMs: terminal.t }, first.object.status.phase),
      record: first.id,
    },
  ];
}

function allTerminated({ object }: PodRecord): boolean {
  const statuses = object.status.containerStatuses ?? [];
  const isHelped = object.status.initContainerStatuses?.some(({ state }) => state.running) === true;
  return !isHelped && statuses.length > 0 && statuses.every(({ state }) => state.terminated !== undefined);
}

/** Ready=True while a container with ports does not listen. */
function deafButReady(words: Words, history: History): Disagreement[] {
  const ready = readySpans(history);
  return history.containers
    .filter(({ role, runs }) => role === 'app' && runs.some((run) => hasPorts(run)))
    .flatMap(({ name, runs }) => {
      const open = runs.flatMap((run) => servingSpans(run, history.trace.endMs));
      return ready
        .flatMap((one) => without(one, open))
        .flatMap((one) =>
          splitAt(
            one,
            runs.map(({ start }) => start.t),
          ),
        )
        .filter(({ fromMs, toMs }) => toMs - fromMs >= NOTICEABLE_MS)
        .map(({ fromMs, toMs }) => {
          const run = runs.findLast(({ start }) => start.t <= fromMs) ?? runs[0];
          return {
            kind: 'ready-without-listener' as const,
            container: name,
            fromMs,
            toMs,
            sentence: words.readyWithoutListener({ fromMs, toMs }, name, whyDeaf(run, fromMs)),
            record: run?.start.id ?? 0,
          };
        });
    });
}

function hasPorts({ serving }: Run): boolean {
  return serving.some(({ ports, untilMs }) => ports.length > 0 || untilMs !== undefined);
}

function whyDeaf(run: Run | undefined, t: number): WhyDeaf {
  const boot = run && bootOf(run);
  if (boot && t < boot.untilMs && !(run.exit && run.exit.t <= t)) return { what: 'boots', forMs: boot.ms };
  if (run?.exit && run.exit.t <= t) return { what: 'ended' };
  return { what: 'drains' };
}

/** A stretch that goes over a restart has two reasons. */
function splitAt({ fromMs, toMs }: { fromMs: number; toMs: number }, times: readonly number[]): { fromMs: number; toMs: number }[] {
  const edges = [fromMs, ...times.filter((t) => t > fromMs && t < toMs), toMs];
  return edges.slice(1).map((edge, index) => ({ fromMs: edges[index] ?? fromMs, toMs: edge }));
}

/** The parts of a stretch that no other stretch covers. */
function without(whole: { fromMs: number; toMs: number }, holes: readonly { fromMs: number; toMs: number }[]): { fromMs: number; toMs: number }[] {
  const inside = overlap(holes, [whole]).sort((a, b) => a.fromMs - b.fromMs);
  const left: { fromMs: number; toMs: number }[] = [];
  let from = whole.fromMs;
  for (const { fromMs, toMs } of inside) {
    if (fromMs > from) left.push({ fromMs: from, toMs: fromMs });
    from = Math.max(from, toMs);
  }
  return from < whole.toMs ? [...left, { fromMs: from, toMs: whole.toMs }] : left;
}

function objectGone(words: Words, history: History): Disagreement[] {
  const gone = history.pods.find(({ type }) => type === 'DELETED');
  if (!gone) return [];
  return history.containers.flatMap(({ name, runs }) =>
    runs
      .filter(({ start, exit }) => start.t <= gone.t && (exit?.t ?? history.trace.endMs) > gone.t)
      .map(({ exit }) => {
        const toMs = exit?.t ?? history.trace.endMs;
        return {
          kind: 'object-gone' as const,
          container: name,
          fromMs: gone.t,
          toMs,
          sentence: words.objectGone({ fromMs: gone.t, toMs }, name),
          record: gone.id,
        };
      }),
  );
}
