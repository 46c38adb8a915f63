/** Small scenario in, told text out. The numbers are those of the simulated run, so they follow from the scenario. */
import { expect, test } from 'vitest';
import type { TraceRecord } from '../../model/trace.ts';
import { lines, sketch } from '../../testing/sim.ts';
import { type Simulated, simulated } from '../../testing/simulated.ts';
import { explanationText, tell } from './tell.ts';

/** The explanation of the first (or nth) record that fits. */
function told({ trace, scenario }: Simulated, test: (record: TraceRecord) => boolean, nth = 0): string {
  const record = trace.records.filter(test)[nth];
  if (!record) throw new Error('no such record');
  return explanationText(tell(trace, scenario, record.id));
}

const exits = (container: string) => (record: TraceRecord) => record.kind === 'Process' && record.what === 'exit' && record.container === container;
const starts = (container: string) => (record: TraceRecord) => record.kind === 'Process' && record.what === 'start' && record.container === container;
const event = (reason: string) => (record: TraceRecord) => record.kind === 'Event' && record.object.reason === reason;

const IMPATIENT = simulated(
  sketch(
    `
      containers:
      - name: app
        image: shop/cart:1.4
        livenessProbe: {httpGet: {path: /healthz, port: 8080}, initialDelaySeconds: 3, periodSeconds: 3, failureThreshold: 3}
        lifecycle: {preStop: {exec: {command: [sleep, "5"]}}}
    `,
    `
      duration: 90s
      workloads: {app: {boot: 25s, listens: [8080]}}
    `,
  ),
);

test('killed while booting: from the boot to the exit, the restart that follows, and what would have avoided it', () => {
  expect(told(IMPATIENT, exits('app'))).toBe(lines`
    Why did app exit with 0 at 14.9 s?
     1     0.5 s  app starts and needs 25 s to boot
     2     9.3 s  Third liveness failure in a row · GET /healthz refused at 3.3, 6.3 and 9.3 s; failureThreshold 3 is reached; app would serve from 25.5 s on
     3     9.3 s  kubelet decides to kill app · its liveness probe reached failureThreshold; 30 s of grace begin; it was still booting
     4     9.3 s  preStop runs sleep 5 · 5 s: the hook spends grace too; 25 s left
     5    14.4 s  SIGTERM to app · it closes its ports and drains; 25 s until SIGKILL
     6    14.9 s  app exits with 0 · Completed; 0.5 s after SIGTERM, within its 25 s; it was still booting
     →    14.9 s  app starts and needs 25 s to boot · second start; the sync that killed it also starts it: no back-off

    The liveness probe gives up after 8.8 s. Booting takes 25 s.
    Add a startupProbe that gives app 36 s.
  `);
});

test('a second start is told from the beginning of the run before', () => {
  expect(told(IMPATIENT, starts('app'), 1)).toBe(lines`
    Why was app restarted at 14.9 s?
     1     0.5 s  app starts and needs 25 s to boot
     2     9.3 s  Third liveness failure in a row · GET /healthz refused at 3.3, 6.3 and 9.3 s; failureThreshold 3 is reached; app would serve from 25.5 s on
     3     9.3 s  kubelet decides to kill app · its liveness probe reached failureThreshold; 30 s of grace begin; it was still booting
     4     9.3 s  preStop runs sleep 5 · 5 s: the hook spends grace too; 25 s left
     5    14.4 s  SIGTERM to app · it closes its ports and drains; 25 s until SIGKILL
     6    14.9 s  app exits with 0 · Completed; 0.5 s after SIGTERM, within its 25 s; it was still booting
     7    14.9 s  app starts and needs 25 s to boot · second start; the sync that killed it also starts it: no back-off

    The liveness probe gives up after 8.8 s. Booting takes 25 s.
    Add a startupProbe that gives app 36 s.
  `);
});

test('one failure of three', () => {
  expect(told(IMPATIENT, (record) => record.kind === 'Probe', 1)).toBe(lines`
    Why did the liveness probe of app fail at 6.3 s?
     1     0.5 s  app starts and needs 25 s to boot
     2     6.3 s  Liveness failure 2 of 3 · GET /healthz refused at 3.3 and 6.3 s; 1 more in a row would reach failureThreshold 3; app would serve from 25.5 s on

    The liveness probe gives up after 8.8 s. Booting takes 25 s.
    Add a startupProbe that gives app 36 s.
  `);
});

const CRASHING = simulated(sketch(`containers: [{name: app, image: busybox:1.36, command: [sh, -c, "sleep 2; exit 1"]}]`, `duration: 1m`));

test('a crash, and that no Event tells of it', () => {
  expect(told(CRASHING, exits('app'))).toBe(lines`
    Why did app exit with 1 at 2.5 s?
     1     0.5 s  app starts
     2     2.5 s  app exits with 1 · by itself after 2 s; no Event tells of it
     →     2.6 s  app starts for the second time · 0.1 s after the exit: no back-off was due

    app exits with 1 four times; the waits before its restarts are 0, 10, 20 and 40 s.
  `);
});

test('a back-off: from which exit it counts, and how long the delay became', () => {
  expect(told(CRASHING, (record) => record.kind === 'Decision' && record.decision.what === 'back-off', 1)).toBe(lines`
    Why does app wait in back-off at 19.6 s?
     1    17.6 s  app starts for the third time · 13 s after the exit: a back-off of 10 s, then the next sync of the Pod
     2    19.6 s  app exits with 1 · by itself after 2 s; no Event tells of it
     3    19.6 s  Back-off of 20 s · counted from the exit at 19.6 s, so until 39.6 s; 10 s doubled once, the second wait
     →    45.6 s  app starts for the fourth time · 26 s after the exit: a back-off of 20 s, then the next sync of the Pod

    app exits with 1 four times; the waits before its restarts are 0, 10, 20 and 40 s.
  `);
});

test('a status that comes late names what it reports', () => {
  expect(
    told(CRASHING, (record) => record.kind === 'Pod' && record.object.status.containerStatuses?.[0]?.state.waiting?.reason === 'CrashLoopBackOff'),
  ).toBe(lines`
    Why does the API say CrashLoopBackOff for app at 17.5 s?
     1     2.6 s  app starts for the second time · 0.1 s after the exit: no back-off was due
     2     4.6 s  app exits with 1 · by itself after 2 s; no Event tells of it
     3     5.5 s  Back-off of 10 s · counted from the exit at 4.6 s, so until 14.6 s; the first restart did not wait; from the second on the delay doubles each time
     4    17.5 s  The API says: app CrashLoopBackOff · back-off 10s restarting failed container=app pod=web_default; 12 s after that

    app exits with 1 four times; the waits before its restarts are 0, 10, 20 and 40 s.
  `);
});

test('a deletion, from the command to the exit code', () => {
  const run = simulated(
    sketch(`containers: [{name: app, image: busybox:1.36, command: [sleep, "600"]}]`, `actions: [{at: 5s, do: delete, gracePeriodSeconds: 10}]`),
  );
  expect(told(run, exits('app'))).toBe(lines`
    Why did app exit with 137 at 15.0 s?
     1     5.0 s  kubectl delete --grace-period=10
     2     5.0 s  kubelet decides to stop app · the Pod is to stop; 10 s of grace begin
     3     5.0 s  SIGTERM is lost · PID 1 has no handler for it, so the kernel drops it; 10 s until SIGKILL
     4    15.0 s  Grace is used up: SIGKILL, exit 137 · 128 + 9
     →    15.6 s  app stays down · the Pod is being deleted

    SIGTERM is lost: PID 1 of app has no handler for it. It takes SIGKILL after 10 s.
    Run sleep in a shell that traps SIGTERM.
  `);
});

test('an orphan is not asked to trap SIGTERM: its cgroup goes before any grace is over', () => {
  // Recorded in orphan-reacts-at-once
  const actions = '[{at: 5s, do: kubelet-stop}, {at: 8s, do: force-delete}, {at: 10s, do: kubelet-start}]';
  const run = simulated(
    sketch('automountServiceAccountToken: false\ncontainers: [{name: app, image: busybox:1.36, command: [sleep, "600"]}]', `actions: ${actions}`),
  );
  expect(told(run, exits('app'))).toContain(
    [
      ' 3    12.3 s  kubelet decides to stop app · the Pod is to stop; 1 s of grace begin',
      ' 4    12.3 s  SIGTERM is lost · PID 1 has no handler for it, so the kernel drops it; 2 s until SIGKILL',
      ' 5    12.3 s  Its cgroup is destroyed: SIGKILL, exit 137 · 128 + 9',
    ].join('\n'),
  );
});

test('a deletion that comes before the program has its handlers says nothing against the program', () => {
  const run = simulated(
    sketch(
      `containers: [{name: app, image: "shop/app:1"}]`,
      `
        workloads: {app: {boot: 0s}}
        actions: [{at: app.start, plus: 1ms, do: delete, gracePeriodSeconds: 2}]
      `,
    ),
  );
  expect(told(run, exits('app'))).toBe(lines`
    Why did app exit with 137 at 2.5 s?
     1     0.5 s  kubectl delete --grace-period=2
     2     0.5 s  kubelet decides to stop app · the Pod is to stop; 2 s of grace begin
     3     0.5 s  SIGTERM is lost · PID 1 has no handler yet: it has run for less than 0.1 s; 2 s until SIGKILL
     4     2.5 s  Grace is used up: SIGKILL, exit 137 · 128 + 9
     →     3.5 s  app stays down · the Pod is being deleted
  `);
});

test('preStop longer than the grace period', () => {
  const run = simulated(
    sketch(
      `
        terminationGracePeriodSeconds: 10
        containers: [{name: app, image: shop/cart:1.4, lifecycle: {preStop: {exec: {command: [sleep, "60"]}}}}]
      `,
      `actions: [{at: 5s, do: delete}]`,
    ),
  );
  expect(told(run, (record) => record.kind === 'Signal')).toBe(lines`
    Why does app get SIGTERM at 15.0 s?
     1     5.0 s  kubectl delete
     2     5.0 s  kubelet decides to stop app · the Pod is to stop; 10 s of grace begin
     3     5.0 s  preStop is cut after 10 s · sleep 60; the grace period is used up, and no Event says so; 2 s left, the least the kubelet gives
     4    15.0 s  SIGTERM to app · it closes its ports and drains; 2 s until SIGKILL
     →    15.5 s  app exits with 0 · Completed; 0.5 s after SIGTERM, within its 2 s

    The grace period of 10 s cuts preStop off after 10 s. The hook alone needs 60 s.
    Raise terminationGracePeriodSeconds to 63.
  `);
});

const FLAPPING = simulated(
  sketch(
    `
      containers:
      - name: app
        image: shop/cart:1.4
        ports: [{containerPort: 8080}]
        readinessProbe: {httpGet: {path: /ready, port: 8080}, periodSeconds: 3, failureThreshold: 2}
    `,
    `
      actions:
      - {at: 20s, do: workload, container: app, set: {http: [{path: /ready, responses: [{status: 503}]}]}}
      - {at: 35s, do: workload, container: app, set: {http: null}}
    `,
    `
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
    `,
  ),
);

test('Ready turns False: the action that broke it and both failures', () => {
  expect(
    told(
      FLAPPING,
      (record) => record.kind === 'Pod' && record.t > 20_000 && record.object.status.conditions?.find(({ type }) => type === 'Ready')?.status === 'False',
    ),
  ).toBe(lines`
    Why is Ready False from 24.5 s on?
     1    20.0 s  HTTP answers change (app) · its program behaves differently from now on
     2    24.5 s  Second readiness failure in a row · GET /ready answered 503 at 21.5 and 24.5 s; failureThreshold 2 is reached
     3    24.5 s  The API says: Ready False and ContainersReady False · containers with unready status: [app]
  `);
});

test('the endpoint goes for the same reason', () => {
  expect(told(FLAPPING, (record) => record.kind === 'Object' && record.t > 20_000)).toBe(lines`
    Why did the endpoints of web change at 24.5 s?
     1    20.0 s  HTTP answers change (app) · its program behaves differently from now on
     2    24.5 s  Second readiness failure in a row · GET /ready answered 503 at 21.5 and 24.5 s; failureThreshold 2 is reached
     3    24.5 s  Service web sends nothing here · the Pod is not Ready
  `);
});

test('a failed postStart hook', () => {
  const run = simulated(
    sketch(
      `containers: [{name: app, image: shop/cart:1.4, lifecycle: {postStart: {exec: {command: [sh, -c, "echo no config >&2; exit 3"]}}}}]`,
      `duration: 1m`,
    ),
  );
  expect(told(run, event('Killing'))).toBe(lines`
    Why is there an Event Killing for app at 0.5 s?
     1     0.5 s  app starts and needs 1 s to boot
     2     0.5 s  postStart fails after less than 0.1 s · "sh -c echo no config >&2; exit 3"; exit code 3; it said: no config; so the kubelet kills the container
     3     0.5 s  kubelet decides to kill app · its postStart hook failed; 30 s of grace begin; it was still booting
     4     0.5 s  Event Killing for app · FailedPostStartHook; the decision, not the end: preStop, SIGTERM and grace follow

    postStart of app fails with exit code 3, so the kubelet kills app: four times in this run.
    Take the postStart hook away.
  `);
});

test('an image that cannot be pulled', () => {
  const run = simulated(sketch(`containers: [{name: app, image: "shop/nosuch:1.0"}]`, `images: [{image: "shop/*", pullError: notFound}]`));
  expect(told(run, event('BackOff'))).toBe(lines`
    Why is there an Event BackOff for app at 1.5 s?
     1     0.0 s  kubectl apply
     2     0.0 s  The scheduler chooses node-1 · from now on it is the kubelet of that node that acts
     3     0.5 s  The pull of shop/nosuch:1.0 fails · the registry does not have it; the next attempt waits for the image back-off of 10, 20, 40 … 300 s
     4     1.5 s  Event BackOff for app · Back-off pulling image "shop/nosuch:1.0"; Normal, although the image is missing

    shop/nosuch:1.0 cannot be pulled: the registry does not have it.
    Let the registry have shop/nosuch:1.0.
  `);
});

test('a Pod without a node', () => {
  const run = simulated(sketch(`nodeSelector: {disk: ssd}\ncontainers: [{name: app, image: shop/cart:1.4}]`));
  expect(told(run, event('FailedScheduling'))).toBe(lines`
    Why is the Pod not scheduled at 0.0 s?
     1     0.0 s  kubectl apply
     2     0.0 s  No node fits · 0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector

    No node fits: 0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.
    Give the node disk=ssd.
  `);
});

test('a deletion that has to wait says what for', () => {
  const run = simulated(
    sketch(`containers: [{name: app, image: shop/cart:1.4, lifecycle: {postStart: {exec: {command: [sleep, "30"]}}}}]`, `actions: [{at: 10s, do: delete}]`),
  );
  expect(told(run, (record) => record.kind === 'Signal')).toBe(lines`
    Why does app get SIGTERM at 30.5 s?
     1    10.0 s  kubectl delete
     2    30.5 s  postStart runs sleep 30 · 30 s, beside the entrypoint; until it ends, status stays as it is, its probes do not begin and the next container does not start
     3    30.5 s  kubelet decides to stop app · the Pod is to stop; 30 s of grace begin
     4    30.5 s  SIGTERM to app · it closes its ports and drains; 30 s until SIGKILL
     →    31.0 s  app exits with 0 · Completed; 0.5 s after SIGTERM, within its 30 s

    postStart of app takes 30 s, and the deletion at 10.0 s waits 20.5 s for it.
    Take the postStart hook away; a startupProbe can wait as long, and holds up nothing.
  `);
});

test('137 that no signal explains', () => {
  const run = simulated(sketch(`restartPolicy: Never\ncontainers: [{name: app, image: busybox:1.36, command: [sh, -c, "sleep 2; exit 137"]}]`));
  expect(told(run, exits('app'))).toBe(lines`
    Why did app exit with 137 at 2.5 s?
     1     0.5 s  app starts
     2     2.5 s  app exits with 137 · its own exit code, though it looks like 128 + 9 (SIGKILL); by itself after 2 s; no Event tells of it
     →     2.5 s  app stays down · the Pod's restartPolicy is Never
  `);
});

test('an OOM kill', () => {
  const run = simulated(sketch(`restartPolicy: Never\ncontainers: [{name: app, image: shop/cart:1.4}]`, `actions: [{at: 8s, do: oom, container: app}]`));
  expect(told(run, exits('app'))).toBe(lines`
    Why did app exit with 137 at 8.0 s?
     1     8.0 s  OOM in app · memory over the limit
     2     8.0 s  app exits with 137 · 128 + 9: the kernel killed it because its memory was over the limit; the work of the action at 8.0 s, not of the kubelet
     →     8.5 s  app stays down · the Pod's restartPolicy is Never

    app is OOMKilled once.
  `);
});

test('a record that is not there is an error', () => {
  expect(() => tell(CRASHING.trace, undefined, 100_000)).toThrow(/has no record 100000/);
});

test('a hook that a restarted kubelet runs again is told twice, each time from its own start to its own end', () => {
  const run = simulated(
    sketch(
      `
        terminationGracePeriodSeconds: 40
        containers:
        - name: app
          image: shop/cart:1.4
          lifecycle: {preStop: {exec: {command: [sleep, "15"]}}}
      `,
      `
        duration: 120s
        workloads: {app: {onTerm: {exitAfter: 1s, code: 0}}}
        actions:
        - {at: 20s, do: delete}
        - {at: 25s, do: kubelet-restart}
      `,
    ),
  );
  const hooks = (what: string) => (record: TraceRecord) => record.kind === 'Hook' && record.what === what;
  expect(told(run, hooks('end'))).toBe(lines`
    Why did preStop of app get cut at 26.6 s?
     1    25.0 s  kubelet-restart · containers go on running
     2    26.6 s  The kubelet stops · containers go on running; probes, hooks and restarts do not happen
     3    26.6 s  preStop is cut after 6.6 s · sleep 15; the kubelet that ran it stops
  `);
  expect(told(run, hooks('start'), 1)).toBe(lines`
    Why does preStop of app run at 27.9 s?
     1    25.0 s  kubelet-restart · containers go on running
     2    26.6 s  The kubelet starts · it has forgotten back-offs, probe counters and running hooks
     3    27.9 s  kubelet decides to stop app · the Pod is to stop; 40 s of grace begin
     4    27.9 s  preStop runs sleep 15 · 15 s: the hook spends grace too; 25 s left
  `);
});

test('a Pod that is driven away by a taint: from the taint over the eviction to the exit', () => {
  const run = simulated(
    sketch(
      `
        tolerations: [{key: maintenance, operator: Exists, effect: NoExecute, tolerationSeconds: 30}]
        containers:
        - {name: app, image: shop/cart:1.4}
      `,
      `
        duration: 60s
        actions: [{at: 10s, do: node-taint, taint: {key: maintenance, effect: NoExecute}}]
      `,
    ),
  );
  expect(told(run, exits('app'))).toBe(lines`
    Why did app exit with 0 at 40.5 s?
     1    10.0 s  taint maintenance:NoExecute · Pods that do not tolerate it are not scheduled there; with NoExecute those that run there have to go
     2    40.0 s  The taint eviction controller deletes the Pod · deletionGracePeriodSeconds 30; the countdown begins when the kubelet stops the containers, and preStop counts into it
     3    40.0 s  kubelet decides to stop app · the Pod is to stop; 30 s of grace begin
     4    40.0 s  SIGTERM to app · it closes its ports and drains; 30 s until SIGKILL
     5    40.5 s  app exits with 0 · Completed; 0.5 s after SIGTERM, within its 30 s
     →    40.7 s  app stays down · the Pod is being deleted
  `);
  expect(told(run, event('TaintManagerEviction'))).toContain(
    'the node has a taint of the effect NoExecute, and the Pod does not tolerate it, or not any longer',
  );
});
