/** What a container leaves behind in its status (kuberuntime_container.go: getTerminationMessage; status_manager.go: normalizeStatus). */
import { expect, test } from 'vitest';
import { podAt, run, sketch } from '../testing/sim.ts';

/** The termination message of each container of a Pod, by name. */
function messages(containers: Record<string, { script: string; more?: string }>): Record<string, string | undefined> {
  const list = Object.entries(containers).map(
    ([name, { script, more = '' }]) => `- {name: ${name}, image: "busybox:1.36", command: [sh, -c, ${JSON.stringify(script)}], ${more}}`,
  );
  const trace = run(sketch(`restartPolicy: Never\ncontainers:\n${list.join('\n')}`, 'duration: 15s'));
  const statuses = podAt(trace, 15)?.status.containerStatuses ?? [];
  return Object.fromEntries(statuses.map(({ name, state }) => [name, state.terminated?.message]));
}

const FALLBACK = 'terminationMessagePolicy: FallbackToLogsOnError';
const count = (lines: number) => `i=1; while [ $i -le ${lines} ]; do echo line $i; i=$((i+1)); done`;
/** Ends of its own making: 9000 bytes, numbered. */
const long = 'i=1000; while [ $i -lt 3250 ]; do printf %s $i; i=$((i+1)); done > /dev/termination-log';

test('the log speaks where the file is empty and the exit code is not 0; its newlines stay', () => {
  expect(
    messages({
      failed: { script: 'echo one; echo -n two; exit 1', more: FALLBACK },
      done: { script: 'echo one; exit 0', more: FALLBACK },
      filed: { script: 'echo one; echo file > /tmp/why; exit 1', more: `${FALLBACK}, terminationMessagePath: /tmp/why` },
      silent: { script: 'echo one; exit 1' },
    }),
  ).toEqual({ failed: 'one\ntwo', done: undefined, filed: 'file\n', silent: undefined });
});

test('of the log the last 80 lines and 2048 bytes, of the file the last 4096 bytes', () => {
  const { eighty, bytes, file } = messages({
    eighty: { script: `${count(100)}; exit 1`, more: FALLBACK },
    bytes: { script: `${count(100).replace('echo line', 'echo this line is longer than the others are, number')}; exit 1`, more: FALLBACK },
    file: { script: long },
  });
  expect(eighty?.split('\n').slice(0, 1)).toEqual(['line 21']);
  expect(bytes?.length).toBe(2048);
  expect([file?.length, file?.slice(-4)]).toEqual([4096, '3249']);
});

test("a Pod's containers share 12 KiB: of each the beginning is kept", () => {
  const six = messages(Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [name, { script: long }])));
  // Of the last 4096 bytes, which begin with 2226, the first 2048.
  expect(Object.values(six).map((message) => [message?.length, message?.slice(0, 4)])).toEqual(Array.from({ length: 6 }, () => [2048, '2226']));
});

test('bytes count, not characters', () => {
  const { umlauts } = messages({ umlauts: { script: 'i=0; while [ $i -lt 3000 ]; do printf ä; i=$((i+1)); done > /dev/termination-log' } });
  expect(umlauts).toBe('ä'.repeat(2048));
});

test('a file of its own, for any user, under a read-only root too', () => {
  const more = 'terminationMessagePath: /dev/termination-custom-log, securityContext: {runAsUser: 10000, readOnlyRootFilesystem: true}';
  const elsewhere = 'terminationMessagePath: /made/for/it, securityContext: {runAsUser: 10000}';
  expect(
    messages({ custom: { script: 'echo -n DONE > /dev/termination-custom-log', more }, deep: { script: 'echo -n DEEP > /made/for/it', more: elsewhere } }),
  ).toEqual({ custom: 'DONE', deep: 'DEEP' });
});

test('a message file in a volume: each instance has a new one, and nobody else sees what is in it', () => {
  // Recorded on a v1.36.2 node: the file is the kubelet's, mounted over an empty one in the volume
  const trace = run(
    sketch(
      `
      volumes: [{name: v, emptyDir: {}}]
      containers:
      - {name: app, image: busybox:1.36, command: [sh, -c, "cat /v/message; date >> /v/runs; wc -l < /v/runs > /v/message; sleep 2; exit 1"], terminationMessagePath: /v/message, volumeMounts: [{name: v, mountPath: /v}]}
      - {name: other, image: busybox:1.36, command: [sh, -c, "sleep 8; wc -c < /v/message"], volumeMounts: [{name: v, mountPath: /v}]}
    `,
      'duration: 9s',
    ),
  );
  expect(trace.records.flatMap((record) => (record.kind === 'Log' ? [`${record.container}: ${record.line}`] : []))).toEqual(['other: 0']);
  expect(podAt(trace)?.status.containerStatuses?.[0]?.state.terminated?.message).toBe('2\n');
});
