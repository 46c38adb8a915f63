/** Tools that pack and unpack: `tar`, `gzip`, `gunzip`, `zcat`. */
import { SystemError } from '../errors.ts';
import { Directory, type Node } from '../files.ts';
import type { Gen } from '../wait.ts';
import { matchesPattern } from '../sh/pattern.ts';
import { utf8Length } from '../text.ts';
import { GzipError, gunzipped, gzipped, isGzipped } from './gzip.ts';
import { formatDate } from './dates.ts';
import { utf8Bytes } from './digests.ts';
import { openInput, readWhole } from './input.ts';
import { groupName, userName } from './listing.ts';
import { modeText } from './modes.ts';
import { attempt, complain, parseOptions, type Options, type Tool, type ToolCall } from './tool.ts';

export const ARCHIVE_TOOLS: Record<string, Tool> = {
  tar,
  gzip: (call) => gzip(call, false, false),
  gunzip: (call) => gzip(call, true, false),
  zcat: (call) => gzip(call, true, true),
};

// ---- gzip ------------------------------------------------------------------------------------------------------------

function* gzip(call: ToolCall, unpacks: boolean, prints: boolean): Gen<number> {
  const options = parseOptions(call.args, 'S', { decompress: 'd', uncompress: 'd', stdout: 'c', 'to-stdout': 'c', keep: 'k', force: 'f', test: 't' });
  const how = { unpack: unpacks || options.has('d') || options.has('t'), print: prints || options.has('c'), test: options.has('t'), options };
  let status = 0;
  for (const path of options.operands.length === 0 ? ['-'] : options.operands) status = Math.max(status, yield* gzipFile(call, path, how));
  return status;
}

function* gzipFile(call: ToolCall, path: string, how: { unpack: boolean; print: boolean; test: boolean; options: Options }): Gen<number> {
  const { process, flavour } = call;
  const toStdout = how.print || path === '-';
  const target = how.unpack ? path.replace(/\.t[ag]z$/, '.tar').replace(/\.gz$/, '') : `${path}.gz`;
  if (!toStdout && !how.test && target === path) {
    yield* complain(call, flavour === 'busybox' ? `${path}: unknown suffix - ignored` : `${path}: unknown suffix -- ignored`);
    return flavour === 'busybox' ? 1 : 2;
  }
  const node = path === '-' ? undefined : process.fs.find(path, process.cwd);
  if (node?.kind === 'dir') {
    yield* complain(call, `${path} is a directory -- ignored`);
    return flavour === 'busybox' ? 1 : 2;
  }
  const file = yield* openInput(call, path);
  if (!file) return 1;
  const text = yield* readWhole(process, file);
  let result: string;
  try {
    result = how.unpack ? gunzipped(text) : gzipped(text);
  } catch (error) {
    if (!(error instanceof GzipError)) throw error;
    if (flavour === 'busybox') {
      yield* complain(call, error.message === NOT_GZIP ? 'invalid magic' : 'short read');
      return 1;
    }
    if (toStdout && !how.test) yield* process.out(error.textBefore);
    yield* process.err(`\ngzip: ${path === '-' ? 'stdin' : path}: ${error.message}\n`);
    return 1;
  }
  if (how.test) return 0;
  if (toStdout) {
    yield* process.out(result);
    return 0;
  }
  if (process.fs.find(target, process.cwd, false) && !how.options.has('f')) {
    yield* complain(call, flavour === 'busybox' ? `can't open '${target}': File exists` : `${target} already exists;\tnot overwritten`);
    return flavour === 'busybox' ? 1 : 2;
  }
  const done = yield* attempt(
    call,
    (error) => `${target}: ${error.message}`,
    () => {
      write(call, target, result, node?.mode ?? 0o644, node?.mtimeMs);
      if (!how.options.has('k')) process.fs.unlink(path, process.cwd);
      return true;
    },
  );
  return done ? 0 : 1;
}

const NOT_GZIP = 'not in gzip format';

/** Writes a whole file, as it was: permissions, time. */
function write({ process }: ToolCall, path: string, text: string, mode: number, mtimeMs: number | undefined): void {
  const { fs, cwd } = process;
  fs.open(path, cwd, { read: false, write: true, append: false, create: true, truncate: true, mode: 0o600, umask: 0 }).put(text);
  const node = fs.get(path, cwd);
  node.mode = mode;
  if (mtimeMs !== undefined && 'mtimeMs' in node) node.mtimeMs = mtimeMs;
}

// ---- tar -------------------------------------------------------------------------------------------------------------

interface Member {
  name: string;
  kind: 'file' | 'dir' | 'link';
  mode: number;
  uid: number;
  gid: number;
  mtimeMs: number;
  /** Of a file its text, of a link where it leads. */
  text: string;
}

interface Job {
  options: Options;
  archive: string;
  zipped: boolean;
  folder: string;
  operands: string[];
  excluded: readonly string[];
  strip: number;
}

const LONG = {
  create: 'c',
  extract: 'x',
  get: 'x',
  list: 't',
  append: 'r',
  file: 'f',
  gzip: 'z',
  gunzip: 'z',
  verbose: 'v',
  directory: 'C',
  'to-stdout': 'O',
  'same-permissions': 'p',
  exclude: 'X',
  'strip-components': 'S',
  'keep-old-files': 'k',
};

function* tar(call: ToolCall): Gen<number> {
  const [first = '', ...rest] = call.args;
  // The first word may do without its dash; what its letters ask for follows in their order
  const options = parseOptions(/^[a-zA-Z]+$/.test(first) ? [...bundled(first, rest)] : call.args, 'fC', LONG);
  const job: Job = {
    options,
    archive: options.value('f') ?? '-',
    zipped: options.has('z'),
    folder: options.value('C') ?? '.',
    operands: options.operands,
    excluded: options.values('X'),
    strip: Number(options.value('S') ?? 0),
  };
  try {
    if (call.process.fs.find(job.folder, call.process.cwd)?.kind !== 'dir') {
      throw new TarError(
        call.flavour === 'busybox'
          ? `can't change directory to '${job.folder}': No such file or directory`
          : `${job.folder}: Cannot open: No such file or directory`,
        true,
      );
    }
    if (options.has('c')) return yield* create(call, job);
    if (options.has('x') || options.has('t')) return yield* unpack(call, job);
    throw new TarError("You must specify one of the '-Acdtrux', '--delete' or '--test-label' options\nTry 'tar --help' or 'tar --usage' for more information.");
  } catch (error) {
    if (!(error instanceof TarError)) throw error;
    yield* complain(call, error.message);
    if (error.fatal && call.flavour === 'coreutils') yield* complain(call, 'Error is not recoverable: exiting now');
    return call.flavour === 'busybox' ? 1 : 2;
  }
}

class TarError extends Error {
  /** Whether GNU tar says so. */
  readonly fatal: boolean;

  constructor(message: string, fatal = false) {
    super(message);
    this.fatal = fatal;
  }
}

function* bundled(letters: string, words: readonly string[]): Generator<string> {
  const left = [...words];
  for (const letter of letters) {
    yield `-${letter}`;
    if ('fC'.includes(letter)) yield left.shift() ?? '';
  }
  yield* left;
}

function* create(call: ToolCall, job: Job): Gen<number> {
  const { process, flavour } = call;
  if (job.operands.length === 0) {
    throw new TarError(
      flavour === 'busybox' ? 'empty archive' : "Cowardly refusing to create an empty archive\nTry 'tar --help' or 'tar --usage' for more information.",
    );
  }
  let failed = false;
  let isRooted = false;
  const members: Packed[] = [];
  for (const path of job.operands) {
    if (path.startsWith('/') && !isRooted) {
      isRooted = true;
      yield* complain(call, flavour === 'busybox' ? "removing leading '/' from member names" : "Removing leading `/' from member names");
    }
    const node = process.fs.find(within(job, path), process.cwd, false);
    if (node) collect(node, path.replace(/(?<=.)\/+$/, ''), job, members);
    else {
      failed = true;
      yield* complain(call, flavour === 'busybox' ? `${path}: No such file or directory` : `${path}: Cannot stat: No such file or directory`);
    }
  }
  for (const { name, node } of members.filter((member) => !process.fs.permitted(member.node, 4))) {
    failed = true;
    yield* complain(call, flavour === 'busybox' ? `can't open '${name}': Permission denied` : `${name}: Cannot open: Permission denied`);
    members.splice(
      members.findIndex((member) => member.node === node),
      1,
    );
  }
  const blocks = members.map((member) => blocksOf(member, process.kernel.options.epochMs)).join('') + '\0'.repeat(2 * BLOCK);
  const padded = flavour === 'busybox' ? blocks : blocks + '\0'.repeat((RECORD - (utf8Length(blocks) % RECORD)) % RECORD);
  const text = job.zipped ? gzipped(padded) : padded;
  for (const { name, kind } of members)
    if (job.options.has('v')) yield* (job.archive === '-' ? process.err : process.out).call(process, `${shown(name, kind)}\n`);
  if (job.archive === '-') yield* process.out(text);
  else {
    try {
      write(call, job.archive, text, 0o666 & ~process.umask, undefined);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      throw new TarError(flavour === 'busybox' ? `can't open '${job.archive}': ${error.message}` : `${job.archive}: Cannot open: ${error.message}`, true);
    }
  }
  return failed ? yield* delayed(call) : 0;
}

function* delayed(call: ToolCall): Gen<number> {
  yield* complain(call, call.flavour === 'busybox' ? 'error exit delayed from previous errors' : 'Exiting with failure status due to previous errors');
  return call.flavour === 'busybox' ? 1 : 2;
}

const within = ({ folder }: Job, path: string): string => (path.startsWith('/') || folder === '.' ? path : `${folder}/${path}`);
const shown = (name: string, kind: Member['kind']): string => (kind === 'dir' ? `${name}/` : name);

interface Packed extends Member {
  node: Node;
}

function collect(node: Node, name: string, job: Job, members: Packed[]): void {
  const isExcluded = (pattern: string) => matchesPattern(pattern, name) || matchesPattern(pattern, name.slice(name.lastIndexOf('/') + 1));
  if (job.excluded.some(isExcluded) || (node.kind !== 'file' && node.kind !== 'dir' && node.kind !== 'link')) return;
  const { kind, mode, uid, gid, mtimeMs } = node;
  members.push({ node, name, kind, mode, uid, gid, mtimeMs, text: node.kind === 'file' ? node.text : node.kind === 'link' ? node.target : '' });
  if (node instanceof Directory)
    for (const each of node.names()) {
      const child = node.get(each);
      if (child) collect(child, name.endsWith('/') ? `${name}${each}` : `${name}/${each}`, job, members);
    }
}

const BLOCK = 512;
const RECORD = 20 * BLOCK;
const TYPES = { file: '0', dir: '5', link: '2' } as const;

/** Header and content of a member in the format ustar. Times here count from the start of the machine, there from 1970. */
function blocksOf({ name, kind, mode, uid, gid, mtimeMs, text }: Member, epochMs: number): string {
  const octal = (value: number, size: number) =>
    `${Math.max(0, Math.floor(value))
      .toString(8)
      .padStart(size - 1, '0')}\0`;
  const field = (value: string, size: number) => value + '\0'.repeat(Math.max(0, size - utf8Length(value)));
  const path = shown(name.replace(/^\/+/, ''), kind).replace(/^\/?$/, './');
  const cut = path.length > 100 ? path.lastIndexOf('/', 155) : -1;
  const content = kind === 'file' ? text : '';
  const size = utf8Length(content);
  const header = (sum: string) =>
    [
      field(path.slice(cut + 1), 100),
      octal(mode & 0o7777, 8),
      octal(uid, 8),
      octal(gid, 8),
      octal(size, 12),
      octal((epochMs + mtimeMs) / 1000, 12),
      sum,
      TYPES[kind],
      field(kind === 'link' ? text : '', 100),
      'ustar\0',
      '00',
      field('', 32 + 32 + 8 + 8),
      field(path.slice(0, Math.max(0, cut)), 155),
      field('', 12),
    ].join('');
  const sum = utf8Bytes(header(' '.repeat(8))).reduce((total, byte) => total + byte, 0);
  return `${header(`${sum.toString(8).padStart(6, '0')}\0 `)}${content}${'\0'.repeat((BLOCK - (size % BLOCK)) % BLOCK)}`;
}

/** What is in an archive; undefined if it is none. */
function membersOf(text: string, epochMs: number): Member[] | undefined {
  const bytes = utf8Bytes(text);
  const decoder = new TextDecoder();
  const at = (from: number, size: number) => decoder.decode(bytes.subarray(from, from + size)).replace(/\0.*$/s, '');
  const number = (from: number, size: number) => Number.parseInt(at(from, size), 8) || 0;
  const members: Member[] = [];
  for (let start = 0; start + BLOCK <= bytes.length && bytes[start] !== 0; ) {
    if (at(start + 257, 5) !== 'ustar') return undefined;
    const prefix = at(start + 345, 155);
    const name = `${prefix === '' ? '' : `${prefix}/`}${at(start, 100)}`;
    const kind = (Object.entries(TYPES).find(([, type]) => type === at(start + 156, 1))?.[0] ?? 'file') as Member['kind'];
    const size = number(start + 124, 12);
    members.push({
      name: kind === 'dir' ? name.replace(/\/$/, '') : name,
      kind,
      mode: number(start + 100, 8),
      uid: number(start + 108, 8),
      gid: number(start + 116, 8),
      mtimeMs: number(start + 136, 12) * 1000 - epochMs,
      text: kind === 'link' ? at(start + 157, 100) : decoder.decode(bytes.subarray(start + BLOCK, start + BLOCK + size)),
    });
    start += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return text === '' || bytes[0] === 0 || members.length > 0 ? members : undefined;
}

function* unpack(call: ToolCall, job: Job): Gen<number> {
  const { process, flavour } = call;
  const { epochMs } = process.kernel.options;
  const members = membersOf(yield* contentOf(call, job), epochMs);
  if (!members) {
    if (flavour === 'busybox') throw new TarError('invalid tar magic');
    yield* complain(call, 'This does not look like a tar archive');
    return yield* delayed(call);
  }
  const names = job.operands.map((path) => path.replace(/(?<=.)\/+$/, ''));
  const isWanted = ({ name }: Member) => names.length === 0 || names.some((wanted) => name === wanted || name.startsWith(`${wanted}/`));
  let failed = false;
  for (const member of members.filter(isWanted)) {
    if (job.excluded.some((pattern) => matchesPattern(pattern, member.name))) continue;
    const label = shown(member.name, member.kind);
    if (job.options.has('t')) yield* process.out(`${job.options.has('v') ? longLine(call, member, label) : label}\n`);
    else {
      if (job.options.has('v')) yield* (job.options.has('O') ? process.err : process.out).call(process, `${label}\n`);
      if (job.options.has('O')) yield* process.out(member.kind === 'file' ? member.text : '');
      else if (!(yield* extract(call, job, member))) failed = true;
    }
  }
  for (const wanted of names) {
    if (members.some(({ name }) => name === wanted || name.startsWith(`${wanted}/`))) continue;
    failed = true;
    yield* complain(call, flavour === 'busybox' ? `${wanted}: not found in archive` : `${wanted}: Not found in archive`);
    if (flavour === 'busybox') return 1;
  }
  return failed ? yield* delayed(call) : 0;
}

/** The text of the archive. That it is compressed nobody has to say. */
function* contentOf(call: ToolCall, { archive, zipped }: Job): Gen<string> {
  const { process, flavour } = call;
  if (archive !== '-' && process.fs.find(archive, process.cwd) === undefined) {
    throw new TarError(
      flavour === 'busybox' ? `can't open '${archive}': No such file or directory` : `${archive}: Cannot open: No such file or directory`,
      true,
    );
  }
  const file = yield* openInput(call, archive);
  if (!file) throw new TarError('Error is not recoverable: exiting now');
  const text = yield* readWhole(process, file);
  if (!zipped && !isGzipped(text)) return text;
  try {
    return gunzipped(text);
  } catch (error) {
    if (!(error instanceof GzipError)) throw error;
    if (flavour === 'busybox') throw new TarError(error.message === NOT_GZIP ? 'invalid magic' : 'short read');
    yield* process.err(`\ngzip: stdin: ${error.message}\n`);
    throw new TarError('Child returned status 1', true);
  }
}

function* extract(call: ToolCall, job: Job, member: Member): Gen<boolean> {
  const { process } = call;
  const { fs, cwd, umask } = process;
  const name = member.name.replace(/^\/+/, '').split('/').slice(job.strip).join('/');
  if (name === '' || name === '.') return true;
  const path = within(job, name);
  const mode = fs.uid === 0 || job.options.has('p') ? member.mode : member.mode & ~umask;
  const done = yield* attempt(
    call,
    (error) => (call.flavour === 'busybox' ? `can't open '${name}': ${error.message}` : `${name}: Cannot open: ${error.message}`),
    () => {
      const folder = member.kind === 'dir' ? path : path.slice(0, Math.max(0, path.lastIndexOf('/')));
      if (folder !== '') fs.mkdirs(folder, cwd);
      if (member.kind === 'dir') {
        fs.get(path, cwd).mode = mode;
        return true;
      }
      if (fs.find(path, cwd, false)) {
        if (job.options.has('k')) throw new SystemError('EEXIST');
        fs.unlink(path, cwd);
      }
      if (member.kind === 'link') fs.symlink(member.text, path, cwd);
      else write(call, path, member.text, mode, member.mtimeMs);
      if (fs.uid === 0) fs.chown(path, cwd, { uid: member.uid, gid: member.gid });
      return true;
    },
  );
  return done === true;
}

/** `tar tv`: GNU keeps owner and size 19 wide and leaves the seconds out. */
function longLine(call: ToolCall, { kind, mode, uid, gid, mtimeMs, text }: Member, label: string): string {
  const time = (format: string) => formatDate(format, call.process.kernel.options.epochMs + mtimeMs);
  const owner = `${userName(call, uid)}/${groupName(call, gid)}`;
  const size = String(kind === 'file' ? utf8Length(text) : 0);
  const target = kind === 'link' ? ` -> ${text}` : '';
  const what = modeText(kind, mode);
  if (call.flavour === 'busybox') return `${what} ${owner} ${size.padStart(9)} ${time('%Y-%m-%d %H:%M:%S')} ${label}${target}`;
  return `${what} ${owner}${size.padStart(Math.max(size.length + 1, 19 - owner.length))} ${time('%Y-%m-%d %H:%M')} ${label}${target}`;
}
