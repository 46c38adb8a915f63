import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_TEXT_LENGTH, parseYaml } from './parse.ts';
import { movedBy } from './places.ts';
import { plainScalar } from './scalars.ts';

const values = (text: string) => parseYaml(text).documents.map(({ value }) => value);
const problem = (text: string) => {
  const [first] = parseYaml(text).problems;
  return first && [first.message, first.span[0], first.help];
};

describe('values', () => {
  it('anchors, aliases and merge keys', () => {
    expect(values('base: &b {a: 1, b: 2}\nv: *b\nw: {<<: *b, b: 3}\nx: {<<: [{c: 4}, *b], a: 0}\n')).toEqual([
      { base: { a: 1, b: 2 }, v: { a: 1, b: 2 }, w: { a: 1, b: 3 }, x: { a: 0, b: 2, c: 4 } },
    ]);
  });

  it('the last of two values of a key counts, and the key is told', () => {
    const [document] = parseYaml('a: 1\nb: 2\na: 3\n').documents;
    expect(document?.value).toEqual({ a: 3, b: 2 });
    expect(document?.duplicateKeys).toEqual([{ key: 'a', span: [10, 11] }]);
  });

  it('documents without content are left out', () => {
    expect(values('---\n# nothing\n---\na: 1\n...\n---\n---\n')).toEqual([{ a: 1 }]);
  });

  it('a key that is a word of another type is text', () => {
    expect(values('{8080: a, yes: b, ~: c}')).toEqual([{ 8080: 'a', true: 'b', null: 'c' }]);
  });

  it('__proto__ is a key like any other', () => {
    const [value] = values('__proto__: {polluted: 1}\n') as [object];
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('scalars', () => {
  // go-yaml, recorded through kubectl v1.36.2.
  it.each([
    ['yes', true],
    ['y', true],
    ['On', true],
    ['no', false],
    ['N', false],
    ['OFF', false],
    ['~', null],
    ['', null],
    ['0600', 384],
    ['0o444', 292],
    ['0x1E', 30],
    ['3e1', 30],
    ['1_000', 1000],
    ['08', 8],
    ['-0b11', -3],
    ['.5', 0.5],
    ['12:30', '12:30'],
    ['2024-01-01', '2024-01-01'],
    ['1.2.3', '1.2.3'],
    ['0x', '0x'],
    ['-', '-'],
    ['Null', null],
    ['nullx', 'nullx'],
  ])('in a Kubernetes object %s is %s', (source, value) => {
    expect(plainScalar(source, 'go')).toBe(value);
  });

  it.each([
    ['yes', 'yes'],
    ['n', 'n'],
    ['on', 'on'],
    ['true', true],
    ['0600', 600],
    ['0o10', 8],
    ['1_000', '1_000'],
    ['.inf', Number.POSITIVE_INFINITY],
  ])('in the Scenario document %s is %s', (source, value) => {
    expect(plainScalar(source, 'core')).toBe(value);
  });
});

describe('problems', () => {
  it.each([
    ['tab', 'a:\n\tb: 1\n', 'YAML: Tabs are not allowed as indentation', 3],
    ['colon in a value', 'a: b: c\n', 'YAML: Nested mappings are not allowed in compact mappings', 3],
    ['open bracket', 'a: [1, 2\nb: 3\n', 'YAML: Flow sequence in block collection must be sufficiently indented and end with a ]', 9],
    ['unknown alias', 'a: *.txt\n', "unknown anchor '.txt' referenced", 3],
    ['key that is a list', '? [a]\n: b\n', 'A key must be a word, not a list or a map.', 2],
    ['merge of a word', 'a: {<<: b}\n', 'map merge requires map or sequence of maps as the value', 8],
  ])('%s', (_, text, message, offset) => {
    expect(problem(text)?.slice(0, 2)).toEqual([message, offset]);
  });

  it('a template that is not filled in', () => {
    expect(problem('metadata:\n  name: {{ .Values.name }}-web\n')?.[2]).toContain('helm template');
  });

  it('a template has one problem, however many places it is filled in at', () => {
    const { problems } = parseYaml(
      '{{- if .Values.enabled }}\nkind: Pod\nmetadata:\n  name: {{ .Values.name }}-web\n  {{- with .Values.labels }}\n  labels: x\n  {{- end }}\n',
    );
    expect(problems.map(({ help }) => help)).toEqual(['Templates ({{ … }}) must be filled in first, e.g. with `helm template`.']);
  });
});

describe('hostile texts', () => {
  it('too long', () => {
    expect(problem('#'.repeat(MAX_TEXT_LENGTH + 1))?.[0]).toBe('The text is too large: 1.0 MiB, at most 1 MiB can be read.');
  });

  it('a bomb of aliases', () => {
    const lines = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    for (const letter of 'bcdefghi')
      lines.push(
        `${letter}: &${letter} [${Array(9)
          .fill(`*${String.fromCharCode(letter.charCodeAt(0) - 1)}`)
          .join(', ')}]`,
      );
    expect(problem(lines.join('\n'))?.[0]).toBe('The text stands for more than 100000 values once its aliases are resolved.');
  });

  it('an alias inside its own anchor', () => {
    expect(problem('&a [*a]\n')?.[0]).toContain('nested more than 100 levels');
  });

  it('nested too deeply', () => {
    expect(problem('['.repeat(200) + ']'.repeat(200))?.[0]).toContain('nested more than 100 levels');
    for (const opening of ['[', '{a: ', '- ', '? ', '!a [', '&a [', '[[{a: [{']) {
      expect(problem(opening.repeat(5_000))?.[0], opening).toContain('nested more than 100 levels');
    }
  });

  it('many documents', () => {
    expect(parseYaml('a: [1, 1, 1, 1, 1, 1, 1, 1]\n---\n'.repeat(10_001)).problems[0]?.message).toContain('more than 100000 values');
  });
});

describe('documents that are read one by one', () => {
  /** The end of a document, spelt out, makes the text read as a whole. */
  const END = '...\n';
  const asAWhole = (text: string) => parseYaml(END + text);

  it('stand where they stand after a change in front of them', () => {
    const text = 'kind: Pod\n--- # settings\napiVersion: podloupe.dev/v1\nkind: Scenario\nkind: Scenario\n';
    parseYaml(text);
    const after = parseYaml(`metadata: {}\n${text}`);
    expect(after.documents[1]?.duplicateKeys).toEqual([{ key: 'kind', span: [81, 85] }]);
    expect(parseYaml(text).documents[1]?.duplicateKeys).toEqual([{ key: 'kind', span: [68, 72] }]);
  });

  it('the same two times', () => {
    const text = 'a: [1]\n---\na: 1\n---\na: 1\n';
    expect(parseYaml(END + text).documents).toHaveLength(3);
    expect(parseYaml(text).documents).toEqual(parseYaml(text + END).documents);
  });

  const pieces = ['a: 1', 'b: [1, {c: 2}]', 'c: |\n  x\n  ---\n  y', 'd: "x\n  y"', 'e: &e 1\nf: *e', '# nothing', '', '- >\n x', 'a: 1\na: 2'];
  const broken = ['g: "x', 'h: [1', '{i: 1', 'j: *e', 'k: 1\n l', 'm: |\nx', "n: 'x"];
  const separators = ['---', '---', '---', '--- # comment', '---\t', '---x', '--- |', '--- >', '---\r', '--- {z: 1}', '...'];
  const line = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...pieces) }, fc.constantFrom(...broken));
  const stream = fc.array(fc.tuple(line, fc.constantFrom(...separators)), { maxLength: 6 });

  it('are those of the whole', () => {
    fc.assert(
      fc.property(stream, fc.nat(), fc.constantFrom('#', 'x', '\n', '"', '---', ' '), (lines, at, typed) => {
        const text = lines.flat().join('\n');
        parseYaml(text);
        const place = at % (text.length + 1);
        const edited = text.slice(0, place) + typed + text.slice(place);
        // What begins like JSON may be indented with tabs, which the end of a document in front of it hides
        fc.pre(!/^\s*\{/.test(edited));
        const [together, apart] = [asAWhole(edited), parseYaml(edited)];
        expect(apart.documents.map(({ value, place }) => [value, place])).toEqual(
          together.documents.map(({ value, place }) => [value, movedBy(place, -END.length)]),
        );
        expect(apart.problems.map(({ message, span }) => [message, span[0]])).toEqual(
          together.problems.map(({ message, span }) => [message, span[0] - END.length]),
        );
      }),
      { numRuns: 500 },
    );
  });
});
