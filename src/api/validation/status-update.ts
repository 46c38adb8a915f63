/** Which changes of a Pod's status are allowed (validation.go: ValidatePodStatusUpdate, ValidateContainerStateTransition). */
import { type FieldError, FieldErrors } from '../errors.ts';
import { ipErrors } from '../ip.ts';
import { dnsSubdomainErrors, qualifiedNameErrors } from '../names.ts';
import { type Fields, fields, list, num, text } from '../schema/fields.ts';
import { gateEnabled } from './context.ts';
import type { PodLike } from './pod.ts';
import { validateChangedMeta } from './update.ts';

type WithStatus = PodLike & { status: Fields };

export function validateStatusUpdate(old: WithStatus, changed: WithStatus, featureGates: Readonly<Record<string, boolean>> = {}): FieldError[] {
  const errors = new FieldErrors();
  const [status, before, spec] = [changed.status, old.status, old.spec];
  validateChangedMeta(errors, changed.metadata, old.metadata);
  for (const [i, condition] of list(status, 'conditions').entries()) {
    const type = text(condition, 'type');
    const generation = num(condition, 'observedGeneration') ?? 0;
    if (generation < 0) errors.invalid(`status.conditions[${i}].observedGeneration`, generation, 'must be a non-negative integer');
    if (['PodScheduled', 'Ready', 'Initialized'].includes(type)) continue;
    errors.invalidEach(`status.conditions[${i}].Type`, type, qualifiedNameErrors(type));
  }
  const nominated = text(status, 'nominatedNodeName');
  if (nominated !== '' && nominated !== text(before, 'nominatedNodeName')) {
    errors.invalidEach('status.nominatedNodeName', nominated, dnsSubdomainErrors(nominated));
    if (text(spec, 'nodeName') !== '') errors.forbidden('status.nominatedNodeName', 'may not be set on pods that are already bound to a node');
  }
  const observed = num(status, 'observedGeneration') ?? 0;
  if (observed < 0) errors.invalid('status.observedGeneration', observed, 'must be a non-negative integer');
  if (text(status, 'qosClass') !== text(before, 'qosClass')) errors.invalid('status.qosClass', text(status, 'qosClass'), 'field is immutable');
  validateTransitions(errors, status, before, 'containerStatuses', (name, exitCode) =>
    mayRestart(spec, list(spec, 'containers'), name, exitCode, featureGates),
  );
  validateTransitions(errors, status, before, 'initContainerStatuses', (name, exitCode) =>
    mayRestart(spec, list(spec, 'initContainers'), name, exitCode, featureGates),
  );
  validateTransitions(errors, status, before, 'ephemeralContainerStatuses', () => false);
  validateAddresses(errors, status, before, 'podIPs');
  const claims = new Set(list(spec, 'resourceClaims').map((claim) => text(claim, 'name')));
  for (const [i, claim] of list(status, 'resourceClaimStatuses').entries()) {
    const name = text(claim, 'name');
    if (!claims.has(name)) errors.invalid(`status.resourceClaimStatuses[${i}].name`, name, 'must match the name of an entry in `spec.resourceClaims`');
  }
  const [firstHostIp] = list(status, 'hostIPs');
  if (firstHostIp !== undefined && text(firstHostIp, 'ip') !== text(status, 'hostIP'))
    errors.invalid('status.hostIPs[0].ip', text(firstHostIp, 'ip'), 'must be equal to `hostIP`');
  validateAddresses(errors, status, before, 'hostIPs');
  return errors.list;
}

/** At most one address of each family (`validatePodIPs`, `validateHostIPs`). */
function validateAddresses(errors: FieldErrors, status: Fields, before: Fields, name: string): void {
  const known = list(before, name).map((entry) => text(entry, 'ip'));
  const addresses = list(status, name).map((entry) => text(entry, 'ip'));
  for (const [i, address] of addresses.entries()) if (!known.includes(address)) errors.invalidEach(`status.${name}[${i}]`, address, ipErrors(address));
  const isDualStack = addresses.length === 2 && addresses.filter((address) => address.includes(':')).length === 1;
  if (addresses.length > 1 && !isDualStack) {
    const shown = addresses.map((IP) => ({ IP }));
    errors.invalid(`status.${name}`, shown, 'may specify no more than one IP for each IP family');
  }
}

function validateTransitions(
  errors: FieldErrors,
  status: Fields,
  before: Fields,
  name: string,
  mayStartAgain: (container: string, exitCode: number) => boolean,
): void {
  for (const [i, old] of list(before, name).entries()) {
    const terminated = fields(fields(old, 'state'), 'terminated');
    if (terminated === undefined) continue;
    const now = list(status, name).find((entry) => entry['name'] === old['name']);
    if (now === undefined || fields(fields(now, 'state'), 'terminated') !== undefined) continue;
    if (!mayStartAgain(text(old, 'name'), num(terminated, 'exitCode') ?? 0))
      errors.forbidden(`status.${name}[${i}].state`, 'may not be transitioned to non-terminated state');
  }
}

/** pkg/api/v1/pod/util.go: ContainerShouldRestart, AllContainersCouldRestart */
function mayRestart(spec: Fields, containers: Fields[], name: string, exitCode: number, gates: Readonly<Record<string, boolean>>): boolean {
  const restartsAll = [...list(spec, 'containers'), ...list(spec, 'initContainers')].some((container) =>
    list(container, 'restartPolicyRules').some((rule) => rule['action'] === 'RestartAllContainers'),
  );
  if (restartsAll && gateEnabled(gates, 'RestartAllContainersOnContainerExits')) return true;
  const container = containers.find((candidate) => candidate['name'] === name);
  if (container === undefined) return false;
  for (const rule of list(container, 'restartPolicyRules')) {
    const exitCodes = fields(rule, 'exitCodes');
    if (exitCodes === undefined || rule['action'] !== 'Restart') continue;
    const listed = Array.isArray(exitCodes['values']) && exitCodes['values'].includes(exitCode);
    if (exitCodes['operator'] === 'In' ? listed : !listed) return true;
  }
  const policy = text(container, 'restartPolicy') || text(spec, 'restartPolicy');
  return policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0);
}
