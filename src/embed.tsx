/** The page inside other pages (embed.html): a run with less around it, and messages to and from the page around. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { version } from '../package.json';
import { defined } from './base/assert.ts';
import { parseView } from './link/view.ts';
import { inLanguage, startPage } from './page.ts';
import { openedFrom } from './store/address.ts';
import type { Journal } from './store/journal.ts';
import type { Shelf } from './store/shelf.ts';
import { ErrorBoundary } from './ui/app/ErrorBoundary.tsx';
import { WiringContext } from './ui/context.ts';
import { EmbedPage } from './ui/embed/EmbedPage.tsx';
import { type FromEmbed, messageIn, newsOf, obey } from './ui/embed/messages.ts';
import { embedOptions } from './ui/embed/options.ts';
import { chosenLanguage } from './ui/texts/language.ts';
import './ui/styles/tokens.css';
import './ui/styles/base.css';

/** Inside another page nothing is kept: neither drafts nor settings of the reader's are that page's business. */
const NO_SHELF: Shelf = { read: () => undefined, write: () => true, clear: () => {} };
const NO_JOURNAL: Journal = { drafts: async () => [], write: () => {}, clear: () => {} };

const tell = (news: FromEmbed) => parent !== window && parent.postMessage({ podloupe: 1, ...news }, '*');

/** Listens to the page around, and to nobody else. */
function onMessage(listener: (message: Record<string, unknown> & { type: string }) => void): void {
  addEventListener('message', ({ source, data }) => {
    const message = source === parent && parent !== window ? messageIn(data) : undefined;
    if (message) listener(message);
  });
}

/** With the fragment `#wait` the page around sends what is to be shown. */
function start(firstText: string | undefined): void {
  const { store, services, frames } = startPage(
    {
      fragment: () => (location.hash.startsWith('#wait') ? '' : location.hash),
      address: () => new URL('./', location.href).href,
      setFragment: () => {},
      onFragmentChange: (changed) => addEventListener('hashchange', changed),
      shelf: NO_SHELF,
      journal: NO_JOURNAL,
      ...(firstText !== undefined && { defaultEntry: { name: '', text: firstText } }),
    },
    true,
  );
  if (firstText !== undefined) {
    const { view, choices, theme } = openedFrom(parseView(location.hash.slice('#wait'.length)));
    if (theme) store.actions.set({ theme });
    store.actions.open(firstText, { kind: 'link' }, choices, view);
  }
  store.subscribe((state, before) => newsOf(state, before).forEach(tell));
  onMessage((message) => {
    const wrong = obey(message, store, (link) => {
      location.hash = link.slice(link.indexOf('#') + 1);
    });
    if (wrong !== undefined) tell({ type: 'error', message: wrong });
  });
  createRoot(defined(document.getElementById('root'), 'the root element')).render(
    <StrictMode>
      <ErrorBoundary textNow={() => store.getState().text}>
        <WiringContext value={{ store, services, frames }}>
          <EmbedPage {...embedOptions(location.hash)} />
        </WiringContext>
      </ErrorBoundary>
    </StrictMode>,
  );
}

function listen(): void {
  if (location.hash.startsWith('#wait')) {
    let started = false;
    onMessage(({ type, text }) => {
      if (started || type !== 'open' || typeof text !== 'string') return;
      started = true;
      start(text);
    });
  } else start(undefined);
  tell({ type: 'ready', version });
}

inLanguage(chosenLanguage(new URLSearchParams(location.hash).get('lang') ?? undefined, navigator.languages), listen);
