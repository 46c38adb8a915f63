/** Random but valid scenarios, for what must hold of every run. */
import fc from 'fast-check';

interface Part {
  [field: string]: unknown;
}

/** A scenario as text; JSON is YAML. */
export function scenarios({ kubeletRestarts = true } = {}): fc.Arbitrary<string> {
  return fc
    .record({
      restartPolicy: fc.constantFrom('Always', 'OnFailure', 'Never'),
      grace: fc.integer({ min: 0, max: 8 }),
      deadline: fc.option(fc.integer({ min: 3, max: 60 }), { nil: undefined, freq: 8 }),
      mains: fc.array(program(), { minLength: 1, maxLength: 3 }),
      inits: fc.array(fc.oneof({ weight: 2, arbitrary: initProgram() }, { weight: 1, arbitrary: program() }), { maxLength: 2 }),
      actions: fc.array(action(kubeletRestarts), { maxLength: 3 }),
      seed: fc.oneof(fc.constant('typical' as const), fc.integer({ min: 1, max: 1000 })),
      durationSeconds: fc.integer({ min: 20, max: 150 }),
    })
    .map(({ restartPolicy, grace, deadline, mains, inits, actions, seed, durationSeconds }) => {
      const containers = mains.map(({ container }, index) => ({ name: `c${index}`, ...container }));
      const initContainers = inits.map(({ container, once }, index) => ({
        name: `i${index}`,
        ...container,
        ...(once !== true && { restartPolicy: 'Always' }),
      }));
      const workloads = Object.fromEntries([
        ...mains.flatMap(({ workload }, index) => (workload === undefined ? [] : [[`c${index}`, workload]])),
        ...inits.flatMap(({ workload }, index) => (workload === undefined ? [] : [[`i${index}`, workload]])),
      ]);
      const spec = {
        restartPolicy,
        terminationGracePeriodSeconds: grace,
        ...(deadline !== undefined && { activeDeadlineSeconds: deadline }),
        ...(initContainers.length > 0 && { initContainers }),
        containers,
      };
      const scenario = {
        duration: `${durationSeconds}s`,
        seed,
        workloads,
        actions: actions.sort((a, b) => a.atSeconds - b.atSeconds).map(({ atSeconds, ...rest }) => ({ at: `${atSeconds}s`, ...rest })),
      };
      return [
        JSON.stringify({ apiVersion: 'podloupe.dev/v1', kind: 'Scenario', metadata: { name: 'random' }, spec: scenario }),
        JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', labels: { app: 'web' } }, spec }),
        JSON.stringify({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { selector: { app: 'web' }, ports: [{ port: 80 }] } }),
      ].join('\n---\n');
    });
}

interface ProgramParts {
  container: Part;
  workload?: Part;
  /** A regular init container. */
  once?: boolean;
}

const ran = (script: string): Part => ({ image: 'busybox:1.36', command: ['sh', '-c', script] });

/** What may run in a main container or a sidecar, with probes and hooks. */
function program(): fc.Arbitrary<ProgramParts> {
  const script = fc.oneof(
    fc.constant('sleep 3600'),
    fc.constant("touch /tmp/healthy; trap 'exit 0' TERM; sleep 3600 & wait"),
    fc.integer({ min: 1, max: 5 }).map((s) => `trap 'sleep ${s}; exit 3' TERM; while true; do sleep 1; done`),
    fc.record({ s: fc.integer({ min: 0, max: 30 }), code: fc.constantFrom(0, 1, 3) }).map(({ s, code }) => `sleep ${s}; exit ${code}`),
    fc
      .record({ s: fc.integer({ min: 1, max: 20 }), t: fc.integer({ min: 1, max: 20 }) })
      .map(({ s, t }) => `touch /tmp/healthy; sleep ${s}; rm /tmp/healthy; sleep ${t}; touch /tmp/healthy; sleep 3600`),
  );
  const server = fc.record({
    boot: fc.integer({ min: 0, max: 8 }).map((s) => `${s}s`),
    http: fc
      .array(
        fc.record({
          status: fc.constantFrom(200, 200, 302, 500),
          for: fc.integer({ min: 1, max: 20 }).map((s) => `${s}s`),
          latency: fc.constantFrom('0s', '20ms', '1500ms'),
        }),
        { minLength: 1, maxLength: 3 },
      )
      .map((responses) => [{ responses }]),
    onTerm: fc.oneof(fc.constant('ignore'), fc.record({ exitAfter: fc.constantFrom('0s', '700ms', '3s'), code: fc.constantFrom(0, 1), serves: fc.boolean() })),
    exit: fc.option(fc.record({ after: fc.integer({ min: 1, max: 40 }).map((s) => `${s}s`), code: fc.constantFrom(0, 2) }), { nil: undefined, freq: 3 }),
  });
  const behaviour: fc.Arbitrary<ProgramParts> = fc.oneof(
    script.map((text) => ({ container: ran(text) })),
    server.map((workload) => ({ container: { image: 'shop/app:1', ports: [{ containerPort: 8080 }] }, workload: withoutUndefined(workload) })),
  );
  return fc
    .record({
      behaviour,
      startup: maybe(probe('startup'), 5),
      readiness: maybe(probe('readiness'), 3),
      liveness: maybe(probe('liveness'), 3),
      hooks: maybe(hooks(), 5),
    })
    .map(({ behaviour: parts, startup, readiness, liveness, hooks: lifecycle }) => ({
      ...parts,
      container: withoutUndefined({ ...parts.container, startupProbe: startup, readinessProbe: readiness, livenessProbe: liveness, lifecycle }),
    }));
}

function initProgram(): fc.Arbitrary<ProgramParts> {
  return fc
    .record({ s: fc.integer({ min: 0, max: 6 }), code: fc.constantFrom(0, 0, 0, 1) })
    .map(({ s, code }) => ({ container: ran(`sleep ${s}; exit ${code}`), once: true }));
}

function probe(type: 'startup' | 'readiness' | 'liveness'): fc.Arbitrary<Part> {
  const handler: fc.Arbitrary<Part> = fc.oneof(
    fc.constantFrom<Part>(
      { exec: { command: ['cat', '/tmp/healthy'] } },
      { exec: { command: ['true'] } },
      { exec: { command: ['sleep', '3'] } },
      { exec: { command: ['/bin/missing'] } },
    ),
    fc.constantFrom<Part>({ httpGet: { port: 8080, path: '/healthz' } }, { tcpSocket: { port: 8080 } }, { tcpSocket: { port: 'none' } }),
  );
  return fc
    .record({
      handler,
      periodSeconds: fc.integer({ min: 1, max: 6 }),
      failureThreshold: fc.integer({ min: 1, max: 4 }),
      successThreshold: type === 'readiness' ? fc.integer({ min: 1, max: 2 }) : fc.constant(1),
      initialDelaySeconds: fc.integer({ min: 0, max: 4 }),
      timeoutSeconds: fc.integer({ min: 1, max: 2 }),
      terminationGracePeriodSeconds: type === 'readiness' ? fc.constant(undefined) : maybe(fc.integer({ min: 1, max: 5 }), 3),
    })
    .map(({ handler: how, ...rest }) => withoutUndefined({ ...how, ...rest }));
}

function hooks(): fc.Arbitrary<Part> {
  const handler = (max: number): fc.Arbitrary<Part> =>
    fc.oneof(
      fc.integer({ min: 0, max }).map((s) => ({ exec: { command: ['sh', '-c', `sleep ${s}`] } })),
      fc.constant({ exec: { command: ['sh', '-c', 'exit 1'] } }),
      fc.constant({ httpGet: { port: 8080, path: '/hook' } }),
    );
  return fc.record({ postStart: maybe(handler(4), 2), preStop: maybe(handler(10), 2) }).map((found) => withoutUndefined(found));
}

function action(kubeletRestarts: boolean): fc.Arbitrary<Part & { atSeconds: number }> {
  const what: fc.Arbitrary<Part> = fc.oneof(
    maybe(fc.integer({ min: 0, max: 10 }), 2).map((grace) => withoutUndefined({ do: 'delete', gracePeriodSeconds: grace })),
    fc.constant({ do: 'force-delete' }),
    fc.constantFrom<Part>(
      { do: 'exec', container: 'c0', command: ['touch', '/tmp/healthy'] },
      { do: 'signal', container: 'c0', signal: 'SIGKILL' },
      { do: 'oom', container: 'c0' },
      { do: 'sandbox-stop' },
      { do: 'evict', reason: 'api' },
    ),
    fc.constant<Part>(kubeletRestarts ? { do: 'kubelet-restart' } : { do: 'signal', container: 'c0', signal: 'SIGTERM' }),
    fc.constant<Part>({ do: 'patch', type: 'strategic', patch: { spec: { containers: [{ name: 'c0', image: 'shop/app:2' }] } } }),
  );
  return fc.record({ atSeconds: fc.integer({ min: 0, max: 90 }), what }).map(({ atSeconds, what: rest }) => ({ atSeconds, ...rest }));
}

function maybe<T>(arbitrary: fc.Arbitrary<T>, oneIn: number): fc.Arbitrary<T | undefined> {
  return fc.option(arbitrary, { nil: undefined, freq: oneIn });
}

function withoutUndefined(part: Part): Part {
  return Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined));
}
