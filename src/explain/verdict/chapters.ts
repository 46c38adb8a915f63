/** How each run of a container ended, and the whole row of endings as one story. */
import { bootOf, type ContainerHistory, type History, passed, recordOf, type Run, servingSpans } from '../history.ts';

export type Ending =
  | { what: 'killed'; by: 'liveness' | 'startup' | 'postStart' | 'definition'; booting: boolean }
  | { what: 'oom' }
  | { what: 'crash'; code: number }
  /** Ended by a signal that neither the kubelet nor an OOM sent. */
  | { what: 'signal'; name: string }
  | { what: 'completed' }
  | { what: 'stopped'; forced: boolean; code: number }
  | { what: 'running'; served: boolean };

/** An ending that is trouble. */
export type Trouble = Extract<Ending, { what: 'killed' | 'oom' | 'crash' | 'signal' }>;

export function endingOf(history: History, run: Run): Ending {
  const { exit, kill } = run;
  const killer = kill && recordOf(history.trace, kill.cause);
  if (kill && killer?.kind === 'Probe' && killer.probe !== 'readiness') {
    const boot = bootOf(run);
    const container = history.containers.find(({ name }) => name === run.container);
    const neverWell = !container?.probes[killer.probe].some((record) => record.instance === run.instance && passed(record));
    return { what: 'killed', by: killer.probe, booting: boot ? kill.t < boot.untilMs : neverWell && killer.probe === 'startup' };
  }
  if (kill && (kill.decision.reason === 'postStart' || kill.decision.reason === 'definition'))
    return { what: 'killed', by: kill.decision.reason, booting: false };
  if (!exit) return { what: 'running', served: servingSpans(run, history.trace.endMs).length > 0 };
  if (kill) return { what: 'stopped', forced: run.signals.some(({ signal }) => signal === 'SIGKILL'), code: exit.exitCode ?? 0 };
  if (exit.reason === 'OOMKilled') return { what: 'oom' };
  if (exit.signal !== undefined) return { what: 'signal', name: exit.signal };
  return exit.exitCode === 0 ? { what: 'completed' } : { what: 'crash', code: exit.exitCode ?? 1 };
}

export interface Chapter<Of extends Ending = Ending> {
  ending: Of;
  count: number;
}

/** Endings of the same kind in a row are one chapter. */
export function chaptersOf(history: History, { runs }: ContainerHistory): Chapter[] {
  const chapters: Chapter[] = [];
  for (const run of runs) {
    const ending = endingOf(history, run);
    const last = chapters.at(-1);
    if (last && JSON.stringify(last.ending) === JSON.stringify(ending)) last.count += 1;
    else chapters.push({ ending, count: 1 });
  }
  return chapters;
}

/** How bad a chapter is, so that the most troubled container is told of. */
export function isTrouble(chapter: Chapter): chapter is Chapter<Trouble> {
  return ['killed', 'oom', 'crash', 'signal'].includes(chapter.ending.what);
}

const LOOP = 3;

/** What a container went through, as far as it is worth a headline. */
export type Tale =
  /** It did its work again and again. */
  | { what: 'clean exits'; count: number }
  /** The same again and again until the end; `isSlowing`: with longer and longer waits. */
  | { what: 'crash loop'; code: number; count: number; isSlowing: boolean }
  | { what: 'OOM loop'; count: number }
  /** Troubles in the order in which each came first, and how it went on, if it got better. */
  | { what: 'troubles'; troubles: Chapter<Trouble>[]; outcome?: 'clean run' | 'done' | 'SIGKILL' };

/** Killed twice while booting, one crash, then a clean run; undefined if nothing went wrong with the container. */
export function taleOf(history: History, container: ContainerHistory): Tale | undefined {
  const chapters = chaptersOf(history, container);
  const troubles = chapters.filter(isTrouble);
  const completions = chapters.filter(({ ending }) => ending.what === 'completed').reduce((sum, { count }) => sum + count, 0);
  if (troubles.length === 0)
    return completions >= 2 && history.pod?.spec.restartPolicy === 'Always' && container.role === 'app'
      ? { what: 'clean exits', count: completions }
      : undefined;
  const end = chapters.at(-1);
  const outcome = end && !isTrouble(end) ? conclusionOf(history, end, container) : undefined;
  return loopOf(chapters, container) ?? { what: 'troubles', troubles: merged(troubles), ...(outcome && { outcome }) };
}

/** The same again and again until the end. */
function loopOf(chapters: readonly Chapter[], container: ContainerHistory): Tale | undefined {
  const bad = chapters.filter(isTrouble);
  const [only] = bad;
  const rest = chapters.filter((chapter) => !isTrouble(chapter));
  if (!only || bad.length !== 1 || only.count < LOOP || rest.some(({ ending }) => ending.what === 'completed')) return undefined;
  const waits = new Set(container.backOffs.map(({ decision }) => decision.untilMs)).size;
  if (only.ending.what === 'crash') return { what: 'crash loop', code: only.ending.code, count: only.count, isSlowing: waits > 1 };
  return only.ending.what === 'oom' ? { what: 'OOM loop', count: only.count } : undefined;
}

/** Chapters that differ only in details (the exit code) and are not next to each other become one. */
function merged(chapters: readonly Chapter<Trouble>[]): Chapter<Trouble>[] {
  const all: Chapter<Trouble>[] = [];
  for (const chapter of chapters) {
    const same = all.find(({ ending }) => kindOf(ending) === kindOf(chapter.ending));
    if (same) same.count += chapter.count;
    else all.push({ ...chapter });
  }
  return all;
}

function kindOf(ending: Ending): string {
  return ending.what === 'killed' ? `${ending.by} ${ending.booting}` : ending.what;
}

function conclusionOf(history: History, { ending }: Chapter, container: ContainerHistory): 'clean run' | 'done' | 'SIGKILL' | undefined {
  switch (ending.what) {
    case 'running':
      return ending.served && outlives(history, container) ? 'clean run' : undefined;
    case 'completed':
      return 'done';
    case 'stopped':
      if (ending.forced) return 'SIGKILL';
      return outlives(history, container) ? 'clean run' : undefined;
    default:
      return undefined;
  }
}

/** A run is well when it has come further than those that ended in trouble; until then the next trouble may be on its way. */
function outlives(history: History, { runs }: ContainerHistory): boolean {
  const untilMs = (run: Run) => (run.kill?.t ?? run.exit?.t ?? history.trace.endMs) - run.start.t;
  const [last, ...others] = runs.toReversed();
  const troubled = others.filter((run) => isTrouble({ ending: endingOf(history, run), count: 1 }));
  return last !== undefined && troubled.every((run) => untilMs(run) < untilMs(last));
}
