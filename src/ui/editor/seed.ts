import type { Seed } from '../../base/random.ts';

/** A seed as somebody types it; undefined if it is none. */
export function readSeed(entry: string): Seed | undefined {
  const text = entry.trim();
  if (text === 'typical') return 'typical';
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
