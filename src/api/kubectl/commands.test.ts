/** What kubectl v1.36.2 answered to forms of its commands that are seldom written. */
import { describe, expect, it } from 'vitest';
import { createCluster } from './index.ts';

const POD = `apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}}
spec:
  securityContext: {runAsUser: 1000}
  initContainers: [{name: i, image: "b:1"}]
  containers:
  - {name: app, image: "nginx:1.27", args: [x], livenessProbe: {httpGet: {port: 80}}, env: [{name: A, value: b}, {name: B, valueFrom: {fieldRef: {fieldPath: metadata.name}}}, {name: C, valueFrom: {secretKeyRef: {name: s, key: k}}}]}
  - {name: two, image: "busybox:1.36"}
`;
const SERVICE = '{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {ports: [{port: 80}], selector: {app: web}}}';

function ask(line: string, ...more: string[]) {
  const cluster = createCluster();
  const files = {
    POD,
    SERVICE,
    CHANGED: POD.replace('app: web', 'app: db'),
    MOVED: POD.replace('b:1', 'b:2').replace('initContainers: [{name: i', 'nodeName: node-1\n  initContainers: [{name: i'),
  };
  for (const FILE of ['POD', 'SERVICE']) cluster.kubectl(['apply', '-f', FILE], { files });
  const { stdout, stderr } = cluster.kubectl([...line.split(' '), ...more], { files });
  return { said: stdout + stderr, cluster };
}

const NOTHING_NAMED = `error: You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'
`;

describe('kubectl', () => {
  it.each([
    ['apply POD', "error: Unexpected args: [POD]\nSee 'kubectl apply -h' for help and examples\n"],
    ['create foo', "error: Unexpected args: [foo]\nSee 'kubectl create -h' for help and examples\n"],
    ['apply -f POD --dry-run=client', 'pod/web unchanged (dry run)\n'],
    ['apply -f CHANGED --dry-run=client', 'pod/web configured (dry run)\n'],
    ['apply -f MOVED --force', 'pod/web configured\n'],
    [
      'apply -f POD --prune',
      'error: all resources selected for prune without explicitly passing --all. To prune all resources, pass the --all flag. If you did not mean to prune all resources, specify a label selector\n',
    ],
    ['set image', NOTHING_NAMED],
    ['set env', 'error: one or more resources must be specified as <resource> <name> or <resource>/<name>\n'],
    ['set nope', 'error: unknown command "nope"\nSee \'kubectl set -h\' for help and examples\n'],
    ['set selector pod web a=b', 'error: setting a selector is only supported for Services\n'],
    ['set selector svc s a=b', 'service/s selector updated\n'],
    ['set env pod/web --list -c app', '# Pod web, container app\nA=b\n# B from field path metadata.name\n# C from secret s, key k\n'],
    ['annotate pods web a=b d', 'error: all resources must be specified before annotation changes: d\n'],
    ['patch pod web --local -p {}', 'error: cannot specify --local and server resources\n'],
    ['patch pods web tow -p {}', 'pod/web patched (no change)\nError from server (NotFound): pods "tow" not found\n'],
    ['patch -f POD -p {}', 'pod/web patched\n'],
    ['replace -f POD --subresource=status', 'pod/web replaced\n'],
    ['replace -f POD --subresource=nope', 'Error from server (NotFound): error when replacing "POD": the server could not find the requested resource\n'],
    ['get po.v1. -o name', 'pod/web\n'],
    ['get deploy.v1.apps', 'No resources found in default namespace.\n'],
    ['get pods.v1', 'error: the server doesn\'t have a resource type "pods"\n'],
    ['get pods --server-print=false', 'NAME   AGE\nweb    0s\n'],
    ['get pods --subresource=status', 'error: subresource cannot be used when bulk resources are specified\n'],
    ['get ev', 'Warning: short name "ev" could also match lower priority resource events.events.k8s.io\nNo resources found in default namespace.\n'],
    ['events --for pod/nope', 'No events found in default namespace.\n'],
    ['events --for nope/x', 'the server doesn\'t have a resource type "nope"\n'],
    ['logs web --since=-5s', 'error: --since must be greater than 0\n'],
    ['logs web --limit-bytes=-1', 'error: --limit-bytes must be greater than 0\n'],
    ['wait --for=condition=Ready', NOTHING_NAMED],
    ['wait pod/web --for=condition=Ready --timeout=0', 'error: condition not met for pods/web\n'],
    ['wait pod/nope --for=create --timeout=1s', 'error: timed out waiting for the condition\n'],
    ['wait pod/web --for=jsonpath={.spec.containers}=y --timeout=1s', 'error: jsonpath leads to a nested object or list which is not supported\n'],
    ['describe pod/web pod/nope', 'Error from server (NotFound): pods "nope" not found\n'],
    ['debug web --copy-to=copy', 'error: you must specify --image, --set-image or command arguments.\n'],
    ['debug web --replace --image=z', 'error: --replace may only be used with --copy-to.\n'],
    ['debug web --image=z -t -c d', 'error: -i/--stdin is required for containers with -t/--tty=true\n'],
  ])('%s', (line, expected) => expect(ask(line).said).toBe(expected));

  it('patches files alone with --local', () => {
    const { said } = ask('patch -f SERVICE --local -o yaml -p', '{"spec":{"type":"NodePort"}}');
    expect(said).toBe('apiVersion: v1\nkind: Service\nmetadata:\n  name: s\nspec:\n  ports:\n  - port: 80\n  selector:\n    app: web\n  type: NodePort\n');
  });

  it('shows what was applied last', () => {
    expect(ask('apply view-last-applied svc s').said).toBe(
      'apiVersion: v1\nkind: Service\nmetadata:\n  annotations: {}\n  name: s\n  namespace: default\nspec:\n  ports:\n  - port: 80\n  selector:\n    app: web\n',
    );
  });

  it('debugs a copy without labels and probes, processes shared', () => {
    const { said, cluster } = ask('debug web --image=busybox:1 --copy-to=copy -c dbg');
    expect(said).toContain('Warning: Non-root user is configured for the entire target Pod');
    expect(cluster.get('pods', 'copy')).toMatchObject({
      metadata: { name: 'copy' },
      spec: {
        shareProcessNamespace: true,
        containers: [{ name: 'app' }, { name: 'two' }, { name: 'dbg', securityContext: { capabilities: { add: ['SYS_PTRACE'] } } }],
      },
    });
    expect(cluster.get('pods', 'copy')?.metadata.labels).toBeUndefined();
    expect(JSON.stringify(cluster.get('pods', 'copy'))).not.toContain('livenessProbe');
  });

  it('prints each of several refusals with a line break of its own', () => {
    const cluster = createCluster();
    const two = `${POD}---\n${POD.replace('name: web', 'name: two')}`;
    cluster.kubectl(['apply', '-f', 'TWO'], { files: { TWO: two } });
    expect(cluster.kubectl(['replace', '-f', 'TWO'], { files: { TWO: two } }).stderr).toMatch(
      /\n {2}"?.*\n\nError from server \(Invalid\): error when replacing "TWO": Pod "two"/,
    );
  });
});

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: d}
spec: {replicas: 3, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: a, image: b}]}}}
---
apiVersion: batch/v1
kind: Job
metadata: {name: j}
spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: b}]}}}
`;

describe('a workload', () => {
  const after = (...lines: string[]) => {
    const cluster = createCluster({ now: '2026-11-27T10:38:06Z' });
    cluster.kubectl(['apply', '-f', 'F'], { files: { F: DEPLOYMENT } });
    const outcomes = lines.map((line) => cluster.kubectl(line.split(' '), { files: { F: DEPLOYMENT.replace('replicas: 3', 'replicas: 5') } }));
    return outcomes.at(-1) ?? { exitCode: 0, stdout: '', stderr: '' };
  };

  it.each([
    [['scale deploy/d'], 'error: required flag(s) "replicas" not set\n'],
    [['scale deploy/d --replicas=-1'], 'error: The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0\n'],
    [['scale deploy/d --replicas=4 --current-replicas=9'], 'error: Expected replicas to be 9, was 3\n'],
    [['scale deploy/d --replicas=4'], 'deployment.apps/d scaled\n'],
    [['scale job/j --replicas=4'], 'Error from server (NotFound): the server could not find the requested resource\n'],
    [['rollout restart deploy/d'], 'deployment.apps/d restarted\n'],
    [
      ['rollout restart deploy/d', 'get deploy d -o jsonpath={.spec.template.metadata.annotations}'],
      '{"kubectl.kubernetes.io/restartedAt":"2026-11-27T10:38:06Z"}',
    ],
    [['rollout pause deploy/d', 'rollout pause deploy/d'], 'error: deployments.apps "d" is already paused\n'],
    [['rollout pause deploy/d', 'rollout restart deploy/d'], 'error: deployments.apps "d" can\'t restart paused deployment (run rollout resume first)\n'],
    [['rollout resume deploy/d'], 'error: deployments.apps "d" is not paused\n'],
    [['rollout restart job/j'], 'error: jobs.batch "j" restarting is not supported\n'],
    [['rollout status deploy/d --watch=false'], 'Waiting for deployment spec update to be observed...\n'],
    [['rollout history deploy/d'], 'deployment.apps/d \nNo rollout history found.\n'],
    [['rollout undo deploy/d'], 'error: no rollout history found for deployment "d"\n'],
    [['rollout status'], 'error: required resource not specified\n'],
    [['rollout nope'], 'error: unknown command "nope"\nSee \'kubectl rollout -h\' for help and examples\n'],
    [['version'], 'Client Version: v1.36.2\nKustomize Version: v5.8.1\nServer Version: v1.36.2\n'],
    [['get --raw /nope'], 'Error from server (NotFound): the server could not find the requested resource\n'],
    [['get --raw /apis/batch/v1/namespaces/default/jobs/x'], 'Error from server (NotFound): jobs.batch "x" not found\n'],
    [['delete --raw /api/v1/namespaces/default/pods/x'], 'error: --raw is covered here by get alone; name the object instead\n'],
  ])('%j', (lines, said) => {
    const { stdout, stderr } = after(...lines);
    expect(stdout + stderr).toBe(said);
  });

  it('is read by its address', () => {
    expect(after('get --raw /apis/apps/v1/namespaces/default/deployments/d').stdout).toMatch(
      /^\{"kind":"Deployment","apiVersion":"apps\/v1","metadata":\{"name":"d",.*\}\n$/,
    );
  });

  it('is compared with what apply would make of it', () => {
    const { exitCode, stdout, stderr } = after('diff -f F');
    expect(stdout).toContain('diff -u -N LIVE/apps.v1.Deployment.default.d MERGED/apps.v1.Deployment.default.d\n');
    expect(stdout).toContain('-  replicas: 3\n+  replicas: 5\n');
    expect([exitCode, stderr]).toEqual([1, '']);
    expect(after('apply -f F', 'diff -f F')).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  });

  it.each([
    [{ observedGeneration: 1 }, 'Waiting for deployment "d" rollout to finish: 0 out of 3 new replicas have been updated...\n'],
    [{ observedGeneration: 1, replicas: 4, updatedReplicas: 3 }, 'Waiting for deployment "d" rollout to finish: 1 old replicas are pending termination...\n'],
    [
      { observedGeneration: 1, replicas: 3, updatedReplicas: 3, availableReplicas: 2 },
      'Waiting for deployment "d" rollout to finish: 2 of 3 updated replicas are available...\n',
    ],
    [{ observedGeneration: 1, replicas: 3, updatedReplicas: 3, availableReplicas: 3 }, 'deployment "d" successfully rolled out\n'],
  ])('with status %j', (status, said) => {
    const cluster = createCluster();
    cluster.kubectl(['apply', '-f', 'F'], { files: { F: DEPLOYMENT } });
    const deployment = cluster.get('deployments', 'd');
    if (deployment !== undefined) cluster.restore([{ ...deployment, status }]);
    expect(cluster.kubectl(['rollout', 'status', 'deploy/d', '--watch=false']).stdout).toBe(said);
  });
});
