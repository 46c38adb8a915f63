/// <reference lib="webworker" />
import { answer, type KeptRun, runAskedAbout } from './answer.ts';
import type { SimulationReply, SimulationRequest } from './protocol.ts';

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

// An exception in a message handler would leave the page waiting for ever: whatever is thrown becomes a reply.
self.addEventListener('message', (event: MessageEvent<SimulationRequest>) => {
  const request = event.data;
  const fail = (error: unknown) => self.postMessage({ kind: 'failed', id: request.id, message: error instanceof Error ? error.message : String(error) });
  try {
    if (request.kind === 'look' || request.kind === 'compare') {
      const reply = request.kind === 'look' ? lookAt(request) : compareWith(request);
      reply.then((answered) => self.postMessage(answered), fail);
      return;
    }
    const result = answer(request, keptFor(request));
    keep(result.kept);
    self.postMessage(result.reply);
  } catch (error) {
    fail(error);
  }
});

/** kubectl is as big as the rest of the API server: it comes with the first look, behind the first timeline. */
async function lookAt(request: Extract<SimulationRequest, { kind: 'look' }>): Promise<SimulationReply> {
  const { seenAt } = await import('./look.ts');
  const run = runAskedAbout(request, keptFor(request));
  keep(run);
  return { kind: 'look', id: request.id, seen: seenAt(run, request.look, request.atMs) };
}

async function compareWith(request: Extract<SimulationRequest, { kind: 'compare' }>): Promise<SimulationReply> {
  const { comparedWith } = await import('./compared.ts');
  const present = runAskedAbout(request, keptFor(request));
  const { reply, kept: other } = comparedWith(request, present);
  keep(present, other);
  return reply;
}
