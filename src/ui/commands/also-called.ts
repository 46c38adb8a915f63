/** What commands are called elsewhere: people type the word that they know. Not on screen, so in one language. */
import type { CommandId } from './commands.ts';

const ALSO_CALLED: Partial<Record<CommandId, string>> = {
  act: 'action, delete, kill, evict, drain, exec, signal, patch',
  chance: 'uncertainty, jitter, seeds, spread',
  claims: 'assertions, expect, checks',
  clock: 'time of day, UTC, absolute, relative',
  compare: 'diff, before and after, recording',
  density: 'compact, zoom lanes',
  editor: 'YAML, code, sidebar',
  embed: 'iframe, widget, reveal.js',
  export: 'download, save as, PNG, SVG, GIF, CSV, Mermaid, Perfetto',
  fork: 'branch',
  format: 'prettify, indent',
  future: 'spoiler, quiz',
  handout: 'PDF, print, Markdown',
  history: 'versions, restore, drafts',
  import: 'upload, load, real life, kubectl describe, watch, capture, Helm',
  keys: 'help, shortcuts, hotkeys',
  kubelet: 'PLEG, pod worker, status manager',
  lanes: 'filter, rows',
  lesson: 'quiz, exercise, predict',
  present: 'slides, full screen, talk',
  scenarios: 'library, gallery, examples, questions, learn',
  search: 'find',
  settings: 'preferences, options, language, font size, contrast',
  share: 'link, URL, QR code, copy as issue',
  states: 'state machines, diagram',
  story: 'beats, slides',
  sweep: 'parameters, heat map, matrix',
  theme: 'dark, light, contrast, projector',
  why: 'cause, explain',
};

/** The command's own name in words, and other names for it. */
export function alsoCalled(id: CommandId): string {
  const own = id.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return [own, ALSO_CALLED[id] ?? ''].join(', ');
}
