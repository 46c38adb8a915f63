import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { evaluateArithmetic } from './sh/arithmetic.ts';
import { escapePattern, matchesPattern } from './sh/pattern.ts';
import { runMain } from '../testing/test-machine.ts';

const dash = hasDash();

function hasDash(): boolean {
  try {
    execFileSync('dash', ['-c', ':'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Printable text without NUL, newlines included. */
const text = fc.string({ unit: fc.constantFrom(...'ab z*?[]\\$`"\'!#~;&|<>(){}=-\n\t%é€') });

const quote = (word: string) => `'${word.replaceAll("'", "'\\''")}'`;
const doubleQuote = (word: string) => `"${word.replace(/[$`"\\]/g, '\\$&')}"`;

/** Arithmetic without division, whose operands may be zero. */
const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4 },
    fc.integer({ min: -1000, max: 1000 }).map((n) => (n < 0 ? `(${n})` : String(n))),
    fc
      .tuple(tie('expression'), fc.constantFrom('+', '-', '*', '<', '>', '<=', '>=', '==', '!=', '&', '|', '^', '&&', '||'), tie('expression'))
      .map(([a, operator, b]) => `${a} ${operator} ${b}`),
    fc.tuple(fc.constantFrom('-', '!', '~', '+'), tie('expression')).map(([operator, a]) => `${operator}(${a})`),
    fc.tuple(tie('expression'), tie('expression'), tie('expression')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
    tie('expression').map((a) => `(${a})`),
  ),
}));

describe('quoting', () => {
  test('what is quoted comes out as it was', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (words) => {
        const expected = words.map((word) => `<${word}>`).join('');
        for (const quoted of [words.map(quote), words.map(doubleQuote)]) {
          expect(runMain(['sh', '-c', `printf '<%s>' ${quoted.join(' ')}`]).stdout).toBe(expected);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('a value in double quotes is never split, and set -- keeps it', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (words) => {
        const script = 'x=$1; set -- "$@" "$x"; printf "%s|" "$#"; for i in "$@"; do printf "<%s>" "$i"; done';
        expect(runMain(['sh', '-c', script, 'sh', ...words]).stdout).toBe(`${words.length + 1}|${[...words, words[0]].map((word) => `<${word}>`).join('')}`);
      }),
      { numRuns: 60 },
    );
  });

  test('an escaped pattern matches its text and nothing else', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(matchesPattern(escapePattern(a), a)).toBe(true);
        expect(matchesPattern(escapePattern(a), b)).toBe(a === b);
      }),
    );
  });
});

describe('arithmetic', () => {
  const samples = fc.sample(expression, { numRuns: 300, seed: 7 });
  let real: string[] = [];
  beforeAll(() => {
    if (dash)
      real = execFileSync('dash', ['-c', samples.map((sample) => `echo $((${sample}))`).join('\n')], { encoding: 'utf8' })
        .trim()
        .split('\n');
  });

  test.skipIf(!dash)('300 expressions have the value that dash gives them', () => {
    const got = samples.map((sample) => String(evaluateArithmetic(sample, { get: () => undefined, set: () => {} }, 'dash')));
    expect(got).toEqual(real);
  });

  test('wraps at 64 bits and divides toward zero', () => {
    const value = (source: string) => evaluateArithmetic(source, { get: () => undefined, set: () => {} }, 'dash');
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.bigInt({ min: 1n, max: 2n ** 40n }), (a, b) => {
        const left = a < 0n ? `(0${a})` : String(a);
        expect(value(`${left} / ${b} * ${b} + ${left} % ${b}`)).toBe(a);
        expect(value(`${left} + ${b} - ${b}`)).toBe(a);
      }),
    );
  });
});

describe('splitting', () => {
  const fieldText = fc.string({ unit: fc.constantFrom(...'ab: ,\t') });
  const samples = fc.sample(fc.tuple(fieldText, fc.constantFrom(' \t\n', ':', ' :', ',', ': ,')), { numRuns: 200, seed: 3 });
  const script = (value: string, ifs: string) =>
    `IFS=${quote(ifs)}; x=${quote(value)}; set -- $x; printf '%s' "$#"; for i in "$@"; do printf '<%s>' "$i"; done; echo`;

  test.skipIf(!dash)('200 values are split as dash splits them', () => {
    const all = samples.map(([value, ifs]) => script(value, ifs)).join('\n');
    const real = execFileSync('dash', ['-c', all], { encoding: 'utf8' });
    expect(runMain(['dash', '-c', all], { image: 'debian' }).stdout).toBe(real);
  });
});

describe('determinism', () => {
  test('the same script does the same twice', () => {
    const script =
      "trap 'echo t' TERM; (sleep 1; echo a; kill $$) & for i in 1 2 3; do echo $RANDOM | tr 0-9 a-j; sleep 0.7; done; mktemp; head -c 5 /dev/urandom | md5sum; ps";
    const once = () => runMain(['bash', '-c', script], { image: 'debian' }).lines;
    expect(once()).toEqual(once());
  });
});
