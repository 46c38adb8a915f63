/** `expr`. */
import { posixRegExp } from './regular.ts';
import { complain, type Tool } from './tool.ts';

class ExprError extends Error {
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

const LEVELS: readonly (readonly string[])[] = [['|'], ['&'], ['<', '<=', '=', '==', '!=', '>=', '>'], ['+', '-'], ['*', '/', '%'], [':']];

export const EXPR_TOOLS: Record<string, Tool> = {
  *expr(call) {
    try {
      const parser = new Parser(call.args, call.flavour === 'busybox');
      const value = parser.parse();
      yield* call.process.out(`${value}\n`);
      return value === '' || /^-?0+$/.test(value) ? 1 : 0;
    } catch (error) {
      if (!(error instanceof ExprError)) throw error;
      yield* complain(call, error.message);
      return error.status;
    }
  },
};

class Parser {
  readonly #words: readonly string[];
  readonly #busybox: boolean;
  #at = 0;

  constructor(words: readonly string[], busybox: boolean) {
    this.#words = words;
    this.#busybox = busybox;
  }

  parse(): string {
    if (this.#words.length === 0) throw new ExprError(this.#busybox ? 'too few arguments' : "missing operand\nTry 'expr --help' for more information.", 2);
    const value = this.#level(0);
    const rest = this.#words[this.#at];
    if (rest !== undefined) throw this.#syntax(`unexpected argument '${rest}'`);
    return value;
  }

  #level(index: number): string {
    const operators = LEVELS[index];
    if (!operators) return this.#primary();
    let left = this.#level(index + 1);
    for (let operator = this.#words[this.#at]; operator !== undefined && operators.includes(operator); operator = this.#words[this.#at]) {
      this.#at += 1;
      left = this.#apply(operator, left, this.#level(index + 1));
    }
    return left;
  }

  #primary(): string {
    const word = this.#words[this.#at];
    if (word === undefined) throw this.#syntax(`missing argument after '${this.#words[this.#at - 1] ?? ''}'`);
    this.#at += 1;
    if (word === '(') {
      const value = this.#level(0);
      if (this.#words[this.#at] !== ')') throw this.#syntax("expecting ')'");
      this.#at += 1;
      return value;
    }
    if (word === 'length' && this.#words[this.#at] !== undefined) return String([...this.#primary()].length);
    if (word === 'match' && this.#words[this.#at + 1] !== undefined) return this.#apply(':', this.#primary(), this.#primary());
    if (word === 'substr' && this.#words[this.#at + 2] !== undefined) {
      const text = this.#primary();
      const from = Number(this.#primary());
      const length = Number(this.#primary());
      return text.slice(from - 1, from - 1 + length);
    }
    if (word === 'index' && this.#words[this.#at + 1] !== undefined) {
      const text = this.#primary();
      const set = this.#primary();
      return String([...text].findIndex((c) => set.includes(c)) + 1);
    }
    return word;
  }

  #apply(operator: string, left: string, right: string): string {
    const empty = (text: string) => text === '' || text === '0';
    const numeric = /^-?\d+$/.test(left) && /^-?\d+$/.test(right);
    switch (operator) {
      case '|':
        return empty(left) ? (right === '' ? '0' : right) : left;
      case '&':
        return empty(left) || empty(right) ? '0' : left;
      case ':': {
        const match = posixRegExp(`^${right.replace(/^\^/, '')}`, false, '').exec(left);
        if (/\\\(/.test(right)) return match?.[1] ?? '';
        return String(match ? match[0].length : 0);
      }
      case '+':
      case '-':
      case '*':
      case '/':
      case '%': {
        if (!numeric) throw new ExprError(this.#busybox ? 'non-numeric argument' : 'non-integer argument', 2);
        const [a, b] = [BigInt(left), BigInt(right)];
        if ((operator === '/' || operator === '%') && b === 0n) throw new ExprError('division by zero', 2);
        return String(operator === '+' ? a + b : operator === '-' ? a - b : operator === '*' ? a * b : operator === '/' ? a / b : a % b);
      }
      default: {
        const order = numeric ? Number(BigInt(left) > BigInt(right)) - Number(BigInt(left) < BigInt(right)) : Number(left > right) - Number(left < right);
        const holds = { '<': order < 0, '<=': order <= 0, '=': order === 0, '==': order === 0, '!=': order !== 0, '>=': order >= 0, '>': order > 0 }[operator];
        return holds ? '1' : '0';
      }
    }
  }

  #syntax(message: string): ExprError {
    return new ExprError(this.#busybox ? 'syntax error' : `syntax error: ${message}`, 2);
  }
}
