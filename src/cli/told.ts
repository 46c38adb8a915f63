/** The formats of `podloupe run` that tell a run, draw it or ask what was in the cluster. They bring most of the program with them. */
import { environmentText } from '../api/environment/index.ts';
import { disagreementsOf, verdictOf } from '../explain/index.ts';
import { chromeTrace, figureSvg, marksCsv, mermaidGantt } from '../export/index.ts';
import type { Run } from './runs.ts';

export { neverStarted } from '../api/environment/index.ts';

export type ToldFormat = 'svg' | 'env' | 'csv' | 'chrome-trace' | 'mermaid';

/** `unfolded`: the picture shows every crash loop. */
export function toldText(run: Run, format: ToldFormat, unfolded: boolean): string {
  const { trace, scenario } = run;
  switch (format) {
    case 'env':
      return environmentText(run);
    case 'svg':
      return figureSvg(trace, verdictOf(trace, scenario), { disagreements: disagreementsOf(trace), ...(unfolded && { unfoldedLoops: 'all' }) });
    case 'csv':
      return marksCsv(trace, disagreementsOf(trace));
    case 'chrome-trace':
      return chromeTrace(trace, disagreementsOf(trace));
    case 'mermaid':
      return mermaidGantt(trace, `${trace.meta.podName}: ${verdictOf(trace, scenario).headline}`);
  }
}
