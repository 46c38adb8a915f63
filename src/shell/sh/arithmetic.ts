/** `$(( ))`: 64-bit integers, C's operators, variables by name. */
import type { ShellFlavour } from './wording.ts';

type Expression =
  | { kind: 'number'; value: bigint }
  | { kind: 'variable'; name: string }
  | { kind: 'unary'; operator: string; operand: Expression }
  | { kind: 'step'; name: string; by: bigint; before: boolean }
  | { kind: 'binary'; operator: string; left: Expression; right: Expression }
  | { kind: 'ternary'; test: Expression; yes: Expression; no: Expression }
  | { kind: 'assign'; name: string; operator: string; value: Expression };

/** An expression that cannot be computed, in the flavour's words (without `sh: 1: `). */
export class ArithmeticError extends Error {
  override readonly name = 'ArithmeticError';
}

export interface Variables {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
}

const BINARY_LEVELS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<=', '>=', '<', '>'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];

const TOKEN =
  /\s*(?:(0[xX][0-9a-fA-F]+|\d+(?:#\w+)?|\d\w*)|([A-Za-z_]\w*(?:\[[^\]]*\])?)|(<<=|>>=|\*\*|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|[-+*/%<>=!~&|^?:(),]))/y;

const cache = new Map<string, Expression>();

/** Value of an expression whose `$` expansions are done. Empty is 0. Throws {@link ArithmeticError}. */
export function evaluateArithmetic(text: string, variables: Variables, flavour: ShellFlavour): bigint {
  const key = `${flavour} ${text}`;
  let expression = cache.get(key);
  if (!expression) {
    expression = new Parser(text, flavour).parse();
    if (cache.size > 2000) cache.clear();
    cache.set(key, expression);
  }
  return evaluate(expression, variables, flavour, text);
}

class Parser {
  readonly #text: string;
  readonly #flavour: ShellFlavour;
  readonly #tokens: string[] = [];
  #position = 0;

  constructor(text: string, flavour: ShellFlavour) {
    this.#text = text;
    this.#flavour = flavour;
  }

  parse(): Expression {
    TOKEN.lastIndex = 0;
    const text = this.#text.trimEnd();
    while (TOKEN.lastIndex < text.length) {
      const at = TOKEN.lastIndex;
      const match = TOKEN.exec(text);
      if (!match) this.#fail(text.slice(at).trim());
      else {
        const token = match[1] ?? match[2] ?? match[3] ?? '';
        // dash knows no ++, -- and **: they are two signs
        if (this.#flavour === 'dash' && ['++', '--', '**'].includes(token)) this.#tokens.push(...token);
        else this.#tokens.push(token);
      }
    }
    if (this.#tokens.length === 0) return { kind: 'number', value: 0n };
    const expression = this.#comma();
    if (this.#position < this.#tokens.length) this.#fail(this.#peek() ?? '', 'EOF');
    return expression;
  }

  #comma(): Expression {
    let left = this.#assignment();
    while (this.#flavour !== 'dash' && this.#accept(',')) left = { kind: 'binary', operator: ',', left, right: this.#assignment() };
    return left;
  }

  #assignment(): Expression {
    const name = this.#peek();
    const operator = this.#tokens[this.#position + 1];
    if (name !== undefined && isName(name) && operator !== undefined && /^(?:[-+*/%&|^]|<<|>>)?=$/.test(operator)) {
      this.#position += 2;
      return { kind: 'assign', name, operator: operator.slice(0, -1), value: this.#assignment() };
    }
    return this.#ternary();
  }

  #ternary(): Expression {
    const test = this.#binary(0);
    if (!this.#accept('?')) return test;
    const yes = this.#assignment();
    if (!this.#accept(':')) this.#fail(this.#peek() ?? '');
    return { kind: 'ternary', test, yes, no: this.#assignment() };
  }

  #binary(level: number): Expression {
    const operators = BINARY_LEVELS[level];
    if (!operators) return this.#power();
    let left = this.#binary(level + 1);
    for (;;) {
      const operator = this.#peek();
      if (operator === undefined || !operators.includes(operator)) return left;
      this.#position += 1;
      left = { kind: 'binary', operator, left, right: this.#binary(level + 1) };
    }
  }

  #power(): Expression {
    const base = this.#unary();
    if (this.#flavour === 'dash' || !this.#accept('**')) return base;
    return { kind: 'binary', operator: '**', left: base, right: this.#power() };
  }

  #unary(): Expression {
    const token = this.#peek();
    if (token === '++' || token === '--') {
      const name = this.#tokens[this.#position + 1];
      if (this.#flavour !== 'dash' && name !== undefined && isName(name)) {
        this.#position += 2;
        return { kind: 'step', name, by: token === '++' ? 1n : -1n, before: true };
      }
      this.#position += 1;
      const sign = token.charAt(0);
      return { kind: 'unary', operator: sign, operand: { kind: 'unary', operator: sign, operand: this.#unary() } };
    }
    if (token !== undefined && ['+', '-', '!', '~'].includes(token)) {
      this.#position += 1;
      return { kind: 'unary', operator: token, operand: this.#unary() };
    }
    return this.#primary();
  }

  #primary(): Expression {
    const token = this.#peek();
    if (token === undefined) return this.#fail('', 'primary');
    this.#position += 1;
    if (token === '(') {
      const inside = this.#comma();
      if (!this.#accept(')')) this.#fail(this.#peek() ?? '', ')');
      return inside;
    }
    if (isName(token)) {
      const next = this.#peek();
      if ((next === '++' || next === '--') && this.#flavour !== 'dash') {
        this.#position += 1;
        return { kind: 'step', name: token, by: next === '++' ? 1n : -1n, before: false };
      }
      return { kind: 'variable', name: token };
    }
    const value = parseInteger(token);
    if (value !== undefined) return { kind: 'number', value };
    if (/^\d/.test(token)) {
      throw new ArithmeticError(
        this.#flavour === 'bash'
          ? `${this.#text}: value too great for base (error token is "${token}")`
          : this.#flavour === 'busybox'
            ? 'arithmetic syntax error'
            : `arithmetic expression: expecting EOF: "${this.#text}"`,
      );
    }
    this.#position -= 1;
    return this.#fail(token, 'primary');
  }

  #peek(): string | undefined {
    return this.#tokens[this.#position];
  }

  #accept(token: string): boolean {
    if (this.#peek() !== token) return false;
    this.#position += 1;
    return true;
  }

  #fail(token: string, expecting = 'primary'): never {
    if (this.#flavour === 'busybox') throw new ArithmeticError('arithmetic syntax error');
    if (this.#flavour === 'dash') throw new ArithmeticError(`arithmetic expression: expecting ${expecting}: "${this.#text}"`);
    const error = token === '' ? (this.#tokens.at(-1) ?? '') : token;
    const words = expecting === 'EOF' ? 'syntax error in expression' : 'syntax error: operand expected';
    throw new ArithmeticError(`${this.#text}: ${words} (error token is "${error}")`);
  }
}

function isName(token: string): boolean {
  return /^[A-Za-z_]/.test(token);
}

/** Decimal, octal with a leading 0, hexadecimal, `base#digits`; undefined if the digits do not fit the base. */
export function parseInteger(text: string): bigint | undefined {
  const trimmed = text.trim();
  const signed = /^([-+]?)(.*)$/s.exec(trimmed);
  const digits = signed?.[2] ?? '';
  const sign = signed?.[1] === '-' ? -1n : 1n;
  if (/^0[xX][0-9a-fA-F]+$/.test(digits)) return sign * BigInt(digits);
  if (/^0[0-7]*$/.test(digits)) return digits === '0' ? 0n : sign * BigInt(`0o${digits.slice(1)}`);
  if (/^[1-9]\d*$/.test(digits)) return sign * BigInt(digits);
  const based = /^(\d+)#(\w+)$/.exec(digits);
  if (!based) return undefined;
  const base = BigInt(based[1] as string);
  let value = 0n;
  for (const c of (based[2] as string).toLowerCase()) {
    const digit = BigInt(Number.parseInt(c, 36));
    if (digit >= base) return undefined;
    value = value * base + digit;
  }
  return sign * value;
}

function evaluate(e: Expression, variables: Variables, flavour: ShellFlavour, source: string): bigint {
  const value = (of: Expression) => evaluate(of, variables, flavour, source);
  switch (e.kind) {
    case 'number':
      return wrap(e.value);
    case 'variable':
      return lookUp(e.name, variables, flavour);
    case 'unary': {
      const operand = value(e.operand);
      if (e.operator === '-') return wrap(-operand);
      if (e.operator === '!') return operand === 0n ? 1n : 0n;
      return e.operator === '~' ? wrap(~operand) : operand;
    }
    case 'step': {
      const old = lookUp(e.name, variables, flavour);
      variables.set(e.name, String(wrap(old + e.by)));
      return e.before ? wrap(old + e.by) : old;
    }
    case 'ternary':
      return value(e.test) !== 0n ? value(e.yes) : value(e.no);
    case 'assign': {
      const right = value(e.value);
      const result = e.operator === '' ? right : apply(e.operator, lookUp(e.name, variables, flavour), right, flavour, source);
      variables.set(e.name, String(result));
      return result;
    }
    case 'binary':
      if (e.operator === '&&') return value(e.left) !== 0n && value(e.right) !== 0n ? 1n : 0n;
      if (e.operator === '||') return value(e.left) !== 0n || value(e.right) !== 0n ? 1n : 0n;
      return apply(e.operator, value(e.left), value(e.right), flavour, source);
  }
}

function apply(operator: string, left: bigint, right: bigint, flavour: ShellFlavour, source: string): bigint {
  switch (operator) {
    case '+':
      return wrap(left + right);
    case '-':
      return wrap(left - right);
    case '*':
      return wrap(left * right);
    case '/':
    case '%':
      if (right === 0n) throw new ArithmeticError(divisionByZero(flavour, source));
      return wrap(operator === '/' ? left / right : left % right);
    case '**':
      if (right < 0n) throw new ArithmeticError(`${source}: exponent less than 0`);
      return wrap(left ** right);
    case '<<':
      return wrap(left << (right & 63n));
    case '>>':
      return wrap(left >> (right & 63n));
    case '<':
      return left < right ? 1n : 0n;
    case '>':
      return left > right ? 1n : 0n;
    case '<=':
      return left <= right ? 1n : 0n;
    case '>=':
      return left >= right ? 1n : 0n;
    case '==':
      return left === right ? 1n : 0n;
    case '!=':
      return left !== right ? 1n : 0n;
    case '&':
      return wrap(left & right);
    case '|':
      return wrap(left | right);
    case '^':
      return wrap(left ^ right);
    default:
      return right;
  }
}

function divisionByZero(flavour: ShellFlavour, source: string): string {
  if (flavour === 'busybox') return 'divide by zero';
  if (flavour === 'dash') return `arithmetic expression: division by zero: "${source}"`;
  return `${source}: division by 0 (error token is "${source.split(/[/%]/).at(-1)?.trim() ?? ''}")`;
}

function wrap(value: bigint): bigint {
  return BigInt.asIntN(64, value);
}

function lookUp(name: string, variables: Variables, flavour: ShellFlavour): bigint {
  const text = (variables.get(name) ?? '').trim();
  if (text === '') return 0n;
  const number = parseInteger(text);
  if (number !== undefined) return wrap(number);
  // dash takes numbers only; the others evaluate what the variable holds as an expression of its own.
  if (flavour === 'dash') throw new ArithmeticError(`Illegal number: ${text}`);
  if (text === name) return 0n;
  return evaluateArithmetic(text, variables, flavour);
}
