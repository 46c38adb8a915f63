/** A run as rows of text, one for each thing that happened; what only repeats itself is folded into one row. */
import type { DecisionRecord } from '../model/trace.ts';
import type { ActionLine, EventLine, HookLine, ImageLine, LogLine, ObjectLine, PodLine, ProbeLine, ProcessLine, TimedLine, WatchedPod } from './lines.ts';
import { podChanges } from './pod-changes.ts';
import { briefDuration, joined } from './words.ts';

export interface TimelineRow {
  /** Milliseconds since the Pod was created. */
  t: number;
  /** `actions`, `pod`, `events`, `app.process`, `app.liveness`, … */
  lane: string;
  text: string;
}

/** `12.345`: seconds since the creation. */
export function seconds(t: number): string {
  return (t / 1000).toFixed(3);
}

/** @param labels - how actions are called, by index, where that is known better than from the lines. */
export function timelineRows(told: Iterable<TimedLine | DecisionRecord>, labels: ReadonlyMap<number, string> = new Map()): TimelineRow[] {
  const teller = new Teller(labels);
  for (const line of told) teller.take(line);
  return teller.rows();
}

/** A row that may still grow. */
interface OpenRow extends Omit<TimelineRow, 'text'> {
  /** Its place in the order of things. */
  n: number;
  text: string | (() => string);
}

/** Something that happens again and again. */
interface Repetition {
  what: string;
  count: number;
  startsMs: number[];
  lastEndMs: number;
}

class Teller {
  readonly #labels: ReadonlyMap<number, string>;
  readonly #rows: OpenRow[] = [];
  readonly #begun = new Map<string, { t: number; n: number }>();
  readonly #probes = new Map<string, Repetition>();
  readonly #logs = new Map<string, Repetition>();
  #event: { key: string; line: EventLine; firstCount: number; lastMs: number } | undefined;
  #pod: WatchedPod | undefined;
  #n = 0;

  constructor(labels: ReadonlyMap<number, string>) {
    this.#labels = labels;
  }

  rows(): TimelineRow[] {
    return this.#rows.sort((a, b) => a.n - b.n).map(({ t, lane, text }) => ({ t, lane, text: typeof text === 'string' ? text : text() }));
  }

  take(line: TimedLine | DecisionRecord): void {
    this.#n += 1;
    switch (line.kind) {
      case 'Action':
        return this.#add(line.t, 'actions', actionText(line, this.#labels.get(line.index)));
      case 'Pod':
        return this.#takePod(line);
      case 'Event':
        return this.#takeEvent(line);
      case 'Object':
        return this.#add(line.t, 'objects', objectText(line));
      case 'Process':
        return this.#add(line.t, `${line.container}.process`, processText(line));
      case 'Signal':
        return this.#add(line.t, `${line.container}.process`, `#${line.instance} gets ${line.signal}`);
      case 'Hook':
        return this.#takeHook(line);
      case 'Probe':
        return this.#takeProbe(line);
      case 'Image':
        return this.#takeImage(line);
      case 'Log':
        return this.#takeLog(line);
      case 'Kubelet':
        return this.#add(line.t, 'kubelet', line.what);
      case 'Decision': {
        const text = decisionText(line);
        return text === undefined ? undefined : this.#add(line.t, `${line.container}.kubelet`, text);
      }
      case 'End':
        return this.#add(line.t, '', 'end');
    }
  }

  #add(t: number, lane: string, text: OpenRow['text'], n = this.#n): void {
    this.#rows.push({ t, lane, text, n });
  }

  #takePod({ t, type, object }: PodLine): void {
    const changes = podChanges(this.#pod, object);
    if (type === 'DELETED') changes.push('gone from the API');
    if (changes.length > 0) this.#add(t, 'pod', changes.join(' · '));
    this.#pod = type === 'DELETED' ? undefined : object;
  }

  /** An Event that only counts on is told once, as long as no other one comes between. */
  #takeEvent(line: EventLine): void {
    if (line.type === 'DELETED') return;
    const { metadata, count = 1 } = line.object;
    const key = metadata?.uid ?? metadata?.name ?? '';
    if (this.#event?.key === key && key !== '') {
      this.#event.line = line;
      this.#event.lastMs = line.t;
      return;
    }
    const told = { key, line, firstCount: count, lastMs: line.t };
    this.#event = told;
    this.#add(line.t, 'events', () => eventText(told.line, told.firstCount, told.lastMs));
  }

  #takeHook({ t, container, instance, hook, what, result, message }: HookLine): void {
    const key = `${container} ${hook}`;
    if (what === 'start') {
      this.#begin(key, t);
      return this.#add(t, `${container}.process`, `#${instance} ${hook} hook starts`);
    }
    const took = this.#took(key, t);
    this.#add(t, `${container}.process`, joined(`#${instance} ${hook} hook ${hookEnding(result)}`, took, message && `: ${message}`).replace(' : ', ': '));
  }

  #takeImage({ t, image, what, result, message }: ImageLine): void {
    if (what === 'pullStart') {
      this.#begin(image, t);
      return this.#add(t, 'images', `pull of ${image} starts`);
    }
    const took = this.#took(image, t);
    const ending = result === 'failed' || result === 'error' ? 'fails' : 'is done';
    this.#add(t, 'images', joined(`pull of ${image} ${ending}`, took, message && `: ${message}`).replace(' : ', ': '));
  }

  #takeProbe({ t, container, instance, probe, what, result = 'success', message = '' }: ProbeLine): void {
    const lane = `${container}.${probe}`;
    if (what === 'start') return this.#begin(lane, t);
    const begun = this.#begun.get(lane) ?? { t, n: this.#n };
    this.#begun.delete(lane);
    const told = `#${instance} ${result}${result === 'success' || message === '' ? '' : `: ${message.trimEnd()}`}`;
    this.#repeat(this.#probes, lane, lane, told, begun, t);
  }

  #takeLog({ t, container, instance, stream, line }: LogLine): void {
    const told = `#${instance} ${stream === 'stderr' ? 'stderr ' : ''}${JSON.stringify(line)}`;
    this.#repeat(this.#logs, container, `${container}.log`, told, { t, n: this.#n }, t);
  }

  /** Adds to the row that says the same, or begins a new one. */
  #repeat(repetitions: Map<string, Repetition>, key: string, lane: string, what: string, begun: { t: number; n: number }, endMs: number): void {
    const last = repetitions.get(key);
    if (last?.what === what) {
      last.count += 1;
      last.startsMs.push(begun.t);
      last.lastEndMs = endMs;
      return;
    }
    const repetition = { what, count: 1, startsMs: [begun.t], lastEndMs: endMs };
    repetitions.set(key, repetition);
    this.#add(begun.t, lane, () => repetitionText(repetition), begun.n);
  }

  #begin(key: string, t: number): void {
    this.#begun.set(key, { t, n: this.#n });
  }

  #took(key: string, t: number): string {
    const begun = this.#begun.get(key);
    this.#begun.delete(key);
    return begun ? `after ${briefDuration(t - begun.t)}` : '';
  }
}

// ---- words -----------------------------------------------------------------------------------------------------------

/** `create`, `delete refused: pods "web" not found`, `exec: exit code 1`. */
export function actionText({ what, error, exitCode, stdout = '', stderr = '' }: ActionLine, label = what): string {
  if (error) return `${label} refused (${error.reason}): ${error.message}`;
  if (exitCode === undefined) return label;
  const output = `${stdout}${stderr}`.trimEnd();
  return `${label}: exit code ${exitCode}${output === '' ? '' : `, ${JSON.stringify(output)}`}`;
}

export function eventText({ object }: EventLine, firstCount: number, lastMs: number): string {
  const { type, reason, message, note, series, involvedObject } = object;
  const count = object.count ?? series?.count ?? 1;
  const container = /\{(.+)\}$/.exec(involvedObject?.fieldPath ?? '')?.[1];
  const times = count === 1 ? '' : count === firstCount ? `×${count}` : `×${count} by ${seconds(lastMs)}`;
  return joined(type, reason, times, container && `(${container})`).concat(`: ${message ?? note ?? ''}`);
}

function objectText({ type, object }: ObjectLine): string {
  const verb = { ADDED: 'added', MODIFIED: 'changed', DELETED: 'removed' }[type];
  const name = `${object.kind} ${object.metadata?.name ?? ''} ${verb}`;
  return type !== 'DELETED' && object.kind === 'EndpointSlice' ? `${name}: ${endpointsText(object.endpoints)}` : name;
}

interface Endpoint {
  addresses?: string[];
  conditions?: { ready?: boolean; serving?: boolean; terminating?: boolean };
}

function endpointsText(endpoints: unknown): string {
  const all = (Array.isArray(endpoints) ? endpoints : []) as Endpoint[];
  const words = all.map(({ addresses = [], conditions: { ready, serving, terminating } = {} }) =>
    joined(addresses.join(' '), ready ? 'ready' : 'not ready', terminating && 'terminating', terminating && serving && 'serving'),
  );
  return words.join(', ') || 'no endpoints';
}

function processText({ instance, what, exitCode, signal, reason }: ProcessLine): string {
  if (what === 'start') return `#${instance} starts`;
  if (what === 'removed') return `#${instance} removed from the runtime`;
  const how = [signal, reason].filter(Boolean).join(', ');
  return joined(`#${instance} exits with code ${exitCode ?? '?'}`, how && `(${how})`);
}

function hookEnding(result: HookLine['result']): string {
  switch (result) {
    case 'failed':
      return 'fails';
    case 'cut':
      return 'is cut off';
    default:
      return 'ends';
  }
}

/** `#1 success ×12 every 3s until 45.310`. */
function repetitionText({ what, count, startsMs, lastEndMs }: Repetition): string {
  if (count === 1) return what;
  const [head, ...message] = what.split(': ');
  const tail = message.length > 0 ? `: ${message.join(': ')}` : '';
  return joined(head, `×${count}`, periodText(startsMs), `until ${seconds(lastEndMs)}`).concat(tail);
}

/** `every 3s` if the distances are all about the same; the first one may be shorter, because workers begin at a random moment. */
function periodText(startsMs: readonly number[]): string {
  const all = startsMs.slice(1).map((t, index) => t - (startsMs[index] ?? 0));
  const gaps = (all.length > 2 ? all.slice(1) : all).sort((a, b) => a - b);
  const median = gaps[gaps.length >> 1] ?? 0;
  const isSteady = (gaps.at(-1) ?? 0) - (gaps[0] ?? 0) <= Math.max(100, median * 0.1);
  return isSteady && median > 0 ? `every ${briefDuration(median < 1000 ? median : Math.round(median / 100) * 100)}` : '';
}

/** What the kubelet decided; undefined for what the rows after it say anyway. */
function decisionText({ decision }: DecisionRecord): string | undefined {
  switch (decision.what) {
    case 'kill':
      return `will kill it (${decision.message || decision.reason}), grace ${decision.graceSeconds}s`;
    case 'back-off':
      return `back-off ${briefDuration(decision.delayMs)}, until ${seconds(decision.untilMs)}`;
    case 'grace-left':
      return `preStop took ${decision.usedSeconds}s, ${decision.leftSeconds}s of the grace period are left`;
    case 'preStop-skipped':
      return `preStop is skipped: ${decision.why}`;
    case 'no-restart':
      return `is not started again: ${decision.why}`;
    case 'resize':
      return `is resized in place: ${decision.changes.map(({ field, from = 'none', to = 'none' }) => `${field} ${from} -> ${to}`).join(', ')}`;
    case 'start':
      return undefined;
  }
}
