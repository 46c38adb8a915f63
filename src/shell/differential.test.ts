import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BASH_SCRIPTS, DASH_SCRIPTS, PORTABLE_SCRIPTS } from './corpus.ts';
import { runMain } from './testing.ts';

/** What a real shell makes of a script: everything that it prints, and its exit code. */
function real(shell: string, script: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'shell-'));
  try {
    const { stdout, stderr, status, signal } = spawnSync(shell, ['-c', script], {
      cwd: folder,
      encoding: 'utf8',
      input: '',
      timeout: 20_000,
      env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root' },
    });
    return report(stdout, stderr, signal === null ? String(status) : signal);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function simulated(shell: string, script: string): string {
  const { stdout, stderr, code } = runMain([shell, '-c', script], { image: 'debian', stdin: '', untilMs: 20_000 });
  return report(stdout, stderr, String(code));
}

function report(stdout: string, stderr: string, code: string): string {
  // Process ids differ, and Bash pads them.
  return `${stdout}--- stderr\n${stderr.replace(/^(bash: line \d+: ) *\d+ (\w)/gm, '$1PID $2')}--- ${code}`;
}

function available(shell: string): boolean {
  try {
    execFileSync(shell, ['-c', ':'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!available('dash'))('like dash', () => {
  test.each([...PORTABLE_SCRIPTS, ...DASH_SCRIPTS])('%s', (script) => {
    expect(simulated('dash', script)).toBe(real('dash', script));
  });
});

describe.skipIf(!available('bash'))('like bash', () => {
  test.each([...PORTABLE_SCRIPTS, ...BASH_SCRIPTS])('%s', (script) => {
    expect(simulated('bash', script)).toBe(real('bash', script));
  });
});
