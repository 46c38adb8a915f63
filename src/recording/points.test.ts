import { expect, test } from 'vitest';
import { parsePoint } from './points.ts';

test('points, also of containers whose names look like offsets', () => {
  expect(parsePoint('delete+15s')).toEqual({ kind: 'delete', offsetMs: 15_000 });
  expect(parsePoint('1m')).toEqual({ kind: 'create', offsetMs: 60_000 });
  expect(parsePoint('action.2+1m1s')).toEqual({ kind: 'action', index: 2, offsetMs: 61_000 });
  expect(parsePoint('init-1#2.start')).toEqual({ kind: 'container', container: 'init-1', nth: 2, what: 'start', offsetMs: 0 });
  expect(parsePoint('init-1s.exit-1s')).toEqual({ kind: 'container', container: 'init-1s', nth: 1, what: 'exit', offsetMs: -1000 });
  expect(parsePoint('app#last.prestop.end')).toEqual({ kind: 'container', container: 'app', nth: 'last', what: 'prestop.end', offsetMs: 0 });
  expect(parsePoint('cond.k8s.io/gate-1.True#2')).toEqual({ kind: 'condition', type: 'k8s.io/gate-1', status: 'True', nth: 2, offsetMs: 0 });
  expect(parsePoint('phase.notPending')).toEqual({ kind: 'phase', name: 'notPending', offsetMs: 0 });
});

test('other texts are no points', () => {
  for (const text of ['', 'app', 'app.begin', 'action.0', 'cond.Ready', 'delete+soon', 'delete+', 'before-create']) {
    expect(parsePoint(text), text).toBeUndefined();
  }
});
