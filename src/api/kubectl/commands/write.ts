/** `kubectl create`, `replace`, `patch`, `label`, `annotate` (staging/src/k8s.io/kubectl/pkg/cmd). */
import type { KubernetesObject } from '../../../model/kubernetes.ts';
import { goQuote, sortedKeys } from '../../go-text.ts';
import { labelValueErrors } from '../../names.ts';
import { apiError } from '../../errors.ts';
import { applyJsonPatch } from '../../patch/json-patch.ts';
import { mergePatch } from '../../patch/merge.ts';
import { jsonPatchedJson, mergedJson } from '../../patch/patched-json.ts';
import { PatchError } from '../../patch/patch-error.ts';
import { mergeOnServer } from '../../patch/strategic.ts';
import { clone, deepEqual, type Fields, fields, isFields, map, text } from '../../schema/fields.ts';
import { defaultPodOnly, defaultPodSpec } from '../../defaults/pod-spec.ts';
import { canonical } from '../../schema/canonical.ts';
import { jsonKind } from '../../schema/convert.ts';
import { type Kind, printedResource } from '../../server/kinds.ts';
import type { Subresource } from '../../server/server.ts';
import { withLastApplied } from '../last-applied.ts';
import { NOTHING_NAMED, refuseRaw, refuseWords, ServerError, UsageError } from '../outcome.ts';
import { addressRefusal } from '../addresses.ts';
import type { Session } from '../session.ts';
import { JsonError, jsonValue } from '../json-text.ts';
import { createCommand, NOT_MADE } from '../flags.ts';
import { createGenerated } from './generate.ts';
import { findChanged, type Found } from '../targets.ts';
import { YamlError } from '../yaml/reader.ts';
import { yamlToJson } from '../yaml/resolve.ts';

export function create(session: Session): void {
  const [word = ''] = session.words;
  if (createGenerated(session)) return;
  if (NOT_MADE.has(word))
    throw new UsageError(`kubectl create ${createCommand(session.words) || word} is not covered here; write a manifest and use kubectl create -f`);
  refuseRaw(session);
  refuseWords(session, 'create');
  session.readOutput();
  let isEmpty = true;
  for (const manifest of session.eachManifest()) {
    isEmpty = false;
    const { kind, source } = manifest;
    const object = session.options.flag('save-config') ? withLastApplied(manifest.object) : manifest.object;
    if (session.dryRun === 'client') {
      session.report(kind, object, 'created');
      continue;
    }
    const namespace = session.namespaceOf(manifest);
    const unaddressed = addressRefusal(kind, namespace);
    if (unaddressed !== undefined) {
      session.out.fail(new UsageError(`error when creating ${goQuote(source)}: ${unaddressed}`));
      continue;
    }
    const answer = session.server.create(kind, namespace, object, session.writeOptions);
    for (const warning of answer.warnings) session.out.warn(warning);
    if ('error' in answer) session.out.fail(new ServerError(answer.error, `error when creating ${goQuote(source)}`));
    else session.report(kind, answer.object, 'created');
  }
  if (isEmpty && !session.out.hasFailed) throw new UsageError('no objects passed to create');
}

export function replace(session: Session): void {
  refuseRaw(session);
  session.readOutput();
  const { options } = session;
  for (const flag of ['grace-period', 'timeout'])
    if (options.has(flag) && options.text(flag) !== '-1' && !options.flag('force')) throw new UsageError(`--${flag} must have --force specified`);
  if (options.flag('force') && session.dryRun !== 'none') throw new UsageError('--dry-run can not be used when --force is set');
  let isEmpty = true;
  for (const manifest of session.eachManifest()) {
    isEmpty = false;
    const { kind, object, source } = manifest;
    const subresource = subresourceOf(session, kind, `error when replacing ${goQuote(source)}`);
    const name = text(fields(object, 'metadata'), 'name');
    const namespace = session.namespaceOf(manifest);
    const unaddressed = addressRefusal(kind, namespace, name);
    if (unaddressed !== undefined) {
      session.out.fail(new UsageError(`error when ${session.options.flag('force') ? 'deleting' : 'replacing'} ${goQuote(source)}: ${unaddressed}`));
      continue;
    }
    if (session.options.flag('force') && session.server.get(kind, namespace, name) !== undefined) {
      session.server.delete(kind, namespace, name, { gracePeriodSeconds: 0, dryRun: session.dryRun !== 'none' });
      session.out.line(`${printedResource(kind)} ${goQuote(name)} deleted from ${namespace} namespace`);
    }
    const answer = session.options.flag('force')
      ? session.server.create(kind, namespace, object, session.writeOptions)
      : session.server.update(kind, namespace, name, object, { ...session.writeOptions, ...(subresource !== undefined && { subresource }) });
    for (const warning of answer.warnings) session.out.warn(warning);
    if ('error' in answer) session.out.fail(new ServerError(answer.error, session.options.flag('force') ? '' : `error when replacing ${goQuote(source)}`));
    else session.report(kind, answer.object, 'replaced');
  }
  if (isEmpty && !session.out.hasFailed) throw new UsageError('no objects passed to replace');
}

export function patch(session: Session): void {
  session.readOutput();
  const written = session.options.text('patch') ?? patchFile(session);
  if (written === undefined || written === '') throw new UsageError('must specify --patch or --patch-file containing the contents of the patch');
  const type = session.options.text('type') ?? 'strategic';
  for (const { kind, object } of patchedTargets(session)) patchOne(session, kind, object, type, written);
}

/** With `--local` the objects are those of the files, and no server is asked. */
function patchedTargets(session: Session): Found[] {
  if (!session.options.flag('local')) return findChanged(session, session.words, NOTHING_NAMED);
  if (!session.options.has('filename')) throw new UsageError('cannot specify --local and server resources');
  return session.manifestsAsWritten().map(({ kind, object }) => ({ kind, object: object as KubernetesObject }));
}

function patchFile(session: Session): string | undefined {
  const name = session.options.text('patch-file');
  if (name === undefined) return undefined;
  const content = session.content(name);
  if (content === undefined) throw new UsageError(`unable to read patch file: open ${name}: no such file or directory`);
  return content;
}

const SUBRESOURCES = new Set(['status', 'resize', 'ephemeralcontainers']);

/** @throws {ServerError} for a subresource that the kind has not; all but the status are the Pod's. */
function subresourceOf({ options }: Session, { kind }: Kind, doing = ''): Subresource | undefined {
  const subresource = options.text('subresource');
  if (subresource === undefined) return undefined;
  if (!SUBRESOURCES.has(subresource) || (kind !== 'Pod' && subresource !== 'status'))
    throw new ServerError(apiError('NotFound', 'the server could not find the requested resource'), doing);
  return subresource as Subresource;
}

function patchOne(session: Session, kind: Kind, current: KubernetesObject, type: string, written: string): void {
  const subresource = subresourceOf(session, kind);
  const { changed, left, json } = patched(session, kind, current, type, readPatch(written, type));
  if (session.options.flag('local') || session.dryRun === 'client') {
    session.report(kind, changed, deepEqual(changed, current) ? 'patched (no change)' : 'patched', '');
    return;
  }
  const answer = session.server.update(kind, session.namespace, current.metadata.name ?? '', changed, {
    ...session.writeOptions,
    isPatch: true,
    ...(subresource !== undefined && { subresource }),
    ...(left !== undefined && { patch: left }),
    ...(json !== undefined && { patchedJson: json }),
    // `kubectl patch` has no `--validate`; the server's own setting is to warn.
    fieldValidation: 'Warn',
  });
  for (const warning of answer.warnings) session.out.warn(warning);
  if ('error' in answer) throw new ServerError(answer.error);
  // What is resized is compared before the server drops all but the resources; a file is never quite the object.
  const compared = subresource === 'resize' ? withDefaults(kind, changed) : answer.object;
  const isSame = session.options.has('filename') ? false : deepEqual(compared, current);
  session.report(kind, answer.object, isSame ? 'patched (no change)' : 'patched', '');
}

function withDefaults(kind: Kind, object: Fields): Fields {
  const read = canonical(kind.kind, clone(object));
  const spec = fields(read, 'spec') ?? {};
  defaultPodSpec(spec);
  defaultPodOnly(spec);
  return read;
}

/** What begins like JSON is the server's to read, the rest is YAML that kubectl turns into JSON (`utilyaml.ToJSON`). */
function readPatch(written: string, type: string): unknown {
  if (!/^\s*\{/.test(written)) {
    try {
      return yamlToJson(written);
    } catch (error) {
      throw error instanceof YamlError ? new UsageError(`unable to parse ${goQuote(written)}: yaml: ${error.message}`) : error;
    }
  }
  try {
    return jsonValue(written);
  } catch (error) {
    throw error instanceof JsonError ? new ServerError(apiError('BadRequest', `${DECODING[type] ?? ''}${error.message}`)) : error;
  }
}

/** How the server introduces that a patch cannot be read (apiserver/pkg/endpoints/handlers/patch.go). */
const DECODING: Readonly<Record<string, string>> = { json: 'error decoding patch: ', merge: 'error decoding patch: ' };

/** The patched object; of a strategic patch also what merging leaves of it. */
function patched(
  session: Session,
  kind: Kind,
  current: KubernetesObject,
  type: string,
  change: unknown,
): { changed: Fields; left?: Fields; json?: () => string } {
  const object = current;
  const mismatch = (goType: string) =>
    new ServerError(apiError('BadRequest', `${DECODING[type] ?? ''}json: cannot unmarshal ${jsonKind(change)} into Go value of type ${goType}`));
  switch (type) {
    case 'json': {
      if (change !== null && !Array.isArray(change)) throw mismatch('[]handlers.jsonPatchOp');
      checkOperations(session, change ?? []);
      const result = applyJsonPatch(object, change ?? []);
      if (result === undefined) throw new ServerError({ ...apiError('Invalid', 'the server rejected our request due to an error in our request'), causes: [] });
      return { changed: result as Fields, json: () => jsonPatchedJson(result, change ?? []) };
    }
    case 'merge':
      if (change === null) throw new ServerError(apiError('BadRequest', 'Invalid JSON Patch'));
      if (!isFields(change)) throw mismatch('map[string]interface {}');
      return mergedBy(object, change);
    case 'strategic':
      if (change !== null && !isFields(change)) throw mismatch('map[string]interface {}');
      return mergedStrategically(kind, object, change ?? {});
    default:
      throw new UsageError(`--type must be one of [json merge strategic], not ${goQuote(type)}`);
  }
}

function mergedBy(object: Fields, change: Fields): { changed: Fields; json: () => string } {
  const changed = mergePatch(object, change);
  return { changed, json: () => mergedJson(changed, change) };
}

/** Operations are read before the first is carried out (apiserver/pkg/endpoints/handlers/patch.go: jsonPatchOp). */
function checkOperations({ out }: Session, operations: readonly unknown[]): void {
  const refuse = (kind: string, into: string) =>
    new ServerError(apiError('BadRequest', `error decoding patch: json: cannot unmarshal ${kind} into Go ${into}`));
  for (const [i, operation] of operations.entries()) {
    if (operation === null) continue;
    if (!isFields(operation)) throw refuse(jsonKind(operation), 'value of type handlers.jsonPatchOp');
    for (const field of ['from', 'op', 'path']) {
      const value = operation[field];
      if (value !== undefined && value !== null && typeof value !== 'string') throw refuse(jsonKind(value), `struct field jsonPatchOp.${field} of type string`);
    }
    const unknown = sortedKeys(operation).filter((field) => !['from', 'op', 'path', 'value'].includes(field));
    for (const field of unknown) out.warn(`json patch unknown field "[${i}].${field}"`);
  }
}

function mergedStrategically(kind: Kind, object: Fields, change: Fields): { changed: Fields; left: Fields } {
  try {
    const { merged, patch: left } = mergeOnServer(kind.kind, object, change);
    return { changed: merged, left };
  } catch (error) {
    throw error instanceof PatchError ? new ServerError(error.refusal) : error;
  }
}

/** Sends the changed object and reports on it. */
function update(session: Session, kind: Kind, current: KubernetesObject, changed: Fields, done: string): void {
  const answer = session.server.update(kind, session.namespace, current.metadata.name ?? '', changed, session.writeOptions);
  for (const warning of answer.warnings) session.out.warn(warning);
  if ('error' in answer) throw new ServerError(answer.error);
  session.report(kind, answer.object, done);
}

/** `kubectl label` and `annotate`. */
export function mark(session: Session, field: 'labels' | 'annotations'): void {
  session.readOutput();
  const isChange = (word: string) => (word.includes('=') && !word.startsWith('=')) || (word.endsWith('-') && word !== '-');
  const changes = session.words.filter(isChange);
  if (changes.length === 0 && !session.options.flag('list'))
    throw new UsageError(`at least one ${field === 'labels' ? 'label' : 'annotation'} update is required`);
  if (field === 'labels') for (const change of changes) checkLabel(change);
  const set = new Set(changes.filter((change) => change.includes('=')).map((change) => change.slice(0, change.indexOf('='))));
  if (changes.some((change) => !change.includes('=') && set.has(change.slice(0, -1))))
    throw new UsageError(`can not both modify and remove ${field === 'labels' ? 'a label' : 'an annotation'} in the same command`);
  const resources = session.words.filter((word) => !isChange(word));
  const late = session.words.slice(session.words.findIndex(isChange)).find((word) => !isChange(word));
  if (changes.length > 0 && late !== undefined)
    throw new UsageError(`all resources must be specified before ${field === 'labels' ? 'label' : 'annotation'} changes: ${late}`);
  const found = findChanged(session, resources);
  for (const { kind, object } of found) markObject(session, kind, object, field, changes);
}

function checkLabel(change: string): void {
  if (!change.includes('=')) return;
  if (change.split('=').length > 2) throw new UsageError(`invalid label spec: ${change}`);
  const reasons = labelValueErrors(change.slice(change.indexOf('=') + 1));
  if (reasons.length > 0) throw new UsageError(`invalid label value: ${goQuote(change)}: ${reasons.join(';')}`);
}

function markObject(session: Session, kind: Kind, current: KubernetesObject, field: 'labels' | 'annotations', changes: readonly string[]): void {
  const before = map(current.metadata, field);
  if (session.options.flag('list')) {
    for (const [key, value] of Object.entries(before)) session.out.line(`${key}=${value}`);
    return;
  }
  const values = { ...before };
  for (const change of changes) {
    const key = change.includes('=') ? change.slice(0, change.indexOf('=')) : change.slice(0, -1);
    if (!change.includes('=')) {
      if (values[key] === undefined && field === 'labels') session.out.line(`label "${key}" not found.`);
      delete values[key];
      continue;
    }
    const value = change.slice(change.indexOf('=') + 1);
    const old = values[key];
    if (old !== undefined && old !== value && !session.options.flag('overwrite'))
      throw new UsageError(
        field === 'labels'
          ? `'${key}' already has a value (${old}), and --overwrite is false`
          : `--overwrite is false but found the following declared annotation(s): '${key}' already has a value (${old})`,
      );
    values[key] = value;
  }
  const done = field === 'labels' ? labelsDone(before, values) : 'annotated';
  const changed = clone(current);
  const version = session.options.text('resource-version');
  changed['metadata'] = { ...current.metadata, [field]: values, ...(version !== undefined && { resourceVersion: version }) };
  if (deepEqual(values, before) || session.dryRun === 'client') {
    session.report(kind, changed, done);
    return;
  }
  update(session, kind, current, changed, done);
}

/** `updateDataChangeMsg` */
function labelsDone(before: Record<string, string>, values: Record<string, string>): string {
  const isAdded = Object.keys(values).some((key) => values[key] !== before[key]);
  const isRemoved = Object.keys(before).some((key) => values[key] === undefined);
  if (isAdded && isRemoved) return 'modified';
  return isAdded ? 'labeled' : isRemoved ? 'unlabeled' : 'not labeled';
}
