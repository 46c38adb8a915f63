/** `actions`: what the user does to the Pod, the node and the cluster while the scenario runs. */
import type { Container, KubernetesObject } from '../../model/kubernetes.ts';
import type { Action, ActionTime, PodManifest } from '../../model/scenario.ts';
import { decodeStruct } from '../decode/decode.ts';
import { knownKinds, rootStruct } from '../decode/structure.ts';
import type { Path, Problems } from '../problems.ts';
import { checkClaim, checkContainer } from './claims.ts';
import { imageChange } from './images.ts';
import { parsePoint, type PointContext } from './points.ts';
import {
  anyMap,
  choice,
  duration,
  expected,
  flag,
  isObject,
  listOf,
  record,
  reportUnknown,
  text,
  whole,
  type Fields,
  type Read,
  type RecordOf,
} from './readers.ts';
import { taint, taintEffect } from './cluster.ts';
import { command, signal, workloadChange } from './workload.ts';
import { say, verbatim } from '../texts/say.ts';

type Do = Action['do'];
/** What an action says beyond its time. */
type Deed = Action extends infer A ? (A extends Action ? Omit<A, 'at' | 'plusMs' | 'sweep'> : never) : never;

interface Kind {
  fields: Fields;
  required: readonly string[];
  /** Makes the deed of the fields that were read; only called if the required ones are there. */
  build(read: Record<string, unknown>): Deed;
}

/** Ties the types of the fields to what is built of them. */
function kind<F extends Fields, R extends keyof F & string>(
  fields: F,
  required: readonly R[],
  build: (read: RecordOf<F> & Required<Pick<RecordOf<F>, R>>) => Deed,
): Kind {
  return { fields, required, build };
}

const plain = (name: Do): Kind => kind({}, [], () => ({ do: name }) as Deed);

/** A negative grace period is one second to the API server (`staging/src/k8s.io/apiserver/pkg/registry/rest/delete.go: BeforeDelete`). */
const seconds = whole(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, 'a whole number of seconds');
const patchType = choice('strategic', 'merge');

/** Any Kubernetes object; decoded strictly if its kind is one that a text may hold. */
const anyObject: Read<KubernetesObject> = (value, path, problems) => {
  const read = anyMap(value, path, problems);
  if (!read) return undefined;
  const { apiVersion, kind: objectKind, metadata } = read;
  if (typeof apiVersion !== 'string' || typeof objectKind !== 'string') {
    return expected('a Kubernetes object with apiVersion and kind', { ...read }, path, problems);
  }
  if (!isObject(metadata) || typeof metadata['name'] !== 'string') {
    problems.add(path, verbatim('metadata.name: Required value'), { help: 'An object needs a name.' });
    return undefined;
  }
  const struct = rootStruct(apiVersion, objectKind);
  const { status: _status, ...rest } = read;
  return (struct === undefined ? read : { ...decodeStruct(rest, struct, problems, path), apiVersion, kind: objectKind }) as KubernetesObject;
};

/** A kind of objects, and what the API server calls it; `secret` is Secret, as it is to kubectl. */
const objectKind: Read<{ objectKind: string; resource: string }> = (value, path, problems) => {
  const read = text(value, path, problems);
  if (read === undefined) return undefined;
  const known = knownKinds().find((each) => each.toLowerCase().endsWith(`/${read.toLowerCase()}`)) ?? read;
  const [name = read, , group] = known.split('/').reverse();
  const plural = `${name.toLowerCase()}${name.endsWith('s') ? 'es' : 's'}`;
  return { objectKind: name, resource: group === undefined ? plural : `${plural}.${group}` };
};

const podManifest: Read<PodManifest> = (value, path, problems) => {
  const read = anyMap(value, path, problems);
  if (!read) return undefined;
  // A file for the kubelet may leave out what every Pod says.
  const decoded = decodeStruct({ apiVersion: 'v1', kind: 'Pod', ...read }, 'Pod', problems, path) as PodManifest;
  if (!isObject(decoded.spec) || !Array.isArray(decoded.spec.containers)) {
    problems.add(path, verbatim('spec.containers: Required value'), { help: 'The manifest of a Pod needs at least one container.' });
    return undefined;
  }
  return { ...decoded, metadata: decoded.metadata ?? {} };
};

const ephemeralContainer: Read<Container> = (value, path, problems) => {
  const read = anyMap(value, path, problems);
  return read && (decodeStruct(read, 'EphemeralContainer', problems, path) as Container);
};

/**
 * The kubelet's eviction signals by the resource it names in its message (pkg/kubelet/eviction/helpers.go: signalToResource), the Eviction
 * API, and those who make room for a Pod that counts for more: the scheduler and, for a critical one, the kubelet.
 */
const evictionReason: Read<string> = (value, path, problems) => {
  const read = choice('memory', 'ephemeral-storage', 'inodes', 'pids', 'disk', 'pid', 'api', 'preemption', 'critical-pod')(value, path, problems);
  return read === 'disk' ? 'ephemeral-storage' : read === 'pid' ? 'pids' : read;
};

const KINDS: Record<Do, Kind> = {
  delete: kind({ gracePeriodSeconds: seconds }, [], (read) => ({
    do: 'delete',
    ...(read.gracePeriodSeconds !== undefined && { gracePeriodSeconds: read.gracePeriodSeconds }),
  })),
  'force-delete': plain('force-delete'),
  'remove-finalizer': kind({ finalizer: text }, ['finalizer'], ({ finalizer }) => ({ do: 'remove-finalizer', finalizer })),
  exec: kind({ container: text, command }, ['container', 'command'], (read) => ({ do: 'exec', container: read.container, command: read.command })),
  signal: kind({ container: text, signal }, ['container', 'signal'], (read) => ({ do: 'signal', container: read.container, signal: read.signal })),
  oom: kind({ container: text }, ['container'], ({ container }) => ({ do: 'oom', container })),
  workload: kind({ container: text, set: workloadChange }, ['container', 'set'], ({ container, set }) => ({ do: 'workload', container, set })),
  image: kind({ image: text, set: imageChange }, ['image', 'set'], ({ image, set }) => ({ do: 'image', image, set })),
  'kubelet-restart': plain('kubelet-restart'),
  'kubelet-stop': plain('kubelet-stop'),
  'kubelet-start': plain('kubelet-start'),
  'node-lost': plain('node-lost'),
  'node-back': plain('node-back'),
  'node-shutdown': plain('node-shutdown'),
  'node-drain': plain('node-drain'),
  'node-cordon': plain('node-cordon'),
  'node-uncordon': plain('node-uncordon'),
  'node-label-remove': kind({ label: text }, ['label'], ({ label }) => ({ do: 'node-label-remove', label })),
  'node-taint': kind({ taint }, ['taint'], (read) => ({ do: 'node-taint', taint: read.taint })),
  'node-taint-remove': kind({ key: text, effect: taintEffect }, ['key'], ({ key, effect }) => ({
    do: 'node-taint-remove',
    key,
    ...(effect !== undefined && { effect }),
  })),
  'sandbox-stop': plain('sandbox-stop'),
  'remove-container-records': kind({ containers: listOf(text), running: flag }, ['containers'], ({ containers, running }) => ({
    do: 'remove-container-records',
    containers,
    running: running ?? false,
  })),
  evict: kind({ reason: evictionReason }, [], ({ reason }) => ({ do: 'evict', reason: reason ?? 'memory' })),
  bind: kind({ node: text }, ['node'], ({ node }) => ({ do: 'bind', node })),
  apply: kind({ object: anyObject }, ['object'], ({ object }) => ({ do: 'apply', object })),
  remove: kind({ kind: objectKind, name: text }, ['kind', 'name'], (read) => ({ do: 'remove', ...read.kind, name: read.name })),
  patch: kind({ type: patchType, patch: anyMap, subresource: choice('resize') }, ['patch'], ({ type, patch, subresource }) => ({
    do: 'patch',
    type: type ?? 'strategic',
    patch,
    ...(subresource !== undefined && { subresource }),
  })),
  'patch-status': kind({ type: patchType, patch: anyMap }, ['patch'], ({ type, patch }) => ({ do: 'patch-status', type: type ?? 'strategic', patch })),
  'patch-repeat': kind(
    { type: patchType, path: text, step: whole(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER), times: whole(1, 10_000) },
    ['path', 'step', 'times'],
    ({ type, path, step, times }) => ({ do: 'patch-repeat', type: type ?? 'merge', path, step, times }),
  ),
  'add-ephemeral': kind({ container: ephemeralContainer }, ['container'], ({ container }) => ({ do: 'add-ephemeral', container })),
  'static-update': kind({ manifest: podManifest }, ['manifest'], ({ manifest }) => ({ do: 'static-update', manifest })),
  'static-remove': plain('static-remove'),
};

const TIME_FIELDS = ['at', 'plus', 'sweep', 'do'];

/** Reads the list of actions. At most one of them may have a `sweep`. */
export function readActions(value: unknown, path: Path, problems: Problems, context: PointContext): Action[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    expected('a list of actions', value, path, problems);
    return [];
  }
  let swept: number | undefined;
  const actions: Action[] = [];
  value.forEach((item: unknown, index) => {
    const at = [...path, index];
    if (isObject(item) && item['sweep'] !== undefined && item['sweep'] !== null) {
      if (swept !== undefined) {
        problems.add([...at, 'sweep'], say('action {0} has a sweep already', swept + 1), {
          at: 'key',
          help: 'Only one action of a scenario can be swept.',
        });
      }
      swept ??= index;
    }
    const action = readAction(item, at, index, problems, context);
    if (action) actions.push(action);
  });
  return actions;
}

function readAction(value: unknown, path: Path, index: number, problems: Problems, context: PointContext): Action | undefined {
  if (!isObject(value)) return expected('an action such as {at: 30s, do: delete}', value, path, problems);
  if (value['do'] === undefined || value['do'] === null) {
    problems.add(path, say('action {0} does not say what to do', index + 1), { help: say('Add `do`: {0}.', Object.keys(KINDS).join(', ')) });
    return undefined;
  }
  const name = choice(...(Object.keys(KINDS) as Do[]))(value['do'], [...path, 'do'], problems);
  const time = readTime(value['at'], [...path, 'at'], index, problems, context);
  if (name === undefined) return undefined;
  const { fields, required, build } = KINDS[name];
  const own: Record<string, unknown> = {};
  for (const [field, item] of Object.entries(value)) {
    if (TIME_FIELDS.includes(field)) continue;
    if (Object.hasOwn(fields, field)) own[field] = item;
    else reportUnknown(say('the action {0}', name), field, [...TIME_FIELDS, ...Object.keys(fields)], [...path, field], problems);
  }
  const read = record(say('the action {0}', name), fields, required)(own, path, problems);
  const plusMs = value['plus'] === undefined || value['plus'] === null ? 0 : duration(value['plus'], [...path, 'plus'], problems);
  const sweep = readSweep(value['sweep'], [...path, 'sweep'], index, problems, context);
  if (name !== 'add-ephemeral') checkContainer(own['container'], [...path, 'container'], problems, context);
  if (Array.isArray(own['containers'])) own['containers'].forEach((each, i) => checkContainer(each, [...path, 'containers', i], problems, context));
  if (!read || !time || plusMs === undefined || required.some((field) => read[field] === undefined)) return undefined;
  return { at: time, plusMs, ...(sweep && { sweep }), ...build(read) };
}

function readTime(value: unknown, path: Path, index: number, problems: Problems, context: PointContext): ActionTime | undefined {
  if (value === undefined || value === null) {
    problems.add(path.slice(0, -1), say('action {0} does not say when', index + 1), {
      help: 'Add `at`: a time (30s), a point (app.ready+5s), or a claim.',
    });
    return undefined;
  }
  if (value === 'before-create') return { kind: 'before-create' };
  if (value === 0) return { kind: 'time', ms: 0 };
  if (isObject(value)) {
    const claims: unknown[] = Array.isArray(value['anyOf']) ? value['anyOf'] : [value];
    claims.forEach((claim, i) => checkClaim(claim, Array.isArray(value['anyOf']) ? [...path, 'anyOf', i] : path, problems, context, false));
    return { kind: 'claim', claim: value };
  }
  if (typeof value !== 'string')
    return expected(
      'a time such as 30s, a point such as app.ready+5s, or a claim',
      value,
      path,
      problems,
      typeof value === 'number' ? say('Write the unit: {0}s.', value) : undefined,
    );
  const point = parsePoint(value, context);
  if ('error' in point) {
    problems.add(path, point.error, { help: point.help });
    return undefined;
  }
  if (point.isTime && point.offsetMs < 0)
    return expected('a time since the creation of the Pod', value, path, problems, 'For something that is there before, write `at: before-create`.');
  const waitsFor = Number(/^action\.(\d+)/.exec(point.base)?.[1] ?? 0);
  if (waitsFor > index) {
    problems.add(path, say('action {0} waits for action {1}, which comes after it: it never comes due', index + 1, waitsFor), {
      severity: 'warning',
      help: 'Actions are carried out in order: move it down.',
    });
  }
  return point.isTime ? { kind: 'time', ms: point.offsetMs } : { kind: 'point', point: point.base, offsetMs: point.offsetMs };
}

function readSweep(value: unknown, path: Path, index: number, problems: Problems, context: PointContext): Action['sweep'] {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || value.length === 0) return expected('a list of values for `at`, e.g. [0s, 500ms, 2s]', value, path, problems);
  const sweep: NonNullable<Action['sweep']> = [];
  value.forEach((item: unknown, i) => {
    const at = readTime(item, [...path, i], index, problems, context);
    if (at) sweep.push({ text: isObject(item) ? JSON.stringify(item) : String(item), at });
  });
  return sweep;
}
