/**
 * One visit: opens what the address says on arrival, saves what is typed, and keeps the address in step with what is on screen.
 * Neither the address nor saved work is touched before loading has succeeded.
 */
import type { LinkContent, LinkError } from '../link/decode.ts';
import type { LinkView } from '../link/view.ts';
import { keepAddress } from './address-keeper.ts';
import type { AppState, AppStore, Theme } from './app-store.ts';
import { carriesText } from './comparison.ts';
import { keepDrafts } from './draft-keeper.ts';
import { readDrafts } from './drafts.ts';
import type { Journal } from './journal.ts';
import { openerOf } from './opener.ts';
import type { GalleryEntry, LinkScope, SessionServices, Strip } from './services.ts';
import type { Shelf } from './shelf.ts';

type ListedEntry = Pick<GalleryEntry, 'name' | 'title'>;

/** Texts of scenarios, and lists of them. */
export interface Library {
  LIBRARY: readonly ListedEntry[];
  /** The text of an entry; undefined if there is none of that name. */
  libraryText(name: string): Promise<string | undefined>;
  /** How to get what a real kubelet made of an entry, as lines of JSON; undefined if that was not recorded. */
  recordingOfEntry(name: string): (() => Promise<string>) | undefined;
  /** The entries as the gallery shows them, in a language. */
  libraryIn(language: string): Promise<readonly GalleryEntry[]>;
  /** What the story of an entry says in a language, by its English words; undefined if it is not translated. */
  storyIn(language: string, name: string): Promise<Readonly<Record<string, string>> | undefined>;
  /** The entries that somebody may have meant by a name that there is not. */
  nearestEntries(name: string): readonly ListedEntry[];
}

/** What the session needs of the browser and of the rest of the program. */
export interface Surroundings {
  /** The fragment of the address, with its `#`. */
  fragment(): string;
  /** The address without its fragment. */
  address(): string;
  /** Puts a fragment (without `#`, empty for none) into the address, with or without a new entry in the browser's history. */
  setFragment(fragment: string, how: 'push' | 'replace'): void;
  onFragmentChange(changed: () => void): void;
  onLeave(leaving: () => void): void;
  copy(text: string): Promise<void>;
  nowMs(): number;
  shelf: Shelf;
  journal: Journal;
  /** The library of scenarios, loaded when it is first asked for. */
  library(): Promise<Library>;
  defaultEntry: { name: string; text: string };
  /** The fragment of a link to a state. Loads what it needs when it is first called, as `decode` does. */
  encode(state: AppState, scope?: LinkScope): Promise<string>;
  decode(fragment: string): Promise<LinkContent | LinkError>;
  /** Reads the settings behind a page's path. */
  readView(settings: string): Promise<LinkView>;
  /** The run of a text as a thumbnail. */
  strip(text: string): Promise<Strip | undefined>;
  /** The fragment of a link that carries guesses. */
  encodeGuess(state: AppState, guesses: readonly string[]): Promise<string>;
}

const THEME_KEY = 'theme';

/** Opens what the address says, and keeps state, address and saved work together from then on. */
export function startSession(store: AppStore, around: Surroundings): SessionServices {
  const { actions } = store;
  const { shelf } = around;
  const drafts = keepDrafts(store, around);
  const address = keepAddress(store, around);

  // A theme that is not the reader's own choice is shown, and not kept
  let keepTheme = true;
  const showTheme = (theme: Theme) => {
    keepTheme = false;
    actions.set({ theme });
    keepTheme = true;
  };
  const opener = openerOf(store, around, drafts, address, showTheme);
  const keptTheme = shelf.read(THEME_KEY);
  if (isTheme(keptTheme)) actions.set({ theme: keptTheme });

  store.subscribe((state, before) => {
    if (state.textEpoch !== before.textEpoch) {
      address.startOver();
      drafts.dropPending();
    }
    if (address.noteArrival(state, before)) return;
    if (state.edited && state.text !== before.text) {
      drafts.saveSoon();
      address.forget();
    }
    if (state.theme !== before.theme && keepTheme) shelf.write(THEME_KEY, state.theme);
    address.follow(state, before);
  });
  around.onFragmentChange(() => opener.fromAddress());
  around.onLeave(drafts.savePending);
  opener.fromAddress();
  void drafts.recover().then((hasNewer) => hasNewer && opener.saved());

  const strips = stripsOf((name) => opener.libraryText(name), around.strip);
  return {
    openLibrary: (name, lesson = 'read') => void opener.library(name, lesson),
    openDefault: () => {
      actions.set({ notice: undefined });
      opener.default('push');
    },
    libraryText: (name) => opener.libraryText(name),
    recordingOf: async (name) => (await around.library()).recordingOfEntry(name),
    gallery: async (language) => (await around.library()).libraryIn(language),
    storyIn: async (language, name) => (await around.library()).storyIn(language, name),
    strip: strips,
    drafts: () => readDrafts(shelf),
    openDraft: (draft) => {
      drafts.open(draft);
      around.setFragment('', 'push');
    },
    link: async (scope) => `${around.address()}#${await around.encode(store.getState(), scope)}`,
    guessLink: async (guesses) => `${around.address()}#${await around.encodeGuess(store.getState(), guesses)}`,
    share: () => void share(store, around),
    copy: (text) =>
      around.copy(text).then(
        () => true,
        () => false,
      ),
    preference: (name) => shelf.read(name),
    setPreference: (name, value) => void shelf.write(name, value),
  };
}

/** Copies a link to what is on screen, and says in a notice how that went. */
async function share(store: AppStore, around: Surroundings): Promise<void> {
  const { actions } = store;
  try {
    const state = store.getState();
    const fragment = await around.encode(state);
    const link = `${around.address()}#${fragment}`;
    around.setFragment(fragment, 'replace');
    const isAlone = state.compared !== undefined && !carriesText(state.compared);
    await around.copy(link).then(
      () => actions.set({ notice: { kind: isAlone ? 'copied-alone' : 'copied' } }),
      () => actions.set({ notice: { kind: 'copy-failed', link } }),
    );
  } catch (error) {
    actions.set({ notice: { kind: 'no-link', reason: error instanceof Error ? error.message : String(error) } });
  }
}

/** Thumbnails of entries by name, each made once. */
function stripsOf(libraryText: (name: string) => Promise<string | undefined>, stripOf: Surroundings['strip']): (name: string) => Promise<Strip | undefined> {
  const strips = new Map<string, Promise<Strip | undefined>>();
  return (name) => {
    const known = strips.get(name);
    if (known) return known;
    const strip = libraryText(name).then((text) => (text === undefined ? undefined : stripOf(text)));
    strips.set(name, strip);
    // A worker that was stopped has no answer; the next look asks again
    strip.catch(() => strips.delete(name));
    return strip;
  };
}

function isTheme(theme: string | undefined): theme is Theme {
  return theme === 'light' || theme === 'dark' || theme === 'contrast' || theme === 'projector';
}
