/** The kinds that the API server knows. */
import { OTHER_TYPES } from '../schema/other-types.ts';
import { registerTypes } from '../schema/schema.ts';
import { OTHER_KINDS } from './other-kinds.ts';

registerTypes(OTHER_TYPES);

export interface Kind {
  kind: string;
  apiVersion: string;
  /** As in `kubectl get pods`. */
  plural: string;
  singular: string;
  shortNames: readonly string[];
  namespaced: boolean;
  /** Where the Pod template is, for workloads. */
  template?: string;
}

const kind = (apiVersion: string, name: string, plural: string, shortNames: string[] = [], more: Partial<Kind> = {}): Kind => ({
  kind: name,
  apiVersion,
  plural,
  singular: name.toLowerCase(),
  shortNames,
  namespaced: true,
  ...more,
});
const workload = { template: 'spec.template' };

export const KINDS: readonly Kind[] = [
  kind('v1', 'Pod', 'pods', ['po']),
  kind('v1', 'ConfigMap', 'configmaps', ['cm']),
  kind('v1', 'Secret', 'secrets'),
  kind('v1', 'Service', 'services', ['svc']),
  kind('v1', 'ServiceAccount', 'serviceaccounts', ['sa']),
  kind('v1', 'Namespace', 'namespaces', ['ns'], { namespaced: false }),
  kind('v1', 'Node', 'nodes', ['no'], { namespaced: false }),
  kind('v1', 'Event', 'events', ['ev']),
  kind('v1', 'LimitRange', 'limitranges', ['limits']),
  kind('v1', 'ResourceQuota', 'resourcequotas', ['quota']),
  kind('v1', 'PersistentVolumeClaim', 'persistentvolumeclaims', ['pvc']),
  kind('v1', 'PodTemplate', 'podtemplates', [], { template: 'template' }),
  kind('v1', 'ReplicationController', 'replicationcontrollers', ['rc'], workload),
  kind('apps/v1', 'Deployment', 'deployments', ['deploy'], workload),
  kind('apps/v1', 'ReplicaSet', 'replicasets', ['rs'], workload),
  kind('apps/v1', 'StatefulSet', 'statefulsets', ['sts'], workload),
  kind('apps/v1', 'DaemonSet', 'daemonsets', ['ds'], workload),
  kind('batch/v1', 'Job', 'jobs', [], workload),
  kind('batch/v1', 'CronJob', 'cronjobs', ['cj'], { template: 'spec.jobTemplate.spec.template' }),
  kind('policy/v1', 'PodDisruptionBudget', 'poddisruptionbudgets', ['pdb']),
  kind('discovery.k8s.io/v1', 'EndpointSlice', 'endpointslices'),
  kind('scheduling.k8s.io/v1', 'PriorityClass', 'priorityclasses', ['pc'], { namespaced: false }),
  kind('node.k8s.io/v1', 'RuntimeClass', 'runtimeclasses', [], { namespaced: false }),
];

export const groupOf = ({ apiVersion }: Kind): string => (apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '');

/** `pod`, `deployment.apps`: how kubectl names an object's resource when it reports on it. */
export const printedResource = (of: Kind): string => (groupOf(of) === '' ? of.singular : `${of.singular}.${groupOf(of)}`);

/** `pods`, `deployments.apps`: how the API server names a resource in its errors. */
export const qualifiedResource = (of: Kind): string => (groupOf(of) === '' ? of.plural : `${of.plural}.${groupOf(of)}`);

/** By apiVersion and kind as a manifest states them. */
export const findKind = (apiVersion: string, name: string): Kind | undefined => KINDS.find((known) => known.apiVersion === apiVersion && known.kind === name);

/** By what a command line calls it: plural, singular, short name, with or without group and version. */
export function findResource(name: string): Kind | undefined {
  const [resource = '', ...rest] = name.toLowerCase().split('.');
  const where = rest.join('.');
  return [...KINDS, ...OTHER_KINDS].find((known) => {
    // `deploy`, `deploy.apps`, `deploy.v1.apps`, `po.v1.`
    const places = ['', groupOf(known), `${known.apiVersion.split('/').at(-1) ?? ''}.${groupOf(known)}`];
    return [known.plural, known.singular, ...known.shortNames].includes(resource) && places.includes(where);
  });
}
