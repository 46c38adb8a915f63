/** What the page about fidelity rests on: every recording with its score, every rule with its source and the tests that name it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { ROOT } from '../install.mjs';

const FIXTURES = 'src/testing/fixtures';

/** Markdown, to be put at the end of the page. */
export function receipts() {
  const recordings = allRecordings();
  const rules = allRules();
  const lowest = recordings.filter(({ score }) => score < 1).length;
  return [
    '## Receipts',
    `Made with the build. A score is the share of items in which the simulated run (seed \`typical\`) is like the recording; [recorded.test.ts](../src/sim/recorded.test.ts) holds every run to its score.`,
    `### All ${recordings.length} recordings`,
    `${recordings.length - lowest} are alike in every item.`,
    ['| Recording | Score |', '| --- | ---: |', ...recordings.map(({ name, score }) => `| \`${name}\` | ${(score * 100).toFixed(1)} % |`)].join('\n'),
    `### All ${rules.length} rules`,
    'Every record of a run names its rule. The tests are those that name the rule or its function; all recordings and claims above hold it as well.',
    [
      '| Rule | Kubernetes v1.36.2 | Part of the simulation | Tests |',
      '| --- | --- | --- | --- |',
      ...rules.map(({ id, source, parts, tests }) => `| \`${id}\` | \`${source}\` | ${listed(parts)} | ${listed(tests)} |`),
    ].join('\n'),
  ].join('\n\n');
}

/** Lowest first. */
function allRecordings() {
  const likeness = JSON.parse(readFileSync(join(ROOT, FIXTURES, 'recordings/likeness.json'), 'utf8'));
  return filesBelow(FIXTURES)
    .filter((file) => file.endsWith('.jsonl') && /^(?:conformance|recordings)\//.test(file) && !file.endsWith('.kubectl.jsonl'))
    .map((file) => file.replace(/\.jsonl$/, ''))
    .map((name) => ({ name, score: likeness[name] ?? 1 }))
    .sort((a, b) => a.score - b.score || a.name.localeCompare(b.name, 'en'));
}

function allRules() {
  const text = readFileSync(join(ROOT, 'src/model/rules.ts'), 'utf8');
  const files = filesBelow('src').filter((file) => file.endsWith('.ts') && !file.includes('/fixtures/') && file !== 'model/rules.ts');
  const texts = files.map((file) => ({ file, text: readFileSync(join(ROOT, 'src', file), 'utf8') }));
  const engine = texts.filter(({ file }) => /^(?:sim|api)\//.test(file) && !isTest(file));
  return [...text.matchAll(/^ {2}'?([\w.-]+)'?: rule\(\s*'([^']+)'/gm)].map(([, id = '', source = '']) => {
    const names = (source.split(': ')[1] ?? '').split(', ').filter((name) => name.length > 4);
    const naming = (/** @type {string} */ each) => each.includes(`'${id}'`) || names.some((name) => each.includes(name));
    return {
      id,
      source,
      parts: engine.filter((each) => each.text.includes(`'${id}'`)).map(({ file }) => file),
      tests: texts.filter((each) => isTest(each.file) && naming(each.text)).map(({ file }) => file),
    };
  });
}

/** @param {string} file */
function isTest(file) {
  return file.endsWith('.test.ts');
}

/** @param {string[]} files */
function listed(files) {
  return files.map((file) => `[${file.replace(/^.*\//, '')}](../src/${file})`).join(', ');
}

/** Paths below a folder of the root, with slashes, in alphabetical order. @param {string} folder */
function filesBelow(folder) {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll(sep, '/'))
    .sort();
}
