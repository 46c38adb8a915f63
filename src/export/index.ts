/** A run for other programs: pictures, tables, traces and diagrams. Pure text out of a trace. */
export { chromeTrace } from './chrome-trace.ts';
export { marksCsv } from './csv.ts';
export { type FigureOptions, type FigureText, figureSvg } from './figure.ts';
export { mermaidGantt } from './mermaid.ts';
export { type NarratedFinding, narrative } from './narrative.ts';
export { escapeHtml, htmlLink, issueText, markdownLink } from './share.ts';
export { type ToldBeat, stillSvg, storyMarkdown, storyZip } from './story.ts';
