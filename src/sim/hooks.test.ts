/** postStart and preStop: pkg/kubelet/lifecycle/handlers.go, pkg/kubelet/kuberuntime/kuberuntime_container.go. */
import { expect, test } from 'vitest';
import { lines, picture, podAt, run, sketch } from '../testing/sim.ts';

const NODE = ['Action', 'Process', 'Signal', 'Hook', 'Event', 'Pod'] as const;

test('postStart holds up the next container and the status; without a timeout', () => {
  // kuberuntime_manager.go: SyncPod; e2e: should not launch second container before PostStart of the first container completed
  const trace = run(
    sketch(
      `
    containers:
    - name: first
      image: busybox:1.36
      command: [sleep, "3600"]
      lifecycle: {postStart: {exec: {command: [sleep, "4"]}}}
    - {name: second, image: busybox:1.36, command: [sleep, "3600"]}
  `,
      'duration: 8s',
    ),
  );
  expect(picture(trace, { only: ['Process', 'Hook', 'Pod'] })).toBe(lines`
    0.0 Pod Pending: -
    0.0 Pod Pending: first waiting ContainerCreating; second waiting ContainerCreating
    0.5 first starts
    0.5 postStart of first starts
    4.5 postStart of first ends
    4.6 second starts
    4.6 Pod Running: first running ready started; second running ready started
  `);
});

test('a delete waits for postStart, and then gives the full grace period', () => {
  // pkg/kubelet/kubelet.go: SyncPod runs the runtime part detached from cancellation; upstream issue 116032
  const trace = run(
    sketch(
      `
    terminationGracePeriodSeconds: 3
    containers:
    - name: app
      image: busybox:1.36
      command: [sleep, "3600"]
      lifecycle: {postStart: {exec: {command: [sleep, "5"]}}}
  `,
      `
    duration: 15s
    actions: [{at: 2s, do: delete}]
  `,
    ),
  );
  expect(picture(trace, { only: ['Action', 'Signal', 'Hook', 'Process', 'Phase'] })).toBe(lines`
    0.0 phase Pending
    0.5 app starts
    0.5 postStart of app starts
    2.0 delete
    2.0 phase Pending deleting(3)
    5.5 postStart of app ends
    5.5 app gets SIGTERM, ignores it
    5.5 phase Running deleting(3)
    8.5 app gets SIGKILL
    8.6 app exits 137 SIGKILL Error
    8.7 phase Failed deleting(3)
    9.6 app is forgotten
    9.6 phase Failed deleting(0)
    9.6 gone
  `);
});

test('a postStart that fails kills its container, preStop included; the wait shows the whole error', () => {
  const trace = run(
    sketch(
      `
    terminationGracePeriodSeconds: 3
    containers:
    - name: app
      image: busybox:1.36
      command: [sh, -c, "trap 'exit 0' TERM; sleep 3600 & wait"]
      lifecycle:
        postStart: {exec: {command: [sh, -c, "echo no >&2; exit 3"]}}
        preStop: {exec: {command: ["true"]}}
  `,
      'duration: 14s',
    ),
  );
  expect(picture(trace, { only: NODE, to: 3 })).toBe(lines`
    0.0 Pod Pending: -
    0.0 Normal Scheduled: Successfully assigned default/web to node-1
    0.0 Pod Pending: app waiting ContainerCreating
    0.4 Normal Pulled (app): Container image "busybox:1.36" already present on machine and can be accessed by the pod
    0.4 Normal Created (app): Container created
    0.5 app starts
    0.5 postStart of app starts
    0.5 Normal Started (app): Container started
    0.5 postStart of app fails: Exec lifecycle hook ([sh -c echo no >&2; exit 3]) for Container "app" in Pod "web_default(UID)" failed - error: command 'sh -c echo no >&2; exit 3' exited with 3: no⏎, message: "no\\n"
    0.5 preStop of app starts
    0.5 Warning FailedPostStartHook (app): PostStartHook failed
    0.5 Normal Killing (app): FailedPostStartHook
    0.6 preStop of app ends
    0.6 app gets SIGTERM
    0.6 app exits 0 Completed
    1.5 Normal Pulled x2 (app): Container image "busybox:1.36" already present on machine and can be accessed by the pod
    1.5 Pod Running: app waiting PostStartHookError last Completed:0
    1.5 Normal Created x2 (app): Container created
    1.6 app#2 starts
    1.6 postStart of app#2 starts
    1.6 Normal Started x2 (app): Container started
    1.6 postStart of app#2 fails: Exec lifecycle hook ([sh -c echo no >&2; exit 3]) for Container "app" in Pod "web_default(UID)" failed - error: command 'sh -c echo no >&2; exit 3' exited with 3: no⏎, message: "no\\n"
    1.6 preStop of app#2 starts
    1.6 Warning FailedPostStartHook x2 (app): PostStartHook failed
    1.6 Normal Killing x2 (app): FailedPostStartHook
    1.7 preStop of app#2 ends
    1.7 app#2 gets SIGTERM
    1.7 app#2 exits 0 Completed
    2.5 app is forgotten
    2.5 Warning BackOff (app): Back-off restarting failed container app in pod web_default(UID)
    2.5 Pod Running: app waiting PostStartHookError #1 last Completed:0
  `);
  const waiting = trace.records.find(
    (record) => record.kind === 'Pod' && record.object.status.containerStatuses?.[0]?.state.waiting?.reason === 'PostStartHookError',
  );
  expect(waiting?.kind === 'Pod' ? waiting.object.status.containerStatuses?.[0]?.state.waiting?.message?.replace(/\(.{36}\)/, '(UID)') : undefined).toBe(
    'Exec lifecycle hook ([sh -c echo no >&2; exit 3]) for Container "app" in Pod "web_default(UID)" failed - error: command \'sh -c echo no >&2; exit 3\' exited with 3: no\n, message: "no\\n"',
  );
});

test('an HTTP hook takes any answer for a success; a refused connection fails it', () => {
  // handlers.go: runHTTPHandler
  const ended = (port: number) =>
    picture(
      run(
        sketch(
          `
    containers:
    - name: app
      image: shop/app:1
      ports: [{containerPort: 8080}]
      lifecycle: {preStop: {httpGet: {port: ${port}, path: /bye}}}
  `,
          `
    duration: 8s
    workloads: {app: {boot: 0s, http: [{responses: [{status: 404}]}]}}
    actions: [{at: 3s, do: delete}]
  `,
        ),
      ),
      { only: ['Hook', 'Event'], from: 2 },
    );
  expect(ended(8080)).toBe(lines`
    3.0 preStop of app starts
    3.0 Normal Killing (app): Stopping container app
    3.0 preStop of app ends
  `);
  expect(ended(9090)).toBe(lines`
    3.0 preStop of app starts
    3.0 Normal Killing (app): Stopping container app
    3.0 preStop of app fails: HTTP lifecycle hook (/bye) for Container "app" in Pod "web_default(UID)" failed - error: Get "http://10.244.1.2:9090/bye": dial tcp 10.244.1.2:9090: connect: connection refused
    3.0 Warning FailedPreStopHook (app): PreStopHook failed
  `);
});

test('an HTTP hook to somebody who speaks no HTTP ends with the connection', () => {
  const ended = (container: string, port: number) =>
    picture(
      run(sketch(`containers: [{name: app, ${container}, lifecycle: {preStop: {httpGet: {port: ${port}}}}}]`, 'duration: 4s\nactions: [{at: 3s, do: delete}]')),
      {
        only: ['Hook'],
      },
    );
  const eof = (port: number) =>
    lines`
    3.0 preStop of app starts
    3.0 preStop of app fails: HTTP lifecycle hook (/) for Container "app" in Pod "web_default(UID)" failed - error: Get "http://10.244.1.2:PORT/": EOF
  `.replace('PORT', String(port));
  expect(ended('image: "redis:7"', 6379)).toBe(eof(6379));
  expect(ended('image: busybox:1.36, command: [sh, -c, "nc -lk -p 8080 -e cat & sleep 60"]', 8080)).toBe(eof(8080));
});

test('an HTTP hook may ask another host than the Pod; an empty name is none', () => {
  // handlers.go: runHTTPHandler takes the address of the Pod for an empty host
  const ended = (host: string, port = 8080) =>
    picture(
      run(
        sketch(
          `containers: [{name: app, image: "shop/app:1", ports: [{containerPort: 8080}], lifecycle: {preStop: {httpGet: {port: ${port}, host: ${host}}}}}]`,
          'duration: 4s\nworkloads: {app: {boot: 0s}}\nactions: [{at: 3s, do: delete}]',
        ),
      ),
      { only: ['Hook'], from: 3 },
    ).split(' - error: ')[1];
  expect([ended('""'), ended('10.244.1.2')]).toEqual([undefined, undefined]);
  expect(ended('""', 9)).toBe('Get "http://10.244.1.2:9/": dial tcp 10.244.1.2:9: connect: connection refused');
  // As the probe of the recording probe-http-host
  expect(ended('db.invalid')).toBe('Get "http://db.invalid:8080/": dial tcp: lookup db.invalid on 10.255.255.53:53: no such host');
  expect(ended('10.0.0.9')).toBe('Get "http://10.0.0.9:8080/": dial tcp 10.0.0.9:8080: connect: connection refused');
});

test('an HTTP hook that waits for its answer fails when the process that owes it is gone', () => {
  // The kernel closes the connection; net/http: EOF. pkg/kubelet/kuberuntime/kuberuntime_container.go: executePreStopHook
  const trace = run(
    sketch(
      `
    terminationGracePeriodSeconds: 20
    containers:
    - {name: app, image: "shop/app:1", ports: [{containerPort: 8080}], lifecycle: {preStop: {httpGet: {path: /drain, port: 8080}}}}
  `,
      `
    duration: 15s
    workloads: {app: {boot: 0s, http: [{path: /drain, responses: [{status: 200, latency: 1h}]}]}}
    actions: [{at: 3s, do: delete}, {at: 8s, do: signal, container: app, signal: SIGKILL}]
  `,
    ),
  );
  expect(picture(trace, { only: ['Action', 'Process', 'Hook', 'Signal', 'Event'], from: 3, to: 8.4 })).toBe(lines`
    3.0 delete
    3.0 preStop of app starts
    3.0 Normal Killing (app): Stopping container app
    8.0 SIGKILL to app
    8.0 app exits 137 SIGKILL Error
    8.0 preStop of app fails: HTTP lifecycle hook (/drain) for Container "app" in Pod "web_default(UID)" failed - error: Get "http://10.244.1.2:8080/drain": EOF
    8.0 Warning FailedPreStopHook (app): PreStopHook failed
  `);
});

test('a postStart that waits for its answer does not outlive its container', () => {
  const trace = run(
    sketch(
      `
    restartPolicy: Never
    containers:
    - {name: app, image: "shop/app:1", ports: [{containerPort: 8080}], lifecycle: {postStart: {httpGet: {port: 8080}}}}
  `,
      `
    duration: 6s
    workloads: {app: {boot: 0s, http: [{responses: [{status: 200, latency: 1h}]}], exit: {after: 2s, code: 3}}}
  `,
    ),
  );
  expect(picture(trace, { only: ['Process', 'Hook', 'Event'], from: 0.46 })).toBe(lines`
    0.5 app starts
    0.5 postStart of app starts
    0.5 Normal Started (app): Container started
    2.5 app exits 3 Error
    2.5 postStart of app fails: HTTP lifecycle hook (/) for Container "app" in Pod "web_default(UID)" failed - error: Get "http://10.244.1.2:8080/": EOF
    2.5 Warning FailedPostStartHook (app): PostStartHook failed
    2.5 Normal Killing (app): FailedPostStartHook
  `);
});

test('an HTTPS hook that is answered in plain HTTP is sent again without TLS', () => {
  // handlers.go: isHTTPResponseError
  const trace = run(
    sketch(
      `
    containers:
    - name: app
      image: shop/app:1
      ports: [{containerPort: 8080}]
      lifecycle: {preStop: {httpGet: {port: 8080, scheme: HTTPS}}}
  `,
      `
    duration: 8s
    workloads: {app: {boot: 0s}}
    actions: [{at: 3s, do: delete}]
  `,
    ),
  );
  expect(picture(trace, { only: ['Hook', 'Event'], from: 2 })).toBe(lines`
    3.0 preStop of app starts
    3.0 Normal Killing (app): Stopping container app
    3.0 preStop of app ends
    3.0 Warning LifecycleHTTPFallback: request to HTTPS lifecycle hook 10.244.1.2:8080 got HTTP response, retry with HTTP succeeded
  `);
});

test('a tcpSocket hook passes validation and always fails', () => {
  // handlers.go: Run has no case for it
  const trace = run(
    sketch(
      `
    containers:
    - name: app
      image: shop/app:1
      ports: [{containerPort: 8080}]
      lifecycle: {postStart: {tcpSocket: {port: 8080}}}
  `,
      'duration: 4s',
    ),
  );
  expect(picture(trace, { only: ['Hook'], to: 0.6 })).toBe(lines`
    0.5 postStart of app starts
    0.5 postStart of app fails: Cannot run handler: invalid handler: &LifecycleHandler{Exec:nil,HTTPGet:nil,TCPSocket:&TCPSocketAction{Port:{0 8080 },Host:,},Sleep:nil,}
  `);
});

test('whole seconds of preStop are taken off the grace period; at least 2 s remain', () => {
  // executePreStopHook; recorded: grace 6, hook 2.66 s: SIGKILL 4.006 s after SIGTERM
  const trace = run(
    sketch(
      `
    terminationGracePeriodSeconds: 6
    containers:
    - name: app
      image: busybox:1.36
      command: [sleep, "3600"]
      lifecycle: {preStop: {exec: {command: [sleep, "2.6"]}}}
  `,
      `
    duration: 20s
    actions: [{at: 5s, do: delete}]
  `,
    ),
  );
  expect(picture(trace, { only: ['Signal', 'Hook', 'Decision'] })).toBe(lines`
    5.0 kill app (pod), grace 6 s
    5.0 preStop of app starts
    7.7 preStop of app ends
    7.7 preStop of app used 2 s, 4 s left
    7.7 app gets SIGTERM, ignores it
    11.7 app gets SIGKILL
  `);
});

test('a preStop longer than the grace period is cut, the process has 2 s, and the exec that dies with it leaves a late Event', () => {
  // recorded: SIGKILL 32.01 s after the start of the hook for a grace of 30 s
  const trace = run(
    sketch(
      `
    terminationGracePeriodSeconds: 4
    containers:
    - name: app
      image: busybox:1.36
      command: [sleep, "3600"]
      lifecycle: {preStop: {exec: {command: [sleep, "100"]}}}
  `,
      `
    duration: 20s
    actions: [{at: 5s, do: delete}]
  `,
    ),
  );
  expect(picture(trace, { only: NODE, from: 5, container: 'app' })).toBe(lines`
    5.0 delete
    5.0 Pod Running deleting(4): app running ready started
    5.0 preStop of app starts
    5.0 Normal Killing (app): Stopping container app
    9.0 preStop of app is cut
    9.0 app gets SIGTERM, ignores it
    11.0 app gets SIGKILL
    11.0 app exits 137 SIGKILL Error
    11.0 Warning FailedPreStopHook (app): PreStopHook failed
    11.2 Pod Failed deleting(4): app terminated Error:137
    11.6 app is forgotten
    11.6 Pod Failed deleting(0): app terminated Error:137
    11.6 Pod is gone
  `);
});

test('an abandoned sleep action just ends, without an Event; it cannot be longer than the grace period to begin with', () => {
  const trace = run(
    sketch(
      `
    terminationGracePeriodSeconds: 8
    containers:
    - name: app
      image: busybox:1.36
      command: [sleep, "3600"]
      lifecycle: {preStop: {sleep: {seconds: 8}}}
  `,
      `
    duration: 20s
    actions: [{at: 5s, do: delete, gracePeriodSeconds: 2}]
  `,
    ),
  );
  expect(picture(trace, { only: ['Signal', 'Hook', 'Event'], from: 5 })).toBe(lines`
    5.0 preStop of app starts
    5.0 Normal Killing (app): Stopping container app
    7.0 preStop of app is cut
    7.0 app gets SIGTERM, ignores it
    9.0 app gets SIGKILL
  `);
});

test('nothing ends a preStop early: not the exit of its container', () => {
  const trace = run(
    sketch(
      `
    terminationGracePeriodSeconds: 20
    containers:
    - name: app
      image: busybox:1.36
      command: [sh, -c, "sleep 6; exit 0"]
      lifecycle: {preStop: {sleep: {seconds: 10}}}
  `,
      `
    duration: 25s
    actions: [{at: 5s, do: delete}]
  `,
    ),
  );
  expect(picture(trace, { only: ['Signal', 'Hook', 'Process', 'Phase'], from: 5 })).toBe(lines`
    5.0 phase Running deleting(20)
    5.0 preStop of app starts
    6.5 app exits 0 Completed
    15.0 preStop of app ends
    15.1 phase Succeeded deleting(20)
    15.6 app is forgotten
    15.6 phase Succeeded deleting(0)
    15.6 gone
  `);
});

test('preStop does not run when the container ends by itself, nor with a grace period of 0', () => {
  const hooks = (command: string, probe: string) =>
    picture(
      run(
        sketch(
          `
    terminationGracePeriodSeconds: 0
    containers:
    - name: app
      image: busybox:1.36
      command: [sh, -c, "${command}"]
      livenessProbe: {exec: {command: ["${probe}"]}, periodSeconds: 2, failureThreshold: 1}
      lifecycle: {preStop: {exec: {command: ["true"]}}}
  `,
          'duration: 7s',
        ),
      ),
      { only: ['Hook', 'Signal', 'Process'] },
    );
  expect(hooks('sleep 3; exit 1', 'true')).toBe(lines`
    0.5 app starts
    3.5 app exits 1 Error
    3.6 app#2 starts
    6.6 app#2 exits 1 Error
  `);
  expect(hooks('sleep 3600', 'false')).toBe(lines`
    0.5 app starts
    2.3 app gets SIGTERM, ignores it
    4.4 app gets SIGKILL
    4.4 app exits 137 SIGKILL Error
    4.4 app#2 starts
    6.3 app#2 gets SIGTERM, ignores it
  `);
});

test('what did not run says why', () => {
  const why = (actions: string) => {
    const spec = `restartPolicy: Never\nterminationGracePeriodSeconds: 0\ncontainers: [{name: app, image: busybox:1.36, command: [sleep, "4"], livenessProbe: {exec: {command: ["${actions}"]}, periodSeconds: 2, failureThreshold: 1}, lifecycle: {preStop: {exec: {command: ["true"]}}}}]`;
    return run(sketch(spec, 'duration: 7s')).records.flatMap((record) =>
      record.kind === 'Decision' && record.decision.what === 'preStop-skipped' ? [record.decision.why] : [],
    );
  };
  expect(why('true')).toEqual(['the container ended by itself: the hook runs only when the kubelet ends it']);
  expect(why('false')).toEqual(['the grace period is 0']);
});

test('what a failed hook has printed stands in its message as Go quotes it', () => {
  // handlers.go: Run, with %q
  const script = String.raw`printf 'a\tb\r"c" \\d\n'; exit 3`;
  const spec = `containers: [{name: app, image: busybox:1.36, command: [sleep, "60"], lifecycle: {postStart: {exec: {command: [sh, -c, ${JSON.stringify(script)}]}}}}]`;
  const failed = run(sketch(spec, 'duration: 1s')).records.find((record) => record.kind === 'Hook' && record.result === 'failed');
  expect(failed).toMatchObject({ message: expect.stringContaining(String.raw`message: "a\tb\r\"c\" \\d\n"`) });
});

test('all preStop hooks of a Pod begin together, those of sidecars too; only SIGTERM has an order', () => {
  // e2e: should call sidecar container PreStop hook simultaneously
  const trace = run(
    sketch(
      `
    terminationGracePeriodSeconds: 20
    initContainers:
    - name: proxy
      image: busybox:1.36
      restartPolicy: Always
      command: [sh, -c, "trap 'exit 0' TERM; sleep 3600 & wait"]
      lifecycle: {preStop: {exec: {command: [sleep, "1"]}}}
    containers:
    - name: app
      image: busybox:1.36
      command: [sh, -c, "trap 'exit 0' TERM; sleep 3600 & wait"]
      lifecycle: {preStop: {exec: {command: [sleep, "3"]}}}
  `,
      `
    duration: 20s
    actions: [{at: 5s, do: delete}]
  `,
    ),
  );
  expect(picture(trace, { only: ['Hook', 'Signal', 'Process'], from: 5 })).toBe(lines`
    5.0 preStop of app starts
    5.0 preStop of proxy starts
    6.1 preStop of proxy ends
    8.1 preStop of app ends
    8.1 app gets SIGTERM
    8.1 app exits 0 Completed
    8.1 proxy gets SIGTERM
    8.1 proxy exits 0 Completed
    8.5 app is forgotten
    8.5 proxy is forgotten
  `);
});

test('a failed command: its exit code with stderr alone, then all that it printed, stdout before stderr', () => {
  // staging/src/k8s.io/cri-client/pkg/remote_runtime.go: ExecSync; pkg/kubelet/kuberuntime: RunInContainer; recorded
  const failure = (script: string) =>
    picture(
      run(
        sketch(
          `containers: [{name: app, image: busybox:1.36, command: [sleep, "60"], lifecycle: {postStart: {exec: {command: [sh, -c, ${JSON.stringify(script)}]}}}}]`,
          'duration: 2s',
        ),
      ),
      {
        only: ['Hook'],
      },
    )
      .split('\n')[1]
      ?.replace(/.*exited with/, '');
  expect(failure('echo one >&2; echo two; exit 3')).toBe(' 3: one⏎, message: "two\\none\\n"');
  expect(failure('echo only; exit 7')).toBe(' 7: , message: "only\\n"');
});

test('what a probe and a hook send, to the letter', () => {
  // Recorded on a v1.36.2 node, with nc as the server; pkg/probe/http/request.go: newProbeRequest
  const server = (port: number, asks: string) =>
    `{name: s${port}, image: busybox:1.36, command: [sh, -c, "echo | nc -l -p ${port} > /dev/termination-log"], ${asks}}`;
  const probe = server(
    8081,
    'readinessProbe: {periodSeconds: 1, httpGet: {port: 8081, path: "/a?b=c d", httpHeaders: [{name: X-Two, value: "2"}, {name: x-one, value: "1"}]}}',
  );
  const host = server(
    8082,
    'readinessProbe: {periodSeconds: 1, httpGet: {port: 8082, path: x, httpHeaders: [{name: Host, value: shop.example}, {name: User-Agent, value: mine}, {name: Accept, value: ""}]}}',
  );
  const hook = server(8083, 'lifecycle: {postStart: {httpGet: {port: 8083, path: /hook, httpHeaders: [{name: X-Two, value: "2"}]}}}');
  const trace = run(sketch(`restartPolicy: Never\ncontainers: [${probe}, ${host}, ${hook}]`, 'duration: 6s'));
  const asked = podAt(trace)?.status.containerStatuses?.map(({ state: { terminated } }) =>
    terminated?.message?.replaceAll('\r\n', '|').replace(/10\.[.\d]+/, 'IP'),
  );
  expect(asked).toEqual([
    'GET /a?b=c d HTTP/1.1|Host: IP:8081|User-Agent: kube-probe/1.36|Accept: */*|X-One: 1|X-Two: 2|Connection: close||',
    'GET /x HTTP/1.1|Host: shop.example|User-Agent: mine|Connection: close||',
    'GET /hook HTTP/1.1|Host: IP:8083|User-Agent: kube-lifecycle/1.36|Accept: */*|X-Two: 2|Accept-Encoding: gzip||',
  ]);
});
