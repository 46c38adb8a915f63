/** `find`: an expression that is asked for every file below the starting points. */
import type { Node } from '../files.ts';
import { matchesPattern } from '../sh/pattern.ts';
import { compareText } from '../text.ts';
import type { Gen } from '../wait.ts';
import { formatDate, stampText } from './dates.ts';
import { unescape } from './echo.ts';
import { userNumber } from './file-trees.ts';
import { groupName, sizeShown, userName } from './listing.ts';
import { modeText, parseMode } from './modes.ts';
import { runCommand } from './spawn.ts';
import { attempt, complain, type Tool, type ToolCall } from './tool.ts';

export const FIND_TOOLS: Record<string, Tool> = { find };

/** A file that is asked about. */
interface Found {
  path: string;
  name: string;
  node: Node;
  depth: number;
  /** The starting point that it was found from. */
  start: string;
}

type Test = (found: Found) => Gen<boolean>;

interface Walk {
  maxDepth: number;
  minDepth: number;
  /** What is in a folder comes before it. */
  inner: boolean;
  /** The expression prints, deletes or runs something itself. */
  acts: boolean;
  pruned: boolean;
  quit: boolean;
  status: number;
  /** Paths that `-exec … +` collects, and the command for them. */
  collected: { command: string[]; paths: string[] }[];
}

class FindError extends Error {}

/** Options that change nothing here. */
const SILENT = new Set(['-xdev', '-mount', '-follow', '-noleaf', '-daystart', '-warn', '-nowarn', '-true']);

function* find(call: ToolCall): Gen<number> {
  const { process } = call;
  const words = call.args.filter((word) => !/^-[HLP]$/.test(word));
  const start = words.findIndex((word) => /^[-!(]/.test(word));
  const paths = start === -1 ? words : words.slice(0, start);
  const walk: Walk = {
    maxDepth: Number.POSITIVE_INFINITY,
    minDepth: 0,
    inner: false,
    acts: false,
    pruned: false,
    quit: false,
    status: 0,
    collected: [],
  };
  let test: Test;
  try {
    test = new Expression(call, walk, start === -1 ? [] : words.slice(start)).parse();
  } catch (error) {
    if (!(error instanceof FindError)) throw error;
    yield* complain(call, error.message);
    return 1;
  }
  const visit = function* (found: Found): Gen<void> {
    const isShown = found.depth >= walk.minDepth;
    const ask = function* (): Gen<void> {
      walk.pruned = false;
      if (isShown && (yield* test(found)) && !walk.acts) yield* process.out(`${found.path}\n`);
    };
    if (!walk.inner) yield* ask();
    if (found.node.kind === 'dir' && found.depth < walk.maxDepth && !walk.pruned) {
      for (const name of found.node.names().sort(compareText)) {
        if (walk.quit) return;
        const path = `${found.path.endsWith('/') ? found.path.slice(0, -1) : found.path}/${name}`;
        const node = process.fs.find(path, process.cwd, false);
        if (node) yield* visit({ path, name, node, depth: found.depth + 1, start: found.start });
      }
    }
    if (walk.inner) yield* ask();
    yield* process.tick();
  };
  for (const path of paths.length === 0 ? ['.'] : paths) {
    if (walk.quit) break;
    const node = process.fs.find(path, process.cwd, false);
    if (node) yield* visit({ path, name: path.replace(/(.)\/+$/, '$1').replace(/^.*\/(?=.)/, ''), node, depth: 0, start: path });
    else {
      yield* complain(call, call.flavour === 'busybox' ? `${path}: No such file or directory` : `'${path}': No such file or directory`);
      walk.status = 1;
    }
  }
  for (const { command, paths: all } of walk.collected) {
    if (
      all.length > 0 &&
      (yield* runCommand(
        call,
        command.flatMap((word) => (word === '{}' ? all : [word])),
      )) !== 0
    )
      walk.status = 1;
  }
  return walk.status;
}

class Expression {
  readonly #call: ToolCall;
  readonly #walk: Walk;
  readonly #words: readonly string[];
  #at = 0;

  constructor(call: ToolCall, walk: Walk, words: readonly string[]) {
    this.#call = call;
    this.#walk = walk;
    this.#words = words;
  }

  parse(): Test {
    if (this.#words.length === 0) return always;
    const test = this.#or();
    if (this.#at < this.#words.length) throw new FindError(`paths must precede expression: \`${this.#words[this.#at]}'`);
    return test;
  }

  #or(): Test {
    const tests = [this.#and()];
    while (this.#take('-o', '-or')) tests.push(this.#and());
    return function* (found) {
      for (const test of tests) if (yield* test(found)) return true;
      return false;
    };
  }

  #and(): Test {
    const tests: Test[] = [];
    do {
      if (this.#at >= this.#words.length || this.#words[this.#at] === ')') break;
      tests.push(this.#not());
    } while (this.#take('-a', '-and') || !/^(-o|-or|\))$/.test(this.#words[this.#at] ?? ')'));
    return function* (found) {
      for (const test of tests) if (!(yield* test(found))) return false;
      return true;
    };
  }

  #not(): Test {
    if (this.#take('!', '-not')) {
      const test = this.#not();
      return function* (found) {
        return !(yield* test(found));
      };
    }
    if (!this.#take('(')) return this.#primary();
    const test = this.#or();
    if (!this.#take(')')) throw new FindError("invalid expression; I was expecting to find a ')' somewhere but did not see one.");
    return test;
  }

  #take(...names: string[]): boolean {
    if (!names.includes(this.#words[this.#at] ?? '')) return false;
    this.#at += 1;
    return true;
  }

  #primary(): Test {
    const { flavour } = this.#call;
    const name = this.#words[this.#at] ?? '';
    this.#at += 1;
    if (SILENT.has(name)) return always;
    const action = this.#action(name);
    if (action) return action;
    if (!TAKES_VALUE.has(name)) {
      const plain = PLAIN_TESTS[name];
      if (plain) return tested((found) => plain(this.#call, found));
      throw new FindError(
        flavour === 'busybox' ? `unrecognized: ${name}` : name.startsWith('-') ? `unknown predicate \`${name}'` : `paths must precede expression: \`${name}'`,
      );
    }
    const value = this.#words[this.#at];
    if (value === undefined)
      throw new FindError(flavour === 'busybox' ? `option requires an argument -- '${name.slice(1)}'` : `missing argument to \`${name}'`);
    this.#at += 1;
    if (name === '-maxdepth' || name === '-mindepth') {
      this.#walk[name === '-maxdepth' ? 'maxDepth' : 'minDepth'] = Number(value);
      return always;
    }
    if (name === '-printf') {
      this.#walk.acts = true;
      const { process } = this.#call;
      return (found) => printed(process.out(formatFound(this.#call, value, found)));
    }
    return tested(this.#comparison(name, value));
  }

  #comparison(name: string, value: string): (found: Found) => boolean {
    const { process } = this.#call;
    const { fs, cwd } = process;
    switch (name) {
      case '-name':
        return (found) => matchesPattern(value, found.name);
      case '-iname':
        return (found) => matchesPattern(value.toLowerCase(), found.name.toLowerCase());
      case '-path':
      case '-wholename':
        return (found) => matchesPattern(value, found.path);
      case '-ipath':
        return (found) => matchesPattern(value.toLowerCase(), found.path.toLowerCase());
      case '-regex':
        return (found) => new RegExp(`^(?:${value.replace(/\\([(){}|])/g, '$1')})$`).test(found.path);
      case '-type': {
        const kinds = value.split(',').map((letter) => KINDS[letter]);
        return (found) => kinds.includes(found.node.kind);
      }
      case '-newer': {
        const reference = fs.find(value, cwd);
        if (!reference) throw new FindError(this.#call.flavour === 'busybox' ? `${value}: No such file or directory` : `'${value}': No such file or directory`);
        const { mtimeMs } = reference;
        return (found) => found.node.mtimeMs > mtimeMs;
      }
      case '-size': {
        const unit = SIZES[/[bcwkMG]$/.exec(value)?.[0] ?? 'b'] ?? 512;
        return (found) => compares(value, Math.ceil(sizeShown(found.node) / unit));
      }
      case '-perm':
        return permissions(value);
      case '-user':
      case '-uid': {
        const uid = userNumber(this.#call, value);
        return (found) => found.node.uid === uid;
      }
      case '-group':
      case '-gid':
        return (found) => String(found.node.gid) === value || groupName(this.#call, found.node.gid) === value;
      case '-links':
        return () => compares(value, 1);
      default: {
        const unitMs = name.endsWith('min') ? 60_000 : 86_400_000;
        return (found) => {
          const age = (process.kernel.now() - found.node.mtimeMs) / unitMs;
          // Whole units count, except that minutes are begun ones in `-mmin -1`
          return compares(value, unitMs === 60_000 && value.startsWith('-') ? age : Math.floor(age));
        };
      }
    }
  }

  #action(name: string): Test | undefined {
    const call = this.#call;
    const walk = this.#walk;
    const { process } = call;
    switch (name) {
      case '-print':
      case '-print0':
        walk.acts = true;
        return (found) => printed(process.out(`${found.path}${name === '-print0' ? '\0' : '\n'}`));
      case '-ls':
        walk.acts = true;
        return (found) => printed(process.out(formatFound(call, '%M %s %p\\n', found)));
      case '-prune':
        return tested(() => {
          walk.pruned = true;
          return true;
        });
      case '-quit':
        walk.acts = true;
        return tested(() => {
          walk.quit = true;
          return true;
        });
      case '-depth':
        walk.inner = true;
        return always;
      case '-delete':
        walk.acts = true;
        walk.inner = true;
        return function* ({ path, node }) {
          const remove = () => (node.kind === 'dir' ? process.fs.rmdir(path, process.cwd) : process.fs.unlink(path, process.cwd));
          const done = yield* attempt(
            call,
            (error) => `cannot delete '${path}': ${error.message}`,
            () => {
              remove();
              return true;
            },
          );
          if (!done) walk.status = 1;
          return done === true;
        };
      case '-exec':
      case '-execdir':
      case '-ok':
        return this.#execute();
      default:
        return undefined;
    }
  }

  #execute(): Test {
    const call = this.#call;
    this.#walk.acts = true;
    const rest = this.#words.slice(this.#at);
    const end = rest.findIndex((word, index) => word === ';' || (word === '+' && rest[index - 1] === '{}'));
    if (end === -1) throw new FindError(call.flavour === 'busybox' ? 'no ending' : "missing argument to `-exec'");
    const command = rest.slice(0, end);
    this.#at += end + 1;
    if (rest[end] === ';') {
      return function* ({ path }) {
        return (
          (yield* runCommand(
            call,
            command.map((word) => word.replaceAll('{}', path)),
          )) === 0
        );
      };
    }
    const collection = { command, paths: [] as string[] };
    this.#walk.collected.push(collection);
    return tested(({ path }) => {
      collection.paths.push(path);
      return true;
    });
  }
}

function* always(): Gen<boolean> {
  return true;
}

/** A test that nothing has to be waited for. */
function tested(test: (found: Found) => boolean): Test {
  return function* (found) {
    return test(found);
  };
}

function* printed(output: Gen<void>): Gen<boolean> {
  yield* output;
  return true;
}

const TAKES_VALUE = new Set(
  '-maxdepth -mindepth -printf -name -iname -path -wholename -ipath -regex -type -newer -size -perm -user -uid -group -gid -links -mmin -mtime -cmin -ctime -amin -atime'.split(
    ' ',
  ),
);

const KINDS: Readonly<Record<string, Node['kind']>> = { f: 'file', d: 'dir', l: 'link', c: 'device', p: 'fifo' };

/** Bytes of the units of `-size`. */
const SIZES: Readonly<Record<string, number>> = { b: 512, c: 1, w: 2, k: 1024, M: 1 << 20, G: 1 << 30 };

const PLAIN_TESTS: Readonly<Record<string, (call: ToolCall, found: Found) => boolean>> = {
  '-empty': (_, { node }) => (node.kind === 'dir' ? node.names().length === 0 : node.kind === 'file' && node.size === 0),
  '-false': () => false,
  '-readable': ({ process }, { path }) => process.fs.access(path, process.cwd, 4),
  '-writable': ({ process }, { path }) => process.fs.access(path, process.cwd, 2),
  '-executable': ({ process }, { path }) => process.fs.access(path, process.cwd, 1),
  '-nouser': (call, { node }) => userName(call, node.uid) === String(node.uid),
  '-nogroup': (call, { node }) => groupName(call, node.gid) === String(node.gid),
};

/** `+5`: more than, `-5`: less than, `5`. */
function compares(wanted: string, value: number): boolean {
  const number = Number.parseFloat(wanted.replace(/^[-+]/, ''));
  return wanted.startsWith('+') ? value > number : wanted.startsWith('-') ? value < number : value === number;
}

/** `644`: exactly, `-111`: all of them, `/111`: any of them. */
function permissions(value: string): (found: Found) => boolean {
  const how = /^[-/+]/.exec(value)?.[0] ?? '';
  const bits = parseMode(value.slice(how.length), false)?.(0);
  if (bits === undefined) throw new FindError(`invalid mode '${value}'`);
  return ({ node }) => {
    const mode = node.mode & 0o7777;
    return how === '' ? mode === bits : how === '-' ? (mode & bits) === bits : bits === 0 || (mode & bits) !== 0;
  };
}

function formatFound(call: ToolCall, format: string, { path, name, node, depth, start }: Found): string {
  const epochMs = call.process.kernel.options.epochMs + node.mtimeMs;
  const fields: Record<string, string> = {
    p: path,
    f: name,
    P: path === start ? '' : path.slice(start.length).replace(/^\//, ''),
    h: path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.',
    s: String(sizeShown(node)),
    m: (node.mode & 0o7777).toString(8),
    M: modeText(node.kind, node.mode),
    u: userName(call, node.uid),
    g: groupName(call, node.gid),
    U: String(node.uid),
    G: String(node.gid),
    y: Object.keys(KINDS).find((letter) => KINDS[letter] === node.kind) ?? '',
    d: String(depth),
    l: node.kind === 'link' ? node.target : '',
    t: stampText(epochMs),
    '%': '%',
  };
  return unescape(
    format.replace(/%(?:T(@|.)|(.))/g, (whole, time: string | undefined, letter: string) =>
      time === undefined ? (fields[letter] ?? whole) : time === '@' ? (epochMs / 1000).toFixed(10) : formatDate(`%${time}`, epochMs),
    ),
  ).output;
}
