/// <reference lib="webworker" />
import { answer, type KeptRun } from './answer.ts';
import type { SimulationRequest } from './protocol.ts';

let kept: KeptRun | undefined;

// An exception in a message handler would leave the page waiting for ever: whatever is thrown becomes a reply.
self.addEventListener('message', (event: MessageEvent<SimulationRequest>) => {
  const request = event.data;
  try {
    const result = answer(request, kept);
    kept = result.kept ?? kept;
    self.postMessage(result.reply);
  } catch (error) {
    self.postMessage({ kind: 'failed', id: request.id, message: error instanceof Error ? error.message : String(error) });
  }
});
