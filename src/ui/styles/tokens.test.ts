import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { cssCustomProperties } from '../../timeline/tokens.ts';

it('the style sheet has the tokens of the canvas, all of them and no others', () => {
  const declarations = (css: string) => css.match(/--[\w-]+:[^;]+;/g)?.map((line) => line.replace(/\s+/g, ' ').replaceAll("'", '"').toLowerCase());
  const sheet = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
  expect(declarations(sheet)).toEqual(declarations(cssCustomProperties()));
});
