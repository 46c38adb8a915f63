import { expect, test } from 'vitest';
import { timeOfDay } from './timestamp.ts';

test('the time of day is that of UTC, rounded, and carries over', () => {
  const morning = Date.UTC(2026, 0, 1, 10, 5, 42, 370);
  expect([timeOfDay(morning), timeOfDay(morning, 1), timeOfDay(morning, 3)]).toEqual(['10:05:42', '10:05:42.4', '10:05:42.370']);
  expect(timeOfDay(Date.UTC(2026, 0, 1, 23, 59, 59, 960), 1)).toBe('00:00:00.0');
});
