import { expect, it } from 'vitest';
import { nearest } from './nearest.ts';

const NAMES = ['command', 'args', 'env', 'envFrom', 'image', 'livenessProbe', 'readinessProbe', 'ports'];

it.each([
  ['livenesProbe', 'livenessProbe'],
  ['liveness_probe', 'livenessProbe'],
  ['readyness', undefined],
  ['readiness', 'readinessProbe'],
  ['imgae', 'image'],
  ['port', 'ports'],
  ['cmd', 'command'],
  ['foo', undefined],
  ['', undefined],
])('%s is meant to be %s', (written, meant) => {
  expect(nearest(written, NAMES)).toBe(meant);
});
