/** The words of the share dialog, which comes in a chunk of its own. */
import { catalogue } from './language.ts';

export const shareTexts = catalogue('share', {
  title: 'Share',
  close: 'Close',
  what: 'What the link shows',
  whats: { view: 'this view', scenario: 'the scenario alone' },
  whatHints: {
    view: 'Playhead, zoom, lanes, selection, seed and comparison as they are on screen.',
    scenario: 'The text; whoever opens it begins where the trouble begins.',
  },
  as: 'As',
  formats: { link: 'link', markdown: 'Markdown', html: 'HTML', issue: 'report for an issue' },
  issueHint: 'Link, versions, a diagram that GitHub and GitLab draw, Events, YAML.',
  result: 'What is copied',
  length: (characters: number) => `The link has ${characters} characters.`,
  long: (characters: number) => `The link has ${characters} characters. Many chats and mail programs cut links of more than 8000: send the file instead.`,
  tooLong: (reason: string) => `No link can carry this text. ${reason} Send the file instead.`,
  alone: 'The link carries the present run alone: a recording is too big for a link.',
  copy: 'Copy',
  copied: 'Copied',
  refused: 'The browser does not allow copying. Select the text and copy it from there.',
  download: 'Download the scenario',
  picture: 'Download the picture',
  embed: 'Embed…',
  qr: 'QR code of the link',
  noQr: 'Too long for a QR code.',
  private: 'Nothing is stored on a server: the link itself carries everything, behind #, which browsers do not send.',
});
