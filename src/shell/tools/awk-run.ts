/** Runs awk programs: records, fields, variables, arrays. */
import type { Process } from '../process.ts';
import type { Gen } from '../wait.ts';
import type { AwkExpression, AwkRule, AwkStatement } from './awk-parse.ts';
import { formatPrintf } from './printf.ts';
import { type AwkValue as Value, arithmetic, isNumeric, numberOf, splitFields, textOf, truthOf } from './awk-values.ts';
import { posixRegExp } from './regular.ts';

class Next {}
class Leave {
  readonly again: boolean;

  constructor(again: boolean) {
    this.again = again;
  }
}

class Exit {}

export class AwkRun {
  exitCode: number | undefined;
  readonly #process: Process;
  readonly #rules: readonly AwkRule[];
  readonly #variables = new Map<string, Value>([
    ['NR', 0],
    ['FNR', 0],
    ['OFS', ' '],
    ['ORS', '\n'],
    ['SUBSEP', '\x1c'],
    ['FILENAME', ''],
  ]);
  readonly #arrays = new Map<string, Map<string, Value>>();
  readonly #active = new Set<AwkRule>();
  readonly #written = new Set<string>();
  readonly #expressions = new Map<string, RegExp>();
  #record = '';
  #fields: string[] = [];

  constructor(process: Process, rules: readonly AwkRule[], separator: string) {
    this.#process = process;
    this.#rules = rules;
    this.#variables.set('FS', separator);
    this.#variables.set('NF', 0);
    this.#arrays.set('ENVIRON', new Map(process.env));
  }

  assign(name: string, value: string): void {
    this.#variables.set(name, { input: value });
  }

  readsInput(): boolean {
    return this.exitCode === undefined && this.#rules.some(({ when }) => when !== 'BEGIN');
  }

  startFile(path: string): void {
    this.#variables.set('FILENAME', path === '-' ? '' : path);
    this.#variables.set('FNR', 0);
  }

  *begin(): Gen<void> {
    for (const rule of this.#rules) if (rule.when === 'BEGIN') yield* this.#guarded(rule);
  }

  *record(line: string): Gen<void> {
    this.#setRecord(line);
    for (const name of ['NR', 'FNR']) this.#variables.set(name, numberOf(this.#variables.get(name) ?? 0) + 1);
    try {
      for (const rule of this.#rules) {
        if (rule.when === 'BEGIN' || rule.when === 'END' || !this.#selected(rule)) continue;
        if (rule.body) yield* this.#run(rule.body);
        else yield* this.#process.out(`${this.#record}${textOf(this.#variables.get('ORS') ?? '\n')}`);
      }
    } catch (error) {
      if (error instanceof Exit) return;
      if (!(error instanceof Next)) throw error;
    }
  }

  /** Runs the END rules; the exit code. */
  *end(): Gen<number> {
    for (const rule of this.#rules) if (rule.when === 'END') yield* this.#guarded(rule);
    return this.exitCode ?? 0;
  }

  *#guarded(rule: AwkRule): Gen<void> {
    try {
      if (rule.body) yield* this.#run(rule.body);
    } catch (error) {
      if (!(error instanceof Exit) && !(error instanceof Next)) throw error;
    }
  }

  #selected(rule: AwkRule): boolean {
    if (rule.when === 'always') return true;
    const test = rule.when as AwkExpression;
    if (!rule.to) return truthOf(this.#evaluate(test));
    if (!this.#active.has(rule)) {
      if (!truthOf(this.#evaluate(test))) return false;
      this.#active.add(rule);
    }
    if (truthOf(this.#evaluate(rule.to))) this.#active.delete(rule);
    return true;
  }

  *#run(statement: AwkStatement): Gen<void> {
    yield* this.#process.tick();
    switch (statement.kind) {
      case 'block':
        for (const one of statement.body) yield* this.#run(one);
        return;
      case 'expression':
        this.#evaluate(statement.value);
        return;
      case 'print':
        yield* this.#print(statement);
        return;
      case 'if':
        if (truthOf(this.#evaluate(statement.test))) yield* this.#run(statement.yes);
        else if (statement.no) yield* this.#run(statement.no);
        return;
      case 'while':
        for (let first = statement.first; first || truthOf(this.#evaluate(statement.test)); first = false) if (yield* this.#loopBody(statement.body)) return;
        return;
      case 'for':
        if (statement.start) yield* this.#run(statement.start);
        while (!statement.test || truthOf(this.#evaluate(statement.test))) {
          if (yield* this.#loopBody(statement.body)) return;
          if (statement.step) yield* this.#run(statement.step);
        }
        return;
      case 'for-in':
        for (const key of [...(this.#arrays.get(statement.name)?.keys() ?? [])]) {
          this.#variables.set(statement.variable, { input: key });
          if (yield* this.#loopBody(statement.body)) return;
        }
        return;
      case 'next':
        throw new Next();
      case 'break':
      case 'continue':
        throw new Leave(statement.kind === 'continue');
      case 'exit':
        this.exitCode = statement.code ? numberOf(this.#evaluate(statement.code)) : (this.exitCode ?? 0);
        throw new Exit();
      case 'delete':
        if (statement.keys) this.#arrays.get(statement.name)?.delete(this.#key(statement.keys));
        else this.#arrays.delete(statement.name);
    }
  }

  /** True if the loop is left. */
  *#loopBody(body: AwkStatement): Gen<boolean> {
    try {
      yield* this.#run(body);
      return false;
    } catch (error) {
      if (!(error instanceof Leave)) throw error;
      return !error.again;
    }
  }

  *#print(statement: Extract<AwkStatement, { kind: 'print' }>): Gen<void> {
    const values = statement.args.map((argument) => this.#evaluate(argument));
    let text: string;
    if (statement.format) text = this.#format(values);
    else {
      const words = values.length === 0 ? [this.#record] : values.map((value) => textOf(value));
      text = words.join(textOf(this.#variables.get('OFS') ?? ' ')) + textOf(this.#variables.get('ORS') ?? '\n');
    }
    const path = statement.to ? textOf(this.#evaluate(statement.to)) : undefined;
    if (path === undefined || path === '/dev/stdout') yield* this.#process.out(text);
    else if (path === '/dev/stderr') yield* this.#process.err(text);
    else {
      const append = statement.append || this.#written.has(path);
      this.#written.add(path);
      this.#process.fs
        .open(path, this.#process.cwd, { read: false, write: true, append, create: true, truncate: !append, umask: this.#process.umask })
        .put(text);
    }
  }

  #format(values: readonly Value[]): string {
    const [format = '', ...rest] = values;
    return formatPrintf(
      textOf(format).replaceAll('\\', '\\\\'),
      rest.map((value) => (typeof value === 'number' && !Number.isInteger(value) ? String(value) : textOf(value))),
      'coreutils',
    ).output;
  }

  #evaluate(e: AwkExpression): Value {
    switch (e.kind) {
      case 'number':
      case 'string':
        return e.value;
      case 'regexp':
        return Number(this.#expression(e.source).test(this.#record));
      case 'variable':
        return this.#variables.get(e.name) ?? { input: '' };
      case 'element':
        return this.#element(e.name, this.#key(e.keys));
      case 'field': {
        const index = numberOf(this.#evaluate(e.index));
        return { input: index === 0 ? this.#record : (this.#fields[index - 1] ?? '') };
      }
      case 'unary': {
        const operand = this.#evaluate(e.operand);
        return e.operator === '!' ? Number(!truthOf(operand)) : e.operator === '-' ? -numberOf(operand) : numberOf(operand);
      }
      case 'step': {
        const old = numberOf(this.#evaluate(e.target));
        this.#store(e.target, old + e.by);
        return e.before ? old + e.by : old;
      }
      case 'in':
        return Number(this.#array(e.name).has(this.#key(e.keys)));
      case 'ternary':
        return this.#evaluate(truthOf(this.#evaluate(e.test)) ? e.yes : e.no);
      case 'assign': {
        const right = this.#evaluate(e.value);
        const value = e.operator === '' ? right : arithmetic(e.operator, numberOf(this.#evaluate(e.target)), numberOf(right));
        this.#store(e.target, value);
        return value;
      }
      case 'binary':
        return this.#binary(e);
      case 'call':
        return this.#call(e.name, e.args);
    }
  }

  #binary(e: Extract<AwkExpression, { kind: 'binary' }>): Value {
    if (e.operator === '&&') return Number(truthOf(this.#evaluate(e.left)) && truthOf(this.#evaluate(e.right)));
    if (e.operator === '||') return Number(truthOf(this.#evaluate(e.left)) || truthOf(this.#evaluate(e.right)));
    const left = this.#evaluate(e.left);
    if (e.operator === '~' || e.operator === '!~') return Number(this.#pattern(e.right).test(textOf(left)) === (e.operator === '~'));
    const right = this.#evaluate(e.right);
    if (e.operator === ' ') return textOf(left) + textOf(right);
    if (!/^[<>=!]/.test(e.operator)) return arithmetic(e.operator, numberOf(left), numberOf(right));
    const numeric = isNumeric(left) && isNumeric(right);
    const [a, b] = numeric ? [numberOf(left), numberOf(right)] : [textOf(left), textOf(right)];
    const holds = { '<': a < b, '<=': a <= b, '==': a === b, '!=': a !== b, '>': a > b, '>=': a >= b }[e.operator];
    return Number(holds);
  }

  #call(name: string, args: readonly AwkExpression[]): Value {
    const value = (index: number) => (args[index] ? this.#evaluate(args[index]) : '');
    const text = (index: number) => textOf(value(index));
    const number = (index: number) => numberOf(value(index));
    switch (name) {
      case 'length': {
        const first = args[0];
        if (first?.kind === 'variable' && this.#arrays.has(first.name)) return this.#array(first.name).size;
        return [...(first ? text(0) : this.#record)].length;
      }
      case 'substr': {
        const from = Math.round(number(1));
        const end = args.length > 2 ? from + Math.round(number(2)) : Number.POSITIVE_INFINITY;
        return text(0).slice(Math.max(0, from - 1), Math.max(0, end - 1));
      }
      case 'index':
        return text(0).indexOf(text(1)) + 1;
      case 'toupper':
        return text(0).toUpperCase();
      case 'tolower':
        return text(0).toLowerCase();
      case 'int':
        return Math.trunc(number(0));
      case 'sqrt':
        return Math.sqrt(number(0));
      case 'sprintf':
        return this.#format(args.map((argument) => this.#evaluate(argument)));
      case 'systime':
        return Math.floor((this.#process.kernel.options.epochMs + this.#process.kernel.now()) / 1000);
      case 'match': {
        const found = args[1] ? this.#pattern(args[1]).exec(text(0)) : null;
        this.#variables.set('RSTART', found ? found.index + 1 : 0);
        this.#variables.set('RLENGTH', found ? found[0].length : -1);
        return found ? found.index + 1 : 0;
      }
      case 'split': {
        const target = args[1];
        if (target?.kind !== 'variable') return 0;
        const separator = args[2];
        const pieces = splitFields(
          text(0),
          separator === undefined ? textOf(this.#variables.get('FS') ?? ' ') : separator.kind === 'regexp' ? this.#expression(separator.source) : text(2),
        );
        this.#arrays.set(target.name, new Map(pieces.map((piece, index) => [String(index + 1), { input: piece }])));
        return pieces.length;
      }
      case 'sub':
      case 'gsub': {
        const target: AwkExpression = args[2] ?? { kind: 'field', index: { kind: 'number', value: 0 } };
        const pattern = args[0] ? this.#pattern(args[0]) : /$^/;
        const replacement = text(1);
        let count = 0;
        const result = textOf(this.#evaluate(target)).replace(new RegExp(pattern.source, name === 'gsub' ? 'g' : ''), (whole) => {
          count += 1;
          return replacement.replace(/\\&|&/g, (mark) => (mark === '&' ? whole : '&'));
        });
        if (count > 0) this.#store(target, result);
        return count;
      }
      default:
        return { input: '' };
    }
  }

  #store(target: AwkExpression, value: Value): void {
    if (target.kind === 'variable') {
      this.#variables.set(target.name, value);
      if (target.name === 'NF') this.#rebuild(numberOf(value));
    } else if (target.kind === 'element') this.#array(target.name).set(this.#key(target.keys), value);
    else if (target.kind === 'field') {
      const index = numberOf(this.#evaluate(target.index));
      if (index === 0) this.#setRecord(textOf(value));
      else {
        while (this.#fields.length < index) this.#fields.push('');
        this.#fields[index - 1] = textOf(value);
        this.#rebuild(this.#fields.length);
      }
    }
  }

  #rebuild(count: number): void {
    this.#fields = Array.from({ length: count }, (_, index) => this.#fields[index] ?? '');
    this.#record = this.#fields.join(textOf(this.#variables.get('OFS') ?? ' '));
    this.#variables.set('NF', count);
  }

  #setRecord(line: string): void {
    this.#record = line;
    this.#fields = splitFields(line, textOf(this.#variables.get('FS') ?? ' '));
    this.#variables.set('NF', this.#fields.length);
  }

  #array(name: string): Map<string, Value> {
    let array = this.#arrays.get(name);
    if (!array) {
      array = new Map();
      this.#arrays.set(name, array);
    }
    return array;
  }

  /** Looking at an element makes it. */
  #element(name: string, key: string): Value {
    const array = this.#array(name);
    const value = array.get(key);
    if (value !== undefined) return value;
    array.set(key, { input: '' });
    return { input: '' };
  }

  #key(keys: readonly AwkExpression[]): string {
    return keys.map((key) => textOf(this.#evaluate(key))).join('\x1c');
  }

  #pattern(e: AwkExpression): RegExp {
    return this.#expression(e.kind === 'regexp' ? e.source : textOf(this.#evaluate(e)));
  }

  #expression(source: string): RegExp {
    let expression = this.#expressions.get(source);
    if (!expression) {
      expression = posixRegExp(source, true, '');
      this.#expressions.set(source, expression);
    }
    return expression;
  }
}
