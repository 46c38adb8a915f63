/**
 * What a hand does to a run, as an edit of the scenario text: an action put in, moved, copied or taken out, a field of a program's
 * behaviour set, the answer to a probe turned around.
 */
import { formatDuration, parseDurationMs } from '../base/duration.ts';
import type { Edit } from '../model/edit.ts';
import { EditError, editedText } from './edit.ts';
import { formattedText } from './format.ts';
import { TEMPLATE_PATHS } from './template.ts';
import { parseYaml, type YamlDocument } from './yaml/parse.ts';
import type { Place, Span } from './yaml/places.ts';
import { removedItemAt } from './yaml/splice.ts';

/** An action as it is written in the text, without its time: `{do: 'delete', gracePeriodSeconds: 10}`. */
export type Deed = { do: string } & Record<string, unknown>;

/** What probes look at, and what a flip therefore changes. */
export type Probed = { kind: 'http'; path: string } | { kind: 'exec'; command: readonly string[] } | { kind: 'grpc' };

/** Times are milliseconds since the creation of the Pod; actions are counted from 1, as in the trace. */
export type Gesture =
  | { kind: 'add-action'; deed: Deed; atMs: number }
  | { kind: 'move-action'; index: number; toMs: number }
  | { kind: 'copy-action'; index: number; toMs: number }
  | { kind: 'remove-action'; index: number }
  /**
   * What the program in a container does: a field of its behaviour (`boot`), or one inside (`onTerm.exitAfter`), with what goes
   * beside it where the whole is not there yet. An override of the nth start is changed where it stands. With `fromMs` the past
   * stays as it was: an action changes the behaviour at that time.
   */
  | { kind: 'behaviour'; container: string; instance: number; path: string; value: unknown; beside?: Record<string, unknown>; fromMs?: number }
  /**
   * The program gives another answer for a while, `fromMs` to `toMs` after the nth start at `startMs`. `assumed`: nobody has said
   * what it answers, so that naming one path leaves the others as they were.
   */
  | {
      kind: 'answer';
      container: string;
      instance: number;
      probed: Probed;
      ok: boolean;
      startMs: number;
      fromMs: number;
      toMs: number;
      assumed: boolean;
    }
  /** Of the objects that make a Pod, counted from 0, one stays; so does all that makes none. */
  | { kind: 'keep-pod'; index: number }
  /** Values of variables and of Secrets are replaced, also inside what kubectl watched. */
  | { kind: 'scrub' }
  /** All of it in one style. */
  | { kind: 'format' };

export interface Gestured {
  text: string;
  /** The action that the gesture was about, as it is counted now. */
  action?: number;
}

/**
 * The text after a gesture.
 *
 * @param doneMs when each action of the text was carried out in the run that the hand points at; undefined for those that never were
 * @throws {EditError} if the text leaves no place for it.
 */
export function gestured(text: string, gesture: Gesture, doneMs: readonly (number | undefined)[]): Gestured {
  const spec = scenarioSpec(text);
  const actions = listOf(spec['actions']);
  switch (gesture.kind) {
    case 'add-action':
      return placed(text, actions, { at: formatDuration(gesture.atMs), ...gesture.deed }, gesture.atMs, doneMs);
    case 'move-action':
    case 'copy-action':
      return shifted(text, actions, gesture, doneMs);
    case 'remove-action':
      return { text: editedText(text, [withoutAction(actions, gesture.index)]) };
    case 'behaviour':
      return behaviour(text, spec, actions, gesture, doneMs);
    case 'answer':
      return answer(text, spec, actions, gesture, doneMs);
    case 'keep-pod':
      return { text: withOnePod(text, gesture.index) };
    case 'scrub':
      return { text: scrubbed(text) };
    case 'format':
      return { text: formattedText(text) };
  }
}

type Fields = Record<string, unknown>;

function scenarioSpec(text: string): Fields {
  const document = parseYaml(text).documents.find(({ dialect }) => dialect === 'core');
  return fieldsOf(fieldsOf(document?.value)['spec']);
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

// ---- actions ---------------------------------------------------------------------------------------------------------

/** Actions are carried out in order, so a new one goes in front of the first that comes later, or never came. */
function placed(text: string, actions: readonly unknown[], action: Fields, atMs: number, doneMs: readonly (number | undefined)[]): Gestured {
  const later = actions.findIndex((_, index) => {
    const done = doneMs[index];
    return done === undefined || done > atMs;
  });
  const position = later < 0 ? actions.length : later;
  return { text: editedText(text, [{ document: 'scenario', path: `spec.actions[${position}]`, value: action, insert: true }]), action: position + 1 };
}

function shifted(
  text: string,
  actions: readonly unknown[],
  { kind, index, toMs }: Extract<Gesture, { kind: 'move-action' | 'copy-action' }>,
  doneMs: readonly (number | undefined)[],
): Gestured {
  const own = index - 1;
  const written = fieldsOf(actions[own]);
  const before = doneMs[own];
  const { sweep: _chosenFrom, ...action } = written;
  const moved = { ...action, ...timeAt(written, toMs, before) };
  if (kind === 'copy-action') return placed(text, actions, moved, toMs, doneMs);
  const others = actions.filter((_, other) => other !== own);
  const othersMs = doneMs.filter((_, other) => other !== own);
  const position = positionOf(othersMs, others.length, toMs);
  // Where the order stays, the time alone is written anew: comments and style of the action stay too.
  if (position === own) return { text: editedText(text, timeEdits(own, written, moved)), action: index };
  const without = editedText(text, [withoutAction(actions, index)]);
  return placed(without, others, moved, toMs, othersMs);
}

function positionOf(doneMs: readonly (number | undefined)[], count: number, atMs: number): number {
  const later = doneMs.findIndex((done) => done === undefined || done > atMs);
  return later < 0 ? count : later;
}

function timeEdits(index: number, before: Fields, after: Fields): Edit[] {
  return ['at', 'plus', 'sweep']
    .filter((field) => before[field] !== after[field])
    .map((field) => ({ document: 'scenario', path: `spec.actions[${index}].${field}`, ...(after[field] !== undefined && { value: after[field] }) }));
}

/** When an action is due, moved: a time becomes another one; what waits for a point or a claim waits as much longer or shorter. */
function timeAt({ at, plus, sweep }: Fields, toMs: number, beforeMs: number | undefined): Fields {
  const byMs = toMs - (beforeMs ?? toMs);
  const plusMs = typeof plus === 'string' ? (parseDurationMs(plus) ?? 0) : 0;
  const isTime = sweep !== undefined || at === 0 || (typeof at === 'string' && parseDurationMs(at) !== undefined);
  if (isTime || beforeMs === undefined) return { at: formatDuration(Math.max(0, toMs - plusMs)) };
  if (typeof at === 'string') {
    const [, point = at, offset = ''] = /^(.*?)([+-][^+-]*)?$/.exec(at) ?? [];
    const offsetMs = (parseDurationMs(offset) ?? 0) + byMs;
    return { at: `${point}${offsetMs === 0 ? '' : `${offsetMs > 0 ? '+' : ''}${formatDuration(offsetMs)}`}` };
  }
  const laterMs = Math.max(0, plusMs + byMs);
  return { plus: laterMs === 0 ? undefined : formatDuration(laterMs) };
}

/** Without its only action the list goes too. */
function withoutAction(actions: readonly unknown[], index: number): Edit {
  if (index < 1 || index > actions.length) throw new EditError(`The text has no action ${index}.`);
  return { document: 'scenario', path: actions.length === 1 ? 'spec.actions' : `spec.actions[${index - 1}]` };
}

// ---- behaviour -------------------------------------------------------------------------------------------------------

function behaviour(
  text: string,
  spec: Fields,
  actions: readonly unknown[],
  { container, instance, path, value, beside = {}, fromMs }: Extract<Gesture, { kind: 'behaviour' }>,
  doneMs: readonly (number | undefined)[],
): Gestured {
  const [field = path, inner] = path.split('.');
  const { at, fields } = workloadOf(spec, container, instance, field);
  const written = fields[field];
  const whole = inner === undefined ? value : { ...beside, ...fieldsOf(written), [inner]: value };
  if (fromMs !== undefined) return changedFrom(text, actions, container, { [field]: whole }, fromMs, doneMs);
  const isInside = inner !== undefined && Object.keys(fieldsOf(written)).length > 0;
  return { text: editedText(text, [{ document: 'scenario', path: `${at}.${isInside ? path : field}`, value: isInside ? value : whole }]) };
}

/** An action that changes the behaviour; the one that is there already at that time says more. */
function changedFrom(
  text: string,
  actions: readonly unknown[],
  container: string,
  set: Fields,
  fromMs: number,
  doneMs: readonly (number | undefined)[],
): Gestured {
  const at = formatDuration(fromMs);
  const there = actions.findIndex((action) => {
    const { do: deed, at: when, container: of } = fieldsOf(action);
    return deed === 'workload' && when === at && of === container;
  });
  if (there < 0) return placed(text, actions, { at, do: 'workload', container, set }, fromMs, doneMs);
  const value = { ...fieldsOf(fieldsOf(actions[there])['set']), ...set };
  return { text: editedText(text, [{ document: 'scenario', path: `spec.actions[${there}].set`, value }]), action: there + 1 };
}

/** Where the text says something about the nth start of a container: in an override of that start, or for all of them. */
function workloadOf(spec: Fields, container: string, instance: number, field: string): { at: string; fields: Fields } {
  const at = `spec.workloads[${container}]`;
  const base = fieldsOf(fieldsOf(spec['workloads'])[container]);
  const override = fieldsOf(fieldsOf(base['instances'])[String(instance)]);
  return Object.hasOwn(override, field) ? { at: `${at}.instances.${instance}`, fields: override } : { at, fields: base };
}

// ---- answers ---------------------------------------------------------------------------------------------------------

type Answer = Extract<Gesture, { kind: 'answer' }>;

function answer(text: string, spec: Fields, actions: readonly unknown[], gesture: Answer, doneMs: readonly (number | undefined)[]): Gestured {
  const { container, instance, probed } = gesture;
  const field = probed.kind === 'exec' ? 'exec' : 'http';
  const declared = listOf(workloadOf(spec, container, instance, field).fields[field]);
  const path = `spec.workloads[${container}].instances.${instance}.${field}`;
  const put = (value: unknown) => ({ text: editedText(text, [{ document: 'scenario', path, value }]) });
  switch (probed.kind) {
    case 'http':
      return put(routesWith(declared, probed.path, gesture));
    case 'exec':
      return put(commandsWith(declared, probed.command, gesture));
    case 'grpc':
      return betweenActions(text, spec, actions, gesture, doneMs);
  }
}

/** A route for the path itself goes before those that take more paths: the first match wins. */
function routesWith(declared: readonly unknown[], path: string, gesture: Answer): unknown[] {
  const own = path.split('?')[0] ?? path;
  const index = declared.findIndex((route) => {
    const { path: of } = fieldsOf(route);
    return of === undefined || of === null || of === path || of === own;
  });
  const found = fieldsOf(declared[index]);
  const turned = { status: gesture.ok ? 200 : 500 };
  const responses = turnedSequence(listOf(found['responses']).map(asResponse), turned, { status: 200 }, gesture);
  const route = { ...found, path: typeof found['path'] === 'string' ? found['path'] : own, responses };
  if (index >= 0 && found['path'] === route.path) return declared.map((each, at) => (at === index ? route : each));
  const others = declared.length > 0 || !gesture.assumed ? declared : [{ responses: [{ status: 200 }] }];
  return index < 0 ? [route, ...others] : [...others.slice(0, index), route, ...others.slice(index)];
}

/** A bare status is short for a response that lasts for ever. */
function asResponse(response: unknown): Fields {
  return typeof response === 'number' ? { status: response } : fieldsOf(response);
}

function commandsWith(declared: readonly unknown[], command: readonly string[], gesture: Answer): unknown[] {
  const isIt = (entry: unknown) => {
    const words = listOf(fieldsOf(entry)['command']);
    return words.length === command.length && words.every((word, index) => String(word) === command[index]);
  };
  const found = fieldsOf(declared.find(isIt));
  const turned = { exitCode: gesture.ok ? 0 : 1 };
  const entry = { ...found, command: [...command], results: turnedSequence(listOf(found['results']).map(fieldsOf), turned, { exitCode: 0 }, gesture) };
  return declared.some(isIt) ? declared.map((each) => (isIt(each) ? entry : each)) : [...declared, entry];
}

/** Answers in a row, each for a while, with another answer from one moment to another. */
function turnedSequence(written: readonly Fields[], turned: Fields, otherwise: Fields, { fromMs, toMs }: Answer): Fields[] {
  const pieces: { untilMs: number; answer: Fields }[] = [];
  let endMs = 0;
  const sequence = written.length > 0 ? written : [otherwise];
  sequence.forEach(({ for: lasts, ...answer }, index) => {
    endMs = index === sequence.length - 1 || typeof lasts !== 'string' ? Infinity : endMs + (parseDurationMs(lasts) ?? 0);
    pieces.push({ untilMs: endMs, answer });
  });
  const before = pieces.map(({ untilMs, answer: each }) => ({ untilMs: Math.min(untilMs, fromMs), answer: each }));
  const after = pieces.filter(({ untilMs }) => untilMs > toMs);
  const all = [...before, { untilMs: toMs, answer: turned }, ...after];
  const joined: typeof all = [];
  for (const piece of all) {
    const last = joined.at(-1);
    if (piece.untilMs <= (last?.untilMs ?? 0)) continue;
    if (last && JSON.stringify(last.answer) === JSON.stringify(piece.answer)) last.untilMs = piece.untilMs;
    else joined.push({ ...piece });
  }
  return joined.map(({ untilMs, answer: each }, index) => {
    const startMs = joined[index - 1]?.untilMs ?? 0;
    return untilMs === Infinity ? each : { for: formatDuration(untilMs - startMs), ...each };
  });
}

/** A gRPC service has no answers in a row: one action changes it, and another one changes it back. */
function betweenActions(
  text: string,
  spec: Fields,
  actions: readonly unknown[],
  { container, instance, ok, startMs, fromMs, toMs }: Answer,
  doneMs: readonly (number | undefined)[],
): Gestured {
  const { grpc: declared = null } = workloadOf(spec, container, instance, 'grpc').fields;
  const deed = (grpc: unknown): Deed => ({ do: 'workload', container, set: { grpc } });
  const first = placed(text, actions, { at: formatDuration(startMs + fromMs), ...deed(ok ? 'SERVING' : 'NOT_SERVING') }, startMs + fromMs, doneMs);
  const position = (first.action ?? 1) - 1;
  const nowMs = [...doneMs.slice(0, position), startMs + fromMs, ...doneMs.slice(position)];
  const second = gestured(first.text, { kind: 'add-action', deed: deed(declared), atMs: startMs + toMs }, nowMs);
  return { text: second.text, ...(first.action !== undefined && { action: first.action }) };
}

// ---- one Pod of several ----------------------------------------------------------------------------------------------

function withOnePod(text: string, index: number): string {
  const { documents } = parseYaml(text);
  const pods = documents.flatMap((document, at) => {
    const { items } = fieldsOf(document.value);
    const isList = Array.isArray(items) && kindOf(document.value).endsWith('List');
    const objects: unknown[] = isList ? items : [document.value];
    return objects.flatMap((object, item) => (makesPod(object) ? [{ document: at, ...(isList && { item }) }] : []));
  });
  const kept = pods[index];
  if (!kept) throw new EditError(`The text has no Pod ${index + 1}.`);
  // From the end on, so that what is still to go stands where it stood.
  return pods.reduceRight((rest, pod) => (pod === kept ? rest : withoutObject(rest, documents, pod, kept)), text);
}

function kindOf(value: unknown): string {
  const { kind } = fieldsOf(value);
  return typeof kind === 'string' ? kind : '';
}

function makesPod(object: unknown): boolean {
  return kindOf(object) === 'Pod' || TEMPLATE_PATHS[kindOf(object)] !== undefined;
}

interface PodPlace {
  document: number;
  /** Its place in a List. */
  item?: number;
}

function withoutObject(text: string, documents: readonly YamlDocument[], pod: PodPlace, kept: PodPlace): string {
  const document = documents[pod.document];
  if (!document) return text;
  const list = pod.item === undefined ? undefined : document.place.children?.get('items');
  if (list && pod.item !== undefined) {
    const inItems = removedItemAt(text, list, pod.item);
    if (inItems !== undefined) return inItems;
    if (pod.document === kept.document) throw new EditError('The text leaves no place for this: remove the other items by hand.');
  }
  const [start, end] = document.place.value;
  // With the separator in front of it, or behind it where it is the first.
  const before = text.slice(0, start);
  const separator = /(?:^|\n)---[^\n]*\n(?:\s*#[^\n]*\n|\s*\n)*\s*$/.exec(before);
  if (separator) return text.slice(0, separator.index + (separator[0].startsWith('\n') ? 1 : 0)) + text.slice(end).replace(/^[ \t]*\n/, '');
  return before.trimEnd() + text.slice(end).replace(/^\s*(?:---[^\n]*\n)?/, '');
}

// ---- what nobody else should read ------------------------------------------------------------------------------------

/** What stands in the place of a value; it is valid base64 too. */
const SCRUBBED = 'scrubbed';
/** kubectl keeps the whole object in it once more. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** Everything else stays as it was written. */
function scrubbed(text: string): string {
  const { documents, problems } = parseYaml(text);
  if (problems.length > 0) throw new EditError('The text has errors: what is in it cannot be told apart.');
  const spans = documents.flatMap(({ value, place }) => secretsIn(value, place)).sort(([a], [b]) => b - a);
  return spans.reduce((rest, [start, end]) => {
    const isQuoted = rest[start] === '"' || rest[start] === "'";
    const lineBreak = /^[|>]/.test(rest.slice(start, end)) ? '\n' : '';
    return rest.slice(0, start) + (isQuoted ? JSON.stringify(SCRUBBED) : SCRUBBED) + lineBreak + rest.slice(end);
  }, text);
}

function secretsIn(value: unknown, place: Place): Span[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => inside(item, place, String(index)));
  if (typeof value !== 'object' || value === null) return [];
  const isSecret = kindOf(value) === 'Secret';
  return Object.entries(value).flatMap(([key, item]) => {
    const own = place.children?.get(key);
    if (!own) return [];
    if (isSecret && (key === 'data' || key === 'stringData')) return [...(own.children?.values() ?? [])].map((each) => each.value);
    if (key === LAST_APPLIED) return [own.value];
    if (key === 'env' && Array.isArray(item)) {
      return [...(own.children?.values() ?? [])].map((each) => each.children?.get('value')?.value).filter((span) => span !== undefined);
    }
    return secretsIn(item, own);
  });
}

function inside(value: unknown, place: Place, key: string): Span[] {
  const child = place.children?.get(key);
  return child ? secretsIn(value, child) : [];
}
