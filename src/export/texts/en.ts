/** What files of a run say beside the words of the timeline and of the explanation. */
import { catalogue } from '../../base/catalogue.ts';

export const exportedTexts = catalogue('exported', {
  narrative: {
    title: (pod: string, headline: string) => `Pod ${pod}: ${headline}`,
    finding: (title: string, detail: string) => `**${title}** ${detail}`,
    happened: 'What happened',
    span: (from: string, to: string) => `${from} to ${to}`,
    owner: (container: string) => `${container}: `,
    why: (reason: string) => ` (${reason})`,
  },
  times: (what: string, count: number) => `${what}, ${count} times`,
  whatNext: 'What happens next?',
  issue: {
    link: (link: string, podloupe: string, kubelet: string, seed: string) =>
      `[Open in Podloupe](<${link}>), Podloupe ${podloupe}, kubelet ${kubelet}, seed ${seed}`,
    events: 'Events',
    noEvents: 'No Events.',
  },
});
