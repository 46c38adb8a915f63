/**
 * Traces as long as one likes, made up record by record: what a Pod goes through whose containers start, answer their probes,
 * falter, are killed and start again, for days on end. The simulation makes no such traces (it stops at a limit); what draws
 * traces has to bear them all the same.
 */
import { type RandomStream, randomStream, type Seed } from '../base/random.ts';
import { DEFAULT_CREATED_AT_MS } from '../base/timestamp.ts';
import type { Container, ContainerStatus, EventObject, Pod, ProbeType } from '../model/kubernetes.ts';
import type { RuleId } from '../model/rules.ts';
import type { ProbeRecord, Trace, TraceRecord } from '../model/trace.ts';

export interface Crowd {
  /** How many marks the timeline shows of it at least; a few more, because no run is left half-told. */
  marks: number;
  /** Default 3. */
  containers?: number;
  /** Default 1. */
  seed?: Seed;
}

/** Marks of one run of a container, on average: its probes and Events, its process, and what the API says of it. */
const MARKS_PER_RUN = 89.5;

const HANDLER = { httpGet: { path: '/', port: 8080 } };
const METADATA = { name: 'crowd', namespace: 'shop' };

export function crowdedTrace({ marks, containers = 3, seed = 1 }: Crowd): Trace {
  const names = Array.from({ length: containers }, (_, index) => `app-${index + 1}`);
  const runs = Math.ceil(marks / MARKS_PER_RUN / containers);
  const stories = names.map((name) => new ContainerStory(name, randomStream(seed, name), runs));
  const records = withPods(
    names,
    stories.flatMap(({ happenings }) => happenings).sort((a, b) => a.t - b.t),
  );
  records.forEach((record, id) => {
    record.id = id;
    record.cause = id - 1;
  });
  return {
    meta: { version: 'v1.36.2', podName: 'crowd', namespace: 'shop', scenarioName: 'crowd', createdAtMs: DEFAULT_CREATED_AT_MS, seed },
    endMs: (records.at(-1)?.t ?? 0) + 1000,
    records,
    draws: [],
    assumptions: [],
    pendingActions: [],
  };
}

/** A record, or a container's status as the API will report it. */
type Happening = { t: number } & ({ record: TraceRecord } | { status: ContainerStatus });

/** What a record says beside its place in the trace. */
type Content = TraceRecord extends infer R ? (R extends TraceRecord ? Omit<R, 'id' | 't' | 'cause' | 'rule'> : never) : never;

/** Ids and causes come when all records stand in a row. */
function recordOf(t: number, rule: RuleId, content: Content): TraceRecord {
  return { id: -1, t, cause: -1, rule, ...content };
}

/** One container's runs, one after the other. Times are whole milliseconds. */
class ContainerStory {
  readonly happenings: Happening[] = [];
  readonly #container: string;
  readonly #random: RandomStream;
  readonly #unhealthy = new Map<ProbeType, number>();
  #instance = 0;
  #t = 0;

  constructor(container: string, random: RandomStream, runs: number) {
    this.#container = container;
    this.#random = random;
    this.#t = random.betweenMs(500, 3000);
    for (let run = 0; run < runs; run += 1) this.#run();
  }

  #run(): void {
    this.#instance += 1;
    this.#begin();
    const servesMs = this.#boot();
    const killedMs = this.#serve(servesMs);
    const exitMs = this.#end(killedMs);
    this.#backOff(exitMs);
  }

  #begin(): void {
    for (const reason of ['Pulled', 'Created', 'Started']) this.#event(reason, this.#t, 'Normal');
    this.#add(this.#t, 'container.start', { container: this.#container, instance: this.#instance, kind: 'Process', what: 'start' });
    this.#status('Running', this.#t + this.#random.betweenMs(20, 900), false);
  }

  /** Startup probes fail until the program serves. Returns when it does. */
  #boot(): number {
    const startMs = this.#t;
    const servesMs = startMs + this.#random.betweenMs(2000, 9000);
    this.#add(startMs, 'process.behaviour', {
      container: this.#container,
      instance: this.#instance,
      kind: 'Serving',
      what: 'booting',
      ports: [],
      untilMs: servesMs,
    });
    this.#probeState('startup', startMs, 'probing');
    let attemptMs = startMs + this.#random.betweenMs(100, 1000);
    for (let run = 1; attemptMs < servesMs; run += 1) {
      this.#probe('startup', attemptMs, 'failure', run, 10);
      attemptMs += 1000;
    }
    this.#probe('startup', attemptMs, 'success', 1, 1);
    this.#probeState('startup', attemptMs, 'on-hold');
    this.#add(servesMs, 'process.behaviour', { container: this.#container, instance: this.#instance, kind: 'Serving', what: 'serving', ports: [8080] });
    return attemptMs;
  }

  /** Answers, now and then not; in the end three times in a row not. Returns when the kubelet decides to kill it. */
  #serve(fromMs: number): number {
    this.#probeState('liveness', fromMs, 'probing');
    this.#probeState('readiness', fromMs, 'probing');
    let t = fromMs + 200;
    this.#status('Running', t + 100, true);
    for (let spell = this.#random.betweenMs(2, 8); spell > 0; spell -= 1) {
      t = this.#spell('liveness', t, this.#random.betweenMs(1, 2));
      const isShort = this.#random.next() < 0.6;
      this.#spell('readiness', t - 700, isShort ? 1 : 3);
      if (isShort) continue;
      this.#status('Running', t + 400, false);
      this.#status('Running', t + 4400, true);
      t += 5000;
    }
    this.#spell('readiness', t + 300, 3);
    const killedMs = this.#spell('liveness', t, 3);
    this.#status('Running', killedMs + 60, false);
    return killedMs;
  }

  /** A train of successes, a few failures, and the success after them unless the last one met the threshold. Returns when it is over. */
  #spell(probe: ProbeType, fromMs: number, failures: number): number {
    const successes = this.#random.betweenMs(1, 6);
    const periodMs = this.#random.next() < 0.5 ? 1000 : 500;
    let t = fromMs;
    this.#probe(probe, t, 'success', 1, 1, successes, periodMs);
    t += successes * periodMs;
    for (let run = 1; run <= failures; run += 1, t += periodMs) this.#probe(probe, t, 'failure', run, 3);
    return t;
  }

  #end(killedMs: number): number {
    const message = `Container ${this.#container} failed liveness probe, will be restarted`;
    this.#add(killedMs, 'container.kill', {
      kind: 'Decision',
      container: this.#container,
      decision: { what: 'kill', message, graceSeconds: 10, reason: 'liveness' },
    });
    this.#event('Killing', killedMs, 'Normal');
    for (const probe of ['liveness', 'readiness'] as const) this.#probeState(probe, killedMs, 'none');
    this.#probeState('startup', killedMs, 'none');
    const hookMs = this.#random.betweenMs(500, 4000);
    const hook = { hook: 'preStop', handler: 'exec sleep' } as const;
    this.#add(killedMs, 'hook.preStop', { container: this.#container, instance: this.#instance, kind: 'Hook', what: 'start', ...hook });
    this.#add(killedMs + hookMs, 'hook.preStop', {
      container: this.#container,
      instance: this.#instance,
      kind: 'Hook',
      what: 'end',
      result: this.#random.next() < 0.9 ? 'ok' : 'failed',
      ...hook,
    });
    const termMs = killedMs + hookMs;
    const isHandled = this.#random.next() < 0.6;
    this.#add(termMs, 'runtime.stop', {
      container: this.#container,
      instance: this.#instance,
      kind: 'Signal',
      signal: 'SIGTERM',
      handled: isHandled,
      graceSeconds: 10,
    });
    if (isHandled)
      this.#add(termMs, 'process.behaviour', { container: this.#container, instance: this.#instance, kind: 'Serving', what: 'draining', ports: [8080] });
    const exitMs = isHandled ? termMs + this.#random.betweenMs(300, 5000) : killedMs + 10_000;
    if (!isHandled)
      this.#add(exitMs, 'runtime.stop', { container: this.#container, instance: this.#instance, kind: 'Signal', signal: 'SIGKILL', handled: false });
    const how = isHandled ? { exitCode: this.#random.next() < 0.5 ? 0 : 143, reason: 'Error' } : { exitCode: 137, signal: 'SIGKILL', reason: 'Error' };
    this.#add(exitMs, 'runtime.exit', { container: this.#container, instance: this.#instance, kind: 'Process', what: 'exit', ...how });
    return exitMs;
  }

  #backOff(exitMs: number): void {
    const delayMs = this.#random.betweenMs(1000, 20_000);
    const untilMs = exitMs + delayMs;
    this.#status('CrashLoopBackOff', exitMs + 500, false);
    this.#add(exitMs + 500, 'container.back-off', {
      kind: 'Decision',
      container: this.#container,
      decision: { what: 'back-off', delayMs, remainingMs: delayMs - 500, untilMs },
    });
    this.#event('BackOff', exitMs + 500, 'Warning');
    this.#t = untilMs;
  }

  #add(t: number, rule: RuleId, content: Content): void {
    this.happenings.push({ t, record: recordOf(t, rule, content) });
  }

  #probe(probe: ProbeType, t: number, result: ProbeRecord['result'], run: number, threshold: number, count = 1, periodMs = 0): void {
    const isFailure = result === 'failure';
    const timedOut = isFailure && this.#random.next() < 0.3;
    this.#add(t, 'probe.do', {
      container: this.#container,
      instance: this.#instance,
      kind: 'Probe',
      probe,
      result,
      message: isFailure ? 'HTTP probe failed with statuscode: 503' : '',
      takesMs: timedOut ? 400 : 4,
      count,
      periodMs: count > 1 ? periodMs : 0,
      run,
      threshold,
      met: run === threshold && count === 1,
      timedOut,
      trigger: 'tick',
    });
    if (!isFailure) return;
    const seen = (this.#unhealthy.get(probe) ?? 0) + 1;
    this.#unhealthy.set(probe, seen);
    this.#event('Unhealthy', t + 5, 'Warning', seen);
  }

  #probeState(probe: ProbeType, t: number, state: 'probing' | 'on-hold' | 'none'): void {
    this.#add(t, 'probe.add', { kind: 'ProbeState', container: this.#container, probe, state });
  }

  #event(reason: string, t: number, type: EventObject['type'], count = this.#instance): void {
    const object: EventObject = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: METADATA,
      involvedObject: { kind: 'Pod', name: 'crowd', fieldPath: `spec.containers{${this.#container}}` },
      reason,
      message: `${reason} of ${this.#container}`,
      source: { component: 'kubelet' },
      firstTimestamp: null,
      lastTimestamp: null,
      count,
      type,
      eventTime: null,
      reportingComponent: 'kubelet',
      reportingInstance: '',
    };
    this.#add(t, 'events.record', { kind: 'Event', type: count === 1 ? 'ADDED' : 'MODIFIED', object });
  }

  #status(state: 'Running' | 'CrashLoopBackOff', t: number, ready: boolean): void {
    const status: ContainerStatus = {
      name: this.#container,
      state: state === 'Running' ? { running: { startedAt: '2026-01-01T00:00:00Z' } } : { waiting: { reason: state } },
      lastState: {},
      ready,
      restartCount: state === 'Running' ? this.#instance - 1 : this.#instance,
      image: '',
      imageID: '',
    };
    this.happenings.push({ t, status });
  }
}

/** All containers' records in order, and between them the Pod and its EndpointSlice as the API reports them. */
function withPods(names: readonly string[], happenings: readonly Happening[]): TraceRecord[] {
  const probe = { ...HANDLER, periodSeconds: 1 };
  const containers = names.map((name): Container => ({ name, image: `shop/${name}:1.4`, startupProbe: probe, livenessProbe: probe, readinessProbe: probe }));
  const statuses = new Map<string, ContainerStatus>();
  let isReady = false;
  let pod: Pod = { apiVersion: 'v1', kind: 'Pod', metadata: METADATA, spec: { containers }, status: { phase: 'Pending', conditions: conditionsOf(false) } };
  const records: TraceRecord[] = [
    recordOf(0, 'user.action', { kind: 'Action', index: 0, what: 'create', label: 'kubectl apply' }),
    recordOf(0, 'api.create', { kind: 'Pod', type: 'ADDED', object: pod }),
    sliceOf(0, false),
  ];
  for (const happening of happenings) {
    if ('record' in happening) {
      records.push(happening.record);
      continue;
    }
    const { t, status } = happening;
    statuses.set(status.name, status);
    const ready = names.every((name) => statuses.get(name)?.ready === true);
    const conditions = ready === isReady ? pod.status.conditions : conditionsOf(ready);
    pod = { ...pod, status: { ...pod.status, phase: 'Running', containerStatuses: [...statuses.values()], ...(conditions && { conditions }) } };
    records.push(recordOf(t, 'status.patch', { kind: 'Pod', type: 'MODIFIED', object: pod }));
    if (ready !== isReady) records.push(sliceOf(t, ready));
    isReady = ready;
  }
  return records;
}

function conditionsOf(ready: boolean): NonNullable<Pod['status']['conditions']> {
  const readiness = ready ? 'True' : 'False';
  const settled = ['PodScheduled', 'PodReadyToStartContainers', 'Initialized'].map((type) => ({ type, status: 'True' as const }));
  return [...settled, { type: 'ContainersReady', status: readiness }, { type: 'Ready', status: readiness }];
}

function sliceOf(t: number, ready: boolean): TraceRecord {
  const endpoints = [{ conditions: { ready, serving: ready, terminating: false }, targetRef: { kind: 'Pod', name: 'crowd' } }];
  const object = { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: { name: 'crowd' }, endpoints, ports: [{ port: 8080 }] };
  return recordOf(t, 'endpoints.sync', { kind: 'Object', type: 'MODIFIED', object });
}
