/** What a command sees of the world around it: two streams, standard input and a few facts about the terminal. */
import { buffer } from 'node:stream/consumers';

export interface Terminal {
  /** Results. */
  out(text: string): void;
  /** Everything else. */
  err(text: string): void;
  readStdin(): Promise<Uint8Array>;
  /** Whether results go to a terminal that takes colours. */
  colours: boolean;
  /** Whether a progress line may be drawn on the other stream. */
  progress: boolean;
  /** The file that threads of this program begin with; undefined where there is none. */
  threadEntry: string | undefined;
  /** Width of the terminal; undefined where results do not go to one. */
  columns: number | undefined;
}

export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  // `podloupe run … | head` ends early: no reason to complain
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    readStdin: () => buffer(process.stdin),
    colours: stdout.isTTY && !env.NO_COLOR && env.TERM !== 'dumb',
    progress: stderr.isTTY && env.TERM !== 'dumb',
    threadEntry: process.argv[1],
    columns: stdout.isTTY ? stdout.columns : undefined,
  };
}

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 };

/** The text in a colour, if colours are wanted. */
export function paint(text: string, colour: keyof typeof CODES, colours: boolean): string {
  return colours ? `\u001b[${CODES[colour]}m${text}\u001b[0m` : text;
}

/** Shows how far the work is once it has taken a second, on a terminal only. */
export class Progress {
  readonly #terminal: Terminal;
  readonly #beganMs = Date.now();
  #drawn = false;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** `12 of 40: name`, over what stood there. */
  show(done: number, total: number, name: string): void {
    if (!this.#terminal.progress || total < 2 || Date.now() - this.#beganMs < 1000) return;
    this.#drawn = true;
    this.#terminal.err(`\r\u001b[K${done} of ${total}: ${name}`);
  }

  /** The terminal for messages: what is written through it takes the line away first. */
  messages(): Terminal {
    return {
      ...this.#terminal,
      err: (text) => {
        this.clear();
        this.#terminal.err(text);
      },
    };
  }

  /** Takes the line away. */
  clear(): void {
    if (this.#drawn) this.#terminal.err('\r\u001b[K');
    this.#drawn = false;
  }
}
