/** YAML tokens to nodes, after libyaml's parser with go-yaml's error messages. */
import { type Mark, YamlError } from './reader.ts';
import { Scanner, type Token, type TokenType } from './scanner.ts';

export type YamlNode =
  | { kind: 'scalar'; value: string; plain: boolean; tag: string }
  | { kind: 'sequence'; items: YamlNode[] }
  | { kind: 'mapping'; entries: [YamlNode, YamlNode][] }
  | { kind: 'alias'; name: string; anchor: Anchor };

/** What an anchor stands at; without node as long as that is being read, which is when an alias inside it speaks of it. */
export interface Anchor {
  node: YamlNode | undefined;
}

const EMPTY: YamlNode = { kind: 'scalar', value: '', plain: true, tag: '' };

/** The first document of a text; undefined if it holds none. Throws `YamlError`. */
export function parseYamlNode(text: string): YamlNode | undefined {
  return new Parser(new Scanner(text)).document();
}

class Parser {
  readonly #scanner: Scanner;
  readonly #anchors = new Map<string, Anchor>();

  constructor(scanner: Scanner) {
    this.#scanner = scanner;
  }

  document(): YamlNode | undefined {
    this.#scanner.take();
    if (this.#is('stream-end')) return undefined;
    let explicit = false;
    let isVersioned = false;
    while (this.#is('directive')) {
      const directive = this.#scanner.take();
      explicit = true;
      const version = /^%YAML\s+(\d+\.\d+)/.exec(directive.value)?.[1];
      if (version === undefined) continue;
      if (isVersioned) this.#fail('found duplicate %YAML directive', directive);
      if (version !== '1.1') this.#fail('found incompatible YAML document', directive);
      isVersioned = true;
    }
    if (this.#is('document-start')) {
      this.#scanner.take();
      explicit = true;
    } else if (explicit) this.#fail('did not find expected <document start>', this.#scanner.peek());
    const isEmpty = explicit && this.#is('document-start', 'document-end', 'directive', 'stream-end');
    const node = isEmpty ? EMPTY : this.#node(true, false);
    // The end of the document is looked at, but what comes behind it belongs to nobody.
    this.#scanner.peek();
    return node;
  }

  #is(...types: TokenType[]): boolean {
    return types.includes(this.#scanner.peek().type);
  }

  /** Errors of the parser name the line before the token, as go-yaml counts. */
  #fail(problem: string, token: Token, context?: Mark): never {
    const line = token.start.line !== 0 ? token.start.line : (context?.line ?? 0);
    throw new YamlError(line === 0 ? problem : `line ${line}: ${problem}`);
  }

  #node(block: boolean, indentlessSequence: boolean): YamlNode {
    const first = this.#scanner.peek();
    if (first.type === 'alias') {
      this.#scanner.take();
      const target = this.#anchors.get(first.value);
      if (target === undefined) throw new YamlError(`unknown anchor '${first.value}' referenced`);
      return { kind: 'alias', name: first.value, anchor: target };
    }
    let anchor: string | undefined;
    let tag = '';
    // One of each, in either order.
    if (this.#is('tag')) tag = this.#scanner.take().value;
    if (this.#is('anchor')) anchor = this.#scanner.take().value;
    if (tag === '' && this.#is('tag')) tag = this.#scanner.take().value;
    const hasProperties = anchor !== undefined || tag !== '';
    const anchored: Anchor = { node: undefined };
    if (anchor !== undefined) this.#anchors.set(anchor, anchored);
    anchored.node = this.#content(block, indentlessSequence, tag, hasProperties, first.start);
    return anchored.node;
  }

  #content(block: boolean, indentlessSequence: boolean, tag: string, hasProperties: boolean, start: Mark): YamlNode {
    const token = this.#scanner.peek();
    if (indentlessSequence && token.type === 'block-entry') return this.#indentlessSequence();
    switch (token.type) {
      case 'scalar':
        this.#scanner.take();
        return { kind: 'scalar', value: token.value, plain: token.plain, tag };
      case 'flow-sequence-start':
        return this.#flowSequence();
      case 'flow-mapping-start':
        return this.#flowMapping();
      case 'block-sequence-start':
        if (block) return this.#blockSequence();
        break;
      case 'block-mapping-start':
        if (block) return this.#blockMapping();
        break;
      default:
    }
    if (hasProperties) return { kind: 'scalar', value: '', plain: true, tag };
    return this.#fail('did not find expected node content', token, start);
  }

  #blockSequence(): YamlNode {
    const { start } = this.#scanner.take();
    const items: YamlNode[] = [];
    while (this.#is('block-entry')) {
      this.#scanner.take();
      items.push(this.#is('block-entry', 'block-end') ? EMPTY : this.#node(true, false));
    }
    if (!this.#is('block-end')) this.#fail("did not find expected '-' indicator", this.#scanner.peek(), start);
    this.#scanner.take();
    return { kind: 'sequence', items };
  }

  #indentlessSequence(): YamlNode {
    const items: YamlNode[] = [];
    while (this.#is('block-entry')) {
      this.#scanner.take();
      items.push(this.#is('block-entry', 'key', 'value', 'block-end') ? EMPTY : this.#node(true, false));
    }
    return { kind: 'sequence', items };
  }

  #blockMapping(): YamlNode {
    const { start } = this.#scanner.take();
    const entries: [YamlNode, YamlNode][] = [];
    while (this.#is('key')) {
      this.#scanner.take();
      const key = this.#is('key', 'value', 'block-end') ? EMPTY : this.#node(true, true);
      let value = EMPTY;
      if (this.#is('value')) {
        this.#scanner.take();
        if (!this.#is('key', 'value', 'block-end')) value = this.#node(true, true);
      }
      entries.push([key, value]);
    }
    if (!this.#is('block-end')) this.#fail('did not find expected key', this.#scanner.peek(), start);
    this.#scanner.take();
    return { kind: 'mapping', entries };
  }

  #flowSequence(): YamlNode {
    const { start } = this.#scanner.take();
    const items: YamlNode[] = [];
    for (let first = true; !this.#is('flow-sequence-end'); first = false) {
      if (!first) {
        if (!this.#is('flow-entry')) this.#fail("did not find expected ',' or ']'", this.#scanner.peek(), start);
        this.#scanner.take();
        if (this.#is('flow-sequence-end')) break;
      }
      items.push(this.#is('key') ? { kind: 'mapping', entries: [this.#flowPair('flow-sequence-end')] } : this.#node(false, false));
    }
    this.#scanner.take();
    return { kind: 'sequence', items };
  }

  #flowMapping(): YamlNode {
    const { start } = this.#scanner.take();
    const entries: [YamlNode, YamlNode][] = [];
    for (let first = true; !this.#is('flow-mapping-end'); first = false) {
      if (!first) {
        if (!this.#is('flow-entry')) this.#fail("did not find expected ',' or '}'", this.#scanner.peek(), start);
        this.#scanner.take();
        if (this.#is('flow-mapping-end')) break;
      }
      if (this.#is('key')) entries.push(this.#flowPair('flow-mapping-end'));
      else entries.push([this.#node(false, false), EMPTY]);
    }
    this.#scanner.take();
    return { kind: 'mapping', entries };
  }

  #flowPair(end: TokenType): [YamlNode, YamlNode] {
    this.#scanner.take();
    const key = this.#is('value', 'flow-entry', end) ? EMPTY : this.#node(false, false);
    if (!this.#is('value')) return [key, EMPTY];
    this.#scanner.take();
    return [key, this.#is('flow-entry', end) ? EMPTY : this.#node(false, false)];
  }
}
