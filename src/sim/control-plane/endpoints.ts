import { sameJson } from '../../base/json.ts';
import { hashHex } from '../../base/random.ts';
import { rfc3339 } from '../../base/timestamp.ts';
import type { Container, KubernetesObject, Pod } from '../../model/kubernetes.ts';
import type { RecordId } from '../../model/trace.ts';
import type { World } from '../world.ts';
import { type ApiServer, uidOf } from './api-server.ts';

interface ServicePort {
  name?: string;
  protocol?: string;
  port: number;
  targetPort?: number | string;
  appProtocol?: string;
}

/**
 * The EndpointSlice controller: keeps one slice for each Service that selects the Pod
 * (`staging/src/k8s.io/endpointslice/utils.go: podToEndpoint`, `util/controller_utils.go: ShouldPodBeInEndpoints`).
 * It hears of the Pod on its own, so there is no order between it and the kubelet.
 */
export class EndpointSlices {
  readonly #world: World;
  readonly #api: ApiServer;
  readonly #slices = new Map<string, KubernetesObject>();

  constructor(world: World, api: ApiServer) {
    this.#world = world;
    this.#api = api;
    api.watchPod(({ type, pod, cause }) => {
      world.queue.at(world.nowMs + world.latency.endpointSliceMs, () => this.#sync(type === 'DELETED' ? undefined : pod, cause));
    });
    api.watchObjects((kind, cause) => {
      if (kind === 'Service') world.queue.at(world.nowMs + world.latency.endpointSliceMs, () => this.#sync(api.pod, cause));
    });
  }

  #sync(pod: Pod | undefined, cause: RecordId): void {
    for (const service of this.#api.objects) {
      if (service.kind === 'Service') this.#syncService(service, pod, cause);
    }
    for (const [name, slice] of this.#slices) {
      if (this.#api.object('Service', name) !== undefined) continue;
      this.#slices.delete(name);
      this.#world.trace.add({ kind: 'Object', cause, rule: 'endpoints.sync', type: 'DELETED', object: slice });
    }
  }

  #syncService(service: KubernetesObject, pod: Pod | undefined, cause: RecordId): void {
    const spec = (service['spec'] ?? {}) as { selector?: Record<string, string>; ports?: ServicePort[]; publishNotReadyAddresses?: boolean };
    const name = service.metadata.name ?? '';
    // An empty selector is none once it has been stored: it selects nothing, not everything
    const wanted = Object.entries(spec.selector ?? {});
    const selected = pod !== undefined && wanted.length > 0 && wanted.every(([key, value]) => pod.metadata.labels?.[key] === value);
    const endpoints = selected && belongs(pod) ? [endpointOf(pod, spec.publishNotReadyAddresses === true)] : [];
    const before = this.#slices.get(name);
    if (before === undefined && endpoints.length === 0) return;
    const ports = endpoints.length > 0 && pod !== undefined ? (spec.ports ?? []).flatMap((port) => slicePort(port, pod)) : null;
    if (before !== undefined && sameJson(before['endpoints'], endpoints) && sameJson(before['ports'], ports)) return;
    const namespace = pod?.metadata.namespace ?? before?.metadata.namespace;
    const slice: KubernetesObject = {
      kind: 'EndpointSlice',
      apiVersion: 'discovery.k8s.io/v1',
      metadata: {
        name: `${name}-${hashHex(`slice/${name}`, 5)}`,
        generateName: `${name}-`,
        ...(namespace !== undefined && { namespace }),
        uid: uidOf(`slice/${name}`),
        resourceVersion: this.#api.nextResourceVersion(),
        generation: (before?.metadata.generation ?? 1) + 1,
        creationTimestamp: before?.metadata.creationTimestamp ?? rfc3339(this.#world.createdAtMs),
        labels: { 'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io', 'kubernetes.io/service-name': name },
      },
      addressType: 'IPv4',
      endpoints,
      ports,
    };
    this.#slices.set(name, slice);
    this.#world.trace.add({ kind: 'Object', cause, rule: 'endpoints.sync', type: before === undefined ? 'ADDED' : 'MODIFIED', object: slice });
  }
}

/** A Pod without address or in a terminal phase is in no slice. */
function belongs(pod: Pod): boolean {
  return pod.status.podIP !== undefined && pod.status.phase !== 'Succeeded' && pod.status.phase !== 'Failed';
}

function endpointOf(pod: Pod, publishNotReady: boolean): Record<string, unknown> {
  const serving = pod.status.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') === true;
  const terminating = pod.metadata.deletionTimestamp !== undefined;
  return {
    addresses: [pod.status.podIP],
    conditions: { ready: publishNotReady || (serving && !terminating), serving, terminating },
    targetRef: { kind: 'Pod', namespace: pod.metadata.namespace, name: pod.metadata.name, uid: pod.metadata.uid },
    nodeName: pod.spec.nodeName,
  };
}

/** A target by name is looked for in main containers, then in sidecars (`utils.go: FindPort`). */
function slicePort({ name = '', protocol = 'TCP', port, targetPort = port, appProtocol }: ServicePort, pod: Pod): Record<string, unknown>[] {
  const named = [...pod.spec.containers, ...sidecars(pod)].flatMap((container) => container.ports ?? []);
  const number =
    typeof targetPort === 'number'
      ? targetPort
      : named.find((candidate) => candidate.name === targetPort && (candidate.protocol ?? 'TCP') === protocol)?.containerPort;
  return number === undefined ? [] : [{ name, protocol, port: number, ...(appProtocol !== undefined && { appProtocol }) }];
}

function sidecars(pod: Pod): Container[] {
  return (pod.spec.initContainers ?? []).filter((container) => container.restartPolicy === 'Always');
}
