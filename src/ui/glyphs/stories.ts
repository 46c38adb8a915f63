/** One little trace for each glyph of the lanes, and the lane that shows it. What they mean is in the texts. */
import type { Disagreement, DisagreementKind } from '../../model/disagreement.ts';
import type { Trace } from '../../model/trace.ts';
import type { KubeletNote, KubeletPart } from '../../model/xray.ts';
import type { LaneId } from '../../timeline/index.ts';
import type { glyphTexts } from '../texts/en-glyphs.ts';
import {
  action,
  CONDITIONS,
  decision,
  ended,
  event,
  exit,
  hook,
  kill,
  littleTrace,
  pod,
  probe,
  probeState,
  pull,
  RUNNING,
  serving,
  signal,
  slice,
  start,
  STORY_SECONDS,
  sync,
} from './little-trace.ts';

export type StoryName = keyof typeof glyphTexts.stories;
export type SectionName = keyof typeof glyphTexts.sections;

export interface Story {
  name: StoryName;
  /** The lanes that show it, from top to bottom. */
  lanes: readonly LaneId[];
  trace: Trace;
  disagreements?: readonly Disagreement[];
  notes?: readonly KubeletNote[];
}

const END = STORY_SECONDS;
const PROBED = { livenessProbe: { periodSeconds: 2, failureThreshold: 3 } };
const probing = [pod(0, 'Running', RUNNING, PROBED), start(0), probeState(0.5, 'probing')];

function story(name: StoryName, lane: LaneId, records: Parameters<typeof littleTrace>[0]): Story {
  return { name, lanes: [lane], trace: littleTrace(records) };
}

/** A disagreement from one second to another. */
function disagreement(kind: DisagreementKind, from: number, to: number): Disagreement {
  return { kind, container: 'app', fromMs: from * 1000, toMs: to * 1000, sentence: '', record: 0 };
}

/** What a part of the kubelet did. */
function note(part: KubeletPart, what: KubeletNote['what'], from: number, text: string, more: Partial<KubeletNote> = {}): KubeletNote {
  const rule = 'user.action';
  return { part, what, fromMs: from * 1000, toMs: from * 1000, text, detail: '', cause: 0, rule, ...more };
}

function kubelet(name: StoryName, lane: LaneId, notes: readonly KubeletNote[], records: Parameters<typeof littleTrace>[0] = []): Story {
  return { name, lanes: [lane], trace: littleTrace(records), notes };
}

export const STORIES: Record<SectionName, readonly Story[]> = {
  outside: [story('kubectl', 'actions', [action(2, 'delete', 'delete')]), story('world', 'actions', [action(2, 'workload', 'db fails')])],
  api: [
    story('pending', 'pod.phase', [pod(0, 'Pending'), pod(END, 'Running')]),
    story('waiting', 'app.status', [pod(0, 'Pending', { waiting: { reason: 'ContainerCreating' } })]),
    story('runningStatus', 'app.status', [pod(0, 'Pending'), pod(1, 'Running', RUNNING)]),
    story('backOffStatus', 'app.status', [pod(0, 'Running', { waiting: { reason: 'CrashLoopBackOff' } })]),
    story('failedStatus', 'app.status', [pod(0, 'Running', ended('Error', 137))]),
    story('conditions', 'pod.conditions', [
      pod(0, 'Pending', undefined, {}, CONDITIONS.slice(0, 1)),
      pod(3, 'Pending', undefined, {}, CONDITIONS.slice(0, 3)),
      pod(6, 'Running', undefined, {}, CONDITIONS),
    ]),
  ],
  process: [
    story('pull', 'app.process', [...pull(2, 7, 'ok')]),
    story('pullFailed', 'app.process', [...pull(2, 7, 'failed')]),
    story('postStart', 'app.process', [start(1), serving(1, 'booting', 9), ...hook('postStart', 2, 6)]),
    story('preStop', 'app.process', [start(0), serving(0, 'serving'), ...hook('preStop', 3, 8)]),
    story('hookFailed', 'app.process', [start(1), serving(1, 'serving'), ...hook('postStart', 2, 6, 'failed')]),
    story('booting', 'app.process', [start(1), serving(1, 'booting', 8), serving(8, 'serving')]),
    story('bootCut', 'app.process', [start(1), serving(1, 'booting', 20), exit(7, 1)]),
    story('serving', 'app.process', [start(0), serving(0, 'serving'), exit(8, 0)]),
    story('draining', 'app.process', [start(0), serving(0, 'serving'), serving(3, 'draining'), exit(9, 0)]),
    story('gone', 'app.process', [start(0), serving(0, 'serving'), exit(2, 0)]),
    story('exitFailed', 'app', [start(1), exit(7, 137)]),
    story('exitZero', 'app', [start(1), exit(7, 0)]),
    story('backOff', 'app.process', [start(0), exit(0.5, 1), decision(0.6, { what: 'back-off', delayMs: 9000, remainingMs: 8900, untilMs: 9500 })]),
  ],
  ending: [
    story('killing', 'app.process', [start(0), serving(0, 'serving'), kill(3, 30), signal(3, 'SIGTERM', true), exit(9, 0)]),
    story('grace', 'app.process', [start(0), serving(0, 'serving'), kill(2, 30), ...hook('preStop', 2, 5), signal(5, 'SIGTERM', true), exit(9, 0)]),
    story('graceUsedUp', 'app.process', [
      start(0),
      serving(0, 'serving'),
      kill(1, 8),
      ...hook('preStop', 1, 3),
      signal(3, 'SIGTERM', false),
      signal(9, 'SIGKILL', true),
      exit(9, 137),
    ]),
    story('sigterm', 'app.process', [start(0), serving(0, 'serving'), signal(5, 'SIGTERM', true), exit(9, 0)]),
    story('noHandler', 'app.process', [start(0), serving(0, 'serving'), signal(3, 'SIGTERM', false)]),
    story('sigkill', 'app.process', [start(0), serving(0, 'serving'), signal(7, 'SIGKILL', true), exit(7, 137)]),
  ],
  probes: [
    story('probeOk', 'app.liveness', [...probing, probe(3, 'success'), probe(5, 'success'), probe(7, 'success')]),
    story('probeFailed', 'app.liveness', [...probing, probe(3, 'failure'), probe(6, 'failure', { run: 2 })]),
    story('probeTimeout', 'app.liveness', [...probing, probe(3, 'failure', { timedOut: true, takesMs: 1500 })]),
    story('probeError', 'app.liveness', [...probing, probe(4, 'error')]),
    story('probeMet', 'app.liveness', [
      ...probing,
      probe(1.5, 'failure'),
      probe(3.5, 'failure', { run: 2 }),
      probe(5.5, 'failure', { run: 3, met: true }),
      probeState(5.5, 'on-hold'),
    ]),
    story('baselines', 'app.liveness', [
      pod(0, 'Running', RUNNING, PROBED),
      start(0),
      probeState(0.2, 'waiting'),
      probeState(2.5, 'probing'),
      probeState(5, 'on-hold'),
      probeState(8, 'none'),
    ]),
  ],
  traffic: [
    story('served', 'pod.traffic', [start(0), serving(0, 'serving'), slice(1, 'ready')]),
    story('refused', 'pod.traffic', [start(0), serving(0, 'booting', 20), slice(1, 'ready')]),
    story('closing', 'pod.traffic', [start(0), serving(0, 'serving'), slice(1, 'terminating')]),
    story('notInSlice', 'pod.traffic', [start(0), serving(0, 'serving'), slice(0, 'ready'), slice(2, 'none')]),
  ],
  truths: [
    {
      name: 'lag',
      lanes: ['app.process', 'app.status'],
      trace: littleTrace([pod(0, 'Running', RUNNING), start(0), serving(0, 'serving'), exit(3, 137), pod(8, 'Running', ended('Error', 137))]),
      disagreements: [disagreement('exit-not-reported', 3, 8)],
    },
    {
      name: 'noEvent',
      lanes: ['pod.events'],
      trace: littleTrace([start(0), exit(3, 1), event(6.5, 'BackOff', 'Warning')]),
      disagreements: [disagreement('exit-without-event', 3, 6.5)],
    },
  ],
  kubelet: [
    kubelet('relists', 'node/pleg', [
      note('pleg', 'idle', 0.5, '', { toMs: 4500, periodMs: 1000 }),
      note('pleg', 'done', 5.5, 'app died'),
      note('pleg', 'idle', 6.5, '', { toMs: 9500, periodMs: 1000 }),
    ]),
    kubelet(
      'syncs',
      'node/worker',
      [note('worker', 'wait', 0.5, 'waits for PLEG', { toMs: 1500 })],
      [sync(1.5, 'start'), kill(2, 30), exit(8, 0), sync(9, 'end')],
    ),
    kubelet('versions', 'node/status', [note('status', 'queued', 2, 'version 4'), note('status', 'nothing', 4, ''), note('status', 'done', 6, 'version 4')]),
    kubelet('lost', 'node/recorder', [note('recorder', 'lost', 3, 'BackOff dropped')]),
  ],
  events: [
    story('warning', 'pod.events', [event(3, 'Unhealthy', 'Warning')]),
    story('normal', 'pod.events', [event(3, 'Pulled', 'Normal')]),
    story('killingEvent', 'pod.events', [event(3, 'Killing', 'Normal')]),
  ],
};
