/** `agnhost mounttest`: makes files and tells of them (test/images/agnhost/mounttest/mt.go). */
import { SystemError } from '../errors.ts';
import type { Process } from '../process.ts';
import { modeText } from '../tools/modes.ts';
import type { Gen } from '../wait.ts';
import { flag } from './agnhost-common.ts';

const NEW_CONTENT = 'mount-tester new file\n';
const RETRY_EVERY_MS = 2000;
/** File systems as statfs(2) numbers them: ext4, and overlay for the root. */
const EXT4 = 0xef53;
const OVERLAY = 0x794c7630;

/** What can be told of a path: what goes before an error, and the line. */
const QUESTIONS: Readonly<Record<string, { failure: string; tell(process: Process, path: string): string }>> = {
  file_mode: { failure: 'error from Stat', tell: (process, path) => `mode of file "${path}": ${modeOf(process, path, true)}` },
  file_perm: { failure: 'error from Stat', tell: (process, path) => `perms of file "${path}": ${modeOf(process, path, false)}` },
  file_owner: {
    failure: 'error from stat',
    tell: (process, path) => `owner UID of "${path}": ${process.fs.get(path, process.cwd).uid}\nowner GID of "${path}": 0`,
  },
};

/** In the order of the original, whatever the order of the flags. */
export function* mounttest(process: Process): Gen<number> {
  let failed = false;
  const attempt = function* (failure: string, path: string, tell: () => string): Gen<void> {
    try {
      yield* process.out(`${tell()}\n`);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      failed = true;
      const colon = failure.startsWith('error from') ? `${failure}("${path}")` : `${failure} "${path}"`;
      yield* process.out(`${colon}: open ${path}: ${error.message.toLowerCase()}\n`);
    }
  };
  const mounted = flag(process, 'fs_type') ?? '';
  if (mounted !== '') yield* attempt('error from statfs', mounted, () => `mount type of "${mounted}": ${fileSystemOf(process, mounted)}`);
  for (const mode of ['0644', '0666', '0660', '0777']) {
    const path = flag(process, `new_file_${mode}`) ?? '';
    if (path === '') continue;
    yield* attempt('error writing new file', path, () => {
      const how = { read: false, write: true, append: false, create: true, truncate: true, mode: Number.parseInt(mode, 8), umask: 0 };
      process.fs.open(path, process.cwd, how).put(NEW_CONTENT);
      return contentOf(process, path);
    });
  }
  for (const [name, { failure, tell }] of Object.entries(QUESTIONS)) {
    const path = flag(process, name) ?? '';
    if (path !== '') yield* attempt(failure, path, () => tell(process, path));
  }
  const read = flag(process, 'file_content') ?? '';
  if (read !== '') yield* attempt('error reading file content for', read, () => contentOf(process, read));
  const looped = flag(process, 'file_content_in_loop') ?? '';
  if (looped !== '' && !(yield* readInLoop(process, looped))) failed = true;
  return failed ? 1 : 0;
}

/** Reads again and again until the content is the one of a new file, or for the whole time. Whether the last reading worked. */
function* readInLoop(process: Process, path: string): Gen<boolean> {
  const untilMs = process.kernel.now() + 1000 * Number(flag(process, 'retry_time') ?? 180);
  const breaks = flag(process, 'break_on_expected_content') !== 'false';
  let readable = true;
  for (; process.kernel.now() < untilMs; yield* process.sleep(RETRY_EVERY_MS)) {
    let text: string | undefined;
    try {
      text = process.fs.read(path, process.cwd);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      yield* process.out(`Error reading file ${path}: open ${path}: ${error.message.toLowerCase()}, retrying\n`);
    }
    readable = text !== undefined;
    if (text === undefined) continue;
    yield* process.out(`content of file "${path}": ${text}\n`);
    if (!breaks) continue;
    if (text === NEW_CONTENT) break;
    yield* process.out(`Unexpected content. Expected: ${NEW_CONTENT}. Retrying\n`);
  }
  return readable;
}

function contentOf(process: Process, path: string): string {
  return `content of file "${path}": ${process.fs.read(path, process.cwd)}`;
}

/** As Go's `FileMode` prints it. */
function modeOf(process: Process, path: string, withType: boolean): string {
  const { kind, mode } = process.fs.get(path, process.cwd);
  const special = `${withType && kind === 'dir' ? 'd' : ''}${withType && mode & 0o1000 ? 't' : ''}`;
  return (special === '' ? '-' : special) + modeText('file', mode & 0o777).slice(1);
}

/** `tmpfs`, or the number of the file system. */
function fileSystemOf(process: Process, path: string): string {
  const place = process.fs.walk(path, process.cwd);
  const mount = process.fs.mounts.get(place.path);
  if (!mount) return String(OVERLAY);
  return mount.node.tree.capacity === Number.POSITIVE_INFINITY ? String(EXT4) : 'tmpfs';
}
