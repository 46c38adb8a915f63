/** The app's page: decides nothing, starts what the address asks for. */
import { type ComponentType, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { lazily } from './ui/lazily.ts';
import { defined } from './base/assert.ts';
import { atBeat } from './early.ts';
import { type BarePage, pageOf } from './link/fragment.ts';
import { inLanguage, startPage } from './page.ts';
import { browserJournal } from './store/journal.ts';
import { browserShelf } from './store/shelf.ts';
import { App, loadStage, loadWorkbench } from './ui/app/App.tsx';
import { ErrorBoundary } from './ui/app/ErrorBoundary.tsx';
import { WiringContext } from './ui/context.ts';
import { chosenLanguage } from './ui/texts/language.ts';
import './ui/styles/tokens.css';
import './ui/styles/base.css';

const shelf = browserShelf(() => localStorage);
const root = createRoot(defined(document.getElementById('root'), 'the root element'));
/** Pages that need neither a store nor a simulation. */
const PAGES: Record<BarePage, () => Promise<{ default: ComponentType }>> = {
  '/glyphs': () => import('./ui/glyphs/GlyphPage.tsx'),
  '/notes': () => import('./ui/present/NotesPage.tsx'),
};

function startOther(load: () => Promise<{ default: ComponentType }>): void {
  const Page = lazily(load);
  root.render(<Page />);
}

function startApp(): void {
  const { store, services, frames, client } = startPage(
    {
      fragment: () => location.hash,
      address: () => location.href.replace(/#.*$/s, ''),
      setFragment: (fragment, how) => {
        const url = `${location.pathname}${location.search}${fragment === '' ? '' : `#${fragment}`}`;
        if (how === 'push') history.pushState(null, '', url);
        else history.replaceState(null, '', url);
      },
      onFragmentChange: (changed) => addEventListener('hashchange', changed),
      shelf,
      journal: browserJournal(() => indexedDB),
    },
    // Below this width the editor is a drawer over the timeline; it opens when it is wanted.
    matchMedia('(min-width: 1024px)').matches,
  );

  root.render(
    <StrictMode>
      <ErrorBoundary textNow={() => store.getState().text}>
        <WiringContext value={{ store, services, frames }}>
          <App atBeat={atBeat} />
        </WiringContext>
      </ErrorBoundary>
    </StrictMode>,
  );

  // For tests and for the curious in a browser's console: the run on screen as a recording (lines of JSON).
  Object.assign(globalThis, { podloupe: { recording: () => client.recording(store.getState().text, store.getState().choices) } });
}

// A page of the documentation, made with the build
if (location.hash === '#/fidelity') location.replace('docs/fidelity.html');
const page = pageOf(location.hash);
addEventListener('hashchange', () => pageOf(location.hash) !== page && location.reload());
if (!page) {
  void loadWorkbench();
  if (atBeat) void loadStage();
}
inLanguage(chosenLanguage(shelf.read('language'), navigator.languages), page ? () => startOther(PAGES[page]) : startApp);

/** The copy for times without a network is made when the reader has what they came for, and rests. */
const OFFLINE_AFTER_MS = 4000;
const WORK = ['keydown', 'pointermove'] as const;
let rest = setTimeout(makeCopy, OFFLINE_AFTER_MS);
for (const kind of WORK) addEventListener(kind, restLater, { capture: true });

function restLater(): void {
  clearTimeout(rest);
  rest = setTimeout(makeCopy, OFFLINE_AFTER_MS);
}

function makeCopy(): void {
  for (const kind of WORK) removeEventListener(kind, restLater, { capture: true });
  void import('./ui/offline.ts').then(({ keepForOffline }) => keepForOffline());
}
