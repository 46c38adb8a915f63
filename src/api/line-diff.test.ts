import fc from 'fast-check';
import { expect, it } from 'vitest';
import { unifiedDiff } from './line-diff.ts';

it('shows changes with three lines around them', () => {
  expect(unifiedDiff('a\nb\nc\nd\ne\nf\ng', 'a\nb\nc\nd\nX\nf\ng')).toBe('@@ -2,6 +2,6 @@\n b\n c\n d\n-e\n+X\n f\n g\n');
});

it('is empty for equal texts', () => {
  expect(unifiedDiff('a\nb', 'a\nb')).toBe('');
});

it('turns the old text into the new one when applied', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 260 }).map((lines) => lines.join('\n'));
  fc.assert(
    fc.property(text, text, (before, after) => {
      expect(apply(before, unifiedDiff(before, after))).toBe(after);
    }),
  );
});

function apply(text: string, diff: string): string {
  const old = text.split('\n');
  const out: string[] = [];
  let at = 0;
  for (const line of diff.split('\n').slice(0, -1)) {
    const header = /^@@ -(\d+)(?:,(\d+))? /.exec(line);
    if (header !== null) {
      const start = Number(header[1]) - (header[2] === '0' ? 0 : 1);
      out.push(...old.slice(at, start));
      at = start;
    } else if (line.startsWith('+')) out.push(line.slice(1));
    else {
      if (line.startsWith(' ')) out.push(old[at] ?? '');
      at += 1;
    }
  }
  return [...out, ...old.slice(at)].join('\n');
}
