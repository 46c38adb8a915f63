/** Endpoints, the older form of EndpointSlices, which a controller of its own writes beside them. */
import type { KubernetesObject } from '../../../model/kubernetes.ts';
import { type Fields, fields, list, map, strings, text } from '../../schema/fields.ts';

const SERVICE_LABEL = 'kubernetes.io/service-name';

/**
 * The Endpoints of each Service that has slices. A Pod that is being deleted is not in them, while a slice still names it, unless the
 * Service publishes what is not ready (`pkg/controller/endpoint/endpoints_controller.go: syncService`).
 */
export function endpointsOf(objects: readonly KubernetesObject[]): KubernetesObject[] {
  return objects.filter(({ kind, metadata }) => kind === 'EndpointSlice' && metadata.labels?.[SERVICE_LABEL] !== undefined).map(ofSlice);
}

function ofSlice(slice: KubernetesObject): KubernetesObject {
  const { namespace, creationTimestamp } = slice.metadata;
  const condition = (endpoint: Fields, name: string) => fields(endpoint, 'conditions')?.[name];
  const staying = list(slice, 'endpoints').filter((endpoint) => condition(endpoint, 'terminating') !== true || condition(endpoint, 'ready') === true);
  const addresses = (ready: boolean) =>
    staying
      .filter((endpoint) => (condition(endpoint, 'ready') !== false) === ready)
      .flatMap((endpoint) =>
        strings(endpoint, 'addresses').map((ip) => ({
          ip,
          ...(text(endpoint, 'nodeName') !== '' && { nodeName: text(endpoint, 'nodeName') }),
          ...(fields(endpoint, 'targetRef') && { targetRef: fields(endpoint, 'targetRef') }),
        })),
      );
  const [ready, notReady] = [addresses(true), addresses(false)];
  const subset = { ...(ready.length > 0 && { addresses: ready }), ...(notReady.length > 0 && { notReadyAddresses: notReady }), ports: list(slice, 'ports') };
  return {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: {
      name: map(fields(slice, 'metadata'), 'labels')[SERVICE_LABEL] ?? '',
      ...(namespace !== undefined && { namespace }),
      ...(creationTimestamp !== undefined && { creationTimestamp }),
      labels: { 'endpoints.kubernetes.io/managed-by': 'endpoint-controller' },
    },
    ...(staying.length > 0 && { subsets: [subset] }),
  };
}
