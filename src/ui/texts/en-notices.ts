/** What the page has to say now and then. */
import { catalogue } from './language.ts';

export const noticeTexts = catalogue('notice', {
  restored: (title: string) => `Your last draft, "${title}", was restored. It is kept in this browser only (localStorage).`,
  startOver: 'Open the default scenario',
  badLink: (reason: string) => `${reason} Your saved drafts are untouched; what is shown is not from the link.`,
  noLink: (reason: string) => `No link could be made: ${reason}`,
  newerLink: 'Made by a newer Podloupe. Reload.',
  reload: 'Reload',
  unreadableFile: (title: string) => `${title} cannot be read. Is it a folder? Choose the files in it.`,
  reset: 'Everything that Podloupe kept in this browser was removed.',
  notSaved: 'This browser does not let Podloupe keep drafts. Share a link to keep your work.',
  ownDraft: 'Another tab has changed this draft. Your work here is kept as a draft of its own.',
  missingScenario: (name: string, near: boolean) => `The library has no scenario "${name}".${near ? ' Perhaps you mean:' : ''}`,
  scenarioSetAside: 'You replaced the Pod, so the Scenario document that belonged to the old one was taken out.',
  putBack: 'Put it back',
  applied: (title: string, before: string) => `Applied: ${title}.${before === '' ? '' : ` Before: "${before}".`}`,
  undo: 'Undo',
  notApplied: (title: string) => `The text leaves no place for this change: ${title}. Make it by hand.`,
  notFormatted: (problem?: string) =>
    `The text was not formatted, and stays as it is. ${problem ?? 'A value or a comment would not survive: it is written in a way that cannot be printed again.'}`,
  copied: 'Link copied. It carries the scenario and this view; nothing is stored on a server.',
  copiedAlone: 'Link copied. It carries the present run alone: a recording is too big for a link.',
  notCompared: (reason: string) => `There is no run to compare with. ${reason}`,
  compare: 'Compare before and after',
  copyFailed: 'The link could not be copied. Copy it from here:',
});
