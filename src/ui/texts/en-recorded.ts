/** Words about what a real kubelet made of an entry of the library. */
import { clockSeconds } from '../format.ts';
import { catalogue } from './language.ts';

export const recordedTexts = catalogue('recorded', {
  bar: 'Simulated or real',
  kinds: { simulated: 'Simulated', both: 'Both', real: 'Real' },
  hints: { simulated: 'The simulated run alone', both: 'The simulated and the recorded run, each lane twice', real: 'The recorded run alone' },
  offer: 'This entry was run on a real v1.36.2 kubelet, too.',
  onItsWay: 'Comparing with the recording.',
  score: (likeness: number) => `${(Math.floor(likeness * 1000) / 10).toFixed(1)} % alike.`,
  told: (sentences: readonly string[]) => sentences.join(' '),
  first: (where: string, timeMs: number) => `Earliest deviation at ${clockSeconds(timeMs)}: ${where}.`,
  none: 'No deviation that the axis can tell.',
  endsBefore: (endMs: number, action: string, atMs: number) =>
    `The recording ends at ${clockSeconds(endMs)}, before ${action} at ${clockSeconds(atMs)}: what follows is simulated only.`,
  title: 'A real kubelet',
  receipts: 'All recordings',
});
