/** Programs that do not get the end they were meant to have. */
import { attemptsOf, cameTooSoon, type ContainerHistory, hookOf, type Run } from '../history.ts';
import { endpointIn } from '../tell/endpoints.ts';
import type { Change, Edit } from '../types.ts';
import type { LostSignal } from '../texts/en/findings/endings.ts';
import { behindShell, withHandler } from './sigterm-handler.ts';
import {
  generousSeconds,
  graceEdit,
  handlerMs,
  idsOf,
  killingProbe,
  offered,
  pathOf,
  probeOf,
  shortfall,
  type Found,
  type Subject,
  workloadOf,
  writtenOf,
} from './subject.ts';

export function shutdownFindings(subject: Subject): Found[] {
  return subject.history.containers.flatMap((container) => [
    ...firstOf(container, (run) => lostSignal(subject, container, run)),
    ...firstOf(container, (run) => cutHook(subject, container, run)),
    ...firstOf(container, (run) => shortGrace(subject, container, run)),
    ...firstOf(container, (run) => slowKill(subject, container, run)),
    ...firstOf(container, (run) => leavesEarly(subject, container, run)),
    ...longHook(subject, container),
  ]);
}

function firstOf(container: ContainerHistory, look: (run: Run) => Found | undefined): Found[] {
  for (const run of container.runs) {
    const found = look(run);
    if (found) return [found];
  }
  return [];
}

/** SIGTERM, then SIGKILL: the run that was not let go. What went with its cgroup was given no time. */
function forced(run: Run) {
  const term = run.signals.find(({ signal, graceSeconds }) => signal !== 'SIGKILL' && graceSeconds !== undefined);
  const kill = run.signals.find(({ signal, rule }) => signal === 'SIGKILL' && rule !== 'orphan.cgroup');
  return term && kill && run.exit ? { term, kill, exit: run.exit } : undefined;
}

function lostSignal(subject: Subject, container: ContainerHistory, run: Run): Found | undefined {
  const found = forced(run);
  const path = pathOf(subject, container.name);
  if (!found || path === undefined) return undefined;
  const written = writtenOf(subject, container.name);
  // A program installs its handlers while it boots: that it was killed so early is another finding
  if (cameTooSoon(run, found.term)) return undefined;
  const isForeground = found.term.handled && /\btrap\b/.test([...(written?.command ?? []), ...(written?.args ?? [])].join(' '));
  if (found.term.handled && !isForeground) return undefined;
  const { signal } = found.term;
  const waitedMs = found.kill.t - found.term.t;
  const change = withHandler(subject, container.name, path, written, signal);
  const behind = behindShell(written);
  const words = subject.words.shutdown.lost;
  const lost: LostSignal = { container: container.name, signal, waitedMs, because: isForeground ? 'foreground' : (behind ?? 'no handler') };
  return {
    kind: 'sigterm-lost',
    severity: 'problem',
    container: container.name,
    title: words.title(lost),
    detail: words.detail(lost),
    facts: { signal, waitedMs, graceSeconds: run.kill?.decision.graceSeconds ?? 0, exitCode: found.exit.exitCode ?? 137 },
    picture: shortfall({ label: words.waited, ms: waitedMs }, undefined),
    records: idsOf(found.term, found.kill, found.exit, run.kill),
    ...(change && { change }),
    alternatives: [],
  };
}

function cutHook(subject: Subject, container: ContainerHistory, run: Run): Found | undefined {
  const start = hookOf(run, 'preStop', 'start');
  const end = hookOf(run, 'preStop', 'end');
  if (!start || !end || end.result !== 'cut' || !run.kill || end.cause !== start.id || end.rule === 'kubelet.life') return undefined;
  const words = subject.words.shutdown.hookCut;
  const givenMs = end.t - start.t;
  const neededMs = handlerMs(subject, container.name, container.spec?.lifecycle?.preStop);
  const drainMs = drainOf(subject, run) ?? 1000;
  const edit = graceEdit(subject, run, Math.ceil(((neededMs ?? givenMs * 2) + drainMs) / 1000) + 2);
  return {
    kind: 'prestop-outlives-grace',
    severity: 'problem',
    container: container.name,
    title: words.title(edit && run.kill.decision.graceSeconds, givenMs, neededMs),
    detail: words.detail(forced(run) && (run.exit ? run.exit.t - run.kill.t : 0)),
    facts: { givenMs, ...(neededMs !== undefined && { neededMs }), graceSeconds: run.kill.decision.graceSeconds },
    picture: shortfall(
      { label: words.grace, ms: run.kill.decision.graceSeconds * 1000 },
      neededMs === undefined ? undefined : { label: words.hook, ms: neededMs },
    ),
    records: idsOf(end, start, run.kill, run.exit),
    ...offered(edit && raise(subject, edit), neededMs !== undefined),
  };
}

/** Nothing stops the container in this run; whatever does will not wait for the end of its hook. */
function longHook(subject: Subject, container: ContainerHistory): Found[] {
  const hookMs = handlerMs(subject, container.name, container.spec?.lifecycle?.preStop);
  const graceSeconds = subject.history.pod?.spec.terminationGracePeriodSeconds ?? 30;
  const run = container.runs.at(-1);
  if (hookMs === undefined || hookMs < graceSeconds * 1000 || !run || container.runs.some(({ kill }) => kill)) return [];
  const words = subject.words.shutdown.longHook;
  const value = Math.ceil((hookMs + (drainOf(subject, run) ?? 1000)) / 1000) + 2;
  return [
    {
      kind: 'prestop-outlives-grace',
      severity: 'hint',
      container: container.name,
      title: words.title(container.name, hookMs, graceSeconds),
      detail: words.detail,
      facts: { neededMs: hookMs, graceSeconds },
      picture: shortfall({ label: subject.words.shutdown.hookCut.grace, ms: graceSeconds * 1000 }, { label: subject.words.shutdown.hookCut.hook, ms: hookMs }),
      records: idsOf(run.start),
      change: raise(subject, { document: 'pod', path: 'spec.terminationGracePeriodSeconds', value }),
      alternatives: [],
    },
  ];
}

function shortGrace(subject: Subject, container: ContainerHistory, run: Run): Found | undefined {
  const found = forced(run);
  const hookEnd = hookOf(run, 'preStop', 'end');
  if (!found?.term.handled || !run.kill || hookEnd?.result === 'cut') return undefined;
  const drainMs = drainOf(subject, run);
  if (/\btrap\b/.test([...(container.spec?.command ?? []), ...(container.spec?.args ?? [])].join(' ')) && drainMs === undefined) return undefined;
  const hookMs = hookEnd ? hookEnd.t - run.kill.t : 0;
  const graceMs = run.kill.decision.graceSeconds * 1000;
  const neededMs = drainMs === undefined ? undefined : drainMs + hookMs;
  const edit = graceEdit(subject, run, Math.ceil((neededMs ?? graceMs * 2) / 1000) + 2);
  const words = subject.words.shutdown.shortGrace;
  return {
    kind: 'grace-too-short',
    severity: 'problem',
    container: container.name,
    title: words.title(graceMs, hookMs, neededMs),
    detail: words.detail({
      container: container.name,
      signal: found.term.signal,
      hookMs,
      leftSeconds: found.term.graceSeconds ?? 0,
      exitCode: found.exit.exitCode ?? 137,
    }),
    facts: { graceMs, hookMs, ...(neededMs !== undefined && { neededMs }) },
    picture: shortfall(
      { label: words.grace, ms: graceMs },
      neededMs === undefined ? undefined : { label: words.shutdown, ms: neededMs },
      hookMs > 0 ? [{ label: words.hookEnds, ms: hookMs }] : [],
    ),
    records: idsOf(found.kill, found.exit, found.term, run.kill),
    ...offered(edit && raise(subject, edit), neededMs !== undefined),
  };
}

function slowKill(subject: Subject, container: ContainerHistory, run: Run): Found | undefined {
  const words = subject.words.shutdown.slowKill;
  const killer = killingProbe(subject.history, run);
  const path = pathOf(subject, container.name);
  const spec = killer && probeOf(container, killer.probe);
  const takesMs = run.exit && run.kill ? run.exit.t - run.kill.t : 0;
  if (!killer || !spec || path === undefined || takesMs < SLOW_KILL_MS || spec.terminationGracePeriodSeconds !== undefined) return undefined;
  const hookMs = handlerMs(subject, container.name, container.spec?.lifecycle?.preStop) ?? 0;
  const drainMs = Math.max(...container.runs.map((each) => drainOf(subject, each) ?? 0));
  const seconds = Math.max(5, Math.ceil((hookMs + drainMs) / 1000) + 2);
  return {
    kind: 'slow-liveness-kill',
    severity: takesMs >= HARMFUL_KILL_MS ? 'problem' : 'hint',
    container: container.name,
    title: words.title(killer.probe, run.kill?.t ?? 0, takesMs),
    detail: words.detail(neighbours(subject, run)),
    facts: { takesMs, failures: attemptsOf(killer).length },
    picture: shortfall({ label: words.kill, ms: takesMs }, undefined),
    records: idsOf(run.kill, run.exit, run.signals),
    change: {
      title: words.change(killer.probe, seconds),
      edits: [{ document: 'pod', path: `${path}.${killer.probe}Probe.terminationGracePeriodSeconds`, value: seconds }],
    },
    alternatives: [],
  };
}

const SLOW_KILL_MS = 15_000;
const HARMFUL_KILL_MS = 60_000;

/** A Pod has one worker: a container that ended during the kill waits until the kill is over. */
function neighbours({ history }: Subject, { kill, exit }: Run): { container: string; endedMs: number; nextMs: number }[] {
  return history.containers.flatMap(({ runs }) =>
    runs.flatMap((run, index) => {
      const next = runs[index + 1]?.start;
      const isHeld = run.exit && kill && exit && run.exit.id > kill.id && run.exit.id < exit.id && next;
      return isHeld ? [{ container: run.container, endedMs: run.exit?.t ?? 0, nextMs: next.t }] : [];
    }),
  );
}

/** The process closes its port while clients are still sent to it. */
function leavesEarly(subject: Subject, container: ContainerHistory, run: Run): Found | undefined {
  const { history, scenario } = subject;
  const words = subject.words.shutdown.leavesEarly;
  const path = pathOf(subject, container.name);
  const terminating = history.slices.find((record) => endpointIn(record)?.terminating === true);
  const closed = run.serving.find(({ what, ports }) => what === 'draining' && ports.length === 0) ?? run.exit;
  const wasOpen = run.serving.some(({ what, ports }) => what === 'serving' && ports.length > 0);
  if (container.role !== 'app' || path === undefined || !terminating || !closed || !wasOpen || !run.kill || killingProbe(history, run)) return undefined;
  if (!history.slices.some((record) => record.id < terminating.id && endpointIn(record)?.ready === true)) return undefined;
  const clientsGoneMs = terminating.t + scenario.cluster.latency.endpointsMs;
  const gapMs = clientsGoneMs - closed.t;
  if (gapMs < 200 || run.start.t > terminating.t) return undefined;
  const hook = container.spec?.lifecycle?.preStop;
  const sleepSeconds = Math.ceil(gapMs / 1000) + 1 + (hook?.sleep?.seconds ?? 0);
  const graceSeconds = Math.ceil((sleepSeconds * 1000 + (drainOf(subject, run) ?? 0)) / 1000) + 2;
  const grace = graceSeconds > run.kill.decision.graceSeconds ? graceEdit(subject, run, graceSeconds) : undefined;
  return {
    kind: 'stops-before-clients-leave',
    severity: 'problem',
    container: container.name,
    title: words.title(container.name, gapMs),
    detail: words.detail(closed.t, clientsGoneMs),
    facts: { gapMs, endpointsMs: scenario.cluster.latency.endpointsMs },
    picture: shortfall({ label: words.serves, ms: Math.max(0, closed.t - terminating.t) }, { label: words.follow, ms: clientsGoneMs - terminating.t }),
    records: idsOf(closed, terminating, run.signals),
    ...((!hook || hook.sleep) && {
      change: {
        title: words.change(sleepSeconds),
        edits: [{ document: 'pod', path: `${path}.lifecycle.preStop`, value: { sleep: { seconds: sleepSeconds } } } satisfies Edit, ...(grace ? [grace] : [])],
      },
    }),
    alternatives: [],
  };
}

function drainOf(subject: Subject, run: Run): number | undefined {
  const { onTerm } = workloadOf(subject, run);
  return typeof onTerm === 'object' ? onTerm.exitAfterMs : undefined;
}

function raise({ words }: Subject, edit: Edit): Change {
  const field = edit.path.split('.').at(-1) ?? '';
  return {
    title: words.shutdown.raise(field, edit.path.includes('Probe'), edit.value),
    edits: [{ ...edit, value: generous(edit.value) }],
  };
}

function generous(value: unknown): number {
  return generousSeconds(Number(value) * 1000, 1);
}
