/** Builtins for processes: `wait`, `trap`, `kill`, `jobs`, `fg`, `bg`. */
import type { Process } from '../process.ts';
import { type Gen, ProcessGone } from '../wait.ts';
import { parseSignal, SIGNAL_NUMBERS, signalList, signalOfNumber } from '../signals.ts';
import type { SignalName } from '../types.ts';
import type { Builtin } from './builtins.ts';
import { TerminatedBy } from './control.ts';
import type { Shell } from './shell.ts';
import { isDone, type Job, type TrapName } from './state.ts';
import { illegalNumber, ShellError } from './wording.ts';

export const JOB_BUILTINS: Record<string, Builtin> = {
  wait: { run: wait },
  trap: { run: trap },
  kill: { run: kill },
  jobs: {
    *run(shell, args) {
      const { jobs, listedJobs, flavour } = shell.state;
      const known = jobs.length > 0 ? jobs : listedJobs;
      for (const job of flavour === 'bash' ? known : known.toReversed()) {
        if (args.includes('-p')) yield* shell.process.out(`${job.processes[0]?.pid}\n`);
        else yield* shell.process.out(jobLine(job, job === known.at(-1) ? '+' : job === known.at(-2) ? '-' : ' ', shell));
      }
      shell.state.jobs = shell.state.jobs.filter((job) => !isDone(job));
      return 0;
    },
  },
  fg: {
    *run(shell, args) {
      return yield* withoutJobControl(shell, args);
    },
  },
  bg: {
    *run(shell, args) {
      return yield* withoutJobControl(shell, args);
    },
  },
  disown: {
    *run() {
      return 0;
    },
    only: ['bash'],
  },
};

/** No terminal, no job control: `fg` and `bg` say so. */
function* withoutJobControl(shell: Shell, args: string[]): Gen<number> {
  if (shell.state.flavour === 'bash') throw new ShellError('no job control', 1, false);
  const spec = args[0];
  if (findJob(shell, spec ?? '%%')) throw new ShellError('job (null) not created under job control', 2, false);
  throw new ShellError(spec === undefined ? 'No current job' : `No such job: ${spec}`, 2, false);
}

/** dash and ash note what a job runs only where a terminal controls jobs (jobs.c: `forkparent`), which is nowhere here. */
function jobLine(job: Job, sign: string, { state: { flavour } }: Shell): string {
  const mark = flavour === 'dash' ? ` ${sign} ` : `${sign}  `;
  return `[${job.number}]${mark}${isDone(job) ? 'Done   ' : 'Running'}                 ${flavour === 'bash' ? `${job.text} &` : '   '}\n`;
}

function findJob(shell: Shell, spec: string): Job | undefined {
  const { jobs } = shell.state;
  const name = spec.slice(1);
  if (name === '' || name === '%' || name === '+') return jobs.at(-1);
  if (name === '-') return jobs.at(-2);
  if (/^\d+$/.test(name)) return jobs.find((job) => job.number === Number(name));
  return jobs.find((job) => job.text.startsWith(name));
}

/** Waits for children; a trapped signal ends it at once with 128 + n, and its trap runs right after (POSIX XCU 2.12). */
function* wait(shell: Shell, args: string[]): Gen<number> {
  const { state, process } = shell;
  const interrupted = () => {
    const signal = process.pending[0];
    if (signal !== undefined && !state.traps.has(signal)) throw new TerminatedBy(signal);
    return signal === undefined ? undefined : 128 + SIGNAL_NUMBERS[signal];
  };
  const until = function* (done: () => boolean): Gen<number | undefined> {
    while (!done()) {
      const status = interrupted();
      if (status !== undefined) return status;
      yield { queue: process.childQueue, interruptible: true };
      // dash looks at its children first, the others at the signal.
      const woken = state.flavour === 'dash' ? undefined : interrupted();
      if (woken !== undefined) return woken;
    }
    return undefined;
  };
  if (args[0] === '-n') {
    if (state.flavour === 'dash') throw new ShellError('Illegal option -n', 2, false);
    if (state.jobs.length === 0) return 127;
    const status = yield* until(() => state.jobs.some(isDone));
    if (status !== undefined) return status;
    const job = state.jobs.find(isDone) as Job;
    state.jobs = state.jobs.filter((other) => other !== job);
    return statusOf(job);
  }
  const targets = args.filter((word) => word !== '--');
  if (targets.length === 0) {
    const status = yield* until(() => state.jobs.every(isDone));
    if (status !== undefined) return status;
    if (state.flavour === 'bash') state.jobs = [];
    for (const job of state.jobs) job.waited = true;
    return 0;
  }
  let result = 0;
  for (const target of targets) {
    const job = target.startsWith('%') ? findJob(shell, target) : state.jobs.find((one) => one.processes.some((p) => String(p.pid) === target));
    if (!job) {
      if (!/^%|^\d+$/.test(target)) throw new ShellError(illegalNumber(state.flavour, target), state.flavour === 'bash' ? 1 : 2, false);
      if (state.flavour === 'bash')
        yield* shell.tryPrint(2, `${shell.prefix()}${target.startsWith('%') ? `${target}: no such job` : `pid ${target} is not a child of this shell`}\n`);
      result = 127;
      continue;
    }
    const status = yield* until(() => isDone(job));
    if (status !== undefined) return status;
    result = statusOf(job);
    const last = job.processes.at(-1);
    if (last?.exit) yield* shell.reportDeath(last, last.exit, job.text);
    // Bash remembers the status of a process that was waited for, the others until the next job.
    if (state.flavour !== 'bash') job.waited = true;
  }
  return result;
}

function statusOf(job: Job): number {
  return job.processes.at(-1)?.exit?.code ?? 0;
}

function* trap(shell: Shell, args: string[]): Gen<number> {
  const { state, process } = shell;
  const words = args[0] === '--' ? args.slice(1) : args;
  if (words[0] === '-l') return yield* list(process);
  if (words.length === 0 || words[0] === '-p') {
    for (const [name, action] of [...(state.listedTraps ?? state.traps)].sort((a, b) => numberOf(a[0]) - numberOf(b[0]))) {
      const label = name === 'EXIT' || name === 'ERR' || state.flavour === 'bash' ? name : name.slice(3);
      yield* process.out(`trap -- '${action.replaceAll("'", "'\\''")}' ${label}\n`);
    }
    return 0;
  }
  state.listedTraps = undefined;
  const first = words[0] as string;
  const resets = words.length === 1 || /^\d+$/.test(first);
  const action = resets || first === '-' ? undefined : first;
  let status = 0;
  for (const word of resets ? words : words.slice(1)) {
    const name = trapName(shell, word);
    if (name === undefined) {
      status = 1;
      if (state.flavour === 'dash') {
        // What stands behind it is not looked at
        yield* shell.tryPrint(2, `trap: ${word}: bad trap\n`);
        return status;
      }
      yield* shell.complain(`${word}: invalid signal specification`);
      continue;
    }
    if (action === undefined) state.traps.delete(name);
    else state.traps.set(name, action);
    if (name !== 'EXIT' && name !== 'ERR') setDisposition(shell, name, action);
    if (state.flavour === 'bash') catchFatalSignals(shell);
  }
  return status;
}

/** With a trap on EXIT, Bash catches what would end it: the trap shall run all the same. */
function catchFatalSignals(shell: Shell): void {
  const { state, process } = shell;
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM', 'SIGUSR1', 'SIGUSR2', 'SIGALRM'] as const) {
    if (state.traps.has(signal) || process.dispositions.get(signal) === 'ignore') continue;
    if (state.traps.has('EXIT')) process.dispositions.set(signal, 'catch');
    else process.dispositions.delete(signal);
  }
}

function setDisposition({ process, state: { flavour } }: Shell, signal: SignalName, action: string | undefined): void {
  if (signal === 'SIGKILL' || signal === 'SIGSTOP') return;
  if (action === undefined && (signal !== 'SIGINT' || flavour === 'bash')) process.dispositions.delete(signal);
  else process.dispositions.set(signal, action === '' ? 'ignore' : 'catch');
}

function trapName(shell: Shell, word: string): TrapName | undefined {
  const upper = word.toUpperCase();
  if (upper === 'EXIT' || word === '0') return 'EXIT';
  if (upper === 'ERR' && shell.state.flavour !== 'dash') return 'ERR';
  // dash takes names without their prefix only: `trap x SIGTERM` is an error there.
  if (shell.state.flavour === 'dash' && upper.startsWith('SIG')) return undefined;
  return parseSignal(word);
}

function numberOf(name: TrapName): number {
  return name === 'EXIT' ? 0 : name === 'ERR' ? 65 : SIGNAL_NUMBERS[name];
}

function* list(process: Process): Gen<number> {
  yield* process.out(
    `${signalList()
      .map(({ number, name }) => `${String(number).padStart(2)}) ${name}`)
      .join('\n')}\n`,
  );
  return 0;
}

function* kill(shell: Shell, args: string[]): Gen<number> {
  const { state, process } = shell;
  let signal: SignalName | 'none' | undefined = 'SIGTERM';
  let words = args;
  const option = words[0];
  if (option === '-l' || option === '-L') {
    if (words[1] === undefined) return yield* list(process);
    const number = Number(words[1]);
    if (Number.isNaN(number) && state.flavour === 'dash') throw new ShellError(`Illegal number: ${words[1]}`, 2, false);
    const name = Number.isNaN(number) ? parseSignal(words[1]) : signalOfNumber(number > 128 ? number - 128 : number);
    yield* process.out(`${name === undefined ? words[1] : Number.isNaN(number) ? SIGNAL_NUMBERS[name] : name.slice(3)}\n`);
    return 0;
  }
  if (option === '-s' || option === '-n') {
    signal = signalWord(words[1] ?? '');
    if (signal === undefined) return yield* refuse(shell, badSignal(shell, words[1] ?? ''));
    words = words.slice(2);
  } else if (option?.startsWith('-') && option !== '--') {
    signal = signalWord(option.slice(1));
    if (signal === undefined) return yield* refuse(shell, badSignal(shell, option.slice(1)));
    words = words.slice(1);
  }
  if (words[0] === '--') words = words.slice(1);
  if (words.length === 0 && state.flavour === 'bash') {
    yield* shell.tryPrint(2, 'kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]\n');
    return 2;
  }
  if (words.length === 0) return yield* refuse(shell, usage(shell));
  let status = 0;
  for (const word of words) {
    // dash would send to the job's group, and without job control there is none
    const job = word.startsWith('%') ? findJob(shell, word) : undefined;
    const targets = job && state.flavour === 'dash' ? [] : job ? job.processes.filter((one) => !one.exit) : killTargets(process, word);
    if (targets === undefined) return yield* refuse(shell, badPid(shell, word));
    if (targets.length === 0) {
      status = 1;
      if (state.flavour === 'busybox') yield* shell.tryPrint(2, `${state.arg0}: can't kill pid ${word}: No such process\n`);
      else if (state.flavour === 'bash') yield* shell.complain(job || word.startsWith('%') ? `${word}: no such job` : `(${word}) - No such process`);
      else yield* shell.complain('No such process\n');
    }
    if (signal !== 'none') for (const target of targets) process.kernel.send(target, signal, 'inside');
    if (process.exit) throw new ProcessGone();
  }
  return status;
}

/** BusyBox's kill is an applet: its messages have no line. */
function* refuse(shell: Shell, error: ShellError): Gen<number> {
  if (shell.state.flavour !== 'busybox') throw error;
  yield* shell.tryPrint(2, `${shell.state.arg0}: ${error.message}\n`);
  return error.status;
}

/** `none`: signal 0, which only asks whether the process is there. */
function signalWord(word: string): SignalName | 'none' | undefined {
  return word === '0' ? 'none' : parseSignal(word);
}

/** The processes that a pid (or 0, -1, -group) stands for; undefined if the word is no number. */
export function killTargets(process: Process, word: string): Process[] | undefined {
  if (!/^-?\d+$/.test(word)) return undefined;
  const pid = Number(word);
  const all = process.kernel.pids.processes();
  if (pid > 0) return all.filter((other) => other.pid === pid);
  if (pid === -1) return all.filter((other) => other.pid !== 1 && other !== process);
  // A container's processes are one group for each root: nothing here makes groups of its own.
  const root = pid === 0 ? process.root : process.kernel.pids.find(-pid)?.root;
  return all.filter((other) => other.root === root);
}

function badSignal(shell: Shell, word: string): ShellError {
  if (shell.state.flavour === 'bash') return new ShellError(`${word}: invalid signal specification`, 1, false);
  if (shell.state.flavour === 'dash') return new ShellError(`Illegal option -${word.slice(0, 1)}`, 2, false);
  return new ShellError(`bad signal name '${word}'`, 1, false);
}

function badPid(shell: Shell, word: string): ShellError {
  if (shell.state.flavour === 'bash') return new ShellError(`${word}: arguments must be process or job IDs`, 1, false);
  if (shell.state.flavour === 'dash') return new ShellError(`Illegal number: ${word}`, 2, false);
  return new ShellError(`invalid number '${word}'`, 1, false);
}

function usage(shell: Shell): ShellError {
  if (shell.state.flavour === 'busybox') return new ShellError('you need to specify whom to kill', 1, false);
  return new ShellError(
    `${shell.state.flavour === 'dash' ? 'U' : 'u'}sage: kill [-s sigspec | -signum | -sigspec] [pid | job]... or\nkill -l [exitstatus]`,
    2,
    false,
  );
}
