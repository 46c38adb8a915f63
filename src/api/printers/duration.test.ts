import { describe, expect, it } from 'vitest';
import { humanDuration, rfc1123, since } from './duration.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** staging/src/k8s.io/apimachinery/pkg/util/duration/duration.go */
describe('ages', () => {
  it.each([
    [-2 * SECOND, '<invalid>'],
    [-1 * SECOND, '0s'],
    [0, '0s'],
    [119 * SECOND, '119s'],
    [120 * SECOND, '2m'],
    [599 * SECOND, '9m59s'],
    [179 * MINUTE, '179m'],
    [3 * HOUR, '3h'],
    [8 * HOUR - MINUTE, '7h59m'],
    [47 * HOUR, '47h'],
    [50 * HOUR, '2d2h'],
    [729 * DAY, '729d'],
    [731 * DAY, '2y1d'],
    [2920 * DAY, '8y'],
  ])('%d ms is %s', (ms, text) => {
    expect(humanDuration(ms)).toBe(text);
  });

  it('do not know a missing time', () => {
    expect(since(null, 0)).toBe('<unknown>');
  });
});

describe('times', () => {
  it('are written as RFC 1123 in UTC', () => {
    expect(rfc1123('2025-03-04T10:00:01Z')).toBe('Tue, 04 Mar 2025 10:00:01 +0000');
    expect(rfc1123('1970-01-01T00:00:00Z')).toBe('Thu, 01 Jan 1970 00:00:00 +0000');
    expect(rfc1123(null)).toBe('Mon, 01 Jan 0001 00:00:00 +0000');
  });
});
