/** kubectl's JSONPath templates (staging/src/k8s.io/client-go/util/jsonpath). */
import { sortedKeys } from '../../go-text.ts';
import { isFields } from '../../schema/fields.ts';
import { UsageError } from '../outcome.ts';
import { compactJson } from './json.ts';

type Step =
  | { kind: 'field'; name: string }
  | { kind: 'index'; from: number | undefined; to: number | undefined; single: boolean }
  | { kind: 'all' }
  | { kind: 'deep'; name: string }
  | { kind: 'filter'; text: string };

/** The values of all expressions of a template. */
export function evaluateJsonPath(value: unknown, template: string): unknown[] {
  return parts(template).flatMap((part) => ('path' in part ? evaluate([value], steps(part.path)) : []));
}

/** The text that a template gives: lists joined by spaces, maps as JSON, missing fields as nothing. */
export function jsonPathText(value: unknown, template: string): string {
  return render(parts(template), value);
}

type Part = { text: string } | { path: string } | { range: string; body: Part[] };

function parts(template: string): Part[] {
  const tokens = template.match(/\{(?:'[^']*'|"(?:\\.|[^"])*"|[^}])*\}|[^{]+/g) ?? [];
  const stack: { range: string; body: Part[] }[] = [{ range: '', body: [] }];
  const into = () => (stack.at(-1) as { body: Part[] }).body;
  for (const token of tokens) {
    if (!token.startsWith('{')) {
      into().push({ text: token });
      continue;
    }
    const inner = token.slice(1, -1).trim();
    if (inner.startsWith('range ')) stack.push({ range: inner.slice('range '.length).trim(), body: [] });
    else if (inner === 'end') {
      const done = stack.pop();
      if (done === undefined || stack.length === 0) throw new UsageError('error parsing jsonpath: not in range, nothing to end');
      into().push(done);
    } else if (/^(['"]).*\1$/s.test(inner)) into().push({ text: unquoted(inner) });
    else into().push({ path: inner });
  }
  return (stack[0] as { body: Part[] }).body;
}

const unquoted = (text: string): string => text.slice(1, -1).replaceAll(/\\(.)/g, (_all, char: string) => ({ n: '\n', t: '\t', r: '\r' })[char] ?? char);

function render(template: Part[], value: unknown): string {
  return template
    .map((part) => {
      if ('text' in part) return part.text;
      if ('range' in part)
        return evaluate([value], steps(part.range))
          .map((item) => render(part.body, item))
          .join('');
      return evaluate([value], steps(part.path)).map(shown).join(' ');
    })
    .join('');
}

const shown = (value: unknown): string => (value === null || value === undefined ? '' : typeof value === 'object' ? compactJson(value) : String(value));

function steps(path: string): Step[] {
  const out: Step[] = [];
  let rest = path.replace(/^[$@]/, '');
  while (rest !== '') {
    const deep = /^\.\.([\w-]+|\*)/.exec(rest);
    const field = /^\.((?:\\.|[^.[\\])+)/.exec(rest);
    const bracket = /^\[(?:\?\((.*?)\)|'([^']*)'|"([^"]*)"|(\*)|(-?\d*):(-?\d*)(?::\d*)?|(-?\d+))\]/s.exec(rest);
    const match = deep ?? field ?? bracket;
    if (match === null) {
      if (rest === '.') break;
      throw new UsageError(`error parsing jsonpath ${path}, unrecognized character in action: ${rest.slice(0, 1)}`);
    }
    if (deep !== null) out.push({ kind: 'deep', name: deep[1] ?? '' });
    else if (field !== null) out.push(field[1] === '*' ? { kind: 'all' } : { kind: 'field', name: (field[1] ?? '').replaceAll(/\\(.)/g, '$1') });
    else if (bracket !== null) out.push(bracketStep(bracket));
    rest = rest.slice(match[0].length);
  }
  return out;
}

function bracketStep([, filter, single, double, star, from, to, index]: RegExpExecArray): Step {
  if (filter !== undefined) return { kind: 'filter', text: filter };
  if (single !== undefined || double !== undefined) return { kind: 'field', name: single ?? double ?? '' };
  if (star !== undefined) return { kind: 'all' };
  const number = (value: string | undefined) => (value === undefined || value === '' ? undefined : Number(value));
  return index === undefined
    ? { kind: 'index', from: number(from), to: number(to), single: false }
    : { kind: 'index', from: Number(index), to: undefined, single: true };
}

function evaluate(values: unknown[], path: Step[]): unknown[] {
  return path.reduce<unknown[]>((current, step) => current.flatMap((value) => take(value, step)), values);
}

function take(value: unknown, step: Step): unknown[] {
  switch (step.kind) {
    case 'field':
      return isFields(value) && value[step.name] !== undefined ? [value[step.name]] : [];
    case 'all':
      return children(value);
    case 'deep': {
      const all = (at: unknown): unknown[] => [at, ...children(at).flatMap(all)];
      return all(value).flatMap((at) => (step.name === '*' ? children(at) : take(at, { kind: 'field', name: step.name })));
    }
    case 'index': {
      if (!Array.isArray(value)) return [];
      if (!step.single) return value.slice(step.from, step.to);
      const at = (step.from ?? 0) < 0 ? value.length + (step.from ?? 0) : (step.from ?? 0);
      if (at < 0 || at >= value.length) throw new UsageError(`array index out of bounds: index ${at}, length ${value.length}`);
      return [value[at]];
    }
    case 'filter':
      return Array.isArray(value) ? value.filter((item) => passes(item, step.text)) : [];
  }
}

function children(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  return isFields(value) ? sortedKeys(value).map((key) => value[key]) : [];
}

function passes(item: unknown, filter: string): boolean {
  const match = /^(.+?)\s*(==|!=|<=|>=|<|>)\s*(.+)$/s.exec(filter.trim());
  const side = (text: string): unknown[] => {
    const term = text.trim();
    if (/^(['"]).*\1$/s.test(term)) return [unquoted(term)];
    if (/^-?\d+(\.\d+)?$/.test(term)) return [Number(term)];
    if (term === 'true' || term === 'false') return [term === 'true'];
    return evaluate([item], steps(term));
  };
  if (match === null) return side(filter).length > 0;
  const [left, right] = [side(match[1] ?? '')[0], side(match[3] ?? '')[0]];
  if (left === undefined) return false;
  switch (match[2]) {
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return Number(left) < Number(right);
    case '>':
      return Number(left) > Number(right);
    case '<=':
      return Number(left) <= Number(right);
    default:
      return Number(left) >= Number(right);
  }
}
