import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readScenario } from '../scenario/index.ts';
import { simulate } from '../sim/simulate.ts';
import { recordAt } from './why.ts';

const { scenario } = readScenario(readFileSync(new URL('../../scenarios/impatient-liveness.yaml', import.meta.url), 'utf8'));
if (!scenario) throw new Error('the default scenario has errors');
const trace = simulate(scenario);

/** Kind and time of the record that `--at` and `--mark` stand for. */
function at(seconds: number, mark?: string): string {
  const record = trace.records[recordAt(trace, seconds * 1000, mark)];
  return `${record?.kind} ${((record?.t ?? 0) / 1000).toFixed(1)}`;
}

describe('what --at and --mark stand for', () => {
  it('is the most telling of what happened last', () => {
    expect(at(42.4)).toBe('Process 42.4');
    expect(at(40)).toBe('Signal 17.4');
    expect(at(0)).toBe('Event 0.0');
  });

  it('is what went wrong, where something went well at the same moment', () => {
    const pod = `{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {containers: [{name: app, image: nginx, securityContext: {appArmorProfile: {type: RuntimeDefault}}}]}}`;
    const { scenario: refused } = readScenario(pod);
    if (!refused) throw new Error('the Pod cannot be read');
    const run = simulate(refused);
    expect(run.records[recordAt(run, 10_000, undefined)]).toMatchObject({ kind: 'Event', object: { reason: 'AppArmor' } });
  });

  it('is the last mark whose words or lane have the text in them', () => {
    expect(at(60, 'exit with 137')).toBe('Process 42.4');
    expect(at(60, 'app.liveness')).toBe('Probe 51.3');
    expect(at(20, 'app.liveness')).toBe('Probe 12.3');
    expect(at(120, 'event backoff')).toMatch(/^Event 6/);
  });

  it('is an error that names what was looked for', () => {
    expect(() => at(5, 'SIGKILL')).toThrow('nothing that says "SIGKILL" has happened up to 5s');
  });
});
