/** What became of each run of a container, and a row of such endings as one sentence. */
import { bootOf, type ContainerHistory, type History, passed, recordOf, type Run, servingSpans } from '../history.ts';
import { counted, listed, plural, times } from '../words.ts';

export type Ending =
  | { what: 'killed'; by: 'liveness' | 'startup' | 'postStart' | 'definition'; booting: boolean }
  | { what: 'oom' }
  | { what: 'crash'; code: number }
  /** Ended by a signal that neither the kubelet nor an OOM sent. */
  | { what: 'signal'; name: string }
  | { what: 'completed' }
  | { what: 'stopped'; forced: boolean; code: number }
  | { what: 'running'; served: boolean };

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

interface Chapter {
  ending: Ending;
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
export function isTrouble({ ending }: Chapter): boolean {
  return ending.what === 'killed' || ending.what === 'oom' || ending.what === 'crash' || ending.what === 'signal';
}

const LOOP = 3;

/**
 * `killed twice while booting, one crash, then a clean run`; undefined if nothing went wrong with the container.
 */
export function storyOf(history: History, container: ContainerHistory): string | undefined {
  const chapters = chaptersOf(history, container);
  const troubles = chapters.filter(isTrouble);
  const completions = chapters.filter(({ ending }) => ending.what === 'completed').reduce((sum, { count }) => sum + count, 0);
  if (troubles.length === 0)
    return completions >= 2 && history.pod?.spec.restartPolicy === 'Always' && container.role === 'app'
      ? `exits with 0 ${times(completions)} and is restarted each time`
      : undefined;
  const inLoop = loopWords(chapters, container);
  if (inLoop !== undefined) return inLoop;
  const told = merged(troubles).map(words);
  const end = chapters.at(-1);
  const conclusion = end && !isTrouble(end) ? conclusionWords(history, end, container) : undefined;
  if (conclusion === undefined) return listed(told);
  return told.length > 2 ? `${told.slice(0, 2).join(', ')} and more, ${conclusion}` : `${told.join(', ')}, ${conclusion}`;
}

/** The same again and again until the end. */
function loopWords(chapters: readonly Chapter[], container: ContainerHistory): string | undefined {
  const bad = chapters.filter(isTrouble);
  const [only] = bad;
  const rest = chapters.filter((chapter) => !isTrouble(chapter));
  if (!only || bad.length !== 1 || only.count < LOOP || rest.some(({ ending }) => ending.what === 'completed')) return undefined;
  const waits = new Set(container.backOffs.map(({ decision }) => decision.untilMs)).size;
  if (only.ending.what === 'crash') return `crash loop: exit code ${only.ending.code} ${times(only.count)}${waits > 1 ? ', with longer and longer waits' : ''}`;
  if (only.ending.what === 'oom') return `OOM loop: it ran out of memory ${times(only.count)}`;
  return undefined;
}

/** Chapters that differ only in details (the exit code) and are not next to each other become one. */
function merged(chapters: readonly Chapter[]): Chapter[] {
  const all: Chapter[] = [];
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

function words({ ending, count }: Chapter): string {
  switch (ending.what) {
    case 'killed': {
      if (ending.by === 'postStart') return `killed ${times(count)} because postStart fails`;
      if (ending.by === 'definition') return `replaced ${times(count)} after a change of its definition`;
      return ending.booting ? `killed ${times(count)} while booting` : `killed ${times(count)} by its ${ending.by} probe`;
    }
    case 'oom':
      return `OOMKilled ${times(count)}`;
    case 'crash':
      return `${counted(count)} ${count === 1 ? 'crash' : 'crashes'}`;
    case 'signal':
      return `ended ${times(count)} by ${ending.name}`;
    default:
      return '';
  }
}

function conclusionWords(history: History, { ending }: Chapter, container: ContainerHistory): string | undefined {
  switch (ending.what) {
    case 'running':
      return ending.served && outlives(history, container) ? 'then a clean run' : undefined;
    case 'completed':
      return 'then done';
    case 'stopped':
      if (ending.forced) return 'then stopped by SIGKILL';
      return outlives(history, container) ? 'then a clean run' : undefined;
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

/** `3 restarts`. */
export function restartWords(restarts: number): string {
  return plural(restarts, 'restart');
}
