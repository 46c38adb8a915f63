/** What a cluster holds before anybody asks it for something: who looks with kubectl finds it there. */
import { rfc3339 } from '../../../base/timestamp.ts';
import type { KubernetesObject } from '../../../model/kubernetes.ts';
import { SYSTEM_CLASSES } from '../../admission/priority.ts';
import { ROOT_CA } from '../../server/root-ca.ts';
import { KUBERNETES_ADDRESS } from '../../server/service-network.ts';
import type { SimulatedRun } from './held.ts';

/** The namespaces of every cluster (`pkg/controlplane/controller/systemnamespaces/system_namespaces_controller.go`). */
const NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

/**
 * The namespaces, the priority classes and the Service of the API server itself, as old as the cluster; and what the controllers put
 * into the Pod's namespace: its ServiceAccount `default` and the ConfigMap with the certificate.
 */
export function ownObjects({ scenario, trace }: SimulatedRun): KubernetesObject[] {
  const { namespace, createdAtMs } = trace.meta;
  const bootedAtMs = createdAtMs - scenario.cluster.kubelet.uptimeMs;
  const ofCluster = [...NAMESPACES.map(namespaceNamed), ...Object.entries(SYSTEM_CLASSES).map(systemClass), SERVICE];
  return [
    ...ofCluster.map((object) => madeAt(object, bootedAtMs)),
    ...[SERVICE_ACCOUNT, ROOT_CA].map((object) => madeAt(object, NAMESPACES.includes(namespace) ? bootedAtMs : createdAtMs, namespace)),
  ];
}

function madeAt(object: KubernetesObject, atMs: number, namespace = object.metadata.namespace): KubernetesObject {
  return { ...object, metadata: { ...object.metadata, ...(namespace !== undefined && { namespace }), creationTimestamp: rfc3339(atMs) } };
}

const namespaceNamed = (name: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels: { 'kubernetes.io/metadata.name': name } },
  spec: { finalizers: ['kubernetes'] },
  status: { phase: 'Active' },
});

/** `pkg/apis/scheduling/v1/helpers.go: systemPriorityClasses`. */
const MUST_NOT_MOVE = 'Used for system critical pods that must not be moved from their current node.';
const MAY_MOVE = 'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.';

const systemClass = ([name, value]: [string, number]): KubernetesObject => ({
  apiVersion: 'scheduling.k8s.io/v1',
  kind: 'PriorityClass',
  metadata: { name, generation: 1 },
  value,
  description: name === 'system-node-critical' ? MUST_NOT_MOVE : MAY_MOVE,
  preemptionPolicy: 'PreemptLowerPriority',
});

/** By which containers reach the API server (`pkg/controlplane/controller/kubernetesservice/controller.go`). */
const SERVICE: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'kubernetes', namespace: 'default', labels: { component: 'apiserver', provider: 'kubernetes' } },
  spec: {
    clusterIP: KUBERNETES_ADDRESS,
    clusterIPs: [KUBERNETES_ADDRESS],
    internalTrafficPolicy: 'Cluster',
    ipFamilies: ['IPv4'],
    ipFamilyPolicy: 'SingleStack',
    ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 6443 }],
    sessionAffinity: 'None',
    type: 'ClusterIP',
  },
  status: { loadBalancer: {} },
};

/** `pkg/controller/serviceaccount/serviceaccounts_controller.go`. */
const SERVICE_ACCOUNT: KubernetesObject = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } };
