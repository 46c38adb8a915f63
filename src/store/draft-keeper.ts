/** Saves the reader's work while it is made: on the shelf, and in the journal, which survives a browser that is killed. */
import { fragmentOf } from '../link/fragment.ts';
import type { AppStore } from './app-store.ts';
import { type Draft, lostDrafts, readDrafts, saveDraft } from './drafts.ts';
import type { Surroundings } from './session.ts';

export interface DraftKeeper {
  /** Opens a draft; edits from now on are saved under its id. */
  open(draft: Draft): void;
  /** Saves what was edited, as the next thing the page does; at most once in {@link SAVE_MS}. */
  saveSoon(): void;
  /** Saves at once what would be saved soon. */
  savePending(): void;
  /** Another text was opened: what has not been saved yet is not the reader's any more. */
  dropPending(): void;
  /** Brings back what was lost because the browser was killed before it had written its shelf. True if a newer draft is to be opened now. */
  recover(): Promise<boolean>;
}

/** A browser that is killed loses what was typed since, and what was on its way to the disk: together less than a second. */
const SAVE_MS = 200;

export function keepDrafts(store: AppStore, around: Pick<Surroundings, 'fragment' | 'shelf' | 'journal' | 'nowMs'>): DraftKeeper {
  const { actions } = store;
  const { shelf, journal } = around;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let savedMs = Number.NEGATIVE_INFINITY;
  /** The text of the open draft as this tab last saw it on the shelf. */
  let seen: string | undefined;

  const dropPending = () => {
    clearTimeout(timer);
    timer = undefined;
  };

  const save = () => {
    dropPending();
    const { text, origin, run, edited } = store.getState();
    if (!edited) return;
    savedMs = performance.now();
    const nowMs = around.nowMs();
    // What another tab has made of the draft stays: this tab's work becomes a draft of its own
    const isTaken = origin.kind === 'draft' && readDrafts(shelf).some((kept) => kept.id === origin.id && kept.text !== seen);
    const id = origin.kind === 'draft' && !isTaken ? origin.id : `${nowMs.toString(36)}${isTaken ? '-2' : ''}`;
    if (origin.kind !== 'draft' || isTaken) actions.set({ origin: { kind: 'draft', id }, ...(isTaken && { notice: { kind: 'own-draft' } }) });
    seen = text;
    const draft: Draft = { id, title: run?.facts.title ?? run?.facts.name ?? '?', text, savedAtMs: nowMs };
    journal.write(draft);
    if (!saveDraft(shelf, draft)) actions.set({ notice: { kind: 'not-saved' } });
  };

  return {
    open: ({ id, text }) => {
      seen = text;
      actions.open(text, { kind: 'draft', id });
    },
    saveSoon: () => {
      // The first key after a rest is not kept waiting: a page that is busy may come to it late enough
      timer ??= setTimeout(save, Math.max(0, savedMs + SAVE_MS - performance.now()));
    },
    savePending: () => {
      if (timer !== undefined) save();
    },
    dropPending,
    recover: async () => {
      const lost = lostDrafts(readDrafts(shelf), await journal.drafts());
      for (const draft of lost) saveDraft(shelf, draft);
      const { edited, origin } = store.getState();
      const isWanted = !edited && origin.kind !== 'link' && fragmentOf(around.fragment()).kind === 'none';
      return lost.length > 0 && isWanted && readDrafts(shelf).length > 0;
    },
  };
}
