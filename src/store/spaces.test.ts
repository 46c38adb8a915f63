import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { withOrdinarySpaces } from './spaces.ts';

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: app
      image: nginx
      args:
        - --verbose
      command:
        - sh
        - -c
        - |
          while true; do
            date
          done
      env:
        - {name: A, value: "a  b"}
`;

/** The same text with something else in the place of two spaces at the beginning of its lines. */
const indentedBy = (unit: string) => POD.replaceAll(/^(?: {2})+/gm, (spaces) => unit.repeat(spaces.length / 2));

describe('ordinary spaces', () => {
  it.each([
    ['no-break spaces', '\u00a0\u00a0'],
    ['no-break spaces and others in turns, as pages have them', '\u00a0 '],
    ['wide spaces and a zero width one', '\u3000\u2003\u200b'],
  ])('take the place of %s in the indentation, everywhere', (_what, unit) => {
    expect(withOrdinarySpaces(indentedBy(unit))).toBe(POD);
  });

  it('take the place of tabs, two for one; a script keeps its own', () => {
    expect(withOrdinarySpaces(indentedBy('\t'))).toBe(POD.replace('            date', '          \tdate'));
  });

  it('take the place of a no-break space behind a colon or a dash', () => {
    expect(withOrdinarySpaces('a:\u00a01\nb:\n-\u00a0c:\u00a0"d\u00a0e"\n')).toBe('a: 1\nb:\n- c: "d e"\n');
  });

  it('stand behind a dash, where the fields of an item stand under its first one', () => {
    expect(parse(withOrdinarySpaces('containers:\n-\tname: app\n\timage: nginx\n'))).toEqual({ containers: [{ name: 'app', image: 'nginx' }] });
  });

  it('leave what a block scalar holds: a Makefile keeps its tabs', () => {
    const makefile = 'all:\n\techo\u00a0$@\n\n\t\tcc  main.c\n';
    const text = (indent: string) => `data:\n${indent}Makefile: |\n${makefile.replaceAll(/^(?=.)/gm, indent.repeat(2))}${indent}more: 1\n`;
    expect(withOrdinarySpaces(text('\t'))).toBe(text('  '));
    expect(withOrdinarySpaces(text('  '))).toBe(text('  '));
    expect(parse(withOrdinarySpaces(text('\t')))).toEqual({ data: { Makefile: makefile, more: 1 } });
  });

  it('leave the tabs of a script whose lines all begin with one', () => {
    const text = 'run: >-\n  \tone\n  \ttwo\nnext:\n\tkey: 1\n';
    expect(withOrdinarySpaces(text)).toBe('run: >-\n  \tone\n  \ttwo\nnext:\n  key: 1\n');
  });

  it('end a block where the next key of the same item stands', () => {
    expect(parse(withOrdinarySpaces('- run: |\n\t\tgo\n  next:\n\t\tkey: 1\n'))).toEqual([{ run: 'go\n', next: { key: 1 } }]);
  });

  it('leave a text that has nothing else', () => {
    expect(withOrdinarySpaces(POD)).toBe(POD);
    expect(withOrdinarySpaces(`\r\n${POD}`)).toBe(`\r\n${POD}`);
  });
});
