import { expect, test } from 'vitest';
import type { Action } from '../model/scenario.ts';
import { lines, picture, run, sketch } from '../testing/sim.ts';
import { labelOf } from './action-words.ts';

const at = { kind: 'time', ms: 0 } as const;
const workload = (set: object): Action => ({ at, plusMs: 0, do: 'workload', container: 'app', set });

test.each<[object, string]>([
  [{ exit: { afterMs: 4000, code: 1 } }, 'exit 1 after 4s (app)'],
  [{ bootMs: 5000, exit: undefined }, 'boot 5s, runs on (app)'],
  [{ exit: { afterMs: 500, signal: 'SIGSEGV' } }, 'exit SIGSEGV after 500ms (app)'],
  [{ exit: { afterMs: 0, oom: true } }, 'OOM after 0s (app)'],
  [{ onTerm: 'ignore' }, 'ignores SIGTERM (app)'],
  [{ listens: [] }, 'stops listening (app)'],
  [{}, 'changes (app)'],
])('the mark of a changed program says what it does from now on: %j', (set, label) => {
  expect(labelOf(workload(set))).toBe(label);
});

test('a program that is told too late what it should have done by now does it at once', () => {
  const trace = run(
    sketch(
      `
    restartPolicy: Never
    containers:
    - {name: app, image: "shop/cart:1"}
  `,
      `
    duration: 12s
    actions: [{at: 6s, do: workload, container: app, set: {exit: {after: 2s, code: 3}}}]
  `,
    ),
  );
  expect(picture(trace, { only: ['Process'] })).toBe(lines`
    0.5 app starts
    6.0 app exits 3 Error
  `);
});

test('a signal and a removal of records are for the container that they name, and records of who runs stay unless said otherwise', () => {
  const sleeper = (name: string) => `- {name: ${name}, image: "busybox:1.36", command: [sleep, "3600"]}`;
  const actions = '[{at: 4s, do: signal, container: a, signal: SIGKILL}, {at: 6s, do: remove-container-records, containers: [b], running: false}]';
  expect(picture(run(sketch(`containers:\n${sleeper('a')}\n${sleeper('b')}`, `duration: 8s\nactions: ${actions}`)), { only: ['Process'], from: 2 })).toBe(lines`
    4.0 a exits 137 SIGKILL Error
    4.6 a#2 starts
  `);
});

test('what is immutable keeps its data: the change is refused in the words of the server', () => {
  // pkg/apis/core/validation/validation.go: ValidateConfigMapUpdate, ValidateSecretUpdate; recorded in volume-immutable
  const refusals = (object: string, ...changes: string[]) => {
    const actions = changes.map((change, second) => `{at: ${second + 1}s, do: apply, object: ${change}}`).join(', ');
    const trace = run(sketch('containers: [{name: app, image: busybox:1.36, command: [sleep, "60"]}]', `duration: 9s\nactions: [${actions}]`, object));
    return trace.records.flatMap((record) => (record.kind === 'Action' && record.what === 'apply' ? [record.error?.message] : []));
  };
  const config = (more: string) => `{apiVersion: v1, kind: ConfigMap, metadata: {name: conf}, ${more}}`;
  const secret = (more: string) => `{apiVersion: v1, kind: Secret, metadata: {name: sec}, ${more}}`;
  expect(refusals(config('data: {a: b}, immutable: true'), config('data: {a: c}, immutable: true'), config('data: {a: b}, immutable: true'))).toEqual([
    'ConfigMap "conf" is invalid: data: Forbidden: field is immutable when `immutable` is set',
    undefined,
  ]);
  expect(refusals(config('data: {a: b}'), config('data: {a: c}, immutable: true'), config('data: {a: c}'))).toEqual([
    undefined,
    'ConfigMap "conf" is invalid: immutable: Forbidden: field is immutable when `immutable` is set',
  ]);
  expect(refusals(secret('stringData: {a: b}'), secret('stringData: {a: c}, type: Opaque'), secret('stringData: {a: c}, type: example.com/x'))).toEqual([
    undefined,
    'Secret "sec" is invalid: type: Invalid value: "example.com/x": field is immutable',
  ]);
});

test('who deletes or evicts a Pod that is gone is told that there is none', () => {
  // Seen on a real API server: 404 NotFound
  const actions = '[{at: 2s, do: force-delete}, {at: 3s, do: delete}, {at: 4s, do: force-delete}, {at: 5s, do: evict, reason: api}]';
  const trace = run(sketch('containers: [{name: app, image: busybox:1.36, command: [sleep, "3600"]}]', `duration: 6s\nactions: ${actions}`));
  const errors = trace.records.flatMap((record) => (record.kind === 'Action' && record.index > 0 ? [record.error?.message] : []));
  expect(errors).toEqual([undefined, 'pods "web" not found', 'pods "web" not found', 'pods "web" not found']);
});

test('what is done at once finds the Pod: the server has taken it before anything else is asked', () => {
  const actions = '[{at: before-create, do: kubelet-stop}, {at: create, do: delete}, {at: action.2, do: kubelet-start}]';
  const trace = run(sketch('containers: [{name: app, image: busybox:1.36, command: [sleep, "3600"]}]', `duration: 6s\nactions: ${actions}`));
  expect(picture(trace, { only: ['Action', 'Process', 'Pod'] })).toBe(lines`
    0.0 kubelet-stop
    0.0 Pod Pending: -
    0.0 delete
    0.0 Pod Pending deleting(30): -
    0.0 kubelet-start
    2.9 Pod Pending deleting(30): app waiting ContainerCreating
    3.2 Pod Failed deleting(30): app terminated ContainerStatusUnknown:137
    3.2 Pod Failed deleting(0): app terminated ContainerStatusUnknown:137
    3.2 Pod is gone
  `);
});

test('a command for a container that does not run is refused by the kubelet, by the API server if it reaches none', () => {
  // Seen on a real v1.36.2 node: the answers to POST …/exec
  const refusals = (pod: string, actions: string) =>
    run(sketch(pod, `duration: 20s\nactions: [${actions}]`)).records.flatMap((record) =>
      record.kind === 'Action' && record.what === 'exec' ? [record.error && `${record.error.code} ${record.error.message}`] : [],
    );
  const exec = (at: string) => `{at: ${at}, do: exec, container: app, command: [ls]}`;
  expect(refusals('containers: [{name: app, image: busybox:1.36, command: [sh, -c, sleep 2; exit 1]}]', `${exec('1s')}, ${exec('6s')}`)).toEqual([
    undefined,
    '500 container not found ("app")',
  ]);
  expect(refusals('{nodeSelector: {disk: ssd}, containers: [{name: app, image: busybox:1.36}]}', exec('2s'))).toEqual([
    '400 pod web does not have a host assigned',
  ]);
  const sleeper = 'containers: [{name: app, image: busybox:1.36, command: [sleep, "3600"]}]';
  expect(refusals(sleeper, `{at: 2s, do: kubelet-stop}, ${exec('3s')}, ${exec('5s')}`)).toEqual([
    undefined,
    '500 error dialing backend: dial tcp 192.168.77.1:10250: connect: connection refused',
  ]);
  expect(refusals(sleeper, `{at: 2s, do: force-delete}, ${exec('3s')}`)).toEqual(['404 pods "web" not found']);
});

test('the record of a container that is being started cannot be removed', () => {
  // containerd internal/cri/server/container_remove.go: setContainerRemoving
  const actions = '{seed: typical, duration: 10s, actions: [{at: 450ms, do: remove-container-records, containers: [app], running: false}]}';
  const { records } = run(sketch('containers: [{name: app, image: busybox:1.36, command: [sleep, inf]}]', actions));
  const process = records.filter((record) => record.kind === 'Process');
  expect(process.map((record) => record.kind === 'Process' && record.what)).toEqual(['start']);
});

test('a patch may not rename the Pod', () => {
  // Seen on a real API server; apiserver/pkg/endpoints/handlers/rest.go: checkName
  const patch = '{at: 2s, do: patch, type: merge, patch: {metadata: {name: x}}}';
  const { records } = run(sketch('containers: [{name: app, image: busybox:1.36, command: [sleep, "3600"]}]', `duration: 4s\nactions: [${patch}]`));
  expect(records.find((record) => record.kind === 'Action' && record.index === 1)).toMatchObject({
    error: { reason: 'BadRequest', code: 400, message: 'the name of the object (x) does not match the name on the URL (web)' },
  });
});

test('what a command prints is told apart by its streams; one that cannot be started is an error of the server', () => {
  // Seen on a real v1.36.2 node, whose kubectl says `error: ` before it; k8s.io/cri-streaming/pkg/streaming/remotecommand/exec.go: ServeExec
  const actions =
    '[{at: 2s, do: exec, container: app, command: [sh, -c, echo one; echo two >&2; exit 3]}, {at: 3s, do: exec, container: app, command: [nope]}]';
  const { records } = run(sketch('containers: [{name: app, image: busybox:1.36, command: [sleep, "3600"]}]', `duration: 5s\nactions: ${actions}`));
  const [ran, failed] = records.flatMap((record) => (record.kind === 'Action' && record.what === 'exec' ? [record] : []));
  expect(ran).toMatchObject({ exitCode: 3, stdout: 'one\n', stderr: 'two\n' });
  expect(failed?.exitCode).toBeUndefined();
  expect(failed?.error?.message).toMatch(
    /^Internal error occurred: error executing command in container: failed to exec in container: failed to start exec "[0-9a-f]{64}": OCI runtime exec failed: exec failed: unable to start container process: exec: "nope": executable file not found in \$PATH$/,
  );
});

test('an object is removed whose kind is written as for kubectl; that there is none is said in the words of the server', () => {
  const refusals = (...removals: string[]) => {
    const actions = removals.map((what, second) => `{at: ${second + 1}s, do: remove, ${what}}`).join(', ');
    const settings = '{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {a: b}}';
    const trace = run(sketch('containers: [{name: app, image: busybox:1.36, command: [sleep, "60"]}]', `duration: 9s\nactions: [${actions}]`, settings));
    return trace.records.flatMap((record) => (record.kind === 'Action' && record.what === 'remove' ? [record.error?.message] : []));
  };
  expect(refusals('kind: configmap, name: settings', 'kind: ConfigMap, name: settings')).toEqual([undefined, 'configmaps "settings" not found']);
  expect(refusals('kind: PodDisruptionBudget, name: web', 'kind: priorityclass, name: high', 'kind: Pod, name: other')).toEqual([
    'poddisruptionbudgets.policy "web" not found',
    'priorityclasses.scheduling.k8s.io "high" not found',
    'pods "other" not found',
  ]);
  expect(refusals('kind: ServiceAccount, name: default')).toEqual([undefined]);
});

test('the Pod itself is removed as by a deletion', () => {
  const trace = run(
    sketch('containers: [{name: app, image: busybox:1.36, command: [sleep, "60"]}]', 'duration: 60s\nactions: [{at: 3s, do: remove, kind: pod, name: web}]'),
  );
  expect(picture(trace, { only: ['Process', 'Signal'], from: 2 })).toBe(lines`
    3.0 app gets SIGTERM, ignores it
    33.0 app gets SIGKILL
    33.0 app exits 137 SIGKILL Error
    33.7 app is forgotten
  `);
});
