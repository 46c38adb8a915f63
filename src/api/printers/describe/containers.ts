/** The containers of a described Pod (staging/src/k8s.io/kubectl/pkg/describe/describe.go: describeContainers). */
import { compareText, goQuote, sortedKeys } from '../../go-text.ts';
import { formatQuantity, quantity, quantityMilli, quantityUnits } from '../../quantity.ts';
import { type Fields, fields, isTrue, list, map, num, strings, text } from '../../schema/fields.ts';
import { rfc1123 } from '../duration.ts';
import { describeProbe } from './probe.ts';
import type { DescribeWriter } from './writer.ts';

/** `isTemplate`: labels and names stand one step further in, and resources of the Pod are not shown. */
export function describeContainers(w: DescribeWriter, pod: Fields, isTemplate = false): void {
  const [spec, status] = [fields(pod, 'spec'), fields(pod, 'status')];
  const podResources = fields(spec, 'resources');
  const level = isTemplate ? 1 : 0;
  if (podResources !== undefined && !isTemplate) {
    w.line(0, 'Resources:');
    describeResources(w, podResources, 1);
  }
  for (const [label, name, isShown] of [
    ['Init Containers', 'initContainers', false],
    ['Containers', 'containers', true],
    ['Ephemeral Containers', 'ephemeralContainers', false],
  ] as const) {
    const containers = list(spec, name);
    if (containers.length === 0 && !isShown) continue;
    if (isTemplate && name === 'ephemeralContainers') continue;
    w.line(level, containers.length === 0 ? `${label}: <none>` : `${label}:`);
    const statuses = new Map(list(status, `${name.slice(0, -1)}Statuses`).map((entry) => [entry['name'], entry]));
    for (const container of containers) describeContainer(w, pod, container, statuses.get(container['name']), isTemplate);
  }
}

function describeContainer(w: DescribeWriter, pod: Fields, container: Fields, status: Fields | undefined, isTemplate: boolean): void {
  w.line(1, `${isTemplate ? ' ' : ''}${text(container, 'name')}:`);
  if (status !== undefined) w.line(2, `Container ID:\t${text(status, 'containerID')}`);
  w.line(2, `Image:\t${text(container, 'image')}`);
  if (status !== undefined) w.line(2, `Image ID:\t${text(status, 'imageID')}`);
  describePorts(w, 'Port', container, 'containerPort');
  describePorts(w, 'Host Port', container, 'hostPort');
  const seccomp = fields(fields(container, 'securityContext'), 'seccompProfile');
  if (seccomp !== undefined) w.line(2, `SeccompProfile:\t${text(seccomp, 'type')}`);
  if (text(seccomp, 'type') === 'Localhost') w.line(3, `LocalhostProfile:\t${text(seccomp, 'localhostProfile')}`);
  for (const [label, name] of [
    ['Command', 'command'],
    ['Args', 'args'],
  ] as const) {
    const words = strings(container, name);
    if (words.length > 0) w.line(2, `${label}:`);
    for (const word of words) for (const part of word.split('\n')) w.line(3, part);
  }
  if (status !== undefined) describeState(w, status);
  describeResources(w, fields(container, 'resources'), 2);
  for (const [label, name] of [
    ['Liveness', 'livenessProbe'],
    ['Readiness', 'readinessProbe'],
    ['Startup', 'startupProbe'],
  ] as const) {
    const probe = fields(container, name);
    if (probe !== undefined) w.line(2, `${label}:\t${describeProbe(probe)}`);
  }
  describeEnvironment(w, pod, container);
  describeMounts(w, container);
}

function describePorts(w: DescribeWriter, label: string, container: Fields, field: string): void {
  const ports = list(container, 'ports').map(
    (port) => `${num(port, field) ?? 0}/${text(port, 'protocol')}${text(port, 'name') === '' ? '' : ` (${text(port, 'name')})`}`,
  );
  if (ports.length > 1) w.line(2, `${label}s:\t${ports.join(', ')}`);
  else w.line(2, `${label}:\t${ports[0] ?? '<none>'}`);
}

function describeState(w: DescribeWriter, status: Fields): void {
  describeOneState(w, 'State', fields(status, 'state'));
  const last = fields(status, 'lastState');
  if (fields(last, 'terminated') !== undefined) describeOneState(w, 'Last State', last);
  w.line(2, `Ready:\t${isTrue(status, 'ready') ? 'True' : 'False'}`);
  w.line(2, `Restart Count:\t${num(status, 'restartCount') ?? 0}`);
}

function describeOneState(w: DescribeWriter, label: string, state: Fields | undefined): void {
  const [running, waiting, terminated] = [fields(state, 'running'), fields(state, 'waiting'), fields(state, 'terminated')];
  const optional = (name: string, value: string) => value !== '' && w.line(3, `${name}:\t${value}`);
  if (running !== undefined) {
    w.line(2, `${label}:\tRunning`);
    w.line(3, `Started:\t${rfc1123(running['startedAt'])}`);
  } else if (waiting !== undefined || terminated === undefined) {
    w.line(2, `${label}:\tWaiting`);
    optional('Reason', text(waiting, 'reason'));
  } else {
    w.line(2, `${label}:\tTerminated`);
    optional('Reason', text(terminated, 'reason'));
    optional('Message', text(terminated, 'message'));
    w.line(3, `Exit Code:\t${num(terminated, 'exitCode') ?? 0}`);
    if ((num(terminated, 'signal') ?? 0) > 0) w.line(3, `Signal:\t${num(terminated, 'signal')}`);
    w.line(3, `Started:\t${rfc1123(terminated['startedAt'])}`);
    w.line(3, `Finished:\t${rfc1123(terminated['finishedAt'])}`);
  }
}

function describeResources(w: DescribeWriter, resources: Fields | undefined, level: number): void {
  for (const [label, name] of [
    ['Limits', 'limits'],
    ['Requests', 'requests'],
  ] as const) {
    const values = map(resources, name);
    if (Object.keys(values).length > 0) w.line(level, `${label}:`);
    for (const key of sortedKeys(values)) w.line(level + 1, `${key}:\t${formatQuantity(quantity(values[key]))}`);
  }
}

function describeEnvironment(w: DescribeWriter, pod: Fields, container: Fields): void {
  const sources = list(container, 'envFrom');
  if (sources.length > 0) w.line(2, 'Environment Variables from:');
  for (const entry of sources) {
    const [kind, reference] =
      fields(entry, 'configMapRef') !== undefined ? ['ConfigMap', fields(entry, 'configMapRef')] : ['Secret', fields(entry, 'secretRef')];
    const prefix = text(entry, 'prefix');
    w.line(
      3,
      `${text(reference as Fields, 'name')}\t${kind as string}${prefix === '' ? '' : ` with prefix '${prefix}'`}\tOptional: ${isTrue(reference as Fields, 'optional')}`,
    );
  }
  const variables = list(container, 'env');
  w.line(2, `Environment:${variables.length === 0 ? '\t<none>' : ''}`);
  for (const variable of variables) describeVariable(w, pod, container, variable);
}

function describeVariable(w: DescribeWriter, pod: Fields, container: Fields, variable: Fields): void {
  const name = text(variable, 'name');
  const from = fields(variable, 'valueFrom');
  if (from === undefined) {
    for (const [i, part] of text(variable, 'value').split('\n').entries()) w.line(3, `${i === 0 ? `${name}:` : ''}\t${part}`);
    return;
  }
  const [field, resource, secret, configMap] = [
    fields(from, 'fieldRef'),
    fields(from, 'resourceFieldRef'),
    fields(from, 'secretKeyRef'),
    fields(from, 'configMapKeyRef'),
  ];
  if (field !== undefined) w.line(3, `${name}:\t${fieldValue(pod, text(field, 'fieldPath'))} (${text(field, 'apiVersion')}:${text(field, 'fieldPath')})`);
  else if (resource !== undefined) w.line(3, `${name}:\t${resourceValue(container, resource)} (${text(resource, 'resource')})`);
  else if (secret !== undefined)
    w.line(3, `${name}:\t<set to the key '${text(secret, 'key')}' in secret '${text(secret, 'name')}'>\tOptional: ${isTrue(secret, 'optional')}`);
  else if (configMap !== undefined)
    w.line(3, `${name}:\t<set to the key '${text(configMap, 'key')}' of config map '${text(configMap, 'name')}'>\tOptional: ${isTrue(configMap, 'optional')}`);
}

/** kubectl knows only the metadata; for everything else it leaves the value empty (kubectl/pkg/util/fieldpath). */
function fieldValue(pod: Fields, path: string): string {
  const meta = fields(pod, 'metadata');
  const subscript = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path);
  if (subscript !== null) return map(meta, subscript[1] ?? '')[subscript[2] ?? ''] ?? '';
  const simple = /^metadata\.(name|namespace|uid)$/.exec(path);
  return simple === null ? '' : text(meta, simple[1] ?? '');
}

/** Divided by the divisor, rounded up. */
function resourceValue(container: Fields, reference: Fields): string {
  const resource = text(reference, 'resource');
  const [kind = '', ...rest] = resource.split('.');
  const name = rest.join('.');
  const value = map(fields(container, 'resources'), kind)[name] ?? '0';
  const divisor = quantity(reference['divisor'] ?? '1').nano === 0n ? '1' : reference['divisor'];
  const divide = (a: bigint, b: bigint) => (b === 0n ? 0n : (a + b - 1n) / b);
  const result = name === 'cpu' ? divide(quantityMilli(value), quantityMilli(divisor)) : divide(quantityUnits(value), quantityUnits(divisor));
  return result === 0n && (resource === 'limits.cpu' || resource === 'limits.memory') ? 'node allocatable' : String(result);
}

function describeMounts(w: DescribeWriter, container: Fields): void {
  const mounts = [...list(container, 'volumeMounts')].sort((a, b) => compareText(text(a, 'mountPath'), text(b, 'mountPath')));
  w.line(2, `Mounts:${mounts.length === 0 ? '\t<none>' : ''}`);
  for (const mount of mounts) {
    const subPath = text(mount, 'subPath');
    w.line(
      3,
      `${text(mount, 'mountPath')} from ${text(mount, 'name')} (${isTrue(mount, 'readOnly') ? 'ro' : 'rw'}${subPath === '' ? '' : `,path=${goQuote(subPath)}`})`,
    );
  }
  const devices = [...list(container, 'volumeDevices')].sort((a, b) => compareText(text(a, 'devicePath'), text(b, 'devicePath')));
  if (devices.length > 0) w.line(2, `Devices:${mounts.length === 0 ? '\t<none>' : ''}`);
  for (const device of devices) w.line(3, `${text(device, 'devicePath')} from ${text(device, 'name')}`);
}
