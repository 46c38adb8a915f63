/** From a trace to lanes. Pure; a million marks take about a second. */
import type { ProbeType } from '../model/kubernetes.ts';
import type { Disagreement } from '../model/disagreement.ts';
import type { Trace } from '../model/trace.ts';
import type { KubeletNote, KubeletPart } from '../model/xray.ts';
import { actionMarks, eventMarks } from './lanes/happenings.ts';
import { noteMarks, syncMarks, waitMarks } from './lanes/kubelet.ts';
import { conditionRows, phaseMarks, statusMarks } from './lanes/pod.ts';
import { attemptMarks, baselineMarks } from './lanes/probe.ts';
import { graceMarks, hookMarks, mainMarks, runMarks, signalMarks } from './lanes/process.ts';
import { trafficMarks } from './lanes/traffic.ts';
import { truthMarks } from './lanes/truths.ts';
import { type Density, KUBELET_GROUP, type Lane, type RecordIndex, type TimelineModel, type Track, type TrackName } from './model.ts';
import { type ContainerRole, type ContainerSource, containersInOrder, readSource, type Source } from './source.ts';
import { timelineTexts } from './texts/en.ts';
import { TrackBuilder } from './tracks.ts';

export interface LayoutOptions {
  density: Density;
  /** Where node, API and Events disagree: each a mark of the lane that tells less than the node does. Default: none. */
  disagreements?: readonly Disagreement[];
  /** What the kubelet's parts did: lanes of their own below those of the Pod. Default: no such lanes. */
  notes?: readonly KubeletNote[];
}

const NO_RECORDS: ContainerSource = { processes: [], serving: [], signals: [], hooks: [], probes: [], probeStates: [], images: [], decisions: [] };
const PROBES: readonly ProbeType[] = ['startup', 'liveness', 'readiness'];

/** Lanes in the order of the design: actions, the Pod, app containers, init containers and sidecars, ephemeral containers. */
export function layoutTrace(trace: Trace, options: LayoutOptions): TimelineModel {
  const steps = layoutSteps(trace, options);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** `layoutTrace` in steps, one for each container: between them the page can do something else. */
export function* layoutSteps(trace: Trace, { density, disagreements = [], notes }: LayoutOptions): Generator<undefined, TimelineModel> {
  const source = readSource(trace);
  yield;
  const tracks = new TrackBuilder();
  const kubelet = notes === undefined ? [] : kubeletLanes(source, tracks, notes);
  const drafts = [...podLanes(source, tracks, density), ...kubelet];
  for (const entry of containersInOrder(source)) {
    yield;
    drafts.push(...containerLanes(source, tracks, density, entry));
  }
  yield;
  const truths = truthMarks(disagreements);
  const lanes = drafts.map((lane, index): Lane => {
    const marks = truths.get(lane.id);
    return { ...lane, index, ...(marks && { tracks: [...lane.tracks, tracks.build('truths', marks)] }) };
  });
  return {
    density,
    podName: trace.meta.podName,
    endMs: trace.endMs,
    ...(source.deletedMs !== undefined && { deletedMs: source.deletedMs }),
    ...(source.deletingMs !== undefined && { deletingMs: source.deletingMs }),
    ...(trace.cut !== undefined && { cut: { atMs: trace.cut.atMs, message: trace.cut.message } }),
    lanes,
    strings: tracks.strings,
    recordIndex: indexRecords(lanes, trace.records.length),
  };
}

type LaneDraft = Omit<Lane, 'index'>;

function podLanes(source: Source, builder: TrackBuilder, density: Density): LaneDraft[] {
  const isOverview = density === 'overview';
  const { podName, namespace } = source.trace.meta;
  const base = { compact: false, detail: '', group: 'pod' };
  const traffic = trafficMarks(source);
  const { lanes: names } = timelineTexts;
  const events = [builder.build('warnings', eventMarks(source, 'warnings')), builder.build('normal', eventMarks(source, 'normal'))];
  const lanes: (LaneDraft | false)[] = [
    { ...base, id: 'actions', kind: 'actions', label: names.actions, group: '', tracks: [builder.build('actions', actionMarks(source))] },
    !isOverview && { ...base, id: 'pod', kind: 'group', label: names.pod(podName), detail: namespace, tracks: [] },
    !isOverview && { ...base, id: 'pod.phase', kind: 'phase', label: names.phase, tracks: [builder.build('pills', phaseMarks(source))] },
    !isOverview && {
      ...base,
      id: 'pod.conditions',
      kind: 'conditions',
      label: names.conditions,
      tracks: conditionRows(source).map(({ type, marks }) => builder.build('condition', marks, type)),
    },
    source.slices.length > 0 && { ...base, id: 'pod.traffic', kind: 'traffic', label: names.traffic, tracks: [builder.build('traffic', traffic)] },
    { ...base, id: 'pod.events', kind: 'events', label: names.events, tracks: events },
  ];
  return lanes.filter((lane) => lane !== false);
}

/** Between the Pod, which is what the API says, and the containers, which are what happens on the node. */
function kubeletLanes({ trace: { records }, endMs }: Source, builder: TrackBuilder, notes: readonly KubeletNote[]): LaneDraft[] {
  const { lanes: names } = timelineTexts;
  const base = { compact: false, detail: '', group: KUBELET_GROUP };
  const notesOf = (part: KubeletPart) => builder.build('notes', noteMarks(notes, part));
  const waits = builder.build('waits', waitMarks(records, endMs));
  const syncs = builder.build('syncs', syncMarks(records, endMs));
  return [
    { ...base, id: KUBELET_GROUP, kind: 'group', label: names.kubelet, detail: names.xRay, tracks: [] },
    { ...base, id: 'node/pleg', kind: 'kubelet', label: names.pleg, tracks: [notesOf('pleg')] },
    { ...base, id: 'node/worker', kind: 'kubelet', label: names.worker, tracks: [waits, syncs, notesOf('worker')] },
    { ...base, id: 'node/status', kind: 'kubelet', label: names.statusManager, tracks: [notesOf('status')] },
    { ...base, id: 'node/recorder', kind: 'kubelet', label: names.recorder, tracks: [notesOf('recorder')] },
  ];
}

function containerLanes(
  source: Source,
  builder: TrackBuilder,
  density: Density,
  { container, role }: { container: { name: string; image?: string } & Record<string, unknown>; role: ContainerRole },
): LaneDraft[] {
  const { name } = container;
  const records = source.containers.get(name) ?? NO_RECORDS;
  const { endMs } = source;
  const { lanes: names } = timelineTexts;
  const hooks = hookMarks(records, endMs);
  const signals = signalMarks(records);
  // Nothing that needs three rows: a strip of 24 px is enough for most sidecars and init containers.
  const compact = role !== 'app' && hooks.length === 0 && !signals.some((signal) => signal.kind === 'signalKill' || signal.value === 0);
  const base = { compact, detail: '', group: name, container: name, role };
  const group: LaneDraft = {
    ...base,
    id: name,
    kind: 'group',
    label: name,
    // The end of its name tells images apart; the beginning is the registry of them all
    detail: role === 'app' ? (container.image?.split('/').at(-1) ?? '') : names.roles[role],
    tracks: [builder.build('runs', runMarks(records, endMs))],
  };
  const process: LaneDraft = {
    ...base,
    id: `${name}.process`,
    kind: 'process',
    label: names.process,
    tracks: [
      builder.build('main', mainMarks(records, endMs)),
      builder.build('hooks', hooks),
      builder.build('grace', graceMarks(records, endMs)),
      builder.build('signals', signals),
    ],
  };
  if (density === 'overview') return [group, process];
  const probes = PROBES.filter((probe) => container[`${probe}Probe`] !== undefined).map(
    (probe): LaneDraft => ({
      ...base,
      compact: role !== 'app',
      id: `${name}.${probe}`,
      kind: 'probe',
      label: names.probes[probe],
      probe,
      tracks: [builder.build('baseline', baselineMarks(records, probe, endMs)), builder.build('attempts', attemptMarks(records, probe))],
    }),
  );
  const status: LaneDraft = {
    ...base,
    id: `${name}.status`,
    kind: 'status',
    label: names.status,
    tracks: [builder.build('pills', statusMarks(source, name))],
  };
  return [group, process, ...probes, status];
}

/** The index of marks by the records that they stand for: a counting sort. */
function indexRecords(lanes: readonly Lane[], records: number): RecordIndex {
  const first = new Uint32Array(records + 2);
  forRecordsOfMarks(lanes, (record) => (first[record + 2] = (first[record + 2] as number) + 1));
  for (let i = 2; i < first.length; i += 1) first[i] = (first[i] as number) + (first[i - 1] as number);
  const rows = first[records + 1] as number;
  const index = { first: first.subarray(0, records + 1), lane: new Uint16Array(rows), track: new Uint16Array(rows), mark: new Uint32Array(rows) };
  forRecordsOfMarks(lanes, (record, lane, track, mark) => {
    const row = first[record + 1] as number;
    first[record + 1] = row + 1;
    index.lane[row] = lane;
    index.track[row] = track;
    index.mark[row] = mark;
  });
  return index;
}

/** Marks that lead to a record without standing for it: the record has a mark of its own, or none. */
const ASIDE: ReadonlySet<TrackName> = new Set(['truths', 'notes', 'waits']);

function forRecordsOfMarks(lanes: readonly Lane[], each: (record: number, lane: number, track: number, mark: number) => void): void {
  lanes.forEach(({ tracks }, lane) => {
    tracks.forEach((columns, track) => {
      if (ASIDE.has(columns.name)) return;
      for (let mark = 0; mark < columns.length; mark += 1) {
        each(columns.record[mark] as number, lane, track, mark);
        for (const record of columns.alsoRecords.get(mark) ?? []) each(record, lane, track, mark);
        const endRecord = columns.endRecord[mark] as number;
        if (endRecord >= 0) each(endRecord, lane, track, mark);
      }
    });
  });
}

/** The records of a mark: the one that opens it, those that it also stands for, the one that closes it. */
export function recordsOfMark(track: Track, mark: number): number[] {
  const endRecord = track.endRecord[mark] as number;
  return [track.record[mark] as number, ...(track.alsoRecords.get(mark) ?? []), ...(endRecord >= 0 ? [endRecord] : [])];
}
