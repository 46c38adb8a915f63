import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { checkClaims, checkPoint, checkTrigger } from './check.ts';

const CONTEXT = { containers: ['app', 'side'], actionCount: 0 };

/** The faults of one claim as texts. */
function faultsOf(claim: string): string[] {
  return checkClaims([parse(claim)], CONTEXT).map(({ where, message }) => `${where}: ${message}`);
}

test('names the place and the fault', () => {
  expect(faultsOf('phase: {value: Running, within: "5"}')).toEqual(['expect[0].phase.within: "5" is not a duration']);
  expect(faultsOf('phase: {}')).toEqual(['expect[0].phase.value: is missing']);
  expect(faultsOf('phase: {value: Running, at: app.begin}')).toEqual(['expect[0].phase.at: "app.begin" is not a point in time']);
  expect(faultsOf('phase: {value: Running, at: action.1}')).toEqual(['expect[0].phase.at: there is no action 1']);
  expect(faultsOf('starts: {container: ap, op: "==", value: 1}')).toEqual(['expect[0].starts.container: the Pod has no container "ap", only app, side']);
  expect(faultsOf('restartDelay: {container: app, nth: 0}')).toEqual(['expect[0].restartDelay.nth: 0 is neither a number nor first-after:<point>']);
  expect(faultsOf('order: [app.start then app.exit]')).toEqual(['expect[0].order[0]: "app.start then app.exit" is not of the form p < q']);
  expect(faultsOf('log: {container: app, matches: "("}')).toEqual(['expect[0].log.matches: "(" is not a regular expression']);
  expect(faultsOf('apiError: {action: 1, status: Invalid}')).toEqual(['expect[0].apiError.action: 1 is neither create nor action.N']);
});

test('finds unknown kinds, arguments and combinations', () => {
  expect(faultsOf('fase: {value: Running}')[0]).toMatch(/fase is not a kind of claim; known: phase, condition/);
  expect(faultsOf('phase: {value: Running, wihtin: 5s}')[0]).toMatch(/wihtin: is unknown; known: value, within/);
  expect(faultsOf('phase: {value: Running, within: 5s, at: create}')[0]).toMatch(/exclude each other/);
  expect(faultsOf('phase: {value: Running, after: create}')[0]).toMatch(/needs within/);
  expect(faultsOf('restartCountDecreases: {container: app}')[0]).toMatch(/belongs inside never/);
  expect(faultsOf('never: {what: {phase: {value: Failed, within: 5s}}, during: {from: create, for: 5s}}')[0]).toMatch(/within has no place here/);
  expect(faultsOf('never: {what: {phase: {value: Failed}}, during: {from: create}}')[0]).toMatch(/needs either to or for/);
  expect(faultsOf('never: {what: {order: [app.start < app.exit]}, during: {from: create, for: 5s}}')[0]).toMatch(/says nothing about one moment/);
  expect(faultsOf('field: {path: metadata.generation, op: increases}')[0]).toMatch(/needs during/);
  expect(faultsOf('{phase: {value: Running}, podDeleted: {}}')[0]).toMatch(/a claim has one kind, not phase and podDeleted/);
  expect(faultsOf('{phase: {value: Running}, basis: guess}')[0]).toMatch(/basis: "guess" is none of stated, implied/);
  expect(faultsOf('just words')[0]).toMatch(/is not a claim/);
});

test('says what to do about it', () => {
  const [unknownKind] = checkClaims([{ pase: { value: 'Running' } }], CONTEXT);
  expect(unknownKind).toMatchObject({ path: ['expect', 0, 'pase'], help: 'Did you mean phase?' });
  const [boolean] = checkClaims([parse('condition: {type: Ready, status: True}')], CONTEXT, ['spec', 'expect']);
  expect(boolean).toMatchObject({
    where: 'spec.expect[0].condition.status',
    message: 'true is none of True, False, Unknown',
    help: expect.stringContaining('quotes') as string,
  });
});

test('triggers of actions are points, or claims without a time of their own', () => {
  const faults = (at: unknown) => checkTrigger(at, CONTEXT, ['actions', 0, 'at']).map(({ where, message }) => `${where}: ${message}`);
  expect(faults('before-create')).toEqual([]);
  expect(faults('app.ready+5s')).toEqual([]);
  expect(faults({ anyOf: [{ phase: { value: 'Failed' } }, { podDeleted: {} }] })).toEqual([]);
  expect(faults({ apiError: { action: 'create', status: 'Invalid' } })).toEqual([]);
  expect(faults({ phase: { value: 1 } })).toEqual(['actions[0].at.phase.value: 1 is not a text or a list of texts']);
  expect(faults('pod.terminl')).toEqual(['actions[0].at: "pod.terminl" is not a point in time']);
  expect(faults({ phase: { value: 'Running', within: '5s' } })).toEqual(['actions[0].at.phase: within has no place here']);
  expect(faults({ order: ['app.start < app.exit'] })).toEqual(['actions[0].at.order: order says nothing about one moment, so it cannot stand here']);
  expect(faults({ anyOf: 'all' })).toEqual(['actions[0].at.anyOf: is not a list of claims']);
});

test('points alone', () => {
  expect(checkPoint('side.start+1s', CONTEXT, ['story', 0, 'at'])).toEqual([]);
  expect(checkPoint(5, CONTEXT, ['story', 0, 'at'])).toMatchObject([{ where: 'story[0].at', message: '5 is not a point in time' }]);
});

test('what may be referred to need not be known', () => {
  expect(checkClaims([{ starts: { container: 'whatever', op: '==', value: 1, at: 'action.9' } }], {})).toEqual([]);
});
