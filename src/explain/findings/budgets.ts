/** Evictions that a disruption budget never lets through: why a drain does not end. */
import type { Scenario } from '../../model/scenario.ts';
import { isEndlessDrain, refusalsOf } from '../evictions.ts';
import { podAt } from '../history.ts';
import { isReady } from '../pods.ts';
import type { Change, Edit } from '../types.ts';
import { idsOf, type Found, type Subject } from './subject.ts';

interface Status {
  desiredHealthy: number;
  currentHealthy: number;
  expectedPods: number;
}

interface Spec {
  minAvailable?: number | string;
  maxUnavailable?: number | string;
}

/** Controllers that keep a number of Pods, which can be raised. */
const WITH_REPLICAS: ReadonlySet<string> = new Set(['Deployment', 'ReplicaSet', 'StatefulSet', 'ReplicationController']);

export function budgetFindings({ history, scenario, words: { ending } }: Subject): Found[] {
  const words = ending.budget;
  const refusals = refusalsOf(history);
  const last = refusals.at(-1);
  if (last?.error === undefined) return [];
  const name = /disruption budget (\S+) /.exec(last.error.causes?.[0]?.message ?? '')?.[1];
  const written = history.budgets.findLast(({ id, object }) => id < last.id && object.metadata.name === name);
  const status = written?.object['status'] as Status | undefined;
  const pod = podAt(history, last.t)?.object;
  const why =
    name === undefined || status === undefined || pod === undefined
      ? ({ what: 'several' } as const)
      : status.expectedPods === 0 || status.currentHealthy > status.desiredHealthy
        ? ({ what: 'unknown', name } as const)
        : !isReady(pod)
          ? ({ what: 'not ready', name, wanted: status.desiredHealthy, healthy: status.currentHealthy } as const)
          : ({ what: 'tight', name, wanted: status.desiredHealthy, healthy: status.currentHealthy } as const);
  const isDrain = isEndlessDrain(last);
  const [change, ...alternatives] = name === undefined || status === undefined ? [] : changesFor(words, scenario, why.what, name, status);
  return [
    {
      kind: 'budget-blocks-eviction',
      severity: 'problem',
      title: words.title(isDrain, why),
      detail: words.detail(why.what === 'several' ? 'several' : isDrain ? 'drain' : 'eviction'),
      facts: { attempts: refusals.length },
      picture: { kind: 'count', label: words.count, count: refusals.length },
      records: idsOf(refusals),
      ...(change && { change }),
      alternatives,
    },
  ];
}

type Words = Subject['words']['ending']['budget'];

function changesFor(words: Words, scenario: Scenario, why: string, name: string, { desiredHealthy, expectedPods }: Status): Change[] {
  const budget = scenario.objects.find((object) => object.kind === 'PodDisruptionBudget' && object.metadata.name === name);
  if (budget === undefined) return [];
  const { minAvailable, maxUnavailable } = (budget['spec'] ?? {}) as Spec;
  const of = { kind: 'PodDisruptionBudget', name };
  const set = (field: string, value?: unknown): Edit => ({ document: 'object', of, path: `spec.${field}`, ...(value !== undefined && { value }) });
  const instead = (old: string | undefined, field: string, value: number): Change => ({
    title: words.set(field, value),
    edits: [...(old === undefined || old === field ? [] : [set(old)]), set(field, value)],
  });
  const written = minAvailable === undefined ? (maxUnavailable === undefined ? undefined : 'maxUnavailable') : 'minAvailable';
  if (why === 'not ready')
    return [{ title: words.set('unhealthyPodEvictionPolicy', 'AlwaysAllow'), edits: [set('unhealthyPodEvictionPolicy', 'AlwaysAllow')] }];
  const { kind, name: owner } = scenario.podSource;
  const isScaled = WITH_REPLICAS.has(kind);
  if (why === 'unknown' || !isScaled) return [instead(written, 'minAvailable', 0)];
  const fewer = instead(written, 'maxUnavailable', 1);
  // So many Pods of which one may go; where all of them have to stay no number of them helps
  const replicas = typeof minAvailable === 'number' ? minAvailable + 1 : minAvailable === '100%' || minAvailable === undefined ? undefined : expectedPods + 1;
  const isEnough = replicas !== undefined && replicas - (typeof minAvailable === 'number' ? desiredHealthy : portion(minAvailable, replicas)) > 0;
  if (!isEnough) return [fewer];
  return [{ title: words.replicas(replicas), edits: [{ document: 'object', of: { kind, name: owner }, path: 'spec.replicas', value: replicas }] }, fewer];
}

const portion = (percent: string | undefined, total: number): number => Math.ceil((Number.parseInt(percent ?? '0', 10) * total) / 100);
