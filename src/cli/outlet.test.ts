import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Outlet } from './outlet.ts';
import { testTerminal } from './test-terminal.ts';

describe('where results go', () => {
  it('a single result is printed as it is', () => {
    const terminal = testTerminal();
    const outlet = new Outlet(undefined, terminal, { titled: true });
    outlet.write('web', 'txt', 'one line\n');
    outlet.end();
    expect(terminal.printed()).toBe('one line\n');
  });

  it('several results for a reader get titles', () => {
    const terminal = testTerminal();
    const outlet = new Outlet(undefined, terminal, { titled: true });
    outlet.write('web--at-0s', 'txt', 'first\n');
    outlet.write('web--at-2s', 'txt', 'second\n');
    outlet.end();
    expect(terminal.printed()).toBe('── web--at-0s\nfirst\n\n── web--at-2s\nsecond\n');
  });

  it('several results for a program stay as they are', () => {
    const terminal = testTerminal();
    const outlet = new Outlet(undefined, terminal, { titled: false });
    outlet.write('a', 'jsonl', '{"kind":"Meta"}\n');
    outlet.write('b', 'jsonl', '{"kind":"Meta"}\n');
    outlet.end();
    expect(terminal.printed()).toBe('{"kind":"Meta"}\n{"kind":"Meta"}\n');
  });

  it('makes the folder, and refuses to overwrite what the same call wrote', () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'podloupe-')), 'new', 'runs');
    const outlet = new Outlet(folder, testTerminal(), { titled: false });
    outlet.write('web', 'jsonl', 'first\n');
    expect(() => outlet.write('web', 'jsonl', 'second\n')).toThrow('would overwrite');
    expect(readdirSync(folder)).toEqual(['web.jsonl']);
    expect(readFileSync(join(folder, 'web.jsonl'), 'utf8')).toBe('first\n');
  });
});
