/** The story that a run tells of itself. */
import type { Change } from '../../types.ts';
import { capital } from './words.ts';

export const storyTexts = {
  title: (title: string) => sentence(title),
  text: (detail: string) => sentence(capital(detail)),
  /** What would have avoided it; what is too long to be read on a slide is for the presenter to say: `more`. */
  cure: (change: Change | undefined, detail: string): { text: string; more: string } => {
    const short = detail.length <= LONGEST_TEXT ? detail : (/^.+?[.;](?= )/.exec(detail)?.[0].replace(/;$/, '.') ?? detail);
    return { text: change ? `${sentence(capital(change.title))} ${short}` : short, more: short === detail ? '' : detail };
  },
  /** Behind a line of YAML that the text does not have. */
  byDefault: 'default',
  restsOn: (source: string) => `Rests on ${source}`,
};

const LONGEST_TEXT = 160;

function sentence(text: string): string {
  return text === '' || /[.!?…]$/.test(text) ? text : `${text}.`;
}
