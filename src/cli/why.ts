/** `podloupe why FILE --at D [--mark TEXT]`: why something happened, as numbered sentences. */
import { formatDuration } from '../base/duration.ts';
import { explanationText, tell } from '../explain/index.ts';
import type { RecordId, RecordKind, Trace, TraceRecord } from '../model/trace.ts';
import { layoutTrace, marksOfRecord } from '../timeline/index.ts';
import type { Call } from './arguments.ts';
import type { Status } from './commands.ts';
import { InputError } from './input.ts';
import { momentOfInput, onlyInput } from './moment.ts';
import { reportRefusal } from './refusal.ts';
import { settle } from './report.ts';
import type { Terminal } from './terminal.ts';

export async function why(call: Call, terminal: Terminal): Promise<Status> {
  const input = onlyInput(call, terminal);
  return settle(input.label, terminal, async () => {
    const moment = await momentOfInput(input, call, terminal);
    if (moment === undefined) return 2;
    if (reportRefusal(moment.run, terminal)) return 1;
    const { trace, scenario } = moment.run;
    const record = recordAt(trace, moment.atMs, call.options.mark);
    terminal.out(`${explanationText(tell(trace, scenario, record))}\n`);
    return 0;
  });
}

/** What is asked about first where several things happen at once; other records are the kubelet's own bookkeeping. */
const TELLING: readonly RecordKind[] = ['Process', 'Signal', 'Hook', 'Decision', 'Probe', 'Event', 'Image', 'Action', 'Pod'];
/** Times are printed to a tenth of a second, and typed as they are printed. */
const ROUNDING_MS = 50;

/**
 * The record that a moment, and the words of a mark, stand for: the last one at or before it.
 *
 * @throws {InputError} if there is none.
 */
export function recordAt(trace: Trace, atMs: number, mark: string | undefined): RecordId {
  const before = trace.records.filter(({ t, kind }) => t <= atMs + ROUNDING_MS && TELLING.includes(kind));
  const candidates = mark === undefined ? before : before.filter(mentions(trace, mark));
  const last = candidates.at(-1);
  if (last === undefined) {
    const what = mark === undefined ? 'nothing has happened' : `nothing that says ${JSON.stringify(mark)} has happened`;
    throw new InputError(`${what} up to ${formatDuration(atMs)}`);
  }
  const here = candidates.filter(({ t }) => t >= last.t - ROUNDING_MS);
  return here.reduce((best, each) => (rank(each) < rank(best) ? each : best)).id;
}

/** What goes wrong is asked about before what goes well. */
const rank = (record: TraceRecord): number => TELLING.indexOf(record.kind) + (record.kind === 'Event' && record.object.type === 'Normal' ? 0.5 : 0);

/** Whether a record's question, its sentence, its lane (`app.liveness`) or the reason of its Event has a text in it. */
function mentions(trace: Trace, mark: string): (record: TraceRecord) => boolean {
  const wanted = mark.toLowerCase();
  const model = layoutTrace(trace, { density: 'detail' });
  return (record) => {
    const { question, steps } = tell(trace, undefined, record.id);
    const said = steps.filter(({ role }) => role === 'subject').map(({ title, detail }) => `${title} ${detail}`);
    const lanes = marksOfRecord(model, record.id).map(({ lane }) => model.lanes[lane]?.id ?? '');
    return [question, ...said, ...lanes].some((text) => text.toLowerCase().includes(wanted));
  };
}
