/**
 * A second copy of what is saved while typing. Browsers write `localStorage` to the disk some seconds later; what was written there
 * is lost if the whole browser is killed before. A transaction of IndexedDB is with the operating system when it is complete.
 */
import type { Draft } from './drafts.ts';

export interface Journal {
  /** All its drafts; empty if the browser has no IndexedDB for us. */
  drafts(): Promise<Draft[]>;
  write(draft: Draft): void;
  clear(): void;
}

const NAME = 'podloupe';
const STORE = 'drafts';
const MOST_DRAFTS = 12;

export function browserJournal(factory: () => IDBFactory): Journal {
  let opening: Promise<IDBDatabase> | undefined;
  const opened = () => {
    opening ??= new Promise((resolve, reject) => {
      const request = factory().open(NAME, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'id' });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    return opening;
  };
  const inStore = async <T>(mode: IDBTransactionMode, act: (drafts: IDBObjectStore) => IDBRequest<T>): Promise<T> => {
    const transaction = (await opened()).transaction(STORE, mode);
    const request = act(transaction.objectStore(STORE));
    // By itself it waits until the page has taken note of the success, which a busy page does late
    if (mode === 'readwrite') transaction.commit();
    return new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  };
  // If the browser refuses, drafts are kept on the shelf alone
  const attempt = (done: Promise<unknown>) => void done.catch(() => undefined);
  return {
    drafts: async () => {
      const all = await inStore<Draft[]>('readonly', (drafts) => drafts.getAll()).catch(() => []);
      const newestFirst = all.sort((a, b) => b.savedAtMs - a.savedAtMs);
      for (const { id } of newestFirst.slice(MOST_DRAFTS)) attempt(inStore('readwrite', (drafts) => drafts.delete(id)));
      return newestFirst.slice(0, MOST_DRAFTS);
    },
    write: (draft) => attempt(inStore('readwrite', (drafts) => drafts.put(draft))),
    clear: () => attempt(inStore('readwrite', (drafts) => drafts.clear())),
  };
}
