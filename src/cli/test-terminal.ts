import type { Terminal } from './terminal.ts';

/** A terminal that keeps what is written to it; for tests. */
export function testTerminal({
  stdin = '',
  colours = false,
}: {
  stdin?: string;
  colours?: boolean;
} = {}): Terminal & { printed(): string; complained(): string } {
  let out = '';
  let err = '';
  return {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    readStdin: () => Promise.resolve(new TextEncoder().encode(stdin)),
    colours,
    progress: false,
    threadEntry: undefined,
    columns: undefined,
    printed: () => out,
    complained: () => err,
  };
}
