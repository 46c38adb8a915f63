/** Keeps the address bar in step with the state: what is in it can be copied, bookmarked and reloaded. */
import type { AppState, AppStore, Origin } from './app-store.ts';
import type { Surroundings } from './session.ts';

export interface AddressKeeper {
  /** The fragment that stands for an unchanged text of this origin; empty for none. */
  addressOf(origin: Origin): string;
  /** Another text was opened: the address follows it from its first run on. */
  startOver(): void;
  /** Notes the view in which an opened text first has a run. False if that was noted before. */
  noteArrival(state: AppState, before: AppState): boolean;
  /** The text was edited: until the address carries the new text it names none. */
  forget(): void;
  /** Writes the address a little later if it no longer says what is on screen. */
  follow(state: AppState, before: AppState): void;
}

const ADDRESS_MS = 400;

export function keepAddress(store: AppStore, around: Pick<Surroundings, 'fragment' | 'setFragment' | 'encode' | 'defaultEntry'>): AddressKeeper {
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** The view as it was on arrival: until the reader changes it, the address needs no long link. */
  let arrived: ViewKey | undefined;
  /** Numbers the links that are being made: only the newest goes into the address. */
  let encodings = 0;

  const addressOf = (origin: Origin) => (origin.kind === 'library' && origin.name !== around.defaultEntry.name ? `/q/${origin.name}` : '');

  const update = async () => {
    timer = undefined;
    const state = store.getState();
    if (state.playing || state.running || !state.run) return;
    // An unreadable link stays in the address until there is something of the reader's to put in its place
    const isBad = state.notice?.kind === 'bad-link' || state.notice?.kind === 'newer-link';
    if (isBad && !state.edited) return;
    encodings += 1;
    const encoding = encodings;
    const untouched = !state.edited && state.origin.kind === 'library' && arrived !== undefined && sameView(arrived, viewKey(state));
    const fragment = untouched ? addressOf(state.origin) : await around.encode(state).catch(() => undefined);
    if (encoding === encodings && fragment !== undefined) around.setFragment(fragment, 'replace');
  };

  return {
    addressOf,
    startOver: () => {
      arrived = undefined;
      clearTimeout(timer);
    },
    noteArrival: (state, before) => {
      if (arrived !== undefined || state.run === before.run) return false;
      arrived = viewKey(state);
      return true;
    },
    forget: () => {
      // A link that is being made has the old text: whoever reloads now must find the draft instead
      encodings += 1;
      if (around.fragment() !== '') around.setFragment('', 'replace');
    },
    follow: (state, before) => {
      if (arrived === undefined) return;
      if (state.text === before.text && state.run === before.run && sameView(viewKey(state), viewKey(before))) return;
      clearTimeout(timer);
      timer = setTimeout(() => void update(), ADDRESS_MS);
    },
  };
}

/** The part of the state that a link carries beside the text. */
type ViewKey = Pick<AppState, 'playheadMs' | 'window' | 'selected' | 'choices' | 'theme' | 'laneFilter' | 'unfoldedLoops' | 'compare' | 'compared' | 'present'>;

function viewKey({ playheadMs, window, selected, choices, theme, laneFilter, unfoldedLoops, compare, compared, present }: AppState): ViewKey {
  return { playheadMs, window, selected, choices, theme, laneFilter, unfoldedLoops, compare, compared, present };
}

function sameView(a: ViewKey, b: ViewKey): boolean {
  return (Object.keys(a) as (keyof ViewKey)[]).every((key) => a[key] === b[key]);
}
