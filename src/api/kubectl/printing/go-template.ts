/** The part of Go's templates that people use with kubectl: fields, texts, `range`, `if`, `else`, `end`. */
import { sortedKeys } from '../../go-text.ts';
import { isFields } from '../../schema/fields.ts';
import { UsageError } from '../outcome.ts';

type Node = { text: string } | { value: string } | { block: 'range' | 'if'; value: string; body: Node[]; otherwise: Node[] };

export function goTemplateText(value: unknown, template: string): string {
  const root: Node[] = [];
  const stack: { nodes: Node[]; block?: Node & { block: string } }[] = [{ nodes: root }];
  for (const token of template.match(/\{\{.*?\}\}|(?:(?!\{\{).)+/gs) ?? []) {
    const top = stack.at(-1) as { nodes: Node[]; block?: Node & { otherwise: Node[] } };
    if (!token.startsWith('{{')) {
      top.nodes.push({ text: token });
      continue;
    }
    const action = token.slice(2, -2).replace(/^-|-$/g, '').trim();
    const opening = /^(range|if)\s+(.+)$/.exec(action);
    if (opening !== null) {
      const block = { block: opening[1] as 'range' | 'if', value: opening[2] ?? '', body: [], otherwise: [] };
      top.nodes.push(block);
      stack.push({ nodes: block.body, block });
    } else if (action === 'else' && top.block !== undefined) top.nodes = top.block.otherwise;
    else if (action === 'end') stack.pop();
    else top.nodes.push({ value: action });
  }
  return render(root, value);
}

function render(nodes: Node[], value: unknown): string {
  return nodes
    .map((node) => {
      if ('text' in node) return node.text;
      const found = lookUp(value, node.value);
      if ('block' in node) {
        if (node.block === 'if') return render(isTruthy(found) ? node.body : node.otherwise, value);
        const items = Array.isArray(found) ? found : isFields(found) ? sortedKeys(found).map((key) => found[key]) : [];
        return items.length === 0 ? render(node.otherwise, value) : items.map((item) => render(node.body, item)).join('');
      }
      return shown(found);
    })
    .join('');
}

const isTruthy = (value: unknown) =>
  !(value === undefined || value === null || value === false || value === 0 || value === '' || (typeof value === 'object' && Object.keys(value).length === 0));

function lookUp(value: unknown, expression: string): unknown {
  if (/^"(\\.|[^"])*"$/.test(expression)) return JSON.parse(expression) as string;
  const index = /^index\s+(\S+)\s+(.+)$/.exec(expression);
  if (index !== null) {
    const of = lookUp(value, index[1] ?? '');
    const key = JSON.parse(index[2] ?? 'null') as string | number;
    return Array.isArray(of) ? of[Number(key)] : isFields(of) ? of[String(key)] : undefined;
  }
  if (expression === '.') return value;
  if (!/^\$?(\.[\w-]+)+$/.test(expression)) throw new UsageError(`the template action {{${expression}}} is not covered; use fields, range, if and texts`);
  return expression
    .replace(/^\$?\./, '')
    .split('.')
    .reduce<unknown>((at, name) => (isFields(at) ? at[name] : undefined), value);
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return '<no value>';
  if (Array.isArray(value)) return `[${value.map(shown).join(' ')}]`;
  if (isFields(value))
    return `map[${sortedKeys(value)
      .map((key) => `${key}:${shown(value[key])}`)
      .join(' ')}]`;
  return String(value);
}
