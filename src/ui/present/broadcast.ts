/** What the window on screen and the window of notes say to each other. Both are the same page of the same browser. */
import { beatsOnScreen, goToBeat, nextBeat, onStage, previousBeat } from '../../store/presenter.ts';
import type { AppStore } from '../../store/app-store.ts';
import { staleStory } from './stale.ts';

/** What the window of notes shows. */
export interface PresenterState {
  kind: 'state';
  title: string;
  beats: readonly { title: string; text: string; notes: string; atMs: number; ask?: string | true; stale: readonly string[] }[];
  /** Position of the beat, from 0. */
  index: number;
  asking: boolean;
  blank: boolean;
  /** What is on screen instead: the workbench for a "what if", or nothing of the presentation. */
  instead?: 'away' | 'over';
}

export type PresenterMessage =
  | PresenterState
  /** A window of notes was opened: whoever presents says where they are. */
  | { kind: 'hello' }
  /** Nothing is presented any more, or not for now: the workbench is on screen for a "what if". */
  | { kind: 'over'; away: boolean }
  | { kind: 'next' }
  | { kind: 'previous' }
  | { kind: 'go'; index: number }
  | { kind: 'blank'; on: boolean };

const NAME = 'podloupe-presenter';

export function openChannel(hear: (message: PresenterMessage) => void): { say(message: PresenterMessage): void; close(): void } {
  const channel = new BroadcastChannel(NAME);
  channel.onmessage = ({ data }: MessageEvent<PresenterMessage>) => hear(data);
  return { say: (message) => channel.postMessage(message), close: () => channel.close() };
}

/** Says every change of the presentation, and does what the window of notes asks for. */
export function startBroadcast(
  store: AppStore,
  setBlank: (blank: boolean) => void,
): { setBlank(blank: boolean): void; setTitle(title: string): void; close(): void } {
  let blank = false;
  let title = '';
  const channel = openChannel((message) => {
    if (message.kind === 'hello') say();
    else if (message.kind === 'next') nextBeat(store);
    else if (message.kind === 'previous') previousBeat(store);
    else if (message.kind === 'go') goToBeat(store, message.index);
    else if (message.kind === 'blank') setBlank(message.on);
  });
  const say = () => {
    const state = store.getState();
    const stage = onStage(state);
    if (!stage) return;
    const stale = staleStory(state);
    channel.say({
      kind: 'state',
      title,
      beats: beatsOnScreen(state).map(({ title, text, notes, atMs, ask }, index) => ({
        title,
        text,
        notes,
        atMs,
        ...(ask !== undefined && { ask }),
        stale: (stale[index] ?? []).map((note) => note.text),
      })),
      index: stage.index,
      asking: stage.question !== undefined,
      blank,
    });
  };
  say();
  const stop = store.subscribe((state, before) => {
    if (state.present !== before.present || state.presentation !== before.presentation) say();
  });
  return {
    setBlank: (on) => {
      if (blank === on) return;
      blank = on;
      say();
    },
    setTitle: (shown) => {
      if (title === shown) return;
      title = shown;
      say();
    },
    close: () => {
      stop();
      channel.say({ kind: 'over', away: store.getState().present?.away !== undefined });
      channel.close();
    },
  };
}
