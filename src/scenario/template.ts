/**
 * The Pod that a controller would make from an object with a Pod template: name, labels and owner as the controller sets
 * them. Names that are random in a cluster are derived from the template here, so that the same text gives the same Pod.
 */
import { hash, hashHex } from '../base/random.ts';
import { DEFAULT_CREATED_AT_MS } from '../base/timestamp.ts';
import type { KubernetesObject, ObjectMeta, PodSpec } from '../model/kubernetes.ts';
import type { PodManifest } from '../model/scenario.ts';

/** The kinds that carry a Pod template, and the path to it. */
export const TEMPLATE_PATHS: Record<string, readonly string[]> = {
  Deployment: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
  ReplicationController: ['spec', 'template'],
};

interface Template {
  metadata?: ObjectMeta;
  spec?: PodSpec;
}

/** The template of a workload object; undefined for other kinds or if it has none. */
export function templateOf(object: KubernetesObject): Template | undefined {
  let value: unknown = object;
  for (const step of TEMPLATE_PATHS[object.kind] ?? []) value = (value as Record<string, unknown> | undefined)?.[step];
  return TEMPLATE_PATHS[object.kind] && typeof value === 'object' && value !== null ? value : undefined;
}

/** The letters of generated names: no vowels, nothing that looks like another letter (apimachinery/pkg/util/rand). */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

function suffix(subject: string, length: number): string {
  return Array.from({ length }, (_, index) => ALPHABET[hash(`${subject}/${index}`) % ALPHABET.length]).join('');
}

/** A name of at most 63 characters with a suffix (apiserver/pkg/storage/names: SimpleNameGenerator). */
function generated(base: string, subject: string): { name: string; generateName: string } {
  return { generateName: base, name: `${base.slice(0, 58)}${suffix(subject, 5)}` };
}

/** The name of an object once it is created: one without a name gets it from its `generateName`. `subject` stands for chance. */
function nameAsCreated({ metadata: { name, generateName } }: KubernetesObject, subject: string): string {
  return name ?? (generateName === undefined ? '' : generated(generateName, `owner/${subject}`).name);
}

interface Identity {
  name: string;
  generateName?: string;
  labels: Record<string, string>;
  annotations?: Record<string, string>;
  owner: { apiVersion: string; kind: string; name: string };
}

/** The first Pod that the controller of `object` makes. The caller has made sure that there is a template. */
export function podFromTemplate(object: KubernetesObject, template: Template): PodManifest {
  const subject = JSON.stringify(template);
  const identity = identify(object, subject);
  const { metadata = {}, spec } = template;
  const pod: PodManifest = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...metadata,
      name: identity.name,
      ...(identity.generateName !== undefined && { generateName: identity.generateName }),
      ...(object.metadata.namespace !== undefined && { namespace: object.metadata.namespace }),
      labels: { ...metadata.labels, ...identity.labels },
      ...((metadata.annotations ?? identity.annotations) && { annotations: { ...metadata.annotations, ...identity.annotations } }),
      ownerReferences: [{ ...identity.owner, uid: uid(identity.owner.name), controller: true, blockOwnerDeletion: true }],
    },
    spec: { ...(spec as PodSpec) },
  };
  if (object.kind === 'StatefulSet') addStatefulIdentity(pod, object);
  if (object.kind === 'DaemonSet') addDaemonTolerations(pod.spec);
  if (object.kind === 'Job' && completionModeOf(object) === 'Indexed') addCompletionIndex(pod.spec);
  return pod;
}

function identify(object: KubernetesObject, subject: string): Identity {
  const { apiVersion, kind } = object;
  const name = nameAsCreated(object, subject);
  const owner = { apiVersion, kind, name };
  const revision = suffix(`revision/${subject}`, 10);
  switch (kind) {
    case 'Deployment': {
      const replicaSet = `${name}-${revision}`;
      return { ...generated(`${replicaSet}-`, subject), labels: { 'pod-template-hash': revision }, owner: { ...owner, kind: 'ReplicaSet', name: replicaSet } };
    }
    case 'StatefulSet': {
      const ordinal = startOrdinal(object);
      const pod = `${name}-${ordinal}`;
      return {
        name: pod,
        generateName: `${name}-`,
        labels: {
          'apps.kubernetes.io/pod-index': String(ordinal),
          'controller-revision-hash': `${name}-${revision}`,
          'statefulset.kubernetes.io/pod-name': pod,
        },
        owner,
      };
    }
    case 'DaemonSet':
      return { ...generated(`${name}-`, subject), labels: { 'controller-revision-hash': revision, 'pod-template-generation': '1' }, owner };
    case 'Job':
      return jobIdentity(name, subject, owner, completionModeOf(object) === 'Indexed');
    case 'CronJob': {
      // The scheduled time in minutes (pkg/controller/cronjob/cronjob_controllerv2.go: getJobName).
      const job = `${name}-${Math.floor(DEFAULT_CREATED_AT_MS / 60_000)}`;
      return jobIdentity(job, subject, { apiVersion: 'batch/v1', kind: 'Job', name: job }, false);
    }
    default:
      return { ...generated(`${name}-`, subject), labels: {}, owner };
  }
}

function jobIdentity(name: string, subject: string, owner: Identity['owner'], isIndexed: boolean): Identity {
  const labels = {
    'batch.kubernetes.io/controller-uid': uid(name),
    'batch.kubernetes.io/job-name': name,
    'controller-uid': uid(name),
    'job-name': name,
    ...(isIndexed && { 'batch.kubernetes.io/job-completion-index': '0' }),
  };
  return {
    ...generated(isIndexed ? `${name}-0-` : `${name}-`, subject),
    labels,
    ...(isIndexed && { annotations: { 'batch.kubernetes.io/job-completion-index': '0' } }),
    owner,
  };
}

interface ClaimTemplate {
  metadata?: ObjectMeta;
  spec?: unknown;
}

const claimTemplatesOf = (object: KubernetesObject): ClaimTemplate[] =>
  (object['spec'] as { volumeClaimTemplates?: ClaimTemplate[] } | undefined)?.volumeClaimTemplates ?? [];

const claimName = (claim: ClaimTemplate, pod: PodManifest): string => `${claim.metadata?.name ?? ''}-${pod.metadata.name ?? ''}`;

/** The claims that the controller of a StatefulSet makes before the Pod (pkg/controller/statefulset/stateful_pod_control.go: createPersistentVolumeClaims). */
export function claimsOf(object: KubernetesObject, pod: PodManifest): KubernetesObject[] {
  if (object.kind !== 'StatefulSet') return [];
  const { namespace } = pod.metadata;
  return claimTemplatesOf(object).map((claim) => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { ...claim.metadata, name: claimName(claim, pod), ...(namespace !== undefined && { namespace }) },
    spec: claim.spec,
  }));
}

/** Stable storage and network identity (pkg/controller/statefulset/stateful_set_utils.go: updateStorage, initIdentity). */
function addStatefulIdentity(pod: PodManifest, object: KubernetesObject): void {
  const spec = object['spec'] as { serviceName?: string } | undefined;
  const name = pod.metadata.name ?? '';
  pod.spec.hostname = name;
  if (spec?.serviceName !== undefined) pod.spec.subdomain = spec.serviceName;
  const claims = claimTemplatesOf(object).map((claim) => ({
    name: claim.metadata?.name ?? '',
    persistentVolumeClaim: { claimName: claimName(claim, pod) },
  }));
  if (claims.length === 0) return;
  const claimed = new Set(claims.map((claim) => claim.name));
  pod.spec.volumes = [...claims, ...(pod.spec.volumes ?? []).filter((volume) => !claimed.has(volume.name))];
}

/** pkg/controller/daemon/util/daemonset_util.go: AddOrUpdateDaemonPodTolerations. */
function addDaemonTolerations(spec: PodSpec): void {
  const keys = [
    'not-ready',
    'unreachable',
    'disk-pressure',
    'memory-pressure',
    'pid-pressure',
    'unschedulable',
    ...(spec.hostNetwork === true ? ['network-unavailable'] : []),
  ];
  const own = (spec['tolerations'] as unknown[] | undefined) ?? [];
  spec['tolerations'] = [
    ...own,
    ...keys.map((key, index) => ({ key: `node.kubernetes.io/${key}`, operator: 'Exists', effect: index < 2 ? 'NoExecute' : 'NoSchedule' })),
  ];
}

/** pkg/controller/job/indexed_job_utils.go: addCompletionIndexEnvVariables. */
function addCompletionIndex(spec: PodSpec): void {
  const fieldRef = { fieldPath: "metadata.labels['batch.kubernetes.io/job-completion-index']" };
  const withIndex = <T extends { env?: { name: string }[] }>(container: T): T =>
    container.env?.some((variable) => variable.name === 'JOB_COMPLETION_INDEX')
      ? container
      : { ...container, env: [...(container.env ?? []), { name: 'JOB_COMPLETION_INDEX', valueFrom: { fieldRef } }] };
  spec.containers = spec.containers.map(withIndex);
  if (spec.initContainers) spec.initContainers = spec.initContainers.map(withIndex);
}

function startOrdinal(object: KubernetesObject): number {
  const start = (object['spec'] as { ordinals?: { start?: number } } | undefined)?.ordinals?.start;
  return typeof start === 'number' ? start : 0;
}

function completionModeOf(object: KubernetesObject): string | undefined {
  return (object['spec'] as { completionMode?: string } | undefined)?.completionMode;
}

/** A uid of the usual form for an object that exists only as the owner of the Pod. */
function uid(name: string): string {
  const digits = hashHex(`uid/${name}`, 32);
  return [digits.slice(0, 8), digits.slice(8, 12), `4${digits.slice(13, 16)}`, `a${digits.slice(17, 20)}`, digits.slice(20)].join('-');
}
