/**
 * All versions of the text since it was opened, whatever made them: typing, drags, actions, proposed changes, settings. There is one undo for
 * all of these. Versions form a tree: going back and changing something else begins another branch, and the first one stays.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { isBlank } from '../model/scenario-text.ts';
import type { RunChoices } from '../worker/protocol.ts';
import type { AppState, AppStore } from './app-store.ts';

export type VersionKind = 'opened' | 'typed' | 'changed' | 'chosen' | 'fork';

export interface Version {
  id: number;
  /** The version that it was made from; undefined for the first. */
  parent: number | undefined;
  kind: VersionKind;
  /** For a `changed` version, the change: `delete at 30 s`. */
  title: string;
  text: string;
  choices: RunChoices;
  /** Milliseconds since 1970. */
  madeAtMs: number;
  /** Of a fork: the moment of the run up to which its past is fixed. */
  forkMs?: number;
}

export interface HistoryState {
  /** Oldest first. */
  versions: readonly Version[];
  current: number;
}

export interface History extends Pick<StoreApi<HistoryState>, 'getState' | 'subscribe'> {
  /** Goes back to the version that the present one was made from; false at the first. */
  undo(): boolean;
  /** Goes forward again, along the branch that was left last. */
  redo(): boolean;
  goTo(id: number): void;
  /** Begins a branch whose past is fixed up to a moment of the run. */
  fork(forkMs: number, title: string): void;
  stop(): void;
}

/** Keys that follow each other faster than this are one version. */
const TYPING_PAUSE_MS = 1000;
const MOST_VERSIONS = 300;
const MOST_CHARACTERS = 8_000_000;

/** Keeps the versions from now on. `nowMs`: milliseconds since 1970. */
export function startHistory(store: AppStore, nowMs: () => number): History {
  const { getState, setState, subscribe } = createStore<HistoryState>(() => opened(store.getState(), nowMs(), 0));
  /** By parent: the child that was visited last. */
  const forward = new Map<number, number>();
  let lastId = 0;
  let gesture: number | undefined;
  let lastHalf: AppState['half'] | undefined;
  let lastTypedMs = 0;
  let travelling = false;

  const add = (version: Omit<Version, 'id' | 'parent' | 'madeAtMs'>) => {
    const { versions, current } = getState();
    lastId += 1;
    forward.set(current, lastId);
    setState({ versions: pruned([...versions, { ...version, id: lastId, parent: current, madeAtMs: nowMs() }], lastId), current: lastId });
  };
  const replaceCurrent = (part: Partial<Version>) =>
    setState(({ versions, current }) => ({ versions: versions.map((each) => (each.id === current ? { ...each, ...part, madeAtMs: nowMs() } : each)) }));

  const changed = (state: AppState, before: AppState) => {
    const { text, choices, lastChange, half } = state;
    const isChange = state.editsEpoch !== before.editsEpoch;
    const kind: VersionKind = isChange ? 'changed' : text === before.text ? 'chosen' : 'typed';
    const { versions, current } = getState();
    const now = versions.find(({ id }) => id === current);
    const above = versions.find(({ id }) => id === now?.parent);
    // A change that is taken back leaves no version of its own.
    if (isChange && !lastChange && above?.text === text && above.choices === choices) {
      setState({ current: above.id });
      return;
    }
    const isLeaf = now?.kind === kind && !versions.some(({ parent }) => parent === current);
    const isSameGesture = kind === 'changed' && lastChange?.gesture !== undefined && lastChange.gesture === gesture;
    const isSameTyping = kind === 'typed' && half === lastHalf && nowMs() - lastTypedMs < TYPING_PAUSE_MS;
    gesture = kind === 'changed' ? lastChange?.gesture : undefined;
    lastHalf = half;
    if (kind === 'typed') lastTypedMs = nowMs();
    const title = kind === 'changed' ? (lastChange?.title ?? '') : kind === 'typed' ? half : '';
    if (isLeaf && (isSameGesture || isSameTyping)) replaceCurrent({ text, choices, title });
    else add({ kind, title, text, choices });
  };

  const stop = store.subscribe((state, before) => {
    if (travelling) return;
    // Whoever emptied the editor before opening something else finds the old text again
    if (state.textEpoch !== before.textEpoch && before.edited && isBlank(before.halves.pod)) {
      add({ kind: 'opened', title: '', text: state.text, choices: state.choices });
    } else if (state.textEpoch !== before.textEpoch) {
      lastId += 1;
      forward.clear();
      setState(opened(state, nowMs(), lastId));
    } else if (state.text !== before.text || state.choices !== before.choices) changed(state, before);
  });

  const goTo = (id: number) => {
    const { versions } = getState();
    const version = versions.find((each) => each.id === id);
    if (!version) return;
    for (let { id: child, parent } = version; parent !== undefined; ) {
      forward.set(parent, child);
      const above = versions.find((each) => each.id === parent);
      if (!above) break;
      ({ id: child, parent } = above);
    }
    gesture = undefined;
    lastTypedMs = 0;
    setState({ current: id });
    travelling = true;
    store.actions.travel(version.text, version.choices);
    travelling = false;
  };
  const step = (id: number | undefined) => {
    if (id === undefined) return false;
    goTo(id);
    return true;
  };
  return {
    getState,
    subscribe,
    undo: () => step(parentOf(getState())),
    redo: () => step(childOf(getState(), forward)),
    goTo,
    fork: (forkMs, title) => {
      const { text, choices } = store.getState();
      add({ kind: 'fork', title, text, choices, forkMs });
    },
    stop,
  };
}

const histories = new WeakMap<AppStore, History>();

/** The versions of a page's text, kept from the first call on. */
export function historyOf(store: AppStore): History {
  const history = histories.get(store) ?? startHistory(store, () => Date.now());
  histories.set(store, history);
  return history;
}

function opened({ text, choices }: AppState, madeAtMs: number, id: number): HistoryState {
  return { versions: [{ id, parent: undefined, kind: 'opened', title: '', text, choices, madeAtMs }], current: id };
}

function parentOf({ versions, current }: HistoryState): number | undefined {
  const parent = versions.find(({ id }) => id === current)?.parent;
  return versions.some(({ id }) => id === parent) ? parent : undefined;
}

function childOf({ versions, current }: HistoryState, forward: ReadonlyMap<number, number>): number | undefined {
  const child = forward.get(current);
  return versions.some(({ id }) => id === child) ? child : undefined;
}

/** The fork that the present version belongs to: the nearest one among its ancestors. */
export function presentFork({ versions, current }: HistoryState): Version | undefined {
  const byId = new Map(versions.map((version) => [version.id, version]));
  for (let version = byId.get(current); version; version = version.parent === undefined ? undefined : byId.get(version.parent)) {
    if (version.kind === 'fork') return version;
  }
  return undefined;
}

/** Drops versions when there are too many: the root as long as it has at most one child, else the oldest end of a branch; never the present one. */
function pruned(versions: Version[], current: number): Version[] {
  let characters = versions.reduce((sum, { text }) => sum + text.length, 0);
  let rest = versions;
  while (rest.length > MOST_VERSIONS || characters > MOST_CHARACTERS) {
    const [first] = rest;
    const goes = first && rest.filter(({ parent }) => parent === first.id).length <= 1 ? first : leafToGo(rest, current);
    if (!goes || goes.id === current) return rest;
    characters -= goes.text.length;
    rest = rest.filter(({ id }) => id !== goes.id);
  }
  return rest;
}

/** The oldest version that is the end of a branch and not the present one. */
function leafToGo(versions: readonly Version[], current: number): Version | undefined {
  const parents = new Set(versions.map(({ parent }) => parent));
  return versions.find(({ id }) => id !== current && !parents.has(id));
}
