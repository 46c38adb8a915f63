/** How long a container may take to leave: every way in which the kubelet comes to a grace period, with its source. */
import type { Container, Pod } from '../model/kubernetes.ts';
import type { DecisionRecord, TraceRecord } from '../model/trace.ts';

/** `pkg/kubelet/kuberuntime/kuberuntime_manager.go: minimumGracePeriodInSeconds`: between the stop signal and SIGKILL. */
export const MINIMUM_GRACE_SECONDS = 2;

export type KillRecord = DecisionRecord & { decision: { what: 'kill'; message: string; graceSeconds: number; reason: string } };

/** What had happened when a container was to be stopped. */
export interface Circumstances {
  kill: KillRecord;
  /** The Pod as it was last written, and all graces that a deletion ever gave it. */
  pod: Pod;
  container: Container | undefined;
  deletionGraces: ReadonlySet<number>;
  records: readonly TraceRecord[];
}

interface Grace {
  source: string;
  /** The seconds it gives under these circumstances; none if it does not apply. */
  seconds(circumstances: Circumstances): Iterable<number>;
}

/** `calculateEffectiveGracePeriod` never gives the whole Pod less. */
const atLeastOne = (seconds: number) => Math.max(seconds, 1);
const isOfPod = ({ kill }: Circumstances) => kill.decision.reason === 'pod';
const happened = ({ kill, records }: Circumstances, what: (record: TraceRecord) => boolean) => records.some((record) => record.t <= kill.t && what(record));
const hasStorageLimit = ({ pod }: Circumstances) =>
  [...(pod.spec.initContainers ?? []), ...pod.spec.containers].some(({ resources }) => resources?.limits?.['ephemeral-storage'] !== undefined);

const GRACES: readonly Grace[] = [
  {
    source: 'pkg/kubelet/kuberuntime/kuberuntime_container.go: setTerminationGracePeriod, the spec of the Pod',
    seconds: ({ pod }) => [pod.spec.terminationGracePeriodSeconds ?? 30],
  },
  {
    source: 'pkg/kubelet/pod_workers.go: calculateEffectiveGracePeriod, a whole Pod without more than its spec',
    seconds: (now) => (isOfPod(now) ? [atLeastOne(now.pod.spec.terminationGracePeriodSeconds ?? 30)] : []),
  },
  {
    source: 'staging/src/k8s.io/apiserver/pkg/registry/rest/delete.go: BeforeDelete, a delete with a grace of its own, or a second, shorter one',
    seconds: ({ deletionGraces }) => [...deletionGraces].flatMap((seconds) => [seconds, atLeastOne(seconds)]),
  },
  {
    source: 'pkg/kubelet/kuberuntime/kuberuntime_container.go: setTerminationGracePeriod, the grace of the probe that failed',
    seconds: ({ kill, container }) => {
      const probe = kill.decision.reason === 'startup' ? container?.startupProbe : kill.decision.reason === 'liveness' ? container?.livenessProbe : undefined;
      return probe?.terminationGracePeriodSeconds === undefined ? [] : [probe.terminationGracePeriodSeconds];
    },
  },
  {
    source: 'pkg/kubelet/kuberuntime/kuberuntime_manager.go: SyncPod, RestartAllContainers',
    seconds: ({ kill }) => (kill.decision.message === 'killing' ? [0] : []),
  },
  {
    source: 'pkg/kubelet/eviction/eviction_manager.go: immediateEvictionGracePeriodSeconds',
    seconds: (now) => (isOfPod(now) && (hasStorageLimit(now) || happened(now, (record) => record.kind === 'Action' && record.what === 'evict')) ? [1] : []),
  },
  {
    source: 'pkg/kubelet/kubelet.go: SyncTerminatingRuntimePod, a Pod whose object is gone',
    seconds: (now) => (isOfPod(now) && happened(now, (record) => record.kind === 'Kubelet' && record.what === 'started') ? [1] : []),
  },
];

/** The grace periods that the kubelet may come to under these circumstances. */
export function owedGraces(now: Circumstances): number[] {
  return GRACES.flatMap(({ seconds }) => [...seconds(now)]);
}
