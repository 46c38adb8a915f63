/** Wires what every page of the program is made of: store, worker, session. */
import { DEFAULT_SCENARIO_NAME, DEFAULT_SCENARIO_TEXT } from './scenario/defaults.ts';
import { type AppStore, createAppStore } from './store/app-store.ts';
import { changesOn } from './store/changes.ts';
import { startComparer } from './store/comparer.ts';
import { intakeOf } from './store/intake.ts';
import { startRunner } from './store/runner.ts';
import type { EngineServices, Services } from './store/services.ts';
import { startSession, type Surroundings } from './store/session.ts';
import { startTeller } from './store/teller.ts';
import { createWorker, takeWorker } from './simulation.ts';
import { FrameLoop } from './ui/frame-loop.ts';
import { signalIdle } from './ui/idle.ts';
import { type Language, speak } from './ui/texts/language.ts';
import { applyTheme } from './ui/theme.ts';
import { SimulationClient } from './worker/client.ts';

/** What differs from page to page; the rest of the surroundings is the same on all of them. */
export type PagePlace = Pick<Surroundings, 'fragment' | 'address' | 'setFragment' | 'onFragmentChange' | 'shelf' | 'journal'> &
  Partial<Pick<Surroundings, 'defaultEntry'>>;

export interface StartedPage {
  store: AppStore;
  services: Services;
  frames: FrameLoop;
  client: SimulationClient;
}

/** Starts a page in the reader's language. English is always there; another language is loaded first, and if that fails the page is in English. */
export function inLanguage(language: Language, start: () => void): void {
  if (language === 'en') start();
  else
    void import('./ui/texts/zh-hans/index.ts')
      .then(
        ({ zhHans }) => speak(language, zhHans),
        () => undefined,
      )
      .then(start);
}

/** Starts a page: opens what the address says and runs it. */
export function startPage(place: PagePlace, editorOpen: boolean): StartedPage {
  const store = createAppStore();
  const frames = new FrameLoop();
  const client = new SimulationClient({
    createWorker: takeWorker,
    language: document.documentElement.lang as Language,
    onReply: intakeOf(store),
    onStopped: ({ why, message }) => store.actions.stopped(why, message),
  });
  client.warmUp();

  store.subscribe((state, before) => {
    if (state.theme !== before.theme) applyTheme(state.theme);
  });
  store.actions.set({ editorOpen });
  startRunner(store, client);
  startTeller(store, client);
  startComparer(store, client);
  const session = startSession(store, {
    onLeave: (leaving) => addEventListener('pagehide', leaving),
    copy: (text) => navigator.clipboard.writeText(text),
    nowMs: () => Date.now(),
    library: () => import('./scenario/library.ts'),
    defaultEntry: { name: DEFAULT_SCENARIO_NAME, text: DEFAULT_SCENARIO_TEXT },
    strip: (text) => client.strip(text),
    encodeGuess: async (state, guesses) => (await import('./store/link-of.ts')).guessLinkOf(state, guesses),
    encode: async (state, scope) => (await import('./store/link-of.ts')).linkOf(state, scope),
    decode: async (fragment) => (await import('./link/decode.ts')).decodeLink(fragment),
    readView: async (settings) => (await import('./link/view.ts')).parseView(settings),
    ...place,
  });
  signalIdle(store, frames);
  return { store, services: { ...session, ...engineServices(store, client) }, frames, client };
}

/** What components ask the engine. What the worker does not answer is loaded with the first question. */
function engineServices(store: AppStore, client: SimulationClient): EngineServices {
  // A worker that was stopped has no answer; the next question starts another one
  const orNone = <Answer>(answer: Promise<Answer>): Promise<Answer | undefined> => answer.catch(() => undefined);
  return {
    changes: changesOn(store, client),
    gates: async () => (await import('./model/feature-gates.ts')).switchableGates(),
    form: async (text) => (await import('./scenario/form.ts')).formOf(text),
    look: (runId, look, atMs) => orNone(client.look(runId, look, atMs)),
    absences: (runId, atMs) => orNone(client.absences(runId, atMs)),
    claims: (runId) => orNone(client.claims(runId)),
    spread: (runId, seeds) => orNone(client.spread(runId, seeds)),
    present: (runId) => orNone(client.present(runId)),
    list: (kind, runId) => orNone(client.list(kind, runId)),
    lesson: (runId) => orNone(client.lesson(runId)),
    sweepOffer: async (text, axes) => (await import('./worker/sweep-pool.ts')).sweepOffer(createWorker, text, axes),
    sweep: (order, made, done) => {
      const pool = import('./worker/sweep-pool.ts').then(({ startSweep }) => startSweep(createWorker, order, made, done));
      return () => void pool.then((stop) => stop());
    },
  };
}
