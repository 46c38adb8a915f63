/**
 * A scenario in short, its run, and the run as text: what tests of the simulation are made of.
 *
 *     const trace = run(sketch(`
 *       containers:
 *       - {name: app, image: busybox:1.36, command: [sleep, "60"]}
 *     `, `
 *       actions: [{at: 5s, do: delete, gracePeriodSeconds: 3}]
 *     `));
 *     expect(picture(trace, { only: ['Signal', 'Process'] })).toBe(lines`
 *       0.5 app starts
 *       5.0 app gets SIGTERM
 *       8.0 app gets SIGKILL
 *       8.0 app exits 137 SIGKILL Error
 *     `);
 */
import type { ContainerStatus, Pod, PodStatus } from '../model/kubernetes.ts';
import { RULES } from '../model/rules.ts';
import type { PodRecord, ProbeRecord, Trace, TraceRecord } from '../model/trace.ts';
import type { KubeletNote } from '../model/xray.ts';
import { createWatcher } from '../recording/index.ts';
import { readScenario } from '../scenario/index.ts';
import { type SimulateOptions, simulate } from '../sim/simulate.ts';

/** Runs a scenario text. */
export function run(text: string, options: Omit<SimulateOptions, 'watchTrigger'> = {}): Trace {
  const { scenario, diagnostics } = readScenario(text);
  if (scenario === undefined) throw new Error(diagnostics.map(({ message, range }) => `${range?.startLine ?? ''}: ${message}`).join('\n'));
  const trace = simulate(scenario, { ...options, watchTrigger: createWatcher });
  for (const record of [...trace.records, ...(trace.notes ?? [])])
    if (!isWellFormed(record)) throw new Error(`The types do not allow for this record: ${JSON.stringify(record)}`);
  return trace;
}

/** What the types promise of every record, and hardly a test looks at: a rule that there is, and words that readers of a trace know. */
function isWellFormed(record: TraceRecord | KubeletNote): boolean {
  const words = [
    ['type', ['ADDED', 'MODIFIED', 'DELETED', 'SyncPod', 'SyncTerminatingPod', 'SyncTerminatedPod']],
    ['part', ['pleg', 'worker', 'status', 'recorder']],
  ] as const;
  return record.rule in RULES && words.every(([member, known]) => !(member in record) || (known as readonly unknown[]).includes(record[member as never]));
}

/** A scenario text of parts: the `spec` of the Pod `web` (label `app: web`), that of the Scenario, and whole other objects. */
export function sketch(podSpec: string, settings = '', objects = ''): string {
  const scenario = settings === '' ? '' : `apiVersion: podloupe.dev/v1\nkind: Scenario\nmetadata: {name: sketch}\nspec:\n${indented(settings)}\n---\n`;
  const pod = `apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {app: web}}\nspec:\n${indented(podSpec)}\n`;
  return `${scenario}${pod}${objects === '' ? '' : `---\n${dedented(objects)}\n`}`;
}

/** Template tag for expected text: without the indentation of the test. */
export function lines(parts: TemplateStringsArray): string {
  return dedented(parts[0] ?? '');
}

function dedented(text: string): string {
  const all = text.replace(/^\n/, '').trimEnd().split('\n');
  const margin = Math.min(...all.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)));
  return all.map((line) => line.slice(Number.isFinite(margin) ? margin : 0)).join('\n');
}

function indented(text: string): string {
  return dedented(text)
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}

/** What a picture can show: kinds of records, and two views of a Pod record beside the states of its containers. */
export type Shown = TraceRecord['kind'] | 'Conditions' | 'Phase';

export interface PictureOptions {
  /** Default: what happened on the node, Events, and the states of the Pod. */
  only?: readonly Shown[];
  /** Seconds, both included. */
  from?: number;
  to?: number;
  /** Only lines about this container (and about no container). */
  container?: string;
  /** Decimals of the times. */
  digits?: number;
}

const USUAL: readonly Shown[] = ['Action', 'Process', 'Signal', 'Hook', 'Probe', 'Image', 'Event', 'Pod', 'Kubelet'];

/** A run as text, one line for each thing that happened: `9.3 preStop of app starts`. What says the same as before is left out. */
export function picture(trace: Trace, { only = USUAL, from = 0, to = Number.POSITIVE_INFINITY, container, digits = 1 }: PictureOptions = {}): string {
  const seen = new Map<Shown, string>();
  const out: string[] = [];
  for (const record of trace.records) {
    const shown: Shown[] = record.kind === 'Pod' ? only.filter((kind) => kind in OF_POD) : only.filter((kind) => kind === record.kind);
    for (const kind of shown) {
      const text = record.kind === 'Pod' ? OF_POD[kind as keyof typeof OF_POD](record) : SAY[record.kind](record as never);
      if (text === undefined || (record.kind === 'Pod' && seen.get(kind) === text)) continue;
      seen.set(kind, text);
      if (record.t < from * 1000 || record.t > to * 1000) continue;
      if (container !== undefined && nameOf(record) !== undefined && nameOf(record) !== container) continue;
      out.push(`${(record.t / 1000).toFixed(digits)} ${text}`);
    }
  }
  const uid = uidOf(trace);
  return out.map((line) => neutral(line, uid)).join('\n');
}

const SAY: { [Kind in Exclude<TraceRecord['kind'], 'Pod'>]: (record: Extract<TraceRecord, { kind: Kind }>) => string | undefined } = {
  Action: ({ index, label, error, exitCode }) =>
    index === 0 && error === undefined
      ? undefined
      : [label, error === undefined ? '' : `refused: ${error.message}`, exitCode === undefined ? '' : `exits ${exitCode}`].filter(Boolean).join(' '),
  Process: (record) => {
    const { what, exitCode, signal, reason } = record;
    if (what === 'start') return `${instanceOf(record)} starts`;
    return what === 'removed'
      ? `${instanceOf(record)} is forgotten`
      : [instanceOf(record), 'exits', exitCode, signal, reason].filter((word) => word !== undefined).join(' ');
  },
  Signal: (record) => `${instanceOf(record)} gets ${record.signal}${record.handled ? '' : ', ignores it'}`,
  Hook: (record) =>
    `${record.hook} of ${instanceOf(record)} ${record.what === 'start' ? 'starts' : record.result === 'cut' ? 'is cut' : record.result === 'failed' ? `fails: ${record.message}` : 'ends'}`,
  Probe: (record) =>
    `${record.trigger === 'manual' ? 'triggered ' : ''}${record.probe} of ${instanceOf(record)} ${record.unfinished === true ? 'begins' : PROBE_WORD[record.result]}${trainText(record)}${record.message === '' ? '' : `: ${record.message}`}`,
  ProbeState: ({ probe, container, state }) => `${probe} of ${container} is ${state}`,
  Serving: (record) => `${instanceOf(record)} is ${record.what}${record.ports.length > 0 ? ` on ${record.ports.join(', ')}` : ''}`,
  Image: ({ image, what, result }) => (what === 'pullStart' ? `pull of ${image} starts` : `pull of ${image} ${result === 'ok' ? 'is done' : 'fails'}`),
  Log: (record) => `${instanceOf(record)} says ${record.line}`,
  Event: ({ object }) => {
    const name = /\{(.*)\}/.exec(object.involvedObject.fieldPath ?? '')?.[1];
    return `${object.type} ${object.reason}${(object.count ?? 1) > 1 ? ` x${object.count}` : ''}${name === undefined ? '' : ` (${name})`}: ${object.message}`;
  },
  Object: ({ object }) => (object.kind === 'EndpointSlice' ? `slice: ${endpointsText(object['endpoints'])}` : `${object.kind} ${object.metadata.name ?? ''}`),
  Decision: ({ container, decision }) => {
    switch (decision.what) {
      case 'kill':
        return `kill ${container} (${decision.reason}), grace ${decision.graceSeconds} s`;
      case 'start':
        return undefined;
      case 'back-off':
        return `back-off of ${container}: ${decision.delayMs / 1000} s`;
      case 'grace-left':
        return `preStop of ${container} used ${decision.usedSeconds} s, ${decision.leftSeconds} s left`;
      case 'preStop-skipped':
        return `preStop of ${container} skipped`;
      case 'resize':
        return `resize ${container}: ${decision.changes.map(({ field, from, to }) => `${field} ${from}>${to}`).join(' ')}`;
      case 'no-restart':
        return undefined;
    }
  },
  Sync: ({ what, type, error }) => `${type} ${what}s${error === undefined ? '' : `: ${error}`}`,
  Kubelet: ({ what }) => `kubelet ${what}`,
};

const PROBE_WORD = { success: 'ok', failure: 'fails', warning: 'warns', error: 'errs' } as const;

const OF_POD = {
  Pod: ({ type, object }: PodRecord) => (type === 'DELETED' ? 'Pod is gone' : `Pod ${phaseText(object)}: ${statusesText(object.status) || '-'}`),
  Phase: ({ type, object }: PodRecord) => (type === 'DELETED' ? 'gone' : `phase ${phaseText(object)}`),
  Conditions: ({ object }: PodRecord) =>
    (object.status.conditions ?? [])
      .map(({ type, status, reason, message }) => `${type}=${status}${reason === undefined ? '' : ` ${reason}`}${message === undefined ? '' : ` "${message}"`}`)
      .join(', ') || undefined,
} as const;

function phaseText({ metadata, status }: Pod): string {
  const deleting = metadata.deletionTimestamp === undefined ? '' : ` deleting(${metadata.deletionGracePeriodSeconds})`;
  return `${status.phase}${status.reason === undefined ? '' : ` ${status.reason}`}${deleting}`;
}

/** Container statuses in one line: `app running ready started #1 last Error:137`. */
export function statusesText(status: Partial<PodStatus>): string {
  return [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? []), ...(status.ephemeralContainerStatuses ?? [])]
    .map(statusText)
    .join('; ');
}

function statusText({ name, state, ready, started, restartCount, lastState }: ContainerStatus): string {
  const { running, waiting, terminated } = state;
  const now =
    running !== undefined
      ? 'running'
      : terminated !== undefined
        ? `terminated ${terminated.reason}:${terminated.exitCode}`
        : `waiting ${waiting?.reason ?? ''}`.trimEnd();
  const last = lastState.terminated;
  return [
    name,
    now,
    ready && 'ready',
    started === true && 'started',
    restartCount > 0 && `#${restartCount}`,
    last !== undefined && `last ${last.reason}:${last.exitCode}`,
  ]
    .filter(Boolean)
    .join(' ');
}

function instanceOf({ container, instance }: { container: string; instance: number }): string {
  return instance === 1 ? container : `${container}#${instance}`;
}

function trainText({ count, periodMs }: ProbeRecord): string {
  return count === 1 ? '' : ` x${count} every ${periodMs / 1000} s`;
}

interface Endpoint {
  conditions: { ready: boolean; serving: boolean; terminating: boolean };
}

function endpointsText(endpoints: unknown): string {
  const all = endpoints as Endpoint[];
  if (all.length === 0) return 'empty';
  return all
    .map(
      ({ conditions }) =>
        Object.entries(conditions)
          .flatMap(([name, on]) => (on ? [name] : []))
          .join(' ') || 'not ready',
    )
    .join(', ');
}

/** The container that a record is about. */
function nameOf(record: TraceRecord): string | undefined {
  if (record.kind === 'Event') return /\{(.*)\}/.exec(record.object.involvedObject.fieldPath ?? '')?.[1];
  return 'container' in record ? record.container : undefined;
}

function uidOf(trace: Trace): string | undefined {
  return trace.records.find((record) => record.kind === 'Pod')?.object.metadata.uid;
}

/** Ids say nothing; line breaks would break the picture. */
function neutral(text: string, uid: string | undefined): string {
  const withoutUid = uid === undefined ? text : text.replaceAll(uid, 'UID');
  return withoutUid
    .replace(/\b[0-9a-f]{64}\b/g, 'ID')
    .replaceAll('\n', '⏎')
    .trimEnd();
}

// ---- single facts ----------------------------------------------------------------------------------------------------

/** When something happened, in seconds: the times of the lines of a picture that match. */
export function times(trace: Trace, pattern: RegExp, options: PictureOptions = {}): number[] {
  return picture(trace, { digits: 3, ...options })
    .split('\n')
    .filter((line) => pattern.test(line))
    .map((line) => Number(line.split(' ')[0]));
}

/** The Pod as the API had it at a time (in seconds), or at the end. */
export function podAt(trace: Trace, atSeconds = Number.POSITIVE_INFINITY): Pod | undefined {
  const last = trace.records.findLast((record) => record.kind === 'Pod' && record.t <= atSeconds * 1000);
  return last?.kind === 'Pod' && last.type !== 'DELETED' ? last.object : undefined;
}
