import type { Scheduler } from '../../shell/types.ts';
import { type Cancel, type EventQueue, PRIORITY } from '../engine/queue.ts';

/** The event queue as one machine sees it. Closing it cancels everything that is still planned: the machine is gone. */
export function machineScheduler(queue: EventQueue): Scheduler & { close(): void } {
  const planned = new Set<Cancel>();
  let closed = false;
  return {
    now: () => queue.nowMs,
    at(timeMs, run) {
      if (closed) return () => undefined;
      const cancel = queue.at(
        timeMs,
        () => {
          planned.delete(takeBack);
          run();
        },
        PRIORITY.world,
      );
      const takeBack = () => {
        planned.delete(takeBack);
        cancel();
      };
      planned.add(takeBack);
      return takeBack;
    },
    close() {
      closed = true;
      for (const takeBack of [...planned]) takeBack();
    },
  };
}
