/** Tools for processes: `sleep`, `kill`, `killall`, `pidof`, … */
import type { Process } from '../process.ts';
import { type Gen, ProcessGone } from '../wait.ts';
import { parseSignal, SIGNAL_NUMBERS, signalList, signalOfNumber } from '../signals.ts';
import type { SignalName } from '../types.ts';
import { parseDelayMs } from './duration.ts';
import { complain, parseOptions, type Tool, type ToolCall, usage } from './tool.ts';

export const PROCESS_TOOLS: Record<string, Tool> = {
  *sleep(call) {
    const { process, args, flavour } = call;
    if (args.length === 0) {
      return yield* usage(
        call,
        'missing operand',
        'sleep [N]...\n\nPause for a time equal to the total of the args given, where each arg can\nhave an optional suffix of (s)econds, (m)inutes, (h)ours, or (d)ays',
      );
    }
    let totalMs = 0;
    for (const word of args) {
      const ms = parseDelayMs(word);
      if (ms === undefined) {
        if (flavour === 'coreutils') return yield* usage(call, `invalid time interval '${word}'`, '');
        yield* complain(call, `invalid number '${word}'`);
        return 1;
      }
      totalMs += ms;
    }
    if (totalMs === Number.POSITIVE_INFINITY) for (;;) yield {};
    yield* process.sleep(totalMs);
    return 0;
  },
  kill,
  *killall(call) {
    const { signal, words, silent } = signalOption(call.args);
    if (signal === undefined) return yield* badSignal(call, call.args[0] ?? '');
    let status = 0;
    for (const name of words) {
      const targets = named(call.process, name);
      if (targets.length === 0) {
        status = 1;
        if (!silent) yield* complain(call, call.flavour === 'busybox' ? `${name}: no process killed` : `${name}: no process found`);
      }
      sendAll(call.process, targets, signal);
    }
    return status;
  },
  *pkill(call) {
    const { signal, words } = signalOption(call.args);
    const full = words.includes('-f');
    const pattern = words.find((word) => !word.startsWith('-')) ?? '';
    const targets = matching(call.process, pattern, full, words.includes('-x'));
    if (signal !== undefined) sendAll(call.process, targets, signal);
    return targets.length > 0 ? 0 : 1;
  },
  *pgrep(call) {
    const options = parseOptions(call.args);
    const targets = matching(call.process, options.operands[0] ?? '', options.has('f'), options.has('x'));
    for (const target of targets)
      yield* call.process.out(
        options.has('l') || options.has('a') ? `${target.pid} ${options.has('a') ? target.argv.join(' ') : target.name}\n` : `${target.pid}\n`,
      );
    return targets.length > 0 ? 0 : 1;
  },
  *pidof(call) {
    const options = parseOptions(call.args, 'o');
    const pids = options.operands.flatMap((name) => named(call.process, name)).map(({ pid }) => pid);
    if (pids.length === 0) return 1;
    yield* call.process.out(`${(options.has('s') ? pids.slice(-1) : pids.reverse()).join(' ')}\n`);
    return 0;
  },
};

function signalOption(args: readonly string[]): { signal: SignalName | 'none' | undefined; words: string[]; silent: boolean } {
  let signal: SignalName | 'none' | undefined = 'SIGTERM';
  const words: string[] = [];
  let silent = false;
  for (let i = 0; i < args.length; i += 1) {
    const word = args[i] as string;
    if (word === '-q') silent = true;
    else if (word === '-s' || word === '--signal') {
      i += 1;
      signal = signalWord(args[i] ?? '');
    } else if (i === 0 && /^-(\d+|[A-Z]{2,}\d?)$/.test(word)) signal = signalWord(word.slice(1));
    else words.push(word);
  }
  return { signal, words, silent };
}

function signalWord(word: string): SignalName | 'none' | undefined {
  return word === '0' ? 'none' : parseSignal(word);
}

function sendAll(process: Process, targets: readonly Process[], signal: SignalName | 'none'): void {
  if (signal !== 'none') for (const target of targets) process.kernel.send(target, signal, 'inside');
  if (process.exit) throw new ProcessGone();
}

/** Processes by the name of their program (or of the script that it runs), without the one that asks. */
function named(process: Process, name: string): Process[] {
  return process.kernel.pids
    .processes()
    .filter((other) => other !== process && (other.name === name || other.argv[0] === name || (/sh$/.test(other.name) && other.argv[1]?.endsWith(`/${name}`))));
}

function matching(process: Process, pattern: string, full: boolean, exact: boolean): Process[] {
  const expression = new RegExp(exact ? `^(?:${pattern})$` : pattern);
  return process.kernel.pids.processes().filter((other) => other !== process && expression.test(full ? other.argv.join(' ') : other.name));
}

function* badSignal(call: ToolCall, word: string): Gen<number> {
  yield* complain(call, call.flavour === 'busybox' ? `bad signal name '${word.replace(/^-/, '')}'` : `'${word.replace(/^-/, '')}': invalid signal`);
  return 1;
}

/** The program, as an exec without a shell runs it. */
function* kill(call: ToolCall): Gen<number> {
  const { process } = call;
  if (call.args[0] === '-l') {
    const number = Number(call.args[1]);
    const name = signalOfNumber(number > 128 ? number - 128 : number);
    const text =
      call.args[1] === undefined
        ? signalList()
            .map((signal) => signal.name)
            .join('\n')
        : name
          ? name.slice(3)
          : String(SIGNAL_NUMBERS[parseSignal(call.args[1]) ?? 'SIGTERM']);
    yield* process.out(`${text}\n`);
    return 0;
  }
  const { signal, words } = signalOption(call.args);
  if (signal === undefined) return yield* badSignal(call, call.args[0] ?? '');
  if (words.length === 0) {
    yield* complain(call, call.flavour === 'busybox' ? 'you need to specify whom to kill' : 'not enough arguments');
    return 1;
  }
  let status = 0;
  for (const word of words) {
    if (word === '--') continue;
    const pid = Number(word);
    const all = process.kernel.pids.processes();
    const targets =
      pid > 0
        ? all.filter((other) => other.pid === pid)
        : pid === -1
          ? all.filter((other) => other.pid !== 1 && other !== process)
          : all.filter((other) => other.root === process.root);
    if (Number.isNaN(pid) || targets.length === 0) {
      status = 1;
      if (Number.isNaN(pid)) yield* complain(call, call.flavour === 'busybox' ? `invalid number '${word}'` : `failed to parse argument: '${word}'`);
      else yield* complain(call, call.flavour === 'busybox' ? `can't kill pid ${word}: No such process` : `(${word}): No such process`);
      continue;
    }
    sendAll(process, targets, signal);
  }
  return status;
}
