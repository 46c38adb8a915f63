/** Before the kubelet: pkg/scheduler; and its own refusal: pkg/kubelet/lifecycle/predicate.go, pkg/kubelet/kubelet.go: rejectPod. */
import { describe, expect, test } from 'vitest';
import { lines, picture, podAt, run, sketch } from '../testing/sim.ts';

const pod = (spec: string, settings: string) =>
  run(
    sketch(
      `
  ${spec}
  containers:
  - {name: app, image: busybox:1.36, command: [sleep, "3600"], resources: {requests: {cpu: "3"}}}
`,
      settings,
    ),
  );

test('a Pod that fits nowhere waits, and says why', () => {
  const why = (spec: string, node: string) => podAt(pod(spec, `{duration: 4s, cluster: {node: ${node}}}`))?.status.conditions?.[0]?.message;
  expect(why('restartPolicy: Always', '{allocatable: {cpu: "2"}}')).toBe(
    '0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.',
  );
  // pkg/scheduler/framework/types.go: FitError.Error sorts what the plugins say
  const much = 'resources: {requests: {cpu: "9", memory: 9Gi}, limits: {example.com/gpu: "1"}}';
  expect(picture(run(sketch(`containers: [{name: app, image: "busybox:1.36", ${much}}]`, 'duration: 2s')), { only: ['Event'] })).toContain(
    '0/1 nodes are available: 1 Insufficient cpu, 1 Insufficient example.com/gpu, 1 Insufficient memory. no new',
  );
  // pkg/scheduler/framework/plugins/noderesources/fit.go: fitsRequest
  expect(why('restartPolicy: Always', '{allocatable: {pods: "0"}}')).toBe(
    '0/1 nodes are available: 1 Too many pods. no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.',
  );
  expect(why('nodeSelector: {disk: ssd}', '{}')).toBe(
    "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.",
  );
});

test('an unschedulable Pod has an Event, a condition and no more', () => {
  expect(picture(pod('nodeSelector: {disk: ssd}', 'duration: 4s'), { only: ['Event', 'Pod', 'Conditions', 'Process'] })).toBe(lines`
    0.0 Pod Pending: -
    0.0 PodScheduled=False Unschedulable "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling."
    0.0 Warning FailedScheduling: 0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.
  `);
});

test('bound without the scheduler, a Pod that does not fit is refused by the kubelet', () => {
  const trace = pod('nodeSelector: {disk: ssd}', '{duration: 6s, actions: [{at: 2s, do: bind, node: node-1}]}');
  expect(picture(trace, { only: ['Action', 'Event', 'Phase', 'Conditions', 'Process'], from: 1 })).toBe(lines`
    2.0 bind
    2.0 PodScheduled=True
    2.0 Warning NodeAffinity: Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector
    2.0 phase Failed NodeAffinity
  `);
  expect(podAt(trace)?.status).toMatchObject({
    phase: 'Failed',
    reason: 'NodeAffinity',
    message: "Pod was rejected: Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
  });
});

test('what else the kubelet refuses', () => {
  // recorded: OutOfcpu, PodOSNotSupported, SysctlForbidden, AppArmor (test/e2e_node/apparmor_test.go)
  const refused = (spec: string, node = '{}') => {
    const { reason, message } = podAt(pod(`${spec}\n  nodeName: node-1`, `{duration: 3s, cluster: {node: ${node}}}`))?.status ?? {};
    return `${reason}: ${message}`;
  };
  expect(refused('restartPolicy: Always', '{allocatable: {cpu: "2"}}')).toBe(
    "OutOfcpu: Pod was rejected: Node didn't have enough resource: cpu, requested: 3000, used: 0, capacity: 2000",
  );
  expect(refused('os: {name: windows}')).toBe("PodOSNotSupported: Pod was rejected: Failed to admit pod as the OS field doesn't match node OS");
  expect(refused('securityContext: {sysctls: [{name: kernel.msgmax, value: "1"}]}')).toBe(
    'SysctlForbidden: Pod was rejected: forbidden sysctl: "kernel.msgmax" not allowlisted',
  );
  expect(refused('restartPolicy: Always', '{allocatable: {pods: "0"}}')).toBe(
    "OutOfpods: Pod was rejected: Node didn't have enough resource: pods, requested: 1, used: 0, capacity: 0",
  );
  // pkg/security/apparmor/helpers.go: isRequired
  const profile = (type: string) => refused(`securityContext: {appArmorProfile: {type: ${type}}}`);
  expect(profile('RuntimeDefault')).toBe('AppArmor: Pod was rejected: Cannot enforce AppArmor: AppArmor is not enabled on the host');
  expect(profile('Unconfined')).toBe('undefined: undefined');
  expect(refused('securityContext: {appArmorProfile: {type: RuntimeDefault}}', '{appArmor: true}')).toBe('undefined: undefined');
});

test('huge pages that the node does not have are refused by the kubelet; devices that it does not know are not', () => {
  // pkg/kubelet/lifecycle/predicate.go: removeMissingExtendedResources; both recorded
  const status = (limits: string) =>
    podAt(
      run(sketch(`nodeName: node-1\ncontainers: [{name: app, image: busybox:1.36, command: [sleep, "60"], resources: {limits: ${limits}}}]`, 'duration: 3s')),
    )?.status;
  expect(status('{hugepages-2Mi: 4Mi, memory: 10Mi}')).toMatchObject({
    reason: 'OutOfhugepages-2Mi',
    message: "Pod was rejected: Node didn't have enough resource: hugepages-2Mi, requested: 4194304, used: 0, capacity: 0",
  });
  expect(status('{example.com/gpu: 1}')).toMatchObject({ phase: 'Running' });
});

test('sidecars and the largest init container count', () => {
  // component-helpers/resource/helpers.go: PodRequests
  const fits = (init: string) => {
    const trace = run(
      sketch(
        `
      initContainers: ${init}
      containers:
      - {name: app, image: busybox:1.36, command: [sleep, "60"], resources: {requests: {cpu: 500m}}}
    `,
        '{duration: 3s, cluster: {node: {allocatable: {cpu: "1"}}}}',
      ),
    );
    return podAt(trace)?.spec.nodeName !== undefined;
  };
  const init = (name: string, cpu: string, more = '') =>
    `{name: ${name}, image: "busybox:1.36", command: ["true"], resources: {requests: {cpu: ${cpu}}}${more}}`;
  expect(fits(`[${init('a', '900m')}, ${init('b', '900m')}]`)).toBe(true);
  expect(fits(`[${init('a', '600m', ', restartPolicy: Always')}]`)).toBe(false);
  expect(fits(`[${init('a', '300m', ', restartPolicy: Always')}, ${init('b', '800m')}]`)).toBe(false);
});

test('who else the scheduler finds no place for', () => {
  const why = (spec: string, container = '') => {
    const text = sketch(`${spec}\ncontainers:\n- {name: app, image: "busybox:1.36", command: [sleep, "60"], ${container}}`, 'duration: 3s');
    return podAt(run(text))
      ?.status.conditions?.find(({ type, status }) => type === 'PodScheduled' && status === 'False')
      ?.message?.split('. no new')[0];
  };
  const company = (labels: string) =>
    `affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: ${labels}}}]}}`;
  const spread = (topologyKey: string) =>
    `topologySpreadConstraints: [{maxSkew: 1, topologyKey: ${topologyKey}, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: web}}}]`;
  expect(why(company('{app: db}'))).toBe("0/1 nodes are available: 1 node(s) didn't match pod affinity rules");
  // The first of its kind may come.
  expect(why(company('{app: web}'))).toBeUndefined();
  expect(why(company('{app: web}').replace('podAffinity', 'podAntiAffinity'))).toBeUndefined();
  expect(why(spread('zone'))).toBe("0/1 nodes are available: 1 node(s) didn't match pod topology spread constraints (missing required label)");
  expect(why(spread('kubernetes.io/hostname'))).toBeUndefined();
  expect(why('restartPolicy: Always', 'resources: {limits: {nvidia.com/gpu: 1}}')).toBe('0/1 nodes are available: 1 Insufficient nvidia.com/gpu');
  expect(why('resources: {requests: {cpu: 20}}', 'resources: {requests: {cpu: 1}}')).toBe('0/1 nodes are available: 1 Insufficient cpu');
});

test('a Pod whose claim is missing waits for it', () => {
  const text = sketch(
    `
    volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
    containers:
    - {name: app, image: busybox:1.36, command: [sleep, "3600"], volumeMounts: [{name: data, mountPath: /data}]}
  `,
    `
    duration: 10s
    actions: [{at: 4s, do: apply, object: {apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data}}}]
  `,
  );
  expect(picture(run(text), { only: ['Action', 'Event', 'Process'], to: 4.2 })).toBe(lines`
    0.0 Warning FailedScheduling: 0/1 nodes are available: persistentvolumeclaim "data" not found. not found
    4.0 apply PersistentVolumeClaim data
    4.0 Normal Scheduled: Successfully assigned default/web to node-1
  `);
});

describe('claims of devices', () => {
  // pkg/scheduler/framework/plugins/dynamicresources/dynamicresources.go: PreEnqueue, PreFilter; pkg/controller/resourceclaim; recorded on a v1.36.2 node
  const waiting = (source: string, ...objects: string[]) =>
    run(
      sketch(
        `resourceClaims: [{name: gpu, ${source}}]\ncontainers: [{name: app, image: busybox:1.36, command: [sleep, "3600"], resources: {claims: [{name: gpu}]}}]`,
        `duration: 8s\nactions: [${objects.map((object) => `{at: 4s, do: apply, object: ${object}}`).join(', ')}]`,
      ),
    );
  const devices = '{devices: {requests: [{name: one, exactly: {deviceClassName: gpus}}]}}';
  const CLAIM = `{apiVersion: resource.k8s.io/v1, kind: ResourceClaim, metadata: {name: mine}, spec: ${devices}}`;
  const TEMPLATE = `{apiVersion: resource.k8s.io/v1, kind: ResourceClaimTemplate, metadata: {name: mine}, spec: {spec: ${devices}}}`;
  const CLASS = '{apiVersion: resource.k8s.io/v1, kind: DeviceClass, metadata: {name: gpus}, spec: {}}';
  const only = ['Event', 'Conditions'] as const;

  test('a Pod whose claim is missing is not even tried, and nothing is said', () => {
    expect(picture(waiting('resourceClaimName: mine', CLASS, CLAIM), { only, to: 4.01 })).toBe(lines`
      4.0 PodScheduled=True
    `);
  });

  test('bound without the scheduler, the kubelet cannot prepare what is missing, and says so once', () => {
    // pkg/kubelet/cm/dra/manager.go: PrepareResources; recorded on a v1.36.2 node
    const said = (source: string) =>
      picture(run(sketch(`nodeName: node-1\nresourceClaims: [{name: gpu, ${source}}]\ncontainers: [{name: app, image: busybox:1.36}]`, 'duration: 20s')), {
        only: ['Event', 'Process'],
        from: 0.1,
      })
        .split('\n')
        .filter((line) => line.includes('Prepare') || line.includes('starts'));
    const words = '0.3 Warning FailedPrepareDynamicResources: Failed to prepare dynamic resources: prepare dynamic resources: ';
    expect(said('resourceClaimName: mine')).toEqual([`${words}fetch ResourceClaim mine: resourceclaims.resource.k8s.io "mine" not found`]);
    expect(said('resourceClaimTemplateName: mine')).toEqual([`${words}pod "default/web": ResourceClaim not created yet`]);
  });

  test('a class that does not exist has no devices', () => {
    expect(podAt(waiting('resourceClaimName: mine', CLAIM))?.status.conditions?.[0]?.message).toBe(
      '0/1 nodes are available: request one: device class gpus does not exist. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.',
    );
  });

  test('of a template that is missing the controller tells again and again', () => {
    const { records } = waiting('resourceClaimTemplateName: mine', CLASS, TEMPLATE);
    const told = records.flatMap((record) => (record.kind === 'Event' && record.object.source.component === 'resource_claim' ? [record] : []));
    expect(told[0]?.object.message).toBe('PodResourceClaim gpu: resource claim template "mine": resourceclaimtemplate.resource.k8s.io "mine" not found');
    expect(told.map(({ t }) => t)).toEqual([4, 9, 19, 39, 79, 159, 319, 639, 1279, 2559]);
    expect(told.map(({ object }) => object.count)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(new Set(told.map(({ object }) => object.metadata.name)).size).toBe(1);
  });
});

test('the claim of an ephemeral volume stays unbound where no StorageClass provides for it', () => {
  // pkg/scheduler/framework/plugins/volumebinding/volume_binding.go: PreFilter; recorded on a v1.36.2 node
  const template = 'spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}';
  const text = sketch(
    `volumes: [{name: v, ephemeral: {volumeClaimTemplate: {${template}}}}]\ncontainers: [{name: app, image: busybox:1.36, volumeMounts: [{name: v, mountPath: /v}]}]`,
    'duration: 8s\nactions: [{at: 4s, do: apply, object: {apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: fast}, provisioner: example.com/disk}}]',
  );
  expect(picture(run(text), { only: ['Action', 'Event', 'Process'], to: 4.2 })).toBe(lines`
    0.0 Warning FailedScheduling: 0/1 nodes are available: waiting for ephemeral volume controller to create the persistentvolumeclaim "web-v". not found
    0.0 Warning FailedScheduling: 0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found
    4.0 apply StorageClass fast
    4.0 Normal Scheduled: Successfully assigned default/web to node-1
  `);
});

test('a claim that stands in the text is bound', () => {
  const text = `${sketch(`
    volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
    containers:
    - {name: app, image: busybox:1.36, command: [sleep, "3600"], volumeMounts: [{name: data, mountPath: /data}]}
  `)}---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
`;
  expect(picture(run(text), { only: ['Event'], to: 1 })).toContain('Normal Scheduled: Successfully assigned default/web to node-1');
});

test('a Pod that names another scheduler waits for that one', () => {
  const trace = pod('schedulerName: mine', '{duration: 6s, actions: [{at: 4s, do: bind, node: node-1}]}');
  expect(picture(trace, { only: ['Action', 'Event', 'Process'], to: 5 })).toBe(lines`
    4.0 bind
    4.4 Normal Pulled (app): Container image "busybox:1.36" already present on machine and can be accessed by the pod
    4.4 Normal Created (app): Container created
    4.5 app starts
    4.5 Normal Started (app): Container started
  `);
});

test('of the reasons for a refusal the kubelet gives the first: labels, OS, resources, node', () => {
  const bound = (spec: string) =>
    podAt(pod(spec, '{duration: 6s, cluster: {node: {allocatable: {cpu: "2"}}}, actions: [{at: 2s, do: bind, node: node-1}]}'))?.status;
  expect(bound('nodeSelector: {disk: ssd}')).toMatchObject({
    reason: 'OutOfcpu',
    message: "Pod was rejected: Node didn't have enough resource: cpu, requested: 3000, used: 0, capacity: 2000",
  });
  expect(bound('os: {name: windows}')).toMatchObject({ reason: 'PodOSNotSupported' });
  // preemption.go: HandleAdmissionFailure: for a critical Pod others have to go, but here is no other; what else is wrong counts first
  expect(bound('priorityClassName: system-node-critical')).toMatchObject({
    reason: 'UnexpectedAdmissionError',
    message:
      'Pod was rejected: Unexpected error while attempting to recover from admission failure: preemption: error finding a set of pods to preempt: no set of running pods found to reclaim resources: [(res: cpu, q: 1000), ]',
  });
  expect(bound('priorityClassName: system-node-critical\n  nodeSelector: {disk: ssd}')).toMatchObject({ reason: 'NodeAffinity' });
  // All conditions of the kubelet's are gone, PodScheduled too; the QoS class stays.
  expect(bound('os: {name: windows}')).toMatchObject({ phase: 'Failed', qosClass: 'Burstable', observedGeneration: 1 });
  expect(bound('os: {name: windows}')).not.toHaveProperty('conditions');
});

test('the label kubernetes.io/os of a Pod has to be that of the node, before its field os (predicate.go: rejectPodAdmissionBasedOnOSSelector)', () => {
  const refused = (os: string, more = '') => {
    const labelled = sketch(`${more}\nnodeName: node-1\ncontainers: [{name: app, image: busybox:1.36, command: [sleep, "60"]}]`, 'duration: 3s');
    const { reason, message } = podAt(run(labelled.replace('labels: {', `labels: {kubernetes.io/os: ${os}, `)))?.status ?? {};
    return reason === undefined ? 'runs' : `${reason}: ${message}`;
  };
  const label = "PodOSSelectorNodeLabelDoesNotMatch: Pod was rejected: Failed to admit pod as the `kubernetes.io/os` label doesn't match node label";
  const field = "PodOSNotSupported: Pod was rejected: Failed to admit pod as the OS field doesn't match node OS";
  expect([refused('linux'), refused('windows')]).toEqual(['runs', label]);
  expect([refused('windows', 'os: {name: windows}'), refused('linux', 'os: {name: windows}')]).toEqual([label, field]);
});

test('scheduling gates: said from the beginning, waited for without an Event, and what others have put on the Pod stays', () => {
  // pkg/registry/core/pod/strategy.go: applySchedulingGatedCondition; pkg/scheduler/framework/plugins/schedulinggates
  const text = sketch(
    `
    schedulingGates: [{name: example.com/quota}]
    containers:
    - {name: app, image: busybox:1.36, command: [sleep, "3600"]}
  `,
    `
    duration: 8s
    actions:
    - {at: 2s, do: patch-status, type: strategic, patch: {status: {conditions: [{type: example.com/seen, status: "True"}]}}}
    - {at: 4s, do: patch, type: merge, patch: {spec: {schedulingGates: []}}}
  `,
  );
  expect(picture(run(text), { only: ['Action', 'Event', 'Conditions'], to: 4.011 })).toBe(lines`
    0.0 PodScheduled=False SchedulingGated "Scheduling is blocked due to non-empty scheduling gates"
    2.0 patch-status
    2.0 example.com/seen=True, PodScheduled=False SchedulingGated "Scheduling is blocked due to non-empty scheduling gates"
    4.0 patch
    4.0 example.com/seen=True, PodScheduled=True
    4.0 Normal Scheduled: Successfully assigned default/web to node-1
  `);
});

test('a cordoned node takes no Pod (plugins/nodeunschedulable: Filter), and once uncordoned it does as soon as the taint is gone that the controller gave it', () => {
  // node_lifecycle_controller.go: doNoScheduleTaintingPass writes the taint when it has heard of the change; the scheduler has looked by then
  const trace = pod('restartPolicy: Always', '{duration: 8s, actions: [{at: before-create, do: node-cordon}, {at: 4s, do: node-uncordon}]}');
  expect(picture(trace, { only: ['Action', 'Event', 'Conditions'], to: 4.05 })).toBe(lines`
    0.0 node-cordon
    0.0 PodScheduled=False Unschedulable "0/1 nodes are available: 1 node(s) were unschedulable. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling."
    0.0 Warning FailedScheduling: 0/1 nodes are available: 1 node(s) were unschedulable. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.
    4.0 node-uncordon
    4.0 PodScheduled=False Unschedulable "0/1 nodes are available: 1 node(s) had untolerated taint(s). no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling."
    4.0 Warning FailedScheduling: 0/1 nodes are available: 1 node(s) had untolerated taint(s). no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.
    4.0 PodScheduled=True
    4.0 Normal Scheduled: Successfully assigned default/web to node-1
    4.0 PodReadyToStartContainers=False, Initialized=True, Ready=False ContainersNotReady "containers with unready status: [app]", ContainersReady=False ContainersNotReady "containers with unready status: [app]", PodScheduled=True
  `);
});

test('who tolerates node.kubernetes.io/unschedulable:NoSchedule comes to a cordoned node, as the Pods of DaemonSets do', () => {
  const comes = (tolerations: string) =>
    podAt(pod(`tolerations: [${tolerations}]`, '{duration: 4s, actions: [{at: before-create, do: node-cordon}]}'))?.spec.nodeName === 'node-1';
  expect(comes('{key: node.kubernetes.io/unschedulable, operator: Exists, effect: NoSchedule}')).toBe(true);
  expect(comes('{operator: Exists}')).toBe(true);
  expect(comes('{key: node.kubernetes.io/unschedulable, operator: Exists, effect: NoExecute}')).toBe(false);
  expect(comes('{key: other, operator: Exists}')).toBe(false);
});

test('of a node that is cordoned while a Pod waits for something else, nothing is said: the plugin that objected would still (QueueingHintFn)', () => {
  const trace = pod(
    'nodeSelector: {disk: ssd}',
    '{duration: 8s, actions: [{at: 2s, do: node-cordon}, {at: 4s, do: node-taint, taint: {key: old, effect: NoSchedule}}]}',
  );
  expect(picture(trace, { only: ['Event', 'Conditions'], from: 1 })).toBe('');
});

test('a Pod that never preempts says so (default_preemption.go: PodEligibleToPreemptOthers)', () => {
  const text = sketch(
    'priorityClassName: patient\ncontainers: [{name: app, image: busybox:1.36, command: [sleep, "60"], resources: {requests: {cpu: "3"}}}]',
    '{duration: 4s, cluster: {node: {allocatable: {cpu: "2"}}}}',
    'apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: patient}\nvalue: 10\npreemptionPolicy: Never',
  );
  expect(podAt(run(text))?.status.conditions?.[0]?.message).toBe(
    '0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: not eligible due to preemptionPolicy=Never.',
  );
});

test('a Pod that waits is tried again after five minutes, at the next look every 30 s (scheduling_queue.go: flushUnschedulablePodsLeftover)', () => {
  const trace = pod('nodeSelector: {disk: ssd}', 'duration: 17m');
  const events = trace.records.flatMap((record) => (record.kind === 'Event' ? [record] : []));
  // Of another version of the Pod it is another Event; the same of the same version becomes a series that is written once (event_broadcaster.go: recordToSink)
  expect(
    events.map(({ t, type, object }) => [Math.round(t / 1000), type, object.series?.count, object.metadata.name === events[1]?.object.metadata.name]),
  ).toEqual([
    [0, 'ADDED', undefined, false],
    [315, 'ADDED', undefined, true],
    [645, 'MODIFIED', 2, true],
  ]);
  expect(events[1]?.object.message).toBe(events[0]?.object.message);
  expect(picture(trace, { only: ['Conditions'], from: 1 })).toBe('');
});

test('a Pod that waits for something that nobody does ends the run early all the same', () => {
  expect(pod('nodeSelector: {disk: ssd}', 'seed: 1').endMs).toBe(60_000);
});

test('a Pod that no node ever had fails once it is being deleted, and only a finalizer keeps it until then', () => {
  // pkg/controller/podgc/gc_controller.go: gcUnscheduledTerminating; recording unscheduled-deleted, 5.1 s after the delete
  const held = sketch(
    'nodeSelector: {disk: golden}\ncontainers: [{name: app, image: "busybox:1.36"}]',
    'duration: 40s\nactions: [{at: 5s, do: delete}, {at: 30s, do: remove-finalizer, finalizer: example.com/hold}]',
  ).replace('labels: {app: web}', 'finalizers: [example.com/hold]');
  expect(picture(run(held), { only: ['Pod'], from: 5, digits: 0 })).toBe(lines`
    5 Pod Pending deleting(0): -
    10 Pod Failed deleting(0): -
    30 Pod is gone
  `);
  expect(podAt(run(held), 20)?.status.observedGeneration).toBe(2);
});

test('the garbage collector of Pods looks every 20 s', () => {
  const failed = (atSeconds: number) => {
    const actions = `duration: 90s\nactions: [{at: ${atSeconds}s, do: delete}]`;
    const held = sketch('nodeSelector: {disk: golden}\ncontainers: [{name: app, image: "busybox:1.36"}]', actions);
    const { records } = run(held.replace('labels: {app: web}', 'finalizers: [example.com/hold]'));
    return Math.round((records.find((record) => record.kind === 'Pod' && record.object.status.phase === 'Failed')?.t ?? Number.NaN) / 1000);
  };
  expect([failed(5), failed(15), failed(29), failed(31)]).toEqual([10, 30, 30, 50]);
});

test('a Pod that names a node which does not exist: nobody runs it, and the garbage collector of Pods takes it away', () => {
  // pkg/controller/podgc/gc_controller.go: gcOrphaned; a check every 20 s, and 40 s of quarantine for the node
  const trace = run(sketch('nodeName: worker-2\ncontainers: [{name: app, image: "busybox:1.36"}]', 'duration: 2m'));
  expect(picture(trace, { only: ['Pod'], digits: 0 })).toBe(lines`
    0 Pod Pending: -
    50 Pod Failed: -
    50 Pod Failed deleting(0): -
    50 Pod is gone
  `);
  const last = trace.records.findLast((record) => record.kind === 'Pod');
  expect(last?.object.status.conditions?.at(-1)).toMatchObject({
    type: 'DisruptionTarget',
    reason: 'DeletionByPodGC',
    message: 'PodGC: node no longer exists',
  });
});
