/** `podloupe check FILE…`: evaluates the claims of `expect`, one line each. */
import { checkClaims, judge, judgedText, recordingOf, summarise, type JudgedClaim } from '../recording/index.ts';
import type { Call } from './arguments.ts';
import type { Status } from './commands.ts';
import { type CheckedRun, junitOf } from './junit.ts';
import { formatOf } from './option-values.ts';
import { Outlet } from './outlet.ts';
import { errorAt, reportDiagnostics } from './report.ts';
import { forEachRun, reportRemarks, type Run, type Source } from './runs.ts';
import { paint, type Terminal } from './terminal.ts';

const FORMATS = ['text', 'json', 'junit'] as const;
const EXTENSIONS = { text: 'txt', json: 'json', junit: 'xml' };

export async function check(call: Call, terminal: Terminal): Promise<Status> {
  const format = formatOf(call, FORMATS);
  const outlet = new Outlet(call.options.out, terminal, { titled: format === 'text' });
  const checked: CheckedRun[] = [];
  const status = await forEachRun(call, terminal, {
    before: (source) => faultsOf(source, terminal),
    each: (run) => {
      const result = { name: run.name, claims: verdictsOn(run) };
      checked.push(result);
      reportRemarks(run, terminal);
      if (format === 'text') outlet.write(run.name, EXTENSIONS.text, textOf(result, terminal.colours));
      return result.claims.some(({ verdict }) => verdict === 'fail') ? 1 : 0;
    },
  });
  if (format === 'json') outlet.write('check', EXTENSIONS.json, `${JSON.stringify(checked, null, 2)}\n`);
  if (format === 'junit') outlet.write('check', EXTENSIONS.junit, junitOf(checked));
  outlet.end();
  if (checked.length > 1) terminal.err(`${summaryOf(checked)}\n`);
  return status;
}

/** Claims that nobody can evaluate are reported where they stand. */
function faultsOf({ label, scenario, locate }: Source, terminal: Terminal): Status {
  const faults = checkClaims(scenario.expect, { actionCount: scenario.actions.length }, ['spec', 'expect']);
  if (scenario.expect.length === 0) terminal.err(`${label}: has no claims (spec.expect)\n`);
  reportDiagnostics(
    label,
    faults.map(({ where, message, help }) => errorAt(`${where}: ${message}`, locate(where, 'scenario'), help)),
    terminal,
  );
  return faults.length > 0 ? 2 : 0;
}

/** The simulation's end is the end of the run unless a limit cut it. */
function verdictsOn({ scenario, trace }: Run): JudgedClaim[] {
  return judge(scenario, recordingOf(trace), { complete: trace.cut === undefined });
}

function textOf({ claims }: CheckedRun, colours: boolean): string {
  const colour = { pass: 'green', fail: 'red', undecidable: 'yellow' } as const;
  return claims.map((claim) => `${judgedText(claim).replace(/^\S+/, (label) => paint(label, colour[claim.verdict], colours))}\n`).join('');
}

function summaryOf(checked: readonly CheckedRun[]): string {
  const { pass, fail, undecidable } = summarise(checked.flatMap(({ claims }) => claims));
  return `${checked.length} runs: ${pass} claims pass, ${fail} fail, ${undecidable} undecidable`;
}
