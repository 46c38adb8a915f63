/**
 * From files to objects: documents, the checks that kubectl makes before it asks the server, and lists taken apart
 * (staging/src/k8s.io/cli-runtime/pkg/resource/visitor.go, apimachinery/pkg/util/yaml/decoder.go).
 */
import { decode } from '../schema/decode.ts';
import { clone, type Fields, fields, isFields, text } from '../schema/fields.ts';
import { registerTypes } from '../schema/schema.ts';
import { findKind, type Kind, KINDS } from '../server/kinds.ts';
import type { FieldValidation } from '../server/server.ts';
import { goQuote } from '../go-text.ts';
import { kindErrors, validateItems, validateListOfKind } from './client-validation.ts';
import { JsonError, jsonDocuments } from './json-text.ts';
import { compactJson } from './printing/json.ts';
import { SeveralErrors, UsageError } from './outcome.ts';
import { yamlToJson } from './yaml/resolve.ts';
import { YamlError } from './yaml/reader.ts';

registerTypes('metadataOnlyObject +TypeMeta metadata?:ObjectMeta\n');

export interface Manifest {
  kind: Kind;
  object: Fields;
  /** The object before anything was filled in. */
  written: Fields;
  /** The file's name as errors show it; `STDIN` for standard input. */
  source: string;
}

export type ManifestResult = { manifest: Manifest } | { error: Error };

/** Every object of the files in order; what cannot be read is an error in its place. A syntax error, or no kind, ends its file. */
export function readManifests(text: string, source: string, validation: FieldValidation): ManifestResult[] {
  const results: ManifestResult[] = [];
  try {
    for (const document of documents(text)) {
      if (document === null) continue;
      const invalid = validationError(document, source, validation);
      if (invalid !== undefined) return [...results, { error: invalid }];
      results.push(...unrolled(document, source, validation));
    }
  } catch (error) {
    if (error instanceof SeparatorError) results.push({ error: new UsageError(`error parsing ${source}: ${error.message}`) });
    else if (error instanceof YamlError)
      results.push({ error: new UsageError(`error parsing ${source}: error converting YAML to JSON: ${error.fromYaml ? 'yaml: ' : ''}${error.message}`) });
    else if (error instanceof JsonError) results.push({ error: new UsageError(`error parsing ${source}: ${error.message}`) });
    else throw error;
  }
  return results;
}

function* documents(text: string): Generator<unknown> {
  const withoutMark = text.replace(/^\ufeff/, '');
  if (/^\s*\{/.test(withoutMark)) {
    const { values, failedAt, error } = jsonDocuments(withoutMark);
    yield* values;
    if (error === undefined) return;
    // More than one object is JSON for sure; a single one may be followed by YAML, if there is enough to see.
    if (values.length > 1) throw new JsonError(error.message.replace(/^json: offset \d+: /, ''));
    const refused = new JsonError(error.message.replace(/^json: offset (\d+)/, (_offset, offset: string) => `json: offset ${Number(offset) + failedAt}`));
    if (values.length === 1 && withoutMark.slice(failedAt).length < FEWEST_BYTES) throw refused;
    // What is no JSON may be YAML that looks like it.
    for (const part of yamlParts(withoutMark.slice(failedAt))) {
      let value: unknown;
      try {
        value = yamlToJson(part);
      } catch {
        throw refused;
      }
      yield value;
    }
    return;
  }
  for (const part of yamlParts(withoutMark)) yield yamlToJson(part);
}

/** So many bytes are looked at, at a time. */
const FEWEST_BYTES = 4;

class SeparatorError extends Error {}

/**
 * Documents are separated by lines of `---`, with nothing or a comment behind it; anything else ends the reading
 * (staging/src/k8s.io/apimachinery/pkg/util/yaml/decoder.go: YAMLReader.Read).
 */
function* yamlParts(text: string): Generator<string> {
  let current: string[] = [];
  const written = () => current.some((line) => line.trim() !== '');
  // Every line ends with a line feed, the last one too, whatever it ended with (LineReader.Read).
  for (const line of text.replace(/\n$/, '').split(/\r?\n/)) {
    if (!line.startsWith('---')) {
      current.push(line);
      continue;
    }
    const behind = line.slice(3).trim();
    if (behind !== '' && !behind.startsWith('#')) throw new SeparatorError(`invalid Yaml document separator: ${behind}`);
    if (written()) yield `${current.join('\n')}\n`;
    current = [];
  }
  if (written()) yield `${current.join('\n')}\n`;
}

function unrolled(document: unknown, source: string, validation: FieldValidation): ManifestResult[] {
  if (!isFields(document))
    return [
      {
        error: new UsageError(
          `unable to decode ${goQuote(source)}: json: cannot unmarshal ${Array.isArray(document) ? 'array' : typeof document} into Go value of type struct`,
        ),
      },
    ];
  return isList(document) ? fromList(document, source, validation) : [mapped(document, source)];
}

function isList(document: unknown): document is Fields & { items: unknown[] } {
  return isFields(document) && text(document, 'kind').endsWith('List') && Array.isArray(document['items']);
}

/**
 * The objects of a list. Those of a kind that nobody knows are one failure together, and of the names of the others only the server
 * asks (staging/src/k8s.io/cli-runtime/pkg/resource/visitor.go: FlattenListVisitor).
 */
function fromList(document: Fields & { items: unknown[] }, source: string, validation: FieldValidation): ManifestResult[] {
  const results: ManifestResult[] = [];
  const unknown: Error[] = [];
  for (const listed of document.items) {
    const item = itemOf(document, listed);
    const invalid = validationError(item, source, validation);
    if (invalid !== undefined) results.push({ error: invalid });
    else if (isList(item)) return [{ error: new UsageError('*unstructured.Unstructured is not a list: no Items field in this object') }];
    else if (!isFields(item)) results.push(...unrolled(item, source, validation));
    else {
      const kind = kindOf(item);
      if (kind === undefined) unknown.push(new UsageError(`unable to recognize ${unmatched(item)}`));
      else results.push({ manifest: { kind, object: clone(item), written: item, source } });
    }
  }
  return unknown.length === 0 ? results : [{ error: new SeveralErrors(unknown) }, ...results];
}

/** Items of a `PodList` need not say what they are. */
function itemOf(listObject: Fields, item: unknown): unknown {
  const kind = text(listObject, 'kind').slice(0, -'List'.length);
  return isFields(item) && kind !== '' && item['kind'] === undefined && item['apiVersion'] === undefined
    ? { apiVersion: listObject['apiVersion'], kind, ...item }
    : item;
}

/** The checks that kubectl makes before it looks for the kind; lists it validates itself, field by field. */
function validationError(document: unknown, source: string, validation: FieldValidation): UsageError | undefined {
  if (validation === 'Ignore') return undefined;
  const reasons = kindErrors(document);
  if (reasons.length === 0 && isFields(document) && validation === 'Strict') reasons.push(...listErrors(document));
  const distinct = [...new Set(reasons)];
  if (distinct.length === 0) return undefined;
  const told = distinct.length === 1 ? (distinct[0] ?? '') : `[${distinct.join(', ')}]`;
  return new UsageError(
    `error validating ${goQuote(source)}: error validating data: ${told}; if you choose to ignore these errors, turn validation off with --validate=false`,
  );
}

function listErrors(document: Fields): string[] {
  const [apiVersion, kind] = [text(document, 'apiVersion'), text(document, 'kind')];
  if (kind === 'List' && apiVersion === 'v1') return Array.isArray(document['items']) ? validateItems(document['items']) : ['invalid object to validate'];
  const isKnown = kind.endsWith('List') && findKind(apiVersion, kind.slice(0, -'List'.length)) !== undefined;
  return isKnown ? validateListOfKind(document, apiVersion, kind) : [];
}

function kindOf(object: Fields): Kind | undefined {
  const [apiVersion, name] = [text(object, 'apiVersion'), text(object, 'kind')];
  return findKind(apiVersion, name) ?? KINDS.find((known) => known.apiVersion === apiVersion && known.singular === name);
}

const unmatched = (object: Fields): string => `no matches for kind ${goQuote(text(object, 'kind'))} in version ${goQuote(text(object, 'apiVersion'))}`;

function mapped(object: Fields, source: string): ManifestResult {
  const { typeError } = decode('metadataOnlyObject', { metadata: object['metadata'] });
  if (typeError !== undefined) return { error: new UsageError(`unable to decode ${goQuote(source)}: ${typeError}`) };
  if (text(object, 'kind') === '')
    return { error: new UsageError(`unable to decode ${goQuote(source)}: Object 'Kind' is missing in '${compactJson(object)}'`) };
  const kind = kindOf(object);
  if (kind === undefined) {
    const meta = fields(object, 'metadata');
    return {
      error: new UsageError(
        `resource mapping not found for name: ${goQuote(text(meta, 'name'))} namespace: ${goQuote(text(meta, 'namespace'))} from ${goQuote(source)}: ${unmatched(object)}\nensure CRDs are installed first`,
      ),
    };
  }
  return { manifest: { kind, object: clone(object), written: object, source } };
}
