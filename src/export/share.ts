/** A link to a run as others paste it: Markdown, HTML, and a report for an issue tracker. */
import type { EventRecord, Trace } from '../model/trace.ts';
import { mermaidGantt } from './mermaid.ts';
import { exportedTexts } from './texts/en.ts';

const words = exportedTexts.issue;

export interface Shared {
  link: string;
  /** What the scenario is called. */
  title: string;
  /** What the run came to, in a sentence. */
  headline: string;
}

/** `[Title: headline](link)`. */
export function markdownLink({ link, title, headline }: Shared): string {
  return `[${`${title}: ${headline}`.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>]/g, '\\$&')}](<${link}>)`;
}

/** `<a href="link">Title</a>: headline`. */
export function htmlLink({ link, title, headline }: Shared): string {
  return `<a href="${escapeHtml(link)}">${escapeHtml(title)}</a>: ${escapeHtml(headline)}`;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

export interface IssueParts extends Shared {
  /** The scenario text. */
  text: string;
  trace: Trace;
  /** Version of this program. */
  version: string;
}

/** A report in Markdown: link, versions, a picture that GitHub and GitLab draw, Events, and the text itself. */
export function issueText({ link, title, headline, text, trace, version }: IssueParts): string {
  const events = trace.records.filter((record): record is EventRecord => record.kind === 'Event');
  return [
    `**${title.replace(/([\\`*_[\]<>])/g, '\\$1')}**: ${headline.replace(/([\\`*_[\]<>])/g, '\\$1')}`,
    words.link(link, version, trace.meta.version, String(trace.meta.seed)),
    fenced('mermaid', mermaidGantt(trace, `${trace.meta.podName}: ${headline}`)),
    `### ${words.events}`,
    fenced('text', events.length === 0 ? words.noEvents : events.map(eventLine).join('\n')),
    '### YAML',
    fenced('yaml', text),
    '',
  ].join('\n\n');
}

function eventLine({ t, object }: EventRecord): string {
  const { type, reason, message, series, involvedObject } = object;
  const count = object.count ?? series?.count ?? 1;
  const container = /\{(.+)\}$/.exec(involvedObject.fieldPath ?? '')?.[1];
  const who = container === undefined ? '' : ` ${container}:`;
  return `${`${(t / 1000).toFixed(1)} s`.padStart(9)}  ${type.padEnd(7)}  ${reason}${count > 1 ? ` (x${count})` : ''}${who} ${message.replace(/\s+/g, ' ')}`;
}

/** A fence that the text itself does not have. */
function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.replace(/\n$/, '')}\n${fence}`;
}
