/** EndpointSlices and what a Service gives to containers: staging/src/k8s.io/endpointslice, pkg/kubelet/envvars. */
import { expect, test } from 'vitest';
import { lines, picture, run, sketch } from '../testing/sim.ts';

const SERVICE = (more = '') => `
  apiVersion: v1
  kind: Service
  metadata: {name: web}
  spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080}]${more}}
`;

const flapping = (objects: string) =>
  run(
    sketch(
      `
  terminationGracePeriodSeconds: 4
  containers:
  - name: app
    image: busybox:1.36
    command: [sh, -c, "sleep 2; touch /tmp/ready; sleep 3600"]
    readinessProbe: {exec: {command: [cat, /tmp/ready]}, periodSeconds: 2, failureThreshold: 1}
`,
      `
  duration: 30s
  actions:
  - {at: 6s, do: exec, container: app, command: [rm, /tmp/ready]}
  - {at: 10s, do: exec, container: app, command: [touch, /tmp/ready]}
  - {at: 16s, do: delete}
`,
      objects,
    ),
  );

test('a Service with an empty selector selects no Pod', () => {
  // An empty map is not there any more once it has been stored: staging/src/k8s.io/api/core/v1/generated.proto
  const selects = (selector: string) => picture(flapping(SERVICE().replace('{app: web}', selector)), { only: ['Object'] });
  expect(selects('{}')).toBe('');
});

test('ready, serving and terminating follow the Ready condition and the deletion', () => {
  // endpointslice/utils.go: podToEndpoint; ShouldPodBeInEndpoints
  expect(picture(flapping(SERVICE()), { only: ['Object', 'Action', 'Phase', 'Signal'] })).toBe(lines`
    0.0 phase Pending
    0.5 phase Running
    0.5 slice: not ready
    2.6 slice: ready serving
    6.0 exec app: rm /tmp/ready exits 0
    6.6 slice: not ready
    10.0 exec app: touch /tmp/ready exits 0
    10.6 slice: ready serving
    16.0 delete
    16.0 phase Running deleting(4)
    16.0 app gets SIGTERM, ignores it
    16.0 slice: serving terminating
    20.0 app gets SIGKILL
    20.2 phase Failed deleting(4)
    20.2 slice: empty
    20.6 phase Failed deleting(0)
    20.6 gone
  `);
});

test('publishNotReadyAddresses makes every endpoint ready', () => {
  expect(picture(flapping(SERVICE(', publishNotReadyAddresses: true')), { only: ['Object'] })).toBe(lines`
    0.5 slice: ready
    2.6 slice: ready serving
    6.6 slice: ready
    10.6 slice: ready serving
    16.0 slice: ready serving terminating
    20.2 slice: empty
  `);
});

test('a Service that does not select the Pod has no slice of it', () => {
  expect(picture(flapping(SERVICE().replace('app: web', 'app: other')), { only: ['Object'] })).toBe('');
});

test('a Pod that finishes leaves the slice with its terminal phase', () => {
  const trace = run(
    sketch(
      `
    restartPolicy: Never
    containers:
    - {name: app, image: busybox:1.36, command: [sh, -c, "sleep 3; exit 0"]}
  `,
      'duration: 8s',
      SERVICE(),
    ),
  );
  expect(picture(trace, { only: ['Object', 'Phase', 'Process'] })).toBe(lines`
    0.0 phase Pending
    0.5 app starts
    0.5 phase Running
    0.5 slice: ready serving
    3.5 app exits 0 Completed
    3.5 slice: not ready
    4.6 phase Succeeded
    4.6 slice: empty
  `);
});

test('the variables of Services: kubernetes always, others as they are when the container is created', () => {
  // pkg/kubelet/envvars/envvars.go: FromServices
  const env = (links: boolean) => {
    const trace = run(
      sketch(
        `
      enableServiceLinks: ${links}
      containers:
      - {name: app, image: busybox:1.36, command: [sleep, "60"]}
    `,
        'duration: 2s',
        `
      apiVersion: v1
      kind: Service
      metadata: {name: my-db}
      spec: {clusterIP: 10.0.0.7, ports: [{name: sql, port: 5432}, {name: web-ui, port: 80}]}
    `,
      ),
    );
    const started = trace.records.find((record) => record.kind === 'Process');
    return started?.kind === 'Process'
      ? Object.entries(started.env ?? {})
          .filter(([name]) => /^(MY_DB|KUBERNETES)_/.test(name))
          .map(([name, value]) => `${name}=${value}`)
          .sort()
          .join('\n')
      : '';
  };
  expect(env(true)).toBe(lines`
    KUBERNETES_PORT=tcp://10.96.0.1:443
    KUBERNETES_PORT_443_TCP=tcp://10.96.0.1:443
    KUBERNETES_PORT_443_TCP_ADDR=10.96.0.1
    KUBERNETES_PORT_443_TCP_PORT=443
    KUBERNETES_PORT_443_TCP_PROTO=tcp
    KUBERNETES_SERVICE_HOST=10.96.0.1
    KUBERNETES_SERVICE_PORT=443
    KUBERNETES_SERVICE_PORT_HTTPS=443
    MY_DB_PORT=tcp://10.0.0.7:5432
    MY_DB_PORT_5432_TCP=tcp://10.0.0.7:5432
    MY_DB_PORT_5432_TCP_ADDR=10.0.0.7
    MY_DB_PORT_5432_TCP_PORT=5432
    MY_DB_PORT_5432_TCP_PROTO=tcp
    MY_DB_PORT_80_TCP=tcp://10.0.0.7:80
    MY_DB_PORT_80_TCP_ADDR=10.0.0.7
    MY_DB_PORT_80_TCP_PORT=80
    MY_DB_PORT_80_TCP_PROTO=tcp
    MY_DB_SERVICE_HOST=10.0.0.7
    MY_DB_SERVICE_PORT=5432
    MY_DB_SERVICE_PORT_SQL=5432
    MY_DB_SERVICE_PORT_WEB_UI=80
  `);
  expect(env(false)).not.toContain('MY_DB');
});

test('a Service that comes or goes later; a named port of a sidecar', () => {
  const trace = run(
    sketch(
      `
    initContainers:
    - {name: proxy, image: busybox:1.36, restartPolicy: Always, command: [sleep, "3600"], ports: [{name: web, containerPort: 15001}]}
    containers:
    - {name: app, image: busybox:1.36, command: [sleep, "3600"]}
  `,
      `
    duration: 10s
    actions:
    - {at: 3s, do: apply, object: {apiVersion: v1, kind: Service, metadata: {name: late}, spec: {selector: {app: web}, ports: [{port: 80, targetPort: web}]}}}
    - {at: 6s, do: remove, kind: Service, name: late}
  `,
    ),
  );
  const slices = trace.records.filter((record) => record.kind === 'Object');
  expect(slices.map(({ t, type, object }) => [Math.floor(t / 1000), type, object['ports']])).toEqual([
    [3, 'ADDED', [{ name: '', protocol: 'TCP', port: 15001 }]],
    [6, 'DELETED', [{ name: '', protocol: 'TCP', port: 15001 }]],
  ]);
});
