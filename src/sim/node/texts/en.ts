/** What the simulation assumes where the text says nothing, each in one sentence. */
import { catalogue } from '../../../base/catalogue.ts';

export const assumptionTexts = catalogue('assumption', {
  boots: (container: string, ports: readonly number[]) =>
    `The program of ${container} is not known: it ${ports.length > 0 ? `listens on ${ports.join(', ')}` : 'is up'} 1 s after it starts.`,
  answers: (container: string) => `${container} answers 200 on every path.`,
  runs: (container: string) => `${container} runs until it is told to stop.`,
  leaves: (container: string, signal: string) => `${container} leaves with code 0 within 1 s of ${signal}.`,
  noImage: (image: string) => `No registry has the image ${image}, as its name says.`,
});
