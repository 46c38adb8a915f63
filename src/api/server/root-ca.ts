/** What the controller manager puts into every namespace. */
import type { KubernetesObject } from '../../model/kubernetes.ts';

/** The ConfigMap by which containers trust the API server (`pkg/controller/certificates/rootcacertpublisher/publisher.go`). */
export const ROOT_CA = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {
    name: 'kube-root-ca.crt',
    annotations: {
      'kubernetes.io/description':
        'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.',
    },
  },
  data: { 'ca.crt': '-----BEGIN CERTIFICATE-----\nc2ltdWxhdGVk\n-----END CERTIFICATE-----\n' },
} satisfies KubernetesObject;
