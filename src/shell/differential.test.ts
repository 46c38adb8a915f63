import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { AWK_SCRIPTS, BASH_SCRIPTS, BUSYBOX_SCRIPTS, DASH_SCRIPTS, PORTABLE_SCRIPTS, RARE_SCRIPTS } from '../testing/shell-scripts.ts';
import { runMain } from '../testing/test-machine.ts';

/** Runs every script in a folder of its own; one process of Bash does it all, since starting one from here takes long. */
const DRIVER = `
cd "$1" || exit 1
for file in *.script; do
  mkdir "$file.d"
  (cd "$file.d" && exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root $2 -c "$(cat "../$file")" > "../$file.out" 2> "../$file.err" < /dev/null)
  echo $? > "$file.code"
done
`;

/** What a real shell makes of scripts: everything that each prints, and its exit code. */
function runReal(shell: string, scripts: readonly string[]): Map<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'shell-'));
  try {
    for (const [index, script] of scripts.entries()) writeFileSync(join(folder, `${index}.script`), script);
    spawnSync('bash', ['-c', DRIVER, 'driver', folder, shell === 'busybox' ? 'busybox sh' : shell], { stdio: 'ignore' });
    const read = (name: string) => readFileSync(join(folder, name), 'utf8');
    return new Map(
      scripts.map((script, index) => [script, report(read(`${index}.script.out`), read(`${index}.script.err`), read(`${index}.script.code`).trim())]),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function simulate(shell: string, image: string, script: string): string {
  const { stdout, stderr, code } = runMain([shell, '-c', script], { image, cwd: '/work', untilMs: 20_000 });
  return report(stdout, stderr, String(code));
}

function report(stdout: string, stderr: string, code: string): string {
  // Process ids differ, and Bash pads them.
  return `${stdout}--- stderr\n${stderr.replace(/^(bash: line \d+: ) *\d+ (\w)/gm, '$1PID $2')}--- ${code}`;
}

/** Of BusyBox only a build counts whose shell runs the tools that are in it, as in images: Debian's looks for others first. */
function available(shell: string): boolean {
  try {
    if (shell === 'busybox') return execFileSync(shell, ['sh', '-c', 'ls --help 2>&1'], { encoding: 'utf8' }).includes('BusyBox');
    execFileSync(shell, ['-c', ':'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe.each([
  ['dash', 'debian', [...PORTABLE_SCRIPTS, ...AWK_SCRIPTS, ...RARE_SCRIPTS, ...DASH_SCRIPTS]],
  ['bash', 'debian', [...PORTABLE_SCRIPTS, ...BASH_SCRIPTS]],
  ['sh', 'busybox', [...PORTABLE_SCRIPTS, ...AWK_SCRIPTS, ...BUSYBOX_SCRIPTS]],
])('like a real %s (%s)', (name, image, scripts) => {
  const shell = image === 'busybox' ? 'busybox' : name;
  const there = available('bash') && available(shell);
  let real = new Map<string, string>();
  beforeAll(() => {
    if (there) real = runReal(shell, scripts);
  }, 120_000);

  test.skipIf(!there).each(scripts)('%s', (script) => {
    expect(simulate(name, image, script)).toBe(real.get(script));
  });
});
