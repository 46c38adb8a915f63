/** The one node of a run as an object: what the scenario says of it, and how it fares. */
import { rfc3339 } from '../../../base/timestamp.ts';
import type { KubernetesObject } from '../../../model/kubernetes.ts';
import type { ActionRecord } from '../../../model/trace.ts';
import { taintsAfter, UNREACHABLE_TAINTS, UNSCHEDULABLE_TAINT } from '../../../model/taints.ts';
import type { SimulatedRun } from './held.ts';

/** What brings the kubelet of a lost node back. */
const RETURNS = new Set(['node-back', 'kubelet-start', 'kubelet-restart']);
/** What keeps it from taking Pods, until it is uncordoned. */
const CORDONS = new Set(['node-drain', 'node-cordon']);

/** The node at a moment; of what the scenario does not say only the version of the kubelet is known. */
export function nodeAt({ scenario, trace }: SimulatedRun, atMs: number): KubernetesObject {
  const { node, kubelet } = scenario.cluster;
  const past = trace.records.filter(({ t }) => t <= atMs);
  const actions = past.filter((record): record is ActionRecord => record.kind === 'Action');
  const lost = past.findLast((record) => record.kind === 'Event' && record.object.reason === 'NodeNotReady');
  const back = actions.findLast(({ what }) => RETURNS.has(what));
  const isLost = lost !== undefined && (back === undefined || back.id < lost.id);
  const isCordoned = CORDONS.has(actions.findLast(({ what }) => CORDONS.has(what) || what === 'node-uncordon')?.what ?? '');
  const readySinceMs = trace.meta.createdAtMs + (isLost ? lost.t : (back?.t ?? -kubelet.uptimeMs));
  const addresses = addressOf(past);
  const taints = [...taintsAfter(scenario, actions), ...(isLost ? UNREACHABLE_TAINTS : []), ...(isCordoned ? [UNSCHEDULABLE_TAINT] : [])];
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
          status: isLost ? 'Unknown' : 'True',
          lastTransitionTime: rfc3339(readySinceMs),
          reason: isLost ? 'NodeStatusUnknown' : 'KubeletReady',
          message: isLost ? 'Kubelet stopped posting node status.' : 'kubelet is posting ready status',
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
