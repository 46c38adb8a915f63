import { PRIORITY } from '../engine/queue.ts';
import type { World } from '../world.ts';
import type { ApiServer } from './api-server.ts';

/** How often the garbage collector of Pods looks (`gcCheckPeriod`). */
const CHECK_MS = 20_000;

/**
 * The garbage collector of Pods in the controller manager: one that is being deleted and has no node fails, for nobody else would say
 * that it is over. Only a finalizer keeps such a Pod until then (`pkg/controller/podgc/gc_controller.go: gcUnscheduledTerminating`).
 */
export class PodGc {
  constructor(world: World, api: ApiServer) {
    // Drawn when it matters: a draw is listed as a place where another seed leads to another run
    let drawnMs: number | undefined;
    api.watchPod(({ pod, cause }) => {
      if (pod.metadata.deletionTimestamp === undefined || pod.spec.nodeName !== undefined || pod.status.phase === 'Failed') return;
      const phaseMs = (drawnMs ??= world.random('pod-gc').betweenMs(0, CHECK_MS));
      const checkMs = phaseMs + Math.ceil((world.nowMs - phaseMs) / CHECK_MS) * CHECK_MS;
      world.queue.at(
        checkMs,
        () => {
          if (api.pod?.metadata.uid !== pod.metadata.uid) return;
          api.patchStatus(
            ({ status, metadata: { generation } }) => ({ ...(generation !== undefined && { observedGeneration: generation }), ...status, phase: 'Failed' }),
            cause,
            'pod.gc',
          );
        },
        PRIORITY.action,
      );
    });
  }
}
