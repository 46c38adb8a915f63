/** What a record of a trace rests on. */
export interface Rule {
  /** A file and function of Kubernetes v1.36.2, or of what runs below it: `pkg/kubelet/prober/worker.go: doProbe`. */
  source: string;
  /** The page of the Kubernetes documentation that explains it. */
  doc?: string;
}

const PROBES_DOC = 'https://kubernetes.io/docs/concepts/workloads/pods/probes/';
const LIFECYCLE_DOC = 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/';
const HOOKS_DOC = 'https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/';
const DISRUPTIONS_DOC = 'https://kubernetes.io/docs/concepts/workloads/pods/disruptions/';
const EVICTION_DOC = 'https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/';
const IMAGES_DOC = 'https://kubernetes.io/docs/concepts/containers/images/';

const rule = (source: string, doc?: string): Rule => ({ source, ...(doc !== undefined && { doc }) });

/** The rules of the simulation, by the name that records carry. */
export const RULES = {
  'user.action': rule('the scenario'),
  // The record was not simulated: it comes from a recording of a real kubelet
  measured: rule('a recording of a real run'),
  'api.create': rule('pkg/registry/core/pod/strategy.go: PrepareForCreate', LIFECYCLE_DOC),
  'api.delete': rule('pkg/registry/core/pod/strategy.go: CheckGracefulDelete', `${LIFECYCLE_DOC}#pod-termination`),
  'api.remove': rule('staging/src/k8s.io/apiserver/pkg/registry/generic/registry/store.go: Delete', `${LIFECYCLE_DOC}#pod-termination-forced`),
  'api.update': rule('staging/src/k8s.io/apiserver/pkg/registry/generic/registry/store.go: Update'),
  'node.apparmor': rule('pkg/security/apparmor/validate.go: Validate', 'https://kubernetes.io/docs/tutorials/security/apparmor/'),
  'scheduler.bind': rule('pkg/scheduler/schedule_one.go: bind', 'https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/'),
  'claims.sync': rule(
    'pkg/controller/resourceclaim/controller.go: syncPod',
    'https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/',
  ),
  'endpoints.sync': rule(
    'staging/src/k8s.io/endpointslice/utils.go: podToEndpoint',
    'https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/',
  ),
  'disruption.sync': rule('pkg/controller/disruption/disruption.go: trySync', `${DISRUPTIONS_DOC}#pod-disruption-budgets`),
  'eviction.budget': rule('pkg/registry/core/pod/storage/eviction.go: checkAndDecrement', EVICTION_DOC),
  'drain.retry': rule('staging/src/k8s.io/kubectl/pkg/drain/drain.go: evictPods', 'https://kubernetes.io/docs/tasks/administer-cluster/safely-drain-node/'),
  'status.patch': rule('pkg/kubelet/status/status_manager.go: syncPod', `${LIFECYCLE_DOC}#pod-conditions`),
  'status.delete': rule('pkg/kubelet/status/status_manager.go: canBeDeleted', `${LIFECYCLE_DOC}#pod-termination`),
  'events.record': rule('staging/src/k8s.io/client-go/tools/record/events_cache.go: EventCorrelate'),
  'worker.sync': rule('pkg/kubelet/pod_workers.go: podWorkerLoop'),
  'worker.cache-gate': rule('pkg/kubelet/container/cache.go: GetNewerThan'),
  'pleg.relist': rule('pkg/kubelet/pleg/generic.go: Relist'),
  'sandbox.create': rule('pkg/kubelet/kuberuntime/kuberuntime_manager.go: SyncPod'),
  'image.pull': rule('pkg/kubelet/images/image_manager.go: EnsureImageExists', IMAGES_DOC),
  'container.create': rule('pkg/kubelet/kuberuntime/kuberuntime_container.go: startContainer', LIFECYCLE_DOC),
  'container.start': rule('pkg/kubelet/kuberuntime/kuberuntime_container.go: startContainer', LIFECYCLE_DOC),
  'container.actions': rule('pkg/kubelet/kuberuntime/kuberuntime_manager.go: computePodActions', `${LIFECYCLE_DOC}#restart-policy`),
  'container.resize': rule(
    'pkg/kubelet/kuberuntime/kuberuntime_manager.go: doPodResizeAction',
    'https://kubernetes.io/docs/tasks/configure-pod-container/resize-container-resources/',
  ),
  'container.kill': rule('pkg/kubelet/kuberuntime/kuberuntime_container.go: killContainer', `${LIFECYCLE_DOC}#pod-termination`),
  'container.kill-pod': rule('pkg/kubelet/kuberuntime/kuberuntime_container.go: killContainersWithSyncResult', `${LIFECYCLE_DOC}#pod-termination`),
  'container.back-off': rule('pkg/kubelet/kuberuntime/kuberuntime_manager.go: doBackOff', `${LIFECYCLE_DOC}#container-restarts`),
  'container.gc': rule('pkg/kubelet/pod_container_deletor.go: deleteContainersInPod'),
  'runtime.stop': rule('containerd internal/cri/server/container_stop.go: stopContainer', `${LIFECYCLE_DOC}#pod-termination`),
  'orphan.cgroup': rule('pkg/kubelet/kubelet_pods.go: cleanupOrphanedPodCgroups'),
  'runtime.exit': rule('containerd internal/cri/server/events.go: handleContainerExit', `${LIFECYCLE_DOC}#container-states`),
  'runtime.start-error': rule('containerd internal/cri/server/container_start.go: StartContainer'),
  'process.behaviour': rule('the program in the container'),
  'process.ignores': rule('Linux kernel/signal.c: sig_task_ignored'),
  'process.output': rule('the program in the container'),
  'hook.postStart': rule('pkg/kubelet/kuberuntime/kuberuntime_container.go: startContainer', HOOKS_DOC),
  'hook.preStop': rule('pkg/kubelet/kuberuntime/kuberuntime_container.go: executePreStopHook', HOOKS_DOC),
  'hook.handler': rule('pkg/kubelet/lifecycle/handlers.go: Run', `${HOOKS_DOC}#hook-handler-implementations`),
  'probe.add': rule('pkg/kubelet/prober/prober_manager.go: AddPod', PROBES_DOC),
  'probe.tick': rule('pkg/kubelet/prober/worker.go: run', PROBES_DOC),
  'probe.manual': rule('pkg/kubelet/prober/prober_manager.go: UpdatePodStatus', PROBES_DOC),
  'probe.do': rule('pkg/kubelet/prober/worker.go: doProbe', PROBES_DOC),
  'probe.hold': rule('pkg/kubelet/prober/worker.go: doProbe', PROBES_DOC),
  'probe.result': rule('pkg/kubelet/prober/results/results_manager.go: Set', PROBES_DOC),
  'probe.stop': rule('pkg/kubelet/prober/prober_manager.go: StopLivenessAndStartup', PROBES_DOC),
  'node.lost': rule(
    'pkg/controller/nodelifecycle/node_lifecycle_controller.go: monitorNodeHealth',
    'https://kubernetes.io/docs/concepts/architecture/nodes/#condition',
  ),
  'node.taint': rule(
    'pkg/controller/tainteviction/taint_eviction.go: processPodOnNode',
    'https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/#taint-based-evictions',
  ),
  'pod.gc': rule('pkg/controller/podgc/gc_controller.go: gcUnscheduledTerminating', `${LIFECYCLE_DOC}#pod-garbage-collection`),
  'pod.orphaned': rule('pkg/controller/podgc/gc_controller.go: gcOrphaned', `${LIFECYCLE_DOC}#pod-garbage-collection`),
  'scheduler.preempt': rule(
    'pkg/scheduler/framework/preemption/executor.go: NewExecutor',
    'https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/#preemption',
  ),
  'eviction.node': rule(
    'pkg/kubelet/eviction/eviction_manager.go: evictPod',
    'https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/',
  ),
  'deadline.active': rule(
    'pkg/kubelet/active_deadline.go: ShouldEvict',
    'https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup',
  ),
  'kubelet.life': rule('pkg/kubelet/kubelet.go: Run'),
} as const satisfies Record<string, Rule>;

export type RuleId = keyof typeof RULES;
