/** Small stories, and where the four machines stand at moments of them; then every recorded scenario. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Trace } from '../../model/trace.ts';
import { cartStory } from '../../testing/cart-story.ts';
import { traceOf } from '../../testing/trace-builder.ts';
import { type ContainerMachines, graceAt, type Machine, machineAt, podMachines, type ProbeSubject } from './index.ts';

const s = (ms: number) => `${Math.round(ms / 100) / 10} s`;

/** `stopping for 1.7 s, next failed in 4 s; postStart>booting ×2, …` */
function machineText(machine: Machine, atS: number, hideFuture = false): string {
  const { current, forMs, next, inMs, taken } = machineAt(machine, atS * 1000, hideFuture);
  const here = current === undefined ? '-' : `${current.state} for ${s(forMs)}`;
  const arrows = [...taken].map(([key, { count }]) => `${key}${count === 1 ? '' : ` ×${count}`}`);
  return `${here}${next === undefined ? '' : `, next ${next.state} in ${s(inMs)}`}${arrows.length === 0 ? '' : `; ${arrows.join(', ')}`}`;
}

/** The four machines of the first container and its first probe at some moments. */
function picture(trace: Trace, timesS: readonly number[]): string {
  const pod = podMachines(trace);
  const app = pod.containers[0] as ContainerMachines;
  const probe = app.probes[0] as ProbeSubject;
  return timesS
    .map((atS) => {
      const api = app.apiAt(atS * 1000);
      const grace = graceAt(app.graces, atS * 1000);
      const left = grace === undefined ? '' : `, ${s(grace.graceMs - (atS * 1000 - grace.fromMs))} of grace left`;
      return [
        `at ${atS} s`,
        `  container   ${machineText(app.node, atS)}`,
        `  API says    ${api === undefined ? '-' : [api.kind, api.reason, api.exitCode].filter((part) => part !== undefined && part !== '').join(' ')}`,
        `  ${probe.type.padEnd(10)}  ${machineText(probe.machine, atS)}`,
        `  Pod         ${machineText(pod.pod, atS)} (phase ${pod.phaseAt(atS * 1000) ?? '-'})`,
        `  ending      ${machineText(app.termination, atS)}${left}`,
      ].join('\n');
    })
    .join('\n');
}

const app = (extra = {}) => ({ name: 'app', image: 'shop/app', ...extra });

describe('the four machines', () => {
  it('follow the playhead through a kill, a crash and a deletion', () => {
    expect(`\n${picture(cartStory(), [7, 59, 64, 70, 101, 110])}\n`).toBe(`
at 7 s
  container   postStart for 0.9 s, next booting in 1.1 s; created>postStart
  API says    waiting PodInitializing
  liveness    off for 7 s, next waiting in 1.2 s
  Pod         pending for 7 s, next running in 1.2 s (phase Pending)
  ending      idle for 7 s, next decided in 8.3 s
at 59 s
  container   stopping for 1.7 s, next failed in 4 s; created>postStart, postStart>booting ×2, booting>stopping ×2, stopping>failed, failed>postStart
  API says    running
  liveness    step3 for 1.8 s, next off in 6.8 s; off>waiting, waiting>step0 ×2, step0>step1 ×2, step1>step2 ×2, step2>step3 ×2, step3>waiting
  Pod         running for 50.8 s, next terminating in 36 s; pending>running (phase Running)
  ending      preStop for 1.7 s, next signalled in 3.3 s; idle>decided ×2, decided>preStop ×2, preStop>signalled, signalled>killed, killed>idle, 28.3 s of grace left
at 64 s
  container   postStart for 0.6 s, next booting in 1.4 s; created>postStart, postStart>booting ×2, booting>stopping ×2, stopping>failed ×2, failed>postStart ×2
  API says    running
  liveness    step3 for 6.8 s, next off in 1.8 s; off>waiting, waiting>step0 ×2, step0>step1 ×2, step1>step2 ×2, step2>step3 ×2, step3>waiting
  Pod         running for 55.8 s, next terminating in 31 s; pending>running (phase Running)
  ending      idle for 0.6 s, next decided in 31.1 s; idle>decided ×2, decided>preStop ×2, preStop>signalled ×2, signalled>killed, killed>idle, signalled>exited, exited>idle
at 70 s
  container   crashBackOff for 4 s, next postStart in 6.3 s; created>postStart, postStart>booting ×3, booting>stopping ×2, stopping>failed ×2, failed>postStart ×2, booting>failed, failed>crashBackOff
  API says    waiting CrashLoopBackOff
  liveness    off for 4.2 s, next waiting in 8.3 s; off>waiting, waiting>step0 ×2, step0>step1 ×2, step1>step2 ×2, step2>step3 ×2, step3>waiting, step3>off
  Pod         running for 61.8 s, next terminating in 25 s; pending>running (phase Running)
  ending      idle for 6.6 s, next decided in 25.1 s; idle>decided ×2, decided>preStop ×2, preStop>signalled ×2, signalled>killed, killed>idle, signalled>exited, exited>idle
at 101 s
  container   stopping for 5.9 s, next completed in 2.1 s; created>postStart, postStart>booting ×4, booting>stopping ×2, stopping>failed ×2, failed>postStart ×2, booting>failed, failed>crashBackOff, crashBackOff>postStart, booting>serving, serving>stopping
  API says    running
  liveness    off for 6 s; off>waiting ×2, waiting>step0 ×3, step0>step1 ×3, step1>step2 ×3, step2>step3 ×2, step3>waiting, step3>off, step2>step0, step0>off
  Pod         terminating for 6 s, next gone in 4 s; pending>running, running>terminating (phase Running)
  ending      signalled for 0.9 s, next exited in 2.1 s; idle>decided ×3, decided>preStop ×3, preStop>signalled ×3, signalled>killed, killed>idle, signalled>exited, exited>idle, 24.1 s of grace left
at 110 s
  container   -; created>postStart, postStart>booting ×4, booting>stopping ×2, stopping>failed ×2, failed>postStart ×2, booting>failed, failed>crashBackOff, crashBackOff>postStart, booting>serving, serving>stopping, stopping>completed
  API says    -
  liveness    off for 15 s; off>waiting ×2, waiting>step0 ×3, step0>step1 ×3, step1>step2 ×3, step2>step3 ×2, step3>waiting, step3>off, step2>step0, step0>off
  Pod         gone for 5 s; pending>running, running>terminating, terminating>gone (phase Succeeded)
  ending      exited for 6.9 s; idle>decided ×3, decided>preStop ×3, preStop>signalled ×3, signalled>killed, killed>idle, signalled>exited ×2, exited>idle
`);
  });
});

describe('a container', () => {
  const only = (trace: Trace) => podMachines(trace).containers[0] as ContainerMachines;

  it('keeps the lag of the API apart: it has exited on the node, and the API still says running', () => {
    const trace = traceOf('web', [app()])
      .pod(0, { phase: 'Pending' }, 'ADDED')
      .process('app', 1, 'start')
      .pod(1.2, { phase: 'Running', statuses: { app: 'Running' } })
      .process('app', 5, 'exit', { exitCode: 1, reason: 'Error' })
      .pod(5.9, { statuses: { app: 'Terminated:Error:1' } })
      .build(10);
    const { node, apiAt } = only(trace);
    expect(machineText(node, 5.5)).toBe('failed for 0.5 s; created>booting, booting>failed');
    expect(apiAt(5500)?.kind).toBe('running');
    expect(apiAt(6000)).toMatchObject({ kind: 'terminated', reason: 'Error', exitCode: 1 });
  });

  it('waits for its image between attempts to pull it', () => {
    const trace = traceOf('web', [app()]).pod(0, {}, 'ADDED').image('app', 1, 2, 'failed').image('app', 12, 13, 'failed').build(30);
    expect(machineText(only(trace).node, 20)).toBe('pullBackOff for 7 s; created>pullBackOff ×2, pullBackOff>created');
  });

  it('that cannot be started fails without ever having run', () => {
    const trace = traceOf('web', [app()])
      .pod(0, {}, 'ADDED')
      .decision('app', 1, { what: 'start', restart: true })
      .backOff('app', 2, 10, 11.5)
      .backOff('app', 3, 10, 11.5)
      .backOff('app', 12, 20, 31.5)
      .build(40);
    const { node } = only(trace);
    expect(machineText(node, 30)).toBe('crashBackOff for 18 s; created>failed, failed>crashBackOff ×2, crashBackOff>failed');
    expect(machineAt(node, 30_000).current?.facts).toEqual({ delayMs: 20_000, untilMs: 31_500 });
  });

  it('that serves before its postStart hook has ended is still held back by the hook', () => {
    const trace = traceOf('web', [app({ lifecycle: { postStart: { exec: { command: ['true'] } } } })])
      .pod(0, {}, 'ADDED')
      .process('app', 1, 'start')
      .serving('app', 2, 'serving')
      .hook('app', 'postStart', 1, 4)
      .build(9);
    expect(machineText(only(trace).node, 3)).toBe('postStart for 2 s, next booting in 1 s; created>postStart');
    expect(machineText(only(trace).node, 4)).toBe('serving for 0 s; created>postStart, postStart>booting, booting>serving');
  });

  it('hides what comes next with the future', () => {
    const { node } = only(cartStory());
    expect(machineText(node, 7, true)).toBe('postStart for 0.9 s; created>postStart');
  });
});

describe('a probe', () => {
  const first = (trace: Trace) => ((podMachines(trace).containers[0] as ContainerMachines).probes[0] as ProbeSubject).machine;
  const probed = (probe: 'startup' | 'liveness' | 'readiness') => traceOf('web', [app({ [`${probe}Probe`]: {} })]).pod(0, {}, 'ADDED');

  it('climbs with a train of failures, and stays at the threshold', () => {
    const trace = probed('readiness')
      .probeState('app', 'readiness', 1, 'probing')
      .probe('app', 'readiness', 2, 'failure', { count: 5, periodMs: 1000 })
      .probe('app', 'readiness', 9, 'success')
      .build(20);
    expect(machineText(first(trace), 6.5)).toBe('step3 for 2.5 s, next step0 in 2.5 s; off>step0, step0>step1, step1>step2, step2>step3');
  });

  it('counts a result when it is known, and an error for nothing', () => {
    const trace = probed('liveness')
      .probeState('app', 'liveness', 1, 'probing')
      .probe('app', 'liveness', 2, 'error')
      .probe('app', 'liveness', 3, 'failure', { takesMs: 1000, timedOut: true })
      .build(20);
    expect(machineText(first(trace), 3.5)).toBe('step0 for 2.5 s, next step1 in 0.5 s; off>step0');
  });

  it('goes on counting where it stopped when the container was replaced', () => {
    const trace = probed('liveness').probeState('app', 'liveness', 1, 'probing').probe('app', 'liveness', 3, 'failure', { run: 2 }).build(20);
    expect(machineText(first(trace), 2)).toBe('step1 for 1 s, next step2 in 1 s; off>step1');
  });

  it('of the startup kind rests once it has passed', () => {
    const trace = probed('startup')
      .probeState('app', 'startup', 1, 'probing')
      .probe('app', 'startup', 2, 'failure')
      .probe('app', 'startup', 3, 'success', { met: true })
      .probeState('app', 'startup', 3, 'on-hold')
      .build(20);
    expect(machineText(first(trace), 4)).toBe('passed for 1 s; off>step0, step0>step1, step1>passed');
  });
});

describe('the ending of a container', () => {
  const ending = (trace: Trace) => (podMachines(trace).containers[0] as ContainerMachines).termination;
  const running = () => traceOf('web', [app()]).pod(0, {}, 'ADDED').process('app', 1, 'start');

  it('has no part in an exit that nobody asked for', () => {
    const trace = running().process('app', 5, 'exit', { exitCode: 1 }).kill('app', 6, 'pod').build(9);
    expect(machineText(ending(trace), 8)).toBe('idle for 8 s');
  });

  it('of a sidecar waits for its turn between decision and signal', () => {
    const trace = running().kill('app', 5, 'pod').signal('app', 7, 'SIGTERM', { graceSeconds: 28 }).process('app', 8, 'exit', { exitCode: 0 }).build(9);
    expect(machineText(ending(trace), 6)).toBe('decided for 1 s, next signalled in 1 s; idle>decided');
    expect(machineText(ending(trace), 8)).toBe('exited for 0 s; idle>decided, decided>signalled, signalled>exited');
  });

  it('takes a SIGKILL from the kernel for what it is', () => {
    const trace = running().signal('app', 5, 'SIGKILL').process('app', 5, 'exit', { exitCode: 137, reason: 'OOMKilled' }).build(9);
    expect(machineText(ending(trace), 8)).toBe('idle for 8 s');
  });
});

it('counts never fall, and the next state is the one that comes', () => {
  const machines = podMachines(cartStory()).containers.flatMap(({ node, termination, probes }): Machine[] => [
    node,
    termination,
    ...probes.map(({ machine }) => machine),
  ]);
  const time = fc.integer({ min: 0, max: 105_000 });
  fc.assert(
    fc.property(fc.constantFrom(...machines), time, time, (machine, aMs, bMs) => {
      const [early, late] = [machineAt(machine, Math.min(aMs, bMs)), machineAt(machine, Math.max(aMs, bMs))];
      for (const [key, { count }] of early.taken) expect(late.taken.get(key)?.count ?? 0).toBeGreaterThanOrEqual(count);
      if (early.next) expect(machineAt(machine, early.next.fromMs).seen.has(early.next.state)).toBe(true);
    }),
  );
});
