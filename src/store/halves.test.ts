import { describe, expect, it } from 'vitest';
import { editHalf, splitHalves, tabLines } from './halves.ts';

const POD = 'apiVersion: v1\nkind: Pod\n';
const SCENARIO = 'apiVersion: podloupe.dev/v1\nkind: Scenario\n';

describe('editHalf', () => {
  it('changes the text of one tab and nothing else', () => {
    const { text } = editHalf(splitHalves(`${SCENARIO}---\n${POD}`), 'pod', `${POD}metadata: {name: web}\n`);
    expect(text).toBe(`${SCENARIO}---\n${POD}metadata: {name: web}\n`);
  });

  it('keeps a Scenario document in its tab while its apiVersion is typed anew', () => {
    let halves = splitHalves(`${SCENARIO}---\n${POD}`);
    const keystrokes = ['a', 'apiVersion: pod', 'apiVersion: podloupe.dev/', 'apiVersion: podloupe.dev/v1\nkind: Scenario\nspec: {seed: 7}\n'];
    let text = '';
    for (const view of keystrokes) ({ halves, text } = editHalf(halves, 'scenario', view));
    expect(halves.pod).toBe(POD);
    expect(text).toBe(`apiVersion: podloupe.dev/v1\nkind: Scenario\nspec: {seed: 7}\n---\n${POD}`);
  });

  it('loses neither tab when both are edited while one is not recognisable', () => {
    const first = editHalf(splitHalves(`${SCENARIO}---\n${POD}`), 'scenario', 'api\n');
    const second = editHalf(first.halves, 'pod', `${POD}spec: {}\n`);
    expect(second.text).toContain('spec: {}');
    expect(second.text).toContain('api\n');
    const third = editHalf(second.halves, 'scenario', SCENARIO);
    expect(third.text).toBe(`${SCENARIO}---\n${POD}spec: {}\n`);
  });

  it('adds the first Scenario document in front', () => {
    let halves = splitHalves(POD);
    let text = '';
    for (const view of ['apiVersion:', SCENARIO]) ({ halves, text } = editHalf(halves, 'scenario', view));
    expect(text).toBe(`${SCENARIO}---\n${POD}`);
    expect(halves).toEqual({ base: text, pod: POD, scenario: SCENARIO });
  });
});

describe('tabLines', () => {
  it('says which tab shows a line of the whole text', () => {
    const lines = tabLines(`${SCENARIO}---\n${POD}`);
    expect(lines.slice(0, 5).map((at) => (at ? `${at.half} ${at.line}` : '-'))).toEqual(['scenario 1', 'scenario 2', '-', 'pod 1', 'pod 2']);
  });
});
