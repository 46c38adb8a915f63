/**
 * The simulation against the real thing: the claims of Kubernetes' own end-to-end tests, and recordings of a real
 * v1.36.2 kubelet. Scores below 1 are mostly chance (jitter, the phase of loops, load): two real runs differ as much.
 */
import { beforeAll, expect, test } from 'vitest';
import type { Trace } from '../model/trace.ts';
import { compare, createWatcher, judge, parseRecording, recordingOf, type RecordingLine } from '../recording/index.ts';
import { readScenario } from '../scenario/index.ts';
import { conformanceCases, readRecording, recordings } from '../testing/fixtures.ts';
import { NotCoveredError, simulate } from './simulate.ts';

/** Cases whose claims do not all hold, and why. */
const KNOWN_FAILURES: Readonly<Record<string, string>> = {
  'conformance/init/10-kubelet-restart-initialized-records-removed':
    'records that went while the kubelet was down: the result of the init container is not kept as the API had it',
};

/** Falls only if the engine loses something. */
const COVERED_CASES = 212;

/** Runs that end up further from the recorded one, and why. */
const LEAST_SCORE = 0.85;
const LOWER: Readonly<Record<string, { least: number; why: string }>> = {
  'recordings/kubelet-restart-image-backoff': { least: 0.5, why: 'the scenario does not say that the image does not exist' },
  'conformance/image/27-update-sidecar-after-liveness-failure-onfailure': { least: 0.7, why: 'initialDelaySeconds ends just before or after a tick' },
  'conformance/image/26-update-sidecar-after-liveness-failure-never': { least: 0.7, why: 'the same' },
  'conformance/hook/20-prestop-on-startup-failure': { least: 0.75, why: 'the same' },
  'conformance/hook/21-prestop-on-liveness-failure': { least: 0.75, why: 'the same' },
  'conformance/probe/11-liveness-exec-fails-slowly': { least: 0.8, why: 'the same' },
  'conformance/init/03-fails-always-retries': { least: 0.8, why: 'the jitter of back-offs adds up' },
  'conformance/misc/19-mirror-pod-deleted-by-force': { least: 0.8, why: 'the resync comes after 60 to 90 s' },
  'conformance/termination/31-static-pod-many-updates-last-wins': { least: 0.7, why: 'a static Pod that waits for its turn is looked at after 10 to 15 s' },
  'conformance/status/14-generation-per-spec-update': { least: 0.8, why: '499 changes within four relists' },
};

interface Run {
  scenario: string;
  /** Name of the recording that this run is to be like. */
  recording: string | undefined;
  trace: Trace;
  lines: RecordingLine[];
}

const runs: Run[] = [];

beforeAll(() => {
  for (const { name, text, recordings: real } of [...conformanceCases(), ...recordings()]) {
    const { scenario } = readScenario(text);
    if (scenario === undefined) throw new Error(`${name} cannot be read`);
    const sweep = scenario.actions.find((action) => action.sweep !== undefined)?.sweep?.map((value) => value.text) ?? [undefined];
    for (const at of sweep) {
      try {
        const trace = simulate(scenario, { ...(at !== undefined && { at }), watchTrigger: createWatcher });
        runs.push({ scenario: name, recording: real.find((candidate) => candidate.at === at)?.name, trace, lines: recordingOf(trace) });
      } catch (error) {
        if (!(error instanceof NotCoveredError)) throw error;
      }
    }
  }
}, 120_000);

test('the claims of the conformance cases hold', () => {
  const texts = new Map(conformanceCases().map(({ name, text }) => [name, text]));
  const failed = new Set<string>();
  for (const { scenario, lines, trace } of runs) {
    const text = texts.get(scenario);
    const read = text === undefined ? undefined : readScenario(text).scenario;
    if (read === undefined) continue;
    if (judge(read, lines, { complete: trace.cut === undefined }).some(({ verdict }) => verdict === 'fail')) failed.add(scenario);
  }
  expect([...failed].sort()).toEqual(Object.keys(KNOWN_FAILURES).sort());
});

test('no case is lost', () => {
  const covered = new Set(runs.map(({ scenario }) => scenario).filter((name) => name.startsWith('conformance/')));
  expect(covered.size).toBeGreaterThanOrEqual(COVERED_CASES);
});

test('no run is cut, and every action comes due', () => {
  expect(runs.filter(({ trace }) => trace.cut !== undefined || trace.pendingActions.length > 0).map(({ scenario }) => scenario)).toEqual([]);
});

test('the runs are like those of a real kubelet', { timeout: 60_000 }, () => {
  const scores = new Map<string, number>();
  for (const { recording, lines } of runs) {
    if (recording === undefined) continue;
    const { score } = compare(parseRecording(readRecording(recording)), lines);
    if (score !== undefined) scores.set(recording, score);
  }
  const mean = (folder: string) => {
    const found = [...scores].flatMap(([name, score]) => (name.startsWith(folder) ? [score] : []));
    return found.reduce((sum, score) => sum + score, 0) / found.length;
  };
  expect(mean('recordings/')).toBeGreaterThanOrEqual(0.97);
  expect(mean('conformance/')).toBeGreaterThanOrEqual(0.97);
  const low = [...scores].filter(([name, score]) => score < (LOWER[name]?.least ?? LEAST_SCORE));
  expect(Object.fromEntries(low)).toEqual({});
});
