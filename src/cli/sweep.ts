/** `podloupe sweep`: a table of outcomes, one run for each combination of values, on all cores; or one part of it for one of many machines. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type Axis, combinationCount, parseAxis, SweepError } from '../scenario/sweep.ts';
import { type Call, UsageError } from './arguments.ts';
import type { Status } from './commands.ts';
import { inputsOf } from './input.ts';
import { formatOf } from './option-values.ts';
import { settle } from './report.ts';
import { choicesOf, readChosen, withView } from './runs.ts';
import { type SweepJob, type SweepRow, sweepRow } from './sweep-run.ts';
import { Progress, type Terminal } from './terminal.ts';

/** With fewer runs than this, starting threads takes longer than it saves. */
const WORTH_THREADS = 8;

export async function sweep(call: Call, terminal: Terminal): Promise<Status> {
  if (call.operands.length === 0) throw new UsageError('sweep needs a FILE: a scenario, a folder, a share link or - for standard input');
  const format = formatOf(call, ['table', 'csv', 'json']);
  const shard = shardOf(call);
  const axes = axesOf(call);
  const chosen = choicesOf(call);
  const progress = new Progress(terminal);
  const messages = progress.messages();
  const jobs: SweepJob[] = [];
  let worst: Status = 0;
  let count = 0;
  const inputs = inputsOf(call.operands, terminal);
  if (inputs.length === 0) {
    terminal.err(`podloupe: no .yaml with a Pod in ${call.operands.join(', ')}\n`);
    return 2;
  }
  for (const input of inputs) {
    const status = await settle(input.label, messages, async (): Promise<Status> => {
      const content = await input.read();
      // That nobody has the name is said once
      if (chosen.pod !== undefined) readChosen(content.text, chosen.pod);
      for (let index = 0; index < combinationCount(axes); index += 1) {
        if (count % shard.of === shard.part - 1)
          jobs.push({ label: input.label, name: input.name, text: content.text, axes, index, choices: withView(chosen, content) });
        count += 1;
      }
      return 0;
    });
    worst = status > worst ? status : worst;
  }
  const rows = await rowsOf(jobs, terminal, (done) => progress.show(done, jobs.length, 'runs'));
  progress.clear();
  for (const [index, { error }] of rows.entries()) {
    const job = jobs[index];
    if (error === undefined || !job) continue;
    const values = axes.map(({ path }, axis) => `${path}=${rows[index]?.values[axis]}`).join(', ');
    terminal.err(`${job.label}:1:1: ${values === '' ? '' : `with ${values}: `}${error}\n`);
    worst = 2;
  }
  terminal.out(PRINTERS[format](rows, axes, inputs.length > 1));
  return worst;
}

/** `I/N`: part I of N, counted from 1. */
function shardOf(call: Call): { part: number; of: number } {
  const written = call.options.shard;
  if (written === undefined) return { part: 1, of: 1 };
  const [part, of] = (/^(\d+)\/(\d+)$/.exec(written)?.slice(1) ?? []).map(Number);
  if (part === undefined || of === undefined || part < 1 || part > of)
    throw new UsageError(`--shard is I/N, the Ith of N parts, from 1/N to N/N; not ${written}`);
  return { part, of };
}

function axesOf(call: Call): Axis[] {
  try {
    return (call.lists.vary ?? []).map(parseAxis);
  } catch (error) {
    throw error instanceof SweepError ? new UsageError(`--vary ${error.message}`) : error;
  }
}

/** The rows in the order of the jobs, whichever thread makes them. */
async function rowsOf(jobs: readonly SweepJob[], { threadEntry }: Terminal, done: (count: number) => void): Promise<SweepRow[]> {
  const threads = Math.min(availableParallelism(), Math.ceil(jobs.length / 2));
  if (threadEntry === undefined || jobs.length < WORTH_THREADS || threads < 2) {
    return jobs.map((job, index) => {
      done(index);
      return sweepRow(job);
    });
  }
  const rows: SweepRow[] = [];
  let next = 0;
  let finished = 0;
  const work = () =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(threadEntry);
      const send = () => {
        const job = jobs[next];
        if (job === undefined) {
          void worker.terminate().then(() => resolve());
          return;
        }
        worker.postMessage({ at: next, job });
        next += 1;
      };
      worker.on('message', ({ at, row }: { at: number; row: SweepRow }) => {
        rows[at] = row;
        finished += 1;
        done(finished);
        send();
      });
      worker.on('error', reject);
      send();
    });
  await Promise.all(Array.from({ length: threads }, work));
  return rows;
}

const COLUMNS = ['outcome', 'readySeconds', 'restarts', 'kills', 'outageSeconds', 'headline'] as const;
const TITLES: Record<(typeof COLUMNS)[number], string> = {
  outcome: 'OUTCOME',
  readySeconds: 'READY AFTER',
  restarts: 'RESTARTS',
  kills: 'KILLS',
  outageSeconds: 'OUTAGE',
  headline: 'WHAT HAPPENED',
};

type Printer = (rows: readonly SweepRow[], axes: readonly Axis[], named: boolean) => string;

const PRINTERS: Record<'table' | 'csv' | 'json', Printer> = {
  table: (rows, axes, named) => {
    const last = ({ path }: Axis) => path.split('.').at(-1) ?? path;
    const names = axes.map((axis) => (axes.filter((other) => last(other) === last(axis)).length > 1 ? axis.path : last(axis)));
    const head = [...(named ? ['FILE'] : []), ...names, ...COLUMNS.map((column) => TITLES[column])];
    const lines = rows.map((row) => [...(named ? [row.name] : []), ...row.values.map(String), ...COLUMNS.map((column) => cellOf(row, column))]);
    const widths = head.map((title, column) => Math.max(title.length, ...lines.map((line) => line[column]?.length ?? 0)));
    return [head, ...lines]
      .map(
        (line) =>
          `${line
            .map((cell, column) => cell.padEnd(widths[column] ?? 0))
            .join('   ')
            .trimEnd()}\n`,
      )
      .join('');
  },
  csv: (rows, axes, named) =>
    [
      [...(named ? ['file'] : []), ...axes.map(({ path, document }) => (document === 'scenario' ? `scenario:${path}` : path)), ...COLUMNS],
      ...rows.map((row) => [
        ...(named ? [row.name] : []),
        ...row.values,
        ...COLUMNS.map((column) => (column === 'headline' && row.error !== undefined ? row.error : (row[column] ?? ''))),
      ]),
    ]
      .map((line) => `${line.map((cell) => csvCell(String(cell))).join(',')}\n`)
      .join(''),
  json: (rows, axes) =>
    rows.map((row) => `${JSON.stringify({ ...row, values: Object.fromEntries(axes.map(({ path }, axis) => [path, row.values[axis]])) })}\n`).join(''),
};

function cellOf(row: SweepRow, column: (typeof COLUMNS)[number]): string {
  if (row.error !== undefined) return column === 'outcome' ? 'error' : column === 'headline' ? row.error : '-';
  const value = row[column];
  if (column === 'readySeconds' || column === 'outageSeconds') return value === undefined ? 'never' : `${Number(value).toFixed(1)} s`;
  return String(value ?? '-');
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
