/**
 * The state of the page, split by lifetime: what a link reproduces (`text`, `choices`, `playheadMs`, `window`, `selected`),
 * what dies with the tab, and what the worker answered. What can be computed from these is a function over them and never
 * stored. Pointer positions are not in here: they change with every frame and concern no component.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Diagnostic } from '../model/diagnostics.ts';
import type { ProbeType } from '../model/kubernetes.ts';
import { type Half, halfOf } from '../model/scenario-text.ts';
import type { RecordId, Trace } from '../model/trace.ts';
import type { Density, LaneFilter, LaneId, Listed, TimeWindow } from '../timeline/index.ts';
import type { ClaimOnRun, Explanation, KubeletNote, Presentation, RunChoices, ScenarioFacts, SimulationReply, Spread, Story } from '../worker/protocol.ts';
import { type ComparedRun, type Comparison, type Counterpart, type Side, shownEndMs } from './comparison.ts';
import { type Halves, splitHalves } from './halves.ts';
import { firstTrouble } from './moments.ts';
import { sameRecord } from './record-key.ts';
import { applyEdit, type SetAside, withScenarioBack } from './replacement.ts';

export type GoverningLines = ScenarioFacts['governing'][number];
export type Theme = 'system' | 'light' | 'dark' | 'contrast' | 'projector';
/** Whether things may move: as the system says, or less. */
export type Motion = 'system' | 'less';
/** Whether the editor says beside probes and hooks what they mean and did. */
export type LineHints = 'shown' | 'hidden';
/** Whether moments are told in seconds since the creation of the Pod, or by the wall clock. */
export type ClockKind = 'run' | 'wall';
export type Speed = 1 | 2 | 4 | 10;
/** What shows the run: lanes over time, or state machines at the playhead. */
export type RunView = 'timeline' | 'states';
/** What the page does with what a text teaches: tells it, asks for a prediction first, or sets a goal for a change. */
export type LessonMode = 'read' | 'predict' | 'change';
export type InspectorTab =
  | 'compare'
  | 'why'
  | 'events'
  | 'findings'
  | 'truths'
  | 'watch'
  | 'describe'
  | 'logs'
  | 'yaml'
  | 'env'
  | 'images'
  | 'final'
  | 'claims'
  | 'story';

/** Where the text came from; decides what an edit is saved as. */
export type Origin = { kind: 'library'; name: string } | { kind: 'link' } | { kind: 'draft'; id: string };

/** A mark as the state names it: the record that opens it and, in a train of probe attempts, which one (from 0). */
export interface Selection {
  record: RecordId;
  attempt: number;
}

/** The presentation on screen. */
export interface Presenting {
  /** Position of the beat, from 0. */
  beat: number;
  /** Whether its question is on screen, and its claim not yet. */
  asking: boolean;
  /** The text that is presented, while somebody tries something else with it in the workbench. */
  away?: Pick<AppState, 'text' | 'choices' | 'origin' | 'edited'>;
}

/** The last run that succeeded. It stays on screen while the text has errors. */
export interface Run {
  id: number;
  trace: Trace;
  facts: ScenarioFacts;
  story: Story;
}

/** How the text and what is on screen relate. */
export type RunStatus =
  /** The run on screen is the run of the text. */
  | { kind: 'current' }
  /** The text has errors; an older run stays on screen. */
  | { kind: 'invalid' }
  /** The simulation was stopped, or failed: the program's fault, or a scenario too big for it. */
  | { kind: 'stopped'; why: 'hung' | 'crashed' | 'failed'; message: string };

/** Something the page has to say once, until it is dismissed. */
export type Notice =
  | { kind: 'restored'; title: string }
  | { kind: 'bad-link'; reason: string }
  | { kind: 'newer-link' }
  | { kind: 'reset' }
  | { kind: 'not-saved' }
  /** Another tab goes on with the same draft. */
  | { kind: 'own-draft' }
  /** `near`: entries that may be meant. */
  | { kind: 'missing-scenario'; name: string; near: readonly { name: string; title: string }[] }
  | { kind: 'copied' }
  /** A recording is too big for a link: the link has the present text alone. */
  | { kind: 'copied-alone' }
  | { kind: 'not-compared'; reason: string }
  | { kind: 'copy-failed'; link: string }
  | { kind: 'no-link'; reason: string }
  | { kind: 'scenario-set-aside' }
  /** A change was put into the text. `before`: the verdict on the run before it. */
  | { kind: 'applied'; title: string; before: string; textBefore: string }
  | { kind: 'not-applied'; title: string }
  /** `problem`: what is wrong with the text; without it, something would be lost. */
  | { kind: 'not-formatted'; problem?: string };

export type Dialog =
  | 'scenarios'
  | 'keys'
  | 'compare'
  | 'export'
  | 'search'
  | 'lanes'
  | 'palette'
  | 'settings'
  | 'share'
  | 'embed'
  | 'sweep'
  | 'act'
  | 'history'
  | 'import'
  | 'handout';

/** What the reader wants of the keys. */
export interface KeyChoices {
  /** Whether keys that type a character do anything when they are pressed alone. */
  single: boolean;
  /** Other keys than usual, by command; the empty text for none. */
  chosen: Readonly<Record<string, string>>;
}

export interface AppState {
  text: string;
  halves: Halves;
  /** Grows when another text is opened. */
  textEpoch: number;
  /** Grows when the tabs no longer show what was typed into them, and have to be shown anew. */
  tabsEpoch: number;
  /** Grows when the text was changed from outside the tabs, as an edit that the editor can undo. */
  editsEpoch: number;
  setAside: SetAside | undefined;
  choices: RunChoices;
  origin: Origin;
  /** True once the reader has changed the text since it was opened. */
  edited: boolean;

  playheadMs: number;
  /** Whether the playhead may take a moment to get there: true after a step, false while it is dragged or plays. */
  playheadGlides: boolean;
  /** Undefined: the whole run. May reach beyond the run; what is shown is clamped to it. */
  window: TimeWindow | undefined;
  selected: Selection | undefined;
  /** A mark that a link names (`app.liveness@15.2s`), until the timeline has looked it up. */
  pendingMark: string | undefined;
  /** The lane whose lines of YAML are highlighted. */
  selectedLane: LaneId | undefined;

  theme: Theme;
  motion: Motion;
  density: Density;
  clock: ClockKind;
  /** Lane ids of the group rows that are folded. */
  folded: ReadonlySet<string>;
  /** Keys of the crash loops that the reader unfolded: where there are many alike, the axis folds them. */
  unfoldedLoops: ReadonlySet<string>;
  /** Which lanes are shown. */
  laneFilter: LaneFilter;
  /** Whether everything right of the playhead is hidden. */
  hideFuture: boolean;
  half: Half;
  inspectorTab: InspectorTab;
  view: RunView;
  /** What the state machines show, as chosen by the reader, and the selection at that time. */
  statesSubject: { container: string; probe?: ProbeType; since: Selection | undefined } | undefined;
  editorOpen: boolean;
  /** Whether the editor is open in the view that is not on screen: each view remembers its own. */
  editorOpenElsewhere: boolean;
  playing: boolean;
  speed: Speed;
  /** Position in the selected chain that the reader points at, for the timeline to enlarge its badge. */
  hotStep: number | undefined;
  dialog: Dialog | undefined;
  /** What was dropped on the page or opened from a file, until the reader says what to do with it. */
  imported: { title: string; text: string } | undefined;
  /** Where on the screen the menu of actions opens, in CSS pixels; undefined: at its button. */
  actPlace: { xPx: number; yPx: number } | undefined;
  keyChoices: KeyChoices;
  notice: Notice | undefined;

  run: Run | undefined;
  diagnostics: Diagnostic[];
  status: RunStatus;
  /** True from a change of the text until its answer is here. */
  running: boolean;
  /** True while something is dragged: what is told about a run waits for the run that is left at the end. */
  dragging: boolean;
  /** The last answer to why something happened; `selectors.ts` says whether it is about what is selected now. */
  told: { runId: number; explanation: Explanation } | undefined;
  /** True while such an answer is on its way. */
  telling: boolean;
  /** Whether the page shows, in place of why something happened, what did not happen. */
  absencesShown: boolean;

  /** The last judgement on the claims of the text, and the run that was judged. */
  claims: { runId: number; claims: readonly ClaimOnRun[] } | undefined;
  /** True while a judgement is on its way. */
  judging: boolean;
  /** Index of the claim that is looked at. */
  claim: number | undefined;

  /** What the run is compared with; undefined: with nothing. */
  compare: Comparison | undefined;
  /** The other run, from its first answer on as long as runs are compared. */
  compared: ComparedRun | undefined;
  /** True while another run is on its way. */
  comparing: boolean;
  /** Position of the difference that is looked at. */
  difference: number | undefined;
  /** What is looked at that is no record: a disagreement of node, API and Events, or a note of the kubelet's. The record that led to it is selected. */
  listed: Listed | undefined;
  /** Whether the editor says beside probes and hooks what they mean and did. */
  lineHints: LineHints;
  /** Whether the lanes of the kubelet's own parts are shown. */
  kubeletShown: boolean;
  /** What these did in a run. */
  notes: { runId: number; notes: readonly KubeletNote[] } | undefined;
  /** True while that is on its way. */
  noting: boolean;
  /** Undefined: what the text teaches is not shown. */
  lesson: LessonMode | undefined;
  /** Somebody else's answers to the questions about this text, from a link. */
  guesses: readonly string[] | undefined;
  /** Whether the page shows how much of the run is chance. */
  chanceShown: boolean;
  /** The run among those of other seeds, as far as they are made. */
  spread: { runId: number; spread: Spread } | undefined;
  /** True while more of them are on their way. */
  spreading: boolean;

  /** Whether of two runs the other one alone is on screen. */
  onlyOther: boolean;
  /** Undefined: the workbench is on screen, and no presentation waits behind it. */
  present: Presenting | undefined;
  /** The story of a run, from when it is first wanted. */
  presentation: ({ runId: number } & Presentation) | undefined;

  /** The change that was last applied to this text, and the text before it; `gesture`: the drag or burst of keys it is a part of. */
  lastChange: { title: string; textBefore: string; gesture?: number } | undefined;
}

/** The view that a link asks for. */
export interface OpenedView {
  playheadMs?: number;
  window?: TimeWindow;
  /** Name of the selected mark, `app.liveness@15.2s`. */
  mark?: string;
  /** Names of the lanes that are shown; absent: as before. */
  lanes?: readonly LaneId[];
  /** Keys of the crash loops that are unfolded. */
  unfoldedLoops?: readonly string[];
  compare?: { counterpart: Counterpart; presentIs: Side };
  /** Position of the beat that is presented; absent: none. */
  beat?: number;
  lesson?: LessonMode;
  guesses?: readonly string[];
}

/** The only way to change the state. */
export interface AppActions {
  /** Replaces the text by one from outside the editor. The playhead goes to the first trouble unless the view says where. */
  open(text: string, origin: Origin, choices?: RunChoices, view?: OpenedView): void;
  editHalf(half: Half, view: string): void;
  /** Puts a change into the text; `title` says what it does. What is a part of a gesture is shown as it happens, and not announced. */
  applyChange(title: string, text: string, gesture?: number): void;
  /** Back or forward to another version of the text and its choices. */
  travel(text: string, choices: RunChoices): void;
  /** Takes the change back that the page still speaks of. */
  takeBack(): void;
  /** Undoes that a Scenario document was taken out when its Pod was replaced. */
  putScenarioBack(): void;
  choose(choices: RunChoices): void;
  receive(reply: SimulationReply): void;
  stopped(why: 'hung' | 'crashed', message: string): void;
  markRunning(): void;
  markTelling(telling: boolean): void;
  tell(runId: number, explanation: Explanation): void;
  /** Puts another run beside the present one. */
  startComparison(counterpart: Counterpart, presentIs?: Side): void;
  swapSides(): void;
  /** Back to the present run alone, and to what was on screen before. */
  leaveComparison(): void;
  receiveCompared(compared: ComparedRun): void;
  /** There is no other run. */
  failComparison(reason: string): void;
  markComparing(comparing: boolean): void;
  /** Looks at a difference: its marks are outlined. */
  chooseDifference(index: number): void;
  seek(timeMs: number, how?: 'jump' | 'glide'): void;
  setWindow(window: TimeWindow | undefined): void;
  /** Also settles a mark that a link named. */
  select(selection: Selection | undefined): void;
  /** The caret rests on a line of a tab: the lane that this line governs is marked. */
  caretAt(half: Half, line: number): void;
  /** Folds or unfolds a group of lanes. */
  toggleFold(lane: string): void;
  /** Crash loops that are alike, by the key of their series. */
  unfoldLoops(series: string): void;
  foldLoops(series: string): void;
  showView(view: RunView): void;
  set(
    part: Partial<
      Pick<
        AppState,
        | 'theme'
        | 'motion'
        | 'density'
        | 'clock'
        | 'laneFilter'
        | 'hideFuture'
        | 'half'
        | 'inspectorTab'
        | 'statesSubject'
        | 'editorOpen'
        | 'playing'
        | 'speed'
        | 'dialog'
        | 'actPlace'
        | 'imported'
        | 'keyChoices'
        | 'notice'
        | 'origin'
        | 'selectedLane'
        | 'pendingMark'
        | 'hotStep'
        | 'absencesShown'
        | 'claims'
        | 'judging'
        | 'claim'
        | 'lesson'
        | 'chanceShown'
        | 'spread'
        | 'spreading'
        | 'present'
        | 'presentation'
        | 'onlyOther'
        | 'edited'
        | 'listed'
        | 'lineHints'
        | 'kubeletShown'
        | 'notes'
        | 'noting'
        | 'dragging'
      >
    >,
  ): void;
}

export type AppStore = StoreApi<AppState> & { actions: AppActions };

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
  return Object.assign(store, { actions: actionsOn(store) });
}

function actionsOn(store: StoreApi<AppState>): AppActions {
  const { getState, setState } = store;
  // Where the playhead goes when the run of a freshly opened text arrives.
  let opening: OpenedView | undefined;
  return {
    open: (text, origin, choices = {}, view = {}) => {
      opening = view;
      setState((state) => ({
        text,
        halves: splitHalves(text),
        textEpoch: state.textEpoch + 1,
        tabsEpoch: state.tabsEpoch + 1,
        setAside: undefined,
        choices,
        origin,
        edited: false,
        window: view.window,
        ...NOTHING_SELECTED,
        selectedLane: undefined,
        playing: false,
        folded: new Set(),
        unfoldedLoops: new Set(view.unfoldedLoops),
        laneFilter: openedFilter(state.laneFilter, view.lanes),
        ...(state.compare && { inspectorTab: state.compare.left.inspectorTab }),
        ...NOT_COMPARED,
        present: view.beat === undefined ? undefined : { beat: view.beat, asking: false },
        lastChange: undefined,
        lesson: view.lesson,
        guesses: view.guesses,
        // Who is to predict must not see the run first, and who was gets the future back.
        hideFuture: view.lesson === 'predict' || (state.hideFuture && state.lesson !== 'predict'),
      }));
    },
    editHalf: (half, view) => {
      const before = getState();
      const { halves, text, setAside, resplit } = applyEdit(before.halves, half, view, before.setAside);
      if (text === before.text) {
        setState({ halves });
        return;
      }
      const takenOut = setAside !== undefined && setAside !== before.setAside;
      const putBack = setAside === undefined && before.setAside !== undefined;
      // What was pasted is another story: its run is looked at afresh.
      if (resplit && !putBack) opening = {};
      setState({
        halves,
        text,
        setAside,
        edited: true,
        ...(before.notice?.kind === 'applied' && { notice: undefined }),
        ...(resplit && { tabsEpoch: before.tabsEpoch + 1 }),
        ...(takenOut && { notice: { kind: 'scenario-set-aside' }, choices: {} }),
        ...(putBack && before.notice?.kind === 'scenario-set-aside' && { notice: undefined }),
      });
    },
    applyChange: (title, text, gesture) =>
      setState((state) => {
        const { lastChange } = state;
        const textBefore = gesture !== undefined && lastChange?.gesture === gesture ? lastChange.textBefore : state.text;
        return {
          ...withText(state, text),
          notice: gesture === undefined ? { kind: 'applied', title, before: state.run?.story.verdict.headline ?? '', textBefore } : undefined,
          lastChange: { title, textBefore, ...(gesture !== undefined && { gesture }) },
        };
      }),
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
    markTelling: (telling) => setState({ telling }),
    tell: (runId, explanation) => setState({ told: { runId, explanation }, telling: false }),
    receive: (reply) => {
      if (reply.kind === 'failed') {
        setState({ running: false, status: { kind: 'stopped', why: 'failed', message: reply.message } });
        return;
      }
      if (reply.kind !== 'run') return;
      if (!reply.trace || !reply.facts || !reply.story) {
        setState({ running: false, diagnostics: reply.diagnostics, status: { kind: 'invalid' } });
        return;
      }
      const run: Run = { id: reply.id, trace: reply.trace, facts: reply.facts, story: reply.story };
      setState((state) => ({
        run,
        running: false,
        diagnostics: reply.diagnostics,
        status: { kind: 'current' },
        ...(opening ? arrival(state, run, opening) : carriedOver(state, run)),
      }));
      opening = undefined;
    },
    stopped: (why, message) => setState({ running: false, status: { kind: 'stopped', why, message } }),
    startComparison: (counterpart, presentIs = 'a') =>
      setState((state) => ({ ...beginning(state, counterpart, presentIs), ...(state.notice?.kind === 'not-compared' && { notice: undefined }) })),
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

const ALL_LANES: LaneFilter = { hide: new Set() };

/** Hidden kinds of lanes stay hidden with another text; names of lanes belong to the link that had them. */
function openedFilter(before: LaneFilter, lanes: readonly LaneId[] | undefined): LaneFilter {
  if (lanes) return { only: new Set(lanes) };
  return 'hide' in before ? before : ALL_LANES;
}

const NOTHING_SELECTED = { selected: undefined, listed: undefined } as const;
/** What a selection takes the place of. */
const SELECTING = { pendingMark: undefined, difference: undefined, listed: undefined, absencesShown: false } as const;

const NOT_COMPARED = { compare: undefined, compared: undefined, comparing: false, difference: undefined, onlyOther: false } as const;

/** The workbench with nothing in it yet of what is compared; of another comparison before this one what was left stays. */
function beginning(state: AppState, counterpart: Counterpart, presentIs: Side): Partial<AppState> {
  const { playheadMs, window, selected, folded, inspectorTab, view } = state;
  return {
    compare: { counterpart, presentIs, goesToFork: true, left: state.compare?.left ?? { playheadMs, window, selected, folded, inspectorTab, view } },
    compared: undefined,
    difference: undefined,
    view: 'timeline',
    inspectorTab: 'compare',
    window: undefined,
    ...NOTHING_SELECTED,
    playing: false,
  };
}

/** Another text as one edit of the tabs, the tab in front that it changes. */
function withText(state: AppState, text: string): Partial<AppState> {
  const halves = splitHalves(text);
  const half = halves[state.half] === state.halves[state.half] ? (state.half === 'pod' ? 'scenario' : 'pod') : state.half;
  return { text, halves, half, edited: true, editsEpoch: state.editsEpoch + 1 };
}

/** The first look at a run: where the link says, or where something goes wrong. */
function arrival(state: AppState, run: Run, view: OpenedView): Partial<AppState> {
  const seen = firstLook(run, view);
  if (!view.compare) return seen;
  const { compare, ...others } = beginning({ ...state, ...seen, run }, view.compare.counterpart, view.compare.presentIs);
  if (!compare) return seen;
  const isPlaced = view.mark !== undefined || view.playheadMs !== undefined;
  return { ...seen, ...others, compare: { ...compare, goesToFork: !isPlaced }, ...(view.window && { window: view.window }) };
}

function firstLook({ trace }: Run, view: OpenedView): Partial<AppState> {
  const within = (timeMs: number) => Math.min(Math.max(0, timeMs), trace.endMs);
  const named = { window: view.window, pendingMark: view.mark, ...NOTHING_SELECTED };
  if (view.mark !== undefined || view.playheadMs !== undefined) return { ...named, playheadMs: within(view.playheadMs ?? trace.endMs) };
  if (view.lesson === 'predict') return { ...named, playheadMs: 0 };
  const trouble = firstTrouble(trace);
  if (trouble === undefined) return { ...named, playheadMs: trace.endMs };
  return { ...named, playheadMs: within(trace.records[trouble]?.t ?? 0), selected: { record: trouble, attempt: 0 } };
}

/** After an edit the playhead and the selected mark stay, as far as they still exist. */
function carriedOver(state: AppState, run: Run): Partial<AppState> {
  const { run: before, selected, compared } = state;
  const same = before && selected && sameRecord(before.trace, selected.record, run.trace);
  return {
    playheadMs: Math.min(state.playheadMs, shownEndMs({ run, compared })),
    selected: same === undefined || selected === undefined ? undefined : { record: same, attempt: selected.attempt },
    listed: undefined,
  };
}
