import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCluster } from '../index.ts';
import { yamlText } from '../printing/yaml.ts';
import { yamlToJson } from './resolve.ts';

/** What go-yaml makes of plain words, and its messages, were taken from kubectl v1.36.2. */
describe('plain scalars', () => {
  it.each([
    ['y', true],
    ['No', false],
    ['on', true],
    ['0600', 384],
    ['0o444', 292],
    ['0x1E', 30],
    ['3e1', 30],
    ['1_000', 1000],
    ['.5', 0.5],
    ['12:30', '12:30'],
    ['2024-01-01', '2024-01-01'],
    ['~', null],
    ['', null],
    ['"yes"', 'yes'],
    ['!!str 8080', '8080'],
    ['!!int "45"', 45],
    ['a:b', 'a:b'],
    ['a #b', 'a'],
    ['a#b', 'a#b'],
  ])('%s is %j', (text, value) => {
    expect(yamlToJson(`key: ${text}\n`)).toEqual({ key: value });
  });
});

describe('structure', () => {
  it('keeps the last of equal keys', () => {
    expect(yamlToJson('a: 1\na: 2\n')).toEqual({ a: 2 });
  });

  it('follows anchors and merges maps', () => {
    expect(yamlToJson('base: &base {a: 1, b: 2}\nown:\n  <<: *base\n  b: 3\n')).toEqual({ base: { a: 1, b: 2 }, own: { a: 1, b: 3 } });
  });

  it('reads block scalars with their chomping', () => {
    expect(yamlToJson('a: |\n  one\n  two\nb: >-\n  one\n  two\n\n  three\nc: |+\n  x\n\n')).toEqual({ a: 'one\ntwo\n', b: 'one two\nthree', c: 'x\n\n' });
  });

  it('makes a map of a list item with a colon', () => {
    expect(yamlToJson('args:\n- echo status: ok\n')).toEqual({ args: [{ 'echo status': 'ok' }] });
  });
});

describe('syntax errors', () => {
  it.each([
    ['a:\n\tb: 2\n', 'line 2: found character that cannot start any token'],
    ['a: 1\n\tb: 2\n', 'line 2: found a tab character that violates indentation'],
    ['a: b: c\n', 'mapping values are not allowed in this context'],
    ['x: 1\na: "open\n', 'line 3: found unexpected end of stream'],
    ['x: 1\na: [1, 2\nb: 3\n', "line 2: did not find expected ',' or ']'"],
    ['a: 1\nb:\n    c: 1\n  d: 2\n', 'line 3: did not find expected key'],
    ['x: 1\na: *\n', 'line 2: did not find expected alphabetic or numeric character'],
    ['a: *nowhere\n', "unknown anchor 'nowhere' referenced"],
    ['x: &a {b: *a}\n', "anchor 'a' value contains itself"],
    ['x: &a\n  y:\n  - z: *a\n', "anchor 'a' value contains itself"],
    ['x: &a\n  <<: *a\n', "anchor 'a' value contains itself"],
    ['a: .inf\n', 'json: unsupported value: +Inf'],
    ['a: -.Inf\n', 'json: unsupported value: -Inf'],
    ['a: .NaN\n', 'json: unsupported value: NaN'],
    ['%YAML 2.0\n---\na: b\n', 'found incompatible YAML document'],
    ['a: &a &b 1\n', 'did not find expected key'],
    ['a: !!str !!int 1\n', 'did not find expected key'],
    [`a: ${'['.repeat(20000)}`, 'exceeded max depth of'],
    [`a: ${'{a: '.repeat(20000)}`, 'exceeded max depth of'],
    [
      `a: &a [${Array.from({ length: 9 }, () => 'lol').join()}]\n${['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']
        .map((name, i) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${'abcdefgh'.charAt(i)}`).join()}]\n`)
        .join('')}`,
      'document contains excessive aliasing',
    ],
    ['name: {{ .Values.name }}\n', 'invalid map key: map[interface {}]interface {}{".Values.name":interface {}(nil)}'],
  ])('%j', (text, message) => {
    expect(() => yamlToJson(text)).toThrow(message);
  });
});

describe('anchors and numbers', () => {
  it.each([
    ['a: &x 5\nb: &x 6\nc: *x\n', { a: 5, b: 6, c: 6 }],
    ['a: 1e400\nb: .Inf.\nc: .5\nd: 1_000\n', { a: '1e400', b: '.Inf.', c: 0.5, d: 1000 }],
    ['a: &x {p: q}\nb: {<<: *x, r: s}\n', { a: { p: 'q' }, b: { p: 'q', r: 's' } }],
    ['a: {<<: [{p: "1"}, {p: "2", q: "3"}]}\n', { a: { p: '1', q: '3' } }],
    ['a: !!str &x 5\nb: &y !!str 6\n', { a: '5', b: '6' }],
  ])('%j', (text, value) => expect(yamlToJson(text)).toEqual(value));
});

describe('writing', () => {
  it('reads back what it has written', () => {
    const json = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.string({ maxLength: 120 }),
        fc.constantFrom('yes', '012', '1e3', 'a: b', '- x', '#', "it's", 'a\nb\n', ' lead', 'trail '),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.stringMatching(/^[a-zA-Z][\w./-]{0,10}$/), tie('value'), { maxKeys: 3 }),
      ),
    })).value;
    fc.assert(
      fc.property(json, (value) => {
        expect(yamlToJson(yamlText({ value }))).toEqual(JSON.parse(JSON.stringify({ value })));
      }),
      { numRuns: 300 },
    );
  });

  it('folds long lines and quotes what would be read as something else', () => {
    expect(
      yamlText({
        message: 'Container image "busybox:1.36" already present on machine and can be accessed by the pod',
        flag: 'yes',
        list: [{ a: 1, b: [] }],
        text: 'one\ntwo',
      }),
    ).toBe(
      `flag: "yes"\nlist:\n- a: 1\n  b: []\nmessage: Container image "busybox:1.36" already present on machine and can be accessed\n  by the pod\ntext: |-\n  one\n  two\n`,
    );
  });
});

describe('numbers of 64 bits', () => {
  const stored = (path: string, value: string, field: string) => {
    const FILE = `{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {${field}: ${value}, containers: [{name: a, image: b}]}}`;
    const { stdout, stderr } = createCluster().kubectl(['create', '-f', 'FILE', '-o', `jsonpath=${path}`], { files: { FILE } });
    return stdout + stderr;
  };

  it.each([
    ['9223372036854775807', '9223372036854775807'],
    ['9007199254740993', '9007199254740993'],
    ['0x7fffffffffffffff', '9223372036854775807'],
  ])('%s is kept to the last digit', (written, shown) => {
    expect(stored('{.spec.terminationGracePeriodSeconds}', written, 'terminationGracePeriodSeconds')).toBe(shown);
  });

  it('are floats beyond them', () => {
    expect(stored('{.kind}', '18446744073709551615', 'terminationGracePeriodSeconds')).toContain(
      'json: cannot unmarshal number 18446744073709552000 into Go struct field PodSpec.spec.terminationGracePeriodSeconds of type int64',
    );
  });
});
