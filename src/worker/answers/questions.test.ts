import { describe, expect, it } from 'vitest';
import { createWatcher } from '../../recording/index.ts';
import { readScenario } from '../../scenario/index.ts';
import { simulate } from '../../sim/simulate.ts';
import { sketch } from '../../testing/sim.ts';
import { lessonOn } from './lesson.ts';
import type { Lesson } from '../protocol.ts';

const POD = 'containers:\n- {name: app, image: busybox:1.36, command: [sh, -c, "sleep 20; exit 3"]}\nrestartPolicy: Never';

function lesson(settings: string, podSpec = POD): Lesson {
  const { scenario } = readScenario(sketch(podSpec, `duration: 1m\n${settings}`));
  if (!scenario) throw new Error('The scenario has errors.');
  return lessonOn({ scenario, trace: simulate(scenario, { watchTrigger: createWatcher }) });
}

const questions = (expectations: string, more = '') => lesson(`expect:\n${expectations}\n${more}`).questions;

describe('a claim becomes a question', () => {
  it('of time, answered by the run and not by the bounds of the claim', () => {
    const [question] = questions('- duration: {from: app.start, to: app.exit, min: 5s}');
    expect(question).toMatchObject({ claim: 1, ask: { what: 'when', point: 'app.exit', since: { point: 'app.start' } }, answer: { kind: 'time' } });
    const answered = question?.answer.kind === 'time' ? question.answer.ms : 0;
    expect(answered).toBeGreaterThan(20_000);
    expect(answered).toBeLessThan(22_000);
  });

  it('of a value among plausible ones', () => {
    const [question] = questions('- kubectlStatus: {value: Error}');
    expect(question).toMatchObject({ ask: { what: 'value', subject: { of: 'status' }, moment: { kind: 'end' } } });
    const { options, right } = question?.answer.kind === 'choice' ? question.answer : { options: [], right: -1 };
    expect(options).toHaveLength(4);
    expect(options[right]).toBe('Error');
  });

  it('of a number, of yes or no, of an order', () => {
    const all = questions(`- starts: {container: app, op: "==", value: 1}
- event: {reason: BackOff, op: "==", value: 0}
- order: [app.start < app.exit]`);
    const rights = all.map(({ ask, answer }) => [ask.what, answer.kind === 'choice' ? answer.options[answer.right] : '']);
    expect(Object.fromEntries(rights)).toEqual({ count: '1', whether: 'no', first: 'app.start' });
  });

  it('of an exit code', () => {
    const [question] = questions('- containerState: {container: app, state: terminated, exitCode: 3}');
    expect(question).toMatchObject({ ask: { subject: { of: 'exitCode' } }, answer: { options: ['0', '1', '3', '137'], right: 2 } });
  });

  it('in its own words, if there is nothing better', () => {
    expect(questions('- log: {container: app, contains: hello}')).toMatchObject([{ ask: { what: 'holds' }, answer: { options: ['yes', 'no'], right: 1 } }]);
  });
});

it('asks what the text chooses, at most three things, and nothing twice', () => {
  const claims = `- phase: {value: Failed}
- duration: {from: create, to: app.exit}
- duration: {from: app.start, to: app.exit}
- restartCount: {container: app, op: "==", value: 0}
- kubectlStatus: {value: Error}`;
  expect(questions(claims, 'lesson: {predict: [5, 3, 2, 1]}').map(({ claim }) => claim)).toEqual([5, 3, 1]);
  const chosenByWorth = questions(claims).map(({ claim }) => claim);
  expect(chosenByWorth).toHaveLength(3);
  expect(chosenByWorth[0]).toBe(2);
});

it('holds the goal of a change against the run', () => {
  const { change } = lesson('lesson: {change: {text: Let it succeed., goal: [{phase: {value: Succeeded}}, {phase: {value: Failed}}], stars: [1, 2]}}');
  expect(change).toMatchObject({ text: 'Let it succeed.', stars: [1, 2] });
  expect(change?.goal.map(({ verdict }) => verdict)).toEqual(['fail', 'pass']);
});

it('draws what the process does', () => {
  const { strip } = lesson('');
  expect(strip.rows).toMatchObject([{ container: 'app', bars: [{ kind: 'serving' }], exits: [{ failed: true }] }]);
});
