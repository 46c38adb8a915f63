/** Claims of storage (pkg/apis/core/validation/validation.go: ValidatePersistentVolumeClaimSpec). */
import type { FieldErrors } from '../errors.ts';
import { dnsSubdomainErrors } from '../names.ts';
import { compareQuantities } from '../quantity.ts';
import { type Fields, fields, map, strings, text } from '../schema/fields.ts';
import { validateLabelSelector } from './selectors.ts';

const ACCESS_MODES = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];

export function validateClaimSpec(errors: FieldErrors, spec: Fields | undefined, path: string): void {
  const modes = strings(spec, 'accessModes');
  if (modes.length === 0) errors.required(`${path}.accessModes`, 'at least 1 access mode is required');
  validateLabelSelector(errors, fields(spec, 'selector'), `${path}.selector`);
  for (const mode of modes) if (!ACCESS_MODES.includes(mode)) errors.unsupported(`${path}.accessModes`, mode, ACCESS_MODES);
  if (modes.includes('ReadWriteOncePod') && modes.some((mode) => mode !== 'ReadWriteOncePod' && ACCESS_MODES.includes(mode)))
    errors.forbidden(`${path}.accessModes`, 'may not use ReadWriteOncePod with other access modes');
  const storage = map(fields(spec, 'resources'), 'requests')['storage'];
  if (storage === undefined) errors.required(`${path}.resources[storage]`);
  else if (compareQuantities(storage, '0') <= 0) errors.invalid(`${path}.resources[storage]`, storage, 'must be greater than zero');
  const storageClass = text(spec, 'storageClassName');
  if (storageClass !== '') errors.invalidEach(`${path}.storageClassName`, storageClass, dnsSubdomainErrors(storageClass));
  const volumeMode = text(spec, 'volumeMode');
  if (volumeMode !== '' && volumeMode !== 'Block' && volumeMode !== 'Filesystem') errors.unsupported(`${path}.volumeMode`, volumeMode, ['Block', 'Filesystem']);
}
