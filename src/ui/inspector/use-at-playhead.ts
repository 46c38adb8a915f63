import { useEffect, useState } from 'react';
import type { Services } from '../../store/services.ts';
import { useWiring } from '../context.ts';

/** The least time between two questions while the playhead moves; a slower worker makes it longer. */
const PACE_MS = 60;

export interface Answered<Answer> {
  /** The question that this is the answer to. */
  question: string;
  answer: Answer;
}

/**
 * The answer to a question about the run at the playhead, asked anew whenever the playhead moves or the run is another one. One
 * question at a time, and the newest one next; until its answer is here the last one stays.
 *
 * @param ask the same function each time; undefined as its answer: there is none to be had.
 */
export function useAtPlayhead<Answer>(
  question: string,
  ask: (services: Services, question: string, runId: number, atMs: number) => Promise<Answer | undefined>,
): Answered<Answer> | undefined {
  const { store, services } = useWiring();
  const [answered, setAnswered] = useState<Answered<Answer>>();
  useEffect(() => {
    let gone = false;
    let asking = false;
    let asked = '';
    let timer: ReturnType<typeof setTimeout> | undefined;
    const place = () => {
      const { run, playheadMs } = store.getState();
      return run ? `${run.id} ${playheadMs}` : '';
    };
    const askNow = async () => {
      timer = undefined;
      const { run, playheadMs } = store.getState();
      if (!run) return;
      asking = true;
      asked = place();
      const answer = await ask(services, question, run.id, playheadMs);
      asking = false;
      if (gone) return;
      if (answer !== undefined) setAnswered({ question, answer });
      follow();
    };
    const follow = () => {
      if (asking || timer !== undefined || place() === asked) return;
      timer = setTimeout(() => void askNow(), PACE_MS);
    };
    void askNow();
    const stop = store.subscribe(follow);
    return () => {
      gone = true;
      clearTimeout(timer);
      stop();
    };
  }, [store, services, question, ask]);
  return answered;
}
