/// <reference lib="webworker" />
import { sameJson } from '../base/json.ts';
import { type AnsweredHere, answer, type KeptRun, numbered, type Request, type RunAnswer, run as runOf, runAskedAbout } from './answers/answer.ts';
import type { RunChoices, SimulationReply, SimulationRequest } from './protocol.ts';

/** The API server's words come beside the engine: by the end of the first run they are there. */
const apiAnswers = import('./answers/api-answers.ts');

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

/** The run of the text that a hand has just made: while the page takes the text over, the worker has nothing else to do. */
let ahead: { text: string; choices: RunChoices; answer: RunAnswer } | undefined;

function runAhead(text: string, choices: RunChoices): void {
  try {
    ahead = { text, choices, answer: runOf({ id: 0, text, choices }) };
  } catch {
    // Whoever asks for this run is told what is wrong with it
    ahead = undefined;
  }
}

function answered(request: AnsweredHere): RunAnswer {
  if (request.kind === 'run' && ahead?.text === request.text && sameJson(ahead.choices, request.choices)) return numbered(ahead.answer, request.id);
  return answer(request, keptFor(request));
}

// An exception in a message handler would leave the page waiting for ever: whatever is thrown becomes a reply.
self.addEventListener('message', (event: MessageEvent<SimulationRequest>) => {
  const request = event.data;
  const fail = (error: unknown) => self.postMessage({ kind: 'failed', id: request.id, message: error instanceof Error ? error.message : String(error) });
  try {
    const later = answeredLater(request);
    if (later !== undefined) {
      later.then((reply) => {
        self.postMessage(reply);
        if (request.kind === 'gesture' && reply.kind === 'gesture' && reply.gestured) runAhead(reply.gestured.text, request.choices);
      }, fail);
      return;
    }
    const result = answered(request as AnsweredHere);
    keep(result.kept);
    if (result.told === undefined) self.postMessage(result.reply);
    else apiAnswers.then(({ withApiAnswers }) => self.postMessage(withApiAnswers(result))).catch(fail);
  } catch (error) {
    fail(error);
  }
});

/** What needs code that is loaded when it is asked for the first time; undefined for the rest. */
function answeredLater(request: SimulationRequest): Promise<SimulationReply> | undefined {
  if (request.kind === 'tell') return toldWhy(request);
  if (request.kind === 'look') return lookAt(request);
  if (request.kind === 'compare') return compareWith(request);
  if (request.kind === 'spread') return spreadOver(request);
  if (request.kind === 'absences') return missingIn(request);
  if (request.kind === 'recording') return import('./answers/recording.ts').then(({ recorded }) => recorded(request));
  if (request.kind === 'edit') return import('./answers/edits.ts').then(({ afterEdit }) => afterEdit(request));
  if (request.kind === 'gesture') return import('./answers/edits.ts').then(({ afterGesture }) => afterGesture(request));
  if (request.kind === 'present') return presented(request);
  if (request.kind === 'hints') return hinted(request);
  if (request.kind === 'images') return imagesIn(request);
  if (request.kind === 'lesson') return taught(request);
  if (request.kind === 'strip') return drawnSmall(request);
  if (request.kind === 'sweepOffer') return import('./answers/sweep.ts').then(({ sweepOffer }) => sweepOffer(request));
  if (request.kind === 'sweepRun') return import('./answers/sweep.ts').then(({ sweptRun }) => sweptRun(request));
  return request.kind === 'claims' ? judged(request) : undefined;
}

/** Nobody asks why before there is something on screen. */
async function toldWhy(request: Request<'tell'>): Promise<SimulationReply> {
  const { toldOf } = await import('./answers/tell.ts');
  const run = runAskedAbout(request, keptFor(request));
  keep(run);
  return { kind: 'tell', id: request.id, explanation: toldOf(run, request.record) };
}

/** kubectl is as big as the rest of the API server: it comes with the first look, behind the first timeline. */
async function lookAt(request: Request<'look'>): Promise<SimulationReply> {
  const { seenAt } = await import('./answers/look.ts');
  const run = runAskedAbout(request, keptFor(request));
  keep(run);
  return { kind: 'look', id: request.id, seen: seenAt(run, request.look, request.atMs) };
}

async function hinted(request: Request<'hints'>): Promise<SimulationReply> {
  const { hintsFor } = await import('./answers/hints.ts');
  const run = runAskedAbout(request, keptFor(request));
  keep(run);
  return { kind: 'hints', id: request.id, found: hintsFor(request.text, run) };
}

async function imagesIn(request: Request<'images'>): Promise<SimulationReply> {
  const { imagesOf } = await import('./answers/images.ts');
  const run = runAskedAbout(request, keptFor(request));
  keep(run);
  return { kind: 'images', id: request.id, found: imagesOf(run) };
}

async function compareWith(request: Request<'compare'>): Promise<SimulationReply> {
  const { comparedWith } = await import('./answers/compared.ts');
  const present = runAskedAbout(request, keptFor(request));
  const { reply, kept: other } = comparedWith(request, present);
  keep(present, other);
  return reply;
}

async function spreadOver(request: Request<'spread'>): Promise<SimulationReply> {
  const { spreadAround } = await import('./answers/spread.ts');
  const present = runAskedAbout(request, keptFor(request));
  keep(present);
  return spreadAround(request, present);
}

async function missingIn(request: Request<'absences'>): Promise<SimulationReply> {
  const { absencesIn } = await import('./answers/absences.ts');
  const run = runAskedAbout(request, keptFor(request));
  keep(run);
  return { kind: 'absences', id: request.id, absences: absencesIn(run, request.atMs) };
}

async function judged(request: Request<'claims'>): Promise<SimulationReply> {
  const { claimsOn } = await import('./answers/claims.ts');
  const run = runAskedAbout(request, keptFor(request));
  keep(run);
  return { kind: 'claims', id: request.id, claims: claimsOn(run) };
}

async function presented(request: Request<'present'>): Promise<SimulationReply> {
  const { presentationOf } = await import('./answers/present.ts');
  const run = runAskedAbout(request, keptFor(request));
  keep(run);
  return { kind: 'present', id: request.id, presentation: presentationOf(run, request.text) };
}

async function taught(request: Request<'lesson'>): Promise<SimulationReply> {
  const { lessonOn } = await import('./answers/lesson.ts');
  const run = runAskedAbout(request, keptFor(request));
  keep(run);
  return { kind: 'lesson', id: request.id, lesson: lessonOn(run) };
}

async function drawnSmall({ id, text }: Request<'strip'>): Promise<SimulationReply> {
  const { stripOf } = await import('./answers/strip.ts');
  const { kept: run } = runOf({ id, text, choices: {} });
  return { kind: 'strip', id, ...(run && { strip: stripOf(run.trace) }) };
}
