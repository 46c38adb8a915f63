/** `agnhost mounttest`: makes files and tells of them (test/images/agnhost/mounttest/mt.go). */
import { SystemError } from '../errors.ts';
import { SETGID } from '../files.ts';
import type { Process } from '../process.ts';
import { modeText } from '../tools/modes.ts';
import type { Gen } from '../wait.ts';
import { flag } from './agnhost-common.ts';

const NEW_CONTENT = 'mount-tester new file\n';
const RETRY_EVERY_MS = 2000;

/** What each flag does with its path, in the order of the original; gives the line to print. */
const FLAGS: Readonly<Record<string, (process: Process, path: string, flag: string) => string>> = {
  fs_type: (process, path) => `mount type of "${path}": ${fileSystemOf(process, path)}`,
  new_file_0644: writeAndRead,
  new_file_0666: writeAndRead,
  new_file_0660: writeAndRead,
  new_file_0777: writeAndRead,
  file_mode: (process, path) => `mode of file "${path}": ${modeOf(process, path, true)}`,
  file_perm: (process, path) => `perms of file "${path}": ${modeOf(process, path, false)}`,
  file_owner: ownerOf,
  file_content: contentOf,
};

export function* mounttest(process: Process): Gen<number> {
  let code = 0;
  for (const [name, tell] of Object.entries(FLAGS)) {
    const path = flag(process, name) ?? '';
    if (path !== '' && !(yield* attempt(process, path, () => tell(process, path, name)))) code = 1;
  }
  const looped = flag(process, 'file_content_in_loop') ?? '';
  return looped === '' ? code : (yield* contentInLoop(process, looped)) ? code : 1;
}

/** Prints what a file says every 2 s, until it is what `mounttest` itself writes or the time is up; false if it could not be read at last. */
function* contentInLoop(process: Process, path: string): Gen<boolean> {
  const breaks = flag(process, 'break_on_expected_content') !== 'false';
  const untilMs = process.kernel.now() + 1000 * Number(flag(process, 'retry_time') ?? 180);
  let read = true;
  for (; process.kernel.now() < untilMs; yield* process.sleep(RETRY_EVERY_MS)) {
    read = yield* attempt(process, path, () => contentOf(process, path), 'Error reading file', ', retrying');
    if (!read || !breaks) continue;
    if (process.fs.read(path, process.cwd) === NEW_CONTENT) break;
    yield* process.out(`Unexpected content. Expected: ${NEW_CONTENT}. Retrying\n`);
  }
  return read;
}

/** Prints what comes of it; false if the system refuses, which is told in the words given. */
function* attempt(process: Process, path: string, tell: () => string, refusal = '', end = ''): Gen<boolean> {
  try {
    yield* process.out(`${tell()}\n`);
    return true;
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    const what = refusal === '' ? `error reading file content for "${path}"` : `${refusal} ${path}`;
    yield* process.out(`${what}: open ${path}: ${error.message.toLowerCase()}${end}\n`);
    return false;
  }
}

function writeAndRead(process: Process, path: string, name: string): string {
  const mode = Number.parseInt(name.slice(-4), 8);
  process.fs.open(path, process.cwd, { read: false, write: true, append: false, create: true, truncate: true, mode, umask: 0 }).put(NEW_CONTENT);
  return contentOf(process, path);
}

function ownerOf(process: Process, path: string): string {
  const { uid, gid } = process.fs.get(path, process.cwd);
  return `owner UID of "${path}": ${uid}\nowner GID of "${path}": ${gid}`;
}

function contentOf(process: Process, path: string): string {
  return `content of file "${path}": ${process.fs.read(path, process.cwd)}`;
}

/** `tmpfs`, or the magic number of overlayfs or ext4 (statfs(2)). */
function fileSystemOf(process: Process, path: string): string {
  const node = process.fs.get(path, process.cwd);
  const tree = 'tree' in node ? node.tree : process.fs.tree;
  return tree.inMemory ? 'tmpfs' : tree === process.fs.tree ? '2035054128' : '61267';
}

/** As Go's `FileMode` prints it: what is special about a file only with its type. */
function modeOf(process: Process, path: string, withType: boolean): string {
  const { kind, mode } = process.fs.get(path, process.cwd);
  const type = withType ? `${kind === 'dir' ? 'd' : ''}${mode & SETGID ? 'g' : ''}${mode & 0o1000 ? 't' : ''}` : '';
  return (type || '-') + modeText('file', mode & 0o777).slice(1);
}
