/** `kubectl wait` (staging/src/k8s.io/kubectl/pkg/cmd/wait): what is not met as long as changes are known is never met. */
import { parseDurationMs } from '../../../base/duration.ts';
import { parseRfc3339 } from '../../../base/timestamp.ts';
import type { KubernetesObject } from '../../../model/kubernetes.ts';
import { type Fields, fields, list, num, text } from '../../schema/fields.ts';
import { type Kind, printedResource } from '../../server/kinds.ts';
import type { Options } from '../options.ts';
import { NOTHING_NAMED, UsageError } from '../outcome.ts';
import { evaluateJsonPath } from '../printing/json-path.ts';
import type { Session } from '../session.ts';
import { findTargets, type Found } from '../targets.ts';

const WEEK_MS = 7 * 24 * 3_600_000;
const USUAL_MS = 30_000;

/** How long `wait` waits: 30 s unless said otherwise, a week for a negative value. @throws {UsageError} for what is no duration. */
export function waitTimeoutMs(options: Options): number {
  const written = options.text('timeout');
  if (written === undefined) return USUAL_MS;
  const ms = written.startsWith('-') ? -1 : parseDurationMs(written);
  if (ms === undefined) throw new UsageError(`invalid argument "${written}" for "--timeout" flag: time: invalid duration "${written}"`);
  return ms < 0 ? WEEK_MS : ms;
}

interface Goal {
  /** What it is called on the command line. */
  written: string;
  /** The object is undefined once it is gone, or before it came. */
  isMet(object: KubernetesObject | undefined): boolean;
}

export function wait(session: Session): void {
  const goals = session.options.all('for').map(goalOf);
  if (goals.length === 0) throw new UsageError('unrecognized condition: []');
  if (session.words.length === 0 && !session.options.has('filename')) throw new UsageError(NOTHING_NAMED);
  const states = new States(session);
  if (goals.some(({ written }) => written === 'create')) states.waitUntilThere();
  const forDelete = goals.some(({ written }) => written === 'delete');
  const targets = targetsAt(session, states, goals);
  if (targets.length === 0 && !forDelete && !session.out.hasFailed) throw new UsageError('no matching resources found');
  for (const target of targets) waitFor(session, target, goals, states);
}

/** Each goal in turn, from when the one before was met. */
function waitFor({ out, options }: Session, { kind, object }: Found, goals: readonly Goal[], states: States): void {
  const name = object.metadata.name ?? '';
  const versions = states.of(kind, object);
  let at = 0;
  for (const goal of goals) {
    while (at < versions.length && !goal.isMet(versions[at])) at += 1;
    if (at === versions.length) {
      const failed = waitTimeoutMs(options) === 0 ? 'condition not met for' : 'timed out waiting for the condition on';
      out.fail(new UsageError(`${failed} ${kind.plural}/${name}`));
      return;
    }
    out.line(`${printedResource(kind)}/${name} condition met`);
  }
}

/** The objects that are meant; with names those that are there by now. */
function targetsAt(session: Session, states: States, goals: readonly Goal[]): Found[] {
  const [forDelete, forCreate] = ['delete', 'create'].map((word) => goals.some(({ written }) => written === word));
  const [first = '', ...names] = session.words;
  const written = first.includes('/') ? session.words.map((word) => session.target([word])) : names.map((name) => ({ kind: session.resource(first), name }));
  if (written.length === 0 || session.options.has('filename')) return findTargets(session).found;
  return written.flatMap(({ kind, name }) => {
    const object = session.server.get(kind, session.namespace, name) ?? states.firstOf(kind, name);
    if (object !== undefined) return [{ kind, object }];
    if (forCreate) session.out.fail(new UsageError('timed out waiting for the condition'));
    else if (!forDelete) session.find(kind, name);
    return [];
  });
}

/** What the objects become within the time that is waited. */
class States {
  readonly #session: Session;
  readonly #endMs: number;
  #createdWithin = false;

  constructor(session: Session) {
    this.#session = session;
    this.#endMs = session.server.nowMs + waitTimeoutMs(session.options);
  }

  /** From now on objects count that come later. */
  waitUntilThere(): void {
    this.#createdWithin = true;
  }

  firstOf(kind: Kind, name: string): KubernetesObject | undefined {
    return this.#createdWithin ? this.#changes(kind, name)[0] : undefined;
  }

  /** Now and after each change; undefined where it is gone. */
  of(kind: Kind, { metadata }: KubernetesObject): (KubernetesObject | undefined)[] {
    const name = metadata.name ?? '';
    return [this.#session.server.get(kind, metadata.namespace ?? '', name), ...this.#changes(kind, name)];
  }

  #changes(kind: Kind, name: string): (KubernetesObject | undefined)[] {
    return this.#session.changes
      .filter(({ object, at }) => object.kind === kind.kind && object.metadata.name === name && parseRfc3339(at) <= this.#endMs)
      .map(({ type, object }) => (type === 'DELETED' ? undefined : object));
  }
}

function goalOf(written: string): Goal {
  const word = written.toLowerCase();
  if (word === 'delete') return { written: word, isMet: (object) => object === undefined };
  if (word === 'create') return { written: word, isMet: (object) => object !== undefined };
  const condition = /^condition=([^=]+)(?:=(.+))?$/s.exec(written);
  if (condition !== null) {
    const [, type = '', wanted = 'true'] = condition;
    return { written, isMet: (object) => object !== undefined && hasCondition(object, type, wanted) };
  }
  if (/^jsonpath=$/.test(written)) throw new UsageError('jsonpath expression cannot be empty');
  if (/^jsonpath=\{[^}]*$/.test(written))
    throw new UsageError("unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'");
  const path = /^jsonpath=(.+?\}|[^{}=]+)(?:=(.*))?$/s.exec(written);
  if (path === null) throw new UsageError(`unrecognized condition: "${written}"`);
  const [, expression = '', value] = path;
  const whole = expression.startsWith('{') ? expression : `{${expression.startsWith('.') ? '' : '.'}${expression}}`;
  return { written, isMet: (object) => object !== undefined && hasValue(object, whole, value?.replaceAll(/^['"]+|['"]+$/g, '')) };
}

/** A condition that speaks of an older generation does not count (`ConditionalWait.checkCondition`). */
function hasCondition(object: Fields, type: string, wanted: string): boolean {
  const found = list(fields(object, 'status'), 'conditions').find((candidate) => text(candidate, 'type').toLowerCase() === type.toLowerCase());
  if (found === undefined) return false;
  const observed = num(found, 'observedGeneration') ?? num(fields(object, 'status'), 'observedGeneration');
  const generation = num(fields(object, 'metadata'), 'generation');
  if (observed !== undefined && generation !== undefined && observed < generation) return false;
  return text(found, 'status').toLowerCase() === wanted.toLowerCase();
}

function hasValue(object: KubernetesObject, expression: string, wanted: string | undefined): boolean {
  const values = evaluateJsonPath(object, expression);
  if (wanted !== undefined && values.some((value) => typeof value === 'object' && value !== null))
    throw new UsageError('jsonpath leads to a nested object or list which is not supported');
  return wanted === undefined ? values.length > 0 : values.some((value) => String(value) === wanted);
}
