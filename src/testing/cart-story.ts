/**
 * The design's story by hand: a slow starter that liveness kills twice, then crashes, then runs; with a sidecar, hooks and a
 * Service. Only for pictures and tests of the timeline: it claims nothing about the kubelet.
 */
import type { Trace } from '../model/trace.ts';
import { type TraceBuilder, traceOf } from './trace-builder.ts';

const REFUSED = 'Get "http://10.244.1.17:8080/healthz": connect: connection refused';

export function cartStory(): Trace {
  const app = {
    name: 'app',
    image: 'shop/cart:1.4',
    ports: [{ containerPort: 8080 }],
    livenessProbe: { httpGet: { path: '/healthz', port: 8080 }, initialDelaySeconds: 3, periodSeconds: 3, failureThreshold: 3 },
    lifecycle: { postStart: { exec: { command: ['/bin/warm-dns'] } }, preStop: { exec: { command: ['sleep', '5'] } } },
  };
  const proxy = {
    name: 'proxy',
    image: 'shop/proxy:2.1',
    restartPolicy: 'Always' as const,
    startupProbe: { periodSeconds: 1 },
    readinessProbe: { periodSeconds: 5 },
  };
  const story = traceOf('cart', [app], [proxy]);
  actions(story);
  apiView(story);
  events(story);
  firstRun(story);
  laterRuns(story);
  sidecar(story);
  return story.build(105);
}

function actions(story: TraceBuilder): void {
  story
    .action(0, 'create', 'kubectl apply')
    .action(60, 'workload', 'db fails over')
    .action(70, 'workload', 'db is back: boot 9 s')
    .action(95, 'delete', 'kubectl delete pod');
}

function apiView(story: TraceBuilder): void {
  story
    .pod(0, { phase: 'Pending' }, 'ADDED')
    .pod(0.1, { isTrue: ['PodScheduled'] })
    .pod(0.3, { statuses: { app: 'Waiting:PodInitializing', proxy: 'Waiting:PodInitializing' } })
    .pod(1, { isTrue: ['PodScheduled', 'PodReadyToStartContainers'] })
    .pod(3, { statuses: { proxy: 'Running' } })
    .pod(4.3, { isTrue: ['PodScheduled', 'PodReadyToStartContainers', 'Initialized'] })
    .pod(8.2, {
      phase: 'Running',
      isTrue: ['PodScheduled', 'PodReadyToStartContainers', 'Initialized', 'ContainersReady', 'Ready'],
      statuses: { app: 'Running' },
    })
    .pod(48.4, { statuses: { app: 'Running#1' } })
    .pod(65.5, { statuses: { app: 'Running#2' } })
    .pod(66, { isTrue: ['PodScheduled', 'PodReadyToStartContainers', 'Initialized'], statuses: { app: 'Terminated:Error:1#2' } })
    .pod(67, { statuses: { app: 'Waiting:CrashLoopBackOff#2' } })
    .pod(78.3, { isTrue: ['PodScheduled', 'PodReadyToStartContainers', 'Initialized', 'ContainersReady', 'Ready'], statuses: { app: 'Running#3' } })
    .pod(95, { deleting: true })
    .pod(103.9, { isTrue: ['PodScheduled', 'PodReadyToStartContainers', 'Initialized'], statuses: { app: 'Terminated:Completed:0#3' } })
    .pod(104.4, { phase: 'Succeeded', statuses: { proxy: 'Terminated:Completed:0' } })
    .pod(105, {}, 'DELETED')
    .slice(8.4, 'ready')
    .slice(66.2, 'notReady')
    .slice(78.5, 'ready')
    .slice(95.2, 'terminating')
    .slice(103.1, 'none');
}

function events(story: TraceBuilder): void {
  for (const [at, reason] of [
    [0.1, 'Scheduled'],
    [1, 'Pulling'],
    [2.5, 'Pulled'],
    [2.7, 'Created'],
    [2.8, 'Started'],
    [4.3, 'Pulling'],
    [5.8, 'Pulled'],
    [6, 'Created'],
    [6.1, 'Started'],
  ] as const)
    story.event(at, reason);
  for (const start of [46.3, 63.4, 76.3])
    story
      .event(start - 0.4, 'Pulled')
      .event(start - 0.2, 'Created')
      .event(start, 'Started');
  story.warning(3.2, 'Unhealthy', 'Startup probe failed: dial tcp 10.244.1.17:15001: connect: connection refused', 1, 'proxy');
  for (const at of [9.2, 12.2, 15.2, 51.2, 54.2, 57.2, 81.2, 84.2]) story.warning(at, 'Unhealthy', `Liveness probe failed: ${REFUSED}`);
  story.warning(66, 'BackOff', 'Back-off restarting failed container app in pod cart_shop');
  story
    .event(15.3, 'Killing', 'Container app failed liveness probe, will be restarted')
    .event(57.3, 'Killing', 'Container app failed liveness probe, will be restarted');
  story.event(95, 'Killing', 'Stopping container app').event(95, 'Killing', 'Stopping container proxy');
}

function firstRun(story: TraceBuilder): void {
  story
    .image('app', 4.3, 5.8)
    .process('app', 6.1, 'start')
    .serving('app', 6.1, 'booting', { untilS: 31.1 })
    .hook('app', 'postStart', 6.1, 8.1, { handler: 'exec /bin/warm-dns' })
    .probeState('app', 'liveness', 8.2, 'waiting')
    .probeState('app', 'liveness', 9, 'probing');
  threeFailures(story, 9.2);
  story
    .kill('app', 15.3, 'liveness')
    .hook('app', 'preStop', 15.3, 20.3)
    .probeState('app', 'liveness', 15.3, 'on-hold')
    .signal('app', 20.3, 'SIGTERM', { handled: false, graceSeconds: 25 })
    .serving('app', 31.1, 'serving')
    .signal('app', 45.3, 'SIGKILL')
    .process('app', 45.3, 'exit', { exitCode: 137, signal: 'SIGKILL', reason: 'Error' });
}

function threeFailures(story: TraceBuilder, atS: number): void {
  for (const run of [1, 2, 3]) story.probe('app', 'liveness', atS + (run - 1) * 3, 'failure', { run, met: run === 3, message: REFUSED });
}

function laterRuns(story: TraceBuilder): void {
  story
    .process('app', 46.3, 'start', { instance: 2 })
    .serving('app', 46.3, 'booting', { instance: 2, untilS: 71.3 })
    .hook('app', 'postStart', 46.3, 48.3, { instance: 2 })
    .probeState('app', 'liveness', 48.4, 'waiting')
    .probeState('app', 'liveness', 49, 'probing');
  threeFailures(story, 51.2);
  story
    .kill('app', 57.3, 'liveness')
    .hook('app', 'preStop', 57.3, 62.3, { instance: 2 })
    .probeState('app', 'liveness', 57.3, 'on-hold')
    .signal('app', 62.3, 'SIGTERM', { instance: 2, graceSeconds: 25 })
    .process('app', 63, 'exit', { instance: 2, exitCode: 143, signal: 'SIGTERM', reason: 'Error' })
    .process('app', 63.4, 'start', { instance: 3 })
    .serving('app', 63.4, 'booting', { instance: 3, untilS: 88.4 })
    .hook('app', 'postStart', 63.4, 65.4, { instance: 3 })
    .process('app', 65.6, 'exit', { instance: 3, exitCode: 1, reason: 'Error' })
    .probeState('app', 'liveness', 65.8, 'none')
    .backOff('app', 66, 10, 75.6)
    .process('app', 76.3, 'start', { instance: 4 })
    .serving('app', 76.3, 'booting', { instance: 4, untilS: 85.3 })
    .hook('app', 'postStart', 76.3, 78.3, { instance: 4 })
    .probeState('app', 'liveness', 78.3, 'waiting')
    .probeState('app', 'liveness', 79, 'probing')
    .probe('app', 'liveness', 81.2, 'failure', { run: 1, message: REFUSED })
    .probe('app', 'liveness', 84.2, 'failure', { run: 2, message: REFUSED })
    .serving('app', 85.3, 'serving', { instance: 4 })
    .probe('app', 'liveness', 87.2, 'success', { count: 3, periodMs: 3000 })
    .probeState('app', 'liveness', 95, 'none')
    .kill('app', 95.1, 'pod')
    .hook('app', 'preStop', 95.1, 100.1, { instance: 4 })
    .signal('app', 100.1, 'SIGTERM', { instance: 4, graceSeconds: 25 })
    .serving('app', 100.1, 'draining', { instance: 4 })
    .process('app', 103.1, 'exit', { instance: 4, exitCode: 0, reason: 'Completed' });
}

function sidecar(story: TraceBuilder): void {
  story
    .image('proxy', 1, 2.5)
    .process('proxy', 2.8, 'start')
    .serving('proxy', 2.8, 'booting', { untilS: 3.8 })
    .serving('proxy', 3.8, 'serving', { ports: [15001] })
    .probeState('proxy', 'startup', 3, 'probing')
    .probe('proxy', 'startup', 3.2, 'failure', { threshold: 30 })
    .probe('proxy', 'startup', 4.2, 'success', { met: true })
    .probeState('proxy', 'startup', 4.2, 'none')
    .probeState('proxy', 'readiness', 4.3, 'probing')
    .probe('proxy', 'readiness', 5.2, 'success', { count: 20, periodMs: 5000 })
    .probeState('proxy', 'readiness', 104.2, 'none')
    .signal('proxy', 103.2, 'SIGTERM', { graceSeconds: 30 })
    .serving('proxy', 103.2, 'draining')
    .process('proxy', 104.2, 'exit', { exitCode: 0, reason: 'Completed' });
}
