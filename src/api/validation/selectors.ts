/** Label selectors (staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go). */
import type { FieldErrors } from '../errors.ts';
import { labelValueErrors, qualifiedNameErrors } from '../names.ts';
import { type Fields, list, map, strings, text } from '../schema/fields.ts';
import { validateLabels } from './metadata.ts';

export function validateLabelSelector(errors: FieldErrors, selector: Fields | undefined, path: string): void {
  if (selector === undefined) return;
  validateLabels(errors, map(selector, 'matchLabels'), `${path}.matchLabels`);
  for (const [i, expression] of list(selector, 'matchExpressions').entries()) {
    validateRequirement(errors, expression, `${path}.matchExpressions[${i}]`, false, true);
  }
}

/** `key operator values`, for labels and (with Gt and Lt) for nodes. */
export function validateRequirement(errors: FieldErrors, requirement: Fields, path: string, forNodes: boolean, checkValues: boolean): void {
  const operator = text(requirement, 'operator');
  const values = strings(requirement, 'values');
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length === 0) errors.required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'");
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (values.length > 0) errors.forbidden(`${path}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
  } else if (forNodes && (operator === 'Gt' || operator === 'Lt')) {
    if (values.length !== 1) errors.required(`${path}.values`, "must be specified single value when `operator` is 'Lt' or 'Gt'");
  } else errors.invalid(`${path}.operator`, operator, 'not a valid selector operator');
  errors.invalidEach(`${path}.key`, text(requirement, 'key'), qualifiedNameErrors(text(requirement, 'key')));
  if (checkValues) for (const [i, value] of values.entries()) errors.invalidEach(`${path}.values[${i}]`, value, labelValueErrors(value));
}
