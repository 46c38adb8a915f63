/**
 * In-place resize: pkg/kubelet/allocation/allocation_manager.go, kuberuntime_manager.go: computePodResizeAction,
 * pkg/kubelet/events/resize.go; test/e2e/common/node/pod_resize.go.
 */
import { describe, expect, test } from 'vitest';
import type { Container, Pod } from '../model/kubernetes.ts';
import { lines, picture, podAt, run, sketch } from '../testing/sim.ts';

const app = (more = '', name = 'app') =>
  `- {name: ${name}, image: "busybox:1.37", command: [sleep, "3600"], resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {cpu: 200m, memory: 128Mi}}${more}}`;
const resize = (at: string, resources: string, name = 'app') =>
  `- {at: ${at}, do: patch, subresource: resize, patch: {spec: {containers: [{name: ${name}, resources: ${resources}}]}}}`;
const resized = (spec: string, actions: string, more = '') => run(sketch(`containers:\n${spec}`, `duration: 20s\nactions:\n${actions}\n${more}`));
const conditionAt = (trace: ReturnType<typeof run>, second: number, type: string) =>
  podAt(trace, second)?.status.conditions?.find((condition) => condition.type === type);
const cpuLimitOf = ({ status }: Pod) => (status.containerStatuses?.[0]?.['resources'] as Container['resources'])?.limits?.['cpu'];
const events = (trace: ReturnType<typeof run>) =>
  trace.records.flatMap((record) => (record.kind === 'Event' && record.object.reason.startsWith('Resize') ? [record.object] : []));
const refusalOf = (trace: ReturnType<typeof run>) => trace.records.find((record) => record.kind === 'Action' && record.error !== undefined);

describe('resizePolicy NotRequired', () => {
  const grown = () => resized(app(), resize('10s', '{limits: {cpu: 400m}}'));

  test('the container runs on and has what it was granted', () => {
    const trace = grown();
    expect(picture(trace, { only: ['Process', 'Decision'], from: 5 })).toBe('10.0 resize app: limits.cpu 200m>400m');
    expect(podAt(trace, 20)?.status.containerStatuses?.[0]).toMatchObject({
      restartCount: 0,
      allocatedResources: { cpu: '100m', memory: '64Mi' },
      resources: { limits: { cpu: '400m', memory: '128Mi' }, requests: { cpu: '100m', memory: '64Mi' } },
    });
  });

  test('the API sees it in progress with the old amount, then done', () => {
    const versions = grown().records.flatMap((record) =>
      record.kind === 'Pod' && record.t >= 10_000
        ? [[record.object.metadata.generation, record.object.status.conditions?.some(({ type }) => type === 'PodResizeInProgress'), cpuLimitOf(record.object)]]
        : [],
    );
    expect(versions).toEqual([
      [2, false, '200m'],
      [2, true, '200m'],
      [2, false, '400m'],
    ]);
  });

  test('two Events tell of it, with the generation and the amounts', () => {
    const json =
      '{"containers":[{"name":"app","resources":{"limits":{"cpu":"400m","memory":"128Mi"},"requests":{"cpu":"100m","memory":"64Mi"}}}],"generation":2}';
    expect(events(grown()).map(({ type, reason, message }) => `${type} ${reason} ${message}`)).toEqual([
      `Normal ResizeStarted Pod resize started: ${json}`,
      `Normal ResizeCompleted Pod resize completed: ${json}`,
    ]);
  });
});

describe('resizePolicy RestartContainer', () => {
  const policy = ', resizePolicy: [{resourceName: memory, restartPolicy: RestartContainer}]';
  const onFailure = (actions: string) =>
    run(sketch(`restartPolicy: OnFailure\nterminationGracePeriodSeconds: 2\ncontainers:\n${app(policy)}`, `duration: 20s\nactions:\n${actions}`));

  test('for what changes: killed and started again at once, whatever the restartPolicy', () => {
    const trace = onFailure(resize('10s', '{limits: {memory: 256Mi}}'));
    expect(picture(trace, { only: ['Process', 'Decision'], from: 5 })).toBe(lines`
      10.0 kill app (resize), grace 2 s
      12.0 app exits 137 SIGKILL Error
      12.1 app#2 starts
    `);
    expect(trace.records.find((record) => record.kind === 'Event' && record.object.reason === 'Killing')).toMatchObject({
      object: { message: 'Container app resize requires restart' },
    });
    expect(podAt(trace, 20)?.status.containerStatuses).toMatchObject([{ restartCount: 1, resources: { limits: { cpu: '200m', memory: '256Mi' } } }]);
    expect(events(trace).map(({ reason }) => reason)).toEqual(['ResizeStarted', 'ResizeCompleted']);
  });

  test('for something else: the container runs on', () => {
    expect(picture(onFailure(resize('10s', '{limits: {cpu: 400m}}')), { only: ['Process', 'Decision'], from: 5 })).toBe(
      '10.0 resize app: limits.cpu 200m>400m',
    );
  });
});

test('a sidecar is resized like a main container', () => {
  const sidecar = app(', restartPolicy: Always', 'proxy');
  const trace = run(
    sketch(
      `initContainers:\n${sidecar}\ncontainers:\n${app()}`,
      'duration: 20s\nactions:\n- {at: 10s, do: patch, subresource: resize, patch: {spec: {initContainers: [{name: proxy, resources: {limits: {cpu: 300m}}}]}}}',
    ),
  );
  expect(picture(trace, { only: ['Process', 'Decision'], from: 5 })).toBe('10.0 resize proxy: limits.cpu 200m>300m');
});

describe('what the status says of the Pod as a whole (convertToAPIPodLevelResourcesStatus)', () => {
  const statusAt = (trace: ReturnType<typeof run>, second: number) => {
    const { allocatedResources, resources } = (podAt(trace, second) as Pod).status;
    return { allocatedResources, resources };
  };

  // As recorded: conformance/env/05, env/10, init/03, probe/01
  test.each([
    ['of its containers together', `containers:\n${app()}`, { cpu: '100m', memory: '64Mi' }, { cpu: '200m', memory: '128Mi' }],
    [
      'the Pod itself',
      `resources: {requests: {cpu: 250m, memory: 32Mi}, limits: {cpu: 1250m, memory: 64Mi}}\ncontainers: [{name: app, image: busybox:1.37, command: [sleep, "3600"]}]`,
      { cpu: '250m', memory: '32Mi' },
      { cpu: '1250m', memory: '64Mi' },
    ],
    [
      'a limit that only one container has',
      'containers: [{name: a, image: busybox:1.37, command: [sleep, "60"], resources: {limits: {cpu: 100m}}}, {name: b, image: busybox:1.37, command: [sleep, "60"]}]',
      { cpu: '100m' },
      { cpu: '100m' },
    ],
    ['nothing', 'containers: [{name: app, image: busybox:1.37, command: [sleep, "60"]}]', undefined, undefined],
  ])('%s', (_, spec, requests, limits) => {
    const trace = run(sketch(spec, 'duration: 20s'));
    const resources = { ...(limits && { limits }), ...(requests && { requests }) };
    expect(statusAt(trace, 0.1)).toEqual({ allocatedResources: requests, resources });
    expect(statusAt(trace, 20)).toEqual({ allocatedResources: requests, resources });
  });

  test('of a resize: the grant at once, the cgroup when it has been made anew, a request of memory never while the Pod runs', () => {
    const trace = resized(app(), resize('10s', '{requests: {cpu: 150m, memory: 96Mi}, limits: {cpu: 400m}}'));
    const shown = trace.records.flatMap((record) => (record.kind === 'Pod' && record.t > 9000 ? [record.object.status] : []));
    expect(shown.map(({ allocatedResources, resources }) => [allocatedResources, resources])).toEqual([
      [
        { cpu: '100m', memory: '64Mi' },
        { limits: { cpu: '200m', memory: '128Mi' }, requests: { cpu: '100m', memory: '64Mi' } },
      ],
      [
        { cpu: '150m', memory: '96Mi' },
        { limits: { cpu: '200m', memory: '128Mi' }, requests: { cpu: '100m', memory: '64Mi' } },
      ],
      [
        { cpu: '150m', memory: '96Mi' },
        { limits: { cpu: '400m', memory: '128Mi' }, requests: { cpu: '150m', memory: '64Mi' } },
      ],
    ]);
  });
});

describe('resources of the Pod itself', () => {
  const spec = (container: string) =>
    `resources: {requests: {cpu: 250m, memory: 32Mi}, limits: {cpu: 500m, memory: 64Mi}}\ncontainers:\n- {name: app, image: busybox:1.37, command: [sleep, "3600"], terminationMessagePolicy: File${container}}`;
  const grow = '- {at: 10s, do: patch, subresource: resize, patch: {spec: {resources: {requests: {cpu: 300m}, limits: {cpu: "1", memory: 128Mi}}}}}';
  const grown = (container: string, more = '') => run(sketch(`${more}${spec(container)}`, `duration: 30s\nactions:\n${grow}`));

  test('a container without limits of its own gets those of the Pod (computePodResizeAction, GetLimits)', () => {
    const trace = grown('');
    expect(picture(trace, { only: ['Process', 'Decision'], from: 5 })).toBe('10.0 resize app: limits.cpu 500m>1 limits.memory 64Mi>128Mi');
    expect(podAt(trace, 30)?.status).toMatchObject({
      allocatedResources: { cpu: '300m', memory: '32Mi' },
      resources: { requests: { cpu: '300m', memory: '32Mi' }, limits: { cpu: '1', memory: '128Mi' } },
    });
    expect(events(trace).map(({ reason }) => reason)).toEqual(['ResizeStarted', 'ResizeCompleted']);
    expect(conditionAt(trace, 30, 'PodResizeInProgress')).toBeUndefined();
  });

  test('one that has its own goes on with them; the Pod is resized all the same', () => {
    const trace = grown(', resources: {requests: {cpu: 100m, memory: 32Mi}, limits: {cpu: 200m, memory: 64Mi}}');
    expect(picture(trace, { only: ['Process', 'Decision'], from: 5 })).toBe('');
    expect(podAt(trace, 30)?.status['resources']).toEqual({ requests: { cpu: '300m', memory: '32Mi' }, limits: { cpu: '1', memory: '128Mi' } });
    expect(events(trace).map(({ reason }) => reason)).toEqual(['ResizeStarted', 'ResizeCompleted']);
  });

  test('resizePolicy counts for what the container gets from the Pod', () => {
    const trace = grown(', resizePolicy: [{resourceName: memory, restartPolicy: RestartContainer}]', 'terminationGracePeriodSeconds: 2\n');
    expect(picture(trace, { only: ['Process', 'Decision'], from: 5 })).toBe(lines`
      10.0 kill app (resize), grace 2 s
      12.0 app exits 137 SIGKILL Error
      12.1 app#2 starts
    `);
  });
});

describe('what the API refuses', () => {
  test('more than the node has (plugin/pkg/admission/podresize)', () => {
    const trace = resized(app(), resize('10s', '{requests: {cpu: "9"}, limits: {cpu: "9"}}'), 'cluster: {node: {allocatable: {cpu: "4", memory: 8Gi}}}');
    expect(refusalOf(trace)).toMatchObject({
      label: 'patch --subresource=resize',
      error: {
        reason: 'Forbidden',
        code: 403,
        message: expect.stringMatching(/^pods ".*" is forbidden: node didn't have enough allocatable resources: cpu, requested: 9000, allocatable: 4000$/),
      },
    });
    expect(podAt(trace, 20)?.metadata.generation).toBe(1);
  });

  test('the message names CPU and memory, in this order', () => {
    const node = 'cluster: {node: {allocatable: {cpu: "4", memory: 8Gi}}}';
    const trace = resized(app(), resize('10s', '{requests: {cpu: "9", memory: 9Gi}, limits: {cpu: "10", memory: 10Gi}}'), node);
    expect(refusalOf(trace)).toMatchObject({
      error: {
        message:
          'pods "web" is forbidden: node didn\'t have enough allocatable resources: cpu, requested: 9000, allocatable: 4000; memory, requested: 9663676416, allocatable: 8589934592',
      },
    });
  });

  test('another QoS class; CPU by a patch of the Pod itself', () => {
    expect(refusalOf(resized(app(), resize('10s', '{requests: {cpu: 200m, memory: 128Mi}}')))).toMatchObject({
      error: { message: expect.stringContaining('Pod QOS Class may not change as a result of resizing') },
    });
    const plain = resize('10s', '{limits: {cpu: 400m}}').replace(' subresource: resize,', '');
    expect(refusalOf(resized(app(), plain))).toMatchObject({ error: { reason: 'Invalid' } });
  });
});

test('beside a container without resources: the Events show it empty, and the Pod as a whole has no limit that could change', () => {
  // events/resize.go: podResizeMessage; helpers_linux.go: ResourceConfigForPod limits a cgroup only if every container is limited
  const trace = run(
    sketch(
      `containers:\n- {name: a, image: "busybox:1.37", command: [sleep, "3600"], resources: {limits: {cpu: 100m}}}\n- {name: b, image: "busybox:1.37", command: [sleep, "3600"]}`,
      `duration: 20s\nactions:\n${resize('10s', '{requests: {cpu: 150m}, limits: {cpu: 200m}}', 'a')}`,
    ),
  );
  const json = '{"containers":[{"name":"a","resources":{"limits":{"cpu":"200m"},"requests":{"cpu":"150m"}}},{"name":"b","resources":{}}],"generation":2}';
  expect(events(trace).map(({ message }) => message)).toEqual([`Pod resize started: ${json}`, `Pod resize completed: ${json}`]);
  expect(podAt(trace, 20)?.status).toMatchObject({ allocatedResources: { cpu: '150m' }, resources: { limits: { cpu: '100m' }, requests: { cpu: '150m' } } });
});

describe('init containers', () => {
  // InPlacePodVerticalScalingInitContainers is on in 1.36; recorded in resize-sidecar and resize-running-init
  const resizeInit = (at: string, name: string, resources: string) =>
    `- {at: ${at}, do: patch, subresource: resize, patch: {spec: {initContainers: [{name: ${name}, resources: ${resources}}]}}}`;
  const init = (seconds: number, more = '') =>
    `- {name: init, image: "busybox:1.37", command: [sleep, "${seconds}"], resources: {requests: {cpu: 50m, memory: 32Mi}}${more}}`;
  const initResource = (trace: ReturnType<typeof run>, second: number, index = 0) => podAt(trace, second)?.status.initContainerStatuses?.[index]?.['resources'];

  test('one that runs gets what it has been granted; its resize is told as done at once', () => {
    const trace = run(
      sketch(`initContainers:\n${init(15)}\ncontainers:\n${app()}`, `duration: 25s\nactions:\n${resizeInit('5s', 'init', '{requests: {cpu: 70m}}')}`),
    );
    expect(picture(trace, { only: ['Process', 'Decision'], from: 3, to: 10 })).toBe('5.0 resize init: requests.cpu 50m>70m');
    expect(initResource(trace, 10)).toEqual({ requests: { cpu: '70m', memory: '32Mi' } });
    expect(events(trace).map(({ reason }) => reason)).toEqual(['ResizeStarted', 'ResizeCompleted']);
    // kuberuntime_manager.go: isPodResizeInProgress looks at main containers and sidecars only
    expect(conditionAt(trace, 6, 'PodResizeInProgress')).toBeUndefined();
  });

  test('one that has ended shows the new amount', () => {
    const trace = run(
      sketch(`initContainers:\n${init(2)}\ncontainers:\n${app()}`, `duration: 20s\nactions:\n${resizeInit('10s', 'init', '{requests: {cpu: 70m}}')}`),
    );
    expect(picture(trace, { only: ['Process', 'Decision'], from: 5 })).toBe('');
    expect(initResource(trace, 20)).toEqual({ requests: { cpu: '70m', memory: '32Mi' } });
    expect(events(trace).map(({ reason }) => reason)).toEqual(['ResizeStarted', 'ResizeCompleted']);
  });

  test('with a sidecar before it an init container counts as limited (PodLimits: ContainerFn)', () => {
    const sidecar = app(', restartPolicy: Always', 'side');
    const trace = run(
      sketch(
        `initContainers:\n${sidecar}\n${init(2)}\ncontainers:\n${app()}`,
        `duration: 25s\nactions:\n${resizeInit('10s', 'side', '{limits: {cpu: 300m, memory: 140Mi}}')}`,
      ),
    );
    expect(podAt(trace, 20)?.status['resources']).toMatchObject({ limits: { cpu: '500m', memory: '268Mi' } });
  });
});

test('a node that does not take the Pod any more defers the resize', () => {
  // SetPodResizePendingCondition: every reason but Infeasible becomes Deferred; the Event names the real one
  const trace = run(
    sketch(
      `nodeSelector: {disk: ssd}\ncontainers:\n${app()}`,
      `duration: 30s\ncluster: {node: {labels: {disk: ssd}}}\nactions:\n- {at: 5s, do: node-label-remove, label: disk}\n${resize('10s', '{limits: {cpu: 400m}}')}`,
    ),
  );
  expect(conditionAt(trace, 30, 'PodResizePending')).toMatchObject({
    status: 'True',
    observedGeneration: 2,
    reason: 'Deferred',
    message: "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
  });
  expect(conditionAt(trace, 30, 'PodResizeInProgress')).toBeUndefined();
  expect(podAt(trace, 30)?.status.containerStatuses?.[0]).toMatchObject({ resources: { limits: { cpu: '200m' } } });
  expect(events(trace).map(({ type, reason, message }) => `${type} ${reason} ${message}`)).toEqual([
    'Warning ResizeDeferred Pod resize NodeAffinity: {"containers":[{"name":"app","resources":{"limits":{"cpu":"400m","memory":"128Mi"},"requests":{"cpu":"100m","memory":"64Mi"}}}],"generation":2,"error":"Predicate NodeAffinity failed: node(s) didn\'t match Pod\'s node affinity/selector"}',
  ]);
});

test('taking a deferred resize back clears the condition', () => {
  const trace = run(
    sketch(
      `nodeSelector: {disk: ssd}\ncontainers:\n${app()}`,
      `duration: 30s\ncluster: {node: {labels: {disk: ssd}}}\nactions:\n- {at: 5s, do: node-label-remove, label: disk}\n${resize('10s', '{limits: {cpu: 400m}}')}\n${resize('20s', '{limits: {cpu: 200m}}')}`,
    ),
  );
  expect(conditionAt(trace, 15, 'PodResizePending')).toBeDefined();
  expect(conditionAt(trace, 30, 'PodResizePending')).toBeUndefined();
});

test('a sync that has begun with the Pod as it was takes the resize for done (kubelet.go: SyncPod names the race)', () => {
  // pod_workers.go: UpdatePod puts the allocation into the update that waits; the one that the worker holds already has the old
  const trace = run(
    sketch(
      `containers:\n${app()}`,
      `duration: 20s\nimages: [{image: "*", pullError: {until: 60s, error: unreachable}}]\nactions:\n${resize('1s', '{requests: {cpu: 150m}}')}`,
    ),
  );
  const completed = trace.records.find((record) => record.kind === 'Event' && record.object.reason === 'ResizeCompleted');
  expect(completed).toMatchObject({ object: { message: expect.stringContaining('"requests":{"cpu":"100m"') } });
  expect(completed?.cause).toBeGreaterThanOrEqual(0);
  expect(podAt(trace, 20)?.status['allocatedResources']).toEqual({ cpu: '150m', memory: '64Mi' });
});

test('a kubelet that was away grants what was asked for meanwhile, half a minute after it is back', () => {
  // Recording resize-kubelet-down; allocation_manager.go: retryPendingResizes, initialRetryDelay
  const trace = run(
    sketch(
      `containers:\n${app()}`,
      `duration: 60s\nactions:\n- {at: 8s, do: kubelet-stop}\n${resize('14s', '{limits: {cpu: 400m}}')}\n- {at: 20s, do: kubelet-start}`,
    ),
  );
  expect(podAt(trace, 50)?.status.containerStatuses?.[0]).toMatchObject({ resources: { limits: { cpu: '200m' } } });
  expect(podAt(trace, 55)?.status.containerStatuses?.[0]).toMatchObject({ restartCount: 0, resources: { limits: { cpu: '400m' } } });
  expect(events(trace).map(({ reason }) => reason)).toEqual(['ResizeStarted', 'ResizeCompleted']);
});

test('a higher memory limit keeps a process alive that the old one would have killed', () => {
  const eats = '- {name: app, image: "busybox:1.37", command: [sh, -c, "sleep 10; tail /dev/zero"], resources: {limits: {memory: 32Mi}}}';
  const endMs = (actions: string) =>
    resized(eats, actions).records.find((record) => record.kind === 'Process' && record.what === 'exit')?.t ?? Number.POSITIVE_INFINITY;
  const before = endMs(resize('5s', '{limits: {memory: 33Mi}}'));
  expect(before).toBeLessThan(12_000);
  expect(endMs(resize('5s', '{limits: {memory: 4Gi}}'))).toBeGreaterThan(before);
});

test('a resize is held against the LimitRanges and quotas of its namespace', () => {
  // test/e2e/node/pod_resize.go: limit-ranger and resource-quota tests
  const range = 'apiVersion: v1\nkind: LimitRange\nmetadata: {name: l}\nspec: {limits: [{type: Container, min: {cpu: 50m}, max: {cpu: 500m}}]}';
  const quota = 'apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: q}\nspec: {hard: {cpu: 300m, limits.memory: 1Gi}}';
  const said = (objects: string, resources: string) => {
    const refused = refusalOf(run(sketch(`containers:\n${app()}`, `duration: 20s\nactions:\n${resize('10s', resources)}`, objects)));
    return refused?.kind === 'Action' ? refused.error?.message : undefined;
  };
  expect(said(range, '{limits: {cpu: 600m}}')).toBe('pods "web" is forbidden: maximum cpu usage per Container is 500m, but limit is 600m');
  expect(said(range, '{requests: {cpu: 20m}}')).toBe('pods "web" is forbidden: minimum cpu usage per Container is 50m, but request is 20m');
  expect(said(quota, '{requests: {cpu: 400m}, limits: {cpu: 400m}}')).toBe(
    'pods "web" is forbidden: exceeded quota: q, requested: cpu=300m, used: cpu=100m, limited: cpu=300m',
  );
  expect([said(range, '{limits: {cpu: 500m}}'), said(quota, '{requests: {cpu: 200m}}')]).toEqual([undefined, undefined]);
});

describe('a limit of memory below what is in use (test/e2e/common/node/pod_resize.go: "decrease memory limit below usage")', () => {
  const little = (memory: string) => `{requests: {memory: ${memory}}, limits: {memory: ${memory}}}`;
  const held = 'containers:\n- {name: app, image: "busybox:1.37", command: [sleep, "3600"], resources: {requests: {memory: 35Mi}, limits: {memory: 35Mi}}}';
  const trace = () =>
    run(sketch(held, `duration: 60s\nactions:\n${resize('5s', little('30Mi'))}\n${resize('20s', little('10Ki'))}\n${resize('45s', little('35Mi'))}`));
  const limitAt = (second: number) => (podAt(trace(), second)?.status.containerStatuses?.[0]?.['resources'] as Container['resources'])?.limits?.['memory'];

  test('the resize stays in progress with the error, and the container keeps what it has until it is taken back', () => {
    const failed = trace();
    expect([4, 19, 40, 59].map(limitAt)).toEqual(['35Mi', '30Mi', '30Mi', '35Mi']);
    const message =
      'cannot decrease memory limits: [attempting to set pod memory limit (10240) below current usage (262144), attempting to set container "app" memory limit (10240) below current usage (262144)]';
    expect(conditionAt(failed, 40, 'PodResizeInProgress')).toMatchObject({ status: 'True', reason: 'Error', message, observedGeneration: 3 });
    expect(conditionAt(failed, 40, 'PodResizePending')).toBeUndefined();
    expect(conditionAt(failed, 59, 'PodResizeInProgress')).toBeUndefined();
    expect(events(failed).map(({ type, reason }) => `${type} ${reason}`)).toEqual([
      'Normal ResizeStarted',
      'Normal ResizeCompleted',
      'Normal ResizeStarted',
      'Warning ResizeError',
      'Normal ResizeStarted',
      'Normal ResizeCompleted',
    ]);
    expect(events(failed)[3]?.message).toBe(
      `Pod resize error: {"containers":[{"name":"app","resources":{"limits":{"memory":"10Ki"},"requests":{"memory":"10Ki"}}}],"generation":3,"error":${JSON.stringify(message)}}`,
    );
  });

  test('what the program holds counts', () => {
    const stress = (to: string) =>
      run(
        sketch(
          'containers:\n- {name: app, image: "registry.k8s.io/e2e-test-images/agnhost:2.63.0", args: [stress, --mem-total, 100Mi, --mem-alloc-size, 10Mi], resources: {requests: {memory: 50Mi}, limits: {memory: 200Mi}}}',
          `duration: 30s\nactions:\n- {at: 15s, do: patch, subresource: resize, patch: {spec: {containers: [{name: app, resources: {limits: {memory: ${to}}}}]}}}`,
        ),
      );
    expect(conditionAt(stress('150Mi'), 29, 'PodResizeInProgress')).toBeUndefined();
    expect(conditionAt(stress('90Mi'), 29, 'PodResizeInProgress')).toMatchObject({ reason: 'Error' });
    expect(podAt(stress('90Mi'), 29)?.status.containerStatuses?.[0]).toMatchObject({ restartCount: 0, state: { running: {} } });
  });

  test('of the Pod itself', () => {
    const pod = 'resources: {requests: {memory: 35Mi}, limits: {memory: 35Mi}}\ncontainers: [{name: app, image: "busybox:1.37", command: [sleep, "3600"]}]';
    const failed = run(
      sketch(
        pod,
        'duration: 30s\nactions:\n- {at: 10s, do: patch, subresource: resize, patch: {spec: {resources: {requests: {memory: 10Ki}, limits: {memory: 10Ki}}}}}',
      ),
    );
    expect(conditionAt(failed, 29, 'PodResizeInProgress')?.message).toMatch(
      /^cannot decrease memory limits: .*attempting to set pod memory limit \(10240\) below current usage/,
    );
  });
});
