/// <reference lib="webworker" />
import { answer, type KeptRun, runAskedAbout } from './answer.ts';
import type { SimulationReply, SimulationRequest } from './protocol.ts';

let kept: KeptRun | undefined;

// An exception in a message handler would leave the page waiting for ever: whatever is thrown becomes a reply.
self.addEventListener('message', (event: MessageEvent<SimulationRequest>) => {
  const request = event.data;
  const fail = (error: unknown) => self.postMessage({ kind: 'failed', id: request.id, message: error instanceof Error ? error.message : String(error) });
  try {
    if (request.kind === 'look') {
      lookAt(request).then((reply) => self.postMessage(reply), fail);
      return;
    }
    const result = answer(request, kept);
    kept = result.kept ?? kept;
    self.postMessage(result.reply);
  } catch (error) {
    fail(error);
  }
});

/** kubectl is as big as the rest of the API server: it comes with the first look, behind the first timeline. */
async function lookAt(request: Extract<SimulationRequest, { kind: 'look' }>): Promise<SimulationReply> {
  const { seenAt } = await import('./look.ts');
  kept = runAskedAbout(request, kept);
  return { kind: 'look', id: request.id, seen: seenAt(kept, request.look, request.atMs) };
}
