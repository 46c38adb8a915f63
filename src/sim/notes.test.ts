/** What the kubelet's parts did between the records: only on demand, and without a change of the records. */
import { describe, expect, test } from 'vitest';
import type { Trace } from '../model/trace.ts';
import type { KubeletNote, KubeletPart } from '../model/xray.ts';
import { readFixture } from '../testing/fixtures.ts';
import { run, sketch } from '../testing/sim.ts';

const CRASHER = sketch(`containers: [{name: app, image: "busybox:1.36", command: [sh, -c, "sleep 3; exit 1"]}]`, `duration: 3m`);
const NEVER = readFixture('recordings/restart-never-fails.yaml');
const QUIET = sketch(`containers: [{name: app, image: "nginx:1.27", readinessProbe: {httpGet: {port: 80}}}]`, `duration: 5m`);
const RECORDED = ['hook-prestop-outlives-grace', 'restart-crashloop', 'surprise-worker-busy', 'force-delete-during-kill'] as const;

const noted = (text: string) => run(text, { notes: true });
const notesOf = ({ notes = [] }: Trace, part: KubeletPart, what?: KubeletNote['what']) =>
  notes.filter((note) => note.part === part && (what === undefined || note.what === what)).sort((a, b) => a.fromMs - b.fromMs);

describe('notes', () => {
  test.each([CRASHER, QUIET])('are only there on demand, and the run is the same', (text) => {
    const { notes, ...trace } = noted(text);
    expect(notes?.length).toBeGreaterThan(5);
    expect(run(text)).toEqual(trace);
  });

  test('of every turn of an idle loop say the same as those of loops that are skipped', () => {
    const sorted = (skipIdle: boolean) => notesOf(run(CRASHER, { notes: true, skipIdle }), 'pleg');
    expect(sorted(false)).toEqual(sorted(true));
  });

  test('have causes that are records before them, and lie within the run', () => {
    const { notes = [], records, endMs } = noted(CRASHER);
    for (const note of notes) {
      expect(note.toMs).toBeLessThanOrEqual(endMs);
      expect(note.fromMs).toBeLessThanOrEqual(note.toMs);
      if (note.cause >= 0) expect(records[note.cause]?.t, note.detail).toBeLessThanOrEqual(note.toMs);
    }
  });
});

describe('PLEG', () => {
  test('finds an exit at the relist after it, which names it as its cause', () => {
    const trace = noted(CRASHER);
    const died = notesOf(trace, 'pleg', 'done').find(({ text }) => text.includes('app died'));
    const cause = trace.records[died?.cause ?? -1];
    expect(cause).toMatchObject({ kind: 'Process', what: 'exit', container: 'app' });
    expect((died?.fromMs ?? 0) - (cause?.t ?? 0)).toBeLessThan(1100);
  });

  test('says what it found, whose it is, and how long it took', () => {
    const done = notesOf(noted(CRASHER), 'pleg', 'done').map(({ text, detail }) => `${text}: ${detail}`);
    expect(done.slice(0, 5)).toEqual([
      'sandbox started, app started: ContainerStarted of the sandbox, ContainerStarted of app; listed at 0.5 s, written into the cache 3 ms later.',
      'app died: ContainerDied of app; listed at 3.5 s, written into the cache 5 ms later.',
      'app started: ContainerStarted of app; listed at 3.6 s, written into the cache 3 ms later.',
      'app died: ContainerDied of app; listed at 7.5 s, written into the cache 5 ms later.',
      'app removed: ContainerRemoved of app; listed at 8.5 s, written into the cache 5 ms later.',
    ]);
  });

  test('a container that was only created is found, and nobody is told', () => {
    const text = sketch(
      `containers: [{name: app, image: "busybox:1.36", command: [sleep, "60"]}]`,
      `duration: 6s\ncluster: {latency: {createContainer: 1500ms, startContainer: 1500ms}}`,
    );
    const done = notesOf(noted(text), 'pleg', 'done').map(({ text: label, detail }) => `${label}: ${detail}`);
    expect(done).toEqual([
      'sandbox started: ContainerStarted of the sandbox; listed at 0.5 s, written into the cache 5 ms later.',
      'created: A container was created, of which nobody is told; listed at 2.5 s, written into the cache 5 ms later.',
      'app started: ContainerStarted of app; listed at 3.4 s, written into the cache 3 ms later.',
    ]);
  });

  test('has looked for nothing until the relist before the one that finds something', () => {
    const trace = noted(CRASHER);
    const finds = notesOf(trace, 'pleg', 'done');
    const idle = notesOf(trace, 'pleg', 'idle').slice(0, -1);
    expect(idle.length).toBeGreaterThan(2);
    for (const { toMs, periodMs = 0 } of idle) expect(finds.some(({ fromMs }) => toMs < fromMs && fromMs < toMs + 2 * periodMs)).toBe(true);
  });

  test('names a container that is gone', () => {
    expect(notesOf(noted(CRASHER), 'pleg', 'done').map(({ text }) => text)).toContain('app removed');
  });

  test('finds nothing in between: once a second until the next relist that finds something', () => {
    const trace = noted(QUIET);
    const idle = notesOf(trace, 'pleg', 'idle');
    const looked = notesOf(trace, 'pleg', 'done');
    expect(idle.at(-1)?.toMs).toBe(trace.endMs);
    for (const { fromMs, toMs, periodMs = 0 } of idle.slice(0, -1)) {
      expect((toMs - fromMs) % periodMs).toBe(0);
      expect(looked.some((note) => note.fromMs > fromMs && note.fromMs < toMs)).toBe(false);
    }
  });
});

describe('the pod worker', () => {
  test('waits for a relist that is newer than its last sync', () => {
    const waits = notesOf(noted(NEVER), 'worker', 'wait');
    expect(waits.length).toBeGreaterThan(0);
    for (const { fromMs, toMs } of waits) expect(toMs - fromMs).toBeLessThan(1200);
  });
});

describe('the status manager', () => {
  test('counts versions up, and writes each at most once', () => {
    const trace = noted(CRASHER);
    const queued = notesOf(trace, 'status', 'queued').map(({ text }) => text);
    expect(queued.slice(0, 3)).toEqual(['version 1', 'version 2', 'version 3']);
    const written = notesOf(trace, 'status', 'done');
    expect(new Set(written.map(({ text }) => text)).size).toBe(written.length);
    for (const { cause, fromMs } of written) expect(trace.records[cause]).toMatchObject({ kind: 'Pod', rule: 'status.patch', t: fromMs });
  });

  test('tells of versions that a newer one overtook while the API could not be reached', () => {
    const text = sketch(
      `containers: [{name: app, image: "busybox:1.36", command: [sh, -c, "sleep 3; exit 1"]}]`,
      `duration: 2m\nactions: [{at: 2s, do: node-lost}, {at: 60s, do: node-back}]`,
    );
    const [lost] = notesOf(noted(text), 'status', 'lost');
    expect(lost?.detail).toMatch(/^Versions \d+ to \d+ were never sent: version \d+ came before the PATCH went out\.$/);
  });

  test('says which one version was lost', () => {
    const text = sketch(
      `containers: [{name: app, image: "busybox:1.36", command: [sh, -c, "sleep 3; exit 1"]}]`,
      `duration: 30s\nactions: [{at: 2s, do: node-lost}, {at: 7s, do: node-back}]`,
    );
    expect(notesOf(noted(text), 'status', 'lost').map(({ text: label, detail }) => `${label}: ${detail}`)).toEqual([
      'version 4: Version 4 was never sent: version 5 came before the PATCH went out.',
    ]);
    expect(notesOf(noted(QUIET), 'status', 'lost')).toEqual([]);
  });

  test('writes nothing that the API says already', () => {
    const details = notesOf(noted(readFixture('recordings/restart-never-fails.yaml')), 'status', 'nothing').map(({ detail }) => detail);
    expect(details).toContain('The generated status is the one that is cached already: nothing to write.');
    expect(details).toContain('The API has all of version 6 already: no PATCH.');
  });
});

describe('the recorder', () => {
  test('tells new Events from counts, and what the spam filter drops', () => {
    const text = sketch(
      `containers: [{name: app, image: "busybox:1.36", command: [sleep, "3600"], readinessProbe: {tcpSocket: {port: 80}, periodSeconds: 1}}]`,
      `duration: 1m`,
    );
    const trace = noted(text);
    const emitted = notesOf(trace, 'recorder', 'done').filter(({ text: label }) => label.startsWith('Unhealthy'));
    expect(emitted.slice(0, 3).map(({ text: label }) => label)).toEqual(['Unhealthy', 'Unhealthy ×2', 'Unhealthy ×3']);
    const lost = notesOf(trace, 'recorder', 'lost');
    expect(lost[0]).toMatchObject({
      text: 'Unhealthy dropped',
      detail: 'Unhealthy is dropped by the spam filter: 25 Warnings about a Pod, then one every 5 minutes. The next count of it includes this one.',
    });
    expect(emitted.length + lost.length).toBe(
      trace.records.filter((record) => record.kind === 'Probe').reduce((sum, record) => sum + (record.kind === 'Probe' ? record.count : 0), 0),
    );
  });
});

describe('the recorder, of Events with many texts', () => {
  test('tells which became one Event', () => {
    const text = sketch(
      `containers: [{name: app, image: "busybox:1.36", command: [sleep, "3600"], readinessProbe: {exec: {command: [/bin/missing]}, periodSeconds: 1}}]`,
      `duration: 14s`,
    );
    const emitted = notesOf(noted(text), 'recorder', 'done').filter(({ text: label }) => label.startsWith('Unhealthy'));
    expect(emitted.slice(8, 10).map(({ text: label, detail }) => `${label}: ${detail}`)).toEqual([
      'Unhealthy: Unhealthy is a new Event.',
      'Unhealthy combined: Ten different messages of Unhealthy within 10 minutes became one Event.',
    ]);
  });
});

test.each(RECORDED)('%s: with notes the records are the same', (name) => {
  const text = readFixture(`recordings/${name}.yaml`);
  expect(run(text, { notes: true }).records).toEqual(run(text).records);
});
