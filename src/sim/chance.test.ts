/** What a seed draws and the typical run does not: differences between two real nodes that no rule decides. */
import { expect, test } from 'vitest';
import { run, sketch, times } from '../testing/sim.ts';

const SEEDS = Array.from({ length: 40 }, (_, seed) => seed);
const drawn = (subject: string, { draws }: ReturnType<typeof run>) => draws.filter((draw) => draw.subject.startsWith(subject)).length;

test('the fraction of a second at which the Pod is created; a time that is given goes before it', () => {
  const text = sketch('containers: [{name: app, image: "busybox:1.36", command: [sleep, "60"]}]', 'duration: 1s');
  const fractions = SEEDS.map((seed) => run(text, { seed }).meta.createdAtMs % 1000);
  expect([Math.min(...fractions) < 250, Math.max(...fractions) >= 750, new Set(fractions).size > 30]).toEqual([true, true, true]);
  const typical = run(text);
  expect([typical.meta.createdAtMs % 1000, drawn('created', typical)]).toEqual([0, 1]);
  const given = run(text, { seed: 1, createdAtMs: 1_700_000_000_123 });
  expect([given.meta.createdAtMs, drawn('created', given)]).toEqual([1_700_000_000_123, 0]);
});

test('the fraction decides which probe is the first after an initial delay, as that counts from a start in whole seconds', () => {
  const text = sketch(
    'containers: [{name: app, image: "busybox:1.36", command: [sleep, "60"], readinessProbe: {exec: {command: ["true"]}, initialDelaySeconds: 3, periodSeconds: 1}}]',
    'duration: 8s',
  );
  const first = SEEDS.map((seed) => Math.round(times(run(text, { seed }), /readiness of app ok/)[0] ?? 0));
  expect(new Set(first)).toEqual(new Set([3, 4]));
});

test('the order in which the containers of a Pod are killed; in the typical run the newest comes first, as the runtime lists them', () => {
  const container = (name: string) => `{name: ${name}, image: "busybox:1.36", command: [sleep, "60"]}`;
  const text = sketch(`containers: [${['a', 'b', 'c'].map(container).join(', ')}]`, '{duration: 7s, actions: [{at: 5s, do: delete, gracePeriodSeconds: 1}]}');
  const killed = (trace: ReturnType<typeof run>) =>
    trace.records.flatMap((record) => (record.kind === 'Signal' && record.signal === 'SIGTERM' ? [record.container] : [])).join('');
  const orders = SEEDS.map((seed) => killed(run(text, { seed })));
  expect(new Set(orders)).toEqual(new Set(['abc', 'acb', 'bac', 'bca', 'cab', 'cba']));
  const typical = run(text);
  expect([killed(typical), drawn('kill-order', typical)]).toEqual(['cba', 3]);
});
