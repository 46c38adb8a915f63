/** The pages of docs/ that are made from the program are current (else: npm run build:node && npm run docs), and lead somewhere. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { scenarioReference } from '../../scripts/docs/scenario-reference.mjs';
import { PAGES, pageOf } from '../../scripts/docs/site.mjs';
import type { RecordingLine } from '../recording/index.ts';
import { COMMANDS } from './commands.ts';
import { helpOf } from './help.ts';

const DOCS = join(import.meta.dirname, '../../docs');
const page = (file: string) => readFileSync(join(DOCS, file), 'utf8');

test('the reference of the scenario format is what the schema says', () => {
  expect(page('scenario.md')).toBe(scenarioReference());
});

test('the page of the command line has the help of every command', () => {
  const text = page('cli.md');
  for (const name of [undefined, ...Object.keys(COMMANDS)]) expect(text).toContain(`\`\`\`text\n${helpOf(name).trimEnd()}\n\`\`\``);
});

test('the page of the recording format knows every kind of line', () => {
  const kinds = {
    Meta: true,
    Pod: true,
    Event: true,
    Object: true,
    Process: true,
    Signal: true,
    Hook: true,
    Probe: true,
    Image: true,
    Log: true,
    Action: true,
    Kubelet: true,
    End: true,
  } satisfies Record<RecordingLine['kind'], true>;
  for (const kind of Object.keys(kinds)) expect(page('recording.md')).toContain(`| \`${kind}\` |`);
});

test.each(PAGES)('$file leads to files that are there, and to headings that its pages have', (shown) => {
  const { file } = shown;
  const html = (each: string) => pageOf(shown, page(each));
  for (const [, href = ''] of page(file).matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^[a-z]+:/.test(href)) continue;
    const [path = '', anchor] = href.split('#');
    if (path !== '') expect(existsSync(join(DOCS, dirname(file), path)), href).toBe(true);
    if (anchor !== undefined && (path === '' || path.endsWith('.md')))
      expect(html(path === '' ? file : join(dirname(file), path)), href).toContain(`id="${anchor}"`);
  }
  expect(html(file)).toMatch(/<h1 id=/);
});
