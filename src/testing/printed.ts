/**
 * What a real kubectl v1.36.2 printed during the life of a Pod, against what this one prints: from the objects that the API server
 * held at that moment, and from those of the simulated run. Clocks of the two recorders are not one clock, so ages may be a second apart.
 */
import { type Change, createCluster } from '../api/kubectl/index.ts';
import { momentOf } from '../api/kubectl/moment/index.ts';
import { parseDurationMs } from '../base/duration.ts';
import type { Seed } from '../base/random.ts';
import { parseRfc3339, rfc3339 } from '../base/timestamp.ts';
import type { KubernetesObject } from '../model/kubernetes.ts';
import { createWatcher } from '../recording/watcher.ts';
import { readScenario } from '../scenario/index.ts';
import { simulate } from '../sim/simulate.ts';
import { readRecording, recordings } from './fixtures.ts';

interface Printed {
  t: number;
  args: string[];
  /** Of a watch, which prints row by row. */
  row?: string;
  stdout: string;
  stderr: string;
  exitCode: number;
}

interface Line {
  kind: string;
  t: number;
  type: Change['type'];
  object?: KubernetesObject;
  container: string;
  instance: number;
  line: string;
}

const read = (name: string): unknown[] =>
  readRecording(name)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

/** The lives of Pods that a kubectl looked at. */
export const recordedKubectl = () =>
  recordings()
    .filter(({ secondRun }) => secondRun !== undefined)
    .map(({ name, text, secondRun = '' }) => {
      const [meta, ...lines] = read(secondRun) as [{ createdAt: string }, ...Line[]];
      return { name, text, createdAtMs: parseRfc3339(meta.createdAt), lines, printed: read(`${name}.kubectl`).slice(1) as Printed[] };
    });
export type RecordedKubectl = ReturnType<typeof recordedKubectl>[number];

const namespaceOf = ({ lines }: RecordedKubectl) => lines.find(({ kind }) => kind === 'Pod')?.object?.metadata.namespace ?? '';

/** The objects that exist at a time. */
function objectsAt({ lines }: RecordedKubectl, t: number): KubernetesObject[] {
  const objects = new Map<string, KubernetesObject>();
  for (const line of lines) {
    if (line.t > t) break;
    if (line.object === undefined) continue;
    const key = `${line.object.kind}/${line.object.metadata.name ?? ''}`;
    if (line.type === 'DELETED') objects.delete(key);
    else objects.set(key, line.object);
  }
  return [...objects.values()];
}

function clusterAt(recorded: RecordedKubectl, t: number) {
  const cluster = createCluster({ namespace: namespaceOf(recorded), now: rfc3339(recorded.createdAtMs + t) });
  cluster.restore(objectsAt(recorded, t));
  return cluster;
}

/** Ids of a container's instances, the first one first. */
function instanceIds({ lines }: RecordedKubectl, container: string): string[] {
  const ids = new Set<string>();
  for (const { kind, object } of lines) {
    if (kind !== 'Pod') continue;
    const { containerStatuses = [], initContainerStatuses = [] } = (object as { status?: Record<string, Status[]> }).status ?? {};
    for (const status of [...containerStatuses, ...initContainerStatuses].filter(({ name }) => name === container))
      for (const id of [status.lastState?.terminated?.containerID, status.containerID]) if (id !== undefined) ids.add(id);
  }
  return [...ids];
}

interface Status {
  name: string;
  containerID?: string;
  lastState?: { terminated?: { containerID?: string } };
}

/** Words of a text, line by line; runs of spaces count as one, since a longer age moves what is behind it. */
const words = (text: string) => text.split('\n').map((line) => line.split(/ +/));

function ageMs(word: string): number | undefined {
  const days = /^\(?(?:(\d+)d)?(\w*)\)?$/.exec(word);
  if (days === null || !/\d/.test(word)) return undefined;
  const rest = days[2] === '' ? 0 : parseDurationMs(days[2] ?? '');
  return rest === undefined ? undefined : rest + Number(days[1] ?? 0) * 86_400_000;
}

/** The first line in which two texts differ by more than a second in an age. */
function difference(got: string, wanted: string): string | undefined {
  const [gotLines, wantedLines] = [words(got), words(wanted)];
  for (let i = 0; i < Math.max(gotLines.length, wantedLines.length); i += 1) {
    const [a = [], b = []] = [gotLines[i], wantedLines[i]];
    const isAlike = a.length === b.length && a.every((word, n) => word === b[n] || isSameAge(word, b[n] ?? ''));
    if (!isAlike) return `got    ${a.join(' ')}\nwanted ${b.join(' ')}`;
  }
  return undefined;
}

function isSameAge(a: string, b: string): boolean {
  const [left, right] = [ageMs(a), ageMs(b)];
  // `%v ago` of an event just now is `0s`; two clocks can also place it shortly before.
  return left !== undefined && right !== undefined && Math.abs(left - right) <= 2000;
}

/** How many views there are (`get`, `describe`, events), and in what those differ that do. */
export function comparedViews(recorded: RecordedKubectl): Compared {
  const views = recorded.printed.filter(({ row, args }) => row === undefined && args[0] !== 'logs');
  const differences = views.flatMap(({ t, args, stdout, stderr, exitCode }) => {
    const answer = clusterAt(recorded, t).kubectl(args);
    const found = difference(answer.stdout, stdout) ?? difference(answer.stderr, stderr) ?? (answer.exitCode === exitCode ? undefined : 'exit status');
    return found === undefined ? [] : [`${t} kubectl ${args.join(' ')}\n${found}`];
  });
  return { of: views.length, differences };
}

/** The same for logs, times aside. */
export function comparedLogs(recorded: RecordedKubectl): Compared {
  const views = recorded.printed.filter(({ args }) => args[0] === 'logs');
  const differences = views.flatMap(({ t, args, stdout, stderr }) => {
    const answer = clusterAt(recorded, t).kubectl(args, {
      logs: (_pod, container, id) => {
        // What the runtime has removed cannot be seen in the statuses.
        if (stdout === `unable to retrieve container logs for ${id}`) return undefined;
        const instance = instanceIds(recorded, container).indexOf(id) + 1;
        return recorded.lines
          .filter((line) => line.kind === 'Log' && line.t <= t && line.container === container && line.instance === instance)
          .map((line) => ({ time: rfc3339(recorded.createdAtMs + line.t), line: line.line }));
      },
    });
    const found = difference(withoutTimes(answer.stdout), withoutTimes(stdout)) ?? difference(answer.stderr, stderr);
    return found === undefined ? [] : [`${t} kubectl ${args.join(' ')}\n${found}`];
  });
  return { of: views.length, differences };
}

/** The same for the rows of a watch, as one view. */
export function comparedWatch(recorded: RecordedKubectl): Compared {
  const rows = watchRows(recorded);
  const start = rows[1]?.t ?? 0;
  const changes = recorded.lines
    .filter(({ kind, t }) => kind === 'Pod' && t > start)
    .map(({ type, t, object }) => ({ type, at: rfc3339(recorded.createdAtMs + t), object: object as KubernetesObject }));
  const { stdout } = clusterAt(recorded, start).kubectl(['get', 'pods', '-w'], { changes });
  const found = difference(stdout, rows.map(({ row = '' }) => `${row}\n`).join(''));
  return { of: 1, differences: found === undefined ? [] : [found] };
}

export interface Compared {
  of: number;
  differences: string[];
}

/** How many rows of `get pods -w` the simulated run has in common with the real one, in order: READY, STATUS and RESTARTS. `seed` is that of the simulated run. */
export function simulatedWatch(recorded: RecordedKubectl, seed: Seed): { alike: number; of: number } {
  const { scenario } = readScenario(recorded.text);
  if (scenario === undefined) return { alike: 0, of: 1 };
  const trace = simulate(scenario, { seed, createdAtMs: recorded.createdAtMs, watchTrigger: createWatcher });
  // The recorder went home before some of the runs were over
  const endMs = Math.min(trace.endMs, recorded.lines.find(({ kind }) => kind === 'End')?.t ?? trace.endMs);
  const printed = momentOf({ scenario, trace }, endMs).kubectl(['get', 'pods', '-w']).stdout;
  const rows = watchRows(recorded).slice(1);
  const real = withoutRepeats(rows.map(({ row = '' }) => cellsOf(row)));
  const simulated = printed.trimEnd().split('\n').slice(1).map(cellsOf);
  // The real watch began when the Pod was there for a while: with the state that it had by then
  const shownBefore = trace.records.filter(({ kind, t }) => kind === 'Pod' && t <= (rows[0]?.t ?? 0)).length;
  const first = simulated.indexOf(real[0] ?? '', Math.max(0, shownBefore - 1));
  const watched = first < 0 ? [] : withoutRepeats(simulated.slice(first));
  return { alike: inCommon(real, watched), of: Math.max(real.length, watched.length) };
}

const watchRows = ({ printed }: RecordedKubectl) => printed.filter(({ row }) => row !== undefined);
/** Without the name, the ages and when the last restart was. */
const cellsOf = (row: string): string =>
  row
    .split(/ {2,}/)
    .slice(1, 4)
    .join(' ')
    .replace(/ \(.*$/, '');

/** Rows that show nothing new count once: which changes come with one patch is chance. */
const withoutRepeats = (rows: readonly string[]) => rows.filter((row, i) => row !== rows[i - 1]);

/** The length of the longest common subsequence. */
function inCommon(a: readonly string[], b: readonly string[]): number {
  let before = b.map(() => 0);
  for (const item of a) {
    const row: number[] = [];
    for (const [i, other] of b.entries()) row.push(item === other ? (before[i - 1] ?? 0) + 1 : Math.max(before[i] ?? 0, row[i - 1] ?? 0));
    before = row;
  }
  return before.at(-1) ?? 0;
}

const withoutTimes = (log: string) => log.replace(/^\S+Z /gm, 'TIME ');
