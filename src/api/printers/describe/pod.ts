/** `kubectl describe pod` (staging/src/k8s.io/kubectl/pkg/describe/describe.go: describePod). */
import { compareText, sortedKeys } from '../../go-text.ts';
import { qosClass } from '../../pods/qos.ts';
import { type Fields, fields, list, map, num, strings, text } from '../../schema/fields.ts';
import { rfc1123, since } from '../duration.ts';
import { describeContainers } from './containers.ts';
import { describeEvents } from './events.ts';
import { describeVolumes } from './volumes.ts';
import { DescribeWriter } from './writer.ts';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const MAX_ANNOTATION = 140;

/** `events` undefined: the block is left out. */
export function describePod(pod: Fields, events: Fields[] | undefined, nowMs: number): string {
  const w = new DescribeWriter();
  const [meta, spec, status] = [fields(pod, 'metadata') ?? {}, fields(pod, 'spec') ?? {}, fields(pod, 'status') ?? {}];
  w.line(0, `Name:\t${text(meta, 'name')}`);
  w.line(0, `Namespace:\t${text(meta, 'namespace')}`);
  if (num(spec, 'priority') !== undefined) w.line(0, `Priority:\t${num(spec, 'priority')}`);
  optional(w, 'Priority Class Name', text(spec, 'priorityClassName'));
  optional(w, 'Runtime Class Name', text(spec, 'runtimeClassName'));
  optional(w, 'Service Account', text(spec, 'serviceAccountName'));
  const node = text(spec, 'nodeName');
  w.line(0, `Node:\t${node === '' ? '<none>' : `${node}/${text(status, 'hostIP')}`}`);
  if (status['startTime'] !== undefined && status['startTime'] !== null) w.line(0, `Start Time:\t${rfc1123(status['startTime'])}`);
  describeLabels(w, 'Labels', map(meta, 'labels'));
  describeAnnotations(w, map(meta, 'annotations'));
  describeStatus(w, meta, status, nowMs);
  describeSeccomp(w, fields(fields(spec, 'securityContext'), 'seccompProfile'));
  w.line(0, `IP:\t${text(status, 'podIP')}`);
  const ips = list(status, 'podIPs');
  w.line(0, ips.length === 0 ? 'IPs:\t<none>' : 'IPs:');
  for (const ip of ips) w.line(1, `IP:\t${text(ip, 'ip')}`);
  const controller = list(meta, 'ownerReferences').find((reference) => reference['controller'] === true);
  if (controller !== undefined) w.line(0, `Controlled By:\t${text(controller, 'kind')}/${text(controller, 'name')}`);
  optional(w, 'NominatedNodeName', text(status, 'nominatedNodeName'));
  describeContainers(w, pod);
  describeConditions(w, spec, status);
  describeVolumes(w, list(spec, 'volumes'));
  w.line(0, `QoS Class:\t${text(status, 'qosClass') || qosClass(spec)}`);
  describeLabels(w, 'Node-Selectors', map(spec, 'nodeSelector'));
  describeTolerations(w, list(spec, 'tolerations'));
  describeTopologySpread(w, list(spec, 'topologySpreadConstraints'));
  if (events !== undefined) describeEvents(w, events, nowMs);
  return w.text();
}

function optional(w: DescribeWriter, label: string, value: string): void {
  if (value !== '') w.line(0, `${label}:\t${value}`);
}

function describeStatus(w: DescribeWriter, meta: Fields, status: Fields, nowMs: number): void {
  const phase = text(status, 'phase');
  if (meta['deletionTimestamp'] !== undefined && phase !== 'Failed' && phase !== 'Succeeded') {
    w.line(0, `Status:\tTerminating (lasts ${since(meta['deletionTimestamp'], nowMs)})`);
    w.line(0, `Termination Grace Period:\t${num(meta, 'deletionGracePeriodSeconds') ?? 0}s`);
  } else w.line(0, `Status:\t${phase}`);
  optional(w, 'Reason', text(status, 'reason'));
  optional(w, 'Message', text(status, 'message'));
}

function describeSeccomp(w: DescribeWriter, profile: Fields | undefined): void {
  if (profile === undefined) return;
  w.line(0, `SeccompProfile:\t${text(profile, 'type')}`);
  if (text(profile, 'type') === 'Localhost') w.line(0, `LocalhostProfile:\t${text(profile, 'localhostProfile')}`);
}

/** `k=v` one per line, sorted. */
export function describeLabels(w: DescribeWriter, title: string, labels: Record<string, string>): void {
  w.write(0, `${title}:\t`);
  const keys = sortedKeys(labels);
  if (keys.length === 0) w.line(0, '<none>');
  for (const [i, key] of keys.entries()) w.write(0, `${i === 0 ? '' : '\t'}${key}=${labels[key]}\n`);
}

export function describeAnnotations(w: DescribeWriter, annotations: Record<string, string>, title = 'Annotations'): void {
  const keys = sortedKeys(annotations).filter((key) => key !== LAST_APPLIED);
  w.write(0, `${title}:\t`);
  if (keys.length === 0) w.line(0, '<none>');
  for (const [i, key] of keys.entries()) {
    if (i > 0) w.write(0, '\t');
    const value = (annotations[key] ?? '').replace(/\n$/, '');
    if (value.length + key.length + 2 <= MAX_ANNOTATION && !value.includes('\n')) w.line(0, `${key}: ${value}`);
    else {
      w.line(0, `${key}:`);
      for (const part of value.split('\n')) w.line(0, `\t  ${part.length > MAX_ANNOTATION - 2 ? `${part.slice(0, MAX_ANNOTATION - 2)}...` : part}`);
    }
  }
}

function describeConditions(w: DescribeWriter, spec: Fields, status: Fields): void {
  const conditions = list(status, 'conditions');
  const gates = list(spec, 'readinessGates');
  if (gates.length > 0) w.write(0, 'Readiness Gates:\n  Type\tStatus\n');
  for (const gate of gates) {
    const condition = conditions.find((candidate) => candidate['type'] === gate['conditionType']);
    w.line(1, `${text(gate, 'conditionType')} \t${condition === undefined ? '<none>' : text(condition, 'status')} `);
  }
  if (conditions.length > 0) w.write(0, 'Conditions:\n  Type\tStatus\n');
  for (const condition of conditions) w.line(1, `${text(condition, 'type')} \t${text(condition, 'status')} `);
}

export function describeTolerations(w: DescribeWriter, tolerations: Fields[], title = 'Tolerations'): void {
  w.write(0, `${title}:\t`);
  if (tolerations.length === 0) w.line(0, '<none>');
  const sorted = [...tolerations].sort((a, b) => compareText(text(a, 'key'), text(b, 'key')));
  for (const [i, toleration] of sorted.entries()) {
    const [key, value, effect] = [text(toleration, 'key'), text(toleration, 'value'), text(toleration, 'effect')];
    const seconds = num(toleration, 'tolerationSeconds');
    const matchesAny = text(toleration, 'operator') === 'Exists' && value === '';
    w.write(0, `${i === 0 ? '' : '\t'}${key}${value === '' ? '' : `=${value}`}${effect === '' ? '' : `:${effect}`}`);
    w.write(0, `${matchesAny ? `${key !== '' || effect !== '' ? ' ' : ''}op=Exists` : ''}${seconds === undefined ? '' : ` for ${seconds}s`}\n`);
  }
}

export function describeTopologySpread(w: DescribeWriter, constraints: Fields[], title = 'Topology Spread Constraints'): void {
  if (constraints.length === 0) return;
  w.write(0, `${title}:\t`);
  const sorted = [...constraints].sort((a, b) => compareText(text(a, 'topologyKey'), text(b, 'topologyKey')));
  for (const [i, constraint] of sorted.entries()) {
    const selector = fields(constraint, 'labelSelector');
    const shown = selector === undefined ? '' : ` for selector ${formatSelector(selector)}`;
    w.write(
      0,
      `${i === 0 ? '' : '\t'}${text(constraint, 'topologyKey')}:${text(constraint, 'whenUnsatisfiable')} when max skew ${num(constraint, 'maxSkew') ?? 0} is exceeded${shown}\n`,
    );
  }
}

/** `app=web,tier in (a,b),!legacy` */
export function formatSelector(selector: Fields): string {
  const labels = map(selector, 'matchLabels');
  const terms = sortedKeys(labels).map((key) => `${key}=${labels[key]}`);
  for (const expression of list(selector, 'matchExpressions')) {
    const key = text(expression, 'key');
    const values = [...strings(expression, 'values')].sort(compareText).join(',');
    terms.push(
      { In: `${key} in (${values})`, NotIn: `${key} notin (${values})`, Exists: key, DoesNotExist: `!${key}` }[text(expression, 'operator')] ?? '<error>',
    );
  }
  return terms.length === 0 ? '<none>' : terms.sort(compareText).join(',');
}
