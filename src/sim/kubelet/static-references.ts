import type { Container, PodSpec } from '../../model/kubernetes.ts';

/** What a manifest refers to that only the API server could give, in the kubelet's words, and where it stands. */
export interface ApiReference {
  what: string;
  field: string;
}

type Words = Readonly<Record<string, string>>;

const SECRETS: Words = { secret: 'secrets', azureFile: 'secrets' };
const CONFIG_MAPS: Words = { configMap: 'configmaps' };
const OTHERS: Words = {
  csi: 'csidrivers (via CSI volumes)',
  glusterfs: 'endpoints (via glusterFS volumes)',
  persistentVolumeClaim: 'persistentvolumeclaims',
  ephemeral: 'persistentvolumeclaims (via ephemeral volumes)',
  serviceAccountToken: 'serviceaccounts (via projected volumes)',
  clusterTrustBundle: 'clustertrustbundles',
  podCertificate: 'podcertificates',
};

/** What of the API a static Pod refers to, which it may not; undefined if there is nothing (`pkg/api/pod/util.go: HasAPIObjectReference`). */
export function apiReferenceIn(spec: PodSpec): ApiReference | undefined {
  if (given(spec['serviceAccountName'])) return { what: 'serviceaccounts', field: 'spec.serviceAccountName' };
  if (given(spec['imagePullSecrets'])) return { what: 'secrets', field: 'spec.imagePullSecrets' };
  return (
    inEnvironment(spec, 'secret', 'secrets') ??
    inVolumes(spec, SECRETS) ??
    inEnvironment(spec, 'configMap', 'configmaps') ??
    inVolumes(spec, CONFIG_MAPS) ??
    (given(spec['resourceClaims']) ? { what: 'resourceclaims', field: 'spec.resourceClaims' } : inVolumes(spec, OTHERS))
  );
}

const given = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : value !== undefined && value !== '');

function inEnvironment(spec: PodSpec, source: 'secret' | 'configMap', what: string): ApiReference | undefined {
  const has = (holder: unknown, key: string) => (holder as Record<string, unknown> | undefined)?.[key] !== undefined;
  for (const list of ['initContainers', 'containers'] as const) {
    for (const [index, { env = [], envFrom = [] }] of ((spec[list] ?? []) as Container[]).entries()) {
      const from = envFrom.findIndex((each) => has(each, `${source}Ref`));
      if (from !== -1) return { what, field: `spec.${list}[${index}].envFrom[${from}].${source}Ref` };
      const variable = env.findIndex(({ valueFrom }) => has(valueFrom, `${source}KeyRef`));
      if (variable !== -1) return { what, field: `spec.${list}[${index}].env[${variable}].valueFrom.${source}KeyRef` };
    }
  }
  return undefined;
}

/** The first volume of these sources, or part of a projected one. */
function inVolumes({ volumes = [] }: PodSpec, words: Words): ApiReference | undefined {
  for (const [index, volume] of volumes.entries()) {
    const parts = (volume['projected'] as { sources?: Record<string, unknown>[] } | undefined)?.sources ?? [];
    for (const [holder, path] of [[volume, ''], ...parts.map((part, at) => [part, `projected.sources[${at}].`] as const)] as const) {
      const source = Object.keys(words).find((name) => holder[name] !== undefined);
      if (source !== undefined) return { what: words[source] ?? '', field: `spec.volumes[${index}].${path}${source}` };
    }
  }
  return undefined;
}
