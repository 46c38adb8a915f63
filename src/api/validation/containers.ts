/** Containers of all three kinds (validation.go: validateContainerCommon, validateContainers, validateInitContainers, validateEphemeralContainers). */
import { dnsLabelErrors, portNameErrors, portNumberErrors } from '../names.ts';
import { type Fields, fields, list, num, strings, text } from '../schema/fields.ts';
import { gateEnabled, type PodContext } from './context.ts';
import { validateEnv, validateEnvFrom } from './env.ts';
import { validateDevices, validateMounts } from './mounts.ts';
import { validateHostPortConflicts } from './network.ts';
import { validateLifecycle, validateProbes } from './probes.ts';
import { validateContainerResources, validateResizePolicy } from './resources.ts';
import { validateContainerSecurity } from './security.ts';

const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'];
const RESTART_POLICIES = ['Always', 'Never', 'OnFailure'];
const MAX_RULES = 20;
const MAX_EXIT_CODES = 255;

export function validateContainers(context: PodContext, spec: Fields): void {
  const { errors } = context;
  const containers = list(spec, 'containers');
  if (containers.length === 0) {
    errors.required('spec.containers');
    return;
  }
  const names = new Set<string>();
  for (const [i, container] of containers.entries()) {
    const path = `spec.containers[${i}]`;
    validateCommon(context, container, path);
    const name = text(container, 'name');
    if (names.has(name)) errors.duplicate(`${path}.name`, name);
    names.add(name);
    validateLifecycle(context, fields(container, 'lifecycle'), `${path}.lifecycle`);
    validateProbes(context, container, path);
    if (gateEnabled(context.featureGates, 'ContainerRestartRules')) validateRestartPolicy(context, container, path);
    else if (container['restartPolicy'] !== undefined) errors.forbidden(`${path}.restartPolicy`, 'may not be set for non-init containers');
  }
  validateHostPortConflicts(context, containers, 'spec.containers');
}

export function validateInitContainers(context: PodContext, spec: Fields): void {
  const { errors } = context;
  const names = new Set(list(spec, 'containers').map((container) => text(container, 'name')));
  for (const [i, container] of list(spec, 'initContainers').entries()) {
    const path = `spec.initContainers[${i}]`;
    validateCommon(context, container, path);
    validateInitRestartPolicy(context, container, path);
    const isSidecar = container['restartPolicy'] === 'Always';
    const name = text(container, 'name');
    if (names.has(name)) errors.duplicate(`${path}.name`, name);
    else if (name !== '') names.add(name);
    validateHostPortConflicts(context, [container], 'spec.initContainers');
    if (isSidecar) {
      validateLifecycle(context, fields(container, 'lifecycle'), `${path}.lifecycle`);
      validateProbes(context, container, path);
    } else {
      for (const field of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe']) {
        if (container[field] !== undefined) errors.forbidden(`${path}.${field}`, 'may not be set for init containers without restartPolicy=Always');
      }
      for (const [n, policy] of list(container, 'resizePolicy').entries()) {
        if (text(policy, 'restartPolicy') === 'RestartContainer')
          errors.invalid(
            `${path}.resizePolicy[${n}].restartPolicy`,
            'RestartContainer',
            "must not be set to 'RestartContainer' for non-sidecar initContainers",
          );
      }
    }
  }
}

/** Fields that make no sense in a container that was added to a running Pod, in the order of the Go struct. */
const NOT_EPHEMERAL = [
  'ports',
  'resources',
  'resizePolicy',
  'restartPolicy',
  'restartPolicyRules',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
];

export function validateEphemeralContainers(context: PodContext, spec: Fields): void {
  const { errors } = context;
  const others = new Set([...list(spec, 'containers'), ...list(spec, 'initContainers')].map((container) => text(container, 'name')));
  const names = new Set(others);
  for (const [i, container] of list(spec, 'ephemeralContainers').entries()) {
    const path = `spec.ephemeralContainers[${i}]`;
    validateCommon(context, container, path);
    validateImageSpaces(context, container, path);
    const name = text(container, 'name');
    if (names.has(name)) errors.duplicate(`${path}.name`, name);
    names.add(name);
    const target = text(container, 'targetContainerName');
    if (target !== '' && !others.has(target)) errors.notFound(`${path}.targetContainerName`, target);
    const reason = 'cannot be set for an Ephemeral Container';
    for (const field of NOT_EPHEMERAL) if (isSet(container[field])) errors.forbidden(`${path}.${field}`, reason);
    for (const [n, mount] of list(container, 'volumeMounts').entries()) {
      for (const field of ['subPath', 'subPathExpr']) if (text(mount, field) !== '') errors.forbidden(`${path}.volumeMounts[${n}].${field}`, reason);
    }
  }
}

const isSet = (value: unknown) => value !== undefined && (typeof value !== 'object' || value === null || Object.keys(value).length > 0);

function validateCommon(context: PodContext, container: Fields, path: string): void {
  const { errors } = context;
  const name = text(container, 'name');
  if (name === '') errors.required(`${path}.name`);
  else errors.invalidEach(`${path}.name`, name, dnsLabelErrors(name));
  if (text(container, 'image') === '') errors.required(`${path}.image`);
  const messages = ['File', 'FallbackToLogsOnError'];
  const messagePolicy = text(container, 'terminationMessagePolicy');
  if (!messages.includes(messagePolicy)) errors.unsupported(`${path}.terminationMessagePolicy`, messagePolicy, messages);
  validatePorts(context, container, path);
  validateEnv(context, container, `${path}.env`);
  validateEnvFrom(context, container, `${path}.envFrom`);
  validateMounts(context, container, path);
  validateDevices(context, container, path);
  const pullPolicy = text(container, 'imagePullPolicy');
  if (!PULL_POLICIES.includes(pullPolicy)) errors.unsupported(`${path}.imagePullPolicy`, pullPolicy, PULL_POLICIES);
  validateContainerResources(context, container, path);
  validateResizePolicy(context, container, path);
  validateContainerSecurity(context, container, path);
}

function validatePorts({ errors }: PodContext, container: Fields, path: string): void {
  const names = new Set<string>();
  for (const [i, port] of list(container, 'ports').entries()) {
    const at = `${path}.ports[${i}]`;
    const name = text(port, 'name');
    if (name !== '') {
      const reasons = portNameErrors(name);
      errors.invalidEach(`${at}.name`, name, reasons);
      if (reasons.length === 0 && names.has(name)) errors.duplicate(`${at}.name`, name);
      names.add(name);
    }
    const containerPort = num(port, 'containerPort') ?? 0;
    if (containerPort === 0) errors.required(`${at}.containerPort`);
    else errors.invalidEach(`${at}.containerPort`, containerPort, portNumberErrors(containerPort));
    const hostPort = num(port, 'hostPort') ?? 0;
    if (hostPort !== 0) errors.invalidEach(`${at}.hostPort`, hostPort, portNumberErrors(hostPort));
    const protocol = text(port, 'protocol');
    const protocols = ['SCTP', 'TCP', 'UDP'];
    if (!protocols.includes(protocol)) errors.unsupported(`${at}.protocol`, protocol, protocols);
  }
}

function validateInitRestartPolicy(context: PodContext, container: Fields, path: string): void {
  const policy = container['restartPolicy'];
  if (policy === undefined) {
    if (list(container, 'restartPolicyRules').length > 0)
      context.errors.required(`${path}.restartPolicy`, 'must specify restartPolicy when restart rules are used');
  } else if (gateEnabled(context.featureGates, 'ContainerRestartRules')) validateRestartPolicy(context, container, path);
  else if (policy !== 'Always') context.errors.unsupported(`${path}.restartPolicy`, policy, ['Always']);
}

/** A container's own restart policy and its rules (`validateContainerRestartPolicy`). */
function validateRestartPolicy({ errors, featureGates }: PodContext, container: Fields, path: string): void {
  const policy = container['restartPolicy'];
  const rules = list(container, 'restartPolicyRules');
  if (policy === undefined) {
    if (rules.length > 0) errors.required(`${path}.restartPolicy`, 'must specify restartPolicy when restart rules are used');
  } else if (!RESTART_POLICIES.includes(String(policy))) errors.unsupported(`${path}.restartPolicy`, policy, RESTART_POLICIES);
  if (rules.length > MAX_RULES) errors.tooMany(`${path}.restartPolicyRules`, rules.length, MAX_RULES);
  const actions = gateEnabled(featureGates, 'RestartAllContainersOnContainerExits') ? ['Restart', 'RestartAllContainers'] : ['Restart'];
  for (const [i, rule] of rules.entries()) {
    const at = `${path}.restartPolicyRules[${i}]`;
    if (!actions.includes(text(rule, 'action'))) errors.unsupported(`${at}.action`, text(rule, 'action'), actions);
    const exitCodes = fields(rule, 'exitCodes');
    if (exitCodes === undefined) {
      errors.required(`${at}.exitCodes`, 'must be specified');
      continue;
    }
    const operator = text(exitCodes, 'operator');
    if (operator !== 'In' && operator !== 'NotIn') errors.unsupported(`${at}.exitCodes.operator`, operator, ['In', 'NotIn']);
    const count = strings(exitCodes, 'values').length;
    if (count > MAX_EXIT_CODES) errors.tooMany(`${at}.exitCodes.values`, count, MAX_EXIT_CODES);
  }
}

/** Only for Pods, not for templates; called when everything else has been checked (`validateContainersOnlyForPod`). */
export function validateImageSpaces({ errors }: PodContext, container: Fields, path: string): void {
  const image = text(container, 'image');
  if (image.trim() !== image) errors.invalid(`${path}.image`, image, 'must not have leading or trailing whitespace');
}
