/** The words of embedded runs and of the dialog that makes them. */
import { catalogue } from './language.ts';

export const embedTexts = catalogue('embed', {
  title: 'Embed this run',
  close: 'Close',
  lead: 'Into documentation, slides or a blog: the run as it is on screen, live.',
  controls: 'Controls',
  controlKinds: { full: 'all', transport: 'play and step', none: 'none' },
  theme: 'Theme',
  themes: { system: 'as the page around', light: 'light', dark: 'dark' },
  edit: 'The text can be changed',
  height: 'Height',
  as: 'As',
  kinds: { iframe: 'iframe', element: '<pod-timeline>' },
  code: 'HTML to paste',
  copy: 'Copy',
  copied: 'Copied',
  refused: 'The browser does not allow copying. Select the text and copy it from there.',
  preview: 'Preview',
  noLink: (reason: string) => `No link can carry this text. ${reason}`,
  open: 'Open in Podloupe',
});
