import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { halfOf, isBlank, withHalf } from './scenario-text.ts';

const POD = 'apiVersion: v1\nkind: Pod\n';
const SCENARIO = 'apiVersion: podloupe.dev/v1\nkind: Scenario\n';

describe('halves of a text', () => {
  it('each tab shows its documents, with the separators between them', () => {
    const text = `# top\n${POD}---\n${SCENARIO}--- # the service\nkind: Service\n`;
    expect(halfOf(text, 'scenario')).toEqual({ text: SCENARIO, lineInScenario: [5, 6] });
    expect(halfOf(text, 'pod')).toEqual({ text: `# top\n${POD}--- # the service\nkind: Service\n`, lineInScenario: [1, 2, 3, 7, 8] });
  });

  it('a text without a Scenario document is all Pod, without its first separator', () => {
    expect(halfOf(POD, 'pod').text).toBe(POD);
    expect(halfOf(`---\n${POD}`, 'pod')).toEqual({ text: POD, lineInScenario: [2, 3] });
    expect(halfOf(POD, 'scenario')).toEqual({ text: '', lineInScenario: [] });
    expect(halfOf('', 'pod')).toEqual({ text: '', lineInScenario: [1] });
  });

  it.each([
    ['block style', SCENARIO],
    ['quoted', '"apiVersion": "podloupe.dev/v1"\nkind: Scenario\n'],
    ['kind first', 'kind: Scenario\napiVersion: podloupe.dev/v1\n'],
    ['indented', '  # a comment\n  kind: Scenario\n  apiVersion: podloupe.dev/v1\n'],
    ['flow style', '{apiVersion: podloupe.dev/v1, kind: Scenario}\n'],
    ['KYAML', '{\n  kind: "Scenario",\n  apiVersion: "podloupe.dev/v1",\n}\n'],
    ['JSON', '{"kind":"Scenario","spec":{"title":"}"},"apiVersion":"podloupe.dev/v1"}'],
    ['Windows line ends', SCENARIO.replaceAll('\n', '\r\n')],
  ])('recognises a Scenario document: %s', (_, document) => {
    expect(halfOf(`${POD}---\n${document}`, 'scenario').text).toBe(document);
    expect(halfOf(`--- ${document}`, 'pod').text).toBe('');
  });

  it.each([
    ['in the data of a ConfigMap', 'kind: ConfigMap\ndata:\n  x: |\n    apiVersion: podloupe.dev/v1\n'],
    ['in a comment', '# apiVersion: podloupe.dev/v1\nkind: Pod\n'],
    ['inside another object', '{kind: Pod, x: {apiVersion: podloupe.dev/v1}}\n'],
    ['in quotes', '{kind: Pod, x: "{apiVersion: podloupe.dev/v1"}\n'],
    ['in a label', 'kind: Pod\nmetadata:\n  labels: {podloupe.dev/area: probe}\n'],
  ])('takes no document for a Scenario that has its name %s', (_, document) => {
    expect(halfOf(document, 'pod').text).toBe(document);
  });
});

describe('a blank text', () => {
  it.each(['', '\n\n', '# a comment', '\uFEFF\n  # a comment\n', '---\n', '--- # first\n...\n\t\n---\r\n'])('%j says nothing', (text) => {
    expect(isBlank(text)).toBe(true);
  });

  it.each(['kind: Pod', '\n\n  kind: Pod', '--- {kind: Pod}\n', '# a comment\n- a', '----', '---\nx'])('%j says something', (text) => {
    expect(isBlank(text)).toBe(false);
  });
});

describe('edits of a half', () => {
  it('put a new Scenario document first and new objects last', () => {
    expect(withHalf(POD, 'scenario', SCENARIO)).toBe(`${SCENARIO}---\n${POD}`);
    expect(withHalf(`---\n${POD}`, 'scenario', SCENARIO)).toBe(`${SCENARIO}---\n${POD}`);
    expect(withHalf(SCENARIO, 'pod', POD)).toBe(`${SCENARIO}---\n${POD}`);
    expect(withHalf('', 'scenario', SCENARIO)).toBe(SCENARIO);
    expect(withHalf('', 'pod', POD)).toBe(POD);
  });

  it('leave everything between the documents as it was', () => {
    const text = `# one\n${POD}--- # two\n${SCENARIO}# three\n---\nkind: Service\n`;
    expect(withHalf(text, 'scenario', `${SCENARIO}spec: {}\n`)).toBe(`# one\n${POD}--- # two\n${SCENARIO}spec: {}\n---\nkind: Service\n`);
    expect(withHalf(text, 'pod', `# one\n${POD}`)).toBe(`# one\n${POD}--- # two\n${SCENARIO}# three\n`);
    expect(withHalf(text, 'pod', 'kind: Service\n')).toBe(`--- # two\n${SCENARIO}# three\n---\nkind: Service\n`);
    expect(withHalf(text, 'scenario', '')).toBe(`# one\n${POD}---\nkind: Service\n`);
  });

  it('keep new documents of a tab beside its own', () => {
    expect(withHalf(`${POD}---\n${SCENARIO}`, 'pod', `${POD}---\nkind: Service\n`)).toBe(`${POD}---\nkind: Service\n---\n${SCENARIO}`);
    expect(withHalf(`${SCENARIO}---\n${POD}`, 'pod', `kind: Secret\n---\n${POD}`)).toBe(`${SCENARIO}---\nkind: Secret\n---\n${POD}`);
  });

  it('add the line break that a separator needs', () => {
    expect(withHalf(`${POD}---\n${SCENARIO}`, 'pod', 'kind: Pod')).toBe(`kind: Pod\n---\n${SCENARIO}`);
  });
});

/** Documents as they come, well-formed or not. Each ends with a line break. */
const podDocument = fc.constantFrom(
  POD,
  '',
  '{"kind": "Pod"}\n',
  '# only a comment\n',
  '\n',
  'a: [\n',
  'kind: Pod\r\n',
  `${POD}...\n`,
  '  x: |\n    ---\n',
  '%YAML 1.2\n',
  '\t\n',
  '....\n',
  '---x\n',
);
const scenarioDocument = fc.constantFrom(
  SCENARIO,
  `${SCENARIO}spec: {a: [\n`,
  `# comment\n${SCENARIO}`,
  '{apiVersion: podloupe.dev/v1}\n',
  SCENARIO.replaceAll('\n', '\r\n'),
  `${SCENARIO}...\n`,
);
const separator = fc.constantFrom('---\n', '---\r\n', '--- # comment\n', '---   \n', '--- ');
const streamOf = (document: fc.Arbitrary<string>) =>
  fc
    .tuple(document, fc.array(fc.tuple(separator, document), { maxLength: 4 }))
    .map(([first, rest]) => first + rest.map(([between, next]) => between + next).join(''));

const pods = streamOf(podDocument);
const scenarios = streamOf(scenarioDocument);
const anyStream = fc
  .tuple(fc.constantFrom('', '\uFEFF'), fc.constantFrom('', '---\n', '--- ', '...\n'), streamOf(fc.oneof(podDocument, scenarioDocument)), fc.boolean())
  .map(([mark, start, stream, isCut]) => mark + start + (isCut ? stream.trimEnd() : stream));
const half = fc.constantFrom('pod' as const, 'scenario' as const);

describe('for any text', () => {
  it('putting back what a tab shows changes nothing', () => {
    fc.assert(
      fc.property(anyStream, half, (text, h) => withHalf(text, h, halfOf(text, h).text) === text),
      { numRuns: 400 },
    );
    fc.assert(fc.property(fc.string({ unit: 'binary' }), half, (text, h) => withHalf(text, h, halfOf(text, h).text) === text));
  });

  it('both halves together are all lines but the separators between them, once each', () => {
    fc.assert(
      fc.property(anyStream, (text) => {
        const lines = text.split('\n').length;
        const shown = [...halfOf(text, 'pod').lineInScenario, ...halfOf(text, 'scenario').lineInScenario];
        const isContent = (line: string, index: number) => !/^\uFEFF?---/.test(line) && !(line === '' && index === lines - 1);
        expect(shown.every((line) => line >= 1 && line <= lines)).toBe(true);
        text.split('\n').forEach((line, index) => {
          if (isContent(line, index)) expect(shown.filter((each) => each === index + 1)).toHaveLength(1);
        });
      }),
      { numRuns: 400 },
    );
  });

  it('each line of a view stands on the line that the view says', () => {
    fc.assert(
      fc.property(anyStream, half, (text, h) => {
        const view = halfOf(text, h);
        const lines = text.split('\n');
        view.text.split('\n').forEach((line, index) => {
          const at = view.lineInScenario[index];
          if (at !== undefined && !line.startsWith('---')) expect(lines[at - 1]).toContain(line);
        });
      }),
      { numRuns: 400 },
    );
  });

  it('an edit of the Pod tab leaves the Scenario tab as it was', () => {
    fc.assert(
      fc.property(anyStream, fc.oneof(pods, fc.constant('')), (text, edited) => {
        expect(halfOf(withHalf(text, 'pod', edited), 'scenario').text).toBe(halfOf(text, 'scenario').text);
      }),
      { numRuns: 400 },
    );
  });

  it('an edit of the Scenario tab leaves the Pod tab as it was', () => {
    fc.assert(
      fc.property(anyStream, fc.oneof(scenarios, fc.constant('')), (text, edited) => {
        expect(halfOf(withHalf(text, 'scenario', edited), 'pod').text).toBe(halfOf(text, 'pod').text);
      }),
      { numRuns: 400 },
    );
  });

  it('the tab then shows what was written into it', () => {
    // A separator at its beginning is the one that the tab does not show.
    const shownPods = pods.filter((view) => !view.startsWith('---') && view.endsWith('\n'));
    fc.assert(
      fc.property(anyStream, shownPods, (text, edited) => halfOf(withHalf(text, 'pod', edited), 'pod').text === edited),
      { numRuns: 400 },
    );
    fc.assert(
      fc.property(anyStream, scenarios, (text, edited) => halfOf(withHalf(text, 'scenario', edited), 'scenario').text === edited),
      { numRuns: 400 },
    );
  });
});
