/** The four kinds of probes, and their words: pkg/probe/{exec,http,tcp,grpc}. */
import { expect, test } from 'vitest';
import { lines, picture, run, sketch } from '../../../testing/sim.ts';
import { expandVariables, resolvePort } from './handlers.ts';

const NO_SHOW = { only: ['Probe', 'Event'], to: 4 } as const;

/** One container that listens on 8080 (unless said otherwise) and its liveness probe. */
function probed(probe: string, workload = '{}', more = 'duration: 6s'): string {
  const trace = run(
    sketch(
      `
    containers:
    - {name: app, image: shop/app:1, ports: [{name: web, containerPort: 8080}], env: [{name: FILE, value: /tmp/x}], livenessProbe: ${probe}}
  `,
      `
    workloads: {app: ${workload}}
    ${more}
  `,
    ),
  );
  return picture(trace, NO_SHOW)
    .split('\n')
    .filter((line) => /liveness|Liveness/.test(line))
    .join('\n');
}

test('exec: exit code, output, $(VAR) of literal env values', () => {
  expect(
    probed(
      '{exec: {command: [check, $(FILE), $(OTHER)]}, periodSeconds: 2}',
      '{exec: [{command: [check, /tmp/x, $(OTHER)], results: [{exitCode: 3, output: "no\\n"}]}]}',
    ),
  ).toBe(lines`
    2.3 liveness of app fails: no⏎
    2.3 Warning Unhealthy (app): Liveness probe failed: no⏎
  `);
});

test('exec: a timeout kills the command and is a failure', () => {
  // pkg/probe/exec/exec.go: Probe; recorded: the call returns some 36 ms after the timeout
  expect(probed('{exec: {command: [sh, -c, "exec sleep 5"]}, periodSeconds: 2, timeoutSeconds: 1}')).toBe(lines`
    2.3 liveness of app fails: command timed out: "sh -c exec sleep 5" timed out after 1s
    3.3 Warning Unhealthy (app): Liveness probe failed: command timed out: "sh -c exec sleep 5" timed out after 1s
  `);
});

test('httpGet: 200 to 299 is a success, another host after a redirect a warning, the rest a failure', () => {
  // pkg/probe/http/http.go: DoHTTPProbe, RedirectChecker
  const answered = (response: string) =>
    probed(
      '{httpGet: {port: web}, periodSeconds: 2, failureThreshold: 9}',
      `{boot: 0s, http: [{path: /, responses: [${response}]}, {path: /next, responses: [{status: 204}]}]}`,
    );
  expect(answered('{status: 299}')).toBe(lines`2.3 liveness of app ok x2 every 2 s`);
  expect(answered('{status: 500, body: oh}')).toBe(lines`
    2.3 liveness of app fails: HTTP probe failed with statuscode: 500
    2.3 Warning Unhealthy (app): Liveness probe failed: HTTP probe failed with statuscode: 500
  `);
  expect(answered('{status: 302, location: /next}')).toBe(lines`2.3 liveness of app ok x2 every 2 s`);
  expect(answered('{status: 302, location: "http://elsewhere/", body: there}')).toBe(lines`
    2.3 liveness of app warns: Probe terminated redirects, Response body: there
    2.3 Warning ProbeWarning (app): Liveness probe warning: Probe terminated redirects, Response body: there
  `);
  expect(answered('{status: 304}')).toBe(lines`
    2.3 liveness of app warns: Probe terminated redirects, Response body:
    2.3 Warning ProbeWarning (app): Liveness probe warning: Probe terminated redirects, Response body:
  `);
  expect(answered('{status: 302, location: /}')).toBe(lines`
    2.3 liveness of app fails: Get "/": stopped after 10 redirects
    2.3 Warning Unhealthy (app): Liveness probe failed: Get "/": stopped after 10 redirects
  `);
});

test('the body of a redirect that is not followed stands in the Event to its last line end', () => {
  // Recorded: conformance/probe/13-liveness-http-foreign-redirect
  const { records } = run(
    sketch(
      `
    containers:
    - name: app
      image: registry.k8s.io/e2e-test-images/agnhost:2.63.0
      args: [liveness]
      livenessProbe: {httpGet: {path: "/redirect?loc=http%3A%2F%2F0.0.0.0%2F", port: 8080}, initialDelaySeconds: 1, periodSeconds: 1}
  `,
      'duration: 4s',
    ),
  );
  const warning = records.find((record) => record.kind === 'Event' && record.object.reason === 'ProbeWarning');
  expect(warning?.kind === 'Event' && warning.object.message).toBe(
    'Liveness probe warning: Probe terminated redirects, Response body: <a href="http://0.0.0.0/">Found</a>.\n\n',
  );
});

test('the host 127.0.0.1 is the node, where the kubelet is, not the Pod', () => {
  // pkg/kubelet/prober/prober.go: runProbe connects from the kubelet's own network
  const probe = '{httpGet: {host: 127.0.0.1, port: 8080}, periodSeconds: 2}';
  expect(probed(probe, '{boot: 0s}').split('\n')[0]).toBe(
    '2.3 liveness of app fails: Get "http://127.0.0.1:8080/": dial tcp 127.0.0.1:8080: connect: connection refused',
  );
  const hostNetwork = run(
    sketch(
      `
    hostNetwork: true
    containers:
    - {name: app, image: shop/app:1, ports: [{containerPort: 8080}], livenessProbe: ${probe}}
  `,
      'duration: 6s',
    ),
  );
  expect(picture(hostNetwork, { only: ['Probe'] })).toBe('2.3 liveness of app ok x2 every 2 s');
});

test('httpGet: nobody listens, too late, TLS on one side only', () => {
  expect(probed('{httpGet: {port: 9090, path: /healthz}, periodSeconds: 2}')).toBe(lines`
    2.3 liveness of app fails: Get "http://10.244.1.2:9090/healthz": dial tcp 10.244.1.2:9090: connect: connection refused
    2.3 Warning Unhealthy (app): Liveness probe failed: Get "http://10.244.1.2:9090/healthz": dial tcp 10.244.1.2:9090: connect: connection refused
  `);
  expect(probed('{httpGet: {port: 8080, path: healthz}, periodSeconds: 2, timeoutSeconds: 1}', '{boot: 0s, http: [{latency: 1500ms}]}')).toBe(lines`
    2.3 liveness of app fails: Get "http://10.244.1.2:8080/healthz": context deadline exceeded (Client.Timeout exceeded while awaiting headers)
    3.3 Warning Unhealthy (app): Liveness probe failed: Get "http://10.244.1.2:8080/healthz": context deadline exceeded (Client.Timeout exceeded while awaiting headers)
  `);
  expect(probed('{httpGet: {port: 8080, scheme: HTTPS}, periodSeconds: 2}', '{boot: 0s}')).toBe(lines`
    2.3 liveness of app fails: Get "https://10.244.1.2:8080/": http: server gave HTTP response to HTTPS client
    2.3 Warning Unhealthy (app): Liveness probe failed: Get "https://10.244.1.2:8080/": http: server gave HTTP response to HTTPS client
  `);
  expect(probed('{httpGet: {port: 8080, scheme: HTTPS}, periodSeconds: 2}', '{boot: 0s, http: [{tls: true}]}')).toBe(
    lines`2.3 liveness of app ok x2 every 2 s`,
  );
  expect(probed('{httpGet: {port: 8080}, periodSeconds: 2}', '{boot: 0s, http: [{tls: true}]}')).toBe(lines`
    2.3 liveness of app fails: HTTP probe failed with statuscode: 400
    2.3 Warning Unhealthy (app): Liveness probe failed: HTTP probe failed with statuscode: 400
  `);
});

test('tcpSocket: connects or not', () => {
  expect(probed('{tcpSocket: {port: web}, periodSeconds: 2}', '{boot: 0s}')).toBe(lines`2.3 liveness of app ok x2 every 2 s`);
  expect(probed('{tcpSocket: {port: 9090}, periodSeconds: 2}')).toBe(lines`
    2.3 liveness of app fails: dial tcp 10.244.1.2:9090: connect: connection refused
    2.3 Warning Unhealthy (app): Liveness probe failed: dial tcp 10.244.1.2:9090: connect: connection refused
  `);
});

test('grpc: a refused connection takes the whole timeout', () => {
  // pkg/probe/grpc/grpc.go: Probe; recorded: 5.001 s for timeoutSeconds 5
  expect(probed('{grpc: {port: 8080}, periodSeconds: 2}', '{boot: 0s, grpc: SERVING}')).toBe(lines`2.3 liveness of app ok x2 every 2 s`);
  expect(probed('{grpc: {port: 8080}, periodSeconds: 2}', '{boot: 0s, grpc: NOT_SERVING}')).toBe(lines`
    2.3 liveness of app fails: service unhealthy (responded with "NOT_SERVING")
    2.3 Warning Unhealthy (app): Liveness probe failed: service unhealthy (responded with "NOT_SERVING")
  `);
  expect(probed('{grpc: {port: 9090}, periodSeconds: 2, timeoutSeconds: 1}')).toBe(lines`
    2.3 liveness of app fails: timeout: failed to connect service "10.244.1.2:9090" within 1s: context deadline exceeded
    3.3 Warning Unhealthy (app): Liveness probe failed: timeout: failed to connect service "10.244.1.2:9090" within 1s: context deadline exceeded
  `);
});

test('ports by number and by name; an unknown name is read as a number', () => {
  // pkg/probe/util.go: ResolveContainerPort
  const container = { name: 'app', ports: [{ name: 'web', containerPort: 8080 }] };
  expect([8080, 'web', '81', 0, 70_000].map((port) => resolvePort(port, container))).toEqual([
    8080,
    8080,
    81,
    { error: 'invalid port number: 0' },
    { error: 'invalid port number: 70000' },
  ]);
  expect(resolvePort('http', container)).toEqual({ error: 'strconv.Atoi: parsing "http": invalid syntax' });
});

test('$(VAR) is replaced, $$ is a dollar, what is not known stays', () => {
  // third_party/forked/golang/expansion/expand_test.go
  const known: Record<string, string> = { A: 'a', B: '$(A)', '': 'empty' };
  const expanded = (text: string) => expandVariables(text, (name) => known[name]);
  expect(['$(A)', 'x-$(A)-$(A)', '$$(A)', '$$$(A)', '$(Z)', '$(A', '$A', '$', '$(B)', '$()', '($(A))'].map(expanded)).toEqual([
    'a',
    'x-a-a',
    '$(A)',
    '$a',
    '$(Z)',
    '$(A',
    '$A',
    '$',
    '$(A)',
    'empty',
    '(a)',
  ]);
});
