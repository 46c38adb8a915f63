/** What every page of the program is wired from: store, worker, session. */
import { DEFAULT_SCENARIO_NAME, DEFAULT_SCENARIO_TEXT } from './scenario/defaults.ts';
import { type AppStore, createAppStore } from './store/app-store.ts';
import { changesOn } from './store/changes.ts';
import { startComparer } from './store/comparer.ts';
import { startRunner } from './store/runner.ts';
import type { Services } from './store/services.ts';
import { startSession, type Surroundings } from './store/session.ts';
import { startSpreader } from './store/spreader.ts';
import { startTeller } from './store/teller.ts';
import { FrameLoop } from './ui/frame-loop.ts';
import { signalIdle } from './ui/idle.ts';
import { type Language, speak } from './ui/texts/language.ts';
import { applyTheme } from './ui/theme.ts';
import { SimulationClient } from './worker/client.ts';

/** What a page says of itself; the rest is the same on all of them. */
export type PagePlace = Pick<Surroundings, 'fragment' | 'address' | 'setFragment' | 'onFragmentChange' | 'shelf' | 'journal'> &
  Partial<Pick<Surroundings, 'defaultEntry'>>;

export interface StartedPage {
  store: AppStore;
  services: Services;
  frames: FrameLoop;
  client: SimulationClient;
}

const createWorker = () => new Worker(new URL('./worker/sim.worker.ts', import.meta.url), { type: 'module', name: 'simulation' });

/** The worker of the first run, started before anything else is loaded. */
let firstWorker: Worker | undefined;

/** Asks for the simulation's code: it is the most that a page loads, and what takes longest to begin. */
export function startWorker(): void {
  firstWorker = createWorker();
}

/** Starts a page in the reader's language: English is there, another one comes first; without it there is English. */
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

/** Opens what the address says and runs it. */
export function startPage(place: PagePlace, editorOpen: boolean): StartedPage {
  const store = createAppStore();
  const frames = new FrameLoop();
  const client = new SimulationClient({
    createWorker: () => {
      const worker = firstWorker ?? createWorker();
      firstWorker = undefined;
      return worker;
    },
    language: document.documentElement.lang as Language,
    onReply: store.actions.receive,
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
  startSpreader(store, client);
  const services = startSession(store, {
    onLeave: (leaving) => addEventListener('pagehide', leaving),
    copy: (text) => navigator.clipboard.writeText(text),
    nowMs: () => Date.now(),
    library: () => import('./scenario/library.ts'),
    gates: async () => (await import('./scenario/document/gates.ts')).switchableGates(),
    defaultEntry: { name: DEFAULT_SCENARIO_NAME, text: DEFAULT_SCENARIO_TEXT },
    changes: changesOn(store, client),
    form: async (text) => (await import('./scenario/form.ts')).formOf(text),
    look: (runId, look, atMs) => client.look(runId, look, atMs),
    absences: (runId, atMs) => client.absences(runId, atMs),
    claims: (runId) => client.claims(runId),
    sweepOffer: async (text, axes) => (await import('./worker/sweep-pool.ts')).sweepOffer(createWorker, text, axes),
    sweep: (order, made, done) => {
      const pool = import('./worker/sweep-pool.ts').then(({ startSweep }) => startSweep(createWorker, order, made, done));
      return () => void pool.then((stop) => stop());
    },
    present: (runId) => client.present(runId),
    list: (kind, runId) => client.list(kind, runId),
    lesson: (runId) => client.lesson(runId),
    strip: (text) => client.strip(text),
    encodeGuess: async (state, guesses) => (await import('./store/link-of.ts')).guessLinkOf(state, guesses),
    encode: async (state, scope) => (await import('./store/link-of.ts')).linkOf(state, scope),
    decode: async (fragment) => (await import('./link/decode.ts')).decodeLink(fragment),
    readView: async (settings) => (await import('./link/view.ts')).parseView(settings),
    ...place,
  });
  signalIdle(store, frames);
  return { store, services, frames, client };
}
