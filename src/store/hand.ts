/** Gestures of the reader on the run: each becomes an edit of the text, and is shown as it happens. */
import type { Trace } from '../model/trace.ts';
import type { Gesture, Gestured } from '../worker/protocol.ts';
import type { AppState, AppStore } from './app-store.ts';
import type { Changes } from './changes.ts';

/** When each action of a run was carried out; undefined, or missing at the end, for those that never were. */
export function doneTimes({ records }: Trace): (number | undefined)[] {
  const doneMs: (number | undefined)[] = [];
  for (const record of records) if (record.kind === 'Action' && record.index > 0 && record.retry === undefined) doneMs[record.index - 1] = record.t;
  return Array.from(doneMs);
}

/** Whether the run on screen is that of the present text, so that gestures can change it. */
export function isInHand({ run, running, status, compare }: AppState): boolean {
  return run !== undefined && !running && status.kind === 'current' && compare === undefined;
}

let lastGesture = 0;

/** A new number for edits that belong together: the steps of a drag, a burst of one key. */
export function newGesture(): number {
  lastGesture += 1;
  return lastGesture;
}

type Editing = Pick<Changes, 'gesture'>;

/**
 * Carries out one gesture. The action that it is about is selected once the run is there. Without `part` (the number of a larger gesture) a notice
 * says what was done. Returns the number of the action, undefined if there is none; if the text has no place for the gesture, a notice says so.
 */
export async function perform(store: AppStore, changes: Editing, title: string, gesture: Gesture, part?: number): Promise<number | undefined> {
  const { text, run } = store.getState();
  if (!run || !isInHand(store.getState())) return undefined;
  const after = await changes.gesture(text, gesture, doneTimes(run.trace));
  // The reader has typed in the meantime: that must not be lost
  if (store.getState().text !== text) return undefined;
  if (!after) {
    store.actions.set({ notice: { kind: 'not-applied', title } });
    return undefined;
  }
  store.actions.applyChange(title, after.text, part);
  selectAction(store, after.action);
  return after.action;
}

/** Selects an action by its number, in the run of the present text. */
function selectAction(store: AppStore, action: number | undefined): void {
  if (action === undefined) return;
  void untilRun(store).then(() => {
    const { run } = store.getState();
    const record = run?.trace.records.find((each) => each.kind === 'Action' && each.index === action);
    if (!record) return;
    store.actions.select({ record: record.id, attempt: 0 });
    store.actions.set({ inspectorTab: 'why' });
  });
}

/** Something that is being dragged. */
export interface Grip<Wish = Gesture> {
  /** Asks for a change. Only the newest wish counts: those that came while the last one was being simulated are left out. */
  move(title: string, wish: Wish): void;
  /** Resolves when the last wish is in the text and its run is there. */
  release(): Promise<void>;
}

/** Begins a drag. All its wishes are about the text and the run as they are now, so that dragging back leaves no trace. */
export function grab(store: AppStore, changes: Editing): Grip | undefined {
  const { text, run } = store.getState();
  if (!run || !isInHand(store.getState())) return undefined;
  const doneMs = doneTimes(run.trace);
  return held<Gesture>(store, (gesture) => changes.gesture(text, gesture, doneMs));
}

/** Begins to drag a value of the text; each wish is the whole text with another value. This needs no run: the text may have errors. */
export function grabText(store: AppStore): Grip<string> {
  return held<string>(store, (text) => Promise.resolve({ text }));
}

/** Carries out one wish after another, each when the run of the one before is there. */
function held<Wish>(store: AppStore, textFor: (wish: Wish) => Promise<Gestured | undefined>): Grip<Wish> {
  const part = newGesture();
  let expected = store.getState().text;
  let action: number | undefined;
  let wanted: { title: string; wish: Wish } | undefined;
  let working: Promise<void> | undefined;
  const ask = () => {
    if (!wanted) return undefined;
    const { title, wish } = wanted;
    wanted = undefined;
    return { title, answer: textFor(wish) };
  };
  const work = async () => {
    let asked = ask();
    while (asked) {
      const { title, answer } = asked;
      asked = undefined;
      const after = await answer;
      // Something else has changed the text: the drag is over
      if (store.getState().text !== expected) return;
      if (after && after.text !== expected) {
        expected = after.text;
        ({ action } = after);
        store.actions.applyChange(title, after.text, part);
        // The next wish is on its way before the page draws this run: both take their time at once.
        await untilRun(store, () => (asked = ask()));
      }
      asked ??= ask();
    }
  };
  return {
    move: (title, wish) => {
      if (!store.getState().dragging) store.actions.set({ dragging: true });
      wanted = { title, wish };
      working ??= work().finally(() => {
        working = undefined;
      });
    },
    release: async () => {
      try {
        await working;
      } finally {
        store.actions.set({ dragging: false });
      }
      selectAction(store, action);
    },
  };
}

/** Resolves when the text has been simulated, or found to have errors. `atOnce` is called then, before anything else that waits for the same. */
function untilRun(store: AppStore, atOnce: () => void = () => {}): Promise<void> {
  if (!store.getState().running) return Promise.resolve();
  return new Promise((resolve) => {
    const stop = store.subscribe(({ running }) => {
      if (running) return;
      stop();
      atOnce();
      resolve();
    });
  });
}
