/** What is read off messages and exit codes, whatever language it is told in. */

/** The first line of a program's output, cut to a readable length. */
export function firstLine(text: string, length = 120): string {
  const line =
    text
      .split('\n')
      .find((each) => each.trim() !== '')
      ?.trim() ?? '';
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}

/** A message without the Pod's UID, which tells nobody anything. */
export function withoutUid(text: string): string {
  return text.replaceAll(/\([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\)/g, '');
}

const SIGNALS: Record<number, string> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  4: 'SIGILL',
  6: 'SIGABRT',
  7: 'SIGBUS',
  8: 'SIGFPE',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  13: 'SIGPIPE',
  15: 'SIGTERM',
};

/** The signal that an exit code above 128 stands for: 137 → `SIGKILL` (9). */
export function signalOf(exitCode: number): { number: number; name: string } | undefined {
  const name = SIGNALS[exitCode - 128];
  return name === undefined ? undefined : { number: exitCode - 128, name };
}

/** Why an image was not pulled, as far as the runtime's message is one of those that everybody meets. */
export type PullFault = { what: 'absent' | 'unauthorized' | 'unreachable' } | { what: 'other'; message: string };

/** Reads the last part of containerd's chain of wrapped errors. */
export function pullFaultOf(message = ''): PullFault {
  if (/not found/.test(message)) return { what: 'absent' };
  if (/401|403|unauthorized|authorization failed|pull access denied/i.test(message)) return { what: 'unauthorized' };
  if (/no such host|i\/o timeout|connection refused|unreachable/i.test(message)) return { what: 'unreachable' };
  return { what: 'other', message: firstLine(message) };
}

/** The scheduler's message without its second half about preemption. */
export function unfitText(message: string): string {
  return firstLine(message.split(/\. (?:no new claims|preemption)/)[0] ?? message, 160).replace(/\.$/, '');
}

/** The telling part of an error of the runtime, which wraps it many times. */
export function errorText(message: string): string {
  const exec = /exec: "([^"]+)": (?:stat [^:]+: )?([^"]+?)(?:: unknown)?$/m.exec(message);
  if (exec) return `exec ${exec[1]}: ${firstLine(exec[2] ?? '')}`;
  return firstLine(message);
}
