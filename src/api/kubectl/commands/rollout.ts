/** `kubectl rollout` and `scale` (staging/src/k8s.io/kubectl/pkg/cmd/{rollout,scale}, pkg/polymorphichelpers). Nobody here rolls anything out. */
import { rfc3339 } from '../../../base/timestamp.ts';
import { apiError } from '../../errors.ts';
import { goQuote } from '../../go-text.ts';
import { clone, type Fields, fields, isTrue, list, map, num, text } from '../../schema/fields.ts';
import { type Kind, printedResource, qualifiedResource } from '../../server/kinds.ts';
import { NOTHING_NAMED, ServerError, UsageError } from '../outcome.ts';
import type { Session } from '../session.ts';
import { findChanged, type Found } from '../targets.ts';

type Step = (session: Session, found: Found) => void;

export function rollout(session: Session): void {
  const [word = '', ...targets] = session.words;
  const step = STEPS[word];
  if (step === undefined) throw new UsageError(`unknown command ${goQuote(word)}\nSee 'kubectl rollout -h' for help and examples`);
  if (targets.length === 0 && !session.options.has('filename')) throw new UsageError('required resource not specified');
  session.readOutput();
  for (const found of findChanged(session, targets)) {
    try {
      step(session, found);
    } catch (error) {
      if (!(error instanceof UsageError || error instanceof ServerError)) throw error;
      session.out.fail(error);
    }
  }
}

const STEPS: Readonly<Record<string, Step>> = {
  status,
  restart,
  pause: (...all) => pause(true, ...all),
  resume: (...all) => pause(false, ...all),
  history,
  undo,
};

const named = ({ kind, object }: Found) => `${qualifiedResource(kind)} ${goQuote(object.metadata.name ?? '')}`;
const RESTARTED = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

function restart(session: Session, found: Found): void {
  if (!RESTARTED.has(found.kind.kind)) throw new UsageError(`${named(found)} restarting is not supported`);
  const changed = clone(found.object);
  const spec = fields(changed, 'spec') ?? {};
  if (isTrue(spec, 'paused')) throw new UsageError(`${named(found)} can't restart paused deployment (run rollout resume first)`);
  const template = (spec['template'] ??= {}) as Fields;
  const annotations = { ...map(fields(template, 'metadata'), 'annotations'), 'kubectl.kubernetes.io/restartedAt': rfc3339(session.server.nowMs) };
  template['metadata'] = { ...fields(template, 'metadata'), annotations };
  send(session, found, changed, 'restarted');
}

function pause(isPaused: boolean, session: Session, found: Found): void {
  const { kind, object } = found;
  if (kind.kind !== 'Deployment') throw new UsageError(`${named(found)} ${isPaused ? 'pausing' : 'resuming'} is not supported`);
  const changed = clone(object);
  const spec = fields(changed, 'spec') ?? {};
  if (isTrue(spec, 'paused') === isPaused) throw new UsageError(`${named(found)} is ${isPaused ? 'already' : 'not'} paused`);
  spec['paused'] = isPaused;
  send(session, found, changed, isPaused ? 'paused' : 'resumed');
}

function history({ out }: Session, { kind, object }: Found): void {
  out.line(`${printedResource(kind)}/${object.metadata.name ?? ''} \nNo rollout history found.`);
}

function undo(_session: Session, { kind, object }: Found): void {
  throw new UsageError(`no rollout history found for ${kind.singular} ${goQuote(object.metadata.name ?? '')}`);
}

function send(session: Session, { kind, object }: Found, changed: Fields, done: string): void {
  if (session.dryRun === 'client') {
    session.report(kind, changed, done);
    return;
  }
  const answer = session.server.update(kind, object.metadata.namespace ?? '', object.metadata.name ?? '', changed, session.writeOptions);
  for (const warning of answer.warnings) session.out.warn(warning);
  if ('error' in answer) throw new ServerError(answer.error);
  session.report(kind, answer.object, done);
}

/** As far as the status says; what it does not say no controller will add here. */
function status(session: Session, { kind, object }: Found): void {
  const state = STATES[kind.kind];
  if (state === undefined) throw new UsageError(`no status viewer has been implemented for ${kind.kind}`);
  const { message, isDone } = state(object);
  session.out.line(message);
  if (!isDone && session.options.text('watch') !== 'false') throw new UsageError('timed out waiting for the condition');
}

interface State {
  message: string;
  isDone: boolean;
}

const waits = (message: string): State => ({ message, isDone: false });
const done = (message: string): State => ({ message, isDone: true });
const count = (from: Fields | undefined, name: string) => num(from, name) ?? 0;

/** Whether the controller has seen the object as it is now. */
const isObserved = (object: Fields) => count(fields(object, 'metadata'), 'generation') <= count(fields(object, 'status'), 'observedGeneration');

/** pkg/polymorphichelpers/rollout_status.go */
const STATES: Readonly<Record<string, (object: Fields) => State>> = {
  Deployment(object) {
    const [name, spec, now] = [goQuote(text(fields(object, 'metadata'), 'name')), fields(object, 'spec'), fields(object, 'status')];
    if (!isObserved(object)) return waits('Waiting for deployment spec update to be observed...');
    if (list(now, 'conditions').some((condition) => text(condition, 'type') === 'Progressing' && text(condition, 'reason') === 'ProgressDeadlineExceeded'))
      throw new UsageError(`deployment ${name} exceeded its progress deadline`);
    const [wanted, all, updated, available] = [
      count(spec, 'replicas'),
      ...['replicas', 'updatedReplicas', 'availableReplicas'].map((field) => count(now, field)),
    ] as [number, number, number, number];
    const waiting = `Waiting for deployment ${name} rollout to finish`;
    if (updated < wanted) return waits(`${waiting}: ${updated} out of ${wanted} new replicas have been updated...`);
    if (all > updated) return waits(`${waiting}: ${all - updated} old replicas are pending termination...`);
    if (available < updated) return waits(`${waiting}: ${available} of ${updated} updated replicas are available...`);
    return done(`deployment ${name} successfully rolled out`);
  },
  DaemonSet(object) {
    const [name, spec, now] = [goQuote(text(fields(object, 'metadata'), 'name')), fields(object, 'spec'), fields(object, 'status')];
    if (text(fields(spec, 'updateStrategy'), 'type') !== 'RollingUpdate')
      throw new UsageError('rollout status is only available for RollingUpdate strategy type');
    if (!isObserved(object)) return waits('Waiting for daemon set spec update to be observed...');
    const [wanted, updated, available] = ['desiredNumberScheduled', 'updatedNumberScheduled', 'numberAvailable'].map((field) => count(now, field)) as [
      number,
      number,
      number,
    ];
    const waiting = `Waiting for daemon set ${name} rollout to finish`;
    if (updated < wanted) return waits(`${waiting}: ${updated} out of ${wanted} new pods have been updated...`);
    if (available < wanted) return waits(`${waiting}: ${available} of ${wanted} updated pods are available...`);
    return done(`daemon set ${name} successfully rolled out`);
  },
  StatefulSet(object) {
    const [spec, now] = [fields(object, 'spec'), fields(object, 'status')];
    const strategy = fields(spec, 'updateStrategy');
    if (text(strategy, 'type') !== 'RollingUpdate') throw new UsageError('rollout status is only available for RollingUpdate strategy type');
    if (!isObserved(object) || count(now, 'observedGeneration') === 0) return waits('Waiting for statefulset spec update to be observed...');
    const [wanted, ready, updated] = [count(spec, 'replicas'), count(now, 'readyReplicas'), count(now, 'updatedReplicas')];
    if (ready < wanted) return waits(`Waiting for ${wanted - ready} pods to be ready...`);
    const partition = count(fields(strategy, 'rollingUpdate'), 'partition');
    if (partition > 0) {
      if (updated < wanted - partition)
        return waits(`Waiting for partitioned roll out to finish: ${updated} out of ${wanted - partition} new pods have been updated...`);
      return done(`partitioned roll out complete: ${updated} new pods have been updated...`);
    }
    const [next, current] = [text(now, 'updateRevision'), text(now, 'currentRevision')];
    if (next !== current) return waits(`waiting for statefulset rolling update to complete ${updated} pods at revision ${next}...`);
    return done(`statefulset rolling update complete ${count(now, 'currentReplicas')} pods at revision ${current}...`);
  },
};

const SCALED = new Set(['Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet']);

export function scale(session: Session): void {
  const { options } = session;
  const replicas = options.number('replicas');
  if (replicas === undefined) throw new UsageError('required flag(s) "replicas" not set');
  if (replicas < 0) throw new UsageError('The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0');
  session.readOutput();
  const expected = options.number('current-replicas');
  for (const found of findChanged(session, session.words, NOTHING_NAMED)) {
    const { kind, object } = found;
    if (!isScaled(kind)) throw new ServerError(apiError('NotFound', 'the server could not find the requested resource'));
    const changed = clone(object);
    const spec = fields(changed, 'spec') ?? {};
    if (expected !== undefined && expected >= 0 && expected !== count(spec, 'replicas'))
      throw new UsageError(`Expected replicas to be ${expected}, was ${count(spec, 'replicas')}`);
    spec['replicas'] = replicas;
    send(session, found, changed, 'scaled');
  }
}

const isScaled = (kind: Kind) => SCALED.has(kind.kind);
