/** Programs that end again and again, and exit codes that say less than they seem to. */
import { type ContainerHistory, countOf, type History, hookOf, lastOf, type Run } from '../history.ts';
import { stateWord, statusOf } from '../pods.ts';
import { at, capital, counted, joined, listed, span, times } from '../texts/en/words.ts';
import { type Found, idsOf, killingProbe, type Subject } from './subject.ts';

export function loopFindings(subject: Subject): Found[] {
  return [...subject.history.containers.flatMap((container) => crashLoop(subject, container)), ...manyCauses(subject)];
}

/** Fewer crashes are told by the verdict; from the third on the waits are what people ask about. */
const LOOP = 3;

/** The waits are nominal: they count from the exit and end with the sync that finds them over (`kuberuntime_manager.go: doBackOff`). */
function crashLoop({ history, scenario }: Subject, container: ContainerHistory): Found[] {
  const { name, runs, backOffs } = container;
  const crashes = runs.filter(({ exit, kill }) => exit && !kill && exit.exitCode !== 0 && exit.reason !== 'OOMKilled');
  const exits = crashes.flatMap(({ exit }) => exit ?? []);
  const waits = waitsOf(container, crashes);
  if (exits.length < LOOP || waits.every((ms) => ms === 0)) return [];
  const codes = [...new Set(exits.map(({ exitCode }) => exitCode ?? 1))];
  const pending = runs.at(-1)?.exit && backOffs.findLast(({ id }) => id > (exits.at(-1)?.id ?? 0))?.decision.untilMs;
  const took = runs.slice(1).map(({ start }, index) => start.t - (runs[index]?.exit?.t ?? start.t));
  const capMs = scenario.cluster.kubelet.crashLoopBackOff.maxContainerRestartPeriodMs;
  return [
    {
      kind: 'crash-loop',
      severity: 'problem',
      container: name,
      title: `${name} exits with ${listed(codes.map(String))} ${times(exits.length)}; the waits before its restarts are ${listed(waits.map((ms) => String(ms / 1000)))} s.`,
      detail: `${joined(
        `The waits count from each exit, double up to ${span(capMs)} and begin anew after a run of more than 10 min`,
        `a sync ends them, so they took ${listed(took.map((ms) => (ms / 1000).toFixed(1)))} s`,
        pending !== undefined && pending > history.trace.endMs && `the next start is due at ${at(pending)}`,
      )}. ${wordsOfStatus(history, name)}`,
      facts: { exits: exits.length, lastWaitMs: waits.at(-1) ?? 0 },
      picture: { kind: 'count', label: 'exits', count: exits.length },
      records: idsOf(exits, backOffs),
      alternatives: [],
    },
  ];
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

/** `The phase is Running all the time; STATUS is Error for 57.2 s and CrashLoopBackOff for 80 s of it.` */
function wordsOfStatus(history: History, name: string): string {
  const shown = new Map<string, number>();
  const phases = new Set<string>();
  history.pods.forEach((record, index) => {
    const status = statusOf(record.object, name);
    if (!status || status.state.running || status.state.terminated?.exitCode === 0 || record.type === 'DELETED') return;
    if (status.restartCount > 0 || status.state.terminated) phases.add(record.object.status.phase);
    const word = stateWord(status.state);
    if (word === 'ContainerCreating' || word === 'PodInitializing') return;
    shown.set(word, (shown.get(word) ?? 0) + (history.pods[index + 1]?.t ?? history.trace.endMs) - record.t);
  });
  const words = [...shown].filter(([, ms]) => ms >= 500).map(([word, ms]) => `${word} for ${span(ms)}`);
  const phase = `The phase is ${[...phases].join(', then ')} all the while`;
  return `${phase}; STATUS is what kubectl makes of the container's state${words.length > 0 ? `: ${listed(words)}` : ''}.`;
}

const KILLED = 137;
const TERMINATED = 143;

/** One number, several chains of causes: worth telling where a run has more than one. */
function manyCauses({ history }: Subject): Found[] {
  const ends = history.containers.flatMap(({ runs }) => runs.findLast(({ exit }) => exit?.exitCode === KILLED) ?? []);
  const causes = ends.map((run) => causeOf137(history, run));
  const kinds = new Set(causes.map(({ kind }) => kind));
  if (kinds.size < 2) return [];
  const oom = causes.flatMap(({ kind, name }) => (kind === 'oom' ? [name] : []));
  const obedient = history.containers.flatMap(({ runs }) => runs.findLast(({ exit, kill }) => exit?.exitCode === TERMINATED && kill) ?? []);
  return [
    {
      kind: 'exit-code-137',
      severity: 'hint',
      title: `${capital(counted(ends.length))} containers end with 137, for ${counted(kinds.size)} reasons; ${oom.length > 0 ? `only ${listed(oom)} ran out of memory` : 'none of them is memory'}.`,
      detail: `137 is 128 + 9, SIGKILL. Here ${joined(...causes.map(({ words }) => words))}. Only the reason of the terminated state tells them apart.${
        obedient.length > 0
          ? ` 143 of ${listed(obedient.map(({ container }) => container))} is 128 + 15: ended by SIGTERM as asked, and Error all the same.`
          : ''
      }`,
      facts: { ends: ends.length, causes: kinds.size },
      records: idsOf(
        ends.flatMap(({ exit }) => exit ?? []),
        obedient.flatMap(({ exit }) => exit ?? []),
      ),
      alternatives: [],
    },
  ];
}

function causeOf137(history: History, run: Run): { kind: string; name: string; words: string } {
  const { container: name, exit, kill, signals } = run;
  const killer = killingProbe(history, run);
  const tell = (kind: string, words: string) => ({ kind, name, words: `${name} ${words}` });
  if (exit?.reason === 'OOMKilled') return tell('oom', 'was over its memory limit (OOMKilled)');
  if (kill && signals.some(({ signal }) => signal === 'SIGKILL')) {
    const cut = hookOf(run, 'preStop', 'end')?.result === 'cut' ? ', preStop cut' : '';
    const grace = `SIGKILL after ${kill.decision.graceSeconds} s of grace${cut}`;
    return killer ? tell('probe', `failed its ${killer.probe} probe, and got ${grace}`) : tell('grace', `got ${grace}`);
  }
  return exit?.signal === undefined ? tell('own', 'called exit(137) itself') : tell('inside', `was ended by ${exit.signal}, not by the kubelet`);
}
