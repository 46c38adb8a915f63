import { expect, test } from 'vitest';
import { sketch } from '../testing/sim.ts';
import { simulated } from '../testing/simulated.ts';
import { type Gauge, gaugesOf } from './gauges.ts';

const POD = `
  terminationGracePeriodSeconds: 10
  containers:
  - name: app
    image: shop/cart:1.4
    ports: [{containerPort: 8080}]
    livenessProbe: {httpGet: {path: /healthz, port: 8080}, periodSeconds: 3}
`;

function text(gauge: Gauge): string {
  const s = (ms: number) => `${Math.round(ms / 100) / 10} s`;
  switch (gauge.kind) {
    case 'boot':
      return `boot ${gauge.state} ${s(gauge.doneMs)} of ${s(gauge.ofMs)}`;
    case 'grace':
      return `grace ${gauge.state} ${s(gauge.leftMs)} of ${s(gauge.ofMs)}`;
    case 'probe':
      return `${gauge.probe} ${gauge.failures} of ${gauge.threshold}`;
    case 'backOff':
      return `back-off ${gauge.state} ${s(gauge.leftMs)} of ${s(gauge.ofMs)}`;
    case 'restarts':
      return `${gauge.count} restarts`;
  }
}

test('boot, grace and probe of a slow starter that the kubelet kills', () => {
  const { trace } = simulated(sketch(POD, 'duration: 40s\nworkloads: {app: {boot: 25s, onTerm: {exitAfter: 4s}}}'));
  const at = gaugesOf(trace, 'app', 'liveness');
  const told = (timeMs: number) => at(timeMs).map(text);
  expect(told(0)).toEqual(['boot none 0 s of 25 s', 'grace none 10 s of 10 s', 'liveness 0 of 3']);
  expect(told(7000)).toEqual(['boot booting 6.5 s of 25 s', 'grace none 10 s of 10 s', 'liveness 2 of 3']);
  const exitMs = trace.records.find((record) => record.kind === 'Process' && record.what === 'exit')?.t ?? 0;
  expect(told(exitMs)[0]).toMatch(/^boot gone/);
  expect(told(exitMs)[1]).toMatch(/^grace running .* of 10 s$/);
  expect(told(exitMs + 1)[1]).toBe('grace over 10 s of 10 s');
});

test('a crash loop has its waits and its restarts', () => {
  const { trace } = simulated(sketch(`containers:\n- {name: app, image: busybox, command: [sh, -c, "sleep 2; exit 1"]}`, 'duration: 60s'));
  const at = gaugesOf(trace, 'app');
  const wait = trace.records.find((record) => record.kind === 'Decision' && record.decision.what === 'back-off');
  expect(at(wait?.t ?? 0).map(text)).toEqual([expect.stringMatching(/^back-off running .* of 10 s$/), expect.stringMatching(/^[01] restarts$/)]);
});

test('a container that the Pod does not have has no gauges', () => {
  const { trace } = simulated(sketch(POD, 'duration: 5s'));
  expect(gaugesOf(trace, 'nobody')(1000)).toEqual([]);
});
