/** `podloupe run FILE…`: simulates, and prints or writes what happened. */
import { eventsTable, recordingText, textTimeline } from '../recording/index.ts';
import type { Trace } from '../model/trace.ts';
import type { Call } from './arguments.ts';
import type { Status } from './commands.ts';
import { formatOf, widthOf } from './option-values.ts';
import { Outlet } from './outlet.ts';
import { forEachRun, reportRemarks, type Run } from './runs.ts';
import type { Terminal } from './terminal.ts';

const FORMATS = ['timeline', 'events', 'recording', 'json'] as const;
type Format = (typeof FORMATS)[number];

const EXTENSIONS: Record<Format, string> = { timeline: 'txt', events: 'txt', recording: 'jsonl', json: 'json' };

export async function run(call: Call, terminal: Terminal): Promise<Status> {
  const format = formatOf(call, FORMATS);
  const width = widthOf(call, terminal.columns);
  const outlet = new Outlet(call.options.out, terminal, { titled: format === 'timeline' || format === 'events' });
  const status = await forEachRun(call, terminal, {
    each: (one) => {
      outlet.write(one.name, EXTENSIONS[format], textOf(one, format, width));
      // The timeline tells of limits and pending actions itself
      if (format !== 'timeline') reportRemarks(one, terminal);
      const refusal = refusalOf(one.trace);
      if (refusal === undefined) return 0;
      terminal.err(`${one.label}: the API refuses the Pod: ${refusal}\n`);
      return 1;
    },
  });
  outlet.end();
  return status;
}

function textOf({ trace }: Run, format: Format, width: number | undefined): string {
  switch (format) {
    case 'timeline':
      return textTimeline(trace, width === undefined ? {} : { width });
    case 'events':
      return eventsTable(trace);
    case 'recording':
      return recordingText(trace);
    case 'json':
      return `${JSON.stringify(trace, null, 1)}\n`;
  }
}

/** Why the API refused the Pod; undefined if it did not. */
function refusalOf({ records }: Trace): string | undefined {
  const creation = records.find((record) => record.kind === 'Action' && record.index === 0);
  return creation?.kind === 'Action' ? creation.error?.message : undefined;
}
