/** `>`, `<`, `>>`, `2>&1`, `<<` and the like. */
import type { Redirection } from 'unbash';
import { SystemError } from '../errors.ts';
import type { OpenMode } from '../filesystem.ts';
import type { Gen } from '../wait.ts';
import { type OpenFile, TextFile } from '../streams.ts';
import { expandHereDocument, expandText } from './expand.ts';
import type { Shell } from './shell.ts';
import { cannotOpen, redirectionStatus, ShellError } from './wording.ts';

/** What the descriptors pointed to before. */
type Saved = Map<number, OpenFile | undefined>;

/** Runs something with redirected descriptors and puts them back. Throws {@link ShellError} if one cannot be opened. */
export function* withRedirections<T>(shell: Shell, redirects: readonly Redirection[], body: () => Gen<T>): Gen<T> {
  const saved: Saved = new Map();
  try {
    for (const redirect of redirects) yield* redirectOne(shell, redirect, saved);
    return yield* body();
  } finally {
    restore(shell, saved);
  }
}

/** Redirects for good: `exec >file`, and what a child does before it runs its command. */
export function* redirect(shell: Shell, redirects: readonly Redirection[]): Gen<void> {
  for (const one of redirects) yield* redirectOne(shell, one, undefined);
}

function restore(shell: Shell, saved: Saved): void {
  const { process } = shell;
  if (process.exit) return;
  for (const [fd, file] of saved) {
    if (!file) process.closeFd(fd);
    else {
      process.setFd(fd, file);
      file.release();
    }
  }
}

function* redirectOne(shell: Shell, redirect: Redirection, saved: Saved | undefined): Gen<void> {
  const writing = redirect.operator.startsWith('>') || redirect.operator.startsWith('&>');
  let fd = redirect.descriptor?.type === 'FileDescriptor' ? redirect.descriptor.value : writing ? 1 : 0;
  if (redirect.descriptor?.type === 'FileDescriptorVariable') {
    fd = 10;
    while (shell.process.fds.has(fd)) fd += 1;
    shell.assign(redirect.descriptor.name, String(fd));
  }
  if (redirect.type === 'HereDoc') {
    point(shell, fd, new TextFile(yield* expandHereDocument(shell, redirect)), saved);
    return;
  }
  const target = redirect.target ? yield* expandText(shell, redirect.target) : '';
  if (redirect.type === 'HereString') {
    point(shell, fd, new TextFile(`${target}\n`), saved);
    return;
  }
  switch (redirect.operator) {
    case '<&':
    case '>&':
      duplicate(shell, fd, target, redirect.operator, redirect.descriptor !== undefined, saved);
      return;
    case '&>':
    case '&>>': {
      const file = open(shell, target, redirect.operator === '&>' ? '>' : '>>');
      point(shell, 1, file, saved);
      // In dash this is `command &` followed by a redirection of nothing.
      if (shell.state.flavour !== 'dash') point(shell, 2, file, saved);
      return;
    }
    default: {
      const file = open(shell, target, redirect.operator).retain();
      try {
        // Whoever opens a named pipe to write waits for somebody who reads
        while (file.unread) yield { queue: file.queue };
        point(shell, fd, file, saved);
      } finally {
        file.release();
      }
    }
  }
}

function duplicate(shell: Shell, fd: number, target: string, operator: '<&' | '>&', explicit: boolean, saved: Saved | undefined): void {
  if (target === '-') {
    remember(shell, fd, saved);
    shell.process.closeFd(fd);
    return;
  }
  if (!/^\d+$/.test(target)) {
    if (operator === '>&' && !explicit && shell.state.flavour !== 'dash') {
      const file = open(shell, target, '>');
      point(shell, 1, file, saved);
      point(shell, 2, file, saved);
      return;
    }
    if (shell.state.flavour === 'dash') throw new ShellError('Syntax error: Bad fd number', 2, true);
    throw new ShellError(`${target}: ambiguous redirect`, redirectionStatus(shell.state.flavour), false);
  }
  const file = shell.process.fds.get(Number(target));
  const words = shell.state.flavour === 'busybox' ? `dup2(${target},${fd})` : target;
  if (!file) throw new ShellError(`${words}: Bad file descriptor`, redirectionStatus(shell.state.flavour), false);
  point(shell, fd, file, saved);
}

function remember(shell: Shell, fd: number, saved: Saved | undefined): void {
  if (!saved || saved.has(fd)) return;
  saved.set(fd, shell.process.fds.get(fd)?.retain());
}

function point(shell: Shell, fd: number, file: OpenFile, saved: Saved | undefined): void {
  file.retain();
  remember(shell, fd, saved);
  shell.process.setFd(fd, file);
  file.release();
}

function open(shell: Shell, path: string, operator: string): OpenFile {
  const { process } = shell;
  const { flavour, options } = shell.state;
  const writing = operator !== '<';
  const how: OpenMode = {
    read: operator === '<' || operator === '<>',
    write: writing,
    append: operator === '>>',
    create: writing,
    truncate: operator === '>' || operator === '>|',
    umask: process.umask,
  };
  try {
    if (operator === '>' && options.noclobber && process.fs.find(path, process.cwd)?.kind === 'file') throw new SystemError('EEXIST');
    return process.fs.open(path, process.cwd, how);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    throw new ShellError(cannotOpen(flavour, path, error.code, error.message, writing && operator !== '<>'), redirectionStatus(flavour), false);
  }
}
