/** `test` and `[`. */
import type { Process } from '../process.ts';

/** A wrong expression: status 2. The words are those after `sh: 1: [: ` or `sh: `. */
export class TestError extends Error {
  override readonly name = 'TestError';
}

const UNARY = new Set(['-b', '-c', '-d', '-e', '-f', '-g', '-h', '-k', '-L', '-n', '-O', '-G', '-p', '-r', '-s', '-S', '-t', '-u', '-w', '-x', '-z']);
const BINARY = new Set(['=', '==', '!=', '<', '>', '-eq', '-ne', '-lt', '-le', '-gt', '-ge', '-nt', '-ot', '-ef']);

export type TestWords = 'dash' | 'busybox' | 'bash' | 'coreutils';

/** Whether the expression holds. Throws {@link TestError}. */
export function testExpression(process: Process, words: readonly string[], flavour: TestWords): boolean {
  return new Test(process, words, flavour).evaluate();
}

class Test {
  readonly #process: Process;
  readonly #words: readonly string[];
  readonly #flavour: TestWords;
  #at = 0;

  constructor(process: Process, words: readonly string[], flavour: TestWords) {
    this.#process = process;
    this.#words = words;
    this.#flavour = flavour;
  }

  /** POSIX decides by the number of words; only beyond that the grammar counts. */
  evaluate(): boolean {
    const [a, b, c] = this.#words as [string, string, string];
    switch (this.#words.length) {
      case 0:
        return false;
      case 1:
        return a !== '';
      case 2:
        if (a === '!') return b === '';
        if (UNARY.has(a)) return this.#unary(a, b);
        break;
      case 3:
        if (BINARY.has(b)) return this.#binary(a, b, c);
        if (b === '-a') return a !== '' && c !== '';
        if (b === '-o') return a !== '' || c !== '';
        if (a === '!') return !testExpression(this.#process, [b, c], this.#flavour);
        if (a === '(' && c === ')') return b !== '';
        break;
      case 4:
        if (a === '!') return !testExpression(this.#process, this.#words.slice(1), this.#flavour);
        if (a === '(' && this.#words[3] === ')') return testExpression(this.#process, [b, c], this.#flavour);
        break;
      default:
    }
    const result = this.#or();
    if (this.#at < this.#words.length) throw this.#unexpected();
    return result;
  }

  #or(): boolean {
    let result = this.#and();
    while (this.#words[this.#at] === '-o') {
      this.#at += 1;
      result = this.#and() || result;
    }
    return result;
  }

  #and(): boolean {
    let result = this.#not();
    while (this.#words[this.#at] === '-a') {
      this.#at += 1;
      result = this.#not() && result;
    }
    return result;
  }

  #not(): boolean {
    if (this.#words[this.#at] === '!') {
      this.#at += 1;
      return !this.#not();
    }
    return this.#primary();
  }

  #primary(): boolean {
    const word = this.#words[this.#at];
    const next = this.#words[this.#at + 1];
    if (word === undefined) throw new TestError('argument expected');
    if (next !== undefined && BINARY.has(next) && this.#words.length > this.#at + 2) {
      this.#at += 3;
      return this.#binary(word, next, this.#words[this.#at - 1] as string);
    }
    if (next !== undefined && BINARY.has(next) && (this.#flavour === 'dash' || this.#flavour === 'busybox')) throw new TestError(`${next}: argument expected`);
    if (word === '(') {
      this.#at += 1;
      const result = this.#or();
      if (this.#words[this.#at] !== ')') throw new TestError(this.#flavour === 'dash' ? 'closing paren expected' : "missing ')'");
      this.#at += 1;
      return result;
    }
    if (UNARY.has(word) && next !== undefined) {
      this.#at += 2;
      return this.#unary(word, next);
    }
    this.#at += 1;
    return word !== '';
  }

  #unary(operator: string, operand: string): boolean {
    if (operator === '-n') return operand !== '';
    if (operator === '-z') return operand === '';
    if (operator === '-t') return false;
    return fileTest(this.#process, operator, operand);
  }

  #binary(left: string, operator: string, right: string): boolean {
    switch (operator) {
      case '=':
      case '==':
        // dash knows only one sign.
        if (operator === '==' && this.#flavour === 'dash') throw new TestError(unexpectedOperator(left));
        return left === right;
      case '!=':
        return left !== right;
      case '<':
        return left < right;
      case '>':
        return left > right;
      case '-nt':
      case '-ot':
      case '-ef':
        return this.#compareFiles(left, operator, right);
      default:
        return compareNumbers(operator, this.#number(left), this.#number(right));
    }
  }

  #number(text: string): bigint {
    const value = integer(text);
    if (value !== undefined) return value;
    switch (this.#flavour) {
      case 'dash':
        throw new TestError(`Illegal number: ${text}`);
      case 'busybox':
        throw new TestError(text === '' ? 'bad number' : `${text}: bad number`);
      case 'bash':
        throw new TestError(`${text}: integer expression expected`);
      default:
        throw new TestError(`invalid integer '${text}'`);
    }
  }

  #compareFiles(left: string, operator: string, right: string): boolean {
    const { fs, cwd } = this.#process;
    const a = fs.find(left, cwd);
    const b = fs.find(right, cwd);
    if (operator === '-ef') return a !== undefined && a === b;
    const newer = operator === '-nt' ? a : b;
    const older = operator === '-nt' ? b : a;
    return newer !== undefined && (older === undefined || newer.mtimeMs > older.mtimeMs);
  }

  #unexpected(): TestError {
    const [a = '', b = '', c = ''] = this.#words;
    if (this.#flavour === 'bash') return new TestError(this.#words.length === 3 ? `${b}: binary operator expected` : 'too many arguments');
    if (this.#flavour === 'busybox') return new TestError(`${this.#words[this.#at] ?? c}: unknown operand`);
    if (this.#flavour === 'dash') return new TestError(unexpectedOperator(this.#words[this.#at - 1] ?? a));
    return new TestError(`extra argument '${this.#words[this.#at] ?? ''}'`);
  }
}

/** dash leaves out what is empty. */
function unexpectedOperator(word: string): string {
  return `${word === '' ? '' : `${word}: `}unexpected operator`;
}

/** A whole number, spaces around it allowed. */
export function integer(text: string): bigint | undefined {
  return /^\s*[-+]?\d+\s*$/.test(text) ? BigInt(text.trim().replace(/^\+/, '')) : undefined;
}

export function compareNumbers(operator: string, left: bigint, right: bigint): boolean {
  switch (operator) {
    case '-eq':
      return left === right;
    case '-ne':
      return left !== right;
    case '-lt':
      return left < right;
    case '-le':
      return left <= right;
    case '-gt':
      return left > right;
    default:
      return left >= right;
  }
}

/** `-f`, `-d`, … of one path. */
export function fileTest(process: Process, operator: string, path: string): boolean {
  const { fs, cwd } = process;
  if (operator === '-h' || operator === '-L') return fs.find(path, cwd, false)?.kind === 'link';
  const node = fs.find(path, cwd);
  if (!node) return false;
  switch (operator) {
    case '-e':
      return true;
    case '-f':
      return node.kind === 'file';
    case '-d':
      return node.kind === 'dir';
    case '-c':
      return node.kind === 'device';
    case '-p':
      return node.kind === 'fifo';
    case '-s':
      return node.kind === 'dir' || (node.kind === 'file' && node.size > 0);
    case '-r':
      return fs.access(path, cwd, 4);
    case '-w':
      return fs.access(path, cwd, 2);
    case '-x':
      return fs.access(path, cwd, 1);
    case '-O':
      return node.uid === fs.uid;
    case '-G':
      return true;
    case '-k':
      return (node.mode & 0o1000) !== 0;
    case '-u':
      return (node.mode & 0o4000) !== 0;
    case '-g':
      return (node.mode & 0o2000) !== 0;
    default:
      return false;
  }
}
