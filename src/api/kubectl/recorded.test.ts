/** What a real kubectl v1.36.2 printed during the life of a Pod, and the watch by itself. */
import { describe, expect, it } from 'vitest';
import { DEFAULT_CREATED_AT_MS, rfc3339 } from '../../base/timestamp.ts';
import type { KubernetesObject } from '../../model/kubernetes.ts';
import { comparedLogs, comparedViews, comparedWatch, recordedKubectl } from '../../testing/printed.ts';
import { createCluster } from './index.ts';

const RECORDED = recordedKubectl().map((recorded) => [recorded.name, recorded] as const);

describe('kubectl as recorded beside a real kubelet', () => {
  it('has recordings to compare with', () => {
    expect(RECORDED.length).toBeGreaterThan(10);
  });

  it.each(RECORDED)('%s: get, describe, events', (_name, recorded) => {
    expect(comparedViews(recorded).differences).toEqual([]);
  });

  it.each(RECORDED)('%s: logs', (_name, recorded) => {
    expect(comparedLogs(recorded).differences).toEqual([]);
  });

  it.each(RECORDED)('%s: get pods --watch', (_name, recorded) => {
    expect(comparedWatch(recorded).differences).toEqual([]);
  });
});

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
