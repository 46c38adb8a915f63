import { expect, test } from 'vitest';
import { readRecording, recordings } from '../testing/fixtures.ts';
import { formatRecording, parseRecording } from './text.ts';

test('recordings of a real kubelet are read and written back letter by letter', () => {
  for (const { recordings: runs } of recordings()) {
    for (const { name } of runs) {
      const text = readRecording(name);
      expect(formatRecording(parseRecording(text)) === text, name).toBe(true);
    }
  }
});

test('lines are put in order of time, those of the same time as they came; unknown kinds are left out', () => {
  const text =
    '{"kind":"End","t":9}\n\n{"kind":"Log","t":5,"container":"app","line":"a"}\n{"kind":"Weather","t":5}\n{"kind":"Log","t":5,"container":"app","line":"b"}\n{"kind":"Meta","pod":"web"}\n';
  expect(formatRecording(parseRecording(text))).toBe(
    '{"kind":"Meta","pod":"web"}\n{"kind":"Log","t":5,"container":"app","line":"a"}\n{"kind":"Log","t":5,"container":"app","line":"b"}\n{"kind":"End","t":9}\n',
  );
});

test('members always come in the same order, unknown ones are dropped', () => {
  expect(
    formatRecording([{ what: 'exit', instance: 1, signal: 'SIGKILL', exitCode: 137, container: 'app', t: 5, kind: 'Process', mood: 'bad' } as never]),
  ).toBe('{"kind":"Process","t":5,"container":"app","instance":1,"what":"exit","exitCode":137,"signal":"SIGKILL"}\n');
});

test('a broken line names its number and what is wrong', () => {
  expect(() => parseRecording('{"kind":"Meta"}\n{oops')).toThrow(/line 2 of the recording is not JSON/);
  expect(() => parseRecording('{"kind":"Meta"}\n[]')).toThrow(/line 2 of the recording is not an object/);
  expect(() => parseRecording('{"t":5}')).toThrow(/line 1 of the recording has no kind/);
  expect(() => parseRecording('{"kind":"Pod","object":{}}')).toThrow(/line 1 of the recording \(Pod\) has no t/);
  expect(() => parseRecording('{"kind":"Pod","t":5}')).toThrow(/line 1 of the recording \(Pod\) has no object/);
});
