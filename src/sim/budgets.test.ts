/**
 * PodDisruptionBudgets (recordings evict-against-budget, evict-unready-with-budget). Words, counts and order are those of a v1.36.2 API server and controller manager, asked about a Pod whose status was patched
 * to Running and Ready; pkg/registry/core/pod/storage/eviction.go, pkg/controller/disruption/disruption.go.
 */
import { describe, expect, test } from 'vitest';
import type { ActionRecord, Trace } from '../model/trace.ts';
import { momentOf } from '../api/kubectl/moment/index.ts';
import { lines, picture, podAt, run, sketch } from '../testing/sim.ts';
import { simulated } from '../testing/simulated.ts';

const APP = 'terminationGracePeriodSeconds: 1\ncontainers: [{name: app, image: nginx}]';
const UNREADY = 'terminationGracePeriodSeconds: 1\ncontainers: [{name: app, image: nginx, readinessProbe: {exec: {command: ["false"]}}}]';
const budget = (spec: string, name = 'web') =>
  `apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: ${name}}\nspec: {selector: {matchLabels: {app: web}}, ${spec}}`;
const EVICT = 'duration: 20s\nactions: [{at: 5s, do: evict, reason: api}]';
const BUSY = "Cannot evict pod as it would violate the pod's disruption budget.";

const actionsOf = ({ records }: Trace): ActionRecord[] => records.filter((record): record is ActionRecord => record.kind === 'Action' && record.index > 0);
const evicted = (pod: string, objects: string, settings = EVICT) => {
  const [action] = actionsOf(run(sketch(pod, settings, objects)));
  return action?.error === undefined ? 'evicted' : `${action.error.code} ${action.error.causes?.[0]?.message ?? action.error.message}`;
};
/** The status that the budget has at last. */
const statusOf = ({ records }: Trace) => {
  const last = records.findLast((record) => record.kind === 'Object' && record.object.kind === 'PodDisruptionBudget');
  return last?.kind === 'Object' ? (last.object['status'] as Record<string, unknown>) : undefined;
};

const workload = (kind: string, spec: string) =>
  `apiVersion: ${kind === 'Job' ? 'batch' : 'apps'}/v1\nkind: ${kind}\nmetadata: {name: web}\nspec:\n  ${kind === 'Job' ? '' : 'selector: {matchLabels: {app: web}}\n  '}${spec}template:\n    metadata: {labels: {app: web}}\n    spec: {${kind === 'Job' ? 'restartPolicy: Never, ' : ''}containers: [{name: app, image: nginx}]}\n`;
const scenario = (settings: string) => `apiVersion: podloupe.dev/v1\nkind: Scenario\nspec:\n  ${settings.replaceAll('\n', '\n  ')}\n---\n`;
const ofWorkload = (object: string, spec: string, settings = EVICT) => run(`${scenario(settings)}${object}---\n${budget(spec)}\n`);
const refusalOf = (trace: Trace) => actionsOf(trace)[0]?.error?.causes?.[0]?.message ?? 'evicted';

describe('an eviction by the API', () => {
  test('is refused while the budget has nothing to give: nothing happens to the Pod', () => {
    const trace = run(sketch(APP, EVICT, budget('minAvailable: 1')));
    expect(actionsOf(trace)).toMatchObject([
      {
        what: 'evict',
        error: {
          reason: 'TooManyRequests',
          code: 429,
          message: BUSY,
          causes: [{ field: '', message: 'The disruption budget web needs 1 healthy pods and has 1 currently' }],
        },
      },
    ]);
    expect(podAt(trace, 20)?.status.conditions?.map(({ type }) => type)).not.toContain('DisruptionTarget');
    expect(podAt(trace, 20)?.metadata.deletionTimestamp).toBeUndefined();
  });

  test('is taken from a budget that has something to give, before the Pod is marked', () => {
    const { records } = run(sketch(APP, EVICT, budget('minAvailable: 0')));
    const written = records.filter(
      ({ t, rule }) => t >= 5000 && t < 5020 && (rule === 'eviction.budget' || rule === 'api.delete' || rule === 'disruption.sync'),
    );
    expect(written).toMatchObject([
      { rule: 'eviction.budget', object: { status: { disruptionsAllowed: 0, disruptedPods: { web: '2026-01-01T00:00:05Z' }, currentHealthy: 1 } } },
      { rule: 'api.delete', object: { metadata: { generation: 1 } } },
      { rule: 'api.delete', object: { metadata: { deletionGracePeriodSeconds: 1 } } },
      { rule: 'disruption.sync', object: { status: { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 1 } } },
    ]);
    expect(statusOf({ records } as Trace)).toMatchObject({ expectedPods: 0, currentHealthy: 0 });
  });

  test.each([
    ['a Pod without a budget', APP, '', 'evicted'],
    ['a budget for other Pods', APP, budget('minAvailable: 1').replace('app: web', 'app: db'), 'evicted'],
    ['a budget of another namespace', APP, budget('minAvailable: 1').replace('{name: web}', '{name: web, namespace: shop}'), 'evicted'],
    // No selector selects nothing, an empty one everything
    ['a budget without a selector', APP, budget('minAvailable: 1').replace('selector: {matchLabels: {app: web}}, ', ''), 'evicted'],
    [
      'an empty selector',
      APP,
      budget('minAvailable: 1').replace('{matchLabels: {app: web}}', '{}'),
      '429 The disruption budget web needs 1 healthy pods and has 1 currently',
    ],
    ['more than there is', APP, budget('minAvailable: 2'), '429 The disruption budget web needs 2 healthy pods and has 1 currently'],
    [
      'two budgets',
      APP,
      `${budget('minAvailable: 0')}\n---\n${budget('minAvailable: 0', 'other')}`,
      '500 This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
    ],
    ['a Pod that has not come to run', 'nodeSelector: {disk: ssd}\ncontainers: [{name: app, image: nginx}]', budget('minAvailable: 1'), 'evicted'],
    ['a Pod that has ended', 'restartPolicy: Never\ncontainers: [{name: app, image: busybox, command: ["true"]}]', budget('minAvailable: 1'), 'evicted'],
    // A Pod that nobody controls has no number that a percentage could be of
    ['a percentage of a bare Pod', APP, budget('minAvailable: 50%'), '429 The disruption budget web does not allow evicting pods currently'],
    ['maxUnavailable for a bare Pod', APP, budget('maxUnavailable: 1'), '429 The disruption budget web does not allow evicting pods currently'],
    ['neither of the two', APP, budget('unhealthyPodEvictionPolicy: AlwaysAllow'), '429 The disruption budget web does not allow evicting pods currently'],
  ])('%s', (_what, pod, objects, expected) => expect(evicted(pod, objects)).toBe(expected));

  test('of a Pod that is not Ready: only with AlwaysAllow, or if enough others are', () => {
    expect(evicted(UNREADY, budget('minAvailable: 1'))).toBe('429 The disruption budget web needs 1 healthy pods and has 0 currently');
    expect(evicted(UNREADY, budget('minAvailable: 1, unhealthyPodEvictionPolicy: IfHealthyBudget'))).toContain('429');
    expect(evicted(UNREADY, budget('minAvailable: 1, unhealthyPodEvictionPolicy: AlwaysAllow'))).toBe('evicted');
    expect(evicted(APP, budget('minAvailable: 1, unhealthyPodEvictionPolicy: AlwaysAllow'))).toContain('429');
  });

  test('of a Pod that is being deleted goes through', () => {
    const twice = 'duration: 20s\nactions: [{at: 5s, do: delete, gracePeriodSeconds: 10}, {at: 6s, do: evict, reason: api}]';
    const trace = run(sketch('containers: [{name: app, image: busybox, command: [sleep, inf]}]', twice, budget('minAvailable: 1')));
    expect(actionsOf(trace)[1]?.error).toBeUndefined();
    expect(podAt(trace, 7)?.status.conditions?.at(-1)?.type).toBe('DisruptionTarget');
  });

  test('is answered before the next action is looked at', () => {
    const waits =
      'duration: 20s\nactions: [{at: 5s, do: evict, reason: api}, {at: {apiError: {action: action.1, status: TooManyRequests}}, plus: 2s, do: delete}]';
    expect(actionsOf(run(sketch(APP, waits, budget('minAvailable: 1')))).map(({ t, what }) => [t, what])).toEqual([
      [5000, 'evict'],
      [7005, 'delete'],
    ]);
  });

  test('nobody else asks a budget', () => {
    const held = (action: string) => podAt(run(sketch(APP, `duration: 20s\nactions: [{at: 5s, ${action}}]`, budget('minAvailable: 1'))), 15);
    expect(held('do: delete')).toBeUndefined();
    // nginx leaves with 0, so that nothing is left of the reason
    expect(held('do: evict, reason: memory')?.status.phase).toBe('Succeeded');
    expect(held('do: evict, reason: preemption')).toBeUndefined();
    expect(held('do: node-taint, taint: {key: x, effect: NoExecute}')).toBeUndefined();
    expect(held('do: node-cordon')?.status.phase).toBe('Running');
  });
});

describe('the status of a budget', () => {
  test('follows the Pod', () => {
    const trace = run(sketch(APP, 'duration: 20s\nactions: [{at: 5s, do: delete}]', budget('minAvailable: 1')));
    const counts = trace.records.flatMap((record) =>
      record.kind === 'Object' && record.object.kind === 'PodDisruptionBudget'
        ? [
            Object.values(record.object['status'] as object)
              .slice(1, 5)
              .join(' '),
          ]
        : [],
    );
    // Allowed, healthy, desired, expected
    expect(counts).toEqual(['0 0 1 1', '0 1 1 1', '0 0 1 1', '0 0 1 0']);
    expect(statusOf(trace)).toMatchObject({ conditions: [{ type: 'DisruptionAllowed', status: 'False', reason: 'InsufficientPods', message: '' }] });
  });

  test('counts for a change of the spec once the controller has looked at it', () => {
    const changed =
      'duration: 20s\nactions: [{at: 5s, do: apply, object: {apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: web}, spec: {minAvailable: 0, selector: {matchLabels: {app: web}}}}}, {at: 6s, do: evict, reason: api}]';
    const trace = run(sketch(APP, changed, budget('minAvailable: 1')));
    expect(actionsOf(trace)[1]?.error).toBeUndefined();
    const seen = trace.records.find((record) => record.kind === 'Object' && record.t > 5000);
    expect(seen).toMatchObject({ t: 5006, object: { metadata: { generation: 2 }, status: { observedGeneration: 2, disruptionsAllowed: 1 } } });
  });

  test('a budget that the server does not take changes nothing', () => {
    const trace = run(
      sketch(
        APP,
        'duration: 20s\nactions: [{at: 5s, do: apply, object: {apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: web}, spec: {minAvailable: 150%}}}]',
      ),
    );
    expect(actionsOf(trace)[0]?.error).toMatchObject({
      reason: 'Invalid',
      message: 'PodDisruptionBudget.policy "web" is invalid: spec.minAvailable: Invalid value: "150%": must not be greater than 100%',
    });
    expect(statusOf(trace)).toBeUndefined();
  });

  test('counts the replicas of a controller; those beside the Pod are taken to be Ready', () => {
    const three = workload('Deployment', 'replicas: 3\n  ');
    const counts = (spec: string) => {
      const { disruptionsAllowed, currentHealthy, desiredHealthy, expectedPods } = statusOf(ofWorkload(three, spec, 'duration: 5s')) ?? {};
      return [disruptionsAllowed, currentHealthy, desiredHealthy, expectedPods];
    };
    expect(counts('minAvailable: 2')).toEqual([1, 3, 2, 3]);
    expect(counts('minAvailable: 50%')).toEqual([1, 3, 2, 3]);
    expect(counts('maxUnavailable: 1')).toEqual([1, 3, 2, 3]);
    // Percentages are rounded up, so that one of three may be missing
    expect(counts('maxUnavailable: 30%')).toEqual([1, 3, 2, 3]);
    expect(counts('maxUnavailable: 0')).toEqual([0, 3, 3, 3]);
    expect(refusalOf(ofWorkload(three, 'minAvailable: 2'))).toBe('evicted');
    expect(refusalOf(ofWorkload(three, 'minAvailable: 3'))).toBe('The disruption budget web needs 3 healthy pods and has 3 currently');
    expect(refusalOf(ofWorkload(workload('Deployment', ''), 'maxUnavailable: 1'))).toBe('evicted');
    expect(refusalOf(ofWorkload(workload('Deployment', ''), 'minAvailable: 1'))).toBe('The disruption budget web needs 1 healthy pods and has 1 currently');
    expect(refusalOf(ofWorkload(workload('StatefulSet', 'serviceName: web\n  replicas: 2\n  '), 'maxUnavailable: 50%'))).toBe('evicted');
  });

  test('of Pods whose controller has no scale cannot be worked out', () => {
    const trace = ofWorkload(workload('Job', ''), 'maxUnavailable: 1');
    // What was never worked out counts as not looked at yet
    expect(refusalOf(trace)).toBe('The disruption budget web is still being processed by the server.');
    expect(statusOf(trace)).toMatchObject({
      conditions: [{ status: 'False', reason: 'SyncFailed', message: 'jobs.batch does not implement the scale subresource' }],
      disruptionsAllowed: 0,
    });
    expect(refusalOf(ofWorkload(workload('Job', ''), 'minAvailable: 1'))).toBe('The disruption budget web needs 1 healthy pods and has 1 currently');
  });

  test('kubectl shows it, and the Events about it; those about the Pod are the Pod’s', () => {
    const at = (objects: string) => momentOf(simulated(sketch(APP, 'duration: 20s', objects)), 10_000);
    const one = at(budget('maxUnavailable: 1'));
    expect(one.kubectl(['get', 'pdb']).stdout).toBe(
      'NAME   MIN AVAILABLE   MAX UNAVAILABLE   ALLOWED DISRUPTIONS   AGE\nweb    N/A             1                 0                     10s\n',
    );
    expect(one.kubectl(['get', 'events', '--field-selector', 'involvedObject.kind=PodDisruptionBudget', '--no-headers']).stdout).toMatch(
      /^\S+ +Warning +UnmanagedPods +poddisruptionbudget\/web +Pods selected by this PodDisruptionBudget \(selector: &LabelSelector\{MatchLabels:map\[string\]string\{app: web,\},MatchExpressions:\[\]LabelSelectorRequirement\{\},\}\) were found to be unmanaged\./,
    );
    const removed = momentOf(
      simulated(sketch(APP, 'duration: 20s\nactions: [{at: 5s, do: remove, kind: PodDisruptionBudget, name: web}]', budget('minAvailable: 1'))),
      10_000,
    );
    expect(removed.kubectl(['get', 'pdb']).stderr).toBe('No resources found in default namespace.\n');
    const two = at(`${budget('minAvailable: 0')}\n---\n${budget('minAvailable: 0', 'other')}`);
    expect(two.kubectl(['describe', 'pod', 'web']).stdout).toMatch(
      /Warning  MultiplePodDisruptionBudgets  10s \(x\d over 10s\)  controllermanager  Pod "default"\/"web" matches multiple PodDisruptionBudgets.  Chose "web" arbitrarily./,
    );
  });
});

describe('a drain', () => {
  const drained = (more: string, objects: string) => run(sketch(APP, `duration: 40s\nactions: [{at: 5s, do: node-drain}${more}]`, objects));

  test('tries again 5 s after each refusal, until the budget lets the Pod go', () => {
    // `kubectl drain` v1.36.2 printed an error at 21.5 and 26.5 s and evicted at 31.5 s
    const trace = drained(', {at: 17s, do: remove, kind: PodDisruptionBudget, name: web}', budget('minAvailable: 1'));
    expect(actionsOf(trace).map(({ t, what, retry, error }) => [t / 1000, what, retry, error?.code])).toEqual([
      [5, 'node-drain', undefined, 429],
      [10.005, 'drain-retry', 1, 429],
      [15.01, 'drain-retry', 2, 429],
      [17, 'remove', undefined, undefined],
      [20.015, 'drain-retry', 3, undefined],
    ]);
    expect(actionsOf(trace)[0]?.stderr).toBe(`error when evicting pods/"web" -n "default" (will retry after 5s): ${BUSY}\n`);
    expect(picture(trace, { only: ['Signal', 'Phase'], from: 5, to: 20.1 })).toBe(lines`
      20.0 phase Running deleting(1)
      20.0 app gets SIGQUIT
    `);
  });

  test('ends when somebody else deletes the Pod, or with an answer that no waiting changes', () => {
    expect(actionsOf(drained(', {at: 7s, do: delete}', budget('minAvailable: 1'))).map(({ what }) => what)).toEqual(['node-drain', 'delete']);
    const two = drained('', `${budget('minAvailable: 0')}\n---\n${budget('minAvailable: 0', 'other')}`);
    expect(actionsOf(two)).toMatchObject([{ error: { code: 500 } }]);
  });

  test('asks again after the time that the server names where it is asked to wait', () => {
    // client-go/rest/with_retry.go: the Job's drain asked at 5.4, 15.4 and 25.4 s
    const trace = run(`${scenario('duration: 2m30s\nactions: [{at: 5s, do: node-drain}]')}${workload('Job', '')}---\n${budget('maxUnavailable: 1')}\n`);
    const times = actionsOf(trace).map(({ t }) => Math.round(t / 1000));
    expect(times.slice(0, 3)).toEqual([5, 15, 25]);
    expect(times.slice(10, 13)).toEqual([105, 110, 120]);
  });

  test('of a Pod that is not Ready ends at once with AlwaysAllow', () => {
    const of = (spec: string) => actionsOf(run(sketch(UNREADY, 'duration: 30s\nactions: [{at: 5s, do: node-drain}]', budget(spec)))).length;
    expect(of('minAvailable: 1')).toBe(5);
    expect(of('minAvailable: 1, unhealthyPodEvictionPolicy: AlwaysAllow')).toBe(1);
  });
});
