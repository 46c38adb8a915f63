/** Where a container mounts volumes (validation.go: ValidateVolumeMounts, ValidateVolumeDevices). */
import { type Fields, fields, isTrue, list, text } from '../schema/fields.ts';
import type { PodContext } from './context.ts';
import { validateDescendingPath } from './paths.ts';

const PROPAGATIONS = ['Bidirectional', 'HostToContainer', 'None'];

export function validateMounts({ errors, volumes }: PodContext, container: Fields, path: string): void {
  const at = `${path}.volumeMounts`;
  const devices = new Map(list(container, 'volumeDevices').map((device) => [text(device, 'name'), text(device, 'devicePath')]));
  const mountPaths = new Set<string>();
  for (const [i, mount] of list(container, 'volumeMounts').entries()) {
    const [name, mountPath, subPath, subPathExpr] = [text(mount, 'name'), text(mount, 'mountPath'), text(mount, 'subPath'), text(mount, 'subPathExpr')];
    if (name === '') errors.required(`${at}[${i}].name`);
    if (!volumes.has(name)) errors.notFound(`${at}[${i}].name`, name);
    if (mountPath === '') errors.required(`${at}[${i}].mountPath`);
    if (mountPaths.has(mountPath)) errors.invalid(`${at}[${i}].mountPath`, mountPath, 'must be unique');
    mountPaths.add(mountPath);
    if (devices.has(name)) errors.invalid(`${at}[${i}].name`, name, 'must not already exist in volumeDevices');
    if ([...devices.values()].includes(mountPath)) errors.invalid(`${at}[${i}].mountPath`, mountPath, 'must not already exist as a path in volumeDevices');
    if (subPath !== '') validateDescendingPath(errors, subPath, `${at}.subPath`);
    if (subPathExpr !== '') {
      if (subPath !== '') errors.invalid(`${at}[${i}].subPathExpr`, subPathExpr, 'subPathExpr and subPath are mutually exclusive');
      validateDescendingPath(errors, subPathExpr, `${at}.subPathExpr`);
    }
    validatePropagation({ errors }, container, mount, at);
  }
}

function validatePropagation({ errors }: Pick<PodContext, 'errors'>, container: Fields, mount: Fields, at: string): void {
  const propagation = mount['mountPropagation'];
  if (propagation !== undefined) {
    if (!PROPAGATIONS.includes(String(propagation))) errors.unsupported(`${at}.mountPropagation`, propagation, PROPAGATIONS);
    if (propagation === 'Bidirectional' && !isTrue(fields(container, 'securityContext'), 'privileged')) {
      errors.forbidden(`${at}.mountPropagation`, 'Bidirectional mount propagation is available only to privileged containers');
    }
  }
  const recursive = mount['recursiveReadOnly'];
  if (recursive === undefined || recursive === 'Disabled') return;
  if (recursive !== 'Enabled' && recursive !== 'IfPossible') {
    errors.unsupported(`${at}.recursiveReadOnly`, recursive, ['Disabled', 'Enabled', 'IfPossible']);
    return;
  }
  if (!isTrue(mount, 'readOnly')) errors.forbidden(`${at}.recursiveReadOnly`, 'may only be specified when readOnly is true');
  if (propagation !== undefined && propagation !== 'None')
    errors.forbidden(`${at}.recursiveReadOnly`, 'may only be specified when mountPropagation is None or not specified');
}

export function validateDevices({ errors, volumes }: PodContext, container: Fields, path: string): void {
  const mounts = new Map(list(container, 'volumeMounts').map((mount) => [text(mount, 'name'), text(mount, 'mountPath')]));
  const names = new Set<string>();
  const paths = new Set<string>();
  for (const [i, device] of list(container, 'volumeDevices').entries()) {
    const at = `${path}.volumeDevices[${i}]`;
    const [name, devicePath] = [text(device, 'name'), text(device, 'devicePath')];
    const volume = volumes.get(name);
    if (name === '') errors.required(`${at}.name`);
    if (names.has(name)) errors.invalid(`${at}.name`, name, 'must be unique');
    if (volume === undefined) errors.notFound(`${at}.name`, name);
    else if (fields(volume, 'persistentVolumeClaim') === undefined && fields(volume, 'ephemeral') === undefined) {
      errors.invalid(`${at}.name`, name, 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode');
    }
    if (devicePath === '') errors.required(`${at}.devicePath`);
    if (paths.has(devicePath)) errors.invalid(`${at}.devicePath`, devicePath, 'must be unique');
    if (devicePath.split('/').includes('..')) errors.invalid(`${at}.devicePath`, devicePath, "can not contain backsteps ('..')");
    else paths.add(devicePath);
    if (mounts.has(name)) errors.invalid(`${at}.name`, name, 'must not already exist in volumeMounts');
    if ([...mounts.values()].includes(devicePath)) errors.invalid(`${at}.devicePath`, devicePath, 'must not already exist as a path in volumeMounts');
    if (name !== '') names.add(name);
  }
}
