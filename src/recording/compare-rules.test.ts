import { describe, expect, test } from 'vitest';
import type { Lines } from '../testing/claims.ts';
import { action, added, deleted, end, event, exit, handMade, hook, pod, probe, signal, start } from '../testing/hand-made.ts';
import { type CompareOptions, type Comparison, compare } from './compare.ts';
import { placeholdersOf } from './placeholders.ts';
import { Run } from './run.ts';

const running = { state: 'running', ready: true, started: true } as const;
const up = (restartCount = 0) => ({ phase: 'Running', conditions: { Ready: 'True' }, containers: { app: { ...running, restartCount } } }) as const;
const creating = { conditions: { Ready: 'False' }, containers: { app: { reason: 'ContainerCreating' } } } as const;
const crashed = (restartCount = 0) =>
  ({ phase: 'Running', conditions: { Ready: 'False' }, containers: { app: { state: 'terminated', reason: 'Error', exitCode: 1, restartCount } } }) as const;
const backingOff = { phase: 'Running', conditions: { Ready: 'False' }, containers: { app: { reason: 'CrashLoopBackOff' } } } as const;

/** A run that crashes once; `shift` delays everything after the creation. */
const crash = (shift = 0): Lines => [
  action(0, 0, 'create'),
  added(0),
  pod(0.1, creating),
  start(1 + shift, 'app'),
  event(1 + shift, 'Started', { container: 'app', message: 'Container started' }),
  pod(2 + shift, up()),
  probe(5 + shift, 'app', 'liveness', 'success'),
  probe(15 + shift, 'app', 'liveness', 'success'),
  exit(20 + shift, 'app', 1, 1),
  pod(21 + shift, crashed()),
  event(30 + shift, 'BackOff', { type: 'Warning', container: 'app', count: 2 }),
  start(31 + shift, 'app', 2),
  pod(32 + shift, up(1)),
  end(60),
];

const run = (real: Lines, simulated: Lines, options?: CompareOptions) => compare(handMade(real, { source: 'kubelet' }), handMade(simulated), options);
const texts = (result: Comparison, aspect: string) =>
  result.divergences.filter((each) => each.aspect === aspect).map(({ subject, text }) => `${subject}: ${text}`);

describe('two equal runs', () => {
  test('match in everything', () => {
    const { score, divergences, byAspect } = run(crash(), crash());
    expect(score).toBe(1);
    expect(divergences).toEqual([]);
    for (const [name, aspect] of Object.entries(byAspect)) expect(aspect.total, name).toBeGreaterThan(0);
  });

  test('a second later still match, six seconds later not in time', () => {
    expect(run(crash(), crash(1)).score).toBe(1);
    const late = run(crash(), crash(6));
    expect(late.byAspect.times.score).toBeLessThan(0.8);
    expect(late.byAspect.states.score).toBe(1);
    expect(run(crash(), crash(6), { toleranceMs: 7000 }).score).toBe(1);
  });

  test('are aligned on the creation of the Pod', () => {
    const later = crash()
      .flat()
      .map((line) => ({ ...line, t: line.t + 4000 }));
    expect(run(later, crash()).score).toBe(1);
  });
});

describe('states', () => {
  test('a state missing for long is a divergence', () => {
    const real = [added(0), pod(1, creating), pod(3, up()), pod(10, crashed()), pod(15, up(1)), end(60)];
    const simulated = [added(0), pod(1, creating), pod(3, up()), pod(15, up(1)), end(60)];
    expect(texts(run(real, simulated), 'states')).toEqual(['app: after running #0: really terminated Error 1 #0 at 10s; simulated nothing']);
  });

  test('a state shorter than a second may be missing on either side', () => {
    const real = [added(0), pod(1, creating), pod(3, up()), pod(10, crashed()), pod(10.6, up(1)), end(60)];
    const simulated = [added(0), pod(1, creating), pod(3, up()), pod(10.5, up(1)), end(60)];
    expect(run(real, simulated).divergences).toEqual([]);
    expect(run(simulated, real).divergences).toEqual([]);
  });

  test('of two simulated runs no state is too short to count', () => {
    const a = [added(0), pod(1, creating), pod(3, up()), pod(10, crashed()), pod(10.6, up(1)), end(60)];
    const b = [added(0), pod(1, creating), pod(3, up()), pod(10.5, up(1)), end(60)];
    expect(texts(run(a, b, { shortMs: 0 }), 'states')).toEqual(['app: after running #0: really terminated Error 1 #0 at 10s; simulated nothing']);
  });

  test('another state in its place counts once', () => {
    const real = [added(0), pod(1, up()), pod(10, crashed()), pod(30, up(1)), end(60)];
    const simulated = [added(0), pod(1, up()), pod(10, backingOff), pod(30, up(1)), end(60)];
    const { states, kubectl } = run(real, simulated).byAspect;
    expect([states.matched, states.total, kubectl.matched, kubectl.total]).toEqual([2, 3, 3, 4]);
  });

  test('what is still open at the end is not short', () => {
    expect(run([added(0), pod(1, up()), end(60)], [added(0), pod(1, creating), end(60)]).byAspect.states.score).toBe(0);
  });

  test('only the stretch that both recordings cover is compared', () => {
    const long = [added(0), pod(1, up()), pod(30, crashed()), end(60)];
    expect(run([added(0), pod(1, up()), end(10)], long).score).toBe(1);
    const gone = [added(0), pod(1, up()), deleted(10, crashed())];
    expect(texts(run(gone, long), 'kubectl')).toEqual([
      'STATUS: Error: really at 10s, simulated at 30s',
      'STATUS: after Error: really gone at 10s; simulated nothing',
    ]);
  });
});

describe('everything else', () => {
  test('Events are compared by container, type, reason and message', () => {
    const started = (container: string) => event(2, 'Started', { container, message: 'Container started' });
    const pulled = (took: string, size: number) =>
      event(1, 'Pulled', {
        container: 'app',
        message: `Successfully pulled image "busybox" in ${took} (${took} including waiting). Image size: ${size} bytes.`,
      });
    expect(run([added(0), pulled('1.234s', 100), end(60)], [added(0), pulled('2.5s', 200), end(60)]).score).toBe(1);
    expect(run([added(0), started('app'), end(60)], [added(0), started('side'), end(60)]).byAspect.events.score).toBe(0);
  });

  test('counts may differ by one or a tenth', () => {
    const backOff = (count: number) => [added(0), event(5, 'BackOff', { type: 'Warning', container: 'app', count }), end(60)];
    expect(run(backOff(5), backOff(6)).score).toBe(1);
    expect(texts(run(backOff(5), backOff(9)), 'events')).toEqual(['app: Warning BackOff "": 5 times really, 9 times simulated']);
  });

  test('hooks, signals and exit codes in order', () => {
    const stop = (code: number) => [
      added(0),
      start(1, 'app'),
      action(10, 1, 'delete'),
      hook(10, 'app', 'preStop', 'start'),
      hook(12, 'app', 'preStop', 'end', 'ok'),
      signal(12, 'app'),
      exit(13, 'app', 1, code),
      end(60),
    ];
    expect(run(stop(0), stop(0)).score).toBe(1);
    expect(texts(run(stop(143), stop(0)), 'processes')).toEqual(['app: after SIGTERM: really exit 143 at 13s; simulated exit 0 at 13s']);
  });

  test('what only one side looked for is left out', () => {
    const real = crash()
      .flat()
      .filter(({ kind }) => !['Probe', 'Process'].includes(kind));
    const { byAspect, score } = run(real, crash());
    expect(score).toBe(1);
    expect(byAspect.probes.skipped).toBe('the real recording has no Probe lines');
    expect(byAspect.processes.skipped).toBe('no Process, Hook or Signal lines on both sides');
  });

  test('probe results are compared as runs', () => {
    const probes = (...results: ('success' | 'failure')[]): Lines => [
      added(0),
      ...results.map((result, index) => probe(5 + index * 5, 'app', 'liveness', result)),
      end(60),
    ];
    expect(run(probes('success', 'failure', 'failure'), probes('success', 'failure')).score).toBe(1);
    const many = Array.from({ length: 5 }, () => 'success' as const);
    expect(texts(run(probes(...many), probes('success')), 'probes')).toEqual(['app liveness: success: 5 times really, 1 times simulated']);
  });

  test('a refusal is compared by its words', () => {
    const refused = (message: string) => [action(0, 0, 'create', { error: { reason: 'Forbidden', code: 403, message } }), end(1)];
    expect(run(refused('no such class'), refused('no such class')).score).toBe(1);
    expect(run(refused('no such class'), refused('other words')).matched).toBe(0);
  });
});

test('names that mean nothing are replaced before texts are compared', () => {
  const normalise = placeholdersOf(new Run(handMade([added(0, { spec: { nodeName: 'node-1' }, status: { podIP: '10.244.0.5', hostIP: 'fd00::11' } })])));
  const known: Record<string, string> = {
    'Successfully assigned default/web to node-1': 'Successfully assigned <namespace>/web to <node>',
    'Back-off restarting failed container app in pod web_default(6f1c0c5e-0000-0000-0000-000000000000)':
      'Back-off restarting failed container app in pod web_<namespace>(<uid>)',
    'Get "http://10.244.0.5:8080/healthz": dial tcp 10.244.0.5:8080: connect: connection refused':
      'Get "http://<ip>:8080/healthz": dial tcp <ip>:8080: connect: connection refused',
    'read tcp 10.0.0.1:51234->10.244.0.5:8080: i/o timeout': 'read tcp <ip>:<port>-><ip>:8080: i/o timeout',
    'pulled in 1m2.3s, image registry.k8s.io/pause:3.10.2, command timed out after 1s':
      'pulled in <duration>, image registry.k8s.io/pause:3.10.2, command timed out after 1s',
    'task containerd://0123abc on fd00::11 not found': 'task <container-id> on <ip> not found',
    'default-scheduler and node-10 stay': 'default-scheduler and node-10 stay',
  };
  for (const [text, wanted] of Object.entries(known)) expect(normalise(text)).toBe(wanted);
});
