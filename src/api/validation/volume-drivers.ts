/** Volume sources that stand for one storage system each (validation.go: validate…VolumeSource). */
import { dnsLabelErrors, inclusiveRange } from '../names.ts';
import { type Fields, fields, isTrue, map, num, strings, text } from '../schema/fields.ts';
import { sortedKeys } from '../go-text.ts';
import type { PodContext } from './context.ts';
import { validateDescendingPath } from './paths.ts';

type Check = (context: PodContext, source: Fields, path: string) => void;

const required =
  (...names: string[]): Check =>
  ({ errors }, source, path) => {
    for (const name of names) if (text(source, name) === '') errors.required(`${path}.${name}`);
  };

const partitioned =
  (name: string): Check =>
  (context, source, path) => {
    required(name)(context, source, path);
    const partition = num(source, 'partition') ?? 0;
    if (partition < 0 || partition > 255) context.errors.invalid(`${path}.partition`, partition, inclusiveRange(1, 255));
  };

export const DRIVER_CHECKS: Record<string, Check> = {
  gitRepo(context, source, path) {
    required('repository')(context, source, path);
    validateDescendingPath(context.errors, text(source, 'directory'), `${path}.directory`);
  },
  gcePersistentDisk: partitioned('pdName'),
  awsElasticBlockStore: partitioned('volumeID'),
  iscsi(context, source, path) {
    const { errors } = context;
    required('targetPortal', 'iqn')(context, source, path);
    if (text(source, 'iqn') !== '') validateInitiator(context, text(source, 'iqn'), `${path}.iqn`);
    const lun = num(source, 'lun') ?? 0;
    if (lun < 0 || lun > 255) errors.invalid(`${path}.lun`, lun, inclusiveRange(0, 255));
    if ((isTrue(source, 'chapAuthDiscovery') || isTrue(source, 'chapAuthSession')) && fields(source, 'secretRef') === undefined)
      errors.required(`${path}.secretRef`);
    if (source['initiatorName'] !== undefined) validateInitiator(context, text(source, 'initiatorName'), `${path}.initiatorname`);
  },
  glusterfs: required('endpoints', 'path'),
  flocker({ errors }, source, path) {
    const name = text(source, 'datasetName');
    const uuid = text(source, 'datasetUUID');
    if (name === '' && uuid === '') errors.required(path, 'one of datasetName and datasetUUID is required');
    if (name !== '' && uuid !== '') errors.invalid(path, 'resource', 'datasetName and datasetUUID can not be specified simultaneously');
    if (name.includes('/')) errors.invalid(`${path}.datasetName`, name, "must not contain '/'");
  },
  rbd(context, source, path) {
    if (strings(source, 'monitors').length === 0) context.errors.required(`${path}.monitors`);
    required('image')(context, source, path);
  },
  cinder(context, source, path) {
    required('volumeID')(context, source, path);
    validateSecretRef(context, source, path);
  },
  cephfs({ errors }, source, path) {
    if (strings(source, 'monitors').length === 0) errors.required(`${path}.monitors`);
  },
  quobyte({ errors }, source, path) {
    const pairs = 'must be a host:port pair or multiple pairs separated by commas';
    const registry = text(source, 'registry');
    if (registry === '') errors.required(`${path}.registry`, pairs);
    else if (text(source, 'tenant').length >= 65) errors.required(`${path}.tenant`, 'must be a UUID and may not exceed a length of 64 characters');
    else for (const pair of registry.split(',')) if (!/^(\[[^\]]*\]|[^:[\]]*):[^:]*$/.test(pair)) errors.invalid(`${path}.registry`, registry, pairs);
    if (text(source, 'volume') === '') errors.required(`${path}.volume`);
  },
  fc({ errors }, source, path) {
    const wwns = strings(source, 'targetWWNs');
    const wwids = strings(source, 'wwids');
    if (wwns.length === 0 && wwids.length === 0) errors.required(`${path}.targetWWNs`, 'must specify either targetWWNs or wwids, but not both');
    if (wwns.length > 0 && wwids.length > 0) errors.invalid(`${path}.targetWWNs`, wwns, 'targetWWNs and wwids can not be specified simultaneously');
    if (wwns.length === 0) return;
    const lun = num(source, 'lun');
    if (lun === undefined) errors.required(`${path}.lun`, 'lun is required if targetWWNs is specified');
    else if (lun < 0 || lun > 255) errors.invalid(`${path}.lun`, lun, inclusiveRange(0, 255));
  },
  flexVolume(context, source, path) {
    required('driver')(context, source, path);
    for (const key of sortedKeys(map(source, 'options'))) {
      const namespace = `.${(key.includes('/') ? key.slice(0, key.indexOf('/')) : key).toLowerCase()}`;
      if (namespace.endsWith('.kubernetes.io') || namespace.endsWith('.k8s.io'))
        context.errors.invalid(`${path}.options[${key}]`, key, 'kubernetes.io and k8s.io namespaces are reserved');
    }
  },
  azureFile: required('secretName', 'shareName'),
  vsphereVolume: required('volumePath'),
  photonPersistentDisk: required('pdID'),
  portworxVolume: required('volumeID'),
  azureDisk(context, source, path) {
    const { errors } = context;
    required('diskName', 'diskURI')(context, source, path);
    const [caching, kind, uri] = [text(source, 'cachingMode'), text(source, 'kind'), text(source, 'diskURI')];
    if (!['None', 'ReadOnly', 'ReadWrite'].includes(caching)) errors.unsupported(`${path}.cachingMode`, caching, ['None', 'ReadOnly', 'ReadWrite']);
    if (!['Dedicated', 'Managed', 'Shared'].includes(kind)) errors.unsupported(`${path}.kind`, kind, ['Dedicated', 'Managed', 'Shared']);
    if (kind === 'Managed' && !uri.startsWith('/subscriptions/'))
      errors.unsupported(`${path}.diskURI`, uri, ['/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}']);
    if (kind !== 'Managed' && !uri.startsWith('https://'))
      errors.unsupported(`${path}.diskURI`, uri, ['https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd']);
  },
  storageos(context, source, path) {
    const name = text(source, 'volumeName');
    if (name === '') context.errors.required(`${path}.volumeName`);
    else context.errors.invalidEach(`${path}.volumeName`, name, dnsLabelErrors(name));
    const namespace = text(source, 'volumeNamespace');
    if (namespace !== '') context.errors.invalidEach(`${path}.volumeNamespace`, namespace, dnsLabelErrors(namespace));
    validateSecretRef(context, source, path);
  },
  scaleIO: required('gateway', 'system', 'volumeName'),
};

function validateSecretRef({ errors }: PodContext, source: Fields, path: string): void {
  const reference = fields(source, 'secretRef');
  if (reference !== undefined && text(reference, 'name') === '') errors.required(`${path}.secretRef.name`);
}

function validateInitiator({ errors }: PodContext, name: string, path: string): void {
  const kind = ['iqn', 'eui', 'naa'].find((prefix) => name.startsWith(prefix));
  if (kind === undefined) errors.invalid(path, name, 'must be valid format starting with iqn, eui, or naa');
  else {
    const pattern = { iqn: /iqn\.\d{4}-\d{2}\.([\p{Alphabetic}\d\-.]+)(:[^,;*&$|\s]+)$/u, eui: /^eui.[a-zA-Z0-9]{16}$/, naa: /^naa.[a-zA-Z0-9]{32}$/ }[kind];
    if (pattern !== undefined && !pattern.test(name)) errors.invalid(path, name, 'must be valid format');
  }
}
