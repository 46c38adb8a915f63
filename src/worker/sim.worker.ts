/// <reference lib="webworker" />
import type { Language } from '../base/language.ts';
import { NotLoadedError } from '../base/not-loaded.ts';
import type { Translation } from '../explain/texts/translation.ts';
import type { Diagnostic } from '../model/diagnostics.ts';
import { type AnsweredHere, answer, type KeptRun, type Request, type ToldRun, run as runOf, runAskedAbout } from './answers/answer.ts';
import { withApiAnswers } from './answers/api-answers.ts';
import type { Expectation, SimulationReply, SimulationRequest } from './protocol.ts';

/** The runs that the page last asked about, newest first: two, because one may be compared with another. */
let kept: readonly KeptRun[] = [];
const MOST_KEPT = 2;

function keep(...runs: (KeptRun | undefined)[]): void {
  const fresh = runs.filter((run) => run !== undefined);
  kept = [...fresh, ...kept.filter((run) => !fresh.some(({ id }) => id === run.id))].slice(0, MOST_KEPT);
}

function keptFor(request: SimulationRequest): KeptRun | undefined {
  return 'runId' in request ? kept.find(({ id }) => id === request.runId) : undefined;
}

async function answeredNow(request: AnsweredHere, translation: Translation | undefined): Promise<SimulationReply> {
  // What explains a run is loaded while the first one is made
  const explaining = import('./answers/story.ts');
  const result = answer(request, keptFor(request));
  keep(result.kept);
  const reply = withApiAnswers(result, result.told?.workload === undefined ? [] : await aboutTheWorkload(result.told));
  return (await explaining).withStory(reply, result.kept, translation);
}

/** The rules of Deployments and their like come with the first of them. */
async function aboutTheWorkload(told: ToldRun): Promise<Diagnostic[]> {
  return (await import('../scenario/workload.ts')).workloadDiagnostics(told);
}

/** The language of the page if it is not English. Its words are a chunk of their own, loaded with the first question in it; if that fails, answers are in English. */
let spoken: Spoken | undefined;

interface Spoken {
  language: Language;
  words?: Translation;
  learnt: Promise<void>;
}

function learn(language: Language): Spoken | undefined {
  if (language === 'en') return undefined;
  if (spoken?.language === language) return spoken;
  const next: Spoken = {
    language,
    learnt: import('./answers/zh-hans.ts').then(
      ({ zhHans }) => void (next.words = zhHans),
      () => undefined,
    ),
  };
  spoken = next;
  return next;
}

self.addEventListener('message', ({ data: request }: MessageEvent<SimulationRequest | Expectation>) => {
  if (request.kind === 'expect') {
    void import('./answers/present.ts').catch(() => undefined);
    return;
  }
  const language = learn(request.language ?? 'en');
  if (!language || language.words) handle(request, language?.words);
  else void language.learnt.then(() => handle(request, language.words));
});

/**
 * An exception in a message handler would leave the page waiting for ever: whatever is thrown becomes a reply, or the whole answer is made again
 * once the code that was missing is there.
 */
function handle(request: SimulationRequest, translation: Translation | undefined): void {
  const fail = (error: unknown): void => {
    if (error instanceof NotLoadedError) void error.load().then(() => handle(request, translation), fail);
    else self.postMessage({ kind: 'failed', id: request.id, message: error instanceof Error ? error.message : String(error) });
  };
  try {
    const later = answeredLater(request, translation) ?? answeredNow(request as AnsweredHere, translation);
    later.then((reply) => {
      self.postMessage(reply);
      // While the page takes the text over, the worker has nothing else to do
      if (request.kind === 'gesture' && reply.kind === 'gesture' && reply.gestured) {
        handle({ kind: 'run', id: request.runId, text: reply.gestured.text, choices: request.choices }, translation);
      }
    }, fail);
  } catch (error) {
    fail(error);
  }
}

type AboutARun = 'tell' | 'look' | 'hints' | 'images' | 'absences' | 'claims' | 'present' | 'lesson' | 'spread';
type OfATextAlone = 'recording' | 'edit' | 'gesture' | 'strip' | 'sweepOffer' | 'sweepRun';
type Later = Promise<SimulationReply>;

/** Questions about an earlier run. Each answer is a chunk of its own: nobody asks before there is something on screen. */
const ABOUT_A_RUN: { [Kind in AboutARun]: (request: Request<Kind>, run: KeptRun, translation: Translation | undefined) => Later } = {
  tell: async ({ id, record }, run, translation) => ({
    kind: 'tell',
    id,
    explanation: (await import('./answers/tell.ts')).toldOf(run, record, translation),
  }),
  // kubectl is as big as the rest of the API server
  look: async ({ id, look, atMs }, run) => ({ kind: 'look', id, seen: await (await import('./answers/look.ts')).seenAt(run, look, atMs) }),
  hints: async ({ id, text }, run, translation) => ({ kind: 'hints', id, found: (await import('./answers/hints.ts')).hintsFor(text, run, translation) }),
  images: async ({ id }, run) => ({ kind: 'images', id, found: (await import('./answers/images.ts')).imagesOf(run) }),
  absences: async ({ id, atMs }, run, translation) => ({
    kind: 'absences',
    id,
    absences: (await import('./answers/absences.ts')).absencesIn(run, atMs, translation),
  }),
  claims: async ({ id }, run) => ({ kind: 'claims', id, claims: (await import('./answers/claims.ts')).claimsOn(run) }),
  present: async ({ id, text }, run, translation) => ({
    kind: 'present',
    id,
    presentation: (await import('./answers/present.ts')).presentationOf(run, text, translation),
  }),
  lesson: async ({ id }, run) => ({ kind: 'lesson', id, lesson: (await import('./answers/lesson.ts')).lessonOn(run) }),
  spread: async (request, run) => (await import('./answers/spread.ts')).spreadAround(request, run),
};

/** Questions that need no run of the page's. */
const OF_A_TEXT_ALONE: { [Kind in OfATextAlone]: (request: Request<Kind>) => Later } = {
  recording: async (request) => (await import('./answers/recording.ts')).recorded(request),
  edit: async (request) => (await import('./answers/edits.ts')).afterEdit(request),
  gesture: async (request) => (await import('./answers/edits.ts')).afterGesture(request),
  strip: drawnSmall,
  sweepOffer: async (request) => (await import('./answers/sweep.ts')).sweepOffer(request),
  sweepRun: async (request) => (await import('./answers/sweep.ts')).sweptRun(request),
};

/** What needs code that is loaded when it is asked for the first time; undefined for the rest. */
function answeredLater(request: SimulationRequest, translation: Translation | undefined): Later | undefined {
  const { kind } = request;
  if (kind === 'compare') return compareWith(request, translation);
  if (kind in OF_A_TEXT_ALONE) return OF_A_TEXT_ALONE[kind as OfATextAlone](request as never);
  if (!(kind in ABOUT_A_RUN)) return undefined;
  const run = runAskedAbout(request as Request<AboutARun>, keptFor(request));
  keep(run);
  return ABOUT_A_RUN[kind as AboutARun](request as never, run, translation);
}

async function compareWith(request: Request<'compare'>, translation: Translation | undefined): Later {
  const { comparedWith } = await import('./answers/compared.ts');
  const present = runAskedAbout(request, keptFor(request));
  const { reply, kept: other } = comparedWith(request, present, translation);
  keep(present, other);
  return reply;
}

async function drawnSmall({ id, text }: Request<'strip'>): Later {
  const { thumbnailOf } = await import('./answers/thumbnail.ts');
  const { kept: run } = runOf({ id, text, choices: {} });
  return { kind: 'strip', id, ...(run && { strip: thumbnailOf(run) }) };
}
