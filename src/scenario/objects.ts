/** The Kubernetes objects of a text: sorting them, decoding them, and picking the Pod. */
import { budgetErrors } from '../api/index.ts';
import type { Diagnostic } from '../model/diagnostics.ts';
import type { KubernetesObject, ObjectMeta, PodSpec } from '../model/kubernetes.ts';
import type { PodManifest, PodSource } from '../model/scenario.ts';
import { decodeStruct } from './decode/decode.ts';
import { knownKinds, rootStruct } from './decode/structure.ts';
import { nearestName } from '../base/nearest-name.ts';
import { Problems, type Path } from './problems.ts';
import { claimsOf, podFromTemplate, TEMPLATE_PATHS, templateOf } from './template.ts';
import type { YamlDocument } from './yaml/parse.ts';
import { type Lines, parsePath } from './yaml/places.ts';
import { didYouMean, say, verbatim } from './texts/say.ts';

/** An object of the text with where it stands. */
interface Found {
  value: unknown;
  problems: Problems;
  document: YamlDocument;
  /** Its path in the document: empty, or `items[n]` in a List. */
  base: Path;
}

export interface ObjectsResult {
  pod?: PodManifest;
  podSource?: PodSource;
  objects: KubernetesObject[];
  /** The object whose template makes the Pod, if one does. */
  workload?: KubernetesObject;
  /** Where the Pod comes from: the document, and the path of the Pod (or of the template) in it. */
  origin?: { document: YamlDocument; base: Path; templatePath: Path };
}

/** Reads all documents that are not the Scenario. Problems go to `diagnostics`. `wants`: which of several Pods is meant. */
export function readObjects(
  documents: readonly YamlDocument[],
  diagnostics: Diagnostic[],
  lines: Lines,
  wants: (object: KubernetesObject) => boolean = () => true,
): ObjectsResult {
  const result: ObjectsResult = { objects: [] };
  const pods: NonNullable<Diagnostic['pods']> = [];
  const written = documents.flatMap((document) => unrolled(document, diagnostics, lines));
  const hasBudget = written.some(({ value }) => isObject(value) && value['kind'] === 'PodDisruptionBudget');
  for (const found of written) {
    const object = decodeObject(found);
    if (!object) continue;
    if (object.kind === 'PodDisruptionBudget') checkBudget(object, found.problems);
    if (object.kind !== 'Pod' && TEMPLATE_PATHS[object.kind] === undefined) {
      result.objects.push(object);
    } else if (!wants(object)) {
      continue;
    } else if (result.podSource) {
      pods.push({ kind: object.kind, name: object.metadata.name ?? '' });
      const { kind, name } = result.podSource;
      found.problems.add(
        ['kind'],
        say('This is Pod number {0} of the text: {1} after {2}.', pods.length, `${object.kind} ${object.metadata.name ?? ''}`, `${kind} ${name}`),
        {
          help: 'One Pod is simulated at a time: keep the object you are interested in and remove the others.',
          ...(pods.length === 2 && { pods }),
        },
      );
    } else {
      pods.push({ kind: object.kind, name: object.metadata.name ?? '' });
      takePod(object, found, result, hasBudget);
    }
  }
  return result;
}

/** The items of a List (or PodList, …), or the document itself. */
function unrolled(document: YamlDocument, diagnostics: Diagnostic[], lines: Lines): Found[] {
  const { value, place } = document;
  const problemsAt = (base: Path) => new Problems(diagnostics, lines, place, base);
  if (isObject(value) && typeof value['kind'] === 'string' && value['kind'].endsWith('List') && Array.isArray(value['items'])) {
    return value['items'].map((item: unknown, index) => ({ value: item, problems: problemsAt(['items', index]), document, base: ['items', index] }));
  }
  return [{ value, problems: problemsAt([]), document, base: [] }];
}

function decodeObject({ value, problems }: Found): KubernetesObject | undefined {
  if (!isObject(value)) {
    problems.add([], verbatim('error validating data: invalid object to validate'), {
      help: 'A document is a Kubernetes object: it begins with `apiVersion:` and `kind:`.',
    });
    return undefined;
  }
  const { apiVersion, kind } = value;
  const missing = [apiVersion, kind]
    .map((part, index) => (part === undefined || part === null || part === '' ? ['apiVersion', 'kind'][index] : undefined))
    .filter((part) => part !== undefined);
  if (missing.length > 0) {
    const words = missing.map((part) => `${part} not set`);
    const help =
      'object' in value && 'type' in value
        ? 'This is what kubectl printed with --output-watch-events: open it with O, to see what really happened.'
        : 'containers' in value || 'spec' in value
          ? 'A Pod begins with `apiVersion: v1` and `kind: Pod`.'
          : 'A document begins with `apiVersion:` and `kind:`.';
    problems.add([], verbatim(`error validating data: ${words.length > 1 ? `[${words.join(', ')}]` : words.join('')}`), { help });
    return undefined;
  }
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') {
    problems.add(
      [typeof kind === 'string' ? 'apiVersion' : 'kind'],
      verbatim(`error validating data: ${typeof kind === 'string' ? 'apiVersion' : 'kind'} isn't string type`),
      { help: 'Put the value in quotes.' },
    );
    return undefined;
  }
  const struct = rootStruct(apiVersion, kind);
  if (struct === undefined && !PROVIDERS.test(`${apiVersion}/${kind}`)) {
    reportUnknownKind(apiVersion, kind, value, problems);
    return undefined;
  }
  if (isWrongMetadata(value['metadata'], problems)) return undefined;
  const given = withoutServerFields(value);
  const decoded = struct === undefined ? given : decodeStruct(given, struct, problems);
  return { ...decoded, apiVersion, kind, metadata: (decoded['metadata'] ?? {}) as ObjectMeta };
}

/** What says that there is somebody to provide a volume or a device: only that it is there counts, not what stands in it. */
const PROVIDERS = /^(?:storage\.k8s\.io\/v1\/(?:CSIDriver|StorageClass)|resource\.k8s\.io\/v1\/(?:DeviceClass|ResourceClaim(?:Template)?))$/;

/** A budget that the API server refuses protects nobody. */
function checkBudget(budget: KubernetesObject, problems: Problems): void {
  if (problems.errors > 0) return;
  for (const { field, body } of budgetErrors(budget)) {
    const isQuoted = /^Invalid value: "\d+": a valid percent/.test(body);
    const help =
      field === 'spec'
        ? 'A budget has one of the two: `minAvailable`, how many stay, or `maxUnavailable`, how many may go.'
        : isQuoted
          ? 'In quotes it has to be a percentage: write the number without quotes, or `50%`.'
          : undefined;
    problems.add(parsePath(field), verbatim(`${field}: ${body}`), { help });
  }
}

/** What the groups have beside the kinds with a structure (`pkg/apis/core/register.go`, `pkg/apis/apps/register.go`): no misspelt ones. */
const UNUSED_KINDS = new Set(
  ['PersistentVolume', 'Endpoints', 'ComponentStatus', 'Binding', 'PodStatusResult', 'RangeAllocation']
    .map((kind) => `v1/${kind}`)
    .concat('apps/v1/ControllerRevision'),
);

/** A kind of the wrong group, a misspelt one, or one that has no influence on a Pod's life. */
function reportUnknownKind(apiVersion: string, kind: string, value: Record<string, unknown>, problems: Problems): void {
  const known = knownKinds().map((path) => ({ path, apiVersion: path.slice(0, path.lastIndexOf('/')), kind: path.slice(path.lastIndexOf('/') + 1) }));
  const exact = known.find((each) => each.kind === kind);
  const close =
    exact ??
    known.find(
      (each) =>
        each.kind ===
        nearestName(
          kind,
          known.map((one) => one.kind),
        ),
    );
  const isSameGroup = close !== undefined && close.apiVersion === apiVersion && !UNUSED_KINDS.has(`${apiVersion}/${kind}`);
  if (exact || isSameGroup) {
    problems.add([exact ? 'apiVersion' : 'kind'], verbatim(`no matches for kind "${kind}" in version "${apiVersion}"`), {
      help: exact ? say('{0} is in `apiVersion: {1}`.', kind, exact.apiVersion) : didYouMean(close?.kind ?? ''),
      instead: exact?.apiVersion ?? close?.kind,
    });
    return;
  }
  if (kind === 'Scenario') {
    problems.add(['apiVersion'], verbatim(`no matches for kind "Scenario" in version "${apiVersion}"`), {
      help: 'A Scenario document begins with `apiVersion: podloupe.dev/v1`.',
      instead: 'podloupe.dev/v1',
    });
    return;
  }
  const name = isObject(value['metadata']) && typeof value['metadata']['name'] === 'string' ? ` ${value['metadata']['name']}` : '';
  problems.add(['kind'], say('{0} is left alone: the simulation does not use objects of this kind.', `${kind}${name}`), { severity: 'info' });
}

/** What the API server sets and a client cannot: objects read from a cluster carry it (pkg/registry/core/pod/strategy.go: PrepareForCreate). */
const SERVER_METADATA = [
  'managedFields',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'selfLink',
];

function withoutServerFields(value: Record<string, unknown>): Record<string, unknown> {
  const { status: _status, ...rest } = value;
  if (!isObject(rest['metadata'])) return rest;
  return { ...rest, metadata: Object.fromEntries(Object.entries(rest['metadata']).filter(([field]) => !SERVER_METADATA.includes(field))) };
}

/** `metadata:` that is no map is told by kubectl itself, in other words than the server's. */
function isWrongMetadata(metadata: unknown, problems: Problems): boolean {
  if (metadata === undefined || metadata === null || isObject(metadata)) return false;
  const what = Array.isArray(metadata) ? 'array' : typeof metadata === 'boolean' ? 'bool' : typeof metadata;
  problems.add(['metadata'], verbatim(`json: cannot unmarshal ${what} into Go struct field metadataOnlyObject.metadata of type v1.ObjectMeta`), {
    help: 'Metadata is a map, e.g. `name: web` on a line of its own, indented; mind the space after the colon.',
  });
  return true;
}

/** Makes the Pod from the first object that has one. */
function takePod(object: KubernetesObject, found: Found, result: ObjectsResult, hasBudget: boolean): void {
  const { problems, document, base } = found;
  const name = object.metadata.name ?? '';
  const { replicas } = (object['spec'] ?? {}) as { replicas?: number };
  result.podSource = { kind: object.kind, name, ...(typeof replicas === 'number' && { replicas }) };
  const templatePath = TEMPLATE_PATHS[object.kind] ?? [];
  result.origin = { document, base, templatePath };
  const template = object.kind === 'Pod' ? (object as { metadata: ObjectMeta; spec?: PodSpec }) : templateOf(object);
  if (!template?.spec || !Array.isArray(template.spec.containers) || template.spec.containers.length === 0) {
    // A value of the wrong type has been reported already.
    if (problems.errors > 0) return;
    const path = [...templatePath, 'spec', 'containers'];
    problems.add(path, verbatim(`${path.join('.')}: Required value`), { help: 'A Pod needs at least one container with a name and an image.' });
    return;
  }
  if (object.kind === 'Pod') {
    result.pod = withoutNode({ ...object, apiVersion: 'v1', kind: 'Pod', spec: template.spec }, found);
    return;
  }
  if (!checkTemplate(object, template.spec, templatePath, problems)) return;
  result.workload = object;
  result.pod = podFromTemplate(object, template);
  result.objects.push(...claimsOf(object, result.pod));
  if (problems.errors > 0) return;
  problems.add(
    ['kind'],
    say(
      'The Pod is made from the template of {0}, as its controller would: {1}.',
      `${object.kind} ${name || `${object.metadata.generateName}…`}`,
      result.pod.metadata.name ?? '',
    ),
    {
      severity: 'info',
      help: say(
        hasBudget && (replicas ?? 1) > 1
          ? 'The {0} itself is not simulated: no Pod takes the place of one that is gone, and a disruption budget takes the other replicas to be Ready.'
          : 'The {0} itself is not simulated: no Pod takes the place of one that is gone.',
        object.kind,
      ),
    },
  );
}

/** A Pod that was read from a cluster names the node it ran on; the simulated one is scheduled anew. */
function withoutNode(pod: PodManifest, { value, problems }: Found): PodManifest {
  const wasRunning = isObject(value) && isObject(value['status']) && Object.keys(value['status']).length > 0;
  if (!wasRunning || pod.spec.nodeName === undefined) return pod;
  problems.add(['spec', 'nodeName'], say('The Pod was read from a cluster: status and nodeName ({0}) are left out.', pod.spec.nodeName), { severity: 'info' });
  const { nodeName: _nodeName, ...spec } = pod.spec;
  return { ...pod, spec };
}

/** What the controllers' objects demand of a template (pkg/apis/apps/validation, pkg/apis/batch/validation). */
function checkTemplate(object: KubernetesObject, spec: PodSpec, templatePath: Path, problems: Problems): boolean {
  const path = [...templatePath, 'spec', 'restartPolicy'];
  const value = spec.restartPolicy;
  const before = problems.errors;
  if (object.kind === 'Job' || object.kind === 'CronJob') {
    if (value === undefined || value === 'Always') {
      problems.add(path, verbatim(`${path.join('.')}: Required value: valid values: "OnFailure", "Never"`), {
        help: 'A Job’s Pods must end: write `restartPolicy: OnFailure` or `Never` in the template.',
        fix: { write: 'restartPolicy: OnFailure', edits: [{ document: 'pod', path: 'spec.restartPolicy', value: 'OnFailure' }] },
      });
    } else if (value !== 'OnFailure' && value !== 'Never') {
      problems.add(path, verbatim(`${path.join('.')}: Unsupported value: "${String(spec.restartPolicy)}": supported values: "OnFailure", "Never"`), {
        help: 'A Job’s Pods must end.',
      });
    }
  } else if (value !== undefined && value !== 'Always') {
    problems.add(path, verbatim(`${path.join('.')}: Unsupported value: "${value}": supported values: "Always"`), {
      help: say('Pods of a {0} are restarted always; for a run that ends use a Job or a Pod.', object.kind),
    });
  }
  return problems.errors === before;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
