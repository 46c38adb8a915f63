/** What a browser keeps for us between visits. Reading and writing may be refused (private windows, full disks). */
export interface Shelf {
  read(key: string): string | undefined;
  /** False if the browser refused. */
  write(key: string, value: string): boolean;
  /** Removes everything this program ever wrote. */
  clear(): void;
}

const PREFIX = 'podloupe.';

/** A shelf on `localStorage`, or on nothing where the browser has none to give. */
export function browserShelf(storage: () => Storage): Shelf {
  const attempt = <T>(act: () => T, otherwise: T): T => {
    try {
      return act();
    } catch {
      return otherwise;
    }
  };
  return {
    read: (key) => attempt(() => storage().getItem(PREFIX + key) ?? undefined, undefined),
    write: (key, value) => attempt(() => (storage().setItem(PREFIX + key, value), true), false),
    clear: () =>
      attempt(() => {
        for (const key of Object.keys(storage())) if (key.startsWith(PREFIX)) storage().removeItem(key);
      }, undefined),
  };
}
