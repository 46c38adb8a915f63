import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { runMain } from '../testing/test-machine.ts';
import type { SignalName } from './types.ts';

interface Script {
  script: string;
  /** `$0`, `$1`, … */
  args?: string[];
  signals?: [atMs: number, name: string][];
}

/** What Debian's dash did as PID 1 of a namespace (scripts/record-shell.mjs); `quarters` of a second until the end. */
interface Answer {
  stdout: string;
  stderr: string;
  code: number;
  quarters: number;
}

const fixture = (name: string): string => readFileSync(new URL(`../testing/fixtures/shell/${name}`, import.meta.url), 'utf8');
const GROUPS = parse(fixture('scripts.yaml')) as Record<string, Script[]>;
const ANSWERS = JSON.parse(fixture('answers.json')) as Record<string, Answer>;

const ENVIRONMENT = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root', HOSTNAME: 'pod' };
const QUARTER_MS = 250;
/** Some commands cost a little time here too. */
const SLACK_MS = 20;

function simulated({ script, args = [], signals = [] }: Script): Answer {
  const { stdout, stderr, code, endMs } = runMain(['sh', '-c', script, ...args], {
    image: 'debian',
    cwd: '/tmp',
    env: ENVIRONMENT,
    signals: signals.map(([atMs, name]) => [atMs, `SIG${name}` as SignalName]),
    untilMs: 60_000,
  });
  return { stdout, stderr, code: code ?? -1, quarters: Math.floor(((endMs ?? Number.POSITIVE_INFINITY) + SLACK_MS) / QUARTER_MS) };
}

describe('scripts of containers do what they did in a real dash as PID 1', () => {
  const all = Object.entries(GROUPS).flatMap(([group, scripts]) => scripts.map((script, index) => ({ ...script, name: `${group} ${index + 1}` })));
  test.each(all)('$name: $script', ({ name, ...script }) => {
    expect(simulated(script)).toEqual(ANSWERS[name]);
  });
});
