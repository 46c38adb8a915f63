/** What a reply has beside its trace; the timeline reads none of it. */
import type { ScenarioFacts, Story } from '../../src/worker/protocol.ts';

export const NO_FACTS: ScenarioFacts = { name: 'bench', podSource: { kind: 'Pod', name: 'bench' }, seed: 'typical', sweep: [], governing: [] };

export const NO_STORY: Story = {
  verdict: { headline: '', line: '', measures: {} as Story['verdict']['measures'], tone: {} as Story['verdict']['tone'] },
  findings: [],
  disagreements: [],
};
