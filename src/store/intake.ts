import type { SimulationReply } from '../worker/protocol.ts';
import type { AppStore } from './app-store.ts';

/** Runs of more records are taken in steps. */
const LONG_RUN = 20_000;

/**
 * How the page takes what the simulation answers. A long run would hold it up for half a second: reading the message, the lanes and the picture are tasks of
 * their own then, and something newer that comes meanwhile takes its place.
 */
export function intakeOf(store: AppStore): (reply: SimulationReply) => void {
  let newest: SimulationReply | undefined;
  return (reply) => {
    newest = reply;
    if (reply.kind !== 'run' || reply.trace === undefined || reply.trace.records.length <= LONG_RUN) {
      store.actions.receive(reply);
      return;
    }
    const { trace, story } = reply;
    const isNewest = () => newest === reply;
    void import('./long-run.ts')
      .then(({ laidOut }) => laidOut(store.getState(), trace, story?.disagreements ?? [], isNewest))
      // The page lays it out as any other run then
      .catch(() => undefined)
      .then(() => isNewest() && store.actions.receive(reply));
  };
}
