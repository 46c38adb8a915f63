import { describe, expect, it } from 'vitest';
import { judge } from '../../recording/judge.ts';
import { recordingOf } from '../../recording/from-trace.ts';
import { sketch } from '../../testing/sim.ts';
import { simulated } from '../../testing/simulated.ts';
import { claimsOn } from './claims.ts';

const withClaims = (...claims: string[]) =>
  simulated(
    sketch(
      "restartPolicy: Never\ncontainers: [{name: app, image: 'busybox:1.36', command: [sh, -c, 'sleep 5; exit 3'], livenessProbe: {exec: {command: ['true']}}}]",
      `duration: 30s\nexpect:\n${claims.map((claim) => `- ${claim}`).join('\n')}`,
    ),
  );

describe('the claims of a text about its run', () => {
  it('are judged as podloupe check judges them', () => {
    const run = withClaims('phase: {value: Running, within: 4s}', 'phase: {value: Succeeded}', 'restartCount: {container: app, op: "==", value: 0}');
    const checked = judge(run.scenario, recordingOf(run.trace), { complete: true });
    expect(claimsOn(run).map(({ index, text, verdict, seen }) => ({ index, text, verdict, seen }))).toEqual(
      checked.map(({ index, text, verdict, seen }) => ({ index, text, verdict, seen })),
    );
  });

  it('stand at the moment that decided them: when it came true, when the time was over, at the end', () => {
    const run = withClaims(
      'phase: {value: Running, within: 4s}',
      'phase: {value: Succeeded, within: 12s}',
      'phase: {value: Succeeded, within: 2s, after: app.exit}',
      'phase: {value: Succeeded, within: 2m}',
      'order: [app.exit < delete]',
      'order: [app.start < app.exit]',
    );
    const claims = claimsOn(run);
    const createdMs = run.trace.records.find(({ kind }) => kind === 'Pod')?.t ?? NaN;
    const exitMs = run.trace.records.find((record) => record.kind === 'Process' && record.what === 'exit')?.t ?? NaN;
    expect(claims.map(({ verdict }) => verdict)).toEqual(['pass', 'fail', 'fail', 'fail', 'fail', 'pass']);
    const [running, late, lateAfterExit, beyond, never, order] = claims.map(({ atMs }) => atMs);
    expect(running).toBeLessThan(4000);
    expect(late).toBe(createdMs + 12_000);
    expect(lateAfterExit).toBe(exitMs + 2000);
    expect([beyond, never]).toEqual([30_000, 30_000]);
    expect(order).toBeUndefined();
  });

  it('name the lane that shows what they are about', () => {
    const lanes = claimsOn(
      withClaims(
        'kubectlStatus: {value: Error}',
        'condition: {type: Ready, status: "False"}',
        'event: {reason: Killing, op: "==", value: 0}',
        'lastState: {container: app, exitCode: 3}',
        'starts: {container: app, op: "==", value: 1}',
        'probeRuns: {container: app, probe: liveness, op: ">=", value: 1}',
        'never: {what: {containerFlag: {container: app, flag: ready, value: true}}, during: {from: app.exit+2s, to: app.exit+5s}}',
        'duration: {from: app.start, to: app.exit, max: 6s}',
      ),
    ).map(({ lane }) => lane);
    expect(lanes).toEqual(['pod.phase', 'pod.conditions', 'pod.events', 'app.status', 'app.process', 'app.liveness', 'app.status', undefined]);
  });

  it('that nobody can evaluate are left out, and the others keep their numbers', () => {
    const run = withClaims('phase: {value: Running, within: 4s}');
    const scenario = { ...run.scenario, expect: [{ phase: { value: 'Running', within: 5 } }, ...run.scenario.expect] };
    expect(claimsOn({ ...run, scenario }).map(({ index }) => index)).toEqual([2]);
  });
});
