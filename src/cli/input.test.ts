import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inputsOf, isLink } from './input.ts';
import { testTerminal } from './test-terminal.ts';

const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: app, image: nginx}]}\n';

function folderWith(files: Record<string, string | Uint8Array>): string {
  const folder = mkdtempSync(join(tmpdir(), 'podloupe-'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

describe('what FILE stands for', () => {
  it('a folder: every .yaml below it that holds a Pod or a Pod template, by path', () => {
    const folder = folderWith({
      'b.yaml': POD,
      'a/deep.yaml': `kind: Job\n`,
      'kyaml.yaml': `---\n{\n  apiVersion: "apps/v1",\n  kind: "Deployment",\n}\n`,
      'one-line.yaml': `{apiVersion: v1, kind: Pod, metadata: {name: x}}\n`,
      'service.yaml': 'apiVersion: v1\nkind: Service\n',
      'policy.yaml': 'kind: PodDisruptionBudget\n',
      'notes.txt': POD,
      '.hidden/c.yaml': POD,
    });
    expect(inputsOf([folder], testTerminal()).map(({ name }) => name)).toEqual(['a/deep', 'b', 'kyaml', 'one-line']);
  });

  it('a file: named after it', async () => {
    const [input] = inputsOf([join(folderWith({ 'slow-start.yaml': POD }), 'slow-start.yaml')], testTerminal());
    expect(input?.name).toBe('slow-start');
    expect(await input?.read()).toEqual({ text: POD });
  });

  it('standard input', async () => {
    const [input] = inputsOf(['-'], testTerminal({ stdin: POD }));
    expect(await input?.read()).toEqual({ text: POD });
  });

  it.each([
    ['http://127.0.0.1:4173/#1abc', true],
    ['#1abc', true],
    ['https://example.com/loupe/#Zx', true],
    ['pods/#tmp.yaml', false],
    ['pod.yaml', false],
  ])('%s is a link: %s', (word, is) => {
    expect(isLink(word)).toBe(is);
  });

  it('says what is wrong with a file that cannot be read', () => {
    const folder = folderWith({ 'latin1.yaml': Uint8Array.of(0x61, 0xff) });
    const [missing] = inputsOf([join(folder, 'none.yaml')], testTerminal());
    const [latin1] = inputsOf([join(folder, 'latin1.yaml')], testTerminal());
    expect(() => missing?.read()).toThrow('there is no such file');
    expect(() => latin1?.read()).toThrow('is not text in UTF-8');
  });
});
