import { hashHex } from '../../base/random.ts';
import type { Pod } from '../../model/kubernetes.ts';
import type { PodManifest } from '../../model/scenario.ts';
import type { RecordId } from '../../model/trace.ts';
import { admitPod, type ApiError } from '../../api/index.ts';
import type { ApiServer } from '../control-plane/api-server.ts';
import type { World } from '../world.ts';
import { apiReferenceIn } from './static-references.ts';

const MIRROR = 'kubernetes.io/config.mirror';

/**
 * The Pod that a manifest file stands for: its name ends in the node's, its uid comes from its content
 * (`pkg/kubelet/config/common.go: applyDefaults, tryDecodeSinglePod`). The kubelet logs an error and ignores the file if that makes no valid Pod,
 * or one that needs objects of the API.
 */
export function staticPodOf(manifest: PodManifest, world: World): { pod: Pod } | { error: ApiError } {
  const { node } = world.scenario.cluster;
  const uid = hashHex(`static/${JSON.stringify(manifest)}`, 32);
  const seen = world.timestamp();
  const named: PodManifest = {
    ...manifest,
    metadata: {
      ...manifest.metadata,
      name: `${manifest.metadata.name ?? ''}-${node.name}`,
      namespace: manifest.metadata.namespace ?? 'default',
      annotations: {
        ...manifest.metadata.annotations,
        'kubernetes.io/config.hash': uid,
        [MIRROR]: uid,
        'kubernetes.io/config.seen': seen,
        'kubernetes.io/config.source': 'file',
      },
    },
    spec: {
      ...manifest.spec,
      nodeName: node.name,
      tolerations: [...((manifest.spec['tolerations'] as unknown[] | undefined) ?? []), { operator: 'Exists', effect: 'NoExecute' }],
    },
  };
  const admitted = admitPod(named, {
    namespace: named.metadata.namespace ?? 'default',
    uid,
    createdAtMs: world.createdAtMs + world.nowMs,
    objects: [],
    admissionPlugins: [],
    featureGates: world.scenario.cluster.featureGates,
  });
  if ('error' in admitted && admitted.error.reason === 'Invalid') return admitted;
  const reference = world.gate('PreventStaticPodAPIReferences', true) ? apiReferenceIn(manifest.spec) : undefined;
  if (reference !== undefined) {
    const message = `static pods may not reference ${reference.what}`;
    return { error: { reason: 'Invalid', code: 422, message, causes: [{ type: 'FieldValueForbidden', field: reference.field, message }] } };
  }
  if ('error' in admitted) return admitted;
  const { generation: _none, resourceVersion: _noVersion, ...metadata } = admitted.pod.metadata;
  const { tolerations: _defaulted, ...spec } = admitted.pod.spec;
  return { pod: { ...admitted.pod, metadata, spec: { ...spec, tolerations: named.spec['tolerations'] } } };
}

/** Whether an API object is the mirror of a static Pod. */
export function isMirrorOf(object: Pod | undefined, pod: Pod): boolean {
  return object?.metadata.annotations?.[MIRROR] !== undefined && object.metadata.annotations[MIRROR] === pod.metadata.uid;
}

/**
 * Makes or repairs the mirror Pod, going by what was known of it when the sync was asked for
 * (`pkg/kubelet/kubelet.go: tryReconcileMirrorPods`, `pkg/kubelet/pod/mirror_client.go`).
 */
export function ensureMirror(api: ApiServer, pod: Pod, mirror: Pod | undefined, cause: RecordId): void {
  if (mirror !== undefined) {
    if (isMirrorOf(mirror, pod) && mirror.metadata.deletionTimestamp === undefined) return;
    // If the mirror is gone already, nothing is deleted, and then no other is made in its place
    if (mirror.metadata.uid !== api.pod?.metadata.uid) return;
    api.deletePod({ gracePeriodSeconds: 0 }, cause, 'api.remove');
  }
  if (api.pod === undefined) api.createMirror(pod, cause);
}
