/** The addresses of Services in the cluster's network 10.96.0.0/16; the first ones are the cluster's own. */
import type { KubernetesObject } from '../../model/kubernetes.ts';

/** The address of the API server's own Service, `kubernetes`. */
export const KUBERNETES_ADDRESS = '10.96.0.1';

const FIRST_FREE = 10;

/** Each Service that has an address of its own, with it: the one it names, else the next of the network. */
export function withClusterAddresses(objects: readonly KubernetesObject[]): { service: KubernetesObject; address: string }[] {
  return objects
    .filter(({ kind }) => kind === 'Service')
    .flatMap((service, index) => {
      const { clusterIP, type } = (service['spec'] ?? {}) as { clusterIP?: string; type?: string };
      return clusterIP === 'None' || type === 'ExternalName' ? [] : [{ service, address: clusterIP ?? `10.96.0.${index + FIRST_FREE}` }];
    });
}
