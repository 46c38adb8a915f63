/** `podloupe kubectl [FILE] -- ARGS…`: what kubectl prints, at a moment of a run or about manifests alone. */
import { createCluster, executed, isNotCovered, notCovered, type KubectlInput, type Outcome } from '../api/kubectl/index.ts';
import { momentOf, waitsForMs } from '../api/kubectl/moment/index.ts';
import { createWatcher } from '../recording/index.ts';
import { visited } from '../sim/visit.ts';
import { type Call, UsageError } from './arguments.ts';
import type { Status } from './commands.ts';
import { InputError, inputsOf } from './input.ts';
import { type Manifests, manifestsOf } from './kubectl-files.ts';
import { type Moment, momentOfInput, onlyInput } from './moment.ts';
import { settle } from './report.ts';
import { reportRemarks } from './runs.ts';
import type { Terminal } from './terminal.ts';

export async function kubectl(call: Call, terminal: Terminal): Promise<Status> {
  if (call.rest === undefined) throw new UsageError('kubectl needs -- before what is for kubectl: podloupe kubectl [FILE] -- get pods');
  if (call.rest.length === 0) throw new UsageError('kubectl needs a command after --: podloupe kubectl [FILE] -- get pods');
  if (isNotCovered(call.rest)) throw new UsageError(`kubectl ${call.rest.join(' ')} ${notCovered(call.rest)}`);
  const label = call.operands[0] ?? call.options.with ?? 'kubectl';
  return settle(label, terminal, async () => {
    const takesStdin = [...call.operands, call.options.with].includes('-');
    const manifests = await manifestsOf(call.rest ?? [], takesStdin ? undefined : terminal);
    if ('refusal' in manifests) return print({ exitCode: 1, stdout: '', stderr: `${manifests.refusal}\n` }, terminal);
    const setup = await setupOf(call, terminal);
    const documentation = await documentationFor(call.rest ?? []);
    const outcome =
      call.operands.length === 0
        ? withoutRun(call, { ...manifests, documentation }, setup, terminal)
        : await atMoment(call, { ...manifests, documentation }, setup, terminal);
    return outcome === undefined ? 2 : print(outcome, terminal, manifests.args);
  });
}

/** A command line and what kubectl reads for it. */
type Asked = Manifests & Pick<KubectlInput, 'documentation'>;

/** A cluster with nothing in it but what `--with` says. */
function withoutRun(call: Call, { args, ...input }: Asked, setup: string, terminal: Terminal): Outcome | undefined {
  const foreign = (['at', 'duration', 'seed'] as const).find((name) => call.options[name] !== undefined);
  if (foreign !== undefined) throw new UsageError(`--${foreign} needs a FILE to run: podloupe kubectl FILE --${foreign} … -- get pods`);
  return withSetup(call, terminal, () => createCluster({ setup }).kubectl(args, input));
}

async function atMoment(call: Call, { args, ...input }: Asked, setup: string, terminal: Terminal): Promise<Outcome | undefined> {
  const waitsMs = waitsForMs(call.rest ?? []);
  const moment = await momentOfInput(onlyInput(call, terminal), call, terminal, waitsMs);
  if (moment === undefined) return undefined;
  reportRemarks({ ...moment.run, trace: { ...moment.run.trace, pendingActions: [] } }, terminal);
  return withSetup(call, terminal, () => withExec(moment, momentOf(moment.run, moment.atMs, setup).kubectl(args, input)));
}

/** With what comes of a command that kubectl runs in a container of the run. @throws {InputError} for one that does not end. */
function withExec({ run, atMs }: Moment, outcome: Outcome): Outcome {
  const { exec } = outcome;
  if (exec === undefined || exec.pod !== run.trace.meta.podName) return outcome;
  const execution = visited(run, { atMs, ...exec }, createWatcher);
  if (execution.error === undefined && execution.exitCode === undefined)
    throw new InputError(`${exec.command.join(' ')} still runs after 10 min; only what a command has printed when it ends can be shown`);
  return executed(outcome, execution);
}

/** The texts are as many as the manifests' schema has: nothing but `explain` waits for them. */
async function documentationFor(args: readonly string[]): Promise<KubectlInput['documentation']> {
  if (commandIn(args) !== 'explain') return undefined;
  return (await import('../scenario/schema/index.ts')).podSchema as unknown as KubectlInput['documentation'];
}

async function setupOf(call: Call, terminal: Terminal): Promise<string> {
  const { with: file } = call.options;
  if (file === undefined) return '';
  const [input, ...more] = inputsOf([file], terminal);
  if (input === undefined || more.length > 0) throw new UsageError('--with takes one file');
  return (await input.read()).text;
}

/** What is wrong with the objects of `--with` is said of that file; undefined then. */
function withSetup(call: Call, terminal: Terminal, answer: () => Outcome): Outcome | undefined {
  const { with: file } = call.options;
  try {
    return answer();
  } catch (error) {
    if (file === undefined || !(error instanceof Error) || error instanceof TypeError || error instanceof RangeError) throw error;
    const message = error.message.replace(/^setup: /, '').replaceAll('setup', file);
    terminal.err(`${file}:${/\bline (\d+)/.exec(message)?.[1] ?? 1}:1: ${message}\n`);
    return undefined;
  }
}

const commandIn = (args: readonly string[]): string => args.find((arg) => !arg.startsWith('-')) ?? '';

/** Commands that go on for as long as somebody lets them. */
const STAY_CONNECTED = new Set(['attach', 'port-forward']);

function print({ exitCode, stdout, stderr, exec }: Outcome, terminal: Terminal, args: readonly string[] = []): Status {
  const command = commandIn(args);
  if (exitCode === 0 && (exec !== undefined || STAY_CONNECTED.has(command))) {
    throw new InputError(
      exec === undefined
        ? `kubectl ${command} would reach the container, and what goes on there from then on is not covered; kubectl exec runs a command in it`
        : `kubectl exec would reach the container, and without a run of pod ${exec.pod} nothing is known of it: podloupe kubectl FILE --at TIME -- exec …`,
    );
  }
  if (stdout !== '') terminal.out(stdout);
  if (stderr !== '') terminal.err(stderr);
  return exitCode;
}
