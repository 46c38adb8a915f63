/** `podloupe run FILE…`: simulates, and prints or writes what happened. */
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
  const textOf = await writerOf(format, width, call.options.unfold !== undefined);
  const neverStarted = format === 'env' ? (await import('./told.ts')).neverStarted : undefined;
  const outlet = new Outlet(call.options.out, terminal, { titled: format === 'timeline' || format === 'events' || format === 'env' });
  const status = await forEachRun(call, terminal, {
    each: (one) => {
      outlet.write(one.name, EXTENSIONS[format], textOf(one));
      // The timeline tells of limits and pending actions itself
      if (format !== 'timeline') reportRemarks(one, terminal);
      for (const name of neverStarted?.(one, one.trace.endMs) ?? []) terminal.err(`${one.label}: ${name} was never started and has no environment\n`);
      reportWarnings(one, terminal);
      return reportRefusal(one, terminal) ? 1 : 0;
    },
  });
  outlet.end();
  return status;
}

/** How a format is written. What tells and draws a run is loaded for the formats that need it: a timeline in text does not wait for it. */
async function writerOf(format: Format, width: number | undefined, unfolded: boolean): Promise<(run: Run) => string> {
  switch (format) {
    case 'timeline':
      return ({ trace }) => textTimeline(trace, width === undefined ? {} : { width });
    case 'events':
      return ({ trace }) => eventsTable(trace);
    case 'recording':
      return ({ trace }) => recordingText(trace);
    case 'json':
      return ({ trace }) => `${JSON.stringify(trace, null, 1)}\n`;
    default: {
      const { toldText } = await import('./told.ts');
      return (run) => toldText(run, format, unfolded);
    }
  }
}
