/** The store of the page: the state, and the actions that change it. Components import everything about the state from here. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { halfOf } from '../model/scenario-text.ts';
import type { AppActions, ComparisonActions, OpenedView, TextActions, ViewActions } from './app-actions.ts';
import type { AppState } from './app-state.ts';
import { shownEndMs } from './comparison.ts';
import { splitHalves } from './halves.ts';
import { applyEdit, withScenarioBack } from './replacement.ts';
import {
  ALL_LANES,
  changeApplied,
  comparisonBegun,
  halfEdited,
  NOT_COMPARED,
  NOTHING_SELECTED,
  runArrived,
  SELECTING,
  textOpened,
  withText,
} from './transitions.ts';

export type * from './app-actions.ts';
export type * from './app-state.ts';

export type AppStore = StoreApi<AppState> & { actions: AppActions };

type Setter = Pick<StoreApi<AppState>, 'getState' | 'setState'>;

export function createAppStore(): AppStore {
  const store = createStore<AppState>(() => ({
    text: '',
    halves: splitHalves(''),
    textEpoch: 0,
    tabsEpoch: 0,
    editsEpoch: 0,
    setAside: undefined,
    choices: {},
    origin: { kind: 'library', name: '' },
    edited: false,
    playheadMs: 0,
    playheadGlides: false,
    window: undefined,
    selected: undefined,
    pendingMark: undefined,
    selectedLane: undefined,
    theme: 'system',
    motion: 'system',
    density: 'normal',
    clock: 'run',
    folded: new Set<string>(),
    unfoldedLoops: new Set<string>(),
    laneFilter: ALL_LANES,
    hideFuture: false,
    half: 'pod',
    inspectorTab: 'why',
    view: 'timeline',
    statesSubject: undefined,
    editorOpen: true,
    editorOpenElsewhere: false,
    playing: false,
    speed: 1,
    hotStep: undefined,
    dialog: undefined,
    actPlace: undefined,
    imported: undefined,
    keyChoices: { single: true, chosen: {} },
    notice: undefined,
    run: undefined,
    diagnostics: [],
    status: { kind: 'current' },
    running: false,
    dragging: false,
    told: undefined,
    telling: false,
    absencesShown: false,
    claims: undefined,
    judging: false,
    claim: undefined,
    compare: undefined,
    compared: undefined,
    comparing: false,
    difference: undefined,
    listed: undefined,
    lineHints: 'shown',
    kubeletShown: false,
    notes: undefined,
    noting: false,
    lesson: undefined,
    guesses: undefined,
    chanceShown: false,
    spread: undefined,
    spreading: false,
    onlyOther: false,
    present: undefined,
    presentation: undefined,
    lastChange: undefined,
  }));
  return Object.assign(store, { actions: { ...textActions(store), ...comparisonActions(store), ...viewActions(store) } });
}

/** The text, and what the worker answers about it. */
function textActions({ getState, setState }: Setter): TextActions {
  // The view that a freshly opened text is to be seen in, until its first run arrives
  let opening: OpenedView | undefined;
  return {
    open: (text, origin, choices = {}, view = {}) => {
      opening = view;
      setState((state) => textOpened(state, text, origin, choices, view));
    },
    editHalf: (half, view) => {
      const before = getState();
      const edit = applyEdit(before.halves, half, view, before.setAside);
      // What was pasted is another scenario: its run gets a first look of its own
      if (edit.isOther && edit.text !== before.text) opening = {};
      setState(halfEdited(before, edit));
    },
    applyChange: (title, text, gesture) => setState((state) => changeApplied(state, title, text, gesture)),
    travel: (text, choices) => setState((state) => ({ ...withText(state, text), choices, setAside: undefined, notice: undefined })),
    takeBack: () =>
      setState((state) => (state.notice?.kind === 'applied' ? { ...withText(state, state.notice.textBefore), notice: undefined, lastChange: undefined } : {})),
    putScenarioBack: () =>
      setState((state) => {
        if (!state.setAside) return {};
        const text = withScenarioBack(state.text, state.setAside);
        return { text, halves: splitHalves(text), setAside: undefined, tabsEpoch: state.tabsEpoch + 1, notice: undefined, edited: true };
      }),
    choose: (choices) => setState({ choices }),
    markRunning: () => setState({ running: true }),
    receive: (reply) => {
      if (reply.kind === 'failed') {
        setState({ running: false, status: { kind: 'stopped', why: 'failed', message: reply.message } });
        return;
      }
      if (reply.kind !== 'run') return;
      setState((state) => runArrived(state, reply, opening));
      if (reply.trace) opening = undefined;
    },
    stopped: (why, message) => setState({ running: false, status: { kind: 'stopped', why, message } }),
    markTelling: (telling) => setState({ telling }),
    tell: (runId, explanation) => setState({ told: { runId, explanation }, telling: false }),
  };
}

function comparisonActions({ setState }: Setter): ComparisonActions {
  return {
    startComparison: (counterpart, presentIs = 'a') =>
      setState((state) => ({ ...comparisonBegun(state, counterpart, presentIs), ...(state.notice?.kind === 'not-compared' && { notice: undefined }) })),
    swapSides: () =>
      setState(({ compare }) => (compare ? { compare: { ...compare, presentIs: compare.presentIs === 'a' ? 'b' : 'a' }, difference: undefined } : {})),
    leaveComparison: () =>
      setState((state) => {
        if (!state.compare) return {};
        const { left } = state.compare;
        return { ...left, ...NOT_COMPARED, playheadMs: Math.min(left.playheadMs, state.run?.trace.endMs ?? 0), playheadGlides: false };
      }),
    receiveCompared: (compared) =>
      setState(({ compare, difference }) => {
        if (!compare) return {};
        const first = compared.words.differences[0];
        const known = difference !== undefined && difference < compared.words.differences.length ? difference : undefined;
        if (!compare.goesToFork || !first) return { compared, difference: known };
        return { compared, compare: { ...compare, goesToFork: false }, difference: 0, playheadMs: first.t, playheadGlides: false };
      }),
    failComparison: (reason) =>
      setState((state) => ({ ...(state.compare && { ...state.compare.left, ...NOT_COMPARED }), notice: { kind: 'not-compared', reason } })),
    markComparing: (comparing) => setState({ comparing }),
    chooseDifference: (difference) => setState({ ...NOTHING_SELECTED, difference }),
  };
}

function viewActions({ getState, setState }: Setter): ViewActions {
  return {
    seek: (timeMs, how = 'jump') => {
      const { playheadMs } = getState();
      const next = Math.min(Math.max(0, timeMs), shownEndMs(getState()));
      if (next !== playheadMs) setState({ playheadMs: next, playheadGlides: how === 'glide' });
    },
    setWindow: (window) => setState({ window }),
    select: (selected) => setState({ ...SELECTING, selected }),
    caretAt: (half, line) => {
      const { run, text, status } = getState();
      if (!run || status.kind !== 'current') return;
      const lineInText = halfOf(text, half).lineInScenario[line - 1];
      const around = run.facts.governing.filter(({ fromLine, toLine }) => lineInText !== undefined && fromLine <= lineInText && lineInText <= toLine);
      const narrowest = around.sort((a, b) => a.toLine - a.fromLine - (b.toLine - b.fromLine))[0];
      setState({ selectedLane: narrowest?.lane });
    },
    toggleFold: (lane) =>
      setState(({ folded }) => {
        const next = new Set(folded);
        if (!next.delete(lane)) next.add(lane);
        return { folded: next };
      }),
    unfoldLoops: (series) => setState(({ unfoldedLoops }) => ({ unfoldedLoops: new Set([...unfoldedLoops, series]) })),
    foldLoops: (series) => setState(({ unfoldedLoops }) => ({ unfoldedLoops: new Set([...unfoldedLoops].filter((each) => each !== series)) })),
    showView: (view) =>
      setState((state) => (view === state.view ? {} : { view, editorOpen: state.editorOpenElsewhere, editorOpenElsewhere: state.editorOpen })),
    set: (part) => setState(part),
  };
}
