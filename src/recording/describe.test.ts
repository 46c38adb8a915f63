/** What `kubectl describe pod` says, read back. */
import { describe, expect, it } from 'vitest';
import { momentOf } from '../api/kubectl/moment/index.ts';
import { parseRfc3339 } from '../base/timestamp.ts';
import { stamp } from '../testing/hand-made.ts';
import { recordedKubectl } from '../testing/printed.ts';
import { sketch } from '../testing/sim.ts';
import { simulated } from '../testing/simulated.ts';
import { isCapture, readRecording } from './capture.ts';
import { describedObjects } from './describe.ts';
import type { WatchedContainerStatus, WatchedPod } from './lines.ts';
import { containerStatuses } from './pods.ts';
import { textTimeline } from './text-timeline.ts';

/** Cut from what kubectl v1.36.2 printed of a Pod of a real kubelet (the recording restart-crashloop), its times set. */
const CRASHING = `Name:             cart
Namespace:        default
Node:             node-1/192.168.77.1
Start Time:       Thu, 01 Jan 2026 00:00:00 +0000
Labels:           <none>
Status:           Running
IP:               10.244.1.2
Containers:
  app:
    Container ID:  containerd://cd49
    Image:         busybox
    Command:
      sh
      -c
      echo Status: mine; exit 3
    State:          Waiting
      Reason:       CrashLoopBackOff
    Last State:     Terminated
      Reason:       Error
      Exit Code:    3
      Started:      Thu, 01 Jan 2026 00:00:14 +0000
      Finished:     Thu, 01 Jan 2026 00:00:15 +0000
    Ready:          False
    Restart Count:  1
Conditions:
  Type                        Status
  Ready                       False 
  PodScheduled                True 
Events:
  Type     Reason     Age                From               Message
  ----     ------     ---                ----               -------
  Normal   Scheduled  42s                default-scheduler  Successfully assigned default/cart to node-1
  Normal   Started    28s (x2 over 41s)  kubelet            spec.containers{app}: Container started
  Warning  BackOff    12s (x2 over 26s)  kubelet            spec.containers{app}: Back-off restarting failed container app in pod cart_default(4f1c)
`;

describe('a description', () => {
  it('is what happened: the states of the containers, and the Events at the time that their ages mean', () => {
    expect(isCapture(CRASHING)).toBe(true);
    const { pod, events } = describedObjects(CRASHING) ?? {};
    expect(containerStatuses(pod)).toEqual([
      {
        name: 'app',
        image: 'busybox',
        imageID: '',
        ready: false,
        restartCount: 1,
        state: { waiting: { reason: 'CrashLoopBackOff' } },
        lastState: { terminated: { exitCode: 3, reason: 'Error', startedAt: stamp(14), finishedAt: stamp(15) } },
        started: false,
      },
    ]);
    // Described at 42 s: the second start at 14 s was 28 s before
    expect(events?.map(({ reason, count, firstTimestamp, lastTimestamp }) => [reason, count, firstTimestamp, lastTimestamp])).toEqual([
      ['Scheduled', 1, stamp(0), stamp(0)],
      ['Started', 2, stamp(1), stamp(14)],
      ['BackOff', 2, stamp(16), stamp(30)],
    ]);
    expect(events?.map(({ involvedObject }) => involvedObject?.fieldPath)).toEqual([undefined, 'spec.containers{app}', 'spec.containers{app}']);
  });

  it('is a recording like any', () => {
    const lines = readRecording(CRASHING.replaceAll('\n', '\r\n'));
    expect(lines[0]).toEqual({ kind: 'Meta', format: 1, source: 'kubectl', pod: 'cart', createdAt: stamp(0), records: ['Pod', 'Event'] });
    expect(textTimeline(lines)).toContain('Back-off restarting failed container app');
  });

  it('whose ages are whole minutes is dated by the newest start of a container', () => {
    const late = CRASHING.replaceAll('00:00:1', '00:12:1').replace('42s  ', '12m  ').replace('41s)', '12m)');
    const { events } = describedObjects(late) ?? {};
    // 12:14 and 28 s: 42 s into the thirteenth minute
    expect(events?.map(({ lastTimestamp }) => lastTimestamp)).toEqual([stamp(42), stamp(734), stamp(750)]);
  });

  it('of a Pod that is being deleted tells when it has to be gone', () => {
    const text = CRASHING.replace('Running\n', 'Terminating (lasts 2s)\nTermination Grace Period:  30s\n');
    expect(describedObjects(text)?.pod).toMatchObject({
      metadata: { deletionTimestamp: stamp(40), deletionGracePeriodSeconds: 30 },
      status: { phase: 'Running' },
    });
  });

  it.each([
    ['a Node', 'Name:   node-1\nRoles:  <none>\nConditions:\n  Type  Status\nEvents: <none>\n'],
    ['a manifest', 'kind: Pod\nmetadata:\n  name: cart\nstatus:\n  phase: Running\n'],
    ['an empty text', ''],
  ])('is not %s', (_, text) => {
    expect(isCapture(text)).toBe(false);
    expect(describedObjects(text)).toBeUndefined();
  });

  it('of several Pods is that of the first', () => {
    const { pod, events } = describedObjects(`${CRASHING}\n\n${CRASHING.replaceAll('cart', 'shop')}`) ?? {};
    expect(pod?.metadata?.name).toBe('cart');
    expect(events).toHaveLength(3);
  });
});

/** What is printed of a container's states. */
function told(pod: WatchedPod) {
  const key = (state: WatchedContainerStatus['state']) => state?.running?.startedAt ?? state?.waiting?.reason ?? state?.terminated?.exitCode;
  return JSON.stringify(
    containerStatuses(pod).map(({ name, ready, restartCount, state, lastState }) => [name, ready, restartCount, key(state), key(lastState)]),
  );
}

describe('what a real kubectl printed', () => {
  const described = recordedKubectl().flatMap(({ name, lines, printed }) =>
    printed.filter(({ args, stdout }) => args[0] === 'describe' && stdout !== '').map(({ t, stdout }) => ({ name, t, stdout, lines })),
  );

  it('is there to be read', () => expect(described.length).toBeGreaterThan(100));

  it('says of every container what the API said of it, give or take the second that the two clocks are apart', () => {
    const wrong = described.flatMap(({ name, t, stdout, lines }) => {
      const read = told(describedObjects(stdout)?.pod ?? {});
      const versions = lines.filter(({ kind }) => kind === 'Pod');
      const shown = versions.filter((version, index) => version.t <= t + 1000 && (versions[index + 1]?.t ?? Infinity) >= t - 1000);
      return shown.some(({ object }) => told(object as WatchedPod) === read) ? [] : [`${name} at ${t}: ${read}`];
    });
    expect(wrong).toEqual([]);
  });

  it('has a Scheduled at the start of the Pod, or within the second to which an age is exact', () => {
    const late = described.flatMap(({ name, t, stdout }) => {
      const { pod, events } = describedObjects(stdout) ?? {};
      const scheduled = events?.find(({ reason, message }) => reason === 'Scheduled' && message?.startsWith('Successfully'));
      const startTime = (pod?.status as { startTime?: string } | undefined)?.startTime;
      if (scheduled === undefined || startTime === undefined) return [];
      const apartMs = parseRfc3339(scheduled.lastTimestamp ?? '') - parseRfc3339(startTime);
      return Math.abs(apartMs) <= 1000 ? [] : [`${name} at ${t}: ${apartMs} ms`];
    });
    expect(late).toEqual([]);
  });
});

it('finds the moment at which it was described', () => {
  const run = simulated(sketch('\n  containers:\n  - {name: app, image: shop/cart:1.4}\n', 'duration: 90s'));
  const { stdout } = momentOf(run, 45_000).kubectl(['describe', 'pod', run.trace.meta.podName]);
  const [scheduled] = describedObjects(stdout)?.events ?? [];
  expect([scheduled?.reason, scheduled?.lastTimestamp]).toEqual(['Scheduled', stamp(0)]);
});
