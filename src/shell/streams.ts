/** Open files: what file descriptors point to. Shared by dup(2) and fork(2), hence the reference count. */
import { SystemError } from './errors.ts';
import type { FileNode } from './files.ts';
import { utf8Length } from './text.ts';
import { WaitQueue } from './wait.ts';

/** Bytes a pipe holds before its writer has to wait. */
const PIPE_CAPACITY = 65_536;

export abstract class OpenFile {
  /** It gives as much as one takes, for ever. */
  readonly endless: boolean = false;
  /** What is written to it is lost. */
  readonly sink: boolean = false;
  /** The writing end of a named pipe that nobody has opened to read yet. */
  get unread(): boolean {
    return false;
  }
  #references = 0;
  /** Who waits for this file to become readable or writable. */
  readonly queue: WaitQueue = new WaitQueue();

  retain(): this {
    this.#references += 1;
    return this;
  }

  release(): void {
    this.#references -= 1;
    if (this.#references === 0) this.closed();
  }

  /** Takes up to `limit` characters; `''` at the end of the file, undefined if there is nothing yet. */
  take(_limit: number): string | undefined {
    throw new SystemError('EBADF');
  }

  /** Writes all of it. `full`: nothing was taken, wait for {@link queue}; `broken`: nobody reads any more. */
  put(_text: string): 'ok' | 'full' | 'broken' {
    throw new SystemError('EBADF');
  }

  protected closed(): void {}
}

/** A container's stdout or stderr. */
export class Console extends OpenFile {
  readonly #write: (text: string) => void;
  readonly #onClosed: () => void;

  constructor(write: (text: string) => void, onClosed: () => void) {
    super();
    this.#write = write;
    this.#onClosed = onClosed;
  }

  override put(text: string): 'ok' {
    if (text !== '') this.#write(text);
    return 'ok';
  }

  protected override closed(): void {
    this.#onClosed();
  }
}

/** `/dev/null`. */
export class NullFile extends OpenFile {
  override readonly sink = true;

  override take(): string {
    return '';
  }

  override put(): 'ok' {
    return 'ok';
  }
}

/** `/dev/full`: a disk without room. */
export class FullFile extends OpenFile {
  override take(limit: number): string {
    return '\0'.repeat(Math.min(limit, PIPE_CAPACITY));
  }

  override put(): never {
    throw new SystemError('ENOSPC');
  }
}

/** `/dev/zero`, `/dev/urandom`: as much of one thing as one likes. */
export class EndlessFile extends OpenFile {
  override readonly endless = true;
  readonly #piece: (length: number) => string;

  constructor(piece: (length: number) => string) {
    super();
    this.#piece = piece;
  }

  override take(limit: number): string {
    return this.#piece(limit);
  }

  override put(): 'ok' {
    return 'ok';
  }
}

/** Text that is there from the beginning: a here-document, or a container's stdin. */
export class TextFile extends OpenFile {
  #text: string;

  constructor(text: string) {
    super();
    this.#text = text;
  }

  override take(limit: number): string {
    const piece = this.#text.slice(0, limit);
    this.#text = this.#text.slice(piece.length);
    return piece;
  }
}

export interface FileAccess {
  read: boolean;
  write: boolean;
  append: boolean;
}

/** An open regular file with its offset. */
export class RegularFile extends OpenFile {
  readonly node: FileNode;
  readonly #access: FileAccess;
  readonly #now: () => number;
  offset = 0;

  constructor(node: FileNode, access: FileAccess, now: () => number) {
    super();
    this.node = node;
    this.#access = access;
    this.#now = now;
  }

  override take(limit: number): string {
    if (!this.#access.read) throw new SystemError('EBADF');
    const piece = this.node.text.slice(this.offset, this.offset + limit);
    this.offset += piece.length;
    return piece;
  }

  override put(text: string): 'ok' {
    if (!this.#access.write) throw new SystemError('EBADF');
    const old = this.node.text;
    const isAppended = this.#access.append || this.offset >= old.length;
    const overBytes = (isAppended ? utf8Length(text) : this.offset + text.length - old.length) - this.node.tree.room;
    if (overBytes > 0) {
      // What there is room for is written first
      if (overBytes < text.length) this.put(text.slice(0, text.length - overBytes));
      throw new SystemError('ENOSPC');
    }
    if (isAppended) {
      if (this.offset > old.length && !this.#access.append) this.node.resize(this.offset, this.#now());
      this.node.append(text, this.#now());
      this.offset = this.node.text.length;
    } else {
      this.node.write(old.slice(0, this.offset) + text + old.slice(this.offset + text.length), this.#now());
      this.offset += text.length;
    }
    return 'ok';
  }
}

/** The two ends of a pipe. */
export function createPipe(): { reader: OpenFile; writer: OpenFile } {
  const pipe = new Pipe();
  return { reader: pipe.reader, writer: pipe.writer };
}

class Pipe {
  #pieces: string[] = [];
  #size = 0;
  #readerOpen = true;
  #writerOpen = true;
  readonly reader: PipeEnd;
  readonly writer: PipeEnd;

  constructor() {
    this.reader = new PipeEnd({
      take: (limit) => this.#take(limit),
      closed: () => {
        this.#readerOpen = false;
        this.writer.queue.notify();
      },
    });
    this.writer = new PipeEnd({
      put: (text) => this.#put(text),
      closed: () => {
        this.#writerOpen = false;
        this.reader.queue.notify();
      },
    });
  }

  #take(limit: number): string | undefined {
    if (this.#size === 0) return this.#writerOpen ? undefined : '';
    const all = this.#pieces.length === 1 ? (this.#pieces[0] ?? '') : this.#pieces.join('');
    const piece = all.length <= limit ? all : all.slice(0, limit);
    this.#pieces = piece.length === all.length ? [] : [all.slice(limit)];
    this.#size -= piece.length;
    this.writer.queue.notify();
    return piece;
  }

  #put(text: string): 'ok' | 'full' | 'broken' {
    if (!this.#readerOpen) return 'broken';
    if (text === '') return 'ok';
    if (this.#size >= PIPE_CAPACITY) return 'full';
    this.#pieces.push(text);
    this.#size += text.length;
    this.reader.queue.notify();
    return 'ok';
  }
}

/**
 * A named pipe. A reader waits for a first writer when it reads. Whoever opens it to write is told that nobody reads yet
 * ({@link OpenFile.unread}); a text that is written all the same is kept until somebody reads it.
 */
export class Fifo {
  #text = '';
  #writers = 0;
  #written = false;
  readonly #readers = new Set<OpenFile>();
  /** Ends for writing whose opening waits. */
  readonly #waiting = new Set<OpenFile>();
  #readersEver = 0;

  open(access: FileAccess): OpenFile {
    const put = (text: string) => {
      this.#text += text;
      this.#notify();
      return 'ok' as const;
    };
    const take = (limit: number) => {
      if (this.#text === '') return this.#writers > 0 || !this.#written ? undefined : '';
      const piece = this.#text.slice(0, limit);
      this.#text = this.#text.slice(piece.length);
      return piece;
    };
    if (access.write) {
      this.#writers += 1;
      this.#written = true;
      const before = this.#readersEver;
      const writer: PipeEnd = new PipeEnd({
        put,
        ...(access.read ? { take } : { unread: () => this.#readers.size === 0 && this.#readersEver === before }),
        closed: () => {
          this.#writers -= 1;
          this.#waiting.delete(writer);
          if (access.read) this.#readers.delete(writer);
          this.#notify();
        },
      });
      if (access.read) this.#admit(writer);
      else this.#waiting.add(writer);
      return writer;
    }
    const reader: PipeEnd = new PipeEnd({
      take,
      closed: () => {
        this.#readers.delete(reader);
        if (this.#readers.size === 0 && this.#writers === 0) this.#written = false;
      },
    });
    this.#admit(reader);
    return reader;
  }

  #admit(reader: OpenFile): void {
    this.#readers.add(reader);
    this.#readersEver += 1;
    for (const writer of this.#waiting) writer.queue.notify();
    this.#waiting.clear();
  }

  #notify(): void {
    for (const reader of this.#readers) reader.queue.notify();
  }
}

interface PipeWays {
  take?: (limit: number) => string | undefined;
  put?: (text: string) => 'ok' | 'full' | 'broken';
  unread?: () => boolean;
  closed: () => void;
}

class PipeEnd extends OpenFile {
  readonly #ways: PipeWays;

  constructor(ways: PipeWays) {
    super();
    this.#ways = ways;
  }

  override take(limit: number): string | undefined {
    return this.#ways.take ? this.#ways.take(limit) : super.take(limit);
  }

  override get unread(): boolean {
    return this.#ways.unread?.() === true;
  }

  override put(text: string): 'ok' | 'full' | 'broken' {
    return this.#ways.put ? this.#ways.put(text) : super.put(text);
  }

  protected override closed(): void {
    this.#ways.closed();
  }
}
