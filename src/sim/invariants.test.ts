/** What holds of every run, whatever the scenario. */
import { beforeAll, describe, test } from 'vitest';
import type { ContainerStatus, Pod } from '../model/kubernetes.ts';
import type { ProcessRecord, TraceRecord } from '../model/trace.ts';
import { type KillRecord, MINIMUM_GRACE_SECONDS, owedGraces } from '../testing/owed-grace.ts';
import { type Invariant, Survey, SURVEY_TIMEOUT_MS } from '../testing/survey.ts';

const RUNS = { numRuns: 2000, seed: 1 };

const INVARIANTS: Record<string, Invariant> = {
  'the API server takes every scenario, and its run comes to an end': function* ({ trace }) {
    const [create] = trace.records;
    if (create?.kind !== 'Action' || create.index !== 0) yield 'the run does not begin with the creation of the Pod';
    else if (create.error !== undefined) yield `refused: ${create.error.message}`;
    if (trace.cut !== undefined) yield `cut at ${trace.cut.atMs} ms: ${trace.cut.message}`;
  },

  'time never goes back': function* ({ trace: { records, endMs } }) {
    let beforeMs = 0;
    for (const [index, { id, t }] of records.entries()) {
      if (id !== index) yield `record ${index} says that it is ${id}`;
      if (!Number.isInteger(t) || t < beforeMs || t > endMs) yield `record ${id}: ${t} ms comes after ${beforeMs} ms in a run of ${endMs} ms`;
      beforeMs = t;
    }
  },

  // So the causes make no circle, and every chain of them ends at one of the beginnings below.
  'a cause is an earlier record': function* ({ trace: { records } }) {
    for (const { id, kind, cause } of records)
      if (!Number.isInteger(cause) || cause < -1 || cause >= id) yield `record ${id} (${kind}) names ${cause} as its cause`;
  },

  'nothing begins but actions, the creation of the Pod, and what a ticker of the kubelet asks for': function* ({ trace: { records } }) {
    for (const record of records) {
      if (record.cause >= 0 || record.kind === 'Action') continue;
      // The work queue and the deadline are polled by the sync ticker (`kubelet.go: syncLoopIteration`)
      if (record.kind === 'Sync' && record.what === 'start') continue;
      // The eviction manager's own loop finds that a container has written too much (`eviction_manager.go: synchronize`)
      if (record.kind === 'Event' && record.object.reason === 'Evicted') continue;
      yield `record ${record.id} (${record.kind}, ${record.rule}) has no cause`;
    }
  },

  'an Event is counted up, never down, and never made twice': function* ({ trace: { records } }) {
    const counts = new Map<string, number>();
    for (const record of records) {
      if (record.kind !== 'Event') continue;
      const { metadata, reason, series } = record.object;
      const count = record.object.count ?? series?.count ?? 1;
      const before = counts.get(metadata.name ?? '');
      if ((record.type === 'ADDED') !== (before === undefined)) yield `${reason} is ${record.type}, count ${count} after ${before}`;
      if (count <= (before ?? 0)) yield `${reason}: count ${count} after ${before}`;
      counts.set(metadata.name ?? '', count);
    }
  },

  'one process of a container at a time, which starts once and ends at most once': function* ({ scenario, trace: { records } }) {
    // A manifest that is edited while the kubelet is down is another Pod, which starts before the orphaned one is killed
    if (scenario.actions.some((action) => action.do === 'static-update')) return;
    const running = new Map<string, number>();
    const last = new Map<string, number>();
    for (const record of records) {
      if (record.kind !== 'Process') continue;
      const { container, instance, what } = record;
      if (what === 'start') {
        if (running.has(container)) yield `${container}#${instance} starts while #${running.get(container)} runs`;
        if (instance <= (last.get(container) ?? 0)) yield `${container}#${instance} starts after #${last.get(container)}`;
        running.set(container, instance);
        last.set(container, instance);
      } else if (what === 'exit') {
        if (running.get(container) !== instance) yield `${container}#${instance} ends, but does not run`;
        running.delete(container);
      } else if (instance > (last.get(container) ?? 0)) yield `${container}#${instance} is forgotten and has never been`;
    }
  },

  // What was handed to the runtime is still carried out when the kubelet dies
  'a process starts only in a SyncPod of a Pod on this node': function* ({ trace: { records } }) {
    let syncing = false;
    let handedOver = false;
    let bound = false;
    for (const record of records) {
      if (record.kind === 'Sync') {
        syncing = record.what === 'start' && record.type === 'SyncPod';
        handedOver = false;
      }
      if (record.kind === 'Action' && (record.what === 'kubelet-stop' || record.what === 'kubelet-restart')) handedOver ||= syncing;
      if (record.kind === 'Pod') bound ||= record.object.spec.nodeName !== undefined;
      if (record.kind === 'Sync' && record.what === 'start') bound = true;
      if (record.kind !== 'Process' || record.what !== 'start') continue;
      if (!bound) yield `${record.container} starts at ${record.t} ms on no node`;
      if (!syncing && !handedOver) yield `${record.container} starts at ${record.t} ms in no SyncPod`;
    }
  },

  'the worker of a Pod does one sync at a time, and never goes back from terminating': function* ({ scenario, trace: { records } }) {
    // A static Pod that is edited has two workers for a while
    if (scenario.staticPod) return;
    const order = ['SyncPod', 'SyncTerminatingPod', 'SyncTerminatedPod'];
    let reached = 0;
    let open = false;
    for (const record of records) {
      if (record.kind === 'Kubelet' && record.what === 'started') {
        reached = 0;
        open = false;
      }
      if (record.kind !== 'Sync') continue;
      if (record.what === 'start') {
        if (open) yield `${record.type} begins at ${record.t} ms within another sync`;
        if (order.indexOf(record.type) < reached) yield `${record.type} at ${record.t} ms comes after ${order[reached]}`;
        reached = Math.max(reached, order.indexOf(record.type));
      }
      open = record.what === 'start';
    }
  },

  'a probe is made of a container that has started, and none in it succeeds once its process is gone': function* ({ trace: { records } }) {
    const lives = livesOf(records);
    for (const record of records) {
      if (record.kind !== 'Probe') continue;
      const { container, instance, probe, t, count, periodMs, result } = record;
      const life = lives.find((candidate) => candidate.container === container && candidate.instance === instance);
      if (life === undefined || life.startMs > t) yield `${probe} probe of ${container}#${instance} at ${t} ms, before its start`;
      if (result !== 'success' || record.unfinished === true) continue;
      const lastMs = t + (count - 1) * periodMs;
      // The worker goes by the status: until that shows the exit it goes on, and the Pod's other containers share the ports.
      for (const atMs of [t, lastMs])
        if (!lives.some(({ startMs, endMs }) => startMs <= atMs && atMs <= endMs))
          yield `${probe} probe of ${container} succeeds at ${atMs} ms, and nothing runs`;
    }
  },

  'a hook starts once in its time and ends once; postStart once in the life of a container': function* ({ trace: { records } }) {
    const open = new Set<string>();
    const done = new Set<string>();
    for (const record of records) {
      if (record.kind !== 'Hook') continue;
      const name = `${record.hook} of ${record.container}#${record.instance}`;
      if (record.what === 'start') {
        if (open.has(name)) yield `${name} starts at ${record.t} ms while it runs`;
        if (record.hook === 'postStart' && done.has(name)) yield `${name} starts again at ${record.t} ms`;
        open.add(name);
        done.add(name);
      } else if (!open.delete(name)) yield `${name} ends at ${record.t} ms and does not run`;
    }
  },

  'the phase never leaves Succeeded or Failed': function* ({ scenario, trace: { records } }) {
    // A static Pod whose manifest is put back starts anew under the mirror that is there (`pod_workers.go: SyncKnownPods`)
    if (scenario.staticPod) return;
    // A slow PATCH may say Failed of an evicted Pod after all its containers have left well (`status_manager.go: mergePodStatus`)
    if ((scenario.cluster.latency.statusMs ?? 0) > 0) return;
    const ended = new Map<string, string>();
    for (const { t, object } of podsOf(records)) {
      const uid = object.metadata.uid ?? '';
      const before = ended.get(uid);
      // The last sync of a Pod that is deleted goes by its last update, which may be older than the status that was sent: it forces nothing back
      // when a deadline has passed or an eviction is over meanwhile (`kubelet_pods.go: generateAPIPodStatus`)
      if (object.metadata.deletionTimestamp !== undefined && (object.status.phase === 'Succeeded' || object.status.phase === 'Failed')) continue;
      if (before !== undefined && object.status.phase !== before) yield `${object.status.phase} after ${before} at ${t} ms`;
      if (object.status.phase === 'Succeeded' || object.status.phase === 'Failed') ended.set(uid, object.status.phase);
    }
  },

  'an object changes in one direction: newer versions, shorter graces, and nothing after its deletion': function* ({ trace: { records } }) {
    const latest = new Map<string, Pod>();
    const gone = new Set<string>();
    for (const { t, type, object } of podsOf(records)) {
      const { uid = '', resourceVersion, generation = 0, deletionTimestamp, deletionGracePeriodSeconds = Number.POSITIVE_INFINITY } = object.metadata;
      const before = latest.get(uid)?.metadata;
      if (gone.has(uid)) yield `${type} at ${t} ms of an object that is gone`;
      if ((type === 'ADDED') !== (before === undefined)) yield `${type} at ${t} ms`;
      if (before !== undefined) {
        if (Number(resourceVersion) <= Number(before.resourceVersion)) yield `resourceVersion ${resourceVersion} after ${before.resourceVersion} at ${t} ms`;
        if (generation < (before.generation ?? 0)) yield `generation ${generation} after ${before.generation} at ${t} ms`;
        if (before.deletionTimestamp !== undefined && deletionTimestamp === undefined) yield `the deletion is taken back at ${t} ms`;
        if (deletionGracePeriodSeconds > (before.deletionGracePeriodSeconds ?? Number.POSITIVE_INFINITY)) yield `the grace of the deletion grows at ${t} ms`;
      }
      latest.set(uid, object);
      if (type === 'DELETED') gone.add(uid);
    }
  },

  'restart counts only grow in the life of a Pod': function* ({ scenario, trace: { records } }) {
    // A manifest that is put back unchanged has the mirror of before, but what was known of its containers may be gone
    if (scenario.actions.some((action) => action.do === 'static-remove')) return;
    const counts = new Map<string, number>();
    for (const { t, object } of podsOf(records)) {
      for (const { name, restartCount } of statusesOf(object)) {
        const key = `${object.metadata.uid}/${name}`;
        if (restartCount < (counts.get(key) ?? 0)) yield `${name}: ${restartCount} after ${counts.get(key)} at ${t} ms`;
        counts.set(key, restartCount);
      }
    }
  },

  'no more restarts are counted than there were starts': function* ({ trace: { records } }) {
    const starts = new Map<string, number>();
    // A kubelet that dies leaves a container that is created and never started; the next one counts on from it
    let leftBehind = 0;
    for (const record of records) {
      if (record.kind === 'Kubelet' && record.what === 'started') leftBehind += 1;
      if (record.kind === 'Process' && record.what === 'start') starts.set(record.container, record.instance);
      if (record.kind !== 'Pod') continue;
      for (const status of statusesOf(record.object)) {
        // A start that fails counts and is no process; the kubelet counts ahead for a container that it has lost or taken away
        if (hasEnded(status, ['StartError', 'ContainerStatusUnknown', 'RestartingAllContainers'])) starts.set(status.name, Number.POSITIVE_INFINITY);
        const most = Math.max((starts.get(status.name) ?? 0) - 1, 0) + leftBehind;
        if (status.restartCount > most) yield `${status.name}: ${status.restartCount} restarts after ${most + 1} starts at ${record.t} ms`;
      }
    }
  },

  'the API says running, or ended, only of a process that is, or has': function* ({ trace: { meta, records } }) {
    const past: ProcessRecord[] = [];
    /** Whether a time of an object, in whole seconds, is the second of this moment. */
    const isSecond = (text: string | null, ms: number) => text !== null && Date.parse(text) === Math.floor((meta.createdAtMs + ms) / 1000) * 1000;
    const was = (name: string, what: ProcessRecord['what'], at: string | null, exitCode?: number) =>
      past.some(
        (record) =>
          record.container === name && record.what === what && isSecond(at, record.t) && (exitCode === undefined || (record.exitCode ?? exitCode) === exitCode),
      );
    for (const record of records) {
      if (record.kind === 'Process') past.push(record);
      if (record.kind !== 'Pod') continue;
      for (const { name, state, lastState } of statusesOf(record.object)) {
        if (state.running !== undefined && !was(name, 'start', state.running.startedAt))
          yield `${name} is said to run since ${state.running.startedAt} at ${record.t} ms`;
        for (const ended of [state.terminated, lastState.terminated]) {
          if (ended === undefined || isInvented(ended)) continue;
          if (!was(name, 'exit', ended.finishedAt, ended.exitCode))
            yield `${name} is said to have left with ${ended.exitCode} at ${ended.finishedAt} at ${record.t} ms`;
        }
      }
    }
  },

  'ready is who runs; the Pod is ready when all its containers are': function* ({ trace: { records } }) {
    for (const { t, type, object } of podsOf(records)) {
      if (type === 'DELETED') continue;
      const { containerStatuses = [], conditions = [] } = object.status;
      // What is missing at the end is marked as terminated, and nothing else of its status is changed (`status_manager.go: TerminatePod`)
      const ended = containerStatuses.filter(({ state }) => state.running === undefined && state.terminated?.reason !== 'ContainerStatusUnknown');
      for (const { name, ready } of ended) if (ready) yield `${name} is ready at ${t} ms`;
      const isTrue = (name: string) => conditions.some((condition) => condition.type === name && condition.status === 'True');
      if (isTrue('Ready') && !isTrue('ContainersReady')) yield `Ready without ContainersReady at ${t} ms`;
      if (isTrue('ContainersReady') && !containerStatuses.every(({ ready }) => ready)) yield `ContainersReady at ${t} ms`;
    }
  },

  'a container is given a grace period that somebody has a right to give': function* ({ trace: { records } }) {
    const deletionGraces = new Set<number>();
    let pod: Pod | undefined;
    for (const record of records) {
      if (record.kind === 'Pod') {
        pod = record.object;
        if (pod.metadata.deletionGracePeriodSeconds !== undefined) deletionGraces.add(pod.metadata.deletionGracePeriodSeconds);
      }
      if (!isKill(record) || pod === undefined) continue;
      const container = [...(pod.spec.initContainers ?? []), ...pod.spec.containers].find(({ name }) => name === record.container);
      const owed = owedGraces({ kill: record, pod, container, deletionGraces, records });
      if (!owed.includes(record.decision.graceSeconds))
        yield `${record.container} gets ${record.decision.graceSeconds} s at ${record.t} ms, not one of ${owed.join(', ')}`;
    }
  },

  'the runtime sends SIGKILL only when the grace period is over, and 2 s after the stop signal at the least': function* ({ trace: { records } }) {
    const kills = new Map<string, KillRecord>();
    const stops = new Map<string, number>();
    for (const record of records) {
      if (isKill(record)) kills.set(record.container, record);
      if (record.kind !== 'Signal') continue;
      const name = `${record.container}#${record.instance}`;
      if (record.signal !== 'SIGKILL') {
        stops.set(name, record.t);
        continue;
      }
      const kill = kills.get(record.container);
      const stopMs = stops.get(name);
      if (kill === undefined || stopMs === undefined) {
        yield `SIGKILL to ${name} at ${record.t} ms out of nothing`;
        continue;
      }
      // The cgroup of a Pod that went while the kubelet was down is destroyed at once (recorded in orphan-reacts-at-once)
      if (record.rule === 'orphan.cgroup') continue;
      const graceMs = Math.max(kill.decision.graceSeconds, MINIMUM_GRACE_SECONDS) * 1000;
      if (record.t - kill.t < graceMs) yield `SIGKILL to ${name} after ${record.t - kill.t} ms of ${graceMs} ms`;
      if (record.t - stopMs < MINIMUM_GRACE_SECONDS * 1000) yield `SIGKILL to ${name} ${record.t - stopMs} ms after the stop signal`;
    }
  },

  'a process dies of SIGKILL only if the runtime, the kernel, a user or the end of its sandbox kills it': function* ({ trace: { records } }) {
    const killed = new Set<string>();
    let endsPod = false;
    let userKills = false;
    for (const record of records) {
      if (record.kind === 'Signal' && record.signal === 'SIGKILL') killed.add(`${record.container}#${record.instance}`);
      if (record.kind === 'Action') userKills ||= ['signal', 'exec', 'sandbox-stop', 'remove-container-records'].includes(record.what);
      // Who started unseen goes with the sandbox (containerd `internal/cri/server/sandbox_stop.go: stopPodSandbox`)
      if (record.kind === 'Sync') endsPod = record.type !== 'SyncPod';
      if (record.kind !== 'Process' || record.what !== 'exit' || record.signal !== 'SIGKILL') continue;
      const { container, instance, reason, t } = record;
      if (!killed.has(`${container}#${instance}`) && reason !== 'OOMKilled' && !endsPod && !userKills)
        yield `${container}#${instance} is killed by nobody at ${t} ms`;
    }
  },
};

describe('what holds of every run', () => {
  const survey = new Survey(INVARIANTS, RUNS);
  beforeAll(() => survey.run(), SURVEY_TIMEOUT_MS);
  test.each(Object.keys(INVARIANTS))('%s', { timeout: SURVEY_TIMEOUT_MS }, (name) => survey.assertHeld(name));
});

interface Life {
  container: string;
  instance: number;
  startMs: number;
  endMs: number;
}

/** From start to end of each process, which is Infinity for those that outlive the run. */
function livesOf(records: readonly TraceRecord[]): Life[] {
  const lives: Life[] = [];
  for (const record of records) {
    if (record.kind !== 'Process') continue;
    const { container, instance, t } = record;
    const life = lives.find((candidate) => candidate.container === container && candidate.instance === instance);
    if (record.what === 'start') lives.push({ container, instance, startMs: t, endMs: Number.POSITIVE_INFINITY });
    else if (life !== undefined) life.endMs = Math.min(life.endMs, t);
  }
  return lives;
}

function podsOf(records: readonly TraceRecord[]) {
  return records.filter((record) => record.kind === 'Pod');
}

function statusesOf({ status }: Pod): ContainerStatus[] {
  return [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? []), ...(status.ephemeralContainerStatuses ?? [])];
}

function isKill(record: TraceRecord): record is KillRecord {
  return record.kind === 'Decision' && record.decision.what === 'kill';
}

function hasEnded({ state, lastState }: ContainerStatus, reasons: readonly string[]): boolean {
  return [state.terminated, lastState.terminated].some((ended) => ended !== undefined && reasons.includes(ended.reason ?? ''));
}

/** What the runtime never told: the kubelet makes it up, or nothing ever ran. */
function isInvented({ reason, message, finishedAt }: { reason?: string; message?: string; finishedAt: string | null }): boolean {
  if (reason === 'StartError' || reason === 'ContainerStatusUnknown' || reason === 'RestartingAllContainers') return true;
  return finishedAt === null || message?.startsWith('Unable to get init container status') === true;
}
