/** What the simulation assumes where the text says nothing, each in one sentence. */
import { catalogue } from '../../../base/catalogue.ts';

export const assumptionTexts = catalogue('assumption', {
  boots: (container: string, ports: readonly number[]) =>
    `The program of ${container} is not known: it ${ports.length > 0 ? `listens on ${ports.join(', ')}` : 'is up'} 1 s after it starts.`,
  answers: (container: string) => `${container} answers 200 on every path.`,
  runs: (container: string) => `${container} runs until it is told to stop.`,
  leaves: (container: string, signal: string) => `${container} leaves with code 0 within 1 s of ${signal}.`,
  works: (container: string) => `The program of ${container} is not known: it does its work in 1 s and leaves with code 0.`,
  server: (command: string, ports: readonly number[]) =>
    `Nothing is known of ${command}: 1 s after its start it ${ports.length > 0 ? `answers 200 on ${ports.join(', ')}` : 'is up'}, runs until it is told to stop, and leaves with code 0 within 1 s.`,
  work: (command: string) => `Nothing is known of ${command}: it does its work in 1 s and succeeds.`,
  tool: (command: string) => `Nothing is known of ${command}: it succeeds at once.`,
  packages: (command: string) => `What ${command} fetches is taken to come within seconds.`,
  outside: (host: string) => `${host} is taken to be there and to answer.`,
  file: (path: string) => `Nothing is known of the image's files: ${path} is taken to be there.`,
  code: (command: string) => `The code that ${command} is given is not run: it succeeds at once.`,
  calculation: (command: string) => `What ${command} computes is not known: it succeeds after 5 s.`,
  user: (image: string, user: string) => `Nobody knows as whom ${image} runs: as user ${user}, since it must not be root.`,
  onNode: (image: string) => `The node has the image ${image}: nothing is pulled.`,
  noImage: (image: string) => `No registry has the image ${image}, as its name says.`,
});
