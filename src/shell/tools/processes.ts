/** Tools for processes: `env`, `xargs`, `timeout`, `kill`, `killall`, `pidof`, `ps`, `sleep`, … */
import { ExitProgram, type Gen, type Process, ProcessGone } from '../process.ts';
import { parseSignal, SIGNAL_NUMBERS, signalList, signalOfNumber } from '../signals.ts';
import type { SignalName } from '../types.ts';
import { splitLines } from '../text.ts';
import { parseDelayMs } from './duration.ts';
import { becomeCommand, runCommand, startCommand } from './spawn.ts';
import { complain, parseOptions, type Tool, type ToolCall, usage } from './tool.ts';

export const PROCESS_TOOLS: Record<string, Tool> = {
  *sleep(call) {
    const { process, args, flavour } = call;
    if (args.length === 0) {
      return yield* usage(call, 'missing operand', 'sleep [N]...\n\nPause for a time equal to the total of the args given, where each arg can\nhave an optional suffix of (s)econds, (m)inutes, (h)ours, or (d)ays');
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
  *env(call) {
    const { process } = call;
    let environment = new Map(process.env);
    let words = call.args;
    while (words[0] !== undefined && (words[0].startsWith('-') || words[0].includes('='))) {
      const word = words[0];
      words = words.slice(1);
      if (word === '-' || word === '-i' || word === '--ignore-environment') environment = new Map();
      else if (word === '-u') {
        environment.delete(words[0] ?? '');
        words = words.slice(1);
      } else if (!word.startsWith('-')) environment.set(word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1));
    }
    if (words.length > 0) return yield* becomeCommand(call, words, environment);
    for (const [name, value] of environment) yield* process.out(`${name}=${value}\n`);
    return 0;
  },
  *printenv(call) {
    const { process, args } = call;
    let status = 0;
    if (args.length === 0) for (const [name, value] of process.env) yield* process.out(`${name}=${value}\n`);
    for (const name of args) {
      const value = process.env.get(name);
      if (value === undefined) status = 1;
      else yield* process.out(`${value}\n`);
    }
    return status;
  },
  xargs,
  timeout,
  *nohup(call) {
    if (call.args.length === 0) {
      yield* call.process.err("nohup: missing operand\nTry 'nohup --help' for more information.\n");
      return 125;
    }
    call.process.dispositions.set('SIGHUP', 'ignore');
    return yield* becomeCommand(call, call.args);
  },
  *setsid(call) {
    const { operands } = parseOptionsBeforeCommand(call.args);
    return yield* becomeCommand(call, operands);
  },
  *nice(call) {
    const words = call.args[0] === '-n' ? call.args.slice(2) : call.args;
    return yield* becomeCommand(call, words);
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
    for (const target of targets) yield* call.process.out(options.has('l') || options.has('a') ? `${target.pid} ${options.has('a') ? target.argv.join(' ') : target.name}\n` : `${target.pid}\n`);
    return targets.length > 0 ? 0 : 1;
  },
  *pidof(call) {
    const options = parseOptions(call.args, 'o');
    const pids = options.operands.flatMap((name) => named(call.process, name)).map(({ pid }) => pid);
    if (pids.length === 0) return 1;
    yield* call.process.out(`${(options.has('s') ? pids.slice(-1) : pids.reverse()).join(' ')}\n`);
    return 0;
  },
  *ps(call) {
    const { process, flavour } = call;
    const busybox = flavour === 'busybox';
    yield* process.out(busybox ? 'PID   USER     TIME  COMMAND\n' : call.args.join('').includes('e') || call.args.join('').includes('a') ? '    PID TTY          TIME CMD\n' : '    PID TTY          TIME CMD\n');
    for (const other of [...process.kernel.processes.values()].sort((a, b) => a.pid - b.pid)) {
      const command = other.argv.join(' ');
      yield* process.out(busybox ? `${String(other.pid).padStart(5)} root      0:00 ${command}\n` : `${String(other.pid).padStart(7)} ?        00:00:00 ${other.name}\n`);
    }
    return 0;
  },
  *watch(call) {
    const options = parseOptionsBeforeCommand(call.args, 'n');
    const seconds = Number(options.value ?? 2);
    for (;;) {
      yield* runCommand(call, ['sh', '-c', options.operands.join(' ')]);
      yield* call.process.sleep(Math.max(100, seconds * 1000));
    }
  },
};

/** Options up to the first other word: what follows is a command with options of its own. */
function parseOptionsBeforeCommand(args: readonly string[], valued = ''): { operands: string[]; value: string | undefined } {
  let i = 0;
  let value: string | undefined;
  for (; i < args.length; i += 1) {
    const word = args[i] as string;
    if (!word.startsWith('-')) break;
    if (valued !== '' && word[1] === valued) {
      value = word.slice(2) || args[i + 1];
      if (word.length === 2) i += 1;
    }
  }
  return { operands: args.slice(i), value };
}

function* xargs(call: ToolCall): Gen<number> {
  const { process } = call;
  let perRun = Number.POSITIVE_INFINITY;
  let replace: string | undefined;
  let separator: string | undefined;
  let skipEmpty = false;
  let i = 0;
  for (; i < call.args.length && (call.args[i] as string).startsWith('-'); i += 1) {
    const word = call.args[i] as string;
    const value = () => word.slice(2) || (call.args[(i += 1)] ?? '');
    if (word.startsWith('-n')) perRun = Number(value());
    else if (word.startsWith('-L')) perRun = Number(value());
    else if (word.startsWith('-I')) replace = value();
    else if (word.startsWith('-d')) separator = value().replace('\\n', '\n');
    else if (word.startsWith('-P')) value();
    else if (word === '-0') separator = '\0';
    else if (word === '-r') skipEmpty = true;
  }
  const command = call.args.slice(i);
  if (command.length === 0) command.push('echo');
  const text = yield* process.readAll(0);
  const items = replace !== undefined ? splitLines(text) : separator !== undefined ? text.split(separator).filter((item) => item !== '') : unquotedWords(text);
  if (items.length === 0 && (skipEmpty || replace !== undefined)) return 0;
  let status = 0;
  const runs: string[][] = [];
  if (replace !== undefined) for (const item of items) runs.push(command.map((word) => word.replaceAll(replace as string, item)));
  else for (let at = 0; at === 0 || at < items.length; at += perRun) {
    runs.push([...command, ...items.slice(at, at + perRun)]);
    if (perRun === Number.POSITIVE_INFINITY) break;
  }
  for (const argv of runs) {
    const result = yield* runCommand(call, argv);
    if (result === 127 || result === 126) return result;
    if (result === 255) return 124;
    if (result !== 0) status = 123;
  }
  return status;
}

function unquotedWords(text: string): string[] {
  return [...text.matchAll(/(?:"[^"]*"|'[^']*'|\\.|[^\s"'\\])+/gs)].map(([word]) => word.replace(/"([^"]*)"|'([^']*)'|\\(.)/gs, (_, a?: string, b?: string, c?: string) => a ?? b ?? c ?? ''));
}

function* timeout(call: ToolCall): Gen<number> {
  const { process, flavour } = call;
  let words = [...call.args];
  let signal: SignalName = 'SIGTERM';
  let killAfterMs: number | undefined;
  let preserve = false;
  while (words[0]?.startsWith('-')) {
    const word = words.shift() as string;
    const value = () => (word.includes('=') ? word.slice(word.indexOf('=') + 1) : word.startsWith('--') || word.length === 2 ? (words.shift() ?? '') : word.slice(2));
    if (word.startsWith('-s') || word.startsWith('--signal')) signal = parseSignal(value()) ?? 'SIGTERM';
    else if (word.startsWith('-k') || word.startsWith('--kill-after')) killAfterMs = parseDelayMs(value());
    else if (word === '--preserve-status') preserve = true;
  }
  // An old BusyBox took the time as an option.
  const limitMs = parseDelayMs(words[0] ?? '');
  words = words.slice(1);
  if (limitMs === undefined || words.length === 0) return yield* usage(call, 'missing operand', 'timeout [-s SIG] [-k KILL_SECS] SECS PROG ARGS');
  const child = yield* startCommand(call, words);
  if (!child) return 127;
  process.catch('SIGTERM', 'SIGINT', 'SIGHUP');
  const startMs = process.kernel.now();
  const untilMs = limitMs === 0 ? Number.POSITIVE_INFINITY : startMs + limitMs;
  let timedOut = false;
  let nextMs = untilMs;
  while (!child.exit) {
    if (process.kernel.now() >= nextMs) {
      process.kernel.send(child, timedOut ? 'SIGKILL' : signal, 'inside');
      nextMs = timedOut || killAfterMs === undefined ? Number.POSITIVE_INFINITY : process.kernel.now() + killAfterMs;
      timedOut = true;
      continue;
    }
    const forwarded = process.pending.shift();
    if (forwarded) process.kernel.send(child, forwarded, 'inside');
    else yield { queue: process.childQueue, interruptible: true, ...(nextMs === Number.POSITIVE_INFINITY ? {} : { untilMs: nextMs }) };
  }
  if (!timedOut) return child.exit.code;
  // BusyBox's timeout is the program itself, watched by a child: the signal's own status comes out.
  if (flavour === 'busybox' || preserve) return endLike(process, child);
  return child.exit.code === 137 ? 137 : 124;
}

function endLike(process: Process, child: Process): number {
  const { exit } = child;
  if (exit?.signal && process.pid !== 1) {
    process.dispositions.clear();
    process.kernel.send(process, exit.signal, 'inside');
    if (process.exit) throw new ProcessGone();
  }
  throw new ExitProgram(exit?.code ?? 0);
}

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
  return [...process.kernel.processes.values()].filter((other) => other !== process && (other.name === name || other.argv[0] === name || (/sh$/.test(other.name) && other.argv[1]?.endsWith(`/${name}`))));
}

function matching(process: Process, pattern: string, full: boolean, exact: boolean): Process[] {
  const expression = new RegExp(exact ? `^(?:${pattern})$` : pattern);
  return [...process.kernel.processes.values()].filter((other) => other !== process && expression.test(full ? other.argv.join(' ') : other.name));
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
    const text = call.args[1] === undefined ? signalList().map((signal) => signal.name).join('\n') : name ? name.slice(3) : String(SIGNAL_NUMBERS[parseSignal(call.args[1]) ?? 'SIGTERM']);
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
    const all = [...process.kernel.processes.values()];
    const targets = pid > 0 ? all.filter((other) => other.pid === pid) : pid === -1 ? all.filter((other) => other.pid !== 1 && other !== process) : all.filter((other) => other.root === process.root);
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
