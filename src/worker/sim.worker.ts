/// <reference lib="webworker" />
import { answer } from './answer.ts';
import type { SimulationRequest } from './protocol.ts';

// An exception in a message handler would leave the page waiting for ever: whatever is thrown becomes a reply.
self.addEventListener('message', (event: MessageEvent<SimulationRequest>) => {
  const request = event.data;
  try {
    self.postMessage(answer(request));
  } catch (error) {
    self.postMessage({ kind: 'failed', id: request.id, message: error instanceof Error ? error.message : String(error) });
  }
});
