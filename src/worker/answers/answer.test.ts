import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { afterEdit } from './edits.ts';
import { answer, type KeptRun, runAskedAbout } from './answer.ts';
import { withStory } from './story.ts';
import { toldOf } from './tell.ts';
import type { SimulationReply } from '../protocol.ts';

const TEXT = readFileSync(new URL('../../../scenarios/impatient-liveness.yaml', import.meta.url), 'utf8');

type Reply<Kind> = Extract<SimulationReply, { kind: Kind }>;

function run(text: string, id = 1): { reply: Reply<'run'>; kept: KeptRun | undefined } {
  const { reply, kept } = answer({ kind: 'run', id, text, choices: {} });
  return { reply: reply as Reply<'run'>, kept };
}

function whyKilled(runId: number, kept?: KeptRun) {
  const record = run(TEXT).reply.trace?.records.find((each) => each.kind === 'Decision' && each.decision.what === 'kill')?.id ?? -1;
  return toldOf(runAskedAbout({ kind: 'tell', id: 9, runId, text: TEXT, choices: {}, record }, kept), record);
}

describe('answers to the page', () => {
  it('a run comes with its story', () => {
    const { reply, kept } = run(TEXT);
    const { story } = withStory(reply, kept) as Reply<'run'>;
    expect(story?.verdict.headline).toBe('Killed twice while booting, one crash, then a clean run');
    expect(story?.findings[0]?.kind).toBe('liveness-before-boot');
    expect(story?.disagreements.length).toBeGreaterThan(3);
  });

  it('why is told from the run that is kept, or from one that is made again: the answer is the same', () => {
    const { kept } = run(TEXT, 4);
    const told = whyKilled(4, kept);
    expect(told.question).toMatch(/^Why is app killed at/);
    expect(whyKilled(4)).toEqual(told);
    expect(whyKilled(4, run(TEXT.replace('boot: 25s', 'boot: 1s'), 5).kept)).toEqual(told);
  });

  it('a broken text leaves no run to ask about', () => {
    expect(run('kind: Pod\nspec: 1\n').kept).toBeUndefined();
  });

  it('a change comes as text and as what differs; a text without a place for it as neither', () => {
    const edits = [{ document: 'pod' as const, path: 'spec.terminationGracePeriodSeconds', value: 45 }];
    const reply = afterEdit({ kind: 'edit', id: 1, text: TEXT, edits });
    expect((reply as Reply<'edit'>).edited?.diff.map(({ kind, text }) => `${kind} ${text.trim()}`)).toEqual([
      'same spec:',
      'removed terminationGracePeriodSeconds: 30',
      'added terminationGracePeriodSeconds: 45',
      'same containers:',
    ]);
    expect(afterEdit({ kind: 'edit', id: 1, text: 'kind: Service\n', edits })).toEqual({ kind: 'edit', id: 1 });
  });

  it('everything survives the way to the page', () => {
    const { reply, kept } = run(TEXT);
    const whole = withStory(reply, kept);
    expect(structuredClone(whole)).toEqual(whole);
  });
});
