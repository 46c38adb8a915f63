/** The words about the kubelet's own parts, which come in a chunk of their own. */
import { seconds } from '../format.ts';
import { catalogue } from './language.ts';

export const kubeletTexts = catalogue('kubelet', {
  part: 'Part',
  parts: { pleg: 'PLEG', worker: 'Pod worker', status: 'Status manager', recorder: 'Event recorder' },
  what: (part: string, text: string) => `${part}: ${text}`,
  turns: 'Turns',
  times: (count: number, periodMs: number) => `${count}, ${(periodMs / 1000).toFixed(3)} s apart`,
  span: (fromMs: number, toMs: number) => `${seconds(fromMs)} to ${seconds(toMs)}`,
} as const);
