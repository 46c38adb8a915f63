/** `-l` and `--field-selector`, as the server reads them (staging/src/k8s.io/apimachinery/pkg/labels/selector.go, fields/selector.go). */
import { compareText, goQuote } from '../go-text.ts';
import { labelValueErrors, qualifiedNameErrors } from '../names.ts';
import { type Fields, fields, map } from '../schema/fields.ts';

/** What is wrong with a selector, in the server's words. */
export class SelectorError extends Error {}

type Operator = 'in' | 'notin' | '=' | '==' | '!=' | '>' | '<' | 'exists' | '!';

interface Requirement {
  key: string;
  operator: Operator;
  values: string[];
}

/** `a=b,c!=d,e,!f,g in (x,y),h notin (z),i>5` on an object's metadata. @throws {SelectorError} */
export function matchesLabels(meta: Fields, selector: string): boolean {
  const labels = map(meta, 'labels');
  return new LabelParser(selector).parse().every((requirement) => meets(labels[requirement.key], requirement));
}

/** The selector as a field of an object (`apimachinery/pkg/apis/meta/v1/helpers.go: ParseToLabelSelector`). @throws {SelectorError} */
export function labelSelectorOf(selector: string): Fields {
  const matchLabels: Record<string, string> = {};
  const matchExpressions: Fields[] = [];
  for (const { key, operator, values } of new LabelParser(selector).parse()) {
    const named = { in: 'In', notin: 'NotIn', exists: 'Exists', '!': 'DoesNotExist' }[operator as string];
    if (operator === '=' || operator === '==') matchLabels[key] = values[0] ?? '';
    else if (named === undefined) throw new SelectorError(`"${operator}" isn't supported in label selectors`);
    else matchExpressions.push({ key, operator: named, ...(values.length > 0 && { values: [...values].sort() }) });
  }
  return { ...(Object.keys(matchLabels).length > 0 && { matchLabels }), ...(matchExpressions.length > 0 && { matchExpressions }) };
}

function meets(value: string | undefined, { operator, values }: Requirement): boolean {
  switch (operator) {
    case 'exists':
      return value !== undefined;
    case '!':
      return value === undefined;
    case 'notin':
    case '!=':
      return value === undefined || !values.includes(value);
    case '>':
    case '<': {
      if (value === undefined || !isInteger(value)) return false;
      return operator === '>' ? Number(value) > Number(values[0]) : Number(value) < Number(values[0]);
    }
    default:
      return value !== undefined && values.includes(value);
  }
}

const isInteger = (text: string) => /^[+-]?\d+$/.test(text);

interface Token {
  /** A word is anything that is no sign; `in` and `notin` are words where a key or value stands. */
  kind: 'word' | 'sign' | 'end';
  text: string;
}

const SIGNS = ['==', '!=', '=', '!', '(', ')', ',', '>', '<'];
const BINARY: readonly string[] = ['in', 'notin', '=', '==', '!=', '>', '<'];

function tokensOf(selector: string): Token[] {
  const tokens = Array.from(selector.matchAll(/[^\s=!(),><]+|==|!=|[=!(),><]/g), ([text]): Token => ({ kind: SIGNS.includes(text) ? 'sign' : 'word', text }));
  return [...tokens, { kind: 'end', text: '' }];
}

class LabelParser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(selector: string) {
    this.#tokens = tokensOf(selector);
  }

  parse(): Requirement[] {
    const requirements: Requirement[] = [];
    for (;;) {
      const first = this.#peek();
      if (first.kind === 'end') return requirements;
      if (!startsRequirement(first)) throw new SelectorError(`found '${first.text}', expected: !, identifier, or 'end of string'`);
      requirements.push(this.#requirement());
      const next = this.#take();
      if (next.kind === 'end') return requirements;
      if (next.text !== ',') throw new SelectorError(`found '${next.text}', expected: ',' or 'end of string'`);
      if (!startsRequirement(this.#peek())) throw new SelectorError(`found '${this.#peek().text}', expected: identifier after ','`);
    }
  }

  #peek(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', text: '' };
  }

  #take(): Token {
    const token = this.#peek();
    this.#at += 1;
    return token;
  }

  #requirement(): Requirement {
    let token = this.#take();
    const isNegated = token.text === '!';
    if (isNegated) token = this.#take();
    if (token.kind !== 'word') throw refused(`found '${token.text}', expected: identifier`);
    const key = token.text;
    const reasons = qualifiedNameErrors(key);
    if (reasons.length > 0) throw refused(`<nil>: Invalid value: ${goQuote(key)}: ${reasons.join('; ')}`);
    if (isNegated) return { key, operator: '!', values: [] };
    if (this.#peek().kind === 'end' || this.#peek().text === ',') return { key, operator: 'exists', values: [] };
    const { text } = this.#take();
    if (!BINARY.includes(text)) throw refused(`found '${text}', expected: in, notin, =, ==, !=, gt, lt`);
    const operator = text as Operator;
    const values = operator === 'in' || operator === 'notin' ? this.#set() : [this.#exactValue()];
    checkValues(key, operator, values);
    return { key, operator, values };
  }

  #exactValue(): string {
    if (this.#peek().kind === 'end' || this.#peek().text === ',') return '';
    const { kind, text } = this.#take();
    if (kind !== 'word') throw refused(`found '${text}', expected: identifier`);
    return text;
  }

  #set(): string[] {
    const opening = this.#take();
    if (opening.text !== '(') throw refused(`found '${opening.text}' expected: '('`);
    const values = new Set<string>();
    const first = this.#peek();
    if (first.kind === 'end' || !(first.kind === 'word' || first.text === ',' || first.text === ')'))
      throw refused(`found '${first.text}', expected: ',', ')' or identifier`);
    for (let wasComma = true; this.#peek().text !== ')'; ) {
      const { kind, text } = this.#take();
      if (text === ',') {
        if (wasComma) values.add('');
        wasComma = true;
      } else if (kind === 'word' && wasComma) {
        values.add(text);
        wasComma = false;
        const next = this.#peek();
        if (next.text !== ',' && next.text !== ')') throw refused(`found '${next.text}', expected: ',' or ')'`);
      } else throw refused(`found '${text}', expected: ',', or identifier`);
      if (wasComma && this.#peek().text === ')') values.add('');
    }
    if (values.size === 0) values.add('');
    this.#take();
    return [...values].sort(compareText);
  }
}

const startsRequirement = ({ kind, text }: Token) => kind === 'word' || text === '!';
const refused = (reason: string) => new SelectorError(`unable to parse requirement: ${reason}`);

function checkValues(key: string, operator: Operator, values: readonly string[]): void {
  const isComparison = operator === '>' || operator === '<';
  const numbers = isComparison
    ? values.flatMap((value, i) =>
        isInteger(value) ? [] : [`values[${i}]: Invalid value: ${goQuote(value)}: for 'Gt', 'Lt' operators, the value must be an integer`],
      )
    : [];
  const words = values.flatMap((value, i) => {
    const reasons = labelValueErrors(value);
    return reasons.length === 0 ? [] : [`values[${i}][${key}]: Invalid value: ${goQuote(value)}: ${reasons.join('; ')}`];
  });
  const errors = [...new Set([...numbers, ...words])];
  if (errors.length > 0) throw refused(errors.length === 1 ? (errors[0] as string) : `[${errors.join(', ')}]`);
}

interface FieldTerm {
  field: string;
  isNegated: boolean;
  value: string;
}

/** The terms of a field selector. @throws {SelectorError} */
export function fieldTerms(selector: string): FieldTerm[] {
  const terms = (selector.match(/(?:\\.|[^,\\]|\\$)*(?:,|$)/gs) ?? []).map((term) => term.replace(/,$/, '')).filter((term) => term !== '');
  return terms.sort(compareText).map((term) => {
    const match = /^(.*?)(!=|==|=)(.*)$/s.exec(term);
    if (match === null) throw new SelectorError(`invalid selector: '${selector}'; can't understand '${term}'`);
    const [, field = '', operator, value = ''] = match;
    return { field, isNegated: operator === '!=', value: unescaped(value) };
  });
}

function unescaped(value: string): string {
  return value.replaceAll(/\\(.?)|[,=]/gs, (all: string, char: string | undefined) => {
    if (char === undefined) throw new SelectorError(`invalid field selector: unescaped character in value: ${all.charCodeAt(0)}`);
    if (!['\\', ',', '='].includes(char)) throw new SelectorError(`invalid field selector: invalid escape sequence: ${all}`);
    return char;
  });
}

/** Fields that are either true or false. */
const TRUTHS = new Set(['spec.hostNetwork', 'spec.unschedulable']);

/** `status.phase=Running,metadata.name!=x`. @throws {SelectorError} */
export function matchesFields(object: Fields, selector: string): boolean {
  return fieldTerms(selector).every(({ field, isNegated, value }) => {
    if (field === '') return true;
    const parts = field.split('.');
    const owner = parts.slice(0, -1).reduce<Fields | undefined>((at, part) => fields(at, part), object);
    const absent = TRUTHS.has(field) ? 'false' : '';
    return (String(owner?.[parts.at(-1) ?? ''] ?? absent) === value) !== isNegated;
  });
}
