import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLink } from './decode.ts';
import { encodeLink, packedText } from './encode.ts';
import { fragmentOf } from './fragment.ts';
import { formatView, parseView, type LinkComparison, type LinkView } from './view.ts';

const FULL: LinkView = {
  playheadMs: 45_300,
  zoomMs: { from: 0, to: 120_000 },
  lanes: ['pod.phase', 'app.liveness'],
  unfoldedLoops: ['app.1'],
  selected: { lane: 'app.liveness', ms: 15_200 },
  seed: 7,
  at: '500ms',
  theme: 'dark',
  beat: 3,
};

const COMPARISONS: [LinkComparison['with'], string][] = [
  [{ kind: 'seed', seed: 7 }, 'vs=seed:7'],
  [{ kind: 'seed', seed: 'typical' }, 'vs=seed:typical'],
  [{ kind: 'at', at: '500ms' }, 'vs=at:500ms'],
  [{ kind: 'gate', gate: 'EventedPLEG', on: true }, 'vs=gate:EventedPLEG:on'],
  [{ kind: 'gate', gate: 'EnvFiles', on: false }, 'vs=gate:EnvFiles:off'],
  [{ kind: 'scenario', name: 'crash-loop' }, 'vs=q:crash-loop'],
  [{ kind: 'text', packed: '1abc', title: 'with: a probe & more' }, 'vs=text:1abc&vsname=with:%20a%20probe%20%26%20more'],
];

describe('view settings', () => {
  it('stand behind the payload in words that can be read', () => {
    expect(formatView(FULL)).toBe('&t=45.3s&zoom=0s..2m0s&lanes=pod.phase,app.liveness&unfold=app.1&sel=app.liveness@15.2s&seed=7&at=500ms&theme=dark&beat=3');
    expect(formatView({})).toBe('');
  });

  it('come back with the text', () => {
    expect(decodeLink(encodeLink('x', FULL))).toEqual({ text: 'x', view: FULL });
    expect(decodeLink(encodeLink('x', { seed: 'typical' }))).toEqual({ text: 'x', view: { seed: 'typical' } });
  });

  it('in any combination', () => {
    const ms = fc.nat(10_000_000);
    const word = fc.string({ minLength: 1, unit: 'grapheme' });
    const view = fc.record(
      {
        playheadMs: ms,
        zoomMs: fc.tuple(ms, fc.integer({ min: 1, max: 1_000_000 })).map(([from, length]) => ({ from, to: from + length })),
        lanes: fc.array(word, { minLength: 1, maxLength: 5 }),
        unfoldedLoops: fc.array(word, { minLength: 1, maxLength: 5 }),
        selected: fc.record({ lane: word, ms }),
        seed: fc.oneof(fc.nat(), fc.constant('typical' as const)),
        at: word,
        theme: fc.constantFrom('light' as const, 'dark' as const),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(view, (settings) => {
        expect(parseView(formatView(settings).slice(1))).toEqual(settings);
      }),
    );
  });

  it.each(COMPARISONS)('say what the run is compared with: %j', (counterpart, setting) => {
    expect(formatView({ compare: { with: counterpart } })).toBe(`&${setting}`);
    expect(parseView(setting)).toEqual({ compare: { with: counterpart } });
    expect(parseView(`${setting}&side=b`)).toEqual({ compare: { with: counterpart, presentIs: 'b' } });
  });

  it('carry another text beside the first', () => {
    const other = 'kind: Pod # the other\n';
    const link = encodeLink('kind: Pod\n', { compare: { with: { kind: 'text', packed: packedText(other), title: 'other' } } });
    expect(decodeLink(link)).toMatchObject({ text: 'kind: Pod\n', compareText: other, view: { compare: { with: { title: 'other' } } } });
    expect(decodeLink(link.replace(/.&vsname=other$/, ''))).toMatchObject({ error: expect.stringMatching(/truncated|corrupted/) as unknown });
    expect(decodeLink(`${encodeLink('x')}&vs=text:Zabc`)).toMatchObject({ error: 'newer' });
  });

  it.each([
    ['unknown ones', 'x=1&t=3s&y'],
    ['values that make no sense', 't=3s&zoom=9s..2s&sel=@3s&seed=-1&theme=pink&lanes=&at=&vs=seed:x&vsname=y&side=b'],
    ['broken escapes', 't=3s&at=%E0%A4&lanes=%'],
    ['names of built-in properties', 't=3s&__proto__=1&constructor=2&toString=3'],
  ])('ignores %s', (_, settings) => {
    expect(parseView(settings)).toEqual({ playheadMs: 3000 });
  });
});

it.each([
  ['', 'none'],
  ['#', 'none'],
  ['#1abc&t=3s', 'scenario'],
  ['#Zabc', 'scenario'],
  ['#/q/slow-start&theme=dark', 'page /q/slow-start'],
  ['#/glyphs', 'page /glyphs'],
  ['#reset', 'command reset'],
])('the fragment %j is %s', (hash, is) => {
  const fragment = fragmentOf(hash);
  expect(fragment.kind === 'page' ? `page ${fragment.path}` : fragment.kind === 'command' ? `command ${fragment.command}` : fragment.kind).toBe(is);
});
