/** `kubectl explain` (staging/src/k8s.io/kubectl/pkg/cmd/explain, pkg/explain/v2/templates/plaintext.tmpl). */
import { findResource, groupOf, KINDS, type Kind } from '../../server/kinds.ts';
import { BareError, UsageError } from '../outcome.ts';
import type { Documentation, FieldSchema, Session } from '../session.ts';
import { BARE_ENUMERATIONS, KIND_FIELDS, OTHER_NAMES, OWN_FIELDS, OWN_TYPES } from './explained.ts';

export function explain(session: Session): void {
  const { words, options, out } = session;
  const [written, more] = words;
  if (written === undefined)
    throw new UsageError('You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.');
  if (more !== undefined) throw new UsageError('We accept only this format: explain RESOURCE');
  const { kind, path } = resourceIn(written);
  const format = options.text('output') ?? 'plaintext';
  if (format === 'plaintext-openapiv2') throw new UsageError('kubectl explain -o plaintext-openapiv2 is not covered here; leave -o out');
  if (format !== 'plaintext') throw new UsageError(`unrecognized format: ${format}`);
  const version = options.text('api-version') || kind.apiVersion;
  const [name = '', group = ''] = version.split('/').reverse();
  if (version !== kind.apiVersion) throw new UsageError(`GVR (${group}/${name}, Resource=${kind.plural}) not found in OpenAPI schema`);
  const { definitions } = session.documentation;
  const root = definitions[kind.kind];
  if (root === undefined) throw new UsageError(`kubectl explain ${kind.plural} is not covered here; there is ${explainedKinds(definitions).join(', ')}`);
  out.stdout += `${group === '' ? '' : `GROUP:      ${group}\n`}KIND:       ${kind.kind}\nVERSION:    ${name}\n\n`;
  const explained = new Explainer(session.documentation, options.flag('recursive')).explained(root, path);
  if (explained === undefined) throw new UsageError(`field "${path.at(-1)}" does not exist`);
  out.stdout += `${explained}\n`;
}

const explainedKinds = (definitions: Documentation['definitions']): string[] =>
  KINDS.filter(({ kind }) => definitions[kind] !== undefined).map(({ singular }) => singular);

/** `deploy.spec.replicas`, `deployments.apps.spec.replicas` (`pkg/explain/explain.go: SplitAndParseResourceRequestWithMatchingPrefix`). */
function resourceIn(written: string): { kind: Kind; path: string[] } {
  const [resource = '', ...rest] = written.replace(/\.$/, '').split('.');
  if (/\[|\.\./.test(written) || resource === '') throw new UsageError('invalid jsonpath syntax, first node must be field node');
  const kind = findResource(resource);
  if (kind === undefined) throw new BareError(`the server doesn't have a resource type "${resource}"`);
  const group = groupOf(kind);
  const isNamed = group !== '' && `${rest.join('.')}.`.startsWith(`${group}.`);
  return { kind, path: isNamed ? rest.slice(group.split('.').length) : rest };
}

const WIDTH = 76;

/** A type with fields, under its name if it has one. */
interface Holder {
  name: string;
  schema: FieldSchema;
}

class Explainer {
  readonly #documentation: Documentation;
  readonly #recursive: boolean;

  constructor(documentation: Documentation, recursive: boolean) {
    this.#documentation = documentation;
    this.#recursive = recursive;
  }

  /** What is said of the field at a path; undefined if there is no such field (template `output`). */
  explained(schema: FieldSchema, path: readonly string[]): string | undefined {
    const [name, ...rest] = path;
    if (name === undefined) {
      const description = this.#description(schema);
      const list = this.#fields(schema, 1);
      return `DESCRIPTION:\n${indented(wrapped(description === '' ? '<empty>' : description, WIDTH), 4)}\n${list === '' ? '' : `FIELDS:\n${list}`}`;
    }
    const field = this.#field(this.#holder(schema), name);
    const below = field && this.explained(field, rest);
    if (field === undefined || below === undefined || rest.length > 0) return below;
    const values = field.enum === undefined ? '' : `ENUM:${field.enum.map((value) => `\n    ${valueText(value)}`).join('')}`;
    return `FIELD: ${name} <${this.#type(field)}>\n${values}\n\n${below}`;
  }

  #referred({ $ref }: FieldSchema): Holder | undefined {
    if ($ref === undefined) return undefined;
    const written = $ref.replace('#/definitions/', '');
    const name = OTHER_NAMES[written] ?? written;
    return { name, schema: OWN_TYPES[name] ?? this.#documentation.definitions[name] ?? {} };
  }

  /** Where the fields are: behind a reference, in a list or in a map. */
  #holder(schema: FieldSchema, name = ''): Holder {
    const referred = this.#referred(schema);
    if (referred) return this.#holder(referred.schema, referred.name);
    const inner = itemsOf(schema);
    return inner ? this.#holder(inner) : { name, schema };
  }

  /** Its own words, then those of its type. */
  #description(schema: FieldSchema): string {
    const own = schema.description === undefined ? '' : `${plain(schema.description)}\n`;
    const inner = this.#referred(schema)?.schema ?? itemsOf(schema);
    return inner === undefined ? own : own + this.#description(inner);
  }

  #type(schema: FieldSchema): string {
    if (schema.items) return `[]${this.#type(schema.items)}`;
    if (typeof schema.additionalProperties === 'object') return `map[string]${this.#type(schema.additionalProperties)}`;
    const referred = this.#referred(schema);
    if (!referred) return schema.type === 'object' ? 'Object' : String(schema.type ?? 'Object');
    const { type = 'object' } = referred.schema;
    return type === 'object' ? referred.name : String(type);
  }

  /** A field as the server describes it; of some a manifest needs to know less, of some an editor knows more. */
  #field({ name: holder, schema: { properties = {} } }: Holder, name: string): FieldSchema | undefined {
    const field = properties[name];
    if (field === undefined) return undefined;
    const description = KIND_FIELDS[name];
    if (description !== undefined && properties['metadata'] !== undefined) return { type: 'string', description };
    const own = OWN_FIELDS[`${holder}.${name}`];
    if (own !== undefined) return own;
    const { enum: values, ...rest } = field;
    if (values === undefined || ENUM.test(field.description ?? '')) return field;
    if (!BARE_ENUMERATIONS.has(`${holder}.${name}`)) return rest;
    return { ...field, description: `${field.description ?? ''}\n\nPossible enum values:\n${values.map((value) => ` - \`"${String(value)}"\``).join('\n')}` };
  }

  #fields(schema: FieldSchema, level: number): string {
    const holder = this.#holder(schema);
    const { properties = {} } = holder.schema;
    return Object.keys(properties)
      .sort()
      .map((name) => this.#line(holder, name, level))
      .join('');
  }

  #line(holder: Holder, name: string, level: number): string {
    const field = this.#field(holder, name) ?? {};
    const indent = 2 * level;
    const isRequired = holder.schema.required?.includes(name) === true && field.description !== KIND_FIELDS[name];
    const values = field.enum?.slice(0, MOST_VALUES).map(valueText).join(', ');
    const listed = values === undefined ? '' : `\n${' '.repeat(indent)}enum: ${values}${(field.enum?.length ?? 0) > MOST_VALUES ? ', ....' : ''}`;
    const line = `${' '.repeat(indent)}${name}\t<${this.#type(field)}>${isRequired ? ' -required-' : ''}${listed}\n`;
    if (this.#recursive) return line + this.#fields(field, level + 1);
    return `${line}${indented(wrapped(plain(field.description ?? '<no description>'), WIDTH + 2 - indent), indent + 2)}\n\n`;
  }
}

const itemsOf = ({ items, additionalProperties }: FieldSchema): FieldSchema | undefined =>
  items ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined);

const valueText = (value: unknown): string => (value === '' ? '""' : String(value));

const ENUM = /^Possible enum values:$/m;

/** The schema's texts come from comments of a program: asterisks are escaped, and what is deprecated has a tag. */
const plain = (text: string): string => text.replaceAll('\\*', '*').replace(/\n@deprecated$/, '');

/** How many values of a field a list of fields has room for. */
const MOST_VALUES = 4;

function indented(text: string, spaces: number): string {
  const pad = ' '.repeat(spaces);
  return pad + text.replaceAll('\n', `\n${pad}`);
}

/** github.com/mitchellh/go-wordwrap: WrapString */
function wrapped(text: string, limit: number): string {
  let [out, spaces, word, column] = ['', '', '', 0];
  const flush = () => {
    out += spaces + word;
    column += spaces.length + word.length;
    [spaces, word] = ['', ''];
  };
  for (const char of text) {
    if (char === '\n') {
      if (word !== '' || column + spaces.length <= limit) flush();
      [spaces, column] = ['', 0];
      out += char;
    } else if (/[\s]/.test(char) && char !== '\u00a0') {
      if (spaces === '' || word !== '') flush();
      spaces += char;
    } else {
      word += char;
      if (column + word.length + spaces.length > limit && word.length < limit) {
        out += '\n';
        [spaces, column] = ['', 0];
      }
    }
  }
  if (word !== '' || column + spaces.length <= limit) flush();
  return out;
}
