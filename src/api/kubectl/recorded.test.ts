/**
 * What a real kubectl v1.36.2 printed during the life of a Pod, against what this one prints from the objects the API server
 * held at that moment. Clocks of the two recorders are not one clock, so ages may be a second apart.
 */
import { describe, expect, it } from 'vitest';
import { DEFAULT_CREATED_AT_MS, parseRfc3339, rfc3339 } from '../../base/timestamp.ts';
import { parseDurationMs } from '../../base/duration.ts';
import type { KubernetesObject } from '../../model/kubernetes.ts';
import { readRecording, recordings } from '../../testing/fixtures.ts';
import { type Change, createCluster } from './index.ts';

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

const RECORDED = recordings()
  .filter(({ secondRun }) => secondRun !== undefined)
  .map(({ name, secondRun = '' }) => {
    const [meta, ...lines] = read(secondRun) as [{ createdAt: string }, ...Line[]];
    return { name, createdAtMs: parseRfc3339(meta.createdAt), lines, printed: read(`${name}.kubectl`).slice(1) as Printed[] };
  });
type Recorded = (typeof RECORDED)[number];

const namespaceOf = ({ lines }: Recorded) => lines.find(({ kind }) => kind === 'Pod')?.object?.metadata.namespace ?? '';

/** The objects that exist at a time. */
function objectsAt({ lines }: Recorded, t: number): KubernetesObject[] {
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

function clusterAt(recorded: Recorded, t: number) {
  const cluster = createCluster({ namespace: namespaceOf(recorded), now: rfc3339(recorded.createdAtMs + t) });
  cluster.restore(objectsAt(recorded, t));
  return cluster;
}

/** Ids of a container's instances, the first one first. */
function instanceIds({ lines }: Recorded, container: string): string[] {
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

describe('kubectl as recorded beside a real kubelet', () => {
  it('has recordings to compare with', () => {
    expect(RECORDED.length).toBeGreaterThan(10);
  });

  it.each(RECORDED.map((recorded) => [recorded.name, recorded] as const))('%s: get, describe, events', (_name, recorded) => {
    const differences = recorded.printed
      .filter(({ row, args }) => row === undefined && args[0] !== 'logs')
      .flatMap(({ t, args, stdout, stderr, exitCode }) => {
        const answer = clusterAt(recorded, t).kubectl(args);
        const found = difference(answer.stdout, stdout) ?? difference(answer.stderr, stderr) ?? (answer.exitCode === exitCode ? undefined : 'exit status');
        return found === undefined ? [] : [`${t} kubectl ${args.join(' ')}\n${found}`];
      });
    expect(differences).toEqual([]);
  });

  it.each(RECORDED.map((recorded) => [recorded.name, recorded] as const))('%s: logs', (_name, recorded) => {
    const differences = recorded.printed
      .filter(({ args }) => args[0] === 'logs')
      .flatMap(({ t, args, stdout, stderr }) => {
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
    expect(differences).toEqual([]);
  });

  it.each(RECORDED.map((recorded) => [recorded.name, recorded] as const))('%s: get pods --watch', (_name, recorded) => {
    const rows = recorded.printed.filter(({ row }) => row !== undefined);
    const start = rows[1]?.t ?? 0;
    const changes = recorded.lines
      .filter(({ kind, t }) => kind === 'Pod' && t > start)
      .map(({ type, t, object }) => ({ type, at: rfc3339(recorded.createdAtMs + t), object: object as KubernetesObject }));
    const { stdout } = clusterAt(recorded, start).kubectl(['get', 'pods', '-w'], { changes });
    expect(difference(stdout, rows.map(({ row = '' }) => `${row}\n`).join(''))).toBeUndefined();
  });
});

const withoutTimes = (log: string) => log.replace(/^\S+Z /gm, 'TIME ');

describe('get --watch', () => {
  const pod = (name: string, phase: string): KubernetesObject => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop', creationTimestamp: rfc3339(DEFAULT_CREATED_AT_MS) },
    spec: { containers: [{ name: 'app' }] },
    status: { phase },
  });
  const changes = [
    { type: 'ADDED', at: rfc3339(DEFAULT_CREATED_AT_MS), object: pod('web', 'Pending') },
    { type: 'ADDED', at: rfc3339(DEFAULT_CREATED_AT_MS), object: pod('a-long-name', 'Pending') },
    { type: 'MODIFIED', at: rfc3339(DEFAULT_CREATED_AT_MS + 5000), object: pod('web', 'Running') },
    { type: 'DELETED', at: rfc3339(DEFAULT_CREATED_AT_MS + 120_000), object: pod('web', 'Failed') },
  ] as const;
  const run = (command: string) => createCluster({ namespace: 'shop' }).kubectl(command.split(' '), { changes }).stdout;

  it('prints a row for each change, and columns never become narrower', () => {
    expect(run('get pods -w')).toBe(
      [
        'NAME   READY   STATUS    RESTARTS   AGE',
        'web    0/1     Pending   0          0s',
        'a-long-name   0/1     Pending   0          0s',
        'web           0/1     Running   0          5s',
        'web           0/1     Failed    0          2m',
        '',
      ].join('\n'),
    );
  });

  it('says what happened if asked', () => {
    expect(run('get pods --watch --output-watch-events --no-headers').split('\n').at(-2)).toBe('DELETED    web           0/1   Failed    0     2m');
    expect(run('get pods -w -o name')).toBe('pod/web\npod/a-long-name\npod/web\npod/web\n');
  });
});
