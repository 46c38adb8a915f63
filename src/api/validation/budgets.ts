/** PodDisruptionBudgets (pkg/apis/policy/validation/validation.go: ValidatePodDisruptionBudgetSpec). */
import { type FieldError, FieldErrors } from '../errors.ts';
import { canonical } from '../schema/canonical.ts';
import { type Fields, fields } from '../schema/fields.ts';
import { validateIntOrPercent } from './percent.ts';
import { validateLabelSelector } from './selectors.ts';

const EVICTION_POLICIES = ['AlwaysAllow', 'IfHealthyBudget'];

/** Findings against a budget as it is written. */
export function budgetErrors(budget: Fields): FieldError[] {
  const errors = new FieldErrors();
  validateBudget(errors, fields(budget, 'spec') ?? {});
  return errors.list;
}

export function validateBudget(errors: FieldErrors, spec: Fields): void {
  const { minAvailable, maxUnavailable, unhealthyPodEvictionPolicy: policy = null } = spec;
  const selector = fields(spec, 'selector');
  if (minAvailable !== undefined && maxUnavailable !== undefined) {
    // As the internal struct prints itself, in the order of its fields
    const Selector = selector === undefined ? null : canonical('LabelSelector', selector);
    const shown = { MinAvailable: minAvailable, Selector, MaxUnavailable: maxUnavailable, UnhealthyPodEvictionPolicy: policy };
    errors.invalid('spec', shown, 'minAvailable and maxUnavailable cannot be both set');
  }
  for (const [name, value] of Object.entries({ minAvailable, maxUnavailable })) {
    if (value === undefined) continue;
    const { isOverAll } = validateIntOrPercent(errors, value, `spec.${name}`);
    if (isOverAll) errors.invalid(`spec.${name}`, value, 'must not be greater than 100%');
  }
  validateLabelSelector(errors, selector, 'spec.selector');
  if (typeof policy === 'string' && !EVICTION_POLICIES.includes(policy)) errors.unsupported('spec.unhealthyPodEvictionPolicy', policy, EVICTION_POLICIES);
}
