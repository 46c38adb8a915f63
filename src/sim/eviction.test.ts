/** Evictions by the kubelet (pkg/kubelet/eviction/eviction_manager.go, eviction_manager_test.go). */
import { expect, test } from 'vitest';
import type { Container, Pod } from '../model/kubernetes.ts';
import { podOf, runtimeOf } from '../testing/sim-parts.ts';
import { lines, picture, podAt, run, sketch } from '../testing/sim.ts';
import { storageEviction } from './kubelet/eviction.ts';

/** A container that runs a script. */
const sh = (name: string, script: string, more = '') => `- {name: ${name}, image: "busybox:1.36", command: [sh, -c, ${JSON.stringify(script)}], ${more}}`;
const limit = (size: string) => `resources: {limits: {ephemeral-storage: ${size}}}`;
const evicted = (spec: string, settings = 'duration: 40s') =>
  picture(run(sketch(spec, settings)), { only: ['Event'] })
    .split('\n')
    .filter((line) => line.includes('Evicted'));

test("a lone container's excess is the Pod's: the total is looked at first", () => {
  expect(evicted(`containers:\n${sh('app', 'dd if=/dev/zero of=/big bs=1M count=20; sleep 60', limit('10Mi'))}`)).toEqual([
    '5.0 Warning Evicted: Pod ephemeral local storage usage exceeds the total limit of containers 10Mi.',
  ]);
});

test('what containers write is measured every 10 s, and the eviction manager looks every 10 s: it takes up to 20 s', () => {
  // containerd internal/cri/server/images/snapshots.go; recorded in evict-container-storage: written at 2 s, evicted at 16 s
  const seconds = Array.from({ length: 12 }, (_, seed) =>
    Number.parseFloat(
      evicted(`containers:\n${sh('app', 'dd if=/dev/zero of=/big bs=1M count=20; sleep 60', limit('10Mi'))}`, `duration: 40s\nseed: ${seed + 1}`)[0] ?? '',
    ),
  );
  expect(Math.max(...seconds)).toBeGreaterThan(11);
  expect(Math.max(...seconds)).toBeLessThanOrEqual(21);
});

test('a container over its own limit, within the total', () => {
  const spec = `containers:\n${sh('app', 'dd if=/dev/zero of=/big bs=1M count=20; sleep 60', limit('10Mi'))}\n${sh('log', 'sleep 60', limit('30Mi'))}`;
  expect(evicted(spec)).toEqual(['5.0 Warning Evicted: Container app exceeded its local ephemeral storage limit "10Mi".']);
});

test('one without a limit uses, but adds nothing to the total', () => {
  const spec = `containers:\n${sh('app', 'sleep 60', limit('10Mi'))}\n${sh('log', 'dd if=/dev/zero of=/big bs=1M count=11; sleep 60')}`;
  expect(evicted(spec)).toEqual(['5.0 Warning Evicted: Pod ephemeral local storage usage exceeds the total limit of containers 10Mi.']);
});

test('an emptyDir over its sizeLimit', () => {
  const spec = `volumes: [{name: cache, emptyDir: {sizeLimit: 5Mi}}]\ncontainers:\n${sh('app', 'dd if=/dev/zero of=/cache/x bs=1M count=6; sleep 60', 'volumeMounts: [{name: cache, mountPath: /cache}]')}`;
  expect(evicted(spec)).toEqual(['35.0 Warning Evicted: Usage of EmptyDir volume "cache" exceeds the limit "5Mi".']);
});

test('volumes are measured when a loop of a minute finds the Pod, then every one to two minutes', () => {
  // volume_stat_calculator.go: StartOnce; recorded in evict-empty-dir: written at 2 s, evicted at 52 s
  const atSecond = (writesAt: number, seed: number) => {
    const spec = `volumes: [{name: cache, emptyDir: {sizeLimit: 5Mi}}]\ncontainers:\n${sh('app', `sleep ${writesAt}; dd if=/dev/zero of=/cache/x bs=1M count=6; sleep 900`, 'volumeMounts: [{name: cache, mountPath: /cache}]')}`;
    return Number.parseFloat(evicted(spec, `duration: 5m\nseed: ${seed}`)[0] ?? '');
  };
  const seeds = [1, 2, 3, 4, 5, 6];
  const early = seeds.map((seed) => atSecond(0, seed));
  expect(Math.max(...early)).toBeLessThanOrEqual(70);
  expect(Math.max(...early) - Math.min(...early)).toBeGreaterThan(15);
  for (const seed of seeds) {
    const waited = atSecond(65, seed) - 65;
    expect(waited).toBeGreaterThanOrEqual(0);
    expect(waited).toBeLessThanOrEqual(130);
  }
});

test('what was written before a new kubelet process is measured by it, too', () => {
  const spec = `volumes: [{name: cache, emptyDir: {sizeLimit: 5Mi}}]\ncontainers:\n${sh('app', 'dd if=/dev/zero of=/cache/x bs=1M count=6; sleep 900', 'volumeMounts: [{name: cache, mountPath: /cache}]')}`;
  const [line = ''] = evicted(spec, 'duration: 3m\nactions: [{at: 10s, do: kubelet-restart}]');
  expect(line).toContain('Usage of EmptyDir volume "cache"');
});

test('an emptyDir in memory is never over its sizeLimit: nothing more can be written (empty_dir.go: calculateEmptyDirMemorySize)', () => {
  const full = (emptyDir: string, more = '') => {
    const script = 'dd if=/dev/zero of=/cache/x bs=1M count=6; echo $? > /dev/termination-log; sleep 60';
    const spec = `volumes: [{name: cache, emptyDir: {medium: Memory${emptyDir}}}]\ncontainers:\n${sh('app', script, `volumeMounts: [{name: cache, mountPath: /cache}]${more}`)}`;
    const trace = run(sketch(spec, 'duration: 40s\nactions: [{at: 20s, do: signal, container: app, signal: SIGKILL}]'));
    expect(picture(trace, { only: ['Event'] })).not.toContain('Evicted');
    return podAt(trace, 25)?.status.containerStatuses?.[0]?.lastState.terminated?.message;
  };
  expect(full(', sizeLimit: 5Mi')).toBe('1\n');
  expect(full(', sizeLimit: 6Mi')).toBe('0\n');
  // No more than the Pod may use, or the node has
  expect(full('', ', resources: {limits: {memory: 5Mi}}')).toBe('1\n');
  expect(full('')).toBe('0\n');
});

test('node pressure: a grace of 1 s, DisruptionTarget, and nothing is kept on the node', () => {
  const trace = run(sketch(`containers:\n${sh('app', 'sleep 60')}`, 'duration: 20s\nactions: [{at: 5s, do: evict, reason: pids}]'));
  expect(picture(trace, { only: ['Signal', 'Process', 'Event', 'Phase'], from: 5 })).toBe(lines`
    5.0 app gets SIGTERM, ignores it
    5.0 Warning Evicted: The node was low on resource: pids. Threshold quantity: 3276, available: 2621.
    5.0 Normal Killing (app): Stopping container app
    7.0 app gets SIGKILL
    7.0 app exits 137 SIGKILL Error
    7.1 phase Failed Evicted
    7.5 app is forgotten
  `);
  expect(podAt(trace, 20)?.status).toMatchObject({
    reason: 'Evicted',
    conditions: [{ type: 'DisruptionTarget', reason: 'TerminationByKubelet' }, {}, {}, {}, {}, {}],
  });
});

test('the message names who uses more than it asked for; critical Pods stay', () => {
  const spec = (priority: string) =>
    `${priority}containers:\n${sh('app', 'sleep 60', 'resources: {requests: {memory: 64Mi}}')}\n${sh('big', 'sleep 60', 'resources: {requests: {memory: 1Gi}}')}`;
  const pressure = 'duration: 20s\nactions: [{at: 5s, do: evict, reason: memory}]';
  expect(evicted(spec(''), pressure)).toEqual([
    '5.0 Warning Evicted: The node was low on resource: memory. Threshold quantity: 100Mi, available: 61396Ki. Container app was using 131100Ki, request is 64Mi, has larger consumption of memory.',
  ]);
  expect(evicted(spec('priorityClassName: system-node-critical\n'), pressure)).toEqual([]);
});

test('the Eviction API names no generation, and asked again it keeps the time and the place of its condition', () => {
  // Recordings evict-twice, liveness-then-eviction-api; pkg/registry/core/pod/storage/eviction.go: addConditionAndDeletePod
  const trace = run(
    sketch(`containers:\n${sh('app', 'sleep 60')}`, 'duration: 20s\nactions: [{at: 5s, do: evict, reason: api}, {at: 9s, do: evict, reason: api}]'),
  );
  const disruption = (atS: number) => podAt(trace, atS)?.status.conditions?.findLast(({ type }) => type === 'DisruptionTarget');
  expect(disruption(10)).toEqual({
    type: 'DisruptionTarget',
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: '2026-01-01T00:00:05Z',
    reason: 'EvictionByEvictionAPI',
    message: 'Eviction API: evicting',
  });
});

test('the scheduler makes room: a condition, a deletion with the own grace period, and an Event of its own', () => {
  // Recording preempted-by-scheduler; pkg/scheduler/framework/preemption/executor.go: NewExecutor
  const trace = run(
    sketch(`terminationGracePeriodSeconds: 3\ncontainers:\n${sh('app', 'sleep 60')}`, 'duration: 20s\nactions: [{at: 5s, do: evict, reason: preemption}]'),
  );
  expect(picture(trace, { only: ['Signal', 'Process', 'Event', 'Phase'], from: 5 })).toBe(lines`
    5.0 phase Running deleting(3)
    5.0 app gets SIGTERM, ignores it
    5.0 Normal Preempted: Preempted by pod 4fb2a797-4eb2-4604-a1b2-aabd50b2a92a on node node-1
    5.0 Normal Killing (app): Stopping container app
    8.0 app gets SIGKILL
    8.0 app exits 137 SIGKILL Error
    8.2 phase Failed deleting(3)
    8.5 app is forgotten
    8.6 phase Failed deleting(0)
    8.6 gone
  `);
  expect(podAt(trace, 6)?.status.conditions?.find(({ type }) => type === 'DisruptionTarget')).toMatchObject({
    observedGeneration: 1,
    reason: 'PreemptionByScheduler',
    message: 'default-scheduler: preempting to accommodate a higher priority pod',
  });
});

test('the kubelet makes room for a critical Pod: the own grace period, and Failed in words of its own', () => {
  // Recording preempted-for-critical-pod; pkg/kubelet/preemption/preemption.go: evictPodsToFreeRequests
  const trace = run(
    sketch(`terminationGracePeriodSeconds: 3\ncontainers:\n${sh('app', 'sleep 60')}`, 'duration: 20s\nactions: [{at: 5s, do: evict, reason: critical-pod}]'),
  );
  expect(picture(trace, { only: ['Signal', 'Process', 'Event', 'Phase'], from: 5 })).toBe(lines`
    5.0 app gets SIGTERM, ignores it
    5.0 Warning Preempting: Preempted in order to admit critical pod
    5.0 Normal Killing (app): Stopping container app
    8.0 app gets SIGKILL
    8.0 app exits 137 SIGKILL Error
    8.1 phase Failed Preempting
  `);
  expect(podAt(trace, 20)?.status).toMatchObject({
    message: 'Preempted in order to admit critical pod',
    conditions: [{ type: 'DisruptionTarget', message: 'Pod was preempted by Kubelet to accommodate a critical pod.' }, {}, {}, {}, {}, {}],
  });
});

test('a share of a file system is told as an amount, and a Pod that asks for memory itself is named whatever it uses', () => {
  // Recording evict-node-disk; helpers.go: evictionMessage, api/types.go: GetThresholdQuantity
  const said = (reason: string, more = '') =>
    evicted(`${more}containers:\n${sh('app', 'sleep 60')}\n${sh('log', 'sleep 60')}`, `duration: 20s\nactions: [{at: 5s, do: evict, reason: ${reason}}]`)[0];
  const uses = (name: string, used: string, resource: string) => `Container ${name} was using ${used}, request is 0, has larger consumption of ${resource}.`;
  expect(said('disk')).toBe(
    `5.0 Warning Evicted: The node was low on resource: ephemeral-storage. Threshold quantity: 10737418400, available: 8384500Ki. ${uses('app', '1048600Ki', 'ephemeral-storage')} ${uses('log', '1048600Ki', 'ephemeral-storage')}`,
  );
  expect(said('inodes')).toBe('5.0 Warning Evicted: The node was low on resource: inodes. Threshold quantity: 320Ki, available: 262144.');
  expect(said('memory', 'resources: {requests: {memory: 1Gi}, limits: {memory: 2Gi}}\n')).toContain(
    'available: 61396Ki. Pod web was using 262200Ki, request is 1Gi, has larger consumption of memory. Container app was using',
  );
});

test('of init containers the message names those that run: sidecars, not who is done (helpers.go: evictionMessage)', () => {
  const spec = `initContainers:\n${sh('setup', 'true')}\n${sh('proxy', 'sleep 60', 'restartPolicy: Always')}\ncontainers:\n${sh('app', 'sleep 60')}`;
  expect(evicted(spec, 'duration: 20s\nactions: [{at: 5s, do: evict, reason: memory}]')).toEqual([
    '5.0 Warning Evicted: The node was low on resource: memory. Threshold quantity: 100Mi, available: 61396Ki. Container app was using 131100Ki, request is 0, has larger consumption of memory. Container proxy was using 131100Ki, request is 0, has larger consumption of memory.',
  ]);
});

test('what counts against the limits: what runs, on disk; not what has ended, is not there yet, or stays within', () => {
  // eviction_manager.go: podEphemeralStorageLimitEviction, containerEphemeralStorageLimitEviction
  const limited = (name: string, size: string): Container => ({ name, resources: { limits: { 'ephemeral-storage': size } } });
  const volumes = [
    { name: 'disk', emptyDir: {} },
    { name: 'memory', emptyDir: { medium: 'Memory' } },
  ] as NonNullable<Pod['spec']['volumes']>;
  const pod = podOf([limited('a', '10'), limited('b', '20')], [], { volumes });
  const excess = (states: Record<string, string>, bytes: Record<string, number>) =>
    storageEviction(pod, runtimeOf(pod, states), { containerBytes: (id) => bytes[id.replace('-1', '')] ?? 0, volumeBytes: (name) => bytes[name] ?? 0 })
      ?.message;
  const total = 'Pod ephemeral local storage usage exceeds the total limit of containers 30. ';
  const both = { a: 'running', b: 'running' };
  expect([excess(both, { b: 20, disk: 10 }), excess(both, { b: 20, disk: 11 }), excess(both, { b: 20, memory: 11 })]).toEqual([undefined, total, undefined]);
  expect(excess({ a: 'running', b: 'exit 0' }, { a: 5, b: 40 })).toBeUndefined();
  expect([excess(both, { a: 10 }), excess(both, { a: 11 })]).toEqual([undefined, 'Container a exceeded its local ephemeral storage limit "10". ']);
  expect([excess({ b: 'running' }, { a: 11 }), excess({ a: 'exit 0', b: 'running' }, { a: 11 })]).toEqual([undefined, undefined]);
});
