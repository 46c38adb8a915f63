import type { ExitStatus, SignalName } from './types.ts';

/** Linux signal numbers (x86 and arm alike for these). */
export const SIGNAL_NUMBERS: Readonly<Record<SignalName, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGABRT: 6,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGSEGV: 11,
  SIGUSR2: 12,
  SIGPIPE: 13,
  SIGALRM: 14,
  SIGTERM: 15,
  SIGCHLD: 17,
  SIGCONT: 18,
  SIGSTOP: 19,
  SIGTSTP: 20,
  SIGWINCH: 28,
};

const NAMES = Object.keys(SIGNAL_NUMBERS) as SignalName[];

/** Signals whose default action is to do nothing. */
export const IGNORED_BY_DEFAULT: ReadonlySet<SignalName> = new Set(['SIGCHLD', 'SIGCONT', 'SIGWINCH']);

/** What a shell prints when a foreground child died of a signal. */
export const SIGNAL_DESCRIPTIONS: Readonly<Record<SignalName, string>> = {
  SIGHUP: 'Hangup',
  SIGINT: 'Interrupt',
  SIGQUIT: 'Quit',
  SIGABRT: 'Aborted',
  SIGKILL: 'Killed',
  SIGUSR1: 'User defined signal 1',
  SIGSEGV: 'Segmentation fault',
  SIGUSR2: 'User defined signal 2',
  SIGPIPE: 'Broken pipe',
  SIGALRM: 'Alarm clock',
  SIGTERM: 'Terminated',
  SIGCHLD: 'Child exited',
  SIGCONT: 'Continued',
  SIGSTOP: 'Stopped (signal)',
  SIGTSTP: 'Stopped',
  SIGWINCH: 'Window changed',
};

/** `15`, `TERM` or `SIGTERM` → `SIGTERM`; undefined for everything else (0 too: it is no signal). */
export function parseSignal(text: string): SignalName | undefined {
  if (/^\d+$/.test(text)) return signalOfNumber(Number(text));
  const upper = text.toUpperCase();
  const name = upper.startsWith('SIG') ? upper : `SIG${upper}`;
  return NAMES.find((known) => known === name);
}

export function signalOfNumber(number: number): SignalName | undefined {
  return NAMES.find((name) => SIGNAL_NUMBERS[name] === number);
}

/** How a process ends that a signal's default action kills. */
export function killedBy(signal: SignalName): ExitStatus {
  return { code: 128 + SIGNAL_NUMBERS[signal], signal };
}

/** All names without the prefix, by number: `kill -l`. */
export function signalList(): { number: number; name: string }[] {
  return NAMES.map((name) => ({ number: SIGNAL_NUMBERS[name], name: name.slice(3) }));
}
