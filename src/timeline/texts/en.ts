/** Every word that the timeline says: names of lanes, what stands in them, their values at the playhead, marks for a tooltip and for a screen reader. */
import { catalogue } from '../../base/catalogue.ts';
import { isShortTime, spokenTime } from '../../base/time-words.ts';
import type { DisagreementKind } from '../../model/disagreement.ts';
import type { ProbeType } from '../../model/kubernetes.ts';
import type { ToldAction } from '../../model/scenario.ts';

const DISAGREEMENTS: Readonly<Record<DisagreementKind, string>> = {
  'exit-not-reported': 'exit not in the API',
  'process-not-reported': 'start not in the API',
  'old-instance-shown': 'old instance in the API',
  'kill-not-reported': 'kill not in the API',
  'phase-withheld': 'final phase not in the API',
  'ready-without-listener': 'Ready, nobody listens',
  'object-gone': 'process without a Pod in the API',
  'hook-cut-without-event': 'cut preStop without an Event',
  'exit-without-event': 'exit without an Event',
  'back-off-shown-as-exit': 'back-off shown as exit',
};

const PROBES: Readonly<Record<ProbeType, string>> = { startup: 'startup', liveness: 'liveness', readiness: 'readiness' };

export const timelineTexts = catalogue('timeline', {
  /** In the label column. */
  lanes: {
    actions: 'actions',
    pod: (name: string) => `Pod ${name}`,
    phase: 'phase',
    conditions: 'conditions',
    traffic: 'traffic',
    events: 'events',
    process: 'process',
    probes: PROBES,
    status: 'API status',
    kubelet: 'kubelet',
    xRay: 'x-ray',
    pleg: 'PLEG',
    worker: 'pod worker',
    statusManager: 'status manager',
    recorder: 'recorder',
    roles: { init: 'init', sidecar: 'sidecar', ephemeral: 'ephemeral' },
  },
  /** At the pennant of an action: `label` is the English text. */
  action: (label: string, _told: ToldAction | undefined) => label,
  /** What a process does. */
  process: {
    pulling: 'pulling',
    pullFailed: 'pull failed',
    booting: 'booting',
    boot: 'boot',
    serving: 'serving',
    running: 'running',
    draining: 'draining',
    drain: 'drain',
    backOff: 'back-off',
    /** `length`: as a label shows a duration. */
    backOffOf: (length: string) => `back-off ${length}`,
    run: (instance: number) => `run ${instance}`,
    none: 'no process',
    exit: (code: number) => `exit ${code}`,
  },
  hooks: { cut: (hook: string) => `${hook} cut off`, failed: (hook: string) => `${hook} failed` },
  /** Numbers of seconds, without their unit. */
  grace: {
    left: (left: string) => `grace: ${left} s left`,
    spent: (used: string, whole: string) => `grace ${used} of ${whole} s`,
    usedUp: (used: string, whole: string) => `grace ${used} of ${whole} s, used up`,
    short: (used: string, whole: string) => `${used} of ${whole} s`,
  },
  /** At a signal that the process has no handler for: the first that fits. */
  signal: { lost: ['no handler', 'lost'] },
  traffic: { sentAndRefused: 'sent, refused', refused: 'refused', sentAndServed: 'sent, served', served: 'served', closing: 'closing', none: 'none' },
  probe: {
    waiting: 'waiting',
    probing: 'probing',
    onHold: 'on hold',
    onHoldUntil: 'on hold until there is a new container',
    hold: 'hold',
    off: 'off',
    passed: 'passed',
    armed: 'armed',
    held: 'held',
    afterStartup: 'after startup',
    delay: 'delay',
    initialDelay: 'initial delay',
    ok: 'ok',
    okOf: (count: string) => `ok ${count}`,
    failing: (count: string) => `failing ${count}`,
    unknown: 'unknown',
  },
  /** The value of a lane at the playhead. */
  value: {
    next: (time: string) => `next ${time}`,
    gone: 'gone',
    deleting: 'deleting',
    idle: 'idle',
    soFar: (count: number) => `${count} so far`,
    /** Whether it is bad news, to be shown in the fail colour. */
    isBad: (value: string) => /refused|exit [1-9]|failing|hold|BackOff|back-off|^Err|Error|Failed|OOMKilled/.test(value),
  },
  /** What brought a mark about, or where it comes from. */
  notes: {
    endedBy: (signal: string) => `ended by ${signal}`,
    listens: (ports: string) => `listens on ${ports}`,
    restarts: (asked: number, delaySeconds: number) => `restarts ${asked === 1 ? '' : `(asked ${asked} times) `}after ${delaySeconds} s`,
    cannotBeCaught: 'cannot be caught',
    handled: 'sent to PID 1',
    unhandled: 'PID 1 has no handler: ignored',
    exitCode: (code: number) => `exit code ${code}`,
    waiting: 'waiting',
    closing: 'terminating: no new connections',
    refused: 'in the EndpointSlice, but nobody listens',
    served: 'in the EndpointSlice, and requests are answered',
    servedBut: (refused: string) => `in the EndpointSlice; nobody listens on ${refused}`,
    byApi: 'reported by the API server',
    byScenario: 'action of the scenario',
    onNode: 'on the node',
  },
  /** What a worker of the kubelet waits for. */
  waits: {
    image: (container: string) => `pulls the image of ${container}`,
    postStart: (container: string) => `postStart of ${container}`,
    stop: (container: string) => `stops ${container}`,
  },
  disagreements: DISAGREEMENTS,
  /** A mark. `label` is what stands at it, `lane` the name of its lane. */
  marks: {
    refused: (label: string) => `${label}, refused`,
    pill: (subject: string, label: string, restarts: number) =>
      `${subject} ${label}${restarts > 0 ? `, ${restarts} ${restarts === 1 ? 'restart' : 'restarts'}` : ''}`,
    traffic: (label: string) => `traffic ${label}`,
    seen: (label: string, times: number) => `${label}${times > 1 ? `, seen ${times} times` : ''}`,
    stillRunning: (label: string) => `${label}, still running`,
    exited: (label: string, code: number) => `${label}, exit code ${code}`,
    booting: (percent: number) => `booting, ${percent} % done`,
    backOff: (length: string) => `back-off, ${length}`,
    grace: (used: string, whole: string) => `grace period, ${used} of ${whole} used`,
    graceUsedUp: (whole: string) => `grace period of ${whole} used up`,
    noHandler: (signal: string) => `${signal}, no handler`,
    probeOk: (lane: string, count: number, threshold: number) => `${lane} ok${threshold > 1 ? `, ${count} of ${threshold}` : ''}`,
    probeFailed: (lane: string, count: number, threshold: number) => `${lane} failed, ${count} of ${threshold}`,
    probeTimedOut: (lane: string, count: number, threshold: number) => `${lane} timed out, ${count} of ${threshold}`,
    probeError: (lane: string) => `${lane} could not be run`,
    disagreement: (label: string) => `disagreement: ${label}`,
    does: (lane: string, label: string) => `${lane}: ${label}`,
    waits: (lane: string, label: string) => `${lane} waits: ${label}`,
    queued: (lane: string, label: string) => `${lane}: ${label} queued`,
    nothing: (lane: string, label: string) => `${lane}: ${label}, nothing to do`,
    lost: (lane: string, label: string) => `${lane}: ${label} lost`,
    /** Of a mark whose end nobody saw. */
    from: (time: string) => `from ${time}`,
    fromTo: (from: string, to: string, length: string) => `${from} to ${to}, ${length}`,
    /** Spoken; in milliseconds. */
    at: (what: string, ms: number) => `${what}, ${spokenTime(ms)}`,
    lasts: (what: string, fromMs: number, toMs: number) =>
      `${what}, from ${isShortTime(toMs) ? spokenTime(fromMs).replace(' seconds', '') : spokenTime(fromMs)} to ${spokenTime(toMs)}`,
    /** One more sentence behind it. */
    also: (sentence: string) => `. ${sentence}`,
  },
  /** Beside the stretch between pointer and playhead. */
  probesBetween: (count: number) => `${count} ${count === 1 ? 'probe' : 'probes'}`,
});
