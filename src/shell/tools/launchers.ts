/** Tools that run a command for somebody: `env`, `xargs`, `timeout`, `nohup`, … */
import type { Process } from '../process.ts';
import { parseSignal } from '../signals.ts';
import { splitLines } from '../text.ts';
import type { SignalName } from '../types.ts';
import { ExitProgram, type Gen, ProcessGone } from '../wait.ts';
import { parseDelayMs } from './duration.ts';
import { becomeCommand, runCommand, startCommand } from './spawn.ts';
import { complain, type Tool, type ToolCall, usage } from './tool.ts';

export const LAUNCHER_TOOLS: Record<string, Tool> = {
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
    if (words.length === 0) {
      yield* call.process.out('0\n');
      return 0;
    }
    return yield* becomeCommand(call, words);
  },
  *stdbuf(call) {
    return yield* becomeCommand(call, parseOptionsBeforeCommand(call.args).operands);
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
  else
    for (let at = 0; at === 0 || at < items.length; at += perRun) {
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
  return [...text.matchAll(/(?:"[^"]*"|'[^']*'|\\.|[^\s"'\\])+/gs)].map(([word]) =>
    word.replace(/"([^"]*)"|'([^']*)'|\\(.)/gs, (_, a?: string, b?: string, c?: string) => a ?? b ?? c ?? ''),
  );
}

function* timeout(call: ToolCall): Gen<number> {
  const { process, flavour } = call;
  let words = [...call.args];
  let signal: SignalName = 'SIGTERM';
  let killAfterMs: number | undefined;
  let preserve = false;
  while (words[0]?.startsWith('-')) {
    const word = words.shift() as string;
    const value = () =>
      word.includes('=') ? word.slice(word.indexOf('=') + 1) : word.startsWith('--') || word.length === 2 ? (words.shift() ?? '') : word.slice(2);
    if (word.startsWith('-s') || word.startsWith('--signal')) signal = parseSignal(value()) ?? 'SIGTERM';
    else if (word.startsWith('-k') || word.startsWith('--kill-after')) killAfterMs = parseDelayMs(value());
    else if (word === '--preserve-status') preserve = true;
  }
  // An old BusyBox took the time as an option.
  const time = words[0];
  const limitMs = parseDelayMs(time ?? '');
  words = words.slice(1);
  if (limitMs === undefined || words.length === 0) {
    if (flavour === 'busybox') return yield* usage(call, '', 'timeout [-s SIG] [-k KILL_SECS] SECS PROG ARGS');
    if (time !== undefined && limitMs === undefined) yield* complain(call, `invalid time interval '${time}'`);
    yield* process.err("Try 'timeout --help' for more information.\n");
    return 125;
  }
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
  // coreutils' timeout that has sent SIGKILL ends by it as well, so that the shell says so
  return child.exit.signal === 'SIGKILL' ? endLike(process, child) : 124;
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
