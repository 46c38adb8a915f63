import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EditError } from './edit.ts';
import { formattedText } from './format.ts';

describe('formattedText', () => {
  it('makes spaces and indentation alike, and keeps comments, quotes, anchors and what scalars look like', () => {
    const text = `# what it is
kind:   Pod   # of course
spec:
    hostNetwork: yes
    terminationGracePeriodSeconds:   010
    containers:
    -   name: "app"
        command: [ sh,   -c, 'sleep 3' ]

        # the probe
        livenessProbe: &probe {periodSeconds:  1}
        readinessProbe: *probe
`;
    expect(formattedText(text)).toBe(`# what it is
kind: Pod # of course
spec:
  hostNetwork: yes
  terminationGracePeriodSeconds: 010
  containers:
  - name: "app"
    command: [sh, -c, 'sleep 3']

    # the probe
    livenessProbe: &probe {periodSeconds: 1}
    readinessProbe: *probe
`);
  });

  it('leaves lists as far in as the first one of the document', () => {
    expect(formattedText('a:\n   - b:   1\n     c:\n       - 2\n')).toBe('a:\n  - b: 1\n    c:\n      - 2\n');
  });

  it('keeps separators, documents of comments alone, JSON and KYAML', () => {
    expect(formattedText('---\na:   1\n---\n# nothing\n---\n{\n  b: "c",\n}\n---\nd:   2\n...\n')).toBe(
      '---\na: 1\n---\n# nothing\n---\n{\n  b: "c",\n}\n---\nd: 2\n...\n',
    );
    expect(formattedText('')).toBe('');
  });

  it('keeps texts of several lines, and line breaks of another system', () => {
    expect(formattedText('a: |\n    one\n      two\nb: >-\n    a text that is folded where its author did\n    and not elsewhere\n')).toBe(
      'a: |\n  one\n    two\nb: >-\n  a text that is folded where its author did\n  and not elsewhere\n',
    );
    expect(formattedText('a:   1\r\nb: 2\r\n')).toBe('a: 1\r\nb: 2\r\n');
  });

  it('refuses what it cannot read', () => {
    expect(() => formattedText('a: 1\nb: c: d\n')).toThrow(EditError);
    expect(() => formattedText('a: *nobody\n')).toThrow(EditError);
  });

  it('takes every entry of the library, and changes nothing the second time', () => {
    const folder = new URL('../../scenarios/', import.meta.url);
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.yaml'))) {
      const text = readFileSync(new URL(file, folder), 'utf8');
      const once = formattedText(text);
      expect(formattedText(once)).toBe(once);
    }
  });
});
