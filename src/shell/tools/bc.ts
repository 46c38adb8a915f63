/** `bc`, an applet of BusyBox: numbers of any length, with as many digits behind the point as `scale` says. */
import type { Gen } from '../wait.ts';
import { readOperands } from './input.ts';
import { complain, parseOptions, type Tool, type ToolCall } from './tool.ts';

export const BC_TOOLS: Record<string, Tool> = { bc };

/** A decimal number: its digits without the point, and how many of them stand behind it. */
interface Decimal {
  digits: bigint;
  scale: number;
}

class BcError extends Error {}
class Quit extends Error {}

const ZERO: Decimal = { digits: 0n, scale: 0 };
const ONE: Decimal = { digits: 1n, scale: 0 };
const TOKEN = /\s*(?:(\d+(?:\.\d*)?|\.\d+)|([a-z][a-z0-9_]*)|("[^"]*")|(\+\+|--|[-+*/%^<>=!]=|&&|\|\||[-+*/%^()<>=!;\n]))/y;
/** Characters of a long number before the backslash that ends its line. */
const LINE = 68;

function* bc(call: ToolCall): Gen<number> {
  const options = parseOptions(call.args, 'e', { expression: 'e', mathlib: 'l' });
  const texts = yield* readOperands(call, options.has('e') && options.operands.length === 0 ? ['/dev/null'] : options.operands);
  const source = [...options.values('e'), ...texts.map(({ text }) => text)].join('\n');
  const calculator = new Calculator(options.has('l') ? 20 : 0);
  for (const statement of source
    .replace(/\/\*.*?\*\/|#.*/gs, '')
    .replace(/\\\n/g, '')
    .split('\n')) {
    try {
      for (const output of calculator.run(statement)) yield* call.process.out(output);
    } catch (error) {
      if (error instanceof Quit) return 0;
      if (!(error instanceof BcError)) throw error;
      yield* complain(call, error.message);
      return 1;
    }
  }
  return 0;
}

const align = (a: Decimal, b: Decimal): [bigint, bigint, number] => {
  const scale = Math.max(a.scale, b.scale);
  return [a.digits * 10n ** BigInt(scale - a.scale), b.digits * 10n ** BigInt(scale - b.scale), scale];
};
const cut = ({ digits, scale }: Decimal, to: number): Decimal => (scale <= to ? { digits, scale } : { digits: digits / 10n ** BigInt(scale - to), scale: to });
const truth = (holds: boolean): Decimal => (holds ? ONE : ZERO);

class Calculator {
  readonly #variables = new Map<string, Decimal>();
  #words: string[] = [];

  constructor(scale: number) {
    this.#variables.set('scale', { digits: BigInt(scale), scale: 0 });
  }

  /** What a line prints. */
  *run(line: string): Generator<string> {
    this.#words = wordsOf(line);
    while (this.#words.length > 0) {
      if (this.#take(';')) continue;
      const [first = '', second = ''] = this.#words;
      if (first === 'quit' || first === 'halt') throw new Quit();
      if (first.startsWith('"')) {
        this.#words.shift();
        yield first.slice(1, -1);
        continue;
      }
      if (first === 'print') {
        this.#words.shift();
        do yield this.#words[0]?.startsWith('"') === true ? unescaped(this.#words.shift() ?? '') : textOf(this.#or());
        while (this.#take(','));
        continue;
      }
      const isAssignment = /^[a-z]/.test(first) && /^([-+*/%^]?=)$/.test(second);
      const value = this.#or();
      if (!isAssignment) yield `${wrapped(textOf(value))}\n`;
      if (this.#words.length > 0 && this.#words[0] !== ';') throw syntaxError();
    }
  }

  get #scale(): number {
    return Number(this.#variables.get('scale')?.digits ?? 0n);
  }

  #take(word: string): boolean {
    if (this.#words[0] !== word) return false;
    this.#words.shift();
    return true;
  }

  #or(): Decimal {
    let value = this.#and();
    while (this.#take('||')) {
      const other = this.#and();
      value = truth(value.digits !== 0n || other.digits !== 0n);
    }
    return value;
  }

  #and(): Decimal {
    let value = this.#not();
    while (this.#take('&&')) {
      const other = this.#not();
      value = truth(value.digits !== 0n && other.digits !== 0n);
    }
    return value;
  }

  #not(): Decimal {
    return this.#take('!') ? truth(this.#not().digits === 0n) : this.#comparison();
  }

  #comparison(): Decimal {
    let value = this.#assignment();
    for (;;) {
      const operator = ['<=', '>=', '==', '!=', '<', '>'].find((each) => this.#take(each));
      if (operator === undefined) return value;
      const [a, b] = align(value, this.#assignment());
      const holds = { '<=': a <= b, '>=': a >= b, '==': a === b, '!=': a !== b, '<': a < b, '>': a > b }[operator];
      value = truth(holds === true);
    }
  }

  #assignment(): Decimal {
    const [name = '', operator = ''] = this.#words;
    if (!/^[a-z]/.test(name) || !/^[-+*/%^]?=$/.test(operator)) return this.#sum();
    this.#words.splice(0, 2);
    const value = this.#assignment();
    const result = operator === '=' ? value : this.#operate(operator.charAt(0), this.#variables.get(name) ?? ZERO, value);
    this.#variables.set(name, name === 'scale' ? cut(result, 0) : result);
    return result;
  }

  #sum(): Decimal {
    let value = this.#product();
    for (;;) {
      const operator = ['+', '-'].find((each) => this.#take(each));
      if (operator === undefined) return value;
      value = this.#operate(operator, value, this.#product());
    }
  }

  #product(): Decimal {
    let value = this.#power();
    for (;;) {
      const operator = ['*', '/', '%'].find((each) => this.#take(each));
      if (operator === undefined) return value;
      value = this.#operate(operator, value, this.#power());
    }
  }

  #power(): Decimal {
    const base = this.#unary();
    return this.#take('^') ? this.#operate('^', base, this.#power()) : base;
  }

  #unary(): Decimal {
    if (!this.#take('-')) return this.#primary();
    const { digits, scale } = this.#unary();
    return { digits: -digits, scale };
  }

  #primary(): Decimal {
    const word = this.#words.shift();
    if (word === undefined) throw syntaxError();
    if (word === '(') {
      const value = this.#or();
      if (!this.#take(')')) throw syntaxError();
      return value;
    }
    if (/^[\d.]/.test(word)) {
      const [whole = '', fraction = ''] = word.split('.');
      return { digits: BigInt(`${whole}${fraction}` || '0'), scale: fraction.length };
    }
    if (!/^[a-z]/.test(word)) throw syntaxError();
    if (this.#words[0] === '(') return this.#call(word);
    const value = this.#variables.get(word) ?? ZERO;
    const step = ['++', '--'].find((each) => this.#take(each));
    if (step !== undefined) this.#variables.set(word, this.#operate(step.charAt(0), value, ONE));
    return value;
  }

  #call(name: string): Decimal {
    const argument = this.#primary();
    switch (name) {
      case 'sqrt':
        if (argument.digits < 0n) throw new BcError('negative number');
        return root(argument, Math.max(this.#scale, argument.scale));
      case 'length':
        return { digits: BigInt(String(argument.digits).replace('-', '').length), scale: 0 };
      case 'scale':
        return { digits: BigInt(argument.scale), scale: 0 };
      default:
        throw new BcError(`undefined function: ${name}`);
    }
  }

  #operate(operator: string, a: Decimal, b: Decimal): Decimal {
    const [x, y, scale] = align(a, b);
    switch (operator) {
      case '+':
        return { digits: x + y, scale };
      case '-':
        return { digits: x - y, scale };
      case '*':
        return cut({ digits: a.digits * b.digits, scale: a.scale + b.scale }, Math.min(a.scale + b.scale, Math.max(this.#scale, a.scale, b.scale)));
      case '/':
        return this.#quotient(a, b, this.#scale);
      case '%': {
        const { digits, scale: behind } = this.#quotient(a, b, this.#scale);
        const [left, right, wide] = align(a, { digits: digits * b.digits, scale: behind + b.scale });
        return cut({ digits: left - right, scale: wide }, Math.max(this.#scale + b.scale, a.scale));
      }
      default:
        return this.#raised(a, Number(cut(b, 0).digits));
    }
  }

  #quotient(a: Decimal, b: Decimal, scale: number): Decimal {
    if (b.digits === 0n) throw new BcError('divide by zero');
    const [x, y] = align(a, b);
    return { digits: (x * 10n ** BigInt(scale)) / y, scale };
  }

  #raised(base: Decimal, exponent: number): Decimal {
    const whole = { digits: base.digits ** BigInt(Math.abs(exponent)), scale: base.scale * Math.abs(exponent) };
    if (exponent < 0) return this.#quotient(ONE, whole, this.#scale);
    return cut(whole, Math.min(whole.scale, Math.max(this.#scale, base.scale)));
  }
}

function root({ digits, scale }: Decimal, to: number): Decimal {
  const value = scale <= 2 * to ? digits * 10n ** BigInt(2 * to - scale) : digits / 10n ** BigInt(scale - 2 * to);
  if (value === 0n) return { digits: 0n, scale: to };
  let guess = 10n ** BigInt(Math.ceil(value.toString().length / 2) + 1);
  for (;;) {
    const next = (guess + value / guess) / 2n;
    if (next >= guess) return { digits: guess, scale: to };
    guess = next;
  }
}

function wordsOf(line: string): string[] {
  const words: string[] = [];
  TOKEN.lastIndex = 0;
  const text = line.trimEnd();
  while (TOKEN.lastIndex < text.length) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match && text.charAt(from).trim() === ',') {
      words.push(',');
      TOKEN.lastIndex = from + 1;
      continue;
    }
    if (!match) throw syntaxError();
    words.push(match[0].trim());
  }
  return words;
}

const syntaxError = (): BcError => new BcError('bad expression');
const unescaped = (word: string): string => word.slice(1, -1).replace(/\\n/g, '\n').replace(/\\t/g, '\t');

/** Without a zero before the point. */
function textOf({ digits, scale }: Decimal): string {
  const text = String(digits < 0n ? -digits : digits).padStart(scale, '0');
  const whole = text.slice(0, text.length - scale);
  if (digits === 0n) return '0';
  return `${digits < 0n ? '-' : ''}${whole}${scale === 0 ? '' : `.${text.slice(text.length - scale)}`}`;
}

function wrapped(text: string): string {
  if (text.length <= LINE) return text;
  return text.match(new RegExp(`.{1,${LINE}}`, 'g'))?.join('\\\n') ?? text;
}
