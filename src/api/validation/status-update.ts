/** Which changes of a Pod's status are allowed (validation.go: ValidatePodStatusUpdate, ValidateContainerStateTransition). */
import { type FieldError, FieldErrors } from '../errors.ts';
import { ipErrors } from '../ip.ts';
import { qualifiedNameErrors } from '../names.ts';
import { type Fields, fields, list, num, text } from '../schema/fields.ts';
import { gateEnabled } from './context.ts';
import type { PodLike } from './pod.ts';
import { validateMetaUpdate } from './update.ts';

type WithStatus = PodLike & { status: object };

export function validateStatusUpdate(old: WithStatus, changed: WithStatus, featureGates: Readonly<Record<string, boolean>> = {}): FieldError[] {
  const errors = new FieldErrors();
  const [status, before, spec] = [changed.status as Fields, old.status as Fields, old.spec as Fields];
  validateMetaUpdate(errors, changed.metadata as Fields, old.metadata as Fields);
  for (const [i, condition] of list(status, 'conditions').entries()) {
    const type = text(condition, 'type');
    if (['PodScheduled', 'Ready', 'Initialized'].includes(type)) continue;
    errors.invalidEach(`status.conditions[${i}].Type`, type, qualifiedNameErrors(type));
  }
  if (text(status, 'qosClass') !== text(before, 'qosClass')) errors.invalid('status.qosClass', text(status, 'qosClass'), 'field is immutable');
  validateTransitions(errors, status, before, 'containerStatuses', (name, exitCode) =>
    mayRestart(spec, list(spec, 'containers'), name, exitCode, featureGates),
  );
  validateTransitions(errors, status, before, 'initContainerStatuses', (name, exitCode) =>
    mayRestart(spec, list(spec, 'initContainers'), name, exitCode, featureGates),
  );
  validateTransitions(errors, status, before, 'ephemeralContainerStatuses', () => false);
  for (const name of ['podIPs', 'hostIPs']) {
    const known = list(before, name).map((entry) => text(entry, 'ip'));
    for (const [i, entry] of list(status, name).entries())
      if (!known.includes(text(entry, 'ip'))) errors.invalidEach(`status.${name}[${i}]`, text(entry, 'ip'), ipErrors(text(entry, 'ip')));
  }
  return errors.list;
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
