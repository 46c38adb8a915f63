/** kubectl's JSONPath templates carried out (staging/src/k8s.io/client-go/util/jsonpath/jsonpath.go). */
import { goQuote, goSyntax, goType, goValue, sortedKeys } from '../../go-text.ts';
import { isFields } from '../../schema/fields.ts';
import { UsageError } from '../outcome.ts';
import { compactJson, jsonText } from './json.ts';
import { JsonPathError, type PathNode, parseJsonPath } from './json-path-parser.ts';

export interface JsonPathOptions {
  /** A field that is not there is an error: `--allow-missing-template-keys=false`. */
  isStrict?: boolean;
}

/** The values of all expressions of a template. @throws {JsonPathError} for what cannot be read or evaluated. */
export const evaluateJsonPath = (value: unknown, template: string, options: JsonPathOptions = {}): unknown[] =>
  resultsOf(parseJsonPath(template), value, options).flat();

/** Prints objects by a template of `-o jsonpath`. @throws {UsageError} if the template cannot be read. */
export function jsonPathPrinter(template: string, { isJson, ...options }: JsonPathOptions & { isJson: boolean }): (value: unknown) => string {
  let nodes: PathNode[];
  try {
    nodes = parseJsonPath(template);
  } catch (error) {
    throw error instanceof JsonPathError ? new UsageError(`error parsing jsonpath ${template}, ${error.message}\n`) : error;
  }
  return (value) => {
    try {
      return resultsOf(nodes, value, options)
        .map(isJson ? (found) => `${jsonText(found)}\n` : plainText)
        .join('');
    } catch (error) {
      if (!(error instanceof JsonPathError)) throw error;
      throw new UsageError(
        `error executing jsonpath ${goQuote(template)}: Error executing template: ${error.message}. Printing more information for debugging the template:\n\ttemplate was:\n\t\t${template}\n\tobject given to jsonpath engine was:\n\t\t${goSyntax(value)}\n\n\n`,
      );
    }
  };
}

const plainText = (found: readonly unknown[]): string =>
  found.map((value) => (typeof value === 'object' && value !== null ? compactJson(value) : String(value))).join(' ');

const resultsOf = (template: readonly PathNode[], value: unknown, options: JsonPathOptions): unknown[][] => new Run(options).results(template, value);

/** One evaluation, with the ranges that are open. */
class Run {
  readonly #isStrict: boolean;
  #beginRange = 0;
  #inRange = 0;
  #endRange = 0;
  #lastEnd: PathNode | undefined;

  constructor({ isStrict = false }: JsonPathOptions) {
    this.#isStrict = isStrict;
  }

  /** The values of each node. An `end` gives back to whoever opened the range (`JSONPath.FindResults`). */
  results(nodes: readonly PathNode[], value: unknown): unknown[][] {
    const out: unknown[][] = [];
    for (let i = 0; i < nodes.length; i += 1) {
      const node = nodes[i] as PathNode;
      const found = this.#walk([value], node);
      if (this.#endRange > 0 && this.#endRange <= this.#inRange) {
        this.#endRange -= 1;
        this.#lastEnd = node;
        break;
      }
      if (this.#beginRange === 0) {
        out.push(found);
        continue;
      }
      this.#beginRange -= 1;
      this.#inRange += 1;
      const body = nodes.slice(i + 1);
      // A range over nothing is gone through as well, to find its end.
      if (found.length === 0) this.results(body, undefined);
      for (const item of found) out.push(...this.results(body, item));
      this.#inRange -= 1;
      const end = nodes.indexOf(this.#lastEnd as PathNode, i + 1);
      if (end > 0) i = end;
    }
    return out;
  }

  #walk(values: readonly unknown[], node: PathNode): unknown[] {
    switch (node.type) {
      case 'list':
        return this.#walkAll(values, node.nodes);
      case 'text':
        return [node.text];
      case 'literal':
        return values.map(() => node.value);
      case 'field':
        return this.#field(values, node.name);
      case 'array':
        return arrayItems(values, node);
      case 'filter':
        return values.flatMap((value) => this.#filtered(value, node));
      case 'wildcard':
        return values.flatMap(children);
      case 'recursive':
        return values.flatMap(withDescendants);
      case 'union':
        return node.paths.flatMap((path) => this.#walkAll(values, path));
      case 'identifier':
        return this.#identifier(values, node.name);
    }
  }

  #walkAll(values: readonly unknown[], nodes: readonly PathNode[]): unknown[] {
    return nodes.reduce<unknown[]>((current, node) => this.#walk(current, node), [...values]);
  }

  #identifier(values: readonly unknown[], name: string): unknown[] {
    if (name === 'range') {
      this.#beginRange += 1;
      return [...values];
    }
    if (name !== 'end') throw new JsonPathError(`unrecognized identifier ${name}`);
    if (this.#inRange === 0) throw new JsonPathError('not in range, nothing to end', false);
    this.#endRange += 1;
    return [];
  }

  #field(values: readonly unknown[], name: string): unknown[] {
    if (values.length === 0) return [];
    const found = values.flatMap((value) => (isFields(value) && value[name] !== undefined ? [value[name]] : []));
    if (found.length === 0 && this.#isStrict) throw new JsonPathError(`${name} is not found`, false);
    return found;
  }

  #filtered(value: unknown, filter: PathNode & { type: 'filter' }): unknown[] {
    if (!Array.isArray(value)) throw new JsonPathError(`${goValue(value)} is not array or slice and cannot be filtered`);
    return value.filter((item: unknown) => {
      if (filter.operator === 'exists') return this.#exists(item, filter.left);
      const left = onlyOne(this.#walkAll([item], filter.left));
      if (left.length === 0) return false;
      const right = onlyOne(this.#walkAll([item], filter.right));
      return right.length > 0 && compare(left[0], right[0], filter.operator);
    });
  }

  #exists(item: unknown, path: readonly PathNode[]): boolean {
    try {
      return this.#walkAll([item], path).length > 0;
    } catch (error) {
      if (error instanceof JsonPathError) return error.hasValues;
      throw error;
    }
  }
}

function onlyOne(values: unknown[]): unknown[] {
  if (values.length > 1) throw new JsonPathError('can only compare one element at a time');
  return values;
}

function arrayItems(values: readonly unknown[], { bounds: [first, second, third] }: PathNode & { type: 'array' }): unknown[] {
  const out: unknown[] = [];
  for (const value of values) {
    if (value === null || value === undefined) continue;
    if (!Array.isArray(value)) throw new JsonPathError(`${goType(value)} is not array or slice`);
    const { length } = value;
    const from = first.value + (first.value < 0 ? length : 0);
    const written = second.isKnown ? second.value : length;
    const to = written + (written < 0 || (written === 0 && second.isDerived === true) ? length : 0);
    if (from === to) return out;
    const outside = (index: number) => new JsonPathError(`array index out of bounds: index ${index}, length ${length}`);
    if (from >= length || from < 0) throw outside(from);
    if (to > length || to < 0) throw outside(to - 1);
    if (from > to) throw new JsonPathError(`starting index ${from} is greater than ending index ${to}`);
    if (third.isKnown && third.value <= 0) throw new JsonPathError('step must be > 0');
    const step = third.isKnown ? third.value : 1;
    out.push(...value.slice(from, to).filter((_item, i) => i % step === 0));
  }
  return out;
}

function children(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value === 'string') return Array.from(value, (char) => char.codePointAt(0));
  return isFields(value) ? sortedKeys(value).map((key) => value[key]) : [];
}

/** A value that has children, and of its descendants those that have. */
function withDescendants(value: unknown): unknown[] {
  const inner = children(value);
  return inner.length === 0 ? [] : [value, ...inner.flatMap(withDescendants)];
}

const KINDS: Readonly<Record<string, string>> = { boolean: 'bool', string: 'string', number: 'int', bigint: 'int' };

/** Values of two kinds cannot be compared (third_party/forked/golang/template/funcs.go). */
function compare(left: unknown, right: unknown, operator: string): boolean {
  if (!['==', '!=', '<', '<=', '>', '>='].includes(operator)) throw new JsonPathError(`unrecognized filter operator ${operator}`);
  const [leftKind, rightKind] = [kindOf(left), kindOf(right)];
  if (leftKind === undefined || rightKind === undefined) throw new JsonPathError('invalid type for comparison');
  if (leftKind !== rightKind) throw new JsonPathError('incompatible types for comparison');
  if (leftKind === 'bool' && operator !== '==' && operator !== '!=') throw new JsonPathError('invalid type for comparison');
  const [a, b] = [left, right] as [number, number];
  switch (operator) {
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    default:
      return a >= b;
  }
}

const kindOf = (value: unknown): string | undefined => (typeof value === 'number' && !Number.isInteger(value) ? 'float' : KINDS[typeof value]);
