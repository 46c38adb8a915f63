/**
 * One visit: what the address says on arrival, what is saved while typing, what the address says afterwards. Nothing here
 * touches the address or the saved work before loading has succeeded.
 */
import { type Fragment, fragmentOf } from '../link/fragment.ts';
import type { LinkContent, LinkError } from '../link/decode.ts';
import type { LinkView } from '../link/view.ts';
import type { AppState, AppStore, LessonMode, OpenedView, Origin, Theme } from './app-store.ts';
import { openedFrom } from './address.ts';
import type { Changes } from './changes.ts';
import { carriesText } from './comparison.ts';
import { type Draft, lostDrafts, readDrafts, saveDraft } from './drafts.ts';
import type { Journal } from './journal.ts';
import type { GalleryEntry, LinkScope, Services, Strip } from './services.ts';
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
  /** Those that somebody may mean with a name that is none. */
  nearestEntries(name: string): readonly ListedEntry[];
}

/** What the session needs of the browser. */
export interface Surroundings {
  /** The fragment of the address, with its `#`. */
  fragment(): string;
  /** The address without its fragment. */
  address(): string;
  /** Puts a fragment (without `#`, empty for none) into the address; a new entry of the history or not. */
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
  /** The feature gates that a scenario may set. */
  gates: Services['gates'];
  /** The fragment of a link to a state. Loads what it needs when it is first called, as `decode` does. */
  encode(state: AppState, scope?: LinkScope): Promise<string>;
  decode(fragment: string): Promise<LinkContent | LinkError>;
  /** What the settings behind a page's path say. */
  readView(settings: string): Promise<LinkView>;
  changes: Changes;
  form: Services['form'];
  look: Services['look'];
  sweepOffer: Services['sweepOffer'];
  sweep: Services['sweep'];
  absences: Services['absences'];
  claims: Services['claims'];
  present: Services['present'];
  list: Services['list'];
  lesson: Services['lesson'];
  /** The run of a text as a thumbnail. */
  strip(text: string): Promise<Strip | undefined>;
  /** The fragment of a link that carries guesses. */
  encodeGuess(state: AppState, guesses: readonly string[]): Promise<string>;
}

/** A browser that is killed loses what was typed since, and what was on its way to the disk: together less than a second. */
const SAVE_MS = 200;
const ADDRESS_MS = 400;
const THEME_KEY = 'theme';

export function startSession(store: AppStore, around: Surroundings): Services {
  const { actions } = store;
  const { shelf } = around;
  let saveTimer: ReturnType<typeof setTimeout> | undefined;
  let addressTimer: ReturnType<typeof setTimeout> | undefined;
  // The view as it was on arrival: until the reader changes it, the address needs no long link.
  let arrived: ViewKey | undefined;
  let encodings = 0;

  // A theme that is not the reader's own choice is shown, and not kept.
  let keepTheme = true;
  const showTheme = (theme: Theme) => {
    keepTheme = false;
    actions.set({ theme });
    keepTheme = true;
  };

  const openDefault = (how: 'push' | 'keep' = 'keep') => {
    const { name, text } = around.defaultEntry;
    actions.open(text, { kind: 'library', name });
    if (how === 'push') around.setFragment('', 'push');
  };

  const libraryText = async (name: string) => (name === around.defaultEntry.name ? around.defaultEntry.text : (await around.library()).libraryText(name));

  const openLibrary = async (name: string, how: 'push' | 'keep', settings = '', lesson?: LessonMode) => {
    const [text, linked] = await Promise.all([libraryText(name), settings === '' ? {} : around.readView(settings)]);
    if (text === undefined) {
      const near = (await around.library()).nearestEntries(name);
      if (store.getState().textEpoch === 0) openDefault();
      actions.set({ notice: { kind: 'missing-scenario', name, near } });
      return;
    }
    actions.set({ notice: undefined });
    const { view, choices, theme } = openedFrom(linked);
    if (theme) showTheme(theme);
    actions.open(text, { kind: 'library', name }, choices, lesson === undefined ? view : { ...view, lesson });
    if (how === 'push') around.setFragment(addressOf({ kind: 'library', name }), 'push');
  };

  const openFromAddress = () => {
    const fragment = fragmentOf(around.fragment());
    actions.set({ notice: undefined });
    if (fragment.kind === 'scenario') void openLink();
    else if (fragment.kind === 'page') openPage(fragment);
    else if (fragment.kind === 'command' && fragment.command === 'reset') reset();
    else openSaved();
  };

  /** `/q/<slug>` is an entry of the library, `/q` the whole of it. */
  const openPage = ({ path, settings }: Extract<Fragment, { kind: 'page' }>) => {
    const name = path.replace(/^\/q\/?/, '');
    if (name !== '') {
      // An address without a view is somebody's question: it is put as the gallery puts it
      void openLibrary(name, 'keep', settings, settings === '' ? 'read' : undefined);
      return;
    }
    if (store.getState().textEpoch === 0) openDefault();
    actions.set({ dialog: 'scenarios' });
  };

  const openLink = async () => {
    const fragment = around.fragment();
    const content = await around.decode(fragment);
    // The reader may have gone on to another address in the meantime.
    if (fragment !== around.fragment()) return;
    if ('error' in content) {
      if (store.getState().textEpoch === 0) openSaved();
      actions.set({ notice: content.error === 'newer' ? { kind: 'newer-link' } : { kind: 'bad-link', reason: content.message } });
      return;
    }
    const compare = await comparisonIn(content);
    if (fragment !== around.fragment()) return;
    const { view, choices, theme } = openedFrom(content.view, compare);
    if (theme) showTheme(theme);
    actions.open(content.text, { kind: 'link' }, choices, view);
  };

  /** What a link compares its text with; undefined if with nothing, or with what is not there any more. */
  const comparisonIn = async ({ view, compareText }: LinkContent): Promise<OpenedView['compare']> => {
    if (!view.compare) return undefined;
    const { with: other, presentIs = 'a' } = view.compare;
    switch (other.kind) {
      case 'text':
        return compareText === undefined ? undefined : { counterpart: { kind: 'text', title: other.title ?? '', text: compareText }, presentIs };
      case 'scenario': {
        const [{ LIBRARY }, text] = await Promise.all([around.library(), libraryText(other.name)]);
        const title = LIBRARY.find(({ name }) => name === other.name)?.title ?? other.name;
        return text === undefined ? undefined : { counterpart: { ...other, title, text }, presentIs };
      }
      default:
        return { counterpart: other, presentIs };
    }
  };

  const openSaved = () => {
    const [draft] = readDrafts(shelf);
    if (!draft) {
      openDefault();
      return;
    }
    openKept(draft);
    actions.set({ notice: { kind: 'restored', title: draft.title } });
  };

  /** The text of the open draft as this tab last saw it on the shelf. */
  let seen: string | undefined;
  const openKept = ({ id, text }: Draft) => {
    seen = text;
    actions.open(text, { kind: 'draft', id });
  };

  /** What was saved and then lost, because the browser was killed before it had written its shelf. */
  const recover = async () => {
    const lost = lostDrafts(readDrafts(shelf), await around.journal.drafts());
    for (const draft of lost) saveDraft(shelf, draft);
    const [newest] = readDrafts(shelf);
    const { edited, origin } = store.getState();
    if (lost.length === 0 || edited || origin.kind === 'link' || fragmentOf(around.fragment()).kind !== 'none') return;
    if (newest) openSaved();
  };

  const reset = () => {
    showTheme('system');
    shelf.clear();
    around.journal.clear();
    around.setFragment('', 'replace');
    openDefault();
    actions.set({ notice: { kind: 'reset' } });
  };

  const save = () => {
    clearTimeout(saveTimer);
    saveTimer = undefined;
    const { text, origin, run, edited } = store.getState();
    if (!edited) return;
    const nowMs = around.nowMs();
    // What another tab has made of the draft stays: this tab's work becomes a draft of its own.
    const isTaken = origin.kind === 'draft' && readDrafts(shelf).some((kept) => kept.id === origin.id && kept.text !== seen);
    const id = origin.kind === 'draft' && !isTaken ? origin.id : `${nowMs.toString(36)}${isTaken ? '-2' : ''}`;
    if (origin.kind !== 'draft' || isTaken) actions.set({ origin: { kind: 'draft', id }, ...(isTaken && { notice: { kind: 'own-draft' } }) });
    seen = text;
    const draft: Draft = { id, title: run?.facts.title ?? run?.facts.name ?? '?', text, savedAtMs: nowMs };
    around.journal.write(draft);
    if (!saveDraft(shelf, draft)) actions.set({ notice: { kind: 'not-saved' } });
  };

  const updateAddress = async () => {
    addressTimer = undefined;
    const state = store.getState();
    if (state.playing || state.running || !state.run) return;
    // An unreadable link stays in the address until there is something of the reader's to put in its place.
    const isBad = state.notice?.kind === 'bad-link' || state.notice?.kind === 'newer-link';
    if (isBad && !state.edited) return;
    encodings += 1;
    const encoding = encodings;
    const untouched = !state.edited && state.origin.kind === 'library' && arrived !== undefined && sameView(arrived, viewKey(state));
    const fragment = untouched ? addressOf(state.origin) : await around.encode(state).catch(() => undefined);
    if (encoding === encodings && fragment !== undefined) around.setFragment(fragment, 'replace');
  };

  const addressOf = (origin: Origin) => (origin.kind === 'library' && origin.name !== around.defaultEntry.name ? `/q/${origin.name}` : '');

  const watch = (state: AppState, before: AppState) => {
    if (state.textEpoch !== before.textEpoch) {
      arrived = undefined;
      clearTimeout(addressTimer);
      clearTimeout(saveTimer);
      saveTimer = undefined;
    }
    if (arrived === undefined && state.run !== before.run) {
      arrived = viewKey(state);
      return;
    }
    // From the first key on, not after the last: who types without a pause is saved too.
    if (state.edited && state.text !== before.text) {
      saveTimer ??= setTimeout(save, SAVE_MS);
      // Until the address carries the new text it names none, not even one that is on its way: who comes back in the meantime finds
      // the draft, not what it was made from
      encodings += 1;
      if (around.fragment() !== '') around.setFragment('', 'replace');
    }
    if (state.theme !== before.theme && keepTheme) shelf.write(THEME_KEY, state.theme);
    if (arrived !== undefined && (state.text !== before.text || state.run !== before.run || !sameView(viewKey(state), viewKey(before)))) {
      clearTimeout(addressTimer);
      addressTimer = setTimeout(() => void updateAddress(), ADDRESS_MS);
    }
  };

  const share = async () => {
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
  };

  const strips = new Map<string, Promise<Strip | undefined>>();
  const stripOf = (name: string) => {
    const known = strips.get(name);
    if (known) return known;
    const strip = libraryText(name).then((text) => (text === undefined ? undefined : around.strip(text)));
    strips.set(name, strip);
    // A worker that was stopped has no answer; the next look asks again.
    strip.catch(() => strips.delete(name));
    return strip;
  };

  const theme = shelf.read(THEME_KEY);
  if (isTheme(theme)) actions.set({ theme });
  store.subscribe(watch);
  around.onFragmentChange(openFromAddress);
  around.onLeave(() => saveTimer !== undefined && save());
  openFromAddress();
  void recover();

  return {
    openLibrary: (name, lesson = 'read') => void openLibrary(name, 'push', '', lesson),
    gallery: async (language) => (await around.library()).libraryIn(language),
    lesson: (runId) => around.lesson(runId).catch(() => undefined),
    strip: stripOf,
    guessLink: async (guesses) => `${around.address()}#${await around.encodeGuess(store.getState(), guesses)}`,
    libraryText,
    recordingOf: async (name) => (await around.library()).recordingOfEntry(name),
    gates: around.gates,
    drafts: () => readDrafts(shelf),
    openDraft: (draft: Draft) => {
      openKept(draft);
      around.setFragment('', 'push');
    },
    openDefault: () => {
      actions.set({ notice: undefined });
      openDefault('push');
    },
    link: async (scope) => `${around.address()}#${await around.encode(store.getState(), scope)}`,
    share: () => void share(),
    changes: around.changes,
    form: around.form,
    // A worker that was stopped has no answer; the next look starts another one.
    look: (runId, look, atMs) => around.look(runId, look, atMs).catch(() => undefined),
    sweepOffer: around.sweepOffer,
    sweep: around.sweep,
    absences: (runId, atMs) => around.absences(runId, atMs).catch(() => undefined),
    claims: (runId) => around.claims(runId).catch(() => undefined),
    present: (runId) => around.present(runId).catch(() => undefined),
    list: (kind, runId) => around.list(kind, runId).catch(() => undefined),
    copy: (text) =>
      around.copy(text).then(
        () => true,
        () => false,
      ),
    preference: (name) => shelf.read(name),
    setPreference: (name, value) => void shelf.write(name, value),
  };
}

function isTheme(theme: string | undefined): theme is Theme {
  return theme === 'light' || theme === 'dark' || theme === 'contrast' || theme === 'projector';
}

/** The part of the state that belongs into a link beside the text. */
type ViewKey = Pick<AppState, 'playheadMs' | 'window' | 'selected' | 'choices' | 'theme' | 'laneFilter' | 'unfoldedLoops' | 'compare' | 'compared' | 'present'>;

function viewKey({ playheadMs, window, selected, choices, theme, laneFilter, unfoldedLoops, compare, compared, present }: AppState): ViewKey {
  return { playheadMs, window, selected, choices, theme, laneFilter, unfoldedLoops, compare, compared, present };
}

function sameView(a: ViewKey, b: ViewKey): boolean {
  return (Object.keys(a) as (keyof ViewKey)[]).every((key) => a[key] === b[key]);
}
