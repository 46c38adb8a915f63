import { describe, expect, it } from 'vitest';
import { createCluster } from './index.ts';

const POD =
  'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  labels: {app: web}\nspec:\n  automountServiceAccountToken: false\n  containers:\n  - name: app\n    image: nginx:1.27\n';
const cluster = () => createCluster({ namespace: 'shop', setup: 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n', now: '2026-01-01T00:00:00Z' });

/** A cluster with the Pod; commands are words separated by spaces. */
function withPod() {
  const made = cluster();
  const run = (command: string, files: Record<string, string> = {}) => made.kubectl(command.split(' '), { files: { 'pod.yaml': POD, ...files } });
  run('apply -f pod.yaml');
  return { made, run };
}

describe('a Pod from apply to delete', () => {
  it('is created, unchanged, configured, deleted', () => {
    const { run, made } = withPod();
    expect(run('apply -f pod.yaml').stdout).toBe('pod/web unchanged\n');
    expect(run('apply -f new.yaml', { 'new.yaml': POD.replace('1.27', '1.28') }).stdout).toBe('pod/web configured\n');
    expect(made.get('Pod', 'web')?.metadata.generation).toBe(2);
    expect(run('get pods').stdout).toBe('NAME   READY   STATUS    RESTARTS   AGE\nweb    0/1     Pending   0          0s\n');
    expect(run('delete pod web').stdout).toBe('pod "web" deleted from shop namespace\n');
    expect(run('get pods')).toEqual({ exitCode: 0, stdout: '', stderr: 'No resources found in shop namespace.\n' });
  });

  it('removes what a later manifest leaves out, and keeps what the server added', () => {
    const { run, made } = withPod();
    run('apply -f less.yaml', { 'less.yaml': POD.replace('  labels: {app: web}\n', '') });
    expect(made.get('pods', 'web')?.metadata.labels).toBeUndefined();
    expect(made.get('pods', 'web')?.['spec']).toMatchObject({ dnsPolicy: 'ClusterFirst', serviceAccountName: 'default' });
  });
});

describe('a cluster', () => {
  it('takes objects that come from another one as they are', () => {
    const setup = `${POD.replace('metadata:', 'metadata:\n  uid: 1-2-3')}status: {phase: Failed, reason: Evicted}\n`;
    const made = createCluster({ namespace: 'shop', setup, now: '2026-01-01T00:00:00Z' });
    expect(made.kubectl(['get', 'pods', '--no-headers']).stdout).toBe('web   0/1   Evicted   0     <unknown>\n');
  });

  it('says what is wrong with its objects', () => {
    expect(() => createCluster({ setup: POD.replace('image: nginx:1.27', 'image: ""') })).toThrow(
      'setup: Pod "web" is invalid: spec.containers[0].image: Required value',
    );
    expect(() => createCluster({ now: 'today' })).toThrow('now: today is not a time like 2026-01-01T00:00:00Z');
  });
});

describe('editing commands', () => {
  it.each([
    ['label pod web tier=front', 'pod/web labeled\n'],
    ['label pod web app=shop', ''],
    ['label pod web app=shop --overwrite', 'pod/web labeled\n'],
    ['label pod web app-', 'pod/web unlabeled\n'],
    ['annotate pod web note=x', 'pod/web annotated\n'],
    ['set image pod/web app=nginx:1.28', 'pod/web image updated\n'],
    ['set image pod/web front=nginx:1.28', ''],
    ['set image pod web *=nginx:1.27', ''],
    ['patch pod web -p {"metadata":{"labels":{"x":"y"}}}', 'pod/web patched\n'],
    ['patch pod web --type=merge -p {"metadata":{"labels":{"app":"web"}}}', 'pod/web patched (no change)\n'],
    ['patch pod web --type=json -p [{"op":"replace","path":"/spec/containers/0/image","value":"nginx:1.29"}]', 'pod/web patched\n'],
    [
      'debug web --image=busybox --target=app -c debugger',
      'Targeting container "app". If you don\'t see processes from this container it may be because the container runtime doesn\'t support this feature.\n',
    ],
    ['get pod web -o jsonpath={.spec.containers[0].image}', 'nginx:1.27'],
    ['get pod/web --show-labels --no-headers', 'web   0/1   Pending   0     0s    app=web\n'],
    ['wait --for=jsonpath={.status.phase}=Pending pod/web', 'pod/web condition met\n'],
  ])('%s', (command, stdout) => {
    expect(withPod().run(command).stdout).toBe(stdout);
  });
});

describe('logs', () => {
  it('come from whoever holds them, by the id in the status', () => {
    const made = cluster();
    made.restore([
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'web' },
        spec: { nodeName: 'node-1', containers: [{ name: 'app' }] },
        status: {
          containerStatuses: [
            { name: 'app', containerID: 'containerd://2', state: { running: {} }, lastState: { terminated: { containerID: 'containerd://1' } } },
          ],
        },
      },
    ]);
    const logs = (_pod: string, _container: string, id: string) =>
      id === 'containerd://0'
        ? undefined
        : [
            { time: '2025-12-31T23:59:30Z', line: `one ${id}` },
            { time: '2025-12-31T23:59:50.25Z', line: 'two' },
          ];
    const read = (...args: string[]) => made.kubectl(['logs', 'web', ...args], { logs }).stdout;
    expect(read()).toBe('one containerd://2\ntwo\n');
    expect(read('-p', '--tail=1')).toBe('two\n');
    expect(read('--timestamps')).toBe('2025-12-31T23:59:30.000000000Z one containerd://2\n2025-12-31T23:59:50.250000000Z two\n');
    expect(read('--since=10s')).toBe('two\n');
    expect(read('--since-time=2025-12-31T23:59:31Z', '--prefix')).toBe('[pod/web/app] two\n');
    expect(read('--limit-bytes=5')).toBe('one c');
    expect(made.kubectl(['logs', 'web', '-c', 'nobody'], { logs }).stderr).toBe('error: container nobody is not valid for pod web out of: app\n');
  });
});

describe('a patch that does not lead to a Pod', () => {
  const quoted = (manifest: string) => JSON.stringify(manifest).slice(1, -1);
  const applied = (containers: string) =>
    quoted(
      `map[metadata:map[annotations:map[kubectl.kubernetes.io/last-applied-configuration:{"apiVersion":"v1","kind":"Pod","metadata":{"annotations":{},"labels":{"app":"web"},"name":"web","namespace":"shop"},"spec":{"automountServiceAccountToken":false,"containers":${containers}}}\n]] spec:map[]]`,
    );

  it.each([
    [
      POD.replace('image:', 'imagee: x\n    image:'),
      '[{"image":"nginx:1.27","imagee":"x","name":"app"}]',
      'strict decoding error: unknown field "spec.containers[0].imagee"',
    ],
    [POD.replace('nginx:1.27', '5'), '[{"image":5,"name":"app"}]', 'cannot convert int64 to string'],
  ])('is quoted by the refusal of apply', (manifest, containers, reason) => {
    expect(withPod().run('apply -f new.yaml', { 'new.yaml': manifest }).stderr).toBe(
      `The request is invalid: patch: Invalid value: "${applied(containers)}": ${reason}\n`,
    );
  });

  it('is refused or warned of by patch', () => {
    expect(withPod().run('patch pod web -p {"spec":{"hostNetwork":"yes"}}').stderr).toBe(
      'The request is invalid: patch: Invalid value: "map[spec:map[hostNetwork:yes]]": unrecognized type: bool\n',
    );
    expect(withPod().run('patch pod web -p {"spec":{"color":"red"}}')).toEqual({
      exitCode: 0,
      stdout: 'pod/web patched (no change)\n',
      stderr: 'Warning: unknown field "spec.color"\n',
    });
  });
});

describe('wrong input', () => {
  it.each([
    ['apply', 'error: must specify one of -f and -k\n'],
    ['apply -f nowhere.yaml', 'error: the path "nowhere.yaml" does not exist\n'],
    ['get gizmos', 'error: the server doesn\'t have a resource type "gizmos"\n'],
    ['delete pod', 'error: resource(s) were provided, but no name was specified\n'],
    ['delete pod web --now --grace-period=5', 'error: --now and --grace-period cannot be specified together\n'],
    ['delete pod web --now --force', 'error: --force and --grace-period greater than 0 cannot be specified together\n'],
    ['exec web', 'error: you must specify at least one command for the container\n'],
    ['exec web -- ls', 'error: unable to upgrade connection: pod web does not have a host assigned\n'],
    ['set image pod web app=', 'error: failed to patch image update to pod template: Pod "web" is invalid: spec.containers[0].image: Required value\n'],
    ['set image pod web front=x', 'error: unable to find container named "front"\n'],
    ['set resources pod web', 'error: you must specify an update to requests or limits (in the form of --requests/--limits)\n'],
    ['cordon node-1', 'error: "kubectl cordon" is not covered: an action `do: node-cordon` of the Scenario does it to the run\n'],
    ['edit pod web', 'error: "kubectl edit" is not covered: kubectl patch, set and apply change an object\n'],
    [
      'autoscale deployment web',
      'error: "kubectl autoscale" is not covered here; there is apply, create, replace, patch, set, label, annotate, delete, debug, scale, rollout, diff, version, run, explain, api-resources, api-versions, get, describe, events, logs, exec, attach, port-forward, wait, top\n',
    ],
    ['frobnicate', 'error: unknown command "frobnicate" for "kubectl"\n'],
    ['lgos', 'error: unknown command "lgos" for "kubectl"\n\nDid you mean this?\n\tlogs\n'],
    ['con', 'error: unknown command "con" for "kubectl"\n\nDid you mean this?\n\trun\n\ttop\n\tcp\n\tconfig\n'],
    ['Get', 'error: unknown command "Get" for "kubectl"\n\nDid you mean this?\n\tset\n\tget\n'],
    ['get pods -o json --show-labels', 'error: --show-labels option cannot be used with json printer\n'],
    ['get pods web -A', 'error: a resource cannot be retrieved by name across all namespaces\n'],
    ['get pods -o name --sort-by=.nothing', 'error: couldn\'t find any field with path "{.nothing}" in the list of objects\n'],
    ['delete -l app=web', 'error: at least one resource must be specified to use a selector\n'],
    ['debug node/node-7 --image=b', 'Error from server (NotFound): nodes "node-7" not found\n'],
    ['exec deploy/web -- ls', 'Error from server (NotFound): deployments.apps "web" not found\n'],
    ['logs deploy/web', 'error: error from server (NotFound): deployments.apps "web" not found in namespace "shop"\n'],
    ['get pod web db -n nowhere', 'Error from server (NotFound): namespaces "nowhere" not found\n'.repeat(2)],
    ['describe pod web -n nowhere', 'Error from server (NotFound): namespaces "nowhere" not found\n'],
    ['exec web -n nowhere -- ls', 'Error from server (NotFound): namespaces "nowhere" not found\n'],
    ['logs web -n nowhere', 'error: error from server (NotFound): namespaces "nowhere" not found in namespace "nowhere"\n'],
    ['delete pod web -n nowhere', 'Error from server (NotFound): pods "web" not found\n'],
  ])('%s', (command, stderr) => {
    expect(withPod().run(command)).toEqual({ exitCode: 1, stdout: '', stderr });
  });

  it('refuses a setup that cannot be read', () => {
    expect(() => createCluster({ setup: 'kind: Pod\n' })).toThrow('apiVersion not set');
    expect(() => createCluster({ now: 'tomorrow' })).toThrow('now: tomorrow is not a time');
  });
});

describe('commands for several objects', () => {
  const TWO = `${POD}---\n${POD.replace('name: web', 'name: db').replace('app: web', 'app: db')}`;
  const withTwo = () => {
    const made = cluster();
    const run = (command: string) => made.kubectl(command.split(' '), { files: { 'two.yaml': TWO } });
    run('apply -f two.yaml');
    return run;
  };

  it.each([
    ['label pods --all tier=back', 'pod/db labeled\npod/web labeled\n'],
    ['label pods -l app=web tier=back', 'pod/web labeled\n'],
    ['annotate -f two.yaml note=x', 'pod/web annotated\npod/db annotated\n'],
    ['set image pods --all app=nginx:1.28', 'pod/db image updated\npod/web image updated\n'],
    ['delete pods --field-selector metadata.name=db', 'pod "db" deleted from shop namespace\n'],
    ['get pods --field-selector status.phase!=Pending -o name', ''],
  ])('%s', (command, stdout) => {
    expect(withTwo()(command).stdout).toBe(stdout);
  });

  // Asked of a real API server, as are those below
  it('what was applied by the client before is kept up to date by a server-side apply', () => {
    const run = withTwo();
    expect(run('apply --server-side -f two.yaml').stdout).toBe('pod/web serverside-applied\npod/db serverside-applied\n');
    expect(run('apply view-last-applied pod web -o json').stdout).not.toContain('annotations');
  });

  it('a resize that takes away what the defaults bring back changes nothing', () => {
    const made = cluster();
    const limited = POD.replace('image: nginx:1.27', 'image: nginx:1.27\n    resources: {limits: {cpu: 200m, memory: 64Mi}}');
    made.kubectl(['apply', '-f', 'pod.yaml'], { files: { 'pod.yaml': limited } });
    const patch = '{"spec":{"containers":[{"name":"app","resources":{"requests":{"cpu":null}}}]}}';
    expect(made.kubectl(['patch', 'pod', 'web', '--subresource=resize', '-p', patch]).stdout).toBe('pod/web patched (no change)\n');
  });

  it('sorts as Go does, and by paths as people write them', () => {
    const run = withTwo();
    run('patch pod web --subresource=status --type=merge -p {"status":{"podIP":"10.0.0.1","podIPs":[{"ip":"10.0.0.1"}]}}');
    expect(run('get pods -o name --sort-by=metadata.name').stdout).toBe('pod/db\npod/web\n');
    expect(run('get pods -o name --sort-by={.status.podIP}').stdout).toBe('pod/db\npod/web\n');
    // Two without a value change places: each of them is less than the other
    expect(run('get pods -o name --sort-by=.status.podIPs[0].ip').stdout).toBe('pod/db\npod/web\n');
    expect(run('get pods --sort-by=.nothing')).toEqual({ exitCode: 0, stdout: '', stderr: 'No resources found in shop namespace.\n' });
  });

  it('set image goes on where a container is not there', () => {
    const run = withTwo();
    expect(run('set image pod web app=nginx:2 other=x')).toEqual({
      exitCode: 1,
      stdout: 'pod/web image updated\n',
      stderr: 'error: unable to find container named "other"\n',
    });
    expect(run('set image pod web one=x app=').stderr).toBe(
      'error: unable to find container named "one"\nfailed to patch image update to pod template: Pod "web" is invalid: spec.containers[0].image: Required value\n',
    );
    expect(run('set image pod web *=a app=b').stderr).toBe(
      'error: all containers are already specified by *, but saw more than one container_name=container_image pairs\n',
    );
  });

  it.each([
    ['label pod web', 'error: at least one label update is required\n'],
    ['label pod web tier=a/b', expect.stringMatching(/^error: invalid label value: "tier=a\/b": a valid label must be/)],
    ['delete pod web --cascade=all', 'error: invalid cascade value (all). Must be "background", "foreground", or "orphan"\n'],
    ['replace -f two.yaml --grace-period=0', 'error: --grace-period must have --force specified\n'],
    ['patch pod web -p {"metadata":{"name":"x"}}', 'Error from server (BadRequest): the name of the object (x) does not match the name on the URL (web)\n'],
    [
      'get pods --field-selector spec.image=x',
      'Error from server (BadRequest): Unable to find "/v1, Resource=pods" that match label selector "", field selector "spec.image=x": field label not supported: spec.image\n',
    ],
    ['top pods', 'error: Metrics API not available\n'],
  ])('%s is refused', (command, stderr) => {
    expect(withTwo()(command)).toMatchObject({ exitCode: 1, stderr });
  });
});

describe('tables of other kinds', () => {
  const table = (text: string, command: string) => {
    const made = cluster();
    made.kubectl(['create', '-f', '-'], { stdin: text });
    return made.kubectl(command.split(' ')).stdout;
  };

  it('printJob, printCronJob, printDeployment', () => {
    const template = '{metadata: {labels: {app: web}}, spec: {restartPolicy: Never, containers: [{name: app, image: "busybox:1.36"}]}}';
    expect(table(`{apiVersion: batch/v1, kind: Job, metadata: {name: import}, spec: {parallelism: 2, template: ${template}}}`, 'get jobs')).toBe(
      'NAME     STATUS    COMPLETIONS   DURATION   AGE\nimport   Running   0/1 of 2                 0s\n',
    );
    const cron = `{apiVersion: batch/v1, kind: CronJob, metadata: {name: nightly}, spec: {schedule: "0 3 * * *", jobTemplate: {spec: {template: ${template}}}}}`;
    expect(table(cron, 'get cj')).toBe(
      'NAME      SCHEDULE    TIMEZONE   SUSPEND   ACTIVE   LAST SCHEDULE   AGE\nnightly   0 3 * * *   <none>     False     0        <none>          0s\n',
    );
    const deployment = `{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {selector: {matchLabels: {app: web}}, template: ${template.replace('Never', 'Always')}}}`;
    expect(table(deployment, 'get deploy -o wide')).toBe(
      'NAME   READY   UP-TO-DATE   AVAILABLE   AGE   CONTAINERS   IMAGES         SELECTOR\nweb    0/1     0            0           0s    app          busybox:1.36   app=web\n',
    );
  });

  it('printServiceAccount has no column of secrets', () => {
    expect(table('{apiVersion: v1, kind: ServiceAccount, metadata: {name: builder}}', 'get sa')).toBe('NAME      AGE\nbuilder   0s\n');
  });
});
