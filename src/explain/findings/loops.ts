/** Programs that end again and again, and exit codes that say less than they seem to. */
import { type ContainerHistory, countOf, type History, hookOf, lastOf, type Run } from '../history.ts';
import { stateWord, statusOf } from '../pods.ts';
import type { CauseOf137 } from '../texts/en/findings/endings.ts';
import { type Found, idsOf, killingProbe, type Subject } from './subject.ts';

export function loopFindings(subject: Subject): Found[] {
  return [...subject.history.containers.flatMap((container) => crashLoop(subject, container)), ...manyCauses(subject)];
}

/** From this many crashes on, people ask about the waits; fewer are told by the verdict. */
const LOOP = 3;

/** The waits are nominal: they count from the exit and end with the sync that finds them over (`kuberuntime_manager.go: doBackOff`). */
function crashLoop({ history, scenario, words: { loops } }: Subject, container: ContainerHistory): Found[] {
  const { name, runs, backOffs } = container;
  const crashes = runs.filter(({ exit, kill }) => exit && !kill && exit.exitCode !== 0 && exit.reason !== 'OOMKilled');
  const exits = crashes.flatMap(({ exit }) => exit ?? []);
  const waits = waitsOf(container, crashes);
  if (exits.length < LOOP || waits.every((ms) => ms === 0)) return [];
  const codes = [...new Set(exits.map(({ exitCode }) => exitCode ?? 1))];
  const pending = runs.at(-1)?.exit && backOffs.findLast(({ id }) => id > (exits.at(-1)?.id ?? 0))?.decision.untilMs;
  const took = runs.slice(1).map(({ start }, index) => start.t - (runs[index]?.exit?.t ?? start.t));
  const capMs = scenario.cluster.kubelet.crashLoopBackOff.maxContainerRestartPeriodMs;
  const { rising, again } = untilSteady(waits);
  const last = crashes.at(-1)?.log.at(-1)?.line;
  return [
    {
      kind: 'crash-loop',
      severity: 'problem',
      container: name,
      title: loops.crashLoop.title(name, codes, exits.length, rising, again),
      detail: loops.crashLoop.detail({
        capMs,
        tookMs: took.slice(0, rising.length),
        ...(pending !== undefined && pending > history.trace.endMs && { dueMs: pending }),
        ...reportedOf(history, container),
        ...(last !== undefined && { last }),
      }),
      facts: { exits: exits.length, lastWaitMs: waits.at(-1) ?? 0 },
      picture: { kind: 'count', label: loops.crashLoop.count, count: exits.length },
      records: idsOf(exits, backOffs),
      alternatives: [],
    },
  ];
}

/** The waits up to the first that repeats, and how often that one comes: nobody reads the same number twenty times. */
function untilSteady(waits: readonly number[]): { rising: readonly number[]; again: number } {
  const steadyFrom = waits.findLastIndex((ms) => ms !== waits.at(-1)) + 1;
  const again = waits.length - steadyFrom - 1;
  return again < 2 ? { rising: waits, again: 0 } : { rising: waits.slice(0, steadyFrom + 1), again };
}

/** The back-off before each restart after a crash, and before the one that is still to come. */
function waitsOf({ runs, backOffs }: ContainerHistory, crashes: readonly Run[]): number[] {
  return crashes.flatMap((run) => {
    const next = runs[countOf(runs, ({ start }) => start.id <= run.start.id)]?.start;
    const latest = lastOf(backOffs, ({ id }) => id < (next?.id ?? Number.POSITIVE_INFINITY));
    const wait = latest && latest.id > (run.exit?.id ?? 0) ? latest : undefined;
    return next || wait ? [wait?.decision.delayMs ?? 0] : [];
  });
}

/** The phases while it crashed, and the states that `kubectl get` showed, for how long each. */
function reportedOf(history: History, { name, role }: ContainerHistory): { phases: string[]; shown: { state: string; ms: number }[] } {
  const shown = new Map<string, number>();
  const phases = new Set<string>();
  history.pods.forEach((record, index) => {
    const status = statusOf(record.object, name);
    if (!status || status.state.running || status.state.terminated?.exitCode === 0 || record.type === 'DELETED') return;
    if (status.restartCount > 0 || status.state.terminated) phases.add(record.object.status.phase);
    const word = stateWord(status.state);
    if (word === 'ContainerCreating' || word === 'PodInitializing') return;
    const column = role === 'app' ? word : `Init:${word}`;
    shown.set(column, (shown.get(column) ?? 0) + (history.pods[index + 1]?.t ?? history.trace.endMs) - record.t);
  });
  return { phases: [...phases], shown: [...shown].filter(([, ms]) => ms >= 500).map(([state, ms]) => ({ state, ms })) };
}

const KILLED = 137;
const TERMINATED = 143;

/** One number, several chains of causes: worth telling where a run has more than one. */
function manyCauses({ history, words: { loops } }: Subject): Found[] {
  const ends = history.containers.flatMap(({ runs }) => runs.findLast(({ exit }) => exit?.exitCode === KILLED) ?? []);
  const causes = ends.map((run) => causeOf137(history, run));
  const kinds = new Set(causes.map(({ by }) => by));
  if (kinds.size < 2) return [];
  const oom = causes.flatMap(({ by, container }) => (by === 'oom' ? [container] : []));
  const obedient = history.containers.flatMap(({ runs }) => runs.findLast(({ exit, kill }) => exit?.exitCode === TERMINATED && kill) ?? []);
  return [
    {
      kind: 'exit-code-137',
      severity: 'hint',
      title: loops.manyCauses.title(ends.length, kinds.size, oom),
      detail: loops.manyCauses.detail(
        causes,
        obedient.map(({ container }) => container),
      ),
      facts: { ends: ends.length, causes: kinds.size },
      records: idsOf(
        ends.flatMap(({ exit }) => exit ?? []),
        obedient.flatMap(({ exit }) => exit ?? []),
      ),
      alternatives: [],
    },
  ];
}

function causeOf137(history: History, run: Run): CauseOf137 {
  const { container, exit, kill, signals } = run;
  if (exit?.reason === 'OOMKilled') return { container, by: 'oom' };
  if (kill && signals.some(({ signal }) => signal === 'SIGKILL')) {
    const probe = killingProbe(history, run)?.probe;
    const { graceSeconds } = kill.decision;
    const isHookCut = hookOf(run, 'preStop', 'end')?.result === 'cut';
    return { container, by: probe ? 'probe' : 'grace', ...(probe && { probe }), graceSeconds, isHookCut };
  }
  return exit?.signal === undefined ? { container, by: 'itself' } : { container, by: 'signal', signal: exit.signal };
}
