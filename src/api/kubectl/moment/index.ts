/** kubectl at a moment of a simulated run: prints what it would have printed then. */
import { rfc3339Micro } from '../../../base/timestamp.ts';
import { type Cluster, createCluster, type KubectlInput, type Outcome } from '../cluster.ts';
import { waitTimeoutMs } from '../commands/wait.ts';
import { Options, parseCommandLine } from '../options.ts';
import { endpointsOf } from './endpoints.ts';
import { changesBetween, firstShownMs, objectsHeldAt, type SimulatedRun } from './held.ts';
import { logsAt } from './logs.ts';
import { ownObjects } from './own-objects.ts';

export type { SimulatedRun } from './held.ts';

export interface Moment {
  /**
   * Carries out `kubectl ARGS`. A watch (`get -w`) is taken as begun when the Pod showed first: it prints all rows up to
   * the moment. `wait` begins at the moment and waits for as long as the run goes on. Changes last from one call to the
   * next and do not touch the run.
   */
  kubectl(args: readonly string[], input?: Pick<KubectlInput, 'files' | 'stdin' | 'documentation'>): Outcome;
}

/**
 * The cluster as it was `atMs` milliseconds after the Pod's creation. kubectl's namespace is the Pod's. `setup` is
 * YAML of objects that are there as well; throws if it cannot be read.
 */
export function momentOf(run: SimulatedRun, atMs: number, setup = ''): Moment {
  const logs = logsAt(run.trace, atMs);
  let now: Cluster | undefined;
  return {
    kubectl: (args, input = {}) => {
      const shownMs = isWatch(args) ? firstShownMs(run) : undefined;
      if (shownMs !== undefined && shownMs < atMs)
        return clusterAt(run, shownMs, setup).kubectl(args, { ...input, logs, changes: changesBetween(run, shownMs, atMs) });
      now ??= clusterAt(run, atMs, setup);
      if (isWait(args)) return now.kubectl(args, { ...input, logs, changes: changesBetween(run, atMs, run.trace.endMs) });
      return now.kubectl(args, { ...input, logs });
    },
  };
}

function clusterAt(run: SimulatedRun, atMs: number, setup: string): Cluster {
  const { namespace, createdAtMs } = run.trace.meta;
  const cluster = createCluster({ setup, namespace, now: rfc3339Micro(createdAtMs + atMs) });
  const held = objectsHeldAt(run, atMs);
  cluster.restore([...ownObjects(run), ...held, ...endpointsOf(held)]);
  return cluster;
}

function isWatch(args: readonly string[]): boolean {
  const options = read(args)?.options;
  return options !== undefined && (options.flag('watch') || options.flag('watch-only'));
}

const isWait = (args: readonly string[]): boolean => read(args)?.words[0] === 'wait';

/** How long a `kubectl wait` waits; undefined for any other command. */
export function waitsForMs(args: readonly string[]): number | undefined {
  const line = read(args);
  if (line?.words[0] !== 'wait') return undefined;
  try {
    return waitTimeoutMs(line.options);
  } catch {
    return 0;
  }
}

/** Undefined for a line of which kubectl itself will say what is wrong with it. */
function read(args: readonly string[]): { words: string[]; options: Options } | undefined {
  try {
    const { words, options } = parseCommandLine(args);
    return { words, options: new Options(options) };
  } catch {
    return undefined;
  }
}
