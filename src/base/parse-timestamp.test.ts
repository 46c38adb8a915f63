import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRfc3339Ms } from './parse-timestamp.ts';
import { rfc3339, rfc3339Micro } from './timestamp.ts';

test('times as Kubernetes writes them, fractions and offsets included', () => {
  expect(parseRfc3339Ms('1970-01-01T00:00:00Z')).toBe(0);
  expect(parseRfc3339Ms('2026-01-01T00:00:00Z')).toBe(1_767_225_600_000);
  expect(parseRfc3339Ms('2026-11-21T11:22:38.395Z')).toBe(Date.parse('2026-11-21T11:22:38.395Z'));
  expect(parseRfc3339Ms('2026-11-21T11:22:38.395123Z')).toBe(Date.parse('2026-11-21T11:22:38.395Z'));
  expect(parseRfc3339Ms('2024-02-29T23:59:59-05:30')).toBe(Date.parse('2024-02-29T23:59:59-05:30'));
});

test('other texts are no times', () => {
  for (const text of ['', 'now', '2026-01-01', '2026-13-01T00:00:00Z', '2026-01-01T25:00:00Z', '2026-01-01T00:00:00']) {
    expect(parseRfc3339Ms(text)).toBeUndefined();
  }
});

test('reads back what was written', () => {
  fc.assert(
    fc.property(fc.integer({ min: -60_000_000_000_000, max: 200_000_000_000_000 }), (epochMs) => {
      expect(parseRfc3339Ms(rfc3339(epochMs))).toBe(Math.floor(epochMs / 1000) * 1000);
      expect(parseRfc3339Ms(rfc3339Micro(epochMs))).toBe(epochMs);
    }),
  );
});
