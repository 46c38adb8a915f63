import { useEffect } from 'react';
import type { AppStore, Theme } from '../store/app-store.ts';
import { shownEndMs } from '../store/comparison.ts';
import { startPresentation } from '../store/presenter.ts';
import type { Services } from '../store/services.ts';
import { type Density, panBy } from '../timeline/index.ts';
import { visibleWindow, wholeWindow } from '../store/selectors.ts';
import { useWiring } from './context.ts';
import { INSPECTOR_TABS } from './inspector/tabs.ts';
import { goTo, selectAtPlayhead, step, stepDifference, stepDisagreement, stepRun, togglePlay, zoomBy } from './playback.ts';

const SECOND_MS = 1000;
const ZOOM_STEP = 1.5;
const NEXT_THEME: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' };
const NEXT_DENSITY: Record<Density, Density> = { overview: 'normal', normal: 'detail', detail: 'overview' };

type Act = (store: AppStore, services: Services) => void;

/** Keys of the whole page, by `KeyboardEvent.key`; those with Shift are written `Shift+…`. */
const KEYS: Record<string, Act> = {
  ' ': (store) => togglePlay(store),
  ',': (store) => step(store, -1),
  '.': (store) => step(store, 1),
  ArrowLeft: (store) => step(store, -1),
  ArrowRight: (store) => step(store, 1),
  'Shift+ArrowLeft': (store) => goTo(store, store.getState().playheadMs - SECOND_MS),
  'Shift+ArrowRight': (store) => goTo(store, store.getState().playheadMs + SECOND_MS),
  Home: (store) => goTo(store, 0),
  End: (store) => goTo(store, shownEndMs(store.getState())),
  '+': (store) => zoomBy(store, ZOOM_STEP),
  '=': (store) => zoomBy(store, ZOOM_STEP),
  '-': (store) => zoomBy(store, 1 / ZOOM_STEP),
  '0': (store) => store.actions.setWindow(undefined),
  '<': (store) => pan(store, -1),
  '>': (store) => pan(store, 1),
  '[': (store) => stepRun(store, -1),
  ']': (store) => stepRun(store, 1),
  h: (store) => store.actions.set({ hideFuture: !store.getState().hideFuture }),
  c: (store) => (store.getState().compare ? store.actions.leaveComparison() : store.actions.set({ dialog: 'compare' })),
  v: (store) => !store.getState().compare && store.actions.showView(store.getState().view === 'timeline' ? 'states' : 'timeline'),
  f: (store) => store.getState().view === 'timeline' && store.actions.set({ dialog: 'lanes' }),
  l: (store) => store.actions.set({ density: NEXT_DENSITY[store.getState().density] }),
  w: (store) => selectAtPlayhead(store),
  'Shift+w': (store) => store.actions.set({ inspectorTab: 'why', absencesShown: !store.getState().absencesShown }),
  n: (store) => stepOver(store, 1),
  'Shift+n': (store) => stepOver(store, -1),
  t: (store) => store.actions.set({ theme: NEXT_THEME[store.getState().theme] }),
  '\\': (store) => store.actions.set({ editorOpen: !store.getState().editorOpen }),
  g: (store) => store.actions.set({ dialog: 'scenarios' }),
  p: (store) => startPresentation(store),
  s: (_store, services) => services.share(),
  e: (store) => store.actions.set({ dialog: 'export' }),
  x: (store) => store.getState().run?.facts.claims !== undefined && store.actions.set({ inspectorTab: 'claims' }),
  a: (store) => store.actions.set({ clock: store.getState().clock === 'wall' ? 'run' : 'wall' }),
  u: (store) => store.actions.set({ chanceShown: !store.getState().chanceShown }),
  '/': (store) => store.actions.set({ dialog: 'search' }),
  '?': (store) => store.actions.set({ dialog: 'keys' }),
  Escape: (store) => (store.getState().compare ? store.actions.leaveComparison() : store.actions.select(undefined)),
  ...Object.fromEntries(INSPECTOR_TABS.map((tab, index) => [String(index + 1), (store: AppStore) => store.actions.set({ inspectorTab: tab })])),
};

/** To the next thing that does not agree: of two runs where they differ, of one run what node, API and Events say. */
function stepOver(store: AppStore, direction: -1 | 1): void {
  if (store.getState().compare) stepDifference(store, direction);
  else stepDisagreement(store, direction);
}

function pan(store: AppStore, direction: -1 | 1): void {
  const state = store.getState();
  const window = visibleWindow(state);
  store.actions.setWindow(panBy(window, wholeWindow(state), (direction * (window.toMs - window.fromMs)) / 5));
}

/** True where keys are text, or mean something to the control that has them. */
function belongsToTarget(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement;
  if (target.closest('input, textarea, select, [contenteditable], .monaco-editor, dialog')) return true;
  return (event.key === ' ' || event.key === 'Enter') && target.closest('button, a, [role=row], [role=rowheader]') !== null;
}

/** Listens to the keys of the page while the component that calls this is there. */
export function useKeyboard(): void {
  const { store, services } = useWiring();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || belongsToTarget(event)) return;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const act = (event.shiftKey ? KEYS[`Shift+${key}`] : undefined) ?? KEYS[key];
      if (!act) return;
      event.preventDefault();
      act(store, services);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [store, services]);
}
