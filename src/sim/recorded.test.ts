/**
 * What is held against Kubernetes itself, run by run: the claims taken from its end-to-end tests hold, and the run is as like the
 * recording of a real v1.36.2 kubelet as it was before. `scripts/fidelity.mjs` measures the same as numbers, other seeds included.
 */
import { expect, test } from 'vitest';
import { RULES } from '../model/rules.ts';
import { compare, createWatcher, judge, parseRecording, recordingOf } from '../recording/index.ts';
import { readScenario } from '../scenario/index.ts';
import { conformanceCases, type RecordedScenario, readFixture, readRecording, recordings } from '../testing/fixtures.ts';
import { shownObjects } from '../testing/shown-objects.ts';
import { type SimulateOptions, simulate } from './simulate.ts';

/**
 * The share of items in which a run is like the recording, where that is not all of them, cut to thousandths. A rule that brings a run
 * nearer raises its number (`npm run fidelity -- --keep`); nothing lowers one without a reason.
 */
const REACHED = JSON.parse(readFixture('recordings/likeness.json')) as Record<string, number>;

/**
 * How many of the statuses and kinds of Events that the real API server showed the run does not show, member for member, where that is
 * any: those of moments that chance makes or that the watch caught between two others, names of images and groups of that machine.
 */
const UNSEEN = JSON.parse(readFixture('recordings/unseen.json')) as Record<string, number>;

/** Its claims fail by the rule itself, long after what upstream's test looks at: see docs/fidelity.md. */
const FAILING = 'conformance/init/10-kubelet-restart-initialized-records-removed';

interface Run {
  /** Of the scenario; a recording has the value of its sweep in its own. */
  name: string;
  text: string;
  recording?: string;
  at?: string;
}

/** One run for each recording, second ones included; one for a case that was not recorded. */
const RUNS = [...conformanceCases(), ...recordings()].flatMap(runsOf);

test.each(RUNS.map((each) => [each.recording ?? each.name, each] as const))('%s', { timeout: 60_000 }, (_, { name, text, recording, at }) => {
  const real = recording === undefined ? undefined : parseRecording(readRecording(recording));
  const { scenario, diagnostics } = readScenario(text);
  if (scenario === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));

  const trace = simulate(scenario, { ...(at !== undefined && { at }), ...createdLike(real), watchTrigger: createWatcher });
  expect({ cut: trace.cut, pending: trace.pendingActions }, 'runs to its end, and every action comes due').toEqual({ cut: undefined, pending: [] });

  expect(trace.records.filter(({ rule }) => !(rule in RULES)).map(({ id, rule }) => `${id}: ${rule}`)).toEqual([]);

  const simulated = recordingOf(trace);
  const failing = judge(scenario, simulated, { complete: true }).filter(({ verdict }) => verdict === 'fail');
  if (name !== FAILING) expect(failing.map((claim) => `${claim.text} -> ${claim.seen}`)).toEqual([]);

  if (real === undefined || recording === undefined) return;
  const { score, divergences } = compare(real, simulated);
  expect(score, divergences.map((each) => `${each.aspect} ${each.subject}: ${each.text}`).join('\n')).toBeGreaterThanOrEqual(REACHED[recording] ?? 1);
  const shown = new Set(shownObjects(simulated));
  const unseen = shownObjects(real).filter((object) => !shown.has(object));
  expect(unseen.length, unseen.join('\n')).toBeLessThanOrEqual(UNSEEN[recording] ?? 0);
});

function runsOf({ name, text, recordings: runs, secondRun }: RecordedScenario): Run[] {
  const real = [...runs, ...(secondRun === undefined ? [] : [{ name: secondRun }])];
  if (real.length === 0) return [{ name, text }];
  return real.map(({ name: recording, ...at }) => ({ name, text, recording, ...at }));
}

/** Kubernetes cuts times to whole seconds: the fraction at which the Pod was created decides, say, which probe is the first after an initial delay. */
function createdLike(real: ReturnType<typeof parseRecording> | undefined): Pick<SimulateOptions, 'createdAtMs'> {
  const meta = real?.find(({ kind }) => kind === 'Meta');
  return meta?.kind === 'Meta' && meta.createdAt !== undefined ? { createdAtMs: Date.parse(meta.createdAt) } : {};
}
