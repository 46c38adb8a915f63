/** `podloupe run FILE…`: simulates, and prints or writes what happened. */
import { environmentText, neverStarted } from '../api/environment/index.ts';
import { disagreementsOf, verdictOf } from '../explain/index.ts';
import { chromeTrace, figureSvg, marksCsv, mermaidGantt } from '../export/index.ts';
import { eventsTable, recordingText, textTimeline } from '../recording/index.ts';
import type { Call } from './arguments.ts';
import type { Status } from './commands.ts';
import { formatOf, widthOf } from './option-values.ts';
import { Outlet } from './outlet.ts';
import { reportRefusal, reportWarnings } from './refusal.ts';
import { forEachRun, reportRemarks, type Run } from './runs.ts';
import type { Terminal } from './terminal.ts';

const FORMATS = ['timeline', 'events', 'recording', 'json', 'svg', 'env', 'csv', 'chrome-trace', 'mermaid'] as const;
type Format = (typeof FORMATS)[number];

const EXTENSIONS: Record<Format, string> = {
  timeline: 'txt',
  events: 'txt',
  recording: 'jsonl',
  json: 'json',
  svg: 'svg',
  env: 'txt',
  csv: 'csv',
  'chrome-trace': 'json',
  mermaid: 'mmd',
};

export async function run(call: Call, terminal: Terminal): Promise<Status> {
  const format = formatOf(call, FORMATS);
  const width = widthOf(call, terminal.columns);
  const outlet = new Outlet(call.options.out, terminal, { titled: format === 'timeline' || format === 'events' || format === 'env' });
  const status = await forEachRun(call, terminal, {
    each: (one) => {
      outlet.write(one.name, EXTENSIONS[format], textOf(one, format, width, call.options.unfold !== undefined));
      // The timeline tells of limits and pending actions itself
      if (format !== 'timeline') reportRemarks(one, terminal);
      if (format === 'env')
        for (const name of neverStarted(one, one.trace.endMs)) terminal.err(`${one.label}: ${name} was never started and has no environment\n`);
      reportWarnings(one, terminal);
      return reportRefusal(one, terminal) ? 1 : 0;
    },
  });
  outlet.end();
  return status;
}

/** `unfolded`: the picture shows every crash loop. */
function textOf(run: Run, format: Format, width: number | undefined, unfolded: boolean): string {
  const { trace } = run;
  switch (format) {
    case 'timeline':
      return textTimeline(trace, width === undefined ? {} : { width });
    case 'events':
      return eventsTable(trace);
    case 'recording':
      return recordingText(trace);
    case 'env':
      return environmentText(run);
    case 'svg':
      return figureSvg(trace, verdictOf(trace, run.scenario), {
        disagreements: disagreementsOf(trace),
        ...(unfolded && { unfoldedLoops: 'all' }),
      });
    case 'csv':
      return marksCsv(trace, disagreementsOf(trace));
    case 'chrome-trace':
      return chromeTrace(trace, disagreementsOf(trace));
    case 'mermaid':
      return mermaidGantt(trace, `${trace.meta.podName}: ${verdictOf(trace, run.scenario).headline}`);
    case 'json':
      return `${JSON.stringify(trace, null, 1)}\n`;
  }
}
