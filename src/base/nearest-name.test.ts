import { expect, it } from 'vitest';
import { nearestName } from './nearest-name.ts';

const NAMES = ['command', 'args', 'env', 'envFrom', 'image', 'livenessProbe', 'readinessProbe', 'ports'];

it.each([
  ['livenesProbe', 'livenessProbe'],
  ['liveness_probe', 'livenessProbe'],
  ['readyness', undefined],
  ['readiness', 'readinessProbe'],
  ['imgae', 'image'],
  ['livenessprobe', 'livenessProbe'],
  ['commnad', 'command'],
  ['port', 'ports'],
  ['cmd', 'command'],
  ['foo', undefined],
  ['', undefined],
])('%s is meant to be %s', (written, meant) => {
  expect(nearestName(written, NAMES)).toBe(meant);
});
