/** ResourceQuota for Pods (staging/src/k8s.io/apiserver/pkg/admission/plugin/resourcequota/controller.go: CheckRequest; pkg/quota/v1/evaluator/core/pods.go). */
import type { KubernetesObject } from '../../model/kubernetes.ts';
import { aggregateRequests } from '../defaults/pod-spec.ts';
import { sortedKeys } from '../go-text.ts';
import { addQuantities, compareQuantities, formatQuantity, quantity } from '../quantity.ts';
import { type Fields, fields, list, map, text } from '../schema/fields.ts';

type Usage = Record<string, string>;

/** Why a Pod does not fit into the quotas of its namespace: a new one, or one that gets another size; undefined if it does. */
export function quotaRefusal(quotas: readonly KubernetesObject[], pods: readonly KubernetesObject[], spec: Fields, old?: Fields): string | undefined {
  const requested = old === undefined ? podUsage(spec) : increase(podUsage(old), podUsage(spec));
  for (const quota of quotas) {
    const hard = map(fields(quota, 'spec'), 'hard');
    const name = quota.metadata.name ?? '';
    const missing = missingResources(spec, hard);
    if (missing !== '') return `failed quota: ${name}: must specify ${missing}`;
    const counted = Object.fromEntries(Object.entries(requested).filter(([key]) => hard[key] !== undefined));
    const used = sum([...pods.filter(isRunning).map((pod) => podUsage(fields(pod, 'spec') ?? {}))], Object.keys(hard));
    const exceeded = sortedKeys(counted).filter((key) => compareQuantities(sum([used, counted], [key])[key], hard[key]) > 0);
    if (exceeded.length === 0) continue;
    const shown = (values: Usage) => exceeded.map((key) => `${key}=${formatQuantity(quantity(values[key] ?? '0'))}`).join(',');
    return `exceeded quota: ${name}, requested: ${shown(counted)}, used: ${shown(used)}, limited: ${shown(hard)}`;
  }
  return undefined;
}

/** What is more in `now` than it was (`quota.SubtractWithNonNegativeResult`). */
function increase(was: Usage, now: Usage): Usage {
  const grown = Object.entries(now).flatMap(([name, value]) => {
    const more = quantity(value).nano - quantity(was[name] ?? '0').nano;
    return more > 0n ? [[name, formatQuantity({ nano: more, format: quantity(value).format })]] : [];
  });
  return Object.fromEntries(grown) as Usage;
}

const isRunning = (pod: KubernetesObject) => !['Failed', 'Succeeded'].includes(text(fields(pod, 'status'), 'phase'));

function podUsage(spec: Fields): Usage {
  const [requests, limits] = [aggregateRequests(spec), aggregateRequests(spec, 'limits')];
  const usage: Usage = { pods: '1', 'count/pods': '1' };
  for (const [name, value] of Object.entries(requests))
    Object.assign(usage, { [`requests.${name}`]: value, ...(['cpu', 'memory', 'ephemeral-storage'].includes(name) && { [name]: value }) });
  for (const [name, value] of Object.entries(limits)) usage[`limits.${name}`] = value;
  return usage;
}

function sum(usages: Usage[], names: string[]): Usage {
  return Object.fromEntries(
    names.map((name) => [name, formatQuantity(usages.reduce((total, usage) => addQuantities(total, quantity(usage[name] ?? '0')), quantity('0')))]),
  );
}

/** Resources that a quota counts must be set in every container: `limits.memory for: app; requests.cpu for: app`. */
function missingResources(spec: Fields, hard: Usage): string {
  const compute = ['cpu', 'memory', 'limits.cpu', 'limits.memory', 'requests.cpu', 'requests.memory'].filter((name) => hard[name] !== undefined);
  const containers = [...list(spec, 'containers'), ...list(spec, 'initContainers')];
  return compute
    .flatMap((name) => {
      const [kind, resource] = name.startsWith('limits.') ? ['limits', name.slice(7)] : ['requests', name.replace(/^requests\./, '')];
      const lacking = containers
        .filter((container) => map(fields(container, 'resources'), kind)[resource] === undefined)
        .map((container) => text(container, 'name'));
      return lacking.length === 0 ? [] : [`${name} for: ${lacking.sort().join(',')}`];
    })
    .join('; ');
}
