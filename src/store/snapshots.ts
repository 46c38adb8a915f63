/** Named copies of a text, kept in this browser until the reader removes them. */
import type { Services } from './services.ts';

export interface Snapshot {
  name: string;
  text: string;
  /** Milliseconds since 1970. */
  savedAtMs: number;
}

type Kept = Pick<Services, 'preference' | 'setPreference'>;

const KEY = 'snapshots';

/** Newest first. What cannot be read is treated as absent. */
export function readSnapshots({ preference }: Kept): Snapshot[] {
  try {
    const parsed: unknown = JSON.parse(preference(KEY) ?? '[]');
    return Array.isArray(parsed) ? parsed.filter(isSnapshot) : [];
  } catch {
    return [];
  }
}

/** Keeps a snapshot in front of the others; it replaces one of the same name. False if the browser refused. */
export function keepSnapshot(kept: Kept, snapshot: Snapshot): boolean {
  return write(kept, [snapshot, ...readSnapshots(kept).filter(({ name }) => name !== snapshot.name)]);
}

export function removeSnapshot(kept: Kept, name: string): void {
  write(
    kept,
    readSnapshots(kept).filter((each) => each.name !== name),
  );
}

/** Writes, then reads back: only that shows whether the browser has taken it. */
function write(kept: Kept, snapshots: readonly Snapshot[]): boolean {
  const text = JSON.stringify(snapshots);
  kept.setPreference(KEY, text);
  return kept.preference(KEY) === text;
}

function isSnapshot(value: unknown): value is Snapshot {
  const { name, text, savedAtMs } = (value ?? {}) as Record<string, unknown>;
  return typeof name === 'string' && typeof text === 'string' && typeof savedAtMs === 'number';
}
