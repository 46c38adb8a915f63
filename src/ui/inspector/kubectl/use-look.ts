import type { Look, Seen, Services } from '../../../store/services.ts';
import { useAtPlayhead } from '../use-at-playhead.ts';

const lookAt = (services: Services, question: string, runId: number, atMs: number) => services.look(runId, JSON.parse(question) as Look, atMs);

/** What is seen at the playhead; until the next look is answered the last one to the same command stays. */
export function useLook(look: Look): Seen | undefined {
  const question = JSON.stringify(look);
  const answered = useAtPlayhead(question, lookAt);
  return answered?.question === question ? answered.answer : undefined;
}
