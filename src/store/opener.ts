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
  return new Opening(store, around, drafts, address, showTheme);
}

class Opening implements Opener {
  readonly #store: AppStore;
  readonly #around: Surroundings;
  readonly #drafts: DraftKeeper;
  readonly #address: AddressKeeper;
  readonly #showTheme: (theme: Theme) => void;

  constructor(store: AppStore, around: Surroundings, drafts: DraftKeeper, address: AddressKeeper, showTheme: (theme: Theme) => void) {
    this.#store = store;
    this.#around = around;
    this.#drafts = drafts;
    this.#address = address;
    this.#showTheme = showTheme;
  }

  fromAddress(): void {
    const fragment = fragmentOf(this.#around.fragment());
    this.#store.actions.set({ notice: undefined });
    if (fragment.kind === 'scenario') void this.#orTold(this.#link());
    else if (fragment.kind === 'page') this.#page(fragment);
    else if (fragment.kind === 'command' && fragment.command === 'reset') this.#reset();
    else this.saved();
  }

  library(name: string, lesson: LessonMode): Promise<void> {
    return this.#orTold(this.#entry(name, 'push', '', lesson));
  }

  saved(): void {
    const [draft] = readDrafts(this.#around.shelf);
    if (!draft) {
      this.default();
      return;
    }
    this.#drafts.open(draft);
    this.#store.actions.set({ notice: { kind: 'restored', title: draft.title } });
  }

  default(how: 'push' | 'keep' = 'keep'): void {
    const { name, text } = this.#around.defaultEntry;
    this.#store.actions.open(text, { kind: 'library', name });
    if (how === 'push') this.#around.setFragment('', 'push');
  }

  async libraryText(name: string): Promise<string | undefined> {
    const { defaultEntry } = this.#around;
    return name === defaultEntry.name ? defaultEntry.text : (await this.#around.library()).libraryText(name);
  }

  /** Whether nothing is open yet, so that something has to be. */
  #isFirst(): boolean {
    return this.#store.getState().textEpoch === 0;
  }

  /** Waits for something that needs a part of the program: if that does not come, the reader gets what is here, and is told. */
  #orTold(opening: Promise<void>): Promise<void> {
    return opening.catch(() => {
      if (this.#isFirst()) this.saved();
      this.#store.actions.set({ notice: { kind: 'not-loaded' } });
    });
  }

  #reset(): void {
    this.#showTheme('system');
    this.#around.shelf.clear();
    this.#around.journal.clear();
    this.#around.setFragment('', 'replace');
    this.default();
    this.#store.actions.set({ notice: { kind: 'reset' } });
  }

  /** `/q/<slug>` is an entry of the library, `/q` the whole of it. */
  #page({ path, settings }: Extract<Fragment, { kind: 'page' }>): void {
    const name = path.replace(/^\/q\/?/, '');
    if (name !== '') {
      // An address without a view is somebody's question: it is put as the gallery puts it
      void this.#orTold(this.#entry(name, 'keep', settings, settings === '' ? 'read' : undefined));
      return;
    }
    if (this.#isFirst()) this.default();
    this.#store.actions.set({ dialog: 'scenarios' });
  }

  async #entry(name: string, how: 'push' | 'keep', settings = '', lesson?: LessonMode): Promise<void> {
    const { actions } = this.#store;
    const around = this.#around;
    const [text, linked] = await Promise.all([this.libraryText(name), settings === '' ? {} : around.readView(settings)]);
    if (text === undefined) {
      const near = (await around.library()).nearestEntries(name);
      if (this.#isFirst()) this.default();
      actions.set({ notice: { kind: 'missing-scenario', name, near } });
      return;
    }
    actions.set({ notice: undefined });
    const { view, choices, theme } = openedFrom(linked);
    if (theme) this.#showTheme(theme);
    actions.open(text, { kind: 'library', name }, choices, lesson === undefined ? view : { ...view, lesson });
    if (how === 'push') around.setFragment(this.#address.addressOf({ kind: 'library', name }), 'push');
  }

  async #link(): Promise<void> {
    const { actions } = this.#store;
    const around = this.#around;
    const fragment = around.fragment();
    const content = await around.decode(fragment);
    // The reader may have gone on to another address in the meantime
    if (fragment !== around.fragment()) return;
    if ('error' in content) {
      if (this.#isFirst()) this.saved();
      actions.set({ notice: content.error === 'newer' ? { kind: 'newer-link' } : { kind: 'bad-link', reason: content.message } });
      return;
    }
    const compare = await this.#comparisonIn(content);
    if (fragment !== around.fragment()) return;
    const { view, choices, theme } = openedFrom(content.view, compare);
    if (theme) this.#showTheme(theme);
    actions.open(content.text, { kind: 'link' }, choices, view);
  }

  /** What a link compares its text with; undefined if with nothing, or with what is not there any more. */
  async #comparisonIn({ view, compareText }: LinkContent): Promise<OpenedView['compare']> {
    if (!view.compare) return undefined;
    const { with: other, presentIs = 'a' } = view.compare;
    switch (other.kind) {
      case 'text':
        return compareText === undefined ? undefined : { counterpart: { kind: 'text', title: other.title ?? '', text: compareText }, presentIs };
      case 'scenario': {
        const [{ LIBRARY }, text] = await Promise.all([this.#around.library(), this.libraryText(other.name)]);
        const title = LIBRARY.find(({ name }) => name === other.name)?.title ?? other.name;
        return text === undefined ? undefined : { counterpart: { ...other, title, text }, presentIs };
      }
      default:
        return { counterpart: other, presentIs };
    }
  }
}
