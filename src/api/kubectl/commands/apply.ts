/** `kubectl apply` (staging/src/k8s.io/kubectl/pkg/cmd/apply). */
import type { KubernetesObject } from '../../../model/kubernetes.ts';
import { PatchError } from '../../patch/patch-error.ts';
import { mergeOnServer, strategicMerge } from '../../patch/strategic.ts';
import { type Fields, fields, isFields, map, text } from '../../schema/fields.ts';
import { goQuote } from '../../go-text.ts';
import { groupOf } from '../../server/kinds.ts';
import { LAST_APPLIED, lastApplied, withLastApplied } from '../last-applied.ts';
import type { Manifest } from '../manifests.ts';
import { NOTHING_NAMED, refuseWords, ServerError, UsageError } from '../outcome.ts';
import { addressRefusal } from '../addresses.ts';
import { compactJson, jsonText } from '../printing/json.ts';
import { yamlText } from '../printing/yaml.ts';
import type { Session } from '../session.ts';
import { findTargets } from '../targets.ts';
import { threeWayPatch } from '../three-way.ts';

export function apply(session: Session): void {
  if (session.words[0] === 'view-last-applied') {
    viewLastApplied(session);
    return;
  }
  refuseWords(session, 'apply');
  const { options } = session;
  if (options.flag('prune') && !options.flag('all') && !options.has('selector'))
    throw new UsageError(
      'all resources selected for prune without explicitly passing --all. To prune all resources, pass the --all flag. If you did not mean to prune all resources, specify a label selector',
    );
  session.readOutput();
  session.printTogether();
  const manifests = session.manifests();
  if (manifests.length === 0 && !session.out.hasFailed) throw new UsageError('no objects passed to apply');
  for (const manifest of manifests) {
    try {
      if (session.options.flag('server-side')) applyOnServer(session, manifest);
      else applyOne(session, manifest);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      session.out.fail(error);
    }
  }
  // Objects are printed only where everything went well.
  if (!session.out.hasFailed) session.finishPrinting();
}

/** `kubectl apply view-last-applied` */
function viewLastApplied(session: Session): void {
  const format = session.options.text('output') ?? 'yaml';
  if (format !== 'yaml' && format !== 'json')
    throw new UsageError(
      `Unexpected -o output mode: ${format}, the flag 'output' must be one of yaml|json\nSee 'kubectl apply view-last-applied -h' for help and examples`,
    );
  if (session.words.length === 1 && !session.options.has('filename')) throw new UsageError(NOTHING_NAMED);
  for (const { object } of findTargets(session, session.words.slice(1)).found) {
    const applied = lastApplied(object);
    if (applied === undefined) throw new UsageError(`no last-applied-configuration annotation found on resource: ${object.metadata.name ?? ''}\n`);
    session.out.stdout += format === 'yaml' ? yamlText(applied) : `${jsonText(applied, 2)}\n`;
  }
}

function applyOne(session: Session, manifest: Manifest): void {
  const { kind, object, source } = manifest;
  const meta = fields(object, 'metadata');
  const name = text(meta, 'name');
  const namespace = session.namespaceOf(manifest);
  if (name === '' && text(meta, 'generateName') !== '') throw new UsageError(`from ${text(meta, 'generateName')}: cannot use generate name with apply`);
  checkAddress(manifest, namespace, name);
  const modified = withLastApplied(object);
  const current = session.server.get(kind, namespace, name);
  if (session.dryRun === 'client' && current === undefined) {
    session.report(kind, modified, 'created');
    return;
  }
  if (current === undefined) create(session, manifest, modified);
  else patch(session, manifest, modified, current, source);
}

/** What cannot be part of an address is refused before the server is asked. */
function checkAddress(manifest: Manifest, namespace: string, name: string): void {
  const refusal = addressRefusal(manifest.kind, namespace, name);
  if (refusal === undefined) return;
  throw new UsageError(
    `error when retrieving current configuration of:\n${described(manifest, name)}\nfrom server for: ${goQuote(manifest.source)}: ${refusal}`,
  );
}

function create(session: Session, manifest: Manifest, object: Fields, done = 'created'): void {
  const answer = session.server.create(manifest.kind, session.namespaceOf(manifest), withoutNulls(object) as Fields, session.writeOptions);
  for (const warning of answer.warnings) session.out.warn(warning);
  if ('error' in answer) throw new ServerError(answer.error, `error when creating ${goQuote(manifest.source)}`);
  session.report(manifest.kind, answer.object, done);
}

/** A field that is null in a manifest is one that apply would remove (`pruneNullsFromMap`). */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isFields(value)) return value;
  const kept = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutNulls(inner)]));
}

function patch(session: Session, manifest: Manifest, modified: Fields, current: KubernetesObject, source: string): void {
  const { kind } = manifest;
  const name = current.metadata.name ?? '';
  const original = lastApplied(current);
  if (original === undefined) {
    session.out.warn(
      `resource ${printedPlural(manifest)}/${name} is missing the ${LAST_APPLIED} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.`,
    );
  }
  const live = current;
  const sent = patchToSend(session, manifest, original, modified, live);
  const isLeaving = current.metadata.deletionTimestamp !== undefined;
  if (Object.keys(sent).length === 0) {
    if (isLeaving) session.out.warn(changesOfLeaving(name));
    session.report(kind, current, 'unchanged');
    return;
  }
  const { merged, patch: left } = mergeOnServer(kind.kind, live, sent);
  if (session.dryRun === 'client') {
    // Only the change is worked out; what is printed is the object as it is.
    if (isLeaving) session.out.warn(changesOfLeaving(name));
    session.report(kind, current, 'configured');
    return;
  }
  const answer = session.server.update(kind, session.namespaceOf(manifest), name, merged, { ...session.writeOptions, patch: left });
  for (const warning of answer.warnings) session.out.warn(warning);
  if ('error' in answer && session.options.flag('force') && ['Conflict', 'Invalid'].includes(answer.error.reason)) {
    session.server.delete(kind, session.namespaceOf(manifest), name, { gracePeriodSeconds: 0, dryRun: session.dryRun !== 'none' });
    create(session, manifest, modified, 'configured');
    return;
  }
  if ('error' in answer) {
    const patching = answer.error.reason === 'Conflict' ? `: error when patching ${goQuote(source)}` : '';
    throw new ServerError(
      answer.error,
      `error when applying patch:\n${compactJson(sent)}\nto:\n${described(manifest, name)}\nfor: ${goQuote(source)}${patching}`,
    );
  }
  if (isLeaving) session.out.warn(changesOfLeaving(name));
  session.report(kind, answer.object, 'configured');
}

/** Said of every object on its way out, changed or not. */
const changesOfLeaving = (name: string) => `Detected changes to resource ${name} which is currently being deleted.`;

/** Where lists cannot be compared, as without their merge key, nothing is sent. */
function patchToSend(session: Session, manifest: Manifest, original: Fields | undefined, modified: Fields, live: Fields): Fields {
  try {
    return threeWayPatch(manifest.kind.kind, original ?? {}, modified, live);
  } catch (error) {
    if (!(error instanceof PatchError)) throw error;
    for (const version of ['openapi v3', 'openapi']) session.out.note(`warning: error calculating patch from ${version} spec: ${error.message}`);
    const [before, after, current] = [original === undefined ? '' : `${compactJson(original)}\n`, `${compactJson(modified)}\n`, `${compactJson(live)}\n`];
    throw new UsageError(
      `error when applying patch:\n\nto:\n${described(manifest, text(fields(live, 'metadata'), 'name'))}\nfor: ${goQuote(manifest.source)}: error when patching ${goQuote(manifest.source)}: creating patch with:\noriginal:\n${before}\nmodified:\n${after}\ncurrent:\n${current}\nfor: ${error.message}`,
    );
  }
}

/** How kubectl names an object in long errors (staging/src/k8s.io/cli-runtime/pkg/resource/visitor.go: Info.String). */
function described(manifest: Manifest, name: string): string {
  const { kind } = manifest;
  const [version = '', group = ''] = kind.apiVersion.split('/').reverse();
  return `Resource: "${group}/${version}, Resource=${kind.plural}", GroupVersionKind: "${group}/${version}, Kind=${kind.kind}"\nName: ${goQuote(name)}, Namespace: ${goQuote(manifest.kind.namespaced ? text(fields(manifest.object, 'metadata'), 'namespace') : '')}`;
}

const printedPlural = ({ kind }: Manifest): string => (groupOf(kind) === '' ? kind.plural : `${kind.plural}.${groupOf(kind)}`);

/** Server-side apply without other field managers: the manifest laid over the live object. */
function applyOnServer(session: Session, manifest: Manifest): void {
  const { kind, object, source } = manifest;
  const name = text(fields(object, 'metadata'), 'name');
  const namespace = session.namespaceOf(manifest);
  const current = session.server.get(kind, namespace, name);
  const answer =
    current === undefined
      ? session.server.create(kind, namespace, object, session.writeOptions)
      : session.server.update(kind, namespace, name, serverSide(kind.kind, withUpdatedRecord(object, current), current), session.writeOptions);
  for (const warning of answer.warnings) session.out.warn(warning);
  if ('error' in answer) throw new ServerError(answer.error, current === undefined ? '' : `error when applying ${goQuote(source)}`);
  session.report(kind, answer.object, 'serverside-applied');
}

/** The server keeps up to date what was applied by the client before (`managedfields/internal/lastappliedupdater.go`). */
function withUpdatedRecord(object: Fields, current: KubernetesObject): Fields {
  if (lastApplied(current) === undefined) return object;
  const meta = fields(object, 'metadata') ?? {};
  const { [LAST_APPLIED]: _old, ...annotations } = map(meta, 'annotations');
  const recorded = compactJson({ ...object, metadata: { ...meta, ...(meta['annotations'] !== undefined && { annotations }) } });
  return { ...object, metadata: { ...meta, annotations: { ...annotations, [LAST_APPLIED]: `${recorded}\n` } } };
}

const serverSide = (typeName: string, object: Fields, live: Fields): Fields => strategicMerge(typeName, live, threeWayPatch(typeName, {}, object, live));
