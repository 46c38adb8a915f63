/** Pod templates (pkg/apis/core/validation/validation.go: ValidatePodTemplateSpec), and what their owners check alike. */
import { selects } from '../../base/label-selector.ts';
import { FieldErrors } from '../errors.ts';
import { type Fields, fields, list, map, num } from '../schema/fields.ts';
import { validateAnnotations, validateLabels } from './metadata.ts';
import { podContext, validatePodSpec } from './pod.ts';
import { validateAnnotationsMatchFields, validatePodAnnotations } from './pod-annotations.ts';

/** A template is checked like a Pod; only the paths differ, and those of labels and annotations lack the `metadata`. */
export function validateTemplate(errors: FieldErrors, template: Fields, path: string): void {
  const own = new FieldErrors();
  const [meta, spec] = [fields(template, 'metadata') ?? {}, fields(template, 'spec') ?? {}];
  const context = podContext(own, spec, {}, false);
  validateLabels(own, map(meta, 'labels'), 'labels');
  validateAnnotations(own, map(meta, 'annotations'), 'annotations');
  validatePodAnnotations(context, meta, spec);
  validatePodSpec(context, spec, '');
  validateAnnotationsMatchFields(context, meta, spec);
  if (list(spec, 'ephemeralContainers').length > 0) own.forbidden('spec.ephemeralContainers', 'ephemeral containers not allowed in pod template');
  errors.list.push(...own.list.map((error) => ({ ...error, field: `${path}.${error.field.replace(/^metadata\.annotations/, 'annotations')}` })));
}

/** A selector must find the Pods that its template makes; none at all finds nothing. */
export function refuseMismatch(errors: FieldErrors, selector: Fields | undefined, template: Fields): void {
  const labels = fields(fields(template, 'metadata'), 'labels');
  if (!selects(selector, map(fields(template, 'metadata'), 'labels')))
    errors.invalid('spec.template.metadata.labels', labels ?? null, '`selector` does not match template `labels`');
}

/** Numbers under `spec` (or another path) that may not be negative, in this order. */
export function notNegative(errors: FieldErrors, spec: Fields, names: readonly string[], path = 'spec'): void {
  for (const name of names) {
    const value = num(spec, name);
    if (value !== undefined && value < 0) errors.invalid(`${path}.${name}`, value, 'must be greater than or equal to 0');
  }
}
