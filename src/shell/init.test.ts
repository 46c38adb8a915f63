import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { runMain } from '../testing/test-machine.ts';
import type { SignalName } from './types.ts';

/** A script as PID 1, and signals from outside; times in seconds, short enough to be run for real. */
interface Case {
  title: string;
  script: string;
  signals: [atSeconds: number, signal: SignalName][];
}

const CASES: Case[] = [
  {
    title: 'sleep as PID 1 ignores SIGTERM',
    script: 'sleep 2',
    signals: [
      [0.5, 'SIGTERM'],
      [1, 'SIGKILL'],
    ],
  },
  { title: 'a trap waits for the foreground child', script: "trap 'echo bye; exit 3' TERM; sleep 2; echo never", signals: [[0.5, 'SIGTERM']] },
  { title: 'wait is interrupted', script: "trap 'echo bye; exit 3' TERM; sleep 2 & wait $!; echo never", signals: [[0.5, 'SIGTERM']] },
  {
    title: 'a trap that does not exit: wait tells the signal',
    script: "trap 'echo bye' TERM; sleep 2 & wait $!; echo $?; wait $!; echo $?",
    signals: [[0.5, 'SIGTERM']],
  },
  { title: 'the documented loop', script: "trap 'exit 0' TERM; while true; do sleep 1 & wait $!; done", signals: [[1.5, 'SIGTERM']] },
  {
    title: 'the last command of a list takes the process',
    script: 'echo first; exec 2>&1; readlink /proc/$$/exe > /dev/null; sleep 2',
    signals: [
      [0.5, 'SIGTERM'],
      [1, 'SIGINT'],
      [1.5, 'SIGKILL'],
    ],
  },
  { title: 'SIGINT without a trap', script: 'sleep 1; echo end', signals: [[0.3, 'SIGINT']] },
  { title: 'SIGINT without a trap during wait', script: 'sleep 1 & wait; echo end', signals: [[0.3, 'SIGINT']] },
  { title: 'a trap that ends it comes before set -e', script: "set -e; trap 'echo bye; exit 0' TERM; sleep 1 & wait $!", signals: [[0.3, 'SIGTERM']] },
  { title: 'who runs the last command', script: 'true; readlink /proc/self', signals: [] },
  { title: 'a trap keeps the shell', script: "trap 'echo t' USR1; sleep 1", signals: [[0.3, 'SIGUSR1']] },
  { title: 'ignored signals', script: "trap '' TERM; sleep 1; echo done", signals: [[0.3, 'SIGTERM']] },
  { title: 'PID 1 cannot kill itself', script: 'kill -9 $$; kill -15 $$; kill -INT 1; echo alive', signals: [] },
  { title: 'a child can be killed', script: 'sleep 5 & kill $!; wait $!; echo $?; sh -c "kill -9 \\$\\$"; echo $?', signals: [] },
  { title: 'everybody dies with PID 1', script: "trap 'exit 7' TERM; (trap '' TERM; sleep 5; echo never) & sleep 0.5; kill $$; sleep 5", signals: [] },
  {
    title: 'two signals, two traps',
    script: "trap 'echo a' USR1; trap 'echo b' USR2; sleep 1; echo end",
    signals: [
      [0.3, 'SIGUSR1'],
      [0.5, 'SIGUSR2'],
    ],
  },
  {
    title: 'a signal while the trap runs',
    script: "trap 'echo in; sleep 1; echo out; exit 4' TERM; sleep 3 & wait",
    signals: [
      [0.3, 'SIGTERM'],
      [0.8, 'SIGTERM'],
    ],
  },
  { title: 'EXIT trap on a normal end', script: "trap 'echo bye' EXIT; sleep 0.5; exit 2", signals: [[0.2, 'SIGTERM']] },
  {
    title: 'EXIT trap in a loop',
    script: "trap 'echo bye; exit 5' EXIT; while true; do sleep 0.3; done",
    signals: [
      [0.5, 'SIGTERM'],
      [1.5, 'SIGKILL'],
    ],
  },
  { title: 'read is interrupted or goes on', script: 'trap \'echo t\' TERM; sleep 1 | { read x; echo "r $?"; }; echo end', signals: [[0.4, 'SIGTERM']] },
  { title: 'SIGTERM during a subshell in the foreground', script: "trap 'echo t' TERM; (sleep 1; echo sub); echo end", signals: [[0.4, 'SIGTERM']] },
  { title: 'SIGTERM during command substitution', script: "trap 'echo t' TERM; x=$(sleep 1; echo sub); echo end $x", signals: [[0.4, 'SIGTERM']] },
  { title: 'exec keeps the number', script: 'exec sh -c "echo \\$\\$; exit 9"', signals: [] },
  { title: 'stop and go on', script: "trap 'echo t' TERM; sleep 0.5 & wait; echo end", signals: [[0.2, 'SIGTERM']] },
  {
    title: 'e2e: kill the child, wait again',
    script: "sleep 99 &\nPID=$!\ntrap 'kill $PID; echo caught SIGTERM' TERM\nwait $PID\ntrap - TERM\nwait $PID\nexit 42\n",
    signals: [[0.5, 'SIGTERM']],
  },
];

/** Runs every script as PID 1 of a PID namespace of its own, all at the same time: `run INDEX SCRIPT AT:SIGNAL…`. */
const DRIVER = `
run() {
  index=$1 script=$2
  shift 2
  start=$(date +%s%N)
  # Bash has what it starts in the background ignore these, which a runtime does not
  env --default-signal=INT,QUIT unshare -pf --mount-proc "$shell" -c "$script" > "$folder/$index" 2> /dev/null &
  up=$!
  for one in "$@"; do
    (sleep "\${one%%:*}"; kill -s "\${one##*:}" $(pgrep -P $up)) 2> /dev/null &
  done
  wait $up
  echo "code $? after $((($(date +%s%N) - start + 50000000) / 100000000))" >> "$folder/$index"
}
folder=$1 shell=$2
. "$folder/cases"
wait
`;

function runReal(shell: string, cases = CASES): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'init-'));
  const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  try {
    const lines = cases.map(
      ({ script, signals }, index) => `run ${index} ${quote(script)} ${signals.map(([at, signal]) => `${at}:${signal.slice(3)}`).join(' ')} &`,
    );
    writeFileSync(join(folder, 'cases'), lines.join('\n'));
    spawnSync('bash', ['-c', DRIVER, 'driver', folder, shell], { stdio: 'ignore', timeout: 60_000 });
    return cases.map((_, index) => readFileSync(join(folder, String(index)), 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function simulated(shell: string, { script, signals }: Case): string {
  const { stdout, code, endMs } = runMain([shell, '-c', script], {
    image: 'debian',
    signals: signals.map(([at, signal]) => [at * 1000, signal]),
    untilMs: 20_000,
  });
  return `${stdout}code ${code} after ${Math.round((endMs ?? 0) / 100)}\n`;
}

/** Without times, which a loaded machine stretches. */
function tolerant(text: string, { signals }: Case): string {
  // unshare says 1 of a child that was killed.
  const killed = signals.at(-1)?.[1] === 'SIGKILL';
  return text.replace(/code (\d+) after \d+/, (_, code: string) => `code ${killed && (code === '1' || code === '137') ? 'killed' : code}`);
}

function tenths(text: string): number {
  return Number(/ after (\d+)/.exec(text)?.[1]);
}

const allowed = spawnSync('unshare', ['-pf', '--mount-proc', 'true'], { stdio: 'ignore' }).status === 0;

describe.each(['dash', 'bash'])('%s as PID 1, compared with the real one (skipped where PID namespaces are refused)', (shell) => {
  const there = allowed && spawnSync(shell, ['-c', ':'], { stdio: 'ignore' }).status === 0;
  let real: string[] = [];
  beforeAll(() => {
    if (there) real = runReal(shell);
  }, 90_000);

  test.skipIf(!there).each(CASES.map((example, index) => ({ ...example, index })))('$title', { timeout: 60_000 }, ({ index, ...example }) => {
    const got = simulated(shell, example);
    // On a busy machine a signal can come before the script has set its trap: a case that differs is run again, alone.
    let wanted = real[index] ?? '';
    for (let again = 0; again < 3 && !alike(got, wanted, example); again += 1) wanted = runReal(shell, [example])[0] ?? '';
    expect(tolerant(got, example)).toBe(tolerant(wanted, example));
    expect(alike(got, wanted, example), `simulated ${got}really ${wanted}`).toBe(true);
  });
});

/** The real run includes the start of a namespace on a busy machine: it may be late, never early. */
function alike(got: string, wanted: string, example: Case): boolean {
  const late = tenths(wanted) - tenths(got);
  return tolerant(got, example) === tolerant(wanted, example) && late >= -1 && late <= 20;
}
