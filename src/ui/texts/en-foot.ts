/** The words below the text: its problems, what is run. They come after the first run is painted. */
import { plural } from '../format.ts';
import { catalogue } from './language.ts';

export const footTexts = catalogue('foot', {
  diagnostics: 'Problems in the text',
  noDiagnostics: 'No problems',
  errors: (count: number) => plural(count, 'error'),
  warnings: (count: number) => plural(count, 'warning'),
  hints: (count: number) => plural(count, 'hint'),
  assumptions: (count: number) => plural(count, 'assumption'),
  assumptionsHint: 'What the text does not say and the simulation took for granted',
  assumption: 'Assumed',
  change: (field: string) => `Say otherwise in the Scenario document: ${field}`,
  /** What a click on the remedy of a problem does. */
  write: (words: string) => `Write ${words}`,
  spaces: 'Put ordinary spaces everywhere',
  create: (kind: string, name: string) => `Create ${kind} ${name}`,
  severity: { error: 'Error', warning: 'Warning', info: 'Hint' },
  version: (version: string) => `kubelet ${version.replace(/^v/, '')}`,
  seed: {
    label: 'seed',
    typicalHint: 'The middle of every jitter: what usually happens',
    numberHint: 'Another number draws other jitters',
    another: 'Another seed',
    chance: 'What is chance',
    chanceHint: 'Show the earliest and the latest moment of each mark over many seeds (U)',
    backToTypical: 'Back to typical',
  },
  sweep: { label: 'Run of the sweep', option: (at: string) => `at ${at}` },
});
