/** kubectl at moments of a run: rows, logs and objects as the API server held them then. */
import { describe, expect, it } from 'vitest';
import { lines, sketch } from '../../../testing/sim.ts';
import { simulated } from '../../../testing/simulated.ts';
import { CHANGING } from '../commands/changing.ts';
import { addCommands } from '../commands/index.ts';
import { momentOf } from './index.ts';

addCommands(CHANGING);

const CRASHING = sketch(
  `
  containers:
  - {name: app, image: busybox:1.36, command: [sh, -c, "echo up; sleep 20; echo down; exit 3"]}
  `,
  'duration: 2m',
  `
  apiVersion: v1
  kind: Service
  metadata: {name: web}
  spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
  `,
);

const at = (text: string, atMs: number) => {
  const moment = momentOf(simulated(text), atMs);
  return (command: string) => {
    const { stdout, stderr } = moment.kubectl(command.split(' '));
    return `${stdout}${stderr}`.trimEnd();
  };
};

describe('kubectl at a moment', () => {
  it('get pods follows the run', () => {
    const run = simulated(CRASHING);
    const row = (atMs: number) => momentOf(run, atMs).kubectl(['get', 'pods', '--no-headers']).stdout.trimEnd();
    expect([5000, 20_700, 42_000, 55_000].map(row)).toEqual([
      'web   1/1   Running   0     5s',
      'web   1/1   Running   1 (0s ago)   20s',
      'web   0/1   Error   1 (22s ago)   42s',
      'web   1/1   Running   2 (15s ago)   55s',
    ]);
  });

  it('a watch begins with the Pod and prints every row up to the moment', () => {
    expect(at(CRASHING, 30_000)('get pods -w')).toBe(
      lines`
        NAME   READY   STATUS    RESTARTS   AGE
        web    0/1     Pending   0          0s
        web    0/1     Pending   0          0s
        web    0/1     ContainerCreating   0          0s
        web    0/1     ContainerCreating   0          0s
        web    1/1     Running             0          0s
        web    0/1     Error               0          20s
        web    1/1     Running             1 (0s ago)   20s
      `.trimEnd(),
    );
    expect(at(CRASHING, 30_000)('get pod web -w -o name').split('\n')).toHaveLength(7);
  });

  it('logs are those of the instance that the status speaks of, up to the moment', () => {
    expect(at(CRASHING, 5000)('logs web')).toBe('up');
    expect(at(CRASHING, 30_000)('logs web')).toBe('up');
    expect(at(CRASHING, 30_000)('logs web -p')).toBe('up\ndown');
    expect(at(CRASHING, 5000)('logs web -p')).toContain('previous terminated container "app" in pod "web" not found');
    expect(at(CRASHING, 5000)('logs web --timestamps')).toMatch(/^2026-01-01T00:00:00\.\d{9}Z up$/);
  });

  it('the log of an instance that the runtime has removed cannot be read', () => {
    // The second instance ends at 40 s; one dead instance is kept, so the first one goes
    expect(at(CRASHING, 42_000)('logs web -p')).toMatch(/^unable to retrieve container logs for containerd:\/\//);
  });

  it('what every cluster and every namespace has is there', () => {
    // As a real v1.36.2 control plane answered after an hour
    const found = at(CRASHING, 5000)('get ns,pc,sa,cm --no-headers').split('\n');
    expect(found.map((row) => row.trimEnd())).toEqual([
      'namespace/default           Active   60m',
      'namespace/kube-node-lease   Active   60m',
      'namespace/kube-public       Active   60m',
      'namespace/kube-system       Active   60m',
      'priorityclass.scheduling.k8s.io/system-cluster-critical   2000000000   false   60m   PreemptLowerPriority',
      'priorityclass.scheduling.k8s.io/system-node-critical      2000001000   false   60m   PreemptLowerPriority',
      'serviceaccount/default   60m',
      'configmap/kube-root-ca.crt   1     60m',
    ]);
    expect(at(CRASHING, 5000)('get svc')).toBe(
      lines`
        NAME         TYPE        CLUSTER-IP   EXTERNAL-IP   PORT(S)   AGE
        kubernetes   ClusterIP   10.96.0.1    <none>        443/TCP   60m
        web          ClusterIP   10.96.0.10   <none>        80/TCP    5s
      `.trimEnd(),
    );
  });

  it('Endpoints are the ready addresses of the slices; kinds that nobody made are known, and empty', () => {
    const warning = 'Warning: v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice';
    const endpoints = (atMs: number) => at(CRASHING, atMs)('get ep web --no-headers').split('\n');
    expect(endpoints(5000)).toEqual([expect.stringMatching(/^web {3}10\.\d+\.\d+\.\d+:8080 {3}5s$/), warning]);
    expect(endpoints(42_000)).toEqual(['web         42s', warning]);
    expect(at(CRASHING, 5000)('get ing,hpa,leases')).toBe('No resources found in default namespace.');
    expect(at(CRASHING, 5000)('get pv')).toBe('No resources found');
    expect(at(CRASHING, 5000)('get ing web')).toBe('Error from server (NotFound): ingresses.networking.k8s.io "web" not found');
    expect(at(CRASHING, 5000)('get gateways')).toBe('error: the server doesn\'t have a resource type "gateways"');
  });

  it('there is no Pod before it was created, and none after it was removed', () => {
    const deleted = sketch(
      'containers: [{name: app, image: busybox:1.36, command: [sleep, inf]}]\nterminationGracePeriodSeconds: 1',
      'actions: [{at: 5s, do: delete}]',
    );
    expect(at(deleted, 0)('get pods')).toBe('No resources found in default namespace.');
    expect(at(deleted, 5500)('get pods --no-headers')).toBe('web   1/1   Terminating   0     5s');
    expect(at(deleted, 20_000)('get pod web')).toBe('Error from server (NotFound): pods "web" not found');
  });

  it('events and describe know what has happened so far and no more', () => {
    expect(at(CRASHING, 3000)('describe pod web')).toContain('Container started');
    expect(at(CRASHING, 3000)('describe pod web')).not.toContain('BackOff');
    expect(at(CRASHING, 60_000)('describe pod web')).toContain('BackOff');
    expect(at(CRASHING, 3000)('get events -o name').split('\n')).toHaveLength(4);
  });

  it('Events of one second stand in the order in which they came: their names have the time in them (client-go/tools/record/event.go: makeEvent)', () => {
    const reasons = (command: string, column: number) =>
      at(
        CRASHING,
        15_000,
      )(command)
        .split('\n')
        .filter((line) => /Normal/.test(line))
        .map((line) => line.trim().split(/ {2,}/)[column]);
    const inOrder = ['Scheduled', 'Pulled', 'Created', 'Started'];
    expect([reasons('describe pod web', 1), reasons('get events', 2)]).toEqual([inOrder, inOrder]);
    expect(at(CRASHING, 15_000)('get events -o name').split('\n')[1]).toMatch(/^event\/web\.1886[0-9a-f]{12}$/);
  });

  it('the objects around the Pod are there with the server’s defaults, and EndpointSlices as controllers wrote them', () => {
    expect(at(CRASHING, 5000)('get service web --no-headers')).toBe('web   ClusterIP   10.96.0.10   <none>   80/TCP   5s');
    expect(at(CRASHING, 5000)('get endpointslices --no-headers')).toMatch(/^web-\w+ +IPv4 +8080 +10\.244\.1\.2 +5s$/);
  });

  it('objects that actions apply and remove come and go', () => {
    const changing = sketch(
      'containers: [{name: app, image: busybox:1.36, command: [sleep, inf]}]',
      `
      actions:
      - {at: 5s, do: apply, object: {apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {mode: fast}}}
      - {at: 10s, do: remove, kind: ConfigMap, name: settings}
      `,
    );
    expect(at(changing, 3000)('get cm settings')).toBe('Error from server (NotFound): configmaps "settings" not found');
    expect(at(changing, 7000)('get cm settings --no-headers')).toBe('settings   1     2s');
    expect(at(changing, 12_000)('get cm settings')).toBe('Error from server (NotFound): configmaps "settings" not found');
  });

  it('kubectl’s namespace is the Pod’s, and exists', () => {
    const elsewhere = CRASHING.replace('metadata: {name: web, labels', 'metadata: {name: web, namespace: shop, labels');
    expect(at(elsewhere, 5000)('get pods -A --no-headers')).toBe('shop   web   1/1   Running   0     5s');
    expect(at(elsewhere, 5000)('get ns shop --no-headers')).toBe('shop   Active   5s');
    expect(at(elsewhere, 5000)('get pods --no-headers')).toBe('web   1/1   Running   0     5s');
  });

  it('changes last from one call to the next and leave the run alone', () => {
    const run = simulated(CRASHING);
    const moment = momentOf(run, 5000);
    moment.kubectl(['label', 'pod', 'web', 'tier=front']);
    expect(moment.kubectl(['get', 'pods', '-l', 'tier=front', '-o', 'name']).stdout).toBe('pod/web\n');
    expect(momentOf(run, 6000).kubectl(['get', 'pods', '-l', 'tier=front', '-o', 'name']).stdout).toBe('');
  });

  it('wait goes on in the time of the run', () => {
    expect(at(CRASHING, 0)('wait --for=condition=Ready pod/web --timeout=5s')).toBe('Error from server (NotFound): pods "web" not found');
    expect(at(CRASHING, 0)('wait --for=create --for=condition=Ready pod/web --timeout=5s')).toBe('pod/web condition met\npod/web condition met');
    expect(at(CRASHING, 5000)('wait --for=condition=Ready=false pod/web --timeout=10s')).toBe('error: timed out waiting for the condition on pods/web');
    expect(at(CRASHING, 5000)('wait --for=condition=Ready=false pod/web --timeout=20s')).toBe('pod/web condition met');
    expect(at(CRASHING, 5000)('wait --for=jsonpath={.status.containerStatuses[0].restartCount}=2 pods --all --timeout=1m')).toBe('pod/web condition met');
    expect(at(CRASHING, 5000)('wait --for=delete pod/web --timeout=1m')).toBe('error: timed out waiting for the condition on pods/web');
  });

  it('a node that is cordoned says so, and has the taint that the controller gives it', () => {
    const cordoned = sketch(
      'containers: [{name: app, image: busybox:1.36, command: [sleep, inf]}]',
      'actions: [{at: 5s, do: node-cordon}, {at: 10s, do: node-uncordon}, {at: 15s, do: node-drain}]',
    );
    const row = (atMs: number) => at(cordoned, atMs)('get nodes --no-headers').split(/ +/)[1];
    expect([4000, 6000, 11_000, 16_000].map(row)).toEqual(['Ready', 'Ready,SchedulingDisabled', 'Ready', 'Ready,SchedulingDisabled']);
    const taints = (atMs: number) => at(cordoned, atMs)('get node node-1 -o jsonpath={.spec.unschedulable}:{.spec.taints[*].key}:{.spec.taints[*].effect}');
    expect([6000, 11_000].map(taints)).toEqual(['true:node.kubernetes.io/unschedulable:NoSchedule', '::']);
  });

  it('the Pod is found by what it was made from', () => {
    const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: shop}
spec:
  selector: {matchLabels: {app: shop}}
  template: {metadata: {labels: {app: shop}}, spec: {containers: [{name: app, image: busybox:1.36, command: [sh, -c, "echo open; sleep inf"]}]}}
`;
    expect(at(deployment, 10_000)('logs deploy/shop')).toBe('open');
    const job = deployment
      .replace('apps/v1', 'batch/v1')
      .replace('Deployment', 'Job')
      .replace(/  selector.*\n/, '')
      .replace('spec: {containers', 'spec: {restartPolicy: Never, containers');
    expect(at(job, 10_000)('logs job/shop')).toBe('open');
  });

  it('a node that shuts down is not ready, and says why', () => {
    const down = sketch('containers: [{name: app, image: busybox:1.36, command: [sleep, inf]}]', 'actions: [{at: 5s, do: node-shutdown}]');
    expect(at(down, 6000)('get nodes --no-headers').split(/ +/)[1]).toBe('NotReady');
    const taints = (atMs: number) =>
      at(down, atMs)('get node node-1 -o jsonpath={.status.conditions[0].message}:{.spec.taints[*].key}:{.spec.taints[*].effect}');
    expect(taints(6000)).toBe('node is shutting down:node.kubernetes.io/not-ready:NoSchedule');
    expect(taints(20_000)).toBe('node is shutting down:node.kubernetes.io/not-ready node.kubernetes.io/not-ready:NoSchedule NoExecute');
  });

  it('the node is there, and shows when nobody hears of it', () => {
    const lost = sketch(
      'containers: [{name: app, image: busybox:1.36, command: [sleep, inf]}]',
      'duration: 3m\nactions: [{at: 5s, do: node-lost}, {at: 2m, do: node-back}]',
    );
    const row = (atMs: number) => at(lost, atMs)('get nodes --no-headers').split(/ +/).slice(0, 3).join(' ');
    expect([4000, 90_000, 150_000].map(row)).toEqual(['node-1 Ready <none>', 'node-1 NotReady <none>', 'node-1 Ready <none>']);
    expect(at(lost, 90_000)('get node node-1 -o jsonpath={.spec.taints[*].key}')).toBe('node.kubernetes.io/unreachable node.kubernetes.io/unreachable');
  });
});
