/** Where variables come from, in the order of precedence that the kubelet knows. */
import { expect, it } from 'vitest';
import { lines, sketch } from '../../testing/sim.ts';
import { simulated } from '../../testing/simulated.ts';
import { environmentText, neverStarted } from './index.ts';

const OBJECTS = `
apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data: {mode: fast, level: "3", poem: "two\\nlines"}
---
apiVersion: v1
kind: Secret
metadata: {name: login}
stringData: {password: secret}
---
apiVersion: v1
kind: Service
metadata: {name: web-api}
spec: {selector: {app: none}, ports: [{port: 80}]}
`;

const environment = (container: string, settings = '') =>
  environmentText(simulated(sketch(container, settings, OBJECTS)))
    .trimEnd()
    .replaceAll(/ {2,}#/g, '  #')
    .split('\n');

it('each kind of source has its words', () => {
  const found = environment(`
    containers:
    - name: app
      image: busybox:1.36
      command: [sleep, inf]
      resources: {limits: {memory: 64Mi}}
      envFrom: [{prefix: S_, configMapRef: {name: settings}}]
      env:
      - {name: PLAIN, value: here}
      - {name: MADE, value: "$(PLAIN)/there"}
      - {name: MODE, valueFrom: {configMapKeyRef: {name: settings, key: mode}}}
      - {name: PASSWORD, valueFrom: {secretKeyRef: {name: login, key: password}}}
      - {name: NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
      - {name: MEMORY, valueFrom: {resourceFieldRef: {resource: limits.memory, divisor: 1Mi}}}
  `);
  expect(found.filter((line) => !/KUBERNETES_|WEB_API_PORT/.test(line)).join('\n')).toBe(lines`
    app PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin  # container runtime
    app HOSTNAME=web  # container runtime
    app S_mode=fast  # ConfigMap settings, key mode (envFrom)
    app S_level=3  # ConfigMap settings, key level (envFrom)
    app S_poem=two\\nlines  # ConfigMap settings, key poem (envFrom)
    app PLAIN=here  # literal
    app MADE=here/there  # literal "$(PLAIN)/there"
    app MODE=fast  # ConfigMap settings, key mode
    app PASSWORD=secret  # Secret login, key password
    app NAME=web  # field metadata.name
    app MEMORY=64  # resource limits.memory, divided by 1Mi
    app WEB_API_SERVICE_HOST=10.96.0.10  # Service web-api
    app WEB_API_SERVICE_PORT=80  # Service web-api
    app HOME=/root  # container runtime
  `);
  expect(found).toContain('app KUBERNETES_SERVICE_HOST=10.96.0.1  # Service kubernetes');
});

it('the later one counts, unless it is optional and absent', () => {
  const found = environment(`
    containers:
    - name: app
      image: busybox:1.36
      command: [sleep, inf]
      envFrom: [{configMapRef: {name: settings}}]
      env:
      - {name: mode, value: slow}
      - {name: level, valueFrom: {configMapKeyRef: {name: settings, key: nothing, optional: true}}}
  `);
  expect(found.filter((line) => /mode|level/.test(line))).toEqual(['app mode=slow  # literal', 'app level=3  # ConfigMap settings, key level (envFrom)']);
});

it('what an image sets is the image’s', () => {
  const found = environment(
    'containers: [{name: app, image: shop/web:1, command: [sleep, inf]}]',
    'images: [{image: shop/web:1, entrypoint: [sleep, inf], env: {TZ: UTC}}]',
  );
  expect(found).toContain('app TZ=UTC  # image shop/web:1');
});

it('a container that never started has no environment', () => {
  const run = simulated(sketch('containers: [{name: app, image: busybox:1.36, envFrom: [{configMapRef: {name: missing}}]}]'));
  expect([environmentText(run), neverStarted(run, run.trace.endMs)]).toEqual(['', ['app']]);
});
