/** Carries out Go's templates (text/template/exec.go). */
import { sortedKeys, goQuote } from '../../../go-text.ts';
import { isFields } from '../../../schema/fields.ts';
import { FunctionError, FUNCTIONS } from './functions.ts';
import type { Command, Node, Operand, Pipe, Template } from './parser.ts';
import { boxed, isTrue, NOTHING, printed, unboxed, type Value } from './values.ts';

/** Why a template stopped: `template: output:1:2: executing "output" at <.a>: …`. */
export class RunError extends Error {
  /** What it had written by then. */
  printed = '';
}

/** Rounds of all ranges together, after which a template is taken for endless. */
const MOST_ROUNDS = 1_000_000;
const DEEPEST = 1000;

/** @throws {RunError} */
export function runTemplate(template: Template, value: unknown, { isStrict = false }: { isStrict?: boolean }): string {
  const run = new Run(template, { is: value, goType: 'map[string]interface {}' }, isStrict);
  try {
    run.walk(template.body, run.root);
  } catch (error) {
    if (error instanceof RunError) error.printed = run.out;
    throw error;
  }
  return run.out;
}

type Jump = 'break' | 'continue';
interface Place {
  at: number;
  text: string;
}

class Run {
  out = '';
  readonly root: Value;
  readonly #named: ReadonlyMap<string, Node[]>;
  readonly #source: string;
  readonly #isStrict: boolean;
  #variables: { name: string; value: Value }[];
  #place: Place = { at: 0, text: '' };
  #name = 'output';
  #rounds = 0;
  #depth = 0;

  constructor({ named, source }: Template, root: Value, isStrict: boolean) {
    this.#named = named;
    this.#source = source;
    this.root = root;
    this.#isStrict = isStrict;
    this.#variables = [{ name: '$', value: root }];
  }

  #error(message: string): RunError {
    return new RunError(`template: output:${this.#position}: executing ${goQuote(this.#name)} at <${this.#place.text}>: ${message}`);
  }

  /** Line from 1, column from 0, as Go counts them. */
  get #position(): string {
    const before = this.#source.slice(0, this.#place.at).split('\n');
    return `${before.length}:${before.at(-1)?.length ?? 0}`;
  }

  /** What ends the round of a range, if anything does. */
  walk(nodes: readonly Node[], dot: Value): Jump | undefined {
    for (const node of nodes) {
      const jump = this.#step(node, dot);
      if (jump !== undefined) return jump;
    }
    return undefined;
  }

  #step(node: Node, dot: Value): Jump | undefined {
    switch (node.type) {
      case 'text':
        this.out += node.text;
        return undefined;
      case 'break':
      case 'continue':
        return node.type;
      case 'action': {
        this.#place = node;
        const value = this.#pipe(node.pipe, dot);
        if (node.pipe.declared.length === 0) this.out += printed(value);
        return undefined;
      }
      case 'template':
        this.#template(node, dot);
        return undefined;
      case 'range':
        return this.#scoped(() => this.#range(node, dot));
      default:
        return this.#scoped(() => {
          this.#place = node;
          const value = this.#pipe(node.pipe, dot);
          if (isTrue(value)) return this.walk(node.body, node.type === 'with' ? value : dot);
          return this.walk(node.otherwise ?? [], dot);
        });
    }
  }

  #scoped<T>(inner: () => T): T {
    const mark = this.#variables.length;
    const result = inner();
    this.#variables.length = mark;
    return result;
  }

  #template(node: Node & { type: 'template' }, dot: Value): void {
    this.#place = node;
    const body = this.#named.get(node.name);
    if (body === undefined) throw this.#error(`template ${goQuote(node.name)} not defined`);
    if (this.#depth >= DEEPEST) throw this.#error('exceeded maximum template depth (100000)');
    const value = node.pipe === undefined ? NOTHING : this.#pipe(node.pipe, dot);
    const [name, variables] = [this.#name, this.#variables];
    this.#name = node.name;
    this.#variables = [{ name: '$', value }];
    this.#depth += 1;
    this.walk(body, value);
    this.#depth -= 1;
    this.#name = name;
    this.#variables = variables;
  }

  #range(node: Node & { type: 'range' }, dot: Value): Jump | undefined {
    this.#place = node;
    const value = this.#pipe(node.pipe, dot);
    const rounds = this.#roundsOf(value, node.pipe);
    const mark = this.#variables.length;
    let isEmpty = true;
    for (const { index, item } of rounds) {
      isEmpty = false;
      this.#rounds += 1;
      if (this.#rounds > MOST_ROUNDS) throw this.#error(`more than ${MOST_ROUNDS} rounds; a template ends here before that`);
      this.#bind(node.pipe, mark, index, item);
      const jump = this.walk(node.body, item);
      this.#variables.length = mark;
      if (jump === 'break') break;
    }
    return isEmpty ? this.walk(node.otherwise ?? [], dot) : undefined;
  }

  *#roundsOf({ is }: Value, { declared }: Pipe): Generator<{ index: Value; item: Value }> {
    if (typeof is === 'number' && Number.isInteger(is)) {
      if (declared.length > 1) throw this.#error(`can't use ${is} to iterate over more than one variable`);
      for (let i = 0; i < is; i += 1) yield { index: NOTHING, item: { is: i, goType: 'int' } };
    } else if (Array.isArray(is)) {
      for (const [i, item] of is.entries()) yield { index: { is: i, goType: 'int' }, item: boxed(item) };
    } else if (isFields(is)) {
      for (const key of sortedKeys(is)) yield { index: { is: key, goType: 'string' }, item: boxed(is[key]) };
    } else if (is !== undefined && is !== null) throw this.#error(`range can't iterate over ${String(is)}`);
  }

  /** With two variables the first is the index. */
  #bind({ declared, isAssignment }: Pipe, mark: number, index: Value, item: Value): void {
    const values = declared.length > 1 ? [index, item] : [item];
    for (const [i, name] of declared.entries()) {
      const value = values[i] ?? NOTHING;
      if (isAssignment) this.#assign(name, value);
      else (this.#variables[mark - declared.length + i] as { value: Value }).value = value;
    }
  }

  #assign(name: string, value: Value): void {
    const held = this.#variables.findLast((variable) => variable.name === name);
    if (held === undefined) throw this.#error(`undefined variable: ${name}`);
    held.value = value;
  }

  #pipe(pipe: Pipe, dot: Value): Value {
    let value: Value | undefined;
    for (const command of pipe.commands) value = unboxed(this.#command(command, dot, value));
    const result = value ?? NOTHING;
    for (const name of pipe.declared) {
      if (pipe.isAssignment) this.#assign(name, result);
      else this.#variables.push({ name, value: result });
    }
    return result;
  }

  /** `last` is what the command before it in the pipe gave. */
  #command(command: Command, dot: Value, last: Value | undefined): Value {
    const [first, ...args] = command.operands as [Operand, ...Operand[]];
    const hasArgs = args.length > 0 || last !== undefined;
    switch (first.type) {
      case 'function':
        return this.#call(first.name, command, args, dot, last);
      case 'field':
      case 'chain':
      case 'variable':
        return this.#fields(first, dot, hasArgs);
      case 'pipe':
        this.#refuseArguments(first, hasArgs);
        return this.#pipe(first.pipe, dot);
    }
    this.#place = first;
    this.#refuseArguments(first, hasArgs);
    if (first.type === 'nil') throw this.#error('nil is not a command');
    return first.type === 'dot' ? dot : { is: first.value, goType: first.goType };
  }

  #refuseArguments(operand: Operand, hasArgs: boolean): void {
    if (hasArgs) throw this.#error(`can't give argument to non-function ${operand.type === 'pipe' ? `(${operand.text})` : operand.text}`);
  }

  #argument(operand: Operand, dot: Value): Value {
    switch (operand.type) {
      case 'dot':
        return dot;
      case 'nil':
        return NOTHING;
      case 'literal':
        return { is: operand.value, goType: operand.goType };
      case 'pipe':
        return this.#pipe(operand.pipe, dot);
      case 'function':
        return this.#call(operand.name, operand, [], dot, undefined);
      default:
        return this.#fields(operand, dot, false);
    }
  }

  #fields(operand: Operand & { type: 'field' | 'chain' | 'variable' }, dot: Value, hasArgs: boolean): Value {
    this.#place = operand;
    let value = dot;
    let { names } = operand;
    if (operand.type === 'variable') {
      value = this.#variables.findLast(({ name }) => name === names[0])?.value ?? NOTHING;
      names = names.slice(1);
      if (names.length === 0) this.#refuseArguments(operand, hasArgs);
    } else if (operand.type === 'chain') {
      value = this.#argument(operand.of, dot);
      this.#place = operand;
    }
    for (const [i, name] of names.entries()) value = this.#field(value, name, hasArgs && i === names.length - 1);
    return value;
  }

  #field({ is, goType, isBoxed = false }: Value, name: string, hasArgs: boolean): Value {
    if (is === undefined) {
      if (this.#isStrict) throw this.#error(`nil data; no entry for key ${goQuote(name)}`);
      return NOTHING;
    }
    if (is === null) throw this.#error(`nil pointer evaluating interface {}.${name}`);
    if (!isFields(is)) throw this.#error(`can't evaluate field ${name} in type ${isBoxed ? 'interface {}' : goType}`);
    if (hasArgs) throw this.#error(`${name} is not a method but has arguments`);
    if (is[name] === undefined && this.#isStrict) throw this.#error(`map has no entry for key ${goQuote(name)}`);
    return boxed(is[name]);
  }

  #call(name: string, place: Place, operands: readonly Operand[], dot: Value, last: Value | undefined): Value {
    const known = FUNCTIONS[name];
    if (known === undefined) throw this.#error(`${goQuote(name)} is not a defined function`);
    this.#place = place;
    const count = operands.length + (last === undefined ? 0 : 1);
    const isVariadic = known.isVariadic === true;
    if (isVariadic ? count < known.arity : count !== known.arity)
      throw this.#error(`wrong number of args for ${name}: want ${isVariadic ? 'at least ' : ''}${known.arity} got ${isVariadic ? operands.length : count}`);
    if (name === 'and' || name === 'or') return this.#decided(name === 'or', operands, dot, last);
    const args = operands.map((operand) => this.#argument(operand, dot));
    if (last !== undefined) args.push(last);
    if (known.takesText === true) this.#needText(args[0] as Value);
    try {
      return known.call(args);
    } catch (error) {
      if (!(error instanceof FunctionError)) throw error;
      this.#place = place;
      throw this.#error(`error calling ${name}: ${error.message}`);
    }
  }

  #needText({ is, goType }: Value): void {
    if (is === undefined || is === null) throw this.#error('invalid value; expected string');
    if (typeof is !== 'string') throw this.#error(`wrong type for value; expected string; got ${goType}`);
  }

  /** The first argument that is true, or false, or the last of all. */
  #decided(wanted: boolean, operands: readonly Operand[], dot: Value, last: Value | undefined): Value {
    let value = NOTHING;
    for (const operand of operands) {
      value = this.#argument(operand, dot);
      if (isTrue(value) === wanted) return value;
    }
    return last ?? value;
  }
}
