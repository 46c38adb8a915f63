/** A container's machine with a clock of its own, for tests of the shell: what happens in it as lines of text. */
import { Heap } from '../base/heap.ts';
import { findImage } from '../shell/images.ts';
import { createMachine } from '../shell/machine.ts';
import { createNetwork } from '../shell/network.ts';
import type { AssumedOfProgram, Machine, MachineOptions, MachineProcess, ProcessOptions, Scheduler, SignalName } from '../shell/types.ts';

export interface TestClock extends Scheduler {
  /** Runs everything that is due until then. */
  runUntil(timeMs: number): void;
}

export function createClock(): TestClock {
  let now = 0;
  let sequence = 0;
  const heap = new Heap<{ timeMs: number; sequence: number; run: () => void }>(
    (a, b) => a.timeMs < b.timeMs || (a.timeMs === b.timeMs && a.sequence < b.sequence),
  );
  return {
    now: () => now,
    at(timeMs, run) {
      const entry = { timeMs, sequence, run };
      heap.push(entry);
      sequence += 1;
      return () => {
        entry.run = () => {};
      };
    },
    runUntil(timeMs) {
      for (let next = heap.peek(); next && next.timeMs <= timeMs; next = heap.peek()) {
        heap.pop();
        now = next.timeMs;
        next.run();
      }
      if (timeMs !== Number.POSITIVE_INFINITY) now = timeMs;
    },
  };
}

export interface Outcome {
  stdout: string;
  stderr: string;
  /** Exit code; undefined if it was still running at the end. */
  code: number | undefined;
  endMs: number | undefined;
  /** `0.250 out: text`, `1.000 exit 0` … */
  lines: string[];
  machine: Machine;
  /** What was taken for granted of programs that nobody knows. */
  assumed: AssumedOfProgram[];
}

export interface RunOptions {
  image?: string;
  signals?: readonly (readonly [atMs: number, signal: SignalName])[];
  untilMs?: number;
  env?: Record<string, string>;
  stdin?: string;
  cwd?: string;
  machine?: Partial<MachineOptions>;
}

/** Runs a command as PID 1 of a new machine. */
export function runMain(argv: string[], options: RunOptions = {}): Outcome {
  const clock = createClock();
  const assumed: AssumedOfProgram[] = [];
  const machine = createTestMachine(clock, options.image ?? 'busybox', { onAssumed: (each) => assumed.push(each), ...options.machine });
  const outcome: Outcome = { stdout: '', stderr: '', code: undefined, endMs: undefined, lines: [], machine, assumed };
  const process = machine.start(argv, { ...recorder(clock, outcome, options), onPhase: ({ what }) => outcome.lines.push(`${seconds(clock.now())} ${what}`) });
  if ('message' in process) {
    outcome.lines.push(process.message);
    outcome.stderr = process.message;
    return outcome;
  }
  for (const [atMs, signal] of options.signals ?? []) {
    clock.at(atMs, () => {
      if (process.exit) return;
      outcome.lines.push(`${seconds(clock.now())} ${signal}${process.signal(signal) ? '' : ' ignored'}`);
    });
  }
  clock.runUntil(options.untilMs ?? 3_600_000);
  return outcome;
}

/** Runs a script with the image's `sh -c`. */
export function runScript(script: string, options: RunOptions = {}): Outcome {
  return runMain(['sh', '-c', script], options);
}

export function createTestMachine(clock: Scheduler, image: string, more: Partial<MachineOptions> = {}): Machine {
  return createMachine({
    scheduler: clock,
    network: createNetwork('10.244.0.5'),
    image: findImage(image),
    mounts: [],
    hostname: 'pod',
    epochMs: 1_767_225_600_000,
    defaultPorts: [8080],
    stepLimit: 50_000_000,
    ...more,
  });
}

function recorder(clock: Scheduler, outcome: Outcome, options: RunOptions): ProcessOptions {
  return {
    env: options.env ?? { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root' },
    cwd: options.cwd ?? '/',
    ...(options.stdin === undefined ? {} : { stdin: options.stdin }),
    onOutput(stream, text) {
      outcome[stream] += text;
      outcome.lines.push(`${seconds(clock.now())} ${stream === 'stdout' ? 'out' : 'err'}: ${text.replace(/\n$/, '')}`);
    },
    onExit(status) {
      outcome.code = status.code;
      outcome.endMs = clock.now();
      outcome.lines.push(`${seconds(clock.now())} exit ${status.code}${status.signal ? ` ${status.signal}` : ''}`);
    },
  };
}

/** Runs a command beside PID 1, as a probe does. */
export function runExec(clock: TestClock, machine: Machine, argv: string[], options: RunOptions = {}): Outcome & { process: MachineProcess | undefined } {
  const outcome: Outcome = { stdout: '', stderr: '', code: undefined, endMs: undefined, lines: [], machine, assumed: [] };
  const process = machine.exec(argv, recorder(clock, outcome, options));
  if ('message' in process) {
    outcome.stderr = process.message;
    return { ...outcome, process: undefined };
  }
  return Object.assign(outcome, { process });
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
