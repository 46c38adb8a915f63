/** Events: staging/src/k8s.io/client-go/tools/record/events_cache.go. */
import { describe, expect, test } from 'vitest';
import { randomStream } from '../base/random.ts';
import { lines, picture, run, sketch, times } from '../testing/sim.ts';
import { EventCorrelator } from './kubelet/events/correlator.ts';

test('equal Events are one object with a count', () => {
  const trace = run(
    sketch(
      `
    containers:
    - {name: app, image: busybox:1.36, command: [sh, -c, "sleep 1; exit 1"]}
  `,
      'duration: 20s',
    ),
  );
  expect(picture(trace, { only: ['Event'] })).toBe(lines`
    0.0 Normal Scheduled: Successfully assigned default/web to node-1
    0.4 Normal Pulled (app): Container image "busybox:1.36" already present on machine and can be accessed by the pod
    0.4 Normal Created (app): Container created
    0.5 Normal Started (app): Container started
    2.5 Normal Pulled x2 (app): Container image "busybox:1.36" already present on machine and can be accessed by the pod
    2.5 Normal Created x2 (app): Container created
    2.6 Normal Started x2 (app): Container started
    4.5 Warning BackOff (app): Back-off restarting failed container app in pod web_default(UID)
    16.5 Normal Pulled x3 (app): Container image "busybox:1.36" already present on machine and can be accessed by the pod
    16.5 Normal Created x3 (app): Container created
    16.6 Normal Started x3 (app): Container started
    18.6 Warning BackOff x2 (app): Back-off restarting failed container app in pod web_default(UID)
  `);
});

test('after 25 Events of a type only one in 300 s gets through, but all are counted', () => {
  // recorded: at 301 s, with count 154
  const trace = run(
    sketch(
      `
    containers:
    - name: app
      image: busybox:1.36
      command: [sleep, "3600"]
      readinessProbe: {exec: {command: ["false"]}, periodSeconds: 2}
  `,
      'duration: 10m',
    ),
  );
  const counts = picture(trace, { only: ['Event'], from: 1 })
    .split('\n')
    .filter((line) => line.includes('Unhealthy'));
  expect(counts.slice(-3).join('\n')).toBe(lines`
    44.6 Warning Unhealthy x24 (app): Readiness probe failed:
    46.6 Warning Unhealthy x25 (app): Readiness probe failed:
    300.5 Warning Unhealthy x153 (app): Readiness probe failed:
  `);
});

test('ten different texts within ten minutes are combined', () => {
  const trace = run(
    sketch(
      `
    containers:
    - name: app
      image: busybox:1.36
      command: [sleep, "3600"]
      readinessProbe: {exec: {command: [/bin/missing]}, periodSeconds: 1}
  `,
      'duration: 16s',
    ),
  );
  const unhealthy = picture(trace, { only: ['Event'] })
    .split('\n')
    .filter((line) => line.includes('Unhealthy'));
  expect(
    unhealthy
      .slice(8, 12)
      .map((line) => line.replace(/: Readiness.*/, ''))
      .join('\n'),
  ).toBe(lines`
    7.7 Warning Unhealthy (app)
    8.7 Warning Unhealthy (app): (combined from similar events)
    9.7 Warning Unhealthy x2 (app): (combined from similar events)
    10.7 Warning Unhealthy x3 (app): (combined from similar events)
  `);
  // Seen on a real kubelet: the one that stands for many has no reporting component
  const reporters = trace.records.flatMap((record) =>
    record.kind === 'Event' && record.object.reason === 'Unhealthy' ? [record.object.reportingComponent] : [],
  );
  expect(reporters.slice(8, 11)).toEqual(['kubelet', '', '']);
});

describe('EventCorrelator', () => {
  const correlator = () => new EventCorrelator(randomStream('typical', 'events'));
  const unhealthy = (message: string, fieldPath = 'spec.containers{app}') => ({ type: 'Warning', reason: 'Unhealthy', message, fieldPath }) as const;

  test('counts equal ones; another container is another object', () => {
    const events = correlator();
    const seen = [unhealthy('a'), unhealthy('a'), unhealthy('a', 'spec.containers{b}')].map((event, index) => events.correlate(event, index));
    expect(seen.map((event) => [event?.count, event?.isNew, event?.firstMs])).toEqual([
      [1, true, 0],
      [2, false, 0],
      [1, true, 2],
    ]);
  });

  test('the tenth text of a reason is combined, whatever the container', () => {
    const events = correlator();
    const messages = Array.from({ length: 12 }, (_, index) => events.correlate(unhealthy(`m${index}`, `spec.containers{c${index % 3}}`), index)?.message);
    expect(messages.slice(8)).toEqual([
      'm8',
      '(combined from similar events): m9',
      '(combined from similar events): m10',
      '(combined from similar events): m11',
    ]);
  });

  test('more than ten minutes of silence forget the texts', () => {
    const after = (silenceMs: number) => {
      const events = correlator();
      for (let index = 0; index < 12; index += 1) events.correlate(unhealthy(`m${index}`), index);
      return events.correlate(unhealthy('new'), 11 + silenceMs)?.message;
    };
    expect([after(600_000), after(600_001)]).toEqual(['(combined from similar events): new', 'new']);
  });

  test('any of the ten is forgotten for the next, not always the first (events_cache.go: EventAggregate, PopAny)', () => {
    const texts = Array.from({ length: 10 }, (_, index) => `m${index}`);
    const forgotten = (seed: number) =>
      texts.filter((text) => {
        const events = new EventCorrelator(randomStream(seed, 'events'));
        for (const message of texts) events.correlate(unhealthy(message), 0);
        return events.correlate(unhealthy(text), 1)?.message !== text;
      });
    const all = Array.from({ length: 60 }, (_, seed) => forgotten(seed));
    expect(new Set(all.map(({ length }) => length))).toEqual(new Set([1]));
    expect(new Set(all.flat())).toEqual(new Set(texts));
  });

  test('25 tokens for each type, one more every 300 s; what is dropped counts', () => {
    const events = correlator();
    const passed = (type: 'Normal' | 'Warning', nowMs: number) => events.correlate({ type, reason: 'R', message: 'm' }, nowMs)?.count;
    expect(Array.from({ length: 27 }, () => passed('Warning', 0)).slice(23)).toEqual([24, 25, undefined, undefined]);
    expect(passed('Normal', 0)).toBe(1);
    expect([passed('Warning', 299_000), passed('Warning', 300_000), passed('Warning', 301_000)]).toEqual([undefined, 29, undefined]);
  });
});

test('an Event is about a container of its kind, or about the Pod', () => {
  const trace = run(
    sketch(
      `
    initContainers:
    - {name: setup, image: busybox:1.36, command: ["true"]}
    containers:
    - {name: app, image: busybox:1.36, command: [sleep, "3600"]}
  `,
      'duration: 5s',
    ),
  );
  const paths = trace.records.flatMap((record) =>
    record.kind === 'Event' && record.object.reason !== 'Pulled' ? [`${record.object.reason} ${record.object.involvedObject.fieldPath ?? 'Pod'}`] : [],
  );
  expect(paths).toEqual([
    'Scheduled Pod',
    'Created spec.initContainers{setup}',
    'Started spec.initContainers{setup}',
    'Created spec.containers{app}',
    'Started spec.containers{app}',
  ]);
  expect(times(trace, /Started \(app\)/)).toHaveLength(1);
});
