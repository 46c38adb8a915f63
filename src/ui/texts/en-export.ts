/** The words of the export dialog, which comes in a chunk of its own. */
import { catalogue } from './language.ts';

export const exportTexts = catalogue('export', {
  title: 'Export the run',
  close: 'Close',
  format: 'As',
  formats: {
    svg: { name: 'Picture, SVG', use: 'Real shapes, text as text: for documents, slides and print.' },
    png: { name: 'Picture, PNG', use: 'Pixels at twice the size: for chats and issues.' },
    gif: { name: 'Animation, GIF', use: 'The playhead goes through the run once; nothing after it is shown.' },
    narrative: { name: 'Narrative, Markdown', use: 'What it came to, what was found, and what happened, moment by moment.' },
    csv: { name: 'Table, CSV', use: 'Every mark as a row: for spreadsheets.' },
    chrome: { name: 'Chrome trace, JSON', use: 'ui.perfetto.dev and chrome://tracing open it.' },
    mermaid: { name: 'Gantt diagram, Mermaid', use: 'For Markdown files that render Mermaid.' },
  },
  stretch: 'Shows',
  stretches: { run: 'the whole run', screen: 'what is on screen' },
  look: 'Colours',
  looks: { light: 'light', dark: 'dark' },
  download: 'Download',
  copy: 'Copy',
  copied: 'Copied',
  preview: 'Preview',
  drawing: (part: number) => `Drawing, ${Math.round(part * 100)} %`,
  failed: (reason: string) => `The file could not be made: ${reason}`,
} as const);
