/**
 * The state of the page. Its parts differ in how long they live: text and view are what a link reproduces, preferences stay in this
 * browser, the rest dies with the tab. What can be computed from the state is a selector (`selectors.ts`) and never stored. The
 * position of the pointer is not in here: it changes with every frame and concerns no component.
 */
import type { Diagnostic } from '../model/diagnostics.ts';
import type { ProbeType } from '../model/kubernetes.ts';
import type { Half } from '../model/scenario-text.ts';
import type { RecordId, Trace } from '../model/trace.ts';
import type { Density, LaneFilter, LaneId, Listed, TimeWindow } from '../timeline/index.ts';
import type { ClaimOnRun, Explanation, KubeletNote, Presentation, RunChoices, ScenarioFacts, Spread, Story } from '../worker/protocol.ts';
import type { ComparedRun, Comparison } from './comparison.ts';
import type { Halves } from './halves.ts';
import type { SetAside } from './replacement.ts';

export type GoverningLines = ScenarioFacts['governing'][number];
export type Theme = 'system' | 'light' | 'dark' | 'contrast' | 'projector';
/** Whether things may move: as the system says, or less. */
export type Motion = 'system' | 'less';
/** Whether the editor says beside probes and hooks what they mean and did. */
export type LineHints = 'shown' | 'hidden';
/** Whether times are shown in seconds since the creation of the Pod, or by the wall clock. */
export type ClockKind = 'run' | 'wall';
export type Speed = 1 | 2 | 4 | 10;
/** What shows the run: lanes over time, or state machines at the playhead. */
export type RunView = 'timeline' | 'states';
/** How the page teaches the lesson of a text: tells it, asks for a prediction first, or sets a goal for a change. */
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

/** Where the text came from. It decides under which draft an edit is saved. */
export type Origin = { kind: 'library'; name: string } | { kind: 'link' } | { kind: 'draft'; id: string };

/** A selected mark: the record that begins it and, in a train of probe attempts, the position of the attempt (from 0). */
export interface Selection {
  record: RecordId;
  attempt: number;
}

/** The presentation on screen. */
export interface Presenting {
  /** Position of the beat, from 0. */
  beat: number;
  /** Whether the question of the beat is on screen, and its claim not yet. */
  asking: boolean;
  /** The presented text, while the presenter tries something else in the workbench ("what if"). */
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
  /** The simulation was stopped or failed: a fault of this program, or a scenario that is too big for it. */
  | { kind: 'stopped'; why: 'hung' | 'crashed' | 'failed'; message: string };

/** A message that stays on screen until the reader dismisses it. */
export type Notice =
  | { kind: 'restored'; title: string }
  | { kind: 'bad-link'; reason: string }
  | { kind: 'newer-link' }
  /** A part of the program did not come when it was wanted. */
  | { kind: 'not-loaded' }
  /** A folder, or a file that is gone; `title` names all that were taken together. */
  | { kind: 'unreadable-file'; title: string }
  | { kind: 'reset' }
  | { kind: 'not-saved' }
  /** Another tab has saved the same draft: this one goes on with a draft of its own. */
  | { kind: 'own-draft' }
  /** `near`: entries of the library that the reader may have meant. */
  | { kind: 'missing-scenario'; name: string; near: readonly { name: string; title: string }[] }
  | { kind: 'copied' }
  /** The other run is a recording, too big for a link: the copied link carries only the present text. */
  | { kind: 'copied-alone' }
  | { kind: 'not-compared'; reason: string }
  | { kind: 'copy-failed'; link: string }
  | { kind: 'no-link'; reason: string }
  | { kind: 'scenario-set-aside' }
  /** A change was put into the text. `before`: the verdict on the run without it. */
  | { kind: 'applied'; title: string; before: string; textBefore: string }
  | { kind: 'not-applied'; title: string }
  /** `problem`: what is wrong with the text; absent if formatting would lose something. */
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

/** How the reader wants keys to work. */
export interface KeyChoices {
  /** Whether a character key pressed alone runs a command. */
  single: boolean;
  /** Keys that differ from the usual ones, by command; the empty text stands for no key. */
  chosen: Readonly<Record<string, string>>;
}

/** The text and where it came from: together with the view, what a link reproduces. */
interface TextState {
  /** The whole text of the scenario: the only source of truth. */
  text: string;
  /** The same text as the two tabs of the editor show it. */
  halves: Halves;
  /** Grows when another text is opened. */
  textEpoch: number;
  /** Grows when the tabs no longer show what was typed into them and have to be filled anew. */
  tabsEpoch: number;
  /** Grows when the text was changed from outside the tabs, by an edit that the editor can undo. */
  editsEpoch: number;
  /** The Scenario document that was taken out when its Pod was replaced. */
  setAside: SetAside | undefined;
  /** What the reader chose about the run outside the text: seed, value of the sweep. */
  choices: RunChoices;
  origin: Origin;
  /** Whether the reader has changed the text since it was opened. */
  edited: boolean;
  /** The change that was applied last, and the text before it; `gesture`: the drag or burst of keys that it is a part of. */
  lastChange: { title: string; textBefore: string; gesture?: number } | undefined;
}

/** Which part of the run is on screen, and what in it is selected. */
interface ViewState {
  playheadMs: number;
  /** Whether the playhead is animated to its place: true after a step, false while it is dragged or plays. */
  playheadGlides: boolean;
  /** The stretch of time on screen; undefined: the whole run. May reach beyond the run: selectors clamp it. */
  window: TimeWindow | undefined;
  selected: Selection | undefined;
  /** A mark that a link names (`app.liveness@15.2s`), until the timeline has looked it up. */
  pendingMark: string | undefined;
  /** The lane whose lines of YAML are highlighted. */
  selectedLane: LaneId | undefined;
  /** What is looked at that is no record: a disagreement of node, API and Events, or a note of the kubelet. The record that led to it is selected. */
  listed: Listed | undefined;
  /** Position in the path of causes that the reader points at: the timeline enlarges its number. */
  hotStep: number | undefined;
  /** Which lanes are shown. */
  laneFilter: LaneFilter;
  /** Ids of the group lanes that are folded. */
  folded: ReadonlySet<string>;
  /** Keys of the crash loops that the reader unfolded: the axis folds them where there are many alike. */
  unfoldedLoops: ReadonlySet<string>;
  /** Whether everything right of the playhead is hidden. */
  hideFuture: boolean;
  /** Whether the lanes of the kubelet's own parts are shown. */
  kubeletShown: boolean;
  /** Whether the page shows how much of the run is chance. */
  chanceShown: boolean;
  /** Whether the page shows what did not happen, in place of why something happened. */
  absencesShown: boolean;
  playing: boolean;
  /** How many times faster than the run it plays. */
  speed: Speed;
}

/** How the page is arranged. */
interface LayoutState {
  view: RunView;
  /** The tab of the editor that is in front. */
  half: Half;
  inspectorTab: InspectorTab;
  editorOpen: boolean;
  /** Whether the editor is open in the view that is not on screen: each view remembers its own. */
  editorOpenElsewhere: boolean;
  /** Which machines the view of states shows if the reader chose them, and what was selected at that time. */
  statesSubject: { container: string; probe?: ProbeType; since: Selection | undefined } | undefined;
  dialog: Dialog | undefined;
  /** Where the menu of actions opens, in CSS pixels of the screen; undefined: at its button. */
  actPlace: { xPx: number; yPx: number } | undefined;
  /** What was dropped on the page or opened from a file, until the reader says what to do with it. */
  imported: { title: string; text: string } | undefined;
  notice: Notice | undefined;
}

/** What the reader prefers; kept in this browser. */
interface Preferences {
  theme: Theme;
  motion: Motion;
  density: Density;
  clock: ClockKind;
  /** Whether the editor says beside probes and hooks what they mean and did. */
  lineHints: LineHints;
  keyChoices: KeyChoices;
}

/** The run of the text, as the worker last answered. */
interface RunState {
  run: Run | undefined;
  diagnostics: Diagnostic[];
  status: RunStatus;
  /** True from a change of the text until its answer is here. */
  running: boolean;
  /** True while something is dragged: explanations and judgements wait for the run at the end of the drag. */
  dragging: boolean;
}

/** What else the worker said about a run. Each answer carries the run that it is about, and a flag says whether a newer one is on its way. */
interface AnswersState {
  /** Why something happened; `selectors.ts` says whether that is what is selected now. */
  told: { runId: number; explanation: Explanation } | undefined;
  telling: boolean;

  /** Whether the claims of the text hold. */
  claims: { runId: number; claims: readonly ClaimOnRun[] } | undefined;
  judging: boolean;
  /** Index of the claim that is looked at. */
  claim: number | undefined;

  /** What the kubelet's own parts did. */
  notes: { runId: number; notes: readonly KubeletNote[] } | undefined;
  noting: boolean;

  /** The run among those of other seeds, as far as these are made. */
  spread: { runId: number; spread: Spread } | undefined;
  spreading: boolean;

  /** The story of the run, from when it is first wanted. */
  presentation: ({ runId: number } & Presentation) | undefined;
}

/** Another run beside the present one. */
interface ComparisonState {
  /** What the run is compared with; undefined: with nothing. */
  compare: Comparison | undefined;
  /** The other run, from its first answer until the comparison is left. */
  compared: ComparedRun | undefined;
  /** True while another run is on its way. */
  comparing: boolean;
  /** Position of the difference that is looked at. */
  difference: number | undefined;
  /** Whether only the other of the two runs is on screen. */
  onlyOther: boolean;
}

/** Lesson and presentation: the run as it is taught or told. */
interface TeachingState {
  /** Undefined: what the text teaches is not shown. */
  lesson: LessonMode | undefined;
  /** Somebody else's answers to the questions about this text, from a link. */
  guesses: readonly string[] | undefined;
  /** Undefined: the workbench is on screen, and no presentation waits behind it. */
  present: Presenting | undefined;
}

/** Everything the page knows; changed by the actions of the store alone. */
export interface AppState extends TextState, ViewState, LayoutState, Preferences, RunState, AnswersState, ComparisonState, TeachingState {}
