/** Links of real work: the Pods derived from Kubernetes' own tests, random scenarios, and what is left of links on their way. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { halfOf } from '../model/scenario-text.ts';
import { conformanceCases } from '../testing/fixtures.ts';
import { scenarios } from '../testing/random/scenario.ts';
import { decodeLink } from './decode.ts';
import { encodeLink, packedText } from './encode.ts';

const textIn = (fragment: string) => {
  const content = decodeLink(fragment);
  return 'error' in content ? content.error : content.text;
};

describe('links of the Pods of the conformance cases', () => {
  const pods = conformanceCases().map(({ name, text }) => ({ name, pod: halfOf(text, 'pod').text }));

  it('lose nothing', () => {
    for (const { name, pod } of pods) expect(textIn(packedText(pod)), name).toBe(pod);
  });

  it('have a median of at most 160 characters', () => {
    const lengths = pods.map(({ pod }) => packedText(pod).length).sort((a, b) => a - b);
    expect(lengths.length).toBeGreaterThan(200);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(160);
  });
});

describe('links of random scenarios', () => {
  it('give the text back', () => {
    fc.assert(fc.property(scenarios(), (text) => textIn(encodeLink(text)) === text));
  });

  it('that were cut or changed on their way give a text or say what is wrong, and never more than a link may carry', () => {
    fc.assert(
      fc.property(scenarios(), fc.nat(), fc.nat(), fc.constantFrom('A', '-', '%', ' ', '<', '\u0000'), (text, cut, place, other) => {
        const link = encodeLink(text);
        const shorter = link.slice(0, cut % link.length);
        const changed = `${link.slice(0, place % link.length)}${other}${link.slice((place % link.length) + 1)}`;
        for (const broken of [shorter, changed]) {
          const content = decodeLink(broken);
          if ('error' in content) expect(content.message).not.toBe('');
          else expect(content.text.length).toBeLessThanOrEqual(1 << 20);
        }
      }),
    );
  });
});
