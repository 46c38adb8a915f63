/** What may not change of kinds without a Pod template (pkg/apis/core/validation, pkg/apis/scheduling/validation, pkg/apis/node/validation). */
import { type FieldError, FieldErrors } from '../errors.ts';
import { deepEqual, type Fields, isTrue, map } from '../schema/fields.ts';

/** Findings against the change itself; `plainErrors` has those against the new version, `service-updates.ts` what is the Services' own. */
export function plainUpdateErrors(kind: string, object: Fields, old: Fields): FieldError[] {
  const errors = new FieldErrors();
  CHECKS[kind]?.(errors, object, old);
  return errors.list;
}

type Check = (errors: FieldErrors, object: Fields, old: Fields) => void;

const keepData =
  (...names: string[]): Check =>
  (errors, object, old) => {
    if (!isTrue(old, 'immutable')) return;
    const refuse = (name: string) => errors.forbidden(name, 'field is immutable when `immutable` is set');
    if (!isTrue(object, 'immutable')) refuse('immutable');
    for (const name of names) if (!deepEqual(map(object, name), map(old, name))) refuse(name);
  };

const immutable =
  (name: string): Check =>
  (errors, object, old) => {
    if (object[name] !== old[name]) errors.invalid(name, object[name] ?? null, 'field is immutable');
  };

const CHECKS: Readonly<Record<string, Check>> = {
  ConfigMap: keepData('data', 'binaryData'),
  Secret(errors, object, old) {
    immutable('type')(errors, object, old);
    keepData('data')(errors, object, old);
  },
  PriorityClass(errors, object, old) {
    if (object['value'] !== old['value']) errors.forbidden('value', 'may not be changed in an update.');
    immutable('preemptionPolicy')(errors, object, old);
  },
  RuntimeClass: immutable('handler'),
};
