/**
 * One namespace of processes for several containers: https://kubernetes.io/docs/tasks/configure-pod-container/share-process-namespace/,
 * pkg/kubelet/kuberuntime/util/util.go: PidNamespaceForPod.
 */
import { expect, test } from 'vitest';
import type { Trace } from '../model/trace.ts';
import { picture, podAt, run, sketch } from '../testing/sim.ts';

const POD = `
  shareProcessNamespace: true
  containers:
  - {name: web, image: nginx, command: [sh, -c, "trap 'echo reloaded' HUP; while true; do sleep 1; done"]}
  - {name: shell, image: busybox:1.36, command: [sleep, "600"]}
`;

/** What a command in the container `shell` prints. */
function answers(command: string, pod = POD, more = ''): string[] {
  const trace = run(sketch(pod, `duration: 12s\nactions: [{at: 4s, do: exec, container: shell, command: [sh, -c, ${JSON.stringify(command)}]}${more}]`));
  return printed(trace);
}

function printed(trace: Trace): string[] {
  return trace.records.flatMap((record) => (record.kind === 'Action' && record.what === 'exec' ? (record.stdout ?? '').trimEnd().split('\n') : []));
}

test('every container sees the processes of all, and the one of the sandbox as the first', () => {
  const lines = answers('ps ax');
  expect(lines.slice(0, 2)).toEqual(['PID   USER     TIME  COMMAND', '    1 65535     0:00 /pause']);
  expect(lines[2]).toMatch(/^ {4}7 root {6}0:00 sh -c trap/);
  expect(lines.some((line) => / root {6}0:00 sleep 600$/.test(line))).toBe(true);
  expect(lines.at(-1)).toMatch(/0:00 ps ax$/);
});

test('it finds their programs, signals them, and reads their files', () => {
  const trace = run(sketch(POD, 'duration: 12s\nactions: [{at: 4s, do: exec, container: shell, command: [kill, -HUP, "7"]}]'));
  expect(picture(trace, { only: ['Log'] })).toMatch(/reloaded/);
  expect(answers('pidof pause; cat /proc/7/root/etc/os-release | head -1')).toEqual(['1', 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"']);
});

test('without it a container sees its own', () => {
  const lines = answers('ps', POD.replace('true', 'false'));
  expect(lines[1]).toBe('    1 root      0:00 sleep 600');
  expect(lines).toHaveLength(3);
});

test('whoever ends the first process ends the Pod’s sandbox: all containers are gone, and start again in another one', () => {
  const trace = run(sketch(POD, 'duration: 12s\nactions: [{at: 4s, do: exec, container: shell, command: [kill, "1"]}]'));
  expect(picture(trace, { only: ['Process'], from: 4 })).toMatch(/^4\.0 (web|shell) exits 137 SIGKILL Error\n4\.0 (web|shell) exits 137 SIGKILL Error\n/);
  const status = podAt(trace, 12)?.status;
  expect(status?.containerStatuses).toMatchObject([{ restartCount: 1 }, { restartCount: 1 }]);
});

test('a container to debug with sees the processes of its target, whose namespace it joins', () => {
  const pod = 'containers:\n- {name: app, image: busybox:1.36, command: [sleep, "600"]}';
  const debug = '{name: shell, image: busybox:1.36, command: [sleep, "60"], targetContainerName: app}';
  const trace = run(
    sketch(pod, `duration: 12s\nactions: [{at: 2s, do: add-ephemeral, container: ${debug}}, {at: 6s, do: exec, container: shell, command: [ps]}]`),
  );
  expect(printed(trace).slice(1, 3)).toEqual(['    1 root      0:00 sleep 600', expect.stringMatching(/^ {4}7 root {6}0:00 sleep 60$/)]);
});

test('a container to debug with cannot be made before its target has been, nor while that is down', () => {
  // pkg/kubelet/kuberuntime/kuberuntime_container.go: getTargetID; containerd internal/cri/server/helpers.go: validateTargetContainer; both recorded
  const waiting = (container: string, settings = '') => {
    const debug = '{name: shell, image: busybox:1.36, command: [sleep, "60"], targetContainerName: app}';
    const trace = run(
      sketch(`restartPolicy: Never\ncontainers: [${container}]`, `duration: 20s\nactions: [{at: 3s, do: add-ephemeral, container: ${debug}}]\n${settings}`),
    );
    const statuses = (podAt(trace)?.status['ephemeralContainerStatuses'] ?? []) as { state: { waiting?: unknown } }[];
    return statuses[0]?.state.waiting;
  };
  expect(waiting('{name: app, image: shop/app:1}', 'images: [{image: "shop/*", pullError: notFound}]')).toEqual({
    reason: 'CreateContainerConfigError',
    message: 'unable to find target container app',
  });
  expect(waiting('{name: app, image: busybox:1.36, command: ["true"]}, {name: other, image: busybox:1.36, command: [sleep, "60"]}')).toMatchObject({
    reason: 'CreateContainerError',
    message: expect.stringMatching(
      /^failed to generate container "[0-9a-f]{64}" spec: failed to generate spec opts: invalid target container: container "[0-9a-f]{64}" is not running - in state CONTAINER_EXITED$/,
    ),
  });
});
