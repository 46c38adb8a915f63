/**
 * The only source of chance in a simulation. A seed is a whole number, or `typical`: then every draw is the middle
 * of its range, so that a run without a seed shows what usually happens.
 */
export type Seed = number | 'typical';

/** One stream of draws. Streams of different subjects are independent: a new probe does not reshuffle image pulls. */
export interface RandomStream {
  /** Uniform in [0, 1); 0.5 under the seed `typical`. */
  next(): number;
  /** A whole number of milliseconds, uniform between the bounds (both inclusive). */
  betweenMs(fromMs: number, toMs: number): number;
}

/** A stream that depends on nothing but the seed and the subject's name. */
export function randomStream(seed: Seed, subject: string): RandomStream {
  const next = seed === 'typical' ? () => 0.5 : mulberry32(hash(`${seed}/${subject}`));
  return {
    next,
    betweenMs: (fromMs, toMs) => Math.round(fromMs + next() * (toMs - fromMs)),
  };
}

/**
 * FNV-1a over UTF-16 code units; products stay inside 32 bits through Math.imul, so every machine agrees. `before` is the
 * hash of a text that stands before this one.
 */
export function hash(text: string, before = 0x811c9dc5): number {
  let h = before;
  for (let i = 0; i < text.length; i += 1) {
    h ^= text.charCodeAt(i);
    h = Math.imul(h, 0x01000193);
  }
  return h >>> 0;
}

/** Hexadecimal digits that look random but depend on the text alone: for uids, container ids and event names. */
export function hashHex(text: string, digits: number): string {
  const start = hash(text);
  const characters: number[] = [];
  for (let round = 0; characters.length < digits; round += 1) {
    const bits = hash(`#${round}`, start);
    for (let shift = 28; shift >= 0 && characters.length < digits; shift -= 4) characters.push(HEX_DIGITS.charCodeAt((bits >>> shift) & 0xf));
  }
  return String.fromCharCode(...characters);
}

const HEX_DIGITS = '0123456789abcdef';

function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
