/** The one node of a run as an object: what the scenario says of it, and how it fares. */
import { rfc3339 } from '../../../base/timestamp.ts';
import type { KubernetesObject } from '../../../model/kubernetes.ts';
import type { ActionRecord } from '../../../model/trace.ts';
import { NOT_READY_TAINTS, taintsAfter, UNREACHABLE_TAINTS, UNSCHEDULABLE_TAINT } from '../../../model/taints.ts';
import type { SimulatedRun } from './held.ts';

/** What brings the kubelet of a lost node back. */
const RETURNS = new Set(['node-back', 'kubelet-start', 'kubelet-restart']);
/** What keeps it from taking Pods, until it is uncordoned. */
const CORDONS = new Set(['node-drain', 'node-cordon']);

/** What its kubelet, or in its place the controller, says of it (`pkg/kubelet/nodestatus/setters.go: ReadyCondition`). */
const READY = { status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' };
const SHUTTING_DOWN = { status: 'False', reason: 'KubeletNotReady', message: 'node is shutting down' };
const LOST = { status: 'Unknown', reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.' };

/** Within this time the lifecycle controller has seen that a node is not ready, and evicts (`nodeMonitorPeriod`). */
const MONITOR_MS = 5000;

/** The node at a moment; of what the scenario does not say only the version of the kubelet is known. */
export function nodeAt({ scenario, trace }: SimulatedRun, atMs: number): KubernetesObject {
  const { node, kubelet } = scenario.cluster;
  const past = trace.records.filter(({ t }) => t <= atMs);
  const actions = past.filter((record): record is ActionRecord => record.kind === 'Action');
  const lost = past.findLast((record) => record.kind === 'Event' && record.object.reason === 'NodeNotReady');
  const back = actions.findLast(({ what }) => RETURNS.has(what));
  const isLost = lost !== undefined && (back === undefined || back.id < lost.id);
  const isCordoned = CORDONS.has(actions.findLast(({ what }) => CORDONS.has(what) || what === 'node-uncordon')?.what ?? '');
  const addresses = addressOf(past);
  const shutdown = actions.findLast(({ what }) => what === 'node-shutdown');
  const isShuttingDown = shutdown !== undefined && scenario.cluster.featureGates['GracefulNodeShutdown'] !== false && !isLost && (back?.id ?? -1) < shutdown.id;
  const readySinceMs = trace.meta.createdAtMs + (isLost ? lost.t : isShuttingDown ? shutdown.t : (back?.t ?? -kubelet.uptimeMs));
  const taints = [
    ...taintsAfter(scenario, actions),
    ...(isLost ? UNREACHABLE_TAINTS : []),
    ...(isShuttingDown ? [NOT_READY_TAINTS.scheduling] : []),
    ...(isShuttingDown && atMs >= shutdown.t + MONITOR_MS ? [NOT_READY_TAINTS.eviction] : []),
    ...(isCordoned ? [UNSCHEDULABLE_TAINT] : []),
  ];
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: node.name, labels: node.labels, creationTimestamp: rfc3339(trace.meta.createdAtMs - kubelet.uptimeMs) },
    spec: {
      ...(isCordoned && { unschedulable: true }),
      ...(taints.length > 0 && { taints }),
    },
    status: {
      ...(Object.keys(node.allocatable).length > 0 && { allocatable: node.allocatable, capacity: node.allocatable }),
      conditions: [
        {
          type: 'Ready',
          lastTransitionTime: rfc3339(readySinceMs),
          ...(isLost ? LOST : isShuttingDown ? SHUTTING_DOWN : READY),
        },
      ],
      addresses: [...addresses, { type: 'Hostname', address: node.name }],
      nodeInfo: { kubeletVersion: trace.meta.version, containerRuntimeVersion: 'containerd://2.3.4', operatingSystem: node.os },
    },
  };
}

/** The address that the Pod's status names. */
function addressOf(past: SimulatedRun['trace']['records']): { type: string; address: string }[] {
  const seen = past.findLast((record) => record.kind === 'Pod' && record.object.status.hostIP !== undefined);
  return seen?.kind === 'Pod' ? [{ type: 'InternalIP', address: String(seen.object.status.hostIP) }] : [];
}
