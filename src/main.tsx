/** The composition root: wires store, worker, session and page together, and decides nothing. */
import { type ComponentType, lazy, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { defined } from './base/assert.ts';
import { fragmentOf } from './link/fragment.ts';
import { DEFAULT_SCENARIO_NAME, DEFAULT_SCENARIO_TEXT } from './scenario/defaults.ts';
import { createAppStore } from './store/app-store.ts';
import { changesOn } from './store/changes.ts';
import { startComparer } from './store/comparer.ts';
import { browserJournal } from './store/journal.ts';
import { startRunner } from './store/runner.ts';
import { startSession } from './store/session.ts';
import { browserShelf } from './store/shelf.ts';
import { startSpreader } from './store/spreader.ts';
import { startTeller } from './store/teller.ts';
import { App } from './ui/app/App.tsx';
import { ErrorBoundary } from './ui/app/ErrorBoundary.tsx';
import { WiringContext } from './ui/context.ts';
import { FrameLoop } from './ui/frame-loop.ts';
import { signalIdle } from './ui/idle.ts';
import './ui/styles/tokens.css';
import './ui/styles/base.css';
import { applyTheme } from './ui/theme.ts';
import { SimulationClient } from './worker/client.ts';

const root = createRoot(defined(document.getElementById('root'), 'the root element'));
/** Pages that need neither a store nor a simulation. */
const PAGES: Record<string, (() => Promise<{ default: ComponentType }>) | undefined> = {
  '/glyphs': () => import('./ui/glyphs/GlyphPage.tsx'),
  '/notes': () => import('./ui/present/NotesPage.tsx'),
};
const pageNow = () => {
  const fragment = fragmentOf(location.hash);
  return fragment.kind === 'page' ? PAGES[fragment.path] : undefined;
};

function startPage(load: () => Promise<{ default: ComponentType }>): void {
  const Page = lazy(load);
  root.render(
    <Suspense fallback={null}>
      <Page />
    </Suspense>,
  );
}

function startApp(): void {
  const store = createAppStore();
  const frames = new FrameLoop();
  const client = new SimulationClient({
    createWorker: () => new Worker(new URL('./worker/sim.worker.ts', import.meta.url), { type: 'module', name: 'simulation' }),
    onReply: store.actions.receive,
    onStopped: ({ why, message }) => store.actions.stopped(why, message),
  });

  store.subscribe((state, before) => {
    if (state.theme !== before.theme) applyTheme(state.theme);
  });
  // Below this width the editor is a drawer over the timeline; it opens when it is wanted.
  store.actions.set({ editorOpen: matchMedia('(min-width: 1024px)').matches });
  startRunner(store, client);
  startTeller(store, client);
  startComparer(store, client);
  startSpreader(store, client);
  const services = startSession(store, {
    fragment: () => location.hash,
    address: () => location.href.replace(/#.*$/s, ''),
    setFragment: (fragment, how) => {
      const url = `${location.pathname}${location.search}${fragment === '' ? '' : `#${fragment}`}`;
      if (how === 'push') history.pushState(null, '', url);
      else history.replaceState(null, '', url);
    },
    onFragmentChange: (changed) => addEventListener('hashchange', changed),
    onLeave: (leaving) => addEventListener('pagehide', leaving),
    copy: (text) => navigator.clipboard.writeText(text),
    nowMs: () => Date.now(),
    shelf: browserShelf(() => localStorage),
    journal: browserJournal(() => indexedDB),
    library: async () => (await import('./scenario/library.ts')).LIBRARY,
    gates: async () => (await import('./scenario/document/gates.ts')).switchableGates(),
    loadLibrary: async (name) => (await import('./scenario/library.ts')).libraryText(name),
    defaultEntry: { name: DEFAULT_SCENARIO_NAME, text: DEFAULT_SCENARIO_TEXT },
    changes: changesOn(store, client),
    look: (runId, look, atMs) => client.look(runId, look, atMs),
    absences: (runId, atMs) => client.absences(runId, atMs),
    claims: (runId) => client.claims(runId),
    present: (runId) => client.present(runId),
    encode: async (state) => (await import('./store/link-of.ts')).linkOf(state),
    decode: async (fragment) => (await import('./link/decode.ts')).decodeLink(fragment),
  });
  signalIdle(store, frames);

  root.render(
    <StrictMode>
      <ErrorBoundary textNow={() => store.getState().text}>
        <WiringContext value={{ store, services, frames }}>
          <App />
        </WiringContext>
      </ErrorBoundary>
    </StrictMode>,
  );

  // For tests and for the curious in a browser's console: the run on screen as a recording (lines of JSON).
  Object.assign(globalThis, { podloupe: { recording: () => client.recording(store.getState().text, store.getState().choices) } });
}

const page = pageNow();
addEventListener('hashchange', () => pageNow() !== page && location.reload());
if (page) startPage(page);
else startApp();
