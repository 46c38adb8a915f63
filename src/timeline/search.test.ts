import { expect, test } from 'vitest';
import { layoutTrace, markSentence } from './index.ts';
import { searchMarks } from './search.ts';
import { run, sketch } from '../testing/sim.ts';

const MODEL = layoutTrace(
  run(
    sketch(
      `
  containers:
  - name: app
    image: shop/app:1
    ports: [{containerPort: 8080}]
    livenessProbe: {httpGet: {port: 8080}, periodSeconds: 2, failureThreshold: 2}
  - {name: helper, image: "busybox:1.36", command: [sh, -c, 'sleep 5; exit 3']}
`,
      `
  duration: 30s
  workloads: {app: {boot: 1s, http: [{responses: [{for: 6s, status: 200}, {status: 500}]}]}}
`,
    ),
  ),
  { density: 'normal' },
);
const found = (query: string) => searchMarks(MODEL, query).marks.map((ref) => markSentence(MODEL, ref));

test('all words count, in any order and case', () => {
  expect(found('FAILED liveness')).toEqual(found('liveness failed'));
  expect(found('liveness failed').filter((sentence) => /^liveness failed, 2 of 2, /.test(sentence)).length).toBeGreaterThan(0);
  expect(found('liveness 503')).toEqual([]);
});

test('reasons and messages are read too, and the container that it is about', () => {
  expect(found('statuscode: 500').length).toBeGreaterThan(0);
  expect(found('helper exit code 3').filter((sentence) => sentence.startsWith('helper run 1, exit code 3')).length).toBe(1);
  expect(found('app exit code 3')).toEqual([]);
});

test('in order of time, and counted where there are more than are shown', () => {
  const all = searchMarks(MODEL, 'app');
  const few = searchMarks(MODEL, 'app', 3);
  expect(few.total).toBe(all.total);
  expect(few.marks).toEqual(all.marks.slice(0, 3));
});

test('no words find nothing', () => {
  expect(searchMarks(MODEL, '  ')).toEqual({ marks: [], total: 0 });
});
