/** The words of the commands, which come with the palette and with the help on keys. */
import type { CommandGroup, CommandId } from '../commands/commands.ts';
import { plural } from '../format.ts';
import { runTexts } from './en-run.ts';
import { catalogue } from './language.ts';

type TabId = Extract<CommandId, `tab-${string}`>;

const words: Record<Exclude<CommandId, TabId>, string> = {
  play: 'Play, pause',
  previous: 'Previous transition',
  next: 'Next transition',
  secondBack: 'One second back',
  secondForward: 'One second forward',
  start: 'Start of the run',
  end: 'End of the run',
  previousRun: 'Previous container start',
  nextRun: 'Next container start',
  act: 'Do something at the playhead',
  removeAction: 'Take the selected action out of the scenario',
  fork: 'Fork here: the past is fixed, what comes is changed',
  undo: 'Undo',
  redo: 'Redo',
  increase: 'Increase the number or duration at the caret',
  decrease: 'Decrease the number or duration at the caret',
  format: 'Format the document: both tabs, comments stay',
  history: 'History: versions, forks, snapshots',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fit: 'Fit the whole run',
  panLeft: 'Move the zoom window back',
  panRight: 'Move the zoom window forward',
  future: 'Hide or show the future',
  density: 'Density: Overview, Normal, Detail',
  lanes: 'Choose which lanes are shown',
  compare: 'Compare with another run; back',
  lineHints: 'Hints in the text: what probes and hooks mean and did',
  kubelet: 'X-ray: what the kubelet’s own parts do',
  lesson: 'What the scenario teaches: predict, change it',
  chance: 'What is chance: other seeds as bands',
  clock: 'Seconds since creation, wall clock',
  states: 'Timeline, States',
  editor: 'Show or hide the editor',
  why: 'Why, for what is at the playhead',
  whyNot: 'What did not happen, and why',
  search: 'Find a mark by its words',
  nextDisagreement: 'Next disagreement of node, API and Events; of two runs: difference',
  previousDisagreement: 'Previous disagreement or difference',
  claims: 'Claims of the scenario about its run',
  clear: 'Leave the comparison; clear the selection',
  palette: 'All commands',
  import: 'Open a file, or paste a manifest or a recording',
  scenarios: 'Scenarios',
  present: 'Present the run, one claim at a time; back to the story',
  story: 'Edit the story: record, order and tell its beats',
  handout: 'Handout of the story: print, PDF, Markdown',
  share: 'Share',
  copyLink: 'Copy a link to this view',
  sweep: 'Sweep: vary numbers, see what becomes of each run',
  embed: 'Embed this run in another page',
  export: 'Export the run',
  theme: 'Switch the theme',
  settings: 'Settings',
  keys: 'Keyboard shortcuts',
};

export const commandTexts = catalogue('commands', {
  words,
  tab: (tab: string) => `Inspector: ${tab}`,
  groups: { time: 'Time', change: 'What if', view: 'View', marks: 'Lanes and marks', tabs: 'Inspector', page: 'Page' } satisfies Record<CommandGroup, string>,
});

/** What a command does, in a few words. */
export function commandWords(id: CommandId): string {
  return id.startsWith('tab-')
    ? commandTexts.tab(runTexts.inspector.tabs[id.slice('tab-'.length) as keyof typeof runTexts.inspector.tabs])
    : words[id as Exclude<CommandId, TabId>];
}

export const paletteTexts = catalogue('palette', {
  title: 'Commands',
  close: 'Close',
  field: 'Command, scenario or lane',
  placeholder: 'Type what you want to do',
  results: 'What matches',
  kinds: { command: 'Command', scenario: 'Scenario', lane: 'Lane' },
  none: 'Nothing is called that.',
  hint: 'Up and down choose, Enter does it. Scenarios and lanes are found by their names.',
  count: (count: number) => plural(count, 'match', 'matches'),
});

export const keysTexts = catalogue('keys', {
  title: 'Keyboard shortcuts',
  documentation: 'Documentation',
  documentationAddress: 'docs/index.html',
  close: 'Close',
  elsewhere: {
    wheel: 'Zoom at the pointer',
    lanes: 'Into the lanes, then between lanes',
    marks: 'Between the marks of a lane',
    selectMark: 'Select the mark',
    leave: 'Let Tab leave the editor',
    suggest: 'Suggestions',
    problem: 'Next problem',
  },
  wheel: 'Ctrl wheel',
  pointer: 'Within the timeline',
  editor: 'Editor',
  note: 'Keys that type a character work outside text fields only. A letter is a place on the keyboard: it works in every script.',
  single: 'Single letters, digits and signs are keys',
  none: 'no key',
  change: (command: string, key: string) => `${command}: ${key}. Choose another key`,
  changeHint: 'Choose another key',
  press: 'Press a key…',
  recording: (command: string) => `Press the key for "${command}". Backspace: none. Escape: as it was.`,
  changed: (command: string, key: string) => `${command}: ${key}`,
  moved: (command: string, key: string, other: string) => `${key} was the key of "${other}"; it is the key of "${command}" now.`,
  reset: 'All keys as usual',
});
