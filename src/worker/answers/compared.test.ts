import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { readFixture, readRecording } from '../../testing/fixtures.ts';
import { editedText } from '../../scenario/edit.ts';
import { run } from './answer.ts';
import { storyOf } from './story.ts';
import { comparedWith } from './compared.ts';
import type { Compared, OtherRun, SimulationReply, SimulationRequest } from '../protocol.ts';

const IMPATIENT = readFileSync(new URL('../../../scenarios/impatient-liveness.yaml', import.meta.url), 'utf8');

type Reply = Extract<SimulationReply, { kind: 'compare' }>;

function compared(text: string, other: Partial<OtherRun>, presentIs: 'a' | 'b' = 'a'): Reply {
  const present = run({ id: 1, text, choices: {} });
  if (!present.kept) throw new Error('The present text has errors');
  const request = {
    kind: 'compare' as const,
    id: 2,
    runId: 1,
    text,
    choices: {},
    other: { text, choices: {}, edits: [], ...other },
    presentIs,
  } satisfies SimulationRequest;
  return comparedWith(request, present.kept).reply as Reply;
}

function found(reply: Reply): Compared {
  if (!reply.compared) throw new Error(reply.reason);
  return reply.compared;
}

describe('a run beside another', () => {
  it('is the same as itself', () => {
    const { words, diff, source } = found(compared(IMPATIENT, {}));
    expect(words.sentence).toBe('No difference: both runs do the same, within 0.1 s.');
    expect(words.differences).toEqual([]);
    expect(words.rows.every(({ difference }) => difference === '=')).toBe(true);
    expect(diff).toEqual([]);
    expect(source).toBe('simulated');
  });

  it('with the change that a finding proposes: what it changes, from both sides', () => {
    const { kept } = run({ id: 1, text: IMPATIENT, choices: {} });
    const edits = (kept && storyOf(kept).findings[0]?.change?.edits) ?? [];
    expect(edits.length).toBeGreaterThan(0);
    const { words, text, diff, trace } = found(compared(IMPATIENT, { edits }));
    expect(words.sentence).toMatch(/^B is Ready .* later, restarts .* instead of \d/);
    expect(text).toContain('startupProbe');
    expect(diff?.filter(({ kind }) => kind === 'added').length).toBeGreaterThan(0);
    expect(trace.records.some((record) => record.kind === 'Probe' && record.probe === 'startup')).toBe(true);
    const startup = words.differences.find(({ where }) => where === 'app startup');
    expect(startup?.b?.words).toMatch(/^fails \S+ times at/);
    expect(startup?.a).toBeUndefined();

    const swapped = found(compared(IMPATIENT, { edits }, 'b'));
    expect(swapped.words.sentence).toMatch(/^B is Ready .* earlier, restarts .* instead of \d/);
    expect(swapped.words.differences.find(({ where }) => where === 'app startup')).not.toHaveProperty('b');
    expect(swapped.diff?.filter(({ kind }) => kind === 'removed').length).toBeGreaterThan(0);
  });

  it('says where they part in the time of the run: each difference has its record', () => {
    const { words, trace } = found(compared(IMPATIENT, { choices: { seed: 2 } }));
    const present = run({ id: 1, text: IMPATIENT, choices: {} }).kept?.trace;
    for (const { aspect, a, b } of words.differences.filter((each) => each.aspect !== 'probes')) {
      for (const [told, records] of [
        [a, present?.records],
        [b, trace.records],
      ] as const)
        if (told)
          expect(
            records?.some(({ t }) => t === told.first.t),
            `${aspect} ${told.words}`,
          ).toBe(true);
    }
    expect(words.fork?.timeMs).toBe(words.differences[0]?.t);
  });

  it('with another seed: what depends on chance', () => {
    const { words, trace, diff } = found(compared(IMPATIENT, { choices: { seed: 2 } }));
    expect(trace.meta.seed).toBe(2);
    expect(words.differences.length).toBeGreaterThan(0);
    expect(diff).toEqual([]);
  });

  it('with another feature gate, of a text that has no Scenario document yet', () => {
    const pod = `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers: [{name: app, image: "busybox:1.36", command: [sh, -c, "sleep 2; exit 1"]}]
`;
    const edits = [{ document: 'scenario' as const, path: 'spec.cluster.featureGates.ReduceDefaultCrashLoopBackOffDecay', value: true }];
    const { words, text } = found(compared(pod, { edits }));
    expect(text).toMatch(/^apiVersion: podloupe.dev\/v1\n/);
    expect(text).toContain(pod);
    expect(words.sentence).toMatch(/restarts \d+ times instead of \d+/);
  });

  it('that was recorded of a real kubelet', () => {
    const name = 'recordings/hook-prestop-outlives-grace';
    const { source, trace, words, title, diff } = found(compared(readFixture(`${name}.yaml`), { text: readRecording(name) }));
    expect(source).toBe('real');
    expect(title).toBe('prestop-long');
    expect(trace.records.every(({ rule }) => rule === 'measured')).toBe(true);
    expect(words.differences).toEqual([]);
    expect(words.sentence).toBe('No difference: both runs do the same, within 1.5 s.');
    expect(words.rows.find(({ measure }) => measure === 'grace')).toMatchObject({
      a: expect.stringMatching(/^8(\.\d)? of 8 s$/) as string,
      b: expect.stringMatching(/^8(\.\d)? of 8 s$/) as string,
    });
    expect(diff).toBeUndefined();
  });

  it.each([
    ['a text with errors', 'kind: Pod\nspec: 1\n', /./],
    ['a broken recording', '{"kind":"Meta"}\n{"kind":"Pod","t":0}\n', /^Line 2 of the recording \(Pod\) has no object\.$/],
    ['an empty recording', '{"kind":"Meta"}\n', /^The recording has no lines\.$/],
  ])('that cannot be had: %s', (_, text, reason) => {
    const reply = compared(IMPATIENT, { text });
    expect(reply.compared).toBeUndefined();
    expect(reply.reason).toMatch(reason);
  });

  it('that has no place for a change', () => {
    expect(compared(IMPATIENT, { text: 'kind: Service\n', edits: [{ document: 'pod', path: 'spec.x', value: 1 }] }).reason).toBe(
      'The text has no Pod to change.',
    );
  });

  it('that kubectl watched is what really happened; what it did otherwise can be put into the text', () => {
    const text = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n    - {name: app, image: shop/cart, ports: [{containerPort: 80}]}\n';
    const at = (second: number) => `2026-01-01T00:00:${String(second).padStart(2, '0')}Z`;
    const metadata = { name: 'web', namespace: 'default', uid: 'u', creationTimestamp: at(0) };
    const spec = { containers: [{ name: 'app', image: 'shop/cart' }] };
    const pod = (status: object) => ({ apiVersion: 'v1', kind: 'Pod', metadata, spec, status });
    const container = (state: object, rest: object = {}) => ({ containerStatuses: [{ name: 'app', state, ready: false, restartCount: 0, ...rest }] });
    const terminated = { exitCode: 3, reason: 'Error', startedAt: at(12), finishedAt: at(21) };
    const event = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'web.1' },
      involvedObject: { kind: 'Pod', name: 'web', fieldPath: 'spec.containers{app}' },
      reason: 'Pulled',
      message: 'Successfully pulled image "shop/cart" in 10.2s (10.2s including waiting). Image size: 1 bytes.',
      firstTimestamp: at(11),
      lastTimestamp: at(11),
      type: 'Normal',
    };
    const watched = [
      { type: 'ADDED', object: pod({ phase: 'Pending' }) },
      { type: 'MODIFIED', object: pod({ phase: 'Running', ...container({ running: { startedAt: at(12) } }, { ready: true }) }) },
      { type: 'MODIFIED', object: pod({ phase: 'Running', ...container({ terminated }) }) },
      { type: 'ADDED', object: event },
    ];
    const capture = watched.map((each) => JSON.stringify(each, undefined, 2)).join('\n');
    const { source, deviations } = found(compared(text, { text: capture }));
    expect(source).toBe('real');
    expect(deviations?.map(({ sentence }) => sentence)).toEqual([
      'The real node took 10.1 s longer to pull shop/cart: 10.2 s, simulated 0.1 s.',
      'The real app exited with 3 after 9 s; the simulated one runs on.',
    ]);
    const edits = deviations?.flatMap(({ change }) => change?.edits ?? []) ?? [];
    const after = editedText(text, edits);
    expect(after).toContain('{image: shop/cart, onNode: false, pull: 10.2s}');
    expect(after).toContain('exit: {after: 9s, code: 3}');
    expect(found(compared(after, { text: capture })).deviations).toEqual([]);
  });
});
