/** Reads Go's templates (text/template/parse/parse.go). */
import { goQuote } from '../../../go-text.ts';
import { unquotedText } from '../quoted.ts';
import { type Token, type TokenKind, tokensOf } from './lexer.ts';

/** `text` is the node as Go prints it in errors, `at` where it begins. */
interface Placed {
  at: number;
  text: string;
}

export type Operand = Placed &
  (
    | { type: 'field'; names: string[] }
    | { type: 'variable'; names: string[] }
    | { type: 'chain'; of: Operand; names: string[] }
    | { type: 'function'; name: string }
    | { type: 'literal'; value: string | number | boolean; goType: string }
    | { type: 'dot' }
    | { type: 'nil' }
    | { type: 'pipe'; pipe: Pipe }
  );

export interface Command extends Placed {
  operands: Operand[];
}

export interface Pipe extends Placed {
  declared: string[];
  isAssignment: boolean;
  commands: Command[];
}

interface Control extends Placed {
  pipe: Pipe;
  body: Node[];
  otherwise: Node[] | undefined;
}

export type Node =
  | { type: 'text'; text: string }
  | (Placed & { type: 'action'; pipe: Pipe })
  | (Control & { type: 'if' })
  | (Control & { type: 'with' })
  | (Control & { type: 'range' })
  | (Placed & { type: 'template'; name: string; pipe: Pipe | undefined })
  | { type: 'break' | 'continue' };

export interface Template {
  body: Node[];
  /** Parts that `define` and `block` name. */
  named: Map<string, Node[]>;
  source: string;
}

/** What is wrong with a template: `template: output:1: unclosed action`. */
export class TemplateError extends Error {}

/** @throws {TemplateError} */
export const parseTemplate = (text: string, functions: ReadonlySet<string>): Template => new Parser(text, functions).parse();

type Ending = 'end' | 'else';
const OPERANDS = new Set<TokenKind>(['bool', 'character', 'dot', 'field', 'word', 'number', 'raw', 'string', 'variable', '(']);

class Parser {
  readonly #tokens: readonly Token[];
  readonly #source: string;
  readonly #functions: ReadonlySet<string>;
  readonly #named = new Map<string, Node[]>();
  #at = 0;
  #line = 1;
  #actionLine = 0;
  #rangeDepth = 0;
  #variables = ['$'];

  constructor(text: string, functions: ReadonlySet<string>) {
    this.#source = text;
    this.#tokens = tokensOf(text);
    this.#functions = functions;
  }

  parse(): Template {
    const body: Node[] = [];
    while (this.#peek().kind !== 'end') {
      const node = this.#textOrAction(true);
      if (typeof node === 'string') throw this.#error(`unexpected {{${node}}}`);
      if (node !== undefined) body.push(node);
    }
    return { body, named: this.#named, source: this.#source };
  }

  #error(message: string): TemplateError {
    return new TemplateError(`template: output:${this.#line}: ${message}`);
  }

  #peek(): Token {
    return this.#tokens[Math.min(this.#at, this.#tokens.length - 1)] as Token;
  }

  #next(): Token {
    const token = this.#peek();
    this.#line = token.line;
    this.#at += 1;
    return token;
  }

  #peekSolid(): Token {
    while (this.#peek().kind === 'space') this.#at += 1;
    this.#line = this.#peek().line;
    return this.#peek();
  }

  #nextSolid(): Token {
    this.#peekSolid();
    return this.#next();
  }

  #unexpected(token: Token, context: string): TemplateError {
    if (token.kind !== 'error') return this.#error(`unexpected ${shownToken(token)} in ${context}`);
    const place = this.#actionLine !== 0 && this.#actionLine !== token.line ? ` in action started at output:${this.#actionLine}` : '';
    return this.#error(token.text + (token.text.endsWith(' action') ? place.slice(' in action'.length) : place));
  }

  #expect(kind: TokenKind, context: string): Token {
    const token = this.#nextSolid();
    if (token.kind !== kind) throw this.#unexpected(token, context);
    return token;
  }

  /** A node, how a block ends, or nothing for a definition. */
  #textOrAction(isTop = false): Node | Ending | undefined {
    const token = this.#nextSolid();
    if (token.kind === 'text') return { type: 'text', text: token.text };
    if (token.kind !== 'open') throw this.#unexpected(token, 'input');
    this.#actionLine = token.line;
    const node = this.#action(isTop);
    this.#actionLine = 0;
    return node;
  }

  #action(isTop: boolean): Node | Ending | undefined {
    const token = this.#nextSolid();
    if (token.kind === 'keyword') {
      switch (token.text) {
        case 'if':
        case 'with':
        case 'range':
          return this.#control(token, token.text);
        case 'else': {
          const following = this.#peekSolid();
          if (!(following.kind === 'keyword' && (following.text === 'if' || following.text === 'with'))) this.#expect('close', 'else');
          return 'else';
        }
        case 'end':
          this.#expect('close', 'end');
          return 'end';
        case 'break':
        case 'continue':
          return this.#jump(token.text);
        case 'template':
          return this.#template();
        case 'block':
          return this.#block();
        case 'define':
          if (isTop) return this.#define();
      }
    }
    this.#at -= 1;
    const pipe = this.#pipe('command', 'close');
    return { type: 'action', at: token.at, text: `{{${pipe.text}}}`, pipe };
  }

  #jump(type: 'break' | 'continue'): Node {
    const token = this.#nextSolid();
    if (token.kind !== 'close') throw this.#unexpected(token, `{{${type}}}`);
    if (this.#rangeDepth === 0) throw this.#error(`{{${type}}} outside {{range}}`);
    return { type };
  }

  #control({ at }: Token, type: 'if' | 'with' | 'range'): Node {
    const scope = this.#variables.length;
    const pipe = this.#pipe(type, 'close');
    if (type === 'range') this.#rangeDepth += 1;
    const { body, ending } = this.#list();
    if (type === 'range') this.#rangeDepth -= 1;
    let otherwise: Node[] | undefined;
    if (ending === 'else') {
      const following = this.#peekSolid();
      if (type !== 'range' && following.kind === 'keyword' && following.text === type) {
        this.#next();
        otherwise = [this.#control(following, type)];
      } else {
        const last = this.#list();
        if (last.ending !== 'end') throw this.#error('expected end; found {{else}}');
        otherwise = last.body;
      }
    }
    this.#variables.length = scope;
    return { type, at, text: `{{${type} ${pipe.text}}}`, pipe, body, otherwise };
  }

  #list(): { body: Node[]; ending: Ending } {
    const body: Node[] = [];
    while (this.#peekSolid().kind !== 'end') {
      const node = this.#textOrAction();
      if (typeof node === 'string') return { body, ending: node };
      if (node !== undefined) body.push(node);
    }
    throw this.#error('unexpected EOF');
  }

  #name(context: string): { name: string; token: Token } {
    const token = this.#nextSolid();
    if (token.kind !== 'string' && token.kind !== 'raw') throw this.#unexpected(token, context);
    return { name: unquotedText(token.text) ?? '', token };
  }

  #template(): Node {
    const { name, token } = this.#name('template clause');
    const isAlone = this.#nextSolid().kind === 'close';
    if (!isAlone) this.#at -= 1;
    const pipe = isAlone ? undefined : this.#pipe('template clause', 'close');
    return { type: 'template', at: token.at, text: `{{template ${goQuote(name)}${pipe === undefined ? '' : ` ${pipe.text}`}}}`, name, pipe };
  }

  #block(): Node {
    const { name, token } = this.#name('block clause');
    const pipe = this.#pipe('block clause', 'close');
    this.#defineBody(name, 'block clause');
    return { type: 'template', at: token.at, text: `{{template ${goQuote(name)} ${pipe.text}}}`, name, pipe };
  }

  #define(): undefined {
    const { name } = this.#name('define clause');
    this.#expect('close', 'define clause');
    this.#defineBody(name, 'define clause');
  }

  /** Variables of the place around are not seen inside. */
  #defineBody(name: string, context: string): void {
    const outer = this.#variables;
    this.#variables = ['$'];
    const { body, ending } = this.#list();
    this.#variables = outer;
    if (ending !== 'end') throw this.#error(`unexpected {{${ending}}} in ${context}`);
    this.#named.set(name, body);
  }

  #pipe(context: string, end: 'close' | ')'): Pipe {
    const { at } = this.#peekSolid();
    const { declared, isAssignment } = this.#declarations(context);
    const commands: Command[] = [];
    for (;;) {
      const token = this.#nextSolid();
      if (token.kind === end) break;
      if (!OPERANDS.has(token.kind) && !(token.kind === 'keyword' && token.text === 'nil')) throw this.#unexpected(token, context);
      this.#at -= 1;
      commands.push(this.#command());
    }
    if (commands.length === 0) throw this.#error(`missing value for ${context}`);
    const idle = commands.findIndex(({ operands: [first] }, i) => i > 0 && (first?.type === 'literal' || first?.type === 'dot' || first?.type === 'nil'));
    if (idle > 0) throw this.#error(`non executable command in pipeline stage ${idle + 1}`);
    const sign = declared.length === 0 ? '' : `${declared.join(', ')} ${isAssignment ? '=' : ':='} `;
    return { at, text: sign + commands.map(({ text }) => text).join(' | '), declared, isAssignment, commands };
  }

  #declarations(context: string): { declared: string[]; isAssignment: boolean } {
    const declared: string[] = [];
    for (;;) {
      const start = this.#at;
      const variable = this.#peekSolid();
      if (variable.kind !== 'variable') return { declared, isAssignment: false };
      this.#next();
      const sign = this.#peekSolid();
      if (sign.kind === 'assign' || sign.kind === 'declare') {
        this.#next();
        declared.push(variable.text);
        this.#variables.push(variable.text);
        return { declared, isAssignment: sign.kind === 'assign' };
      }
      if (!(sign.kind === 'char' && sign.text === ',')) {
        this.#at = start;
        return { declared, isAssignment: false };
      }
      this.#next();
      declared.push(variable.text);
      this.#variables.push(variable.text);
      if (context !== 'range' || declared.length >= 2) throw this.#error(`too many declarations in ${context}`);
      if (!['variable', 'close', ')'].includes(this.#peekSolid().kind)) throw this.#error('range can only initialize variables');
    }
  }

  #command(): Command {
    const { at } = this.#peekSolid();
    const operands: Operand[] = [];
    for (;;) {
      this.#peekSolid();
      const operand = this.#operand();
      if (operand !== undefined) operands.push(operand);
      const token = this.#next();
      if (token.kind === 'space') continue;
      if (token.kind === 'close' || token.kind === ')') this.#at -= 1;
      else if (token.kind !== 'pipe') throw this.#unexpected(token, 'operand');
      break;
    }
    if (operands.length === 0) throw this.#error('empty command');
    return { at, text: operands.map(({ text, type }) => (type === 'pipe' ? `(${text})` : text)).join(' '), operands };
  }

  #operand(): Operand | undefined {
    const term = this.#term();
    if (term === undefined || this.#peek().kind !== 'field') return term;
    const { at } = this.#peek();
    const names: string[] = [];
    while (this.#peek().kind === 'field') names.push(this.#next().text.slice(1));
    const text = `${term.type === 'pipe' ? `(${term.text})` : term.text}${names.map((name) => `.${name}`).join('')}`;
    switch (term.type) {
      case 'field':
      case 'variable':
        return { type: term.type, names: [...term.names, ...names], at, text };
      case 'literal':
      case 'nil':
      case 'dot':
        throw this.#error(`unexpected . after term ${goQuote(term.text)}`);
      default:
        return { type: 'chain', of: term, names, at, text };
    }
  }

  #term(): Operand | undefined {
    const token = this.#nextSolid();
    const { at, text } = token;
    switch (token.kind) {
      case 'word':
        if (!this.#functions.has(text)) throw this.#error(`function ${goQuote(text)} not defined`);
        return { type: 'function', name: text, at, text };
      case 'dot':
        return { type: 'dot', at, text };
      case 'variable':
        if (!this.#variables.includes(text)) throw this.#error(`undefined variable ${goQuote(text)}`);
        return { type: 'variable', names: [text], at, text };
      case 'field':
        return { type: 'field', names: [text.slice(1)], at, text };
      case 'bool':
        return { type: 'literal', value: text === 'true', goType: 'bool', at, text };
      case 'number':
        return this.#number(token);
      case 'character':
        return { type: 'literal', value: unquotedText(text)?.codePointAt(0) ?? 0, goType: 'int32', at, text };
      case '(': {
        const pipe = this.#pipe('parenthesized pipeline', ')');
        return { type: 'pipe', pipe, at: pipe.at, text: pipe.text };
      }
      case 'string':
      case 'raw': {
        const value = unquotedText(text);
        if (value === undefined) throw this.#error('invalid syntax');
        return { type: 'literal', value, goType: 'string', at, text };
      }
      default:
        if (token.kind === 'keyword' && text === 'nil') return { type: 'nil', at, text };
        this.#at -= 1;
        return undefined;
    }
  }

  #number({ text, at }: Token): Operand {
    const isWhole = /^[+-]?(?:0[xXbBoO])?[0-9a-fA-F_]+$/.test(text);
    const octal = /^([+-]?)0([0-7]+)$/.exec(text);
    const value = octal === null ? Number(text.replaceAll('_', '').replace(/^\+/, '')) : Number(`${octal[1] ?? ''}${Number.parseInt(octal[2] ?? '0', 8)}`);
    if (!/[0-9]/.test(text) || Number.isNaN(value)) throw this.#error(`illegal number syntax: ${goQuote(text)}`);
    return { type: 'literal', value, goType: isWhole ? 'int' : 'float64', at, text };
  }
}

function shownToken({ kind, text }: Token): string {
  if (kind === 'end') return 'EOF';
  if (kind === 'keyword' || kind === 'dot') return `<${text}>`;
  return text.length > 10 ? `${goQuote(text.slice(0, 10))}...` : goQuote(text);
}
