import { useEffect, useState } from 'react';
import type { Look, Seen } from '../../../store/services.ts';
import { useWiring } from '../../context.ts';

/** While the playhead moves, the pane follows at this pace; a worker that takes longer sets its own. */
const PACE_MS = 60;

export interface Looked {
  /** Key of the look that this is the answer to. */
  key: string;
  seen: Seen;
}

/**
 * What is seen at the playhead, asked anew whenever it moves or the run is another one. One question at a time, and the
 * newest one next; until its answer is here the last answer stays.
 */
export function useLook(look: Look | undefined): Looked | undefined {
  const { store, services } = useWiring();
  const [looked, setLooked] = useState<Looked>();
  const key = look === undefined ? '' : JSON.stringify(look);
  useEffect(() => {
    if (key === '') return undefined;
    const wanted = JSON.parse(key) as Look;
    let gone = false;
    let asking = false;
    let asked = '';
    let timer: ReturnType<typeof setTimeout> | undefined;
    const place = () => {
      const { run, playheadMs } = store.getState();
      return run ? `${run.id} ${playheadMs}` : '';
    };
    const ask = async () => {
      timer = undefined;
      const { run, playheadMs } = store.getState();
      if (!run) return;
      asking = true;
      asked = place();
      const seen = await services.look(run.id, wanted, playheadMs);
      asking = false;
      if (gone) return;
      if (seen) setLooked({ key, seen });
      follow();
    };
    const follow = () => {
      if (asking || timer !== undefined || place() === asked) return;
      timer = setTimeout(() => void ask(), PACE_MS);
    };
    void ask();
    const stop = store.subscribe(follow);
    return () => {
      gone = true;
      clearTimeout(timer);
      stop();
    };
  }, [store, services, key]);
  return looked;
}
