import fc from 'fast-check';
import { choice, duration, oneIn, type Part, part, seconds } from './parts.ts';

/** What runs in a container: fields of the container, and what `workloads` says of it. */
export interface ProgramParts {
  container: Part;
  workload?: Part;
}

const shell = (script: string): ProgramParts => ({ container: { image: 'busybox:1.36', command: ['sh', '-c', script] } });

/** Shell scripts that run on, end, crash, react to SIGTERM early, late or never, and say how they feel in a file. */
const script: fc.Arbitrary<ProgramParts> = choice(
  fc.constant('sleep 3600'),
  fc.constant("touch /tmp/healthy; trap 'exit 0' TERM; sleep 3600 & wait"),
  fc.record({ s: seconds(0, 12), code: fc.constantFrom(0, 3) }).map(({ s, code }) => `trap 'sleep ${s}; exit ${code}' TERM; while true; do sleep 1; done`),
  fc.record({ s: seconds(0, 30), code: fc.constantFrom(0, 1, 3, 42) }).map(({ s, code }) => `echo begin; sleep ${s}; exit ${code}`),
  fc
    .record({ s: seconds(1, 20), t: seconds(1, 20) })
    .map(({ s, t }) => `touch /tmp/healthy; sleep ${s}; rm /tmp/healthy; sleep ${t}; touch /tmp/healthy; sleep 3600`),
  seconds(1, 20).map((s) => `(sleep ${s}; kill -TERM 1) & trap 'exit 7' TERM; sleep 60 & wait`),
  fc.constant('nc -lk -p 8080 -e cat & wait'),
).map(shell);

/** Programs and images that the simulation knows, and commands that do not exist. */
const known: fc.Arbitrary<ProgramParts> = fc
  .constantFrom<Part>(
    { image: 'nginx:1.27', ports: [{ name: 'web', containerPort: 80 }] },
    { image: 'busybox:1.36', command: ['sleep', '20'] },
    { image: 'busybox:1.36', command: ['false'] },
    { image: 'busybox:1.36', command: ['/bin/none'] },
    { image: 'registry.k8s.io/e2e-test-images/agnhost:2.53', args: ['liveness'], ports: [{ name: 'web', containerPort: 8080 }] },
    { image: 'registry.k8s.io/e2e-test-images/agnhost:2.53', args: ['netexec'], ports: [{ name: 'web', containerPort: 8080 }] },
    { image: 'redis:7' },
  )
  .map((container) => ({ container }));

const response = part({
  status: fc.constantFrom(200, 204, 302, 404, 500, 503),
  for: duration(1, 20),
  latency: oneIn(3, fc.constantFrom('20ms', '900ms', '1500ms', '5s')),
});

const exit = part({
  after: duration(0, 40),
  how: fc.constantFrom<Part>({ code: 0 }, { code: 1 }, { code: 42 }, { signal: 'SIGSEGV' }, { oom: true }, { oom: 'child' }),
}).map(({ after, how }): Part => ({ after, ...(how as Part) }));

/** What a Scenario document can say of a program. */
export const workload: fc.Arbitrary<Part> = part({
  boot: oneIn(2, duration(0, 15)),
  http: oneIn(
    2,
    part({ path: oneIn(3, fc.constant('/healthz')), responses: fc.array(response, { minLength: 1, maxLength: 3 }) }).map((route) => [route]),
  ),
  grpc: oneIn(5, fc.constantFrom('SERVING', 'NOT_SERVING')),
  exec: oneIn(
    3,
    part({
      command: fc.constant(['check']),
      results: fc.array(part({ for: duration(1, 15), exitCode: fc.constantFrom(0, 0, 1) }), { minLength: 1, maxLength: 3 }),
      takes: oneIn(2, fc.constantFrom('100ms', '1500ms')),
    }).map((answer) => [answer]),
  ),
  onTerm: oneIn(
    2,
    choice<unknown>(
      part({ exitAfter: fc.constantFrom('0s', '700ms', '3s', '12s', '45s'), code: fc.constantFrom(0, 1), serves: fc.boolean() }),
      fc.constant('ignore'),
    ),
  ),
  exit: oneIn(3, exit),
  writes: oneIn(10, part({ after: duration(1, 20), size: fc.constant('30Mi') })),
  instances: oneIn(6, part({ 2: part({ boot: oneIn(2, duration(0, 5)), exit: oneIn(2, exit) }) })),
});

const server: fc.Arbitrary<ProgramParts> = workload.map((declared) => ({
  container: { image: 'shop/app:1', ports: [{ name: 'web', containerPort: 8080 }] },
  workload: declared,
}));

/** The main process of an app container or a sidecar. */
export const program: fc.Arbitrary<ProgramParts> = choice<ProgramParts>(
  { weight: 4, arbitrary: script },
  { weight: 4, arbitrary: server },
  { weight: 1, arbitrary: known },
);

/** The main process of a regular init container: over soon, mostly well. */
export const initProgram: fc.Arbitrary<ProgramParts> = choice(
  {
    weight: 8,
    arbitrary: fc.record({ s: seconds(0, 6), code: fc.constantFrom(0, 0, 0, 0, 1, 42) }).map(({ s, code }) => shell(`sleep ${s}; exit ${code}`)),
  },
  { weight: 1, arbitrary: known },
);
