/** Volumes and their common sources (validation.go: ValidateVolumes, validateVolumeSource). Rare sources: volume-drivers.ts. */
import { dnsLabelErrors, dnsSubdomainErrors } from '../names.ts';
import { compareQuantities } from '../quantity.ts';
import { type Fields, fields, isFields, list, map, num, text } from '../schema/fields.ts';
import { validateClaimSpec } from './claims.ts';
import type { PodContext } from './context.ts';
import { validateFieldRef, validateResourceFieldRef } from './env.ts';
import { validateAnnotations, validateLabels } from './metadata.ts';
import { validateFileMode, validateNoBacksteps, validateUnreservedPath } from './paths.ts';
import { validateProjected } from './projected.ts';
import { DRIVER_CHECKS } from './volume-drivers.ts';

type Check = (context: PodContext, source: Fields, path: string) => void;

const VOLUME_FIELD_PATHS = ['metadata.annotations', 'metadata.labels', 'metadata.name', 'metadata.namespace', 'metadata.uid'];

/** Fills `context.volumes` with the sources that are in order. */
export function validateVolumes(context: PodContext, spec: Fields, podName: string): void {
  const { errors } = context;
  const volumes = list(spec, 'volumes');
  const generatedClaims = new Set(
    podName === '' ? [] : volumes.filter((volume) => isFields(volume['ephemeral'])).map((volume) => `${podName}-${text(volume, 'name')}`),
  );
  for (const [i, volume] of volumes.entries()) {
    const path = `spec.volumes[${i}]`;
    const name = text(volume, 'name');
    const before = errors.list.length;
    validateSource(context, volume, path, podName);
    if (name === '') errors.required(`${path}.name`);
    else errors.invalidEach(`${path}.name`, name, dnsLabelErrors(name));
    if (context.volumes.has(name)) errors.duplicate(`${path}.name`, name);
    if (errors.list.length === before) context.volumes.set(name, volume);
    const claim = text(fields(volume, 'persistentVolumeClaim'), 'claimName');
    if (generatedClaims.has(claim))
      errors.invalid(`${path}.persistentVolumeClaim.claimName`, claim, 'must not reference a PVC that gets created for an ephemeral volume');
  }
}

/** The order in which sources are looked for decides which of two is the forbidden one. */
const SOURCE_ORDER =
  'emptyDir hostPath gitRepo gcePersistentDisk awsElasticBlockStore secret nfs iscsi glusterfs flocker persistentVolumeClaim rbd cinder cephfs quobyte downwardAPI fc flexVolume configMap azureFile vsphereVolume photonPersistentDisk portworxVolume azureDisk storageos projected scaleIO csi ephemeral image'.split(
    ' ',
  );
/** Where the path of the second source differs from its name; the misspelling is Kubernetes' own. */
const SECOND_SOURCE_NAMES: Record<string, string> = { cephfs: 'cephFS', downwardAPI: 'downwarAPI' };

function validateSource(context: PodContext, volume: Fields, path: string, podName: string): void {
  const { errors } = context;
  let found = 0;
  for (const name of SOURCE_ORDER) {
    const source = fields(volume, name);
    if (source === undefined) continue;
    found += 1;
    if (found > 1) errors.forbidden(`${path}.${SECOND_SOURCE_NAMES[name] ?? name}`, 'may not specify more than 1 volume type');
    else (CHECKS[name] ?? DRIVER_CHECKS[name])?.(context, source, `${path}.${name === 'gcePersistentDisk' ? 'persistentDisk' : name}`);
    if (name === 'ephemeral' && found === 1) validateClaimName(context, podName, text(volume, 'name'), path);
    if (name === 'iscsi' && source['initiatorName'] !== undefined && `${text(volume, 'name')}:${text(source, 'targetPortal')}`.length > 64) {
      errors.invalid(
        `${path}.name`,
        text(volume, 'name'),
        'Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.',
      );
    }
  }
  if (found === 0) errors.required(path, 'must specify a volume type');
}

function validateClaimName({ errors }: PodContext, podName: string, volumeName: string, path: string): void {
  if (podName === '' || volumeName === '') return;
  const claim = `${podName}-${volumeName}`;
  for (const reason of dnsSubdomainErrors(claim)) errors.invalid(`${path}.name`, volumeName, `PVC name "${claim}": ${reason}`);
}

const CHECKS: Record<string, Check> = {
  emptyDir({ errors }, source, path) {
    if (source['sizeLimit'] !== undefined && compareQuantities(source['sizeLimit'], '0') < 0)
      errors.forbidden(`${path}.sizeLimit`, 'SizeLimit field must be a valid resource quantity');
  },
  hostPath({ errors }, source, path) {
    if (text(source, 'path') === '') {
      errors.required(`${path}.path`);
      return;
    }
    validateNoBacksteps(errors, text(source, 'path'), `${path}.path`);
    const types = ['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket'];
    if (source['type'] !== undefined && !types.includes(text(source, 'type'))) errors.unsupported(`${path}.type`, source['type'], types);
  },
  secret: (context, source, path) => validateKeyed(context, source, path, 'secretName'),
  configMap: (context, source, path) => validateKeyed(context, source, path, 'name'),
  persistentVolumeClaim({ errors }, source, path) {
    if (text(source, 'claimName') === '') errors.required(`${path}.claimName`);
  },
  nfs({ errors }, source, path) {
    for (const name of ['server', 'path']) if (text(source, name) === '') errors.required(`${path}.${name}`);
    if (!text(source, 'path').startsWith('/')) errors.invalid(`${path}.path`, text(source, 'path'), 'must be an absolute path');
  },
  downwardAPI(context, source, path) {
    validateFileMode(context.errors, num(source, 'defaultMode'), `${path}.defaultMode`);
    for (const item of list(source, 'items')) validateDownwardItem(context, item, path);
  },
  projected: validateProjected,
  csi({ errors }, source, path) {
    const driver = text(source, 'driver');
    if (driver === '') errors.required(`${path}.driver`);
    else {
      if (driver.length > 63) errors.tooLong(`${path}.driver`, 63);
      errors.invalidEach(`${path}.driver`, driver, dnsSubdomainErrors(driver.toLowerCase()));
    }
    const secret = fields(source, 'nodePublishSecretRef');
    if (secret === undefined) return;
    if (text(secret, 'name') === '') errors.required(`${path}.nodePublishSecretRef.name`);
    else errors.invalidEach(`${path}.name`, text(secret, 'name'), dnsSubdomainErrors(text(secret, 'name')));
  },
  ephemeral(context, source, path) {
    const template = fields(source, 'volumeClaimTemplate');
    if (template === undefined) context.errors.required(`${path}.volumeClaimTemplate`);
    else validateClaimTemplate(context, template, `${path}.volumeClaimTemplate`);
  },
  image({ errors, isPod }, source, path) {
    if (isPod && text(source, 'reference') === '') errors.required(`${path}.reference`);
    const policies = ['Always', 'IfNotPresent', 'Never'];
    if (!policies.includes(text(source, 'pullPolicy'))) errors.unsupported(`${path}.pullPolicy`, text(source, 'pullPolicy'), policies);
  },
};

function validateKeyed({ errors }: PodContext, source: Fields, path: string, nameField: string): void {
  if (text(source, nameField) === '') errors.required(`${path}.${nameField}`);
  validateFileMode(errors, num(source, 'defaultMode'), `${path}.defaultMode`);
  for (const [i, item] of list(source, 'items').entries()) validateKeyToPath({ errors }, item, `${path}.items[${i}]`);
}

/** One `items` entry of a ConfigMap or Secret. */
export function validateKeyToPath({ errors }: Pick<PodContext, 'errors'>, item: Fields, path: string): void {
  for (const name of ['key', 'path']) if (text(item, name) === '') errors.required(`${path}.${name}`);
  validateUnreservedPath(errors, text(item, 'path'), `${path}.path`);
  validateFileMode(errors, num(item, 'mode'), `${path}.mode`);
}

/** One downward API file; its errors carry the path of the volume, without an index. */
export function validateDownwardItem({ errors }: PodContext, item: Fields, path: string): void {
  if (text(item, 'path') === '') errors.required(`${path}.path`);
  validateUnreservedPath(errors, text(item, 'path'), `${path}.path`);
  const fieldRef = fields(item, 'fieldRef');
  const resourceRef = fields(item, 'resourceFieldRef');
  if (fieldRef !== undefined) {
    validateFieldRef(errors, fieldRef, VOLUME_FIELD_PATHS, `${path}.fieldRef`);
    if (resourceRef !== undefined) errors.invalid(path, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously');
  } else if (resourceRef !== undefined) validateResourceFieldRef(errors, resourceRef, `${path}.resourceFieldRef`, true);
  else errors.required(path, 'one of fieldRef and resourceFieldRef is required');
  validateFileMode(errors, num(item, 'mode'), `${path}.mode`);
}

/** The claim that an ephemeral volume creates (`ValidatePersistentVolumeClaimTemplate`). */
function validateClaimTemplate({ errors }: PodContext, template: Fields, path: string): void {
  const meta = fields(template, 'metadata');
  validateAnnotations(errors, map(meta, 'annotations'), `${path}.metadata.annotations`);
  validateLabels(errors, map(meta, 'labels'), `${path}.metadata.labels`);
  for (const name of Object.keys(meta ?? {})) {
    if (name !== 'annotations' && name !== 'labels') errors.forbidden(`${path}.metadata.${name}`, 'cannot be set');
  }
  validateClaimSpec(errors, fields(template, 'spec'), `${path}.spec`);
}
