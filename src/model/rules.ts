/**
 * The rules of the simulation: what each record of a trace rests on. `source` is a file and function of Kubernetes
 * v1.36.2, `section` the part of the behaviour specification, `doc` a page of the Kubernetes documentation.
 */
export interface Rule {
  source: string;
  section: string;
  doc?: string;
}

const PROBES_DOC = 'https://kubernetes.io/docs/concepts/workloads/pods/probes/';
const LIFECYCLE_DOC = 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/';
const HOOKS_DOC = 'https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/';
const IMAGES_DOC = 'https://kubernetes.io/docs/concepts/containers/images/';

const rule = (source: string, section: string, doc?: string): Rule => ({ source, section, ...(doc !== undefined && { doc }) });

export const RULES = {
  'user.action': rule('the scenario', 'scenario: actions'),
  // Not simulated: somebody looked at a real one
  measured: rule('a recording of a real run', 'recordings'),
  'api.create': rule('pkg/registry/core/pod/strategy.go: PrepareForCreate', 'pod-sync 4.8', LIFECYCLE_DOC),
  'api.delete': rule('pkg/registry/core/pod/strategy.go: CheckGracefulDelete', 'pod-sync 5.1', `${LIFECYCLE_DOC}#pod-termination`),
  'api.remove': rule(
    'staging/src/k8s.io/apiserver/pkg/registry/generic/registry/store.go: Delete',
    'probes-hooks-kill 3.6',
    `${LIFECYCLE_DOC}#pod-termination-forced`,
  ),
  'api.update': rule('staging/src/k8s.io/apiserver/pkg/registry/generic/registry/store.go: Update', 'pod-sync 1.2'),
  'scheduler.bind': rule('pkg/scheduler/schedule_one.go: bind', 'pod-sync 14', 'https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/'),
  'endpoints.sync': rule(
    'staging/src/k8s.io/endpointslice/utils.go: podToEndpoint',
    'pod-sync 7',
    'https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/',
  ),
  'status.patch': rule('pkg/kubelet/status/status_manager.go: syncPod', 'pod-sync 1.7', `${LIFECYCLE_DOC}#pod-conditions`),
  'status.delete': rule('pkg/kubelet/status/status_manager.go: canBeDeleted', 'probes-hooks-kill 3.7', `${LIFECYCLE_DOC}#pod-termination`),
  'events.record': rule('staging/src/k8s.io/client-go/tools/record/events_cache.go: EventCorrelate', 'probes-hooks-kill 4.3'),
  'worker.sync': rule('pkg/kubelet/pod_workers.go: podWorkerLoop', 'pod-sync 1.5'),
  'worker.cache-gate': rule('pkg/kubelet/container/cache.go: GetNewerThan', 'pod-sync 1.4'),
  'pleg.relist': rule('pkg/kubelet/pleg/generic.go: Relist', 'pod-sync 1.3'),
  'sandbox.create': rule('pkg/kubelet/kuberuntime/kuberuntime_manager.go: SyncPod', 'pod-sync 2.4'),
  'image.pull': rule('pkg/kubelet/images/image_manager.go: EnsureImageExists', 'pod-sync 2.10', IMAGES_DOC),
  'container.create': rule('pkg/kubelet/kuberuntime/kuberuntime_container.go: startContainer', 'pod-sync 2.10', LIFECYCLE_DOC),
  'container.start': rule('pkg/kubelet/kuberuntime/kuberuntime_container.go: startContainer', 'pod-sync 2.10', LIFECYCLE_DOC),
  'container.actions': rule('pkg/kubelet/kuberuntime/kuberuntime_manager.go: computePodActions', 'pod-sync 2.6', `${LIFECYCLE_DOC}#restart-policy`),
  'container.resize': rule(
    'pkg/kubelet/kuberuntime/kuberuntime_manager.go: doPodResizeAction',
    'pod-sync 2.3',
    'https://kubernetes.io/docs/tasks/configure-pod-container/resize-container-resources/',
  ),
  'container.kill': rule('pkg/kubelet/kuberuntime/kuberuntime_container.go: killContainer', 'probes-hooks-kill 3.1', `${LIFECYCLE_DOC}#pod-termination`),
  'container.kill-pod': rule(
    'pkg/kubelet/kuberuntime/kuberuntime_container.go: killContainersWithSyncResult',
    'pod-sync 5.4',
    `${LIFECYCLE_DOC}#pod-termination`,
  ),
  'container.back-off': rule('pkg/kubelet/kuberuntime/kuberuntime_manager.go: doBackOff', 'pod-sync 3', `${LIFECYCLE_DOC}#container-restarts`),
  'container.gc': rule('pkg/kubelet/pod_container_deletor.go: deleteContainersInPod', 'pod-sync 1.2'),
  'runtime.stop': rule('containerd internal/cri/server/container_stop.go: stopContainer', 'probes-hooks-kill 3.4', `${LIFECYCLE_DOC}#pod-termination`),
  'runtime.exit': rule('containerd internal/cri/server/events.go: handleContainerExit', 'probes-hooks-kill 3.4', `${LIFECYCLE_DOC}#container-states`),
  'runtime.start-error': rule('containerd internal/cri/server/container_start.go: StartContainer', 'pod-sync 2.10'),
  'process.behaviour': rule('the program in the container', 'scenario: What runs in a container'),
  'process.ignores': rule('Linux kernel/signal.c: sig_task_ignored', 'probes-hooks-kill 3.4'),
  'process.output': rule('the program in the container', 'scenario: What runs in a container'),
  'hook.postStart': rule('pkg/kubelet/kuberuntime/kuberuntime_container.go: startContainer', 'probes-hooks-kill 2.2', HOOKS_DOC),
  'hook.preStop': rule('pkg/kubelet/kuberuntime/kuberuntime_container.go: executePreStopHook', 'probes-hooks-kill 2.3', HOOKS_DOC),
  'hook.handler': rule('pkg/kubelet/lifecycle/handlers.go: Run', 'probes-hooks-kill 2.1', `${HOOKS_DOC}#hook-handler-implementations`),
  'probe.add': rule('pkg/kubelet/prober/prober_manager.go: AddPod', 'probes-hooks-kill 1.2', PROBES_DOC),
  'probe.tick': rule('pkg/kubelet/prober/worker.go: run', 'probes-hooks-kill 1.3', PROBES_DOC),
  'probe.manual': rule('pkg/kubelet/prober/prober_manager.go: UpdatePodStatus', 'probes-hooks-kill 1.3', PROBES_DOC),
  'probe.do': rule('pkg/kubelet/prober/worker.go: doProbe', 'probes-hooks-kill 1.4', PROBES_DOC),
  'probe.hold': rule('pkg/kubelet/prober/worker.go: doProbe', 'probes-hooks-kill 1.4', PROBES_DOC),
  'probe.result': rule('pkg/kubelet/prober/results/results_manager.go: Set', 'probes-hooks-kill 1.10', PROBES_DOC),
  'probe.stop': rule('pkg/kubelet/prober/prober_manager.go: StopLivenessAndStartup', 'probes-hooks-kill 1.2', PROBES_DOC),
  'node.lost': rule(
    'pkg/controller/nodelifecycle/node_lifecycle_controller.go: monitorNodeHealth',
    'pod-sync 5.12',
    'https://kubernetes.io/docs/concepts/architecture/nodes/#condition',
  ),
  'eviction.node': rule(
    'pkg/kubelet/eviction/eviction_manager.go: evictPod',
    'pod-sync 5.9',
    'https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/',
  ),
  'deadline.active': rule(
    'pkg/kubelet/active_deadline.go: ShouldEvict',
    'pod-sync 5.8',
    'https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup',
  ),
  'kubelet.life': rule('pkg/kubelet/kubelet.go: Run', 'pod-sync 6'),
} as const satisfies Record<string, Rule>;

export type RuleId = keyof typeof RULES;
