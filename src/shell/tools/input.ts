/** Reading files and stdin, as all text tools do it. */
import { SystemError } from '../errors.ts';
import type { Process } from '../process.ts';
import type { Gen } from '../wait.ts';
import type { OpenFile } from '../streams.ts';
import { attempt, complain, type ToolCall } from './tool.ts';

const CHUNK = 65_536;
/** How fast memory fills: `tail /dev/zero` was recorded to hit a limit of 24 MiB after 36 to 45 ms. */
const SWALLOWED_PER_MS = 640 * 1024;

/** Opens a file to read it; says so if that cannot be done. `-` is stdin. */
export function* openInput(call: ToolCall, path: string, words = openMessage): Gen<OpenFile | undefined> {
  const { process } = call;
  if (path === '-')
    return yield* attempt(
      call,
      (error) => `-: ${error.message}`,
      () => process.fd(0),
    );
  if (process.fs.find(path, process.cwd)?.kind === 'dir') {
    yield* complain(call, call.flavour === 'busybox' ? 'read error: Is a directory' : `${path}: Is a directory`);
    return undefined;
  }
  return yield* attempt(
    call,
    (error) => words(call, path, error),
    () => process.fs.open(path, process.cwd, { read: true, write: false, append: false, create: false, truncate: false }),
  );
}

/** Which tools name the verb: BusyBox's `cat` and `tail`, coreutils' `head`, `tail` and `sort`. */
function openMessage(call: ToolCall, path: string, error: SystemError): string {
  if (call.flavour === 'busybox')
    return ['cat', 'tail', 'tac', 'rev', 'awk'].includes(call.name) ? `can't open '${path}': ${error.message}` : `${path}: ${error.message}`;
  if (['head', 'tail', 'split'].includes(call.name)) return `cannot open '${path}' for reading: ${error.message}`;
  if (call.name === 'sort') return `cannot read: ${path}: ${error.message}`;
  if (call.name === 'sed') return `can't read ${path}: ${error.message}`;
  return `${path}: ${error.message}`;
}

/** Reads what never ends into memory, until there is none left. */
function* swallow(process: Process): Gen<never> {
  for (let bytes = SWALLOWED_PER_MS; ; bytes += SWALLOWED_PER_MS) {
    yield* process.sleep(1);
    process.useMemory(bytes);
    yield* process.tick();
  }
}

/** Reads a file to its end. */
export function* readWhole(process: Process, file: OpenFile): Gen<string> {
  if (file.endless) return yield* swallow(process);
  file.retain();
  let all = '';
  for (;;) {
    const piece = file.take(CHUNK);
    if (piece === undefined) {
      yield { queue: file.queue };
      continue;
    }
    if (piece === '') break;
    all += piece;
    process.useMemory(all.length);
    yield* process.tick();
  }
  file.release();
  return all;
}

/** The text of each operand (of stdin if there is none); missing ones are complained about and left out. */
export function* readOperands(call: ToolCall, operands: readonly string[]): Gen<{ path: string; text: string }[] & { failed?: boolean }> {
  const texts: { path: string; text: string }[] & { failed?: boolean } = [];
  for (const path of operands.length === 0 ? ['-'] : operands) {
    const file = yield* openInput(call, path);
    if (file) texts.push({ path, text: yield* readWhole(call.process, file) });
    else texts.failed = true;
  }
  return texts;
}

/** Lines of a stream as they come. */
export class LineReader {
  readonly #process: Process;
  readonly #file: OpenFile;
  #rest = '';
  #ended = false;

  constructor(process: Process, file: OpenFile) {
    this.#process = process;
    this.#file = file.retain();
  }

  /** The next line without its newline; undefined at the end. */
  *next(): Gen<string | undefined> {
    for (;;) {
      const cut = this.#rest.indexOf('\n');
      if (cut !== -1) {
        const line = this.#rest.slice(0, cut);
        this.#rest = this.#rest.slice(cut + 1);
        return line;
      }
      if (this.#ended) {
        const line = this.#rest === '' ? undefined : this.#rest;
        this.#rest = '';
        return line;
      }
      const piece = this.#file.take(CHUNK);
      if (this.#file.endless && !piece?.includes('\n')) yield* swallow(this.#process);
      if (piece === undefined) yield { queue: this.#file.queue };
      else if (piece === '') this.#ended = true;
      else {
        this.#rest += piece;
        this.#process.useMemory(this.#rest.length);
        yield* this.#process.tick();
      }
    }
  }

  close(): void {
    this.#file.release();
  }
}
