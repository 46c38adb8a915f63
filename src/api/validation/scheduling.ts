/** Where a Pod may run (validation.go: validateAffinity, ValidateTolerations, validateTopologySpreadConstraints, gates). */
import type { FieldErrors } from '../errors.ts';
import { goQuote } from '../go-text.ts';
import { dnsLabelErrors, dnsSubdomainErrors, labelValueErrors, qualifiedNameErrors } from '../names.ts';
import { type Fields, fields, list, map, num, strings, text } from '../schema/fields.ts';
import { gateEnabled, type PodContext } from './context.ts';
import { validateLabelSelector, validateRequirement } from './selectors.ts';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

export function validateAffinity({ errors }: PodContext, spec: Fields): void {
  const affinity = fields(spec, 'affinity');
  const nodes = fields(affinity, 'nodeAffinity');
  const at = 'spec.affinity.nodeAffinity';
  const required = fields(nodes, REQUIRED);
  if (required !== undefined) {
    const terms = list(required, 'nodeSelectorTerms');
    if (terms.length === 0) errors.required(`${at}.${REQUIRED}.nodeSelectorTerms`, 'must have at least one node selector term');
    for (const [i, term] of terms.entries()) validateNodeTerm(errors, term, `${at}.${REQUIRED}.nodeSelectorTerms[${i}]`, true);
  }
  for (const [i, term] of list(nodes, PREFERRED).entries()) {
    validateWeight(errors, term, `${at}.${PREFERRED}[${i}]`);
    validateNodeTerm(errors, fields(term, 'preference') ?? {}, `${at}.${PREFERRED}[${i}].preference`, false);
  }
  for (const name of ['podAffinity', 'podAntiAffinity']) {
    const pods = fields(affinity, name);
    for (const [i, term] of list(pods, REQUIRED).entries()) validatePodTerm(errors, term, `spec.affinity.${name}.${REQUIRED}[${i}]`);
    for (const [i, weighted] of list(pods, PREFERRED).entries()) {
      validateWeight(errors, weighted, `spec.affinity.${name}.${PREFERRED}[${i}]`);
      validatePodTerm(errors, fields(weighted, 'podAffinityTerm') ?? {}, `spec.affinity.${name}.${PREFERRED}[${i}].podAffinityTerm`);
    }
  }
}

function validateWeight(errors: FieldErrors, term: Fields, path: string): void {
  const weight = num(term, 'weight') ?? 0;
  if (weight <= 0 || weight > 100) errors.invalid(`${path}.weight`, weight, 'must be in the range 1-100');
}

function validateNodeTerm(errors: FieldErrors, term: Fields, path: string, checkValues: boolean): void {
  for (const [i, requirement] of list(term, 'matchExpressions').entries())
    validateRequirement(errors, requirement, `${path}.matchExpressions[${i}]`, true, checkValues);
  for (const [i, requirement] of list(term, 'matchFields').entries()) {
    const at = `${path}.matchFields[${i}]`;
    const [operator, key, values] = [text(requirement, 'operator'), text(requirement, 'key'), strings(requirement, 'values')];
    if (operator !== 'In' && operator !== 'NotIn') errors.invalid(`${at}.operator`, operator, 'not a valid selector operator');
    else if (values.length !== 1) errors.required(`${at}.values`, "must be only one value when `operator` is 'In' or 'NotIn' for node field selector");
    if (key !== 'metadata.name') errors.invalid(`${at}.key`, key, 'not a valid field selector key');
    else for (const [n, value] of values.entries()) errors.invalidEach(`${at}.values[${n}]`, value, dnsSubdomainErrors(value));
  }
}

function validatePodTerm(errors: FieldErrors, term: Fields, path: string): void {
  const selector = fields(term, 'labelSelector');
  validateLabelSelector(errors, selector, `${path}.labelSelector`);
  validateLabelSelector(errors, fields(term, 'namespaceSelector'), `${path}.namespaceSelector`);
  for (const name of strings(term, 'namespaces')) errors.invalidEach(`${path}.namespace`, name, dnsLabelErrors(name));
  validateLabelKeys(errors, strings(term, 'matchLabelKeys'), strings(term, 'mismatchLabelKeys'), selector, path);
  const key = text(term, 'topologyKey');
  if (key === '') errors.required(`${path}.topologyKey`, 'can not be empty');
  errors.invalidEach(`${path}.topologyKey`, key, qualifiedNameErrors(key));
}

/** `ValidateMatchLabelKeysAndMismatchLabelKeys`; the path of an overlap lacks the field name, as in Kubernetes. */
function validateLabelKeys(errors: FieldErrors, match: string[], mismatch: string[], selector: Fields | undefined, path: string): void {
  for (const [name, keys] of [
    ['matchLabelKeys', match],
    ['mismatchLabelKeys', mismatch],
  ] as const) {
    if (keys.length === 0) continue;
    if (selector === undefined) errors.forbidden(`${path}.${name}`, 'must not be specified when labelSelector is not set');
    else for (const [i, key] of keys.entries()) errors.invalidEach(`${path}.${name}[${i}]`, key, qualifiedNameErrors(key));
  }
  const selected = new Set(Object.keys(map(selector, 'matchLabels')));
  for (const expression of list(selector, 'matchExpressions')) {
    const key = text(expression, 'key');
    if (match.includes(key) && selected.has(key)) errors.invalid(`${path}[${match.lastIndexOf(key)}]`, key, 'exists in both matchLabelKeys and labelSelector');
    selected.add(key);
  }
  for (const [i, key] of match.entries())
    if (mismatch.includes(key)) errors.invalid(`${path}.matchLabelKeys[${i}]`, key, 'exists in both matchLabelKeys and mismatchLabelKeys');
}

export function validateTolerations({ errors, featureGates }: Pick<PodContext, 'errors' | 'featureGates'>, tolerations: Fields[]): void {
  for (const [i, toleration] of tolerations.entries()) {
    const at = `spec.tolerations[${i}]`;
    const [key, operator, value, effect] = [text(toleration, 'key'), text(toleration, 'operator'), text(toleration, 'value'), text(toleration, 'effect')];
    if (key !== '') errors.invalidEach(`${at}.key`, key, qualifiedNameErrors(key));
    else if (operator !== 'Exists')
      errors.invalid(`${at}.operator`, operator, 'operator must be Exists when `key` is empty, which means "match all values and all keys"');
    if (num(toleration, 'tolerationSeconds') !== undefined && effect !== 'NoExecute')
      errors.invalid(`${at}.effect`, effect, "effect must be 'NoExecute' when `tolerationSeconds` is set");
    validateOperator(errors, operator, value, at, gateEnabled(featureGates, 'TaintTolerationComparisonOperators'));
    const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
    if (effect !== '' && !effects.includes(effect)) errors.unsupported(`${at}.effect`, effect, effects);
  }
}

/** What is wrong with the value is reported under `operator`. */
function validateOperator(errors: FieldErrors, operator: string, value: string, at: string, comparisons: boolean): void {
  switch (operator) {
    case 'Equal':
    case '': {
      const reasons = labelValueErrors(value);
      if (reasons.length > 0) errors.invalid(`${at}.operator`, value, reasons.join(';'));
      return;
    }
    case 'Exists':
      if (value !== '') errors.invalid(`${at}.operator`, value, "value must be empty when `operator` is 'Exists'");
      return;
    case 'Lt':
    case 'Gt':
      if (!comparisons) errors.unsupported(`${at}.operator`, operator, ['Equal', 'Exists', 'Lt', 'Gt']);
      else validateNumber(errors, value, `${at}.value`);
      return;
    default:
      errors.unsupported(`${at}.operator`, operator, ['Equal', 'Exists']);
  }
}

/** What is no integer at all is said twice, in two ways. */
function validateNumber(errors: FieldErrors, value: string, at: string): void {
  if (value === '') errors.invalid(at, value, 'must be non-empty');
  else if (!/^(0|-?[1-9][0-9]*)$/.test(value)) errors.invalid(at, value, 'must be a valid decimal integer in canonical form');
  const isInteger = /^[-+]?\d+$/.test(value);
  if (isInteger && BigInt.asIntN(64, BigInt(value)) === BigInt(value)) return;
  errors.invalid(at, value, `strconv.ParseInt: parsing ${goQuote(value)}: ${isInteger ? 'value out of range' : 'invalid syntax'}`);
}

export function validateTopologySpread({ errors }: PodContext, spec: Fields): void {
  const constraints = list(spec, 'topologySpreadConstraints');
  for (const [i, constraint] of constraints.entries()) {
    const at = `spec.topologySpreadConstraints[${i}]`;
    const [key, when] = [text(constraint, 'topologyKey'), text(constraint, 'whenUnsatisfiable')];
    const skew = num(constraint, 'maxSkew') ?? 0;
    if (skew <= 0) errors.invalid(`${at}.maxSkew`, skew, 'must be greater than zero');
    if (key === '') errors.required(`${at}.topologyKey`, 'can not be empty');
    const actions = ['DoNotSchedule', 'ScheduleAnyway'];
    if (!actions.includes(when)) errors.unsupported(`${at}.whenUnsatisfiable`, when, actions);
    if (constraints.slice(i + 1).some((other) => text(other, 'topologyKey') === key && text(other, 'whenUnsatisfiable') === when))
      errors.duplicate(`${at}.{topologyKey, whenUnsatisfiable}`, `{${key}, ${when}}`);
    const domains = num(constraint, 'minDomains');
    if (domains !== undefined && domains <= 0) errors.invalid(`${at}.minDomains`, domains, 'must be greater than zero');
    if (domains !== undefined && when !== 'DoNotSchedule')
      errors.invalid(`${at}.minDomains`, domains, `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${when}`);
    for (const name of ['nodeAffinityPolicy', 'nodeTaintsPolicy']) {
      const policy = constraint[name];
      if (policy !== undefined && policy !== 'Honor' && policy !== 'Ignore') errors.unsupported(`${at}.${name}`, policy, ['Honor', 'Ignore']);
    }
    const selector = fields(constraint, 'labelSelector');
    validateLabelKeys(errors, strings(constraint, 'matchLabelKeys'), [], selector, at);
    validateLabelSelector(errors, selector, `${at}.labelSelector`);
  }
}

export function validateGates({ errors }: PodContext, spec: Fields): void {
  for (const [i, gate] of list(spec, 'readinessGates').entries()) {
    const type = text(gate, 'conditionType');
    errors.invalidEach(`spec.readinessGates[${i}].conditionType`, type, qualifiedNameErrors(type));
  }
  const seen = new Set<string>();
  for (const [i, gate] of list(spec, 'schedulingGates').entries()) {
    const name = text(gate, 'name');
    errors.invalidEach(`spec.schedulingGates[${i}]`, name, qualifiedNameErrors(name));
    if (seen.has(name)) errors.duplicate(`spec.schedulingGates[${i}]`, name);
    seen.add(name);
  }
}
