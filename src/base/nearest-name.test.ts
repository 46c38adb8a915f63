import { expect, test } from 'vitest';
import { nearestName } from './nearest-name.ts';

const FIELDS = ['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle', 'command', 'args'];

test('a slip of the keyboard is understood', () => {
  expect(nearestName('livenesProbe', FIELDS)).toBe('livenessProbe');
  expect(nearestName('livenessprobe', FIELDS)).toBe('livenessProbe');
  expect(nearestName('commnad', FIELDS)).toBe('command');
  expect(nearestName('arg', FIELDS)).toBe('args');
});

test('another word is not', () => {
  expect(nearestName('image', FIELDS)).toBeUndefined();
  expect(nearestName('', FIELDS)).toBeUndefined();
});
