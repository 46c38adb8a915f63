import { describe, expect, it } from 'vitest';
import { clockDigits, clockTime, lengthInWords, spokenTime, timeInWords } from './time-words.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

describe('a time is told', () => {
  it('in seconds for ten minutes, then with minutes and hours', () => {
    expect([0, 15_200, 599_900, 599_960, 843_200, 5_263_440, 86_400_000].map(timeInWords)).toEqual([
      '0.0 s',
      '15.2 s',
      '599.9 s',
      '10 min',
      '14 min 3.2 s',
      '1 h 27 min 43.4 s',
      '24 h',
    ]);
  });

  it('as a length without a decimal that says nothing, in minutes from where one asks for them', () => {
    expect([30_000, 5700, 731_500, HOUR_MS + 3000].map((ms) => lengthInWords(ms))).toEqual(['30 s', '5.7 s', '12 min 11.5 s', '1 h 3 s']);
    expect([59_900, MINUTE_MS, 105_000, 90 * MINUTE_MS].map((ms) => lengthInWords(ms, MINUTE_MS))).toEqual(['59.9 s', '1 min', '1 min 45 s', '1 h 30 min']);
  });

  it('aloud with the names of its units', () => {
    expect([15_200, 66_000, 843_200, HOUR_MS + MINUTE_MS].map(spokenTime)).toEqual(['15.2 seconds', '66 seconds', '14 minutes 3.2 seconds', '1 hour 1 minute']);
  });

  it('on a clock with digits that keep their places', () => {
    expect([15_200, 599_960, 843_200, HOUR_MS, 86_399_999].map((ms) => clockTime(ms))).toEqual(['15.2 s', '10:00.0', '14:03.2', '1:00:00.0', '24:00:00.0']);
    expect([clockTime(40_027, 2), clockTime(40_027, 3), clockTime(843_217, 3)]).toEqual(['40.03 s', '40.027 s', '14:03.217']);
    expect([clockDigits(5_250_000, 0), clockDigits(605_250, 2)]).toEqual(['1:27:30', '10:05.25']);
  });
});
