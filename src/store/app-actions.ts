/** Everything that can be done to the state of the page. */
import type { Half } from '../model/scenario-text.ts';
import type { LaneId, TimeWindow } from '../timeline/index.ts';
import type { Explanation, RunChoices, SimulationReply } from '../worker/protocol.ts';
import type { AppState, LessonMode, Origin, RunView, Selection } from './app-state.ts';
import type { ComparedRun, Counterpart, Side } from './comparison.ts';

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

/** The text, and what the worker answers about it. */
export interface TextActions {
  /** Replaces the text by one from outside the editor. The playhead goes to the first trouble unless the view says where. */
  open(text: string, origin: Origin, choices?: RunChoices, view?: OpenedView): void;
  editHalf(half: Half, view: string): void;
  /** Puts a change into the text; `title` says what it does. A change with a `gesture` is a step of a drag: it is not announced. */
  applyChange(title: string, text: string, gesture?: number): void;
  /** Goes to another version of the text and its choices (undo, redo, history). */
  travel(text: string, choices: RunChoices): void;
  /** Takes back the change that the notice on screen announces. */
  takeBack(): void;
  /** Puts the Scenario document back that was taken out when its Pod was replaced. */
  putScenarioBack(): void;
  choose(choices: RunChoices): void;
  markRunning(): void;
  receive(reply: SimulationReply): void;
  stopped(why: 'hung' | 'crashed', message: string): void;
  markTelling(telling: boolean): void;
  tell(runId: number, explanation: Explanation): void;
}

/** Another run beside the present one. */
export interface ComparisonActions {
  /** Puts another run beside the present one. */
  startComparison(counterpart: Counterpart, presentIs?: Side): void;
  swapSides(): void;
  /** Goes back to the present run alone, and to what was on screen before the comparison. */
  leaveComparison(): void;
  receiveCompared(compared: ComparedRun): void;
  /** The other run could not be made. */
  failComparison(reason: string): void;
  markComparing(comparing: boolean): void;
  /** Looks at a difference: the timeline outlines its marks. */
  chooseDifference(index: number): void;
}

/** What is on screen. */
export interface ViewActions {
  seek(timeMs: number, how?: 'jump' | 'glide'): void;
  setWindow(window: TimeWindow | undefined): void;
  /** Selects a mark, or nothing; a mark that a link named is then no longer looked for. */
  select(selection: Selection | undefined): void;
  /** Tells that the caret rests on a line (from 1) of a tab: the lane that the line governs is highlighted. */
  caretAt(half: Half, line: number): void;
  /** Folds or unfolds a group of lanes. */
  toggleFold(lane: string): void;
  /** Unfolds a series of crash loops, by its key. */
  unfoldLoops(series: string): void;
  foldLoops(series: string): void;
  showView(view: RunView): void;
  /** Sets parts of the state as they are given. */
  set(part: Partial<Pick<AppState, Settable>>): void;
}

/** All changes of the state. */
export interface AppActions extends TextActions, ComparisonActions, ViewActions {}

/** The parts of the state that can be set one by one: no action has to keep others in step with them. */
type Settable =
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
  | 'dragging';
