/** What is taken for granted where the text says nothing, and what of it the page can write into the text. */
import { expect, test } from 'vitest';
import { lines, picture, run, sketch } from '../testing/sim.ts';

/** What is assumed of programs; where images are is told elsewhere (`images.test.ts`). */
const assumed = (spec: string, settings = 'duration: 5s') =>
  run(sketch(spec, settings))
    .assumptions.filter(({ change }) => !change.includes('onNode'))
    .map(({ container, text, change }) => `${container}: ${text} (${change})`);

test('an init container of an unknown program does its work and ends; a sidecar and the app serve', () => {
  const spec = `
    initContainers:
    - {name: migrate, image: "shop/migrate:1"}
    - {name: proxy, image: "shop/proxy:1", restartPolicy: Always}
    containers:
    - {name: app, image: "shop/app:1"}`;
  const trace = run(sketch(spec, 'duration: 5s'));
  expect(picture(trace, { only: ['Process'], digits: 0 })).toBe(lines`
    0 migrate starts
    1 migrate exits 0 Completed
    3 proxy starts
    3 app starts
  `);
  expect(trace.assumptions).toContainEqual({
    container: 'migrate',
    text: 'The program of migrate is not known: it does its work in 1 s and leaves with code 0.',
    change: 'spec.workloads.migrate.exit',
    value: { after: '1s', code: 0 },
  });
  const ofPrograms = trace.assumptions.filter(({ container, change }) => container !== 'migrate' && change.startsWith('spec.'));
  expect(ofPrograms.map(({ change }) => change)).toEqual([
    'spec.workloads.proxy.boot',
    'spec.workloads.proxy.exit',
    'spec.workloads.proxy.onTerm',
    'spec.workloads.app.boot',
    'spec.workloads.app.exit',
    'spec.workloads.app.onTerm',
  ]);
});

test('what the scenario says of such an init container holds: its own end, or that it is a server', () => {
  const exits = (workload: string) => {
    const spec = 'initContainers: [{name: setup, image: "shop/setup:1"}]\ncontainers: [{name: app, image: "shop/app:1"}]';
    const { records } = run(sketch(spec, `duration: 8s\nworkloads: {setup: ${workload}}`));
    const exit = records.find((record) => record.kind === 'Process' && record.what === 'exit' && record.container === 'setup');
    return exit?.kind === 'Process' ? `${Math.round(exit.t / 1000)} s: ${exit.exitCode}` : 'goes on';
  };
  expect([exits('{exit: {after: 3s, code: 2}}'), exits('{listens: [8080]}'), exits('{boot: 2s}')]).toEqual(['3 s: 2', 'goes on', 'goes on']);
});

test('the Pod of a Job ends, too', () => {
  const job = `apiVersion: batch/v1
kind: Job
metadata: {name: import}
spec:
  template:
    spec:
      restartPolicy: Never
      containers: [{name: import, image: "shop/import:1"}]`;
  expect(run(job).records.findLast((record) => record.kind === 'Pod')?.object.status.phase).toBe('Succeeded');
});

test('a program listens where its container says, or else where its probes ask', () => {
  const probe = 'readinessProbe: {httpGet: {path: /, port: 3000}, periodSeconds: 1}';
  const isReady = (container: string) =>
    run(sketch(`containers: [{name: app, image: "shop/app:1", ${container}}]`, 'duration: 5s')).records.some(
      (record) => record.kind === 'Probe' && record.result === 'success',
    );
  expect([isReady(probe), isReady(`ports: [{containerPort: 3000}], ${probe}`), isReady(`ports: [{containerPort: 8080}], ${probe}`)]).toEqual([
    true,
    true,
    false,
  ]);
});

test('what a script calls, and nobody knows, is listed: it can be declared', () => {
  const script = 'command: [sh, -c, "load-config; python3 -c \\"print(1)\\"; exec cart --port 8080"]';
  expect(assumed(`containers: [{name: app, image: "shop/app:1", ports: [{containerPort: 8080}], ${script}}]`)).toEqual([
    'app: Nothing is known of load-config: it succeeds at once. (spec.workloads.app.exec)',
    'app: Nothing is known of python3: it succeeds at once. (spec.workloads.app.exec)',
    'app: Nothing is known of cart: 1 s after its start it answers 200 on 8080, runs until it is told to stop, and leaves with code 0 within 1 s. (spec.workloads.app)',
  ]);
  expect(
    assumed('containers: [{name: app, image: "alpine:3.21", command: [sh, -c, "apk add curl && curl -s https://example.com"]}]').map((each) => each.slice(5)),
  ).toEqual([
    'What apk add curl fetches is taken to come within seconds. (spec.workloads.app.exec)',
    'example.com is taken to be there and to answer. (spec.workloads.app.exec)',
  ]);
});

test('an image that nobody knows is not root’s where the Pod forbids it; one that is known, or declared, is whose it is', () => {
  const reason = (image: string, images = '[]') => {
    const spec = `containers: [{name: app, image: "${image}", securityContext: {runAsNonRoot: true}}]`;
    const { records } = run(sketch(spec, `duration: 5s\nimages: ${images}`));
    const last = records.findLast((record) => record.kind === 'Pod');
    return last?.object.status.containerStatuses?.[0]?.state.waiting?.reason ?? 'runs';
  };
  expect([reason('shop/app:1'), reason('nginx:1.27'), reason('shop/app:1', '[{image: "shop/*", user: "0"}]')]).toEqual([
    'runs',
    'CreateContainerConfigError',
    'CreateContainerConfigError',
  ]);
  expect(assumed('containers: [{name: app, image: "shop/app:1", securityContext: {runAsNonRoot: true}}]')[0]).toBe(
    'app: Nobody knows as whom shop/app:1 runs: as user 65532, since it must not be root. (images: [{image: "shop/app:1"}])',
  );
});
