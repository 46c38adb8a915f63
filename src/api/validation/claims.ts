/** Claims of storage (pkg/apis/core/validation/validation.go: ValidatePersistentVolumeClaimSpec). */
import type { FieldErrors } from '../errors.ts';
import { dnsLabelErrors, dnsSubdomainErrors } from '../names.ts';
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
  const volumeMode = spec?.['volumeMode'];
  if (volumeMode !== undefined && volumeMode !== 'Block' && volumeMode !== 'Filesystem')
    errors.unsupported(`${path}.volumeMode`, volumeMode, ['Block', 'Filesystem']);
  validateDataSources(errors, spec, path);
  const attributesClass = text(spec, 'volumeAttributesClassName');
  if (attributesClass !== '') errors.invalidEach(`${path}.volumeAttributesClassName`, attributesClass, dnsSubdomainErrors(attributesClass));
}

function validateDataSources(errors: FieldErrors, spec: Fields | undefined, path: string): void {
  const [source, reference] = [fields(spec, 'dataSource'), fields(spec, 'dataSourceRef')];
  if (source !== undefined) validateDataSource(errors, source, `${path}.dataSource`);
  if (reference === undefined) return;
  validateDataSource(errors, reference, `${path}.dataSourceRef`);
  const namespace = text(reference, 'namespace');
  if (namespace !== '') errors.invalidEach(`${path}.dataSourceRef.namespace`, namespace, dnsLabelErrors(namespace));
  if (source === undefined) return;
  // The value that these two show is a path without visible fields, by an oversight of Kubernetes.
  const shown = {};
  if (namespace !== '') errors.invalid(path, shown, 'may not be specified when dataSourceRef.namespace is specified');
  else if (['apiGroup', 'kind', 'name'].some((name) => source[name] !== reference[name])) errors.invalid(path, shown, 'must match dataSourceRef');
}

/** validateDataSource, validateDataSourceRef */
function validateDataSource(errors: FieldErrors, source: Fields, path: string): void {
  for (const name of ['name', 'kind']) if (text(source, name) === '') errors.required(`${path}.${name}`);
  const [group, kind] = [text(source, 'apiGroup'), text(source, 'kind')];
  if (group === '' && kind !== 'PersistentVolumeClaim') errors.invalid(path, kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup");
  if (group !== '') errors.invalidEach(`${path}.apiGroup`, group, dnsSubdomainErrors(group));
}
