import { describe, expect, test } from 'vitest';
import { rfc3339Micro, timeOfDay } from '../base/timestamp.ts';
import { lines, run, sketch } from '../testing/sim.ts';
import { chromeTrace, figureSvg, marksCsv, mermaidGantt, narrative } from './index.ts';

/** Serves, is killed by its liveness probe once, and is deleted. */
const KILLED = run(
  sketch(
    `
    containers:
    - name: app
      image: shop/app:1
      ports: [{containerPort: 8080}]
      livenessProbe: {httpGet: {port: 8080}, periodSeconds: 2, failureThreshold: 2}
`,
    `
    duration: 30s
    workloads: {app: {boot: 1s, http: [{responses: [{for: 6s, status: 200}, {status: 500}]}]}}
    actions: [{at: 20s, do: delete, gracePeriodSeconds: 5}]
`,
  ),
);
const TEXT = { headline: 'Killed <once> by its "liveness" probe', line: 'Down for 2 s & back.' };

describe('figureSvg', () => {
  test('text is text, and what XML reads as its own is escaped', () => {
    const svg = figureSvg(KILLED, TEXT);
    expect(svg).toContain('>Killed &lt;once&gt; by its &quot;liveness&quot; probe</text>');
    expect(svg).toContain('<desc id="description">Killed &lt;once&gt; by its &quot;liveness&quot; probe. Down for 2 s &amp; back.</desc>');
    expect(svg).toContain('>liveness</text>');
  });

  test('stands alone: nothing is fetched, nothing is run', () => {
    const svg = figureSvg(KILLED, { ...TEXT, footer: 'https://example.com/#1abc' });
    expect(svg.match(/https?:[^\s"<]+/g)).toEqual(['http://www.w3.org/2000/svg', 'http://www.w3.org/2000/svg', 'https://example.com/#1abc']);
    expect(svg).not.toMatch(/<script|<style|<image|<foreignObject|href=/);
  });

  test('a long headline takes more lines, and the lanes begin below them', () => {
    const top = (headline: string) => Number(/<svg y="([\d.]+)"/.exec(figureSvg(KILLED, { ...TEXT, headline }, { widthPx: 600 }))?.[1]);
    expect(top('word '.repeat(40))).toBeGreaterThan(top('word') + 20);
  });

  test('a stretch of time leaves out what lies beyond it', () => {
    const svg = figureSvg(KILLED, TEXT, { window: { fromMs: 0, toMs: 5000 } });
    expect(svg.includes('>delete --grace-period=5<')).toBe(false);
    expect(figureSvg(KILLED, TEXT).includes('>delete --grace-period=5<')).toBe(true);
  });
});

describe('marksCsv', () => {
  test('one row a mark, in order of time, quoted where it must be', () => {
    const rows = marksCsv(KILLED).trimEnd().split('\n');
    expect(rows[0]).toBe('start_s,end_s,of,lane,what,count,why');
    expect(rows.filter((row) => /,(liveness|SIG)/.test(row)).map((row) => row.split(',').slice(2, 5).join(' '))).toContain('app liveness "liveness failed');
    expect(rows.some((row) => /"Container image ""shop\/app:1"" already present/.test(row))).toBe(true);
    const times = rows.slice(1).map((row) => Number(row.split(',')[0]));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });
});

describe('chromeTrace', () => {
  const trace = JSON.parse(chromeTrace(KILLED)) as { traceEvents: { ph: string; pid: number; tid: number; name: string; ts?: number; dur?: number }[] };

  test('spans are complete events in microseconds, moments are instants', () => {
    const serving = trace.traceEvents.find(({ name }) => name === 'serving');
    expect(serving).toMatchObject({ ph: 'X' });
    expect(serving?.ts).toBeGreaterThan(1_000_000);
    expect(serving?.dur).toBeGreaterThan(1_000_000);
    expect(trace.traceEvents.find(({ name }) => name.startsWith('kubectl delete'))).toMatchObject({ ph: 'i', ts: 20_000_000 });
  });

  test('the Pod and each container are processes with named threads; spans of a thread do not overlap', () => {
    const named = (ph: string) => trace.traceEvents.filter(({ name }) => name === ph).length;
    expect(named('process_name')).toBe(2);
    for (const { pid, tid } of trace.traceEvents.filter(({ ph }) => ph === 'X')) {
      const spans = trace.traceEvents.filter((event) => event.ph === 'X' && event.pid === pid && event.tid === tid);
      for (const [index, span] of spans.slice(1).entries()) {
        const before = spans[index] as { ts: number; dur: number };
        expect(span.ts).toBeGreaterThanOrEqual(before.ts + before.dur);
      }
    }
  });
});

describe('mermaidGantt', () => {
  test('sections for the Pod and its containers; bars for what lasts, milestones for what failed', () => {
    expect(
      mermaidGantt(KILLED, 'Killed: once')
        .replace(/\b\d{4,}\b/g, 'T')
        .trimEnd(),
    ).toBe(lines`
      gantt
        title Killed once
        dateFormat x
        axisFormat %S s
        section Pod
        kubectl apply :milestone, 0, 0ms
        phase Pending :2, 501
        phase Running :501, T
        kubectl delete --grace-period=5 :milestone, T, 0ms
        phase Succeeded :done, T, T
        section app
        booting 100 percent done :483, T
        serving :T, T
        liveness failed 1 of 2 :crit, milestone, T, 0ms
        liveness failed 2 of 2 :crit, milestone, T, 0ms
        SIGTERM :milestone, T, 0ms
        draining :done, T, T
        booting 100 percent done :T, T
        serving :T, T
        liveness failed 1 of 2 :crit, milestone, T, 0ms
        SIGTERM :milestone, T, 0ms
        draining :done, T, T
    `);
  });

  test('no name breaks the syntax', () => {
    for (const row of mermaidGantt(KILLED, 'a: b; c, d # e % f').split('\n').slice(4)) expect(row.split(':').length).toBeLessThanOrEqual(2);
  });
});

describe('narrative', () => {
  test('what it came to, what was found, what happened', () => {
    const text = narrative(KILLED, TEXT, [{ title: 'The probe is impatient.', detail: 'Two failures are 2 s.' }]);
    expect(text.split('\n').slice(0, 8)).toEqual([
      '# Pod web: Killed <once> by its "liveness" probe',
      '',
      'Down for 2 s & back.',
      '',
      '**The probe is impatient.** Two failures are 2 s.',
      '',
      '## What happened',
      '',
    ]);
    expect(text).toContain('app: liveness failed, 2 of 2 (HTTP probe failed with statuscode: 500)');
    expect(text).toMatch(/\n- 20\.0 s kubectl delete --grace-period=5\n/);
  });
});

describe('by the wall clock', () => {
  const second = 1000;
  const startedAt = KILLED.meta.createdAtMs;

  test('the axis of a picture has times of day', () => {
    const labels = (wallClock: boolean) => Array.from(figureSvg(KILLED, TEXT, { wallClock }).matchAll(/>(\d\d:\d\d:\d\d)</g), ([, label]) => label);
    expect(labels(false)).toEqual([]);
    expect(labels(true)).toContain(timeOfDay(startedAt + 10 * second));
  });

  test('a table has moments beside the seconds', () => {
    const [head = '', first = ''] = marksCsv(KILLED, [], { wallClock: true }).split('\n');
    expect(head).toBe('start_s,end_s,of,lane,what,count,why,start,end');
    expect(first.split(',').at(-2)).toBe(rfc3339Micro(startedAt));
    expect(marksCsv(KILLED).split('\n')[0]).toBe('start_s,end_s,of,lane,what,count,why');
  });

  test('a narrative tells them, too', () => {
    const told = narrative(KILLED, TEXT, [], [], { wallClock: true });
    expect(told).toContain(`- ${timeOfDay(startedAt, 1)} `);
    expect(told).not.toMatch(/^- [\d.]+ s /m);
  });
});
