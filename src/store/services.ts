import type { Changes } from './changes.ts';
import type { Draft } from './drafts.ts';

/** An entry of the library of scenarios, as a list shows it. */
export interface LibraryEntry {
  name: string;
  title: string;
}

/** What reaches beyond the state: the clipboard, the address bar, the browser's shelf, the library of scenarios. */
export interface Services {
  /** The entries of the library; loaded when somebody looks at them. */
  library(): Promise<readonly LibraryEntry[]>;
  openLibrary(name: string): void;
  drafts(): Draft[];
  openDraft(draft: Draft): void;
  /** Opens what a visitor without a link and without drafts sees. */
  openDefault(): void;
  /** Copies a link to the present view; says in a notice how that went. */
  share(): void;
  changes: Changes;
  /** A setting of the reader's that is kept in this browser. */
  preference(name: string): string | undefined;
  setPreference(name: string, value: string): void;
}
