/** Opens what the address asks for: a link, an entry of the library, the reader's last draft, or the default scenario. */
import type { LinkContent } from '../link/decode.ts';
import { type Fragment, fragmentOf } from '../link/fragment.ts';
import { openedFrom } from './address.ts';
import type { AddressKeeper } from './address-keeper.ts';
import type { AppStore, LessonMode, OpenedView, Theme } from './app-store.ts';
import type { DraftKeeper } from './draft-keeper.ts';
import { readDrafts } from './drafts.ts';
import type { Surroundings } from './session.ts';

export interface Opener {
  /** Opens what the address says now. */
  fromAddress(): void;
  /** Opens an entry of the library and puts it into the address. */
  library(name: string, lesson: LessonMode): Promise<void>;
  /** Opens the newest draft and says so; the default scenario if there is none. */
  saved(): void;
  /** Opens the default scenario; with `push` as a new entry of the browser's history. */
  default(how?: 'push' | 'keep'): void;
  /** The text of an entry of the library; undefined if there is none of that name. */
  libraryText(name: string): Promise<string | undefined>;
}

/** `showTheme` shows a theme that is not the reader's own choice, without keeping it. */
export function openerOf(store: AppStore, around: Surroundings, drafts: DraftKeeper, address: AddressKeeper, showTheme: (theme: Theme) => void): Opener {
  const { actions } = store;
  const isFirst = () => store.getState().textEpoch === 0;

  const openDefault = (how: 'push' | 'keep' = 'keep') => {
    const { name, text } = around.defaultEntry;
    actions.open(text, { kind: 'library', name });
    if (how === 'push') around.setFragment('', 'push');
  };

  const openSaved = () => {
    const [draft] = readDrafts(around.shelf);
    if (!draft) {
      openDefault();
      return;
    }
    drafts.open(draft);
    actions.set({ notice: { kind: 'restored', title: draft.title } });
  };

  const reset = () => {
    showTheme('system');
    around.shelf.clear();
    around.journal.clear();
    around.setFragment('', 'replace');
    openDefault();
    actions.set({ notice: { kind: 'reset' } });
  };

  const libraryText = async (name: string) => (name === around.defaultEntry.name ? around.defaultEntry.text : (await around.library()).libraryText(name));

  const openLibrary = async (name: string, how: 'push' | 'keep', settings = '', lesson?: LessonMode) => {
    const [text, linked] = await Promise.all([libraryText(name), settings === '' ? {} : around.readView(settings)]);
    if (text === undefined) {
      const near = (await around.library()).nearestEntries(name);
      if (isFirst()) openDefault();
      actions.set({ notice: { kind: 'missing-scenario', name, near } });
      return;
    }
    actions.set({ notice: undefined });
    const { view, choices, theme } = openedFrom(linked);
    if (theme) showTheme(theme);
    actions.open(text, { kind: 'library', name }, choices, lesson === undefined ? view : { ...view, lesson });
    if (how === 'push') around.setFragment(address.addressOf({ kind: 'library', name }), 'push');
  };

  /** Waits for something that needs a part of the program: if that does not come, the reader gets what is here, and is told. */
  const orTold = (opening: Promise<void>) =>
    opening.catch(() => {
      if (isFirst()) openSaved();
      actions.set({ notice: { kind: 'not-loaded' } });
    });

  /** `/q/<slug>` is an entry of the library, `/q` the whole of it. */
  const openPage = ({ path, settings }: Extract<Fragment, { kind: 'page' }>) => {
    const name = path.replace(/^\/q\/?/, '');
    if (name !== '') {
      // An address without a view is somebody's question: it is put as the gallery puts it
      void orTold(openLibrary(name, 'keep', settings, settings === '' ? 'read' : undefined));
      return;
    }
    if (isFirst()) openDefault();
    actions.set({ dialog: 'scenarios' });
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

  const openLink = async () => {
    const fragment = around.fragment();
    const content = await around.decode(fragment);
    // The reader may have gone on to another address in the meantime
    if (fragment !== around.fragment()) return;
    if ('error' in content) {
      if (isFirst()) openSaved();
      actions.set({ notice: content.error === 'newer' ? { kind: 'newer-link' } : { kind: 'bad-link', reason: content.message } });
      return;
    }
    const compare = await comparisonIn(content);
    if (fragment !== around.fragment()) return;
    const { view, choices, theme } = openedFrom(content.view, compare);
    if (theme) showTheme(theme);
    actions.open(content.text, { kind: 'link' }, choices, view);
  };

  return {
    fromAddress: () => {
      const fragment = fragmentOf(around.fragment());
      actions.set({ notice: undefined });
      if (fragment.kind === 'scenario') void orTold(openLink());
      else if (fragment.kind === 'page') openPage(fragment);
      else if (fragment.kind === 'command' && fragment.command === 'reset') reset();
      else openSaved();
    },
    library: (name, lesson) => orTold(openLibrary(name, 'push', '', lesson)),
    saved: openSaved,
    default: openDefault,
    libraryText,
  };
}
