/**
 * A recording as a trace, so that lanes can show it beside a simulated run. What was measured becomes records without
 * causes: nobody recorded why. What only a simulation knows (when a program serves, what a probe worker waits for, the waits of
 * a crash loop) is not made up; a kill is known where its `Killing` Event is.
 */
import { parseRfc3339Ms } from '../base/parse-timestamp.ts';
import type { Container, EventObject, Pod, PodSpec, ProbeType } from '../model/kubernetes.ts';
import type { DecisionRecord, ProbeRecord, ProbeResult, Trace, TraceRecord } from '../model/trace.ts';
import type { EventLine, ImageLine, PodLine, ProbeLine, RecordingLine, TimedLine, WatchedEvent, WatchedPod } from './lines.ts';
import { inOrder } from './text.ts';

type Draft = TraceRecord extends infer Each ? (Each extends TraceRecord ? Omit<Each, 'id' | 'cause' | 'rule'> : never) : never;

const MEASURED = { cause: -1, rule: 'measured' } as const;

/** The records of a run that was recorded; time 0 is the creation of the Pod. */
export function traceOfRecording(recording: readonly RecordingLine[]): Trace {
  const lines = inOrder(recording);
  const meta = lines.find((line) => line.kind === 'Meta');
  const timed = sinceCreation(lines.filter((line): line is TimedLine => line.kind !== 'Meta'));
  const reader = new Reader(timed);
  for (const line of timed) reader.read(line);
  const { drafts, pod } = reader;
  const createdAt = meta?.createdAt ?? pod?.metadata.creationTimestamp ?? '';
  return {
    meta: {
      version: meta?.version ?? '',
      podName: meta?.pod ?? pod?.metadata.name ?? '',
      namespace: pod?.metadata.namespace ?? '',
      scenarioName: '',
      createdAtMs: parseRfc3339Ms(createdAt) ?? 0,
      seed: 'typical',
    },
    endMs: timed.at(-1)?.t ?? 0,
    records: drafts
      .map((draft, order) => ({ draft, order }))
      .sort((a, b) => a.draft.t - b.draft.t || a.order - b.order)
      .map(({ draft }, id) => ({ ...draft, ...MEASURED, id }) as TraceRecord),
    draws: [],
    assumptions: [],
    pendingActions: [],
  };
}

/** Some recorders began their clock before the Pod was there. */
function sinceCreation(lines: readonly TimedLine[]): TimedLine[] {
  const createdMs = lines.find(({ kind }) => kind === 'Pod')?.t ?? 0;
  return lines.map((line) => ({ ...line, t: Math.max(0, line.t - createdMs) }));
}

/** Attempts of one probe of one container that count: how many in a row had the same result. */
interface Row {
  instance: number;
  kind: 'success' | 'failure';
  length: number;
}

class Reader {
  readonly drafts: Draft[] = [];
  /** The Pod as it was last seen. */
  pod: Pod | undefined;
  readonly #containers: readonly Container[];
  readonly #attempts = new Map<string, { t: number; draft: Draft }>();
  readonly #rows = new Map<string, Row>();
  readonly #probing = new Set<string>();

  constructor(lines: readonly TimedLine[]) {
    const last = lines.findLast((line): line is PodLine => line.kind === 'Pod');
    this.#containers = last ? containersOf(podOf(last.object).spec) : [];
  }

  read(line: TimedLine): void {
    switch (line.kind) {
      case 'Pod':
        this.pod = podOf(line.object);
        this.#add({ kind: 'Pod', t: line.t, type: line.type, object: this.pod });
        break;
      case 'Event':
        this.#event(line);
        break;
      case 'Object':
        this.#add({ ...line });
        break;
      case 'Process':
        this.#add({ ...line });
        if (line.what === 'exit') this.#stopProbing(line.container, line.t);
        break;
      case 'Signal':
        // Whether anything in the process reacts to it was not looked for.
        this.#add({ ...line, handled: true });
        break;
      case 'Hook':
        this.#add({ ...line, handler: '' });
        break;
      case 'Probe':
        this.#probe(line);
        break;
      case 'Image':
        this.#image(line);
        break;
      case 'Log':
        this.#add({ ...line });
        break;
      case 'Action':
        this.#add({ ...line, label: line.what });
        break;
      case 'Kubelet':
        this.#add({ ...line });
        break;
      case 'End':
        break;
    }
  }

  #add(draft: Draft): void {
    this.drafts.push(draft);
  }

  #event({ t, type, object }: EventLine): void {
    if (type === 'DELETED') return;
    const event = eventOf(object);
    this.#add({ kind: 'Event', t, type, object: event });
    const container = /\{(.+)\}$/.exec(event.involvedObject.fieldPath ?? '')?.[1];
    if (event.reason === 'Killing' && container !== undefined && type === 'ADDED')
      this.#add({ kind: 'Decision', t, container, decision: this.#kill(event.message) });
  }

  /** The `Killing` Event is sent with the decision (pkg/kubelet/kuberuntime/kuberuntime_container.go: killContainer). */
  #kill(message: string): Extract<DecisionRecord['decision'], { what: 'kill' }> {
    const reason = /liveness|startup/.exec(message)?.[0];
    const graceSeconds = this.pod?.metadata.deletionGracePeriodSeconds ?? this.pod?.spec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS;
    return {
      what: 'kill',
      message,
      graceSeconds,
      reason: reason === 'liveness' || reason === 'startup' ? reason : message.startsWith('Stopping') ? 'pod' : 'other',
    };
  }

  #probe(line: ProbeLine): void {
    const { container, instance, probe, t } = line;
    const key = `${container} ${probe}`;
    if (line.what === 'start') {
      if (!this.#probing.has(key)) {
        this.#probing.add(key);
        this.#add({ kind: 'ProbeState', t, container, probe, state: 'probing' });
      }
      const draft: Draft = { kind: 'Probe', t, container, instance, probe, result: 'failure', message: '', takesMs: 0, ...NO_TRAIN, unfinished: true };
      this.#attempts.set(key, { t, draft });
      this.#add(draft);
      return;
    }
    const begun = this.#attempts.get(key);
    this.#attempts.delete(key);
    const startMs = begun?.t ?? t;
    const result = line.result ?? 'failure';
    const message = line.message ?? '';
    const draft: Draft = {
      kind: 'Probe',
      t: startMs,
      container,
      instance,
      probe,
      result,
      message,
      takesMs: t - startMs,
      ...NO_TRAIN,
      ...this.#inARow(key, instance, result, this.#thresholds(container, probe)),
      timedOut: result === 'failure' && /timed? ?out|deadline exceeded/i.test(message),
    };
    const at = begun ? this.drafts.lastIndexOf(begun.draft) : -1;
    if (at < 0) this.#add(draft);
    else this.drafts[at] = draft;
  }

  /** As the kubelet counts (pkg/kubelet/prober/worker.go: doProbe); an error counts neither way. */
  #inARow(
    key: string,
    instance: number,
    result: ProbeResult,
    thresholds: { success: number; failure: number },
  ): Pick<ProbeRecord, 'run' | 'threshold' | 'met'> {
    if (result === 'error') return { run: 0, threshold: thresholds.failure, met: false };
    const kind = result === 'failure' ? 'failure' : 'success';
    const before = this.#rows.get(key);
    const length = before?.kind === kind && before.instance === instance ? before.length + 1 : 1;
    this.#rows.set(key, { instance, kind, length });
    return { run: length, threshold: thresholds[kind], met: length === thresholds[kind] };
  }

  #thresholds(container: string, probe: ProbeType): { success: number; failure: number } {
    const spec = this.#containers.find(({ name }) => name === container)?.[`${probe}Probe`];
    return { success: spec?.successThreshold ?? 1, failure: spec?.failureThreshold ?? 3 };
  }

  #stopProbing(container: string, t: number): void {
    for (const probe of ['startup', 'liveness', 'readiness'] as const) {
      if (this.#probing.delete(`${container} ${probe}`)) this.#add({ kind: 'ProbeState', t, container, probe, state: 'none' });
    }
  }

  /** The pull is the node's; it is shown with the containers that need the image. */
  #image({ t, image, what, result, message }: ImageLine): void {
    for (const container of this.#containers) {
      if (container.image !== image) continue;
      this.#add({
        kind: 'Image',
        t,
        image,
        container: container.name,
        what,
        ...(result !== undefined && { result: result === 'ok' ? 'ok' : 'failed' }),
        ...(message !== undefined && { message }),
      });
    }
  }
}

const DEFAULT_GRACE_SECONDS = 30;
const NO_TRAIN = { count: 1, periodMs: 0, run: 0, threshold: 0, met: false, timedOut: false, trigger: 'tick' } as const;

function containersOf({ initContainers = [], containers, ephemeralContainers = [] }: PodSpec): Container[] {
  return [...initContainers, ...containers, ...ephemeralContainers];
}

/** A Pod with what lanes count on, whatever the watch left out. */
function podOf({ metadata = {}, spec = {}, status = {} }: WatchedPod): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata,
    spec: { containers: [], ...spec },
    status: {
      phase: 'Pending',
      ...status,
      ...statusList('initContainerStatuses', status),
      ...statusList('containerStatuses', status),
      ...statusList('ephemeralContainerStatuses', status),
    },
  } as Pod;
}

function statusList(list: 'initContainerStatuses' | 'containerStatuses' | 'ephemeralContainerStatuses', status: NonNullable<WatchedPod['status']>) {
  const statuses = status[list];
  return statuses && { [list]: statuses.map((each) => ({ state: {}, lastState: {}, ready: false, restartCount: 0, image: '', imageID: '', ...each })) };
}

function eventOf({ regarding, note, ...event }: WatchedEvent): EventObject {
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: {},
    reason: '',
    message: note ?? '',
    source: {},
    firstTimestamp: null,
    lastTimestamp: null,
    type: 'Normal',
    eventTime: null,
    reportingComponent: '',
    reportingInstance: '',
    involvedObject: { kind: 'Pod', name: '', ...regarding },
    ...event,
  };
}
