/** Everything that a key or the palette can do. Key bindings, the palette and the help on keys are made from this table. */
import type { AppState, AppStore, InspectorTab, Theme } from '../../store/app-store.ts';
import { shownEndMs } from '../../store/comparison.ts';
import { isInHand } from '../../store/hand.ts';
import { historyOf } from '../../store/history.ts';
import { startPresentation } from '../../store/presenter.ts';
import { timeAxis, visibleWindow, wholeWindow } from '../../store/selectors.ts';
import type { Services } from '../../store/services.ts';
import { axisSpanMs, type Density, panBy } from '../../timeline/index.ts';
import { INSPECTOR_TABS } from '../inspector/tabs.ts';
import { goTo, selectAtPlayhead, step, stepDifference, stepDisagreement, stepRun, togglePlay, zoomBy } from '../playback.ts';
import { formatText } from '../workbench/format.ts';
import { forkHere, removeSelected, selectedAction } from '../workbench/acts.ts';
import type { KeyName } from './keys.ts';

export type CommandGroup = 'time' | 'change' | 'view' | 'marks' | 'tabs' | 'page';

/** What stands around the lanes: panels and the dialogs that belong to a run, or all of the app. A run inside another page has less than the app. */
export type PagePart = 'panels' | 'app';

export interface Command {
  group: CommandGroup;
  /** The keys that it has unless the reader chooses others. */
  keys: readonly KeyName[];
  /** What of the page it needs; absent: no more than lanes and playhead. */
  needs?: PagePart;
  /** Whether it does anything now; absent: always. */
  enabled?(state: AppState): boolean;
  run(store: AppStore, services: Services): void;
}

const SECOND_MS = 1000;
const ZOOM_STEP = 1.5;
const NEXT_THEME: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system', contrast: 'system', projector: 'system' };
const NEXT_DENSITY: Record<Density, Density> = { overview: 'normal', normal: 'detail', detail: 'overview' };

export const COMMANDS = {
  play: { group: 'time', keys: ['Space'], run: (store) => togglePlay(store) },
  previous: { group: 'time', keys: [',', 'ArrowLeft'], run: (store) => step(store, -1) },
  next: { group: 'time', keys: ['.', 'ArrowRight'], run: (store) => step(store, 1) },
  secondBack: { group: 'time', keys: ['Shift+ArrowLeft'], run: (store) => goTo(store, store.getState().playheadMs - SECOND_MS) },
  secondForward: { group: 'time', keys: ['Shift+ArrowRight'], run: (store) => goTo(store, store.getState().playheadMs + SECOND_MS) },
  start: { group: 'time', keys: ['Home'], run: (store) => goTo(store, 0) },
  end: { group: 'time', keys: ['End'], run: (store) => goTo(store, shownEndMs(store.getState())) },
  previousRun: { group: 'time', keys: ['['], run: (store) => stepRun(store, -1) },
  nextRun: { group: 'time', keys: [']'], run: (store) => stepRun(store, 1) },

  act: { group: 'change', keys: ['KeyI'], enabled: isInHand, run: (store) => store.actions.set({ dialog: 'act', actPlace: undefined }) },
  removeAction: {
    group: 'change',
    keys: ['Delete'],
    enabled: (state) => selectedAction(state) !== undefined,
    run: (store, { changes }) => void removeSelected(store, changes),
  },
  fork: { group: 'change', keys: ['Shift+KeyF'], enabled: isInHand, run: (store) => forkHere(store) },
  undo: { group: 'change', keys: ['Mod+KeyZ'], run: (store) => historyOf(store).undo() },
  redo: { group: 'change', keys: ['Mod+Shift+KeyZ', 'Mod+KeyY'], run: (store) => historyOf(store).redo() },
  increase: { group: 'change', keys: ['Alt+.'], enabled: ({ editorOpen }) => editorOpen, run: (store) => nudge(store, 1) },
  decrease: { group: 'change', keys: ['Alt+,'], enabled: ({ editorOpen }) => editorOpen, run: (store) => nudge(store, -1) },
  format: { group: 'change', keys: ['Alt+Shift+KeyF'], run: (store, { changes }) => void formatText(store, changes) },
  history: { group: 'change', needs: 'panels', keys: ['KeyY'], run: (store) => store.actions.set({ dialog: 'history' }) },

  zoomIn: { group: 'view', keys: ['+', '='], run: (store) => zoomBy(store, ZOOM_STEP) },
  zoomOut: { group: 'view', keys: ['-'], run: (store) => zoomBy(store, 1 / ZOOM_STEP) },
  fit: { group: 'view', keys: ['Digit0'], run: (store) => store.actions.setWindow(undefined) },
  panLeft: { group: 'view', keys: ['<'], run: (store) => pan(store, -1) },
  panRight: { group: 'view', keys: ['>'], run: (store) => pan(store, 1) },
  future: { group: 'view', keys: ['KeyH'], run: (store) => store.actions.set({ hideFuture: !store.getState().hideFuture }) },
  density: { group: 'view', keys: ['KeyL'], run: (store) => store.actions.set({ density: NEXT_DENSITY[store.getState().density] }) },
  lanes: { group: 'view', needs: 'panels', keys: ['KeyF'], enabled: ({ view }) => view === 'timeline', run: (store) => store.actions.set({ dialog: 'lanes' }) },
  kubelet: {
    group: 'view',
    keys: ['KeyK'],
    enabled: ({ view }) => view === 'timeline',
    run: (store) => store.actions.set({ kubeletShown: !store.getState().kubeletShown }),
  },
  compare: {
    group: 'view',
    needs: 'app',
    keys: ['KeyC'],
    run: (store) => (store.getState().compare ? store.actions.leaveComparison() : store.actions.set({ dialog: 'compare' })),
  },
  lesson: {
    group: 'view',
    needs: 'app',
    keys: ['KeyQ'],
    enabled: hasRun,
    run: (store) => store.actions.set({ lesson: store.getState().lesson === undefined ? 'read' : undefined }),
  },
  chance: { group: 'view', keys: ['KeyU'], run: (store) => store.actions.set({ chanceShown: !store.getState().chanceShown }) },
  clock: { group: 'view', keys: ['KeyA'], run: (store) => store.actions.set({ clock: store.getState().clock === 'wall' ? 'run' : 'wall' }) },
  states: {
    group: 'view',
    needs: 'panels',
    keys: ['KeyV'],
    enabled: ({ compare }) => compare === undefined,
    run: (store) => store.actions.showView(store.getState().view === 'timeline' ? 'states' : 'timeline'),
  },
  editor: { group: 'view', needs: 'app', keys: ['\\'], run: (store) => store.actions.set({ editorOpen: !store.getState().editorOpen }) },

  lineHints: {
    group: 'view',
    needs: 'app',
    keys: [],
    run: (store) => store.actions.set({ lineHints: store.getState().lineHints === 'shown' ? 'hidden' : 'shown' }),
  },

  why: { group: 'marks', keys: ['KeyW'], run: (store) => selectAtPlayhead(store) },
  whyNot: {
    group: 'marks',
    needs: 'panels',
    keys: ['Shift+KeyW'],
    run: (store) => store.actions.set({ inspectorTab: 'why', absencesShown: !store.getState().absencesShown }),
  },
  search: { group: 'marks', needs: 'panels', keys: ['/'], enabled: hasRun, run: (store) => store.actions.set({ dialog: 'search' }) },
  nextDisagreement: { group: 'marks', keys: ['KeyN'], run: (store) => stepOver(store, 1) },
  previousDisagreement: { group: 'marks', keys: ['Shift+KeyN'], run: (store) => stepOver(store, -1) },
  claims: {
    group: 'marks',
    needs: 'panels',
    keys: ['KeyX'],
    enabled: ({ run }) => run?.facts.claims !== undefined,
    run: (store) => store.actions.set({ inspectorTab: 'claims' }),
  },
  clear: {
    group: 'marks',
    keys: ['Escape'],
    run: (store) => (store.getState().compare ? store.actions.leaveComparison() : store.actions.select(undefined)),
  },
  ...tabCommands(),

  palette: { group: 'page', needs: 'app', keys: ['Mod+Shift+KeyP', 'F1'], run: (store) => store.actions.set({ dialog: 'palette' }) },
  import: { group: 'page', needs: 'app', keys: ['KeyO'], run: (store) => store.actions.set({ dialog: 'import', imported: undefined }) },
  scenarios: { group: 'page', needs: 'app', keys: ['KeyG'], run: (store) => store.actions.set({ dialog: 'scenarios' }) },
  present: { group: 'page', needs: 'app', keys: ['KeyP'], enabled: hasRun, run: (store) => startPresentation(store) },
  story: { group: 'page', needs: 'panels', keys: [], enabled: hasRun, run: (store) => store.actions.set({ inspectorTab: 'story' }) },
  handout: { group: 'page', needs: 'panels', keys: [], enabled: hasRun, run: (store) => store.actions.set({ dialog: 'handout' }) },
  share: { group: 'page', needs: 'panels', keys: ['KeyS'], run: (store) => store.actions.set({ dialog: 'share' }) },
  copyLink: { group: 'page', keys: ['Mod+KeyS'], run: (_store, services) => services.share() },
  sweep: { group: 'page', needs: 'panels', keys: [], enabled: hasRun, run: (store) => store.actions.set({ dialog: 'sweep' }) },
  embed: { group: 'page', needs: 'panels', keys: [], enabled: hasRun, run: (store) => store.actions.set({ dialog: 'embed' }) },
  export: { group: 'page', needs: 'panels', keys: ['KeyE'], enabled: hasRun, run: (store) => store.actions.set({ dialog: 'export' }) },
  theme: { group: 'page', keys: ['KeyT'], run: (store) => store.actions.set({ theme: NEXT_THEME[store.getState().theme] }) },
  settings: { group: 'page', needs: 'app', keys: ['Mod+,'], run: (store) => store.actions.set({ dialog: 'settings' }) },
  keys: { group: 'page', needs: 'app', keys: ['?'], run: (store) => store.actions.set({ dialog: 'keys' }) },
} as const satisfies Record<string, Command>;

export type CommandId = keyof typeof COMMANDS;

export const COMMAND_IDS = Object.keys(COMMANDS) as CommandId[];

export function commandOf(id: CommandId): Command {
  return COMMANDS[id];
}

/** Carries a command out, if it does anything now. */
export function carryOut(id: CommandId, store: AppStore, services: Services): void {
  const { enabled, run } = commandOf(id);
  if (enabled?.(store.getState()) ?? true) run(store, services);
}

/** Changes the value at the caret by steps. The code for that is part of the code editor's chunk, which is loaded if there is a caret. */
function nudge(store: AppStore, steps: number): void {
  void import('../editor/values/hold.ts').then(({ nudgeValue }) => nudgeValue(store, steps));
}

function hasRun({ run }: AppState): boolean {
  return run !== undefined;
}

function tabCommands(): Record<`tab-${InspectorTab}`, Command> {
  const commands = INSPECTOR_TABS.map((tab, index): [string, Command] => [
    `tab-${tab}`,
    { group: 'tabs', needs: 'panels', keys: index < 9 ? [`Digit${index + 1}`] : [], run: (store) => store.actions.set({ inspectorTab: tab }) },
  ]);
  return Object.fromEntries(commands) as Record<`tab-${InspectorTab}`, Command>;
}

/** Goes to the next disagreement of node, API and Events; while two runs are compared, to the next difference. */
function stepOver(store: AppStore, direction: -1 | 1): void {
  if (store.getState().compare) stepDifference(store, direction);
  else stepDisagreement(store, direction);
}

function pan(store: AppStore, direction: -1 | 1): void {
  const state = store.getState();
  const window = visibleWindow(state);
  const axis = timeAxis(state);
  store.actions.setWindow(panBy(window, wholeWindow(state), (direction * axisSpanMs(window, axis)) / 5, axis));
}
