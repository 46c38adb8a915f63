/** What is in volumes, and when it changes: pkg/kubelet/volumemanager; test/e2e/common/storage/{configmap,downwardapi}_volume.go. */
import { expect, test } from 'vitest';
import { run, sketch } from '../testing/sim.ts';

const CONFIG = `
  apiVersion: v1
  kind: ConfigMap
  metadata: {name: settings}
  data: {mode: old}
`;
const CHANGE = '{at: 5s, do: apply, object: {apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {mode: new, more: key}}}';

/** What a Pod prints each 10 s, with the seconds at which it changes. */
function printed(spec: string, actions: string): [atSeconds: number, line: string][] {
  const trace = run(sketch(spec, `duration: 200s\nactions: [${actions}]`, CONFIG));
  const lines = trace.records.flatMap((record): [number, string][] =>
    record.kind === 'Log' && record.line !== '' ? [[Math.floor(record.t / 1000), record.line]] : [],
  );
  return lines.filter(([, line], index) => index === 0 || line !== lines[index - 1]?.[1]);
}

const reader = (command: string, mount: string) =>
  `containers:\n- {name: app, image: "busybox:1.36", command: [sh, -c, "while true; do ${command}; echo; sleep 10; done"], volumeMounts: [${mount}]}`;

test('a changed ConfigMap comes with the next periodic sync (60 to 90 s), but not to a sub path', () => {
  const volumes = 'volumes: [{name: v, configMap: {name: settings}}]';
  // Another comes when the Pod has long been at rest
  const changes = `${CHANGE}, ${CHANGE.replace('at: 5s', 'at: 90s').replace('more: key', 'more: keys')}`;
  const [first, second, third, ...more] = printed(
    `${volumes}\n${reader('echo $(cat /v/mode /v/more 2>/dev/null)', '{name: v, mountPath: /v}')}`,
    changes,
  ).filter(([, line]) => line !== '');
  expect(first).toEqual([0, 'old']);
  expect(second?.[1]).toBe('newkey');
  expect(second?.[0]).toBeGreaterThanOrEqual(60);
  expect(second?.[0]).toBeLessThanOrEqual(101);
  expect(third?.[1]).toBe('newkeys');
  expect((third?.[0] ?? 0) - (second?.[0] ?? 0)).toBeGreaterThanOrEqual(60);
  expect(more).toEqual([]);
  expect(printed(`${volumes}\n${reader('cat /mode', '{name: v, mountPath: /mode, subPath: mode}')}`, CHANGE).map(([, line]) => line)).toEqual(['old']);
});

test('fields of the Pod come with the sync that their change brings about', () => {
  const spec = `volumes: [{name: v, downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}]}}]\n${reader('echo $(cat /v/labels)', '{name: v, mountPath: /v}')}`;
  const change = '{at: 15s, do: patch, type: merge, patch: {metadata: {labels: {tier: front}}}}';
  expect(printed(spec, change)).toEqual([
    [0, 'app="web"'],
    [20, 'app="web" tier="front"'],
  ]);
});

test('keys and optional objects that go take their files with them; an object that has to be there leaves them', () => {
  // test/e2e/common/storage/configmap_volume.go: optional updates
  const volumes = (optional: string) => `volumes: [{name: v, configMap: {name: settings${optional}}}]`;
  const spec = (optional: string) => `${volumes(optional)}\n${reader('echo $(cd /v; ls)', '{name: v, mountPath: /v}')}`;
  const gone = '{at: 5s, do: remove, kind: ConfigMap, name: settings}';
  const other = CHANGE.replace('mode: new, more: key', 'more: key');
  const shown = (optional: string, actions: string) =>
    printed(spec(optional), actions).flatMap(([, line], index, all) => (line === all[index - 1]?.[1] ? [] : [line]));
  expect(shown('', other)).toEqual(['mode', 'more']);
  expect(shown(', optional: true', `${gone}, ${CHANGE.replace('at: 5s', 'at: 110s')}`)).toEqual(['mode', 'mode more']);
  expect(shown('', gone)).toEqual(['mode']);
});

test('an object that goes while it is mounted: from the next sync on the kubelet tells that it cannot mount it again, with longer and longer waits', () => {
  // Recorded on a v1.36.2 node; pkg/util/goroutinemap/exponentialbackoff
  const spec = (exit: string) =>
    `volumes: [{name: v, configMap: {name: settings}}]\ncontainers: [{name: app, image: busybox:1.36, command: [sh, -c, "cat /v/mode; sleep 20; ${exit}"], volumeMounts: [{name: v, mountPath: /v}]}]`;
  const actions = [
    '{at: 5s, do: remove, kind: ConfigMap, name: settings}',
    '{at: 33s, do: apply, object: {apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {mode: new}}}',
  ];
  const trace = run(sketch(spec('exit 1'), `duration: 80s\nactions: [${actions.join(', ')}]`, CONFIG));
  const told = trace.records.flatMap((record) => (record.kind === 'Event' && record.object.reason === 'FailedMount' ? [record] : []));
  expect(told[0]?.object.message).toBe('MountVolume.SetUp failed for volume "v" : configmap "settings" not found');
  expect(told.map(({ t }) => Math.round((t - (told[0]?.t ?? 0)) / 100) / 10)).toEqual([0, 0.5, 1.5, 3.5, 7.5]);
  expect(Math.floor((told[0]?.t ?? 0) / 1000)).toBe(20);
  // The second run still has the old file, the third one what was mounted since
  expect(trace.records.flatMap((record) => (record.kind === 'Log' ? [record.line] : []))).toEqual(['old', 'old', 'new']);
});

test('a changed file under a sub path: the sync that restarts the container comes too early for it, and on a slow node between its creation and its start', () => {
  // pkg/volume/util/subpath/subpath_linux.go: prepareSubpathTarget; recorded on a v1.36.2 node with a slow disk
  const outcome = (startContainer: string) => {
    const spec =
      'volumes: [{name: v, configMap: {name: settings}}]\ncontainers: [{name: app, image: busybox:1.36, command: [sh, -c, "echo $(cat /one); sleep 9; exit 1"], volumeMounts: [{name: v, mountPath: /one, subPath: mode}]}]';
    const trace = run(sketch(spec, `duration: 44s\ncluster: {latency: {startContainer: ${startContainer}}}\nactions: [${CHANGE}]`, CONFIG));
    return trace.records.flatMap((record) => {
      if (record.kind === 'Log') return [record.line];
      return record.kind === 'Event' && record.object.reason === 'Failed'
        ? [record.object.message.replace(/^.*container init: /, '').replace(/pods\/[-0-9a-f]+/g, 'pods/UID')]
        : [];
    });
  };
  expect(outcome('50ms')).toEqual(['old', 'old', 'new']);
  const source = '/var/lib/kubelet/pods/UID/volume-subpaths/v/app/0';
  expect(outcome('400ms')).toEqual([
    'old',
    `error mounting "${source}" to rootfs at "/one": mount ${source}:/one (via /proc/self/fd/6), flags: 0x5001: no such file or directory`,
    'new',
  ]);
});

test('a volume in memory is a tmpfs of its size', () => {
  // test/e2e/common/storage/empty_dir.go
  const command = "df | awk '/v$/ {print $1, $2}'; grep ' /v ' /proc/mounts; sleep 1000";
  const spec = `volumes: [{name: v, emptyDir: {medium: Memory, sizeLimit: 128Mi}}]\n${reader(command, '{name: v, mountPath: /v}')}`;
  expect(printed(spec, '')).toEqual([
    [0, 'tmpfs 131072'],
    [0, 'tmpfs /v tmpfs rw,relatime,size=131072k,noswap 0 0'],
  ]);
});

test('a projected volume tells of all its sources at once', () => {
  // Seen on a real v1.36.2 node; pkg/volume/projected/projected.go: collectData
  const messages = (sources: string, objects = '') => {
    const spec = `volumes: [{name: v, projected: {sources: [${sources}]}}]\ncontainers: [{name: app, image: busybox:1.36, command: [sleep, "9"], volumeMounts: [{name: v, mountPath: /v}]}]`;
    const { records } = run(sketch(spec, 'duration: 2s', objects));
    return [...new Set(records.flatMap((record) => (record.kind === 'Event' && record.object.reason === 'FailedMount' ? [record.object.message] : [])))];
  };
  expect(messages('{configMap: {name: one}}, {secret: {name: two}}, {secret: {name: three, optional: true}}')).toEqual([
    'MountVolume.SetUp failed for volume "v" : [configmap "one" not found, secret "two" not found]',
  ]);
  const keys = '{secret: {name: two, items: [{key: a, path: a}]}}';
  expect(messages(`${keys}, ${keys.replace('path: a', 'path: b')}`, 'apiVersion: v1\nkind: Secret\nmetadata: {name: two}\nstringData: {z: "1"}')).toEqual([
    'MountVolume.SetUp failed for volume "v" : references non-existent secret key: a',
  ]);
});

test('a folder may be mounted where the runtime binds a file of its own: images have none there', () => {
  // Seen on a real v1.36.2 node; pkg/kubelet/kubelet_pods.go: makeMounts
  const spec = `volumes: [{name: v, emptyDir: {}}]\n${reader('ls -d /etc/hosts/; ls -A /etc/hosts | wc -l; sleep 1000', '{name: v, mountPath: /etc/hosts}')}`;
  expect(printed(spec, '')).toEqual([
    [0, '/etc/hosts/'],
    [0, '0'],
  ]);
});

test('what the node does not have cannot be mounted: the driver of a CSI volume, a path of the kind that the volume asks for', () => {
  // Recorded on a v1.36.2 node; pkg/volume/csi/csi_mounter.go: SetUpAt, pkg/volume/hostpath/host_path.go: checkTypeInternal
  const failure = (volume: string, objects = '') => {
    const spec = `volumes: [{name: v, ${volume}}]\ncontainers: [{name: app, image: busybox:1.36, command: [sleep, "9"], volumeMounts: [{name: v, mountPath: /v}]}]`;
    const { records } = run(sketch(spec, 'duration: 2s', objects));
    return records.flatMap((record) => (record.kind === 'Event' && record.object.reason === 'FailedMount' ? [record.object.message.split(' : ')[1]] : []))[0];
  };
  const driver = 'csi: {driver: secrets.example.com}';
  expect(failure(driver)).toBe(
    'kubernetes.io/csi: mounter.SetUpAt failed to get CSI client: driver name secrets.example.com not found in the list of registered CSI drivers',
  );
  expect(failure(driver, 'apiVersion: storage.k8s.io/v1\nkind: CSIDriver\nmetadata: {name: secrets.example.com}\nspec: {}')).toBeUndefined();
  const host = (path: string, type: string) => failure(`hostPath: {path: ${path}, type: ${type}}`)?.replace('hostPath type check failed: ', '');
  expect(host('/data', 'Directory')).toBe('/data is not a directory');
  expect(host('/etc/nope', 'File')).toBe('/etc/nope is not a file');
  expect(host('/etc', 'FileOrCreate')).toBe('/etc is not a file');
  // FileOrCreate does not make the folder
  expect(failure('hostPath: {path: /data/file, type: FileOrCreate}')).toBe('open /data/file: no such file or directory');
  expect(failure('hostPath: {path: /data/file, type: FileOrCreate}}, {name: w, hostPath: {path: /data, type: DirectoryOrCreate}')).toBeUndefined();
  expect(host('/etc/hosts', 'DirectoryOrCreate')).toBe('/etc/hosts is not a directory');
  expect(host('/etc/passwd', 'Socket')).toBe('/etc/passwd is not a socket file');
  expect(host('/etc/hosts', 'CharDevice')).toBe('/etc/hosts is not a character device');
  expect(host('/dev/null', 'BlockDevice')).toBe('/dev/null is not a block device');
  for (const [path, type] of [
    ['/data', 'DirectoryOrCreate'],
    ['/data', '""'],
    ['/tmp/file', 'FileOrCreate'],
    ['/var/log/', 'Directory'],
    ['/', 'Directory'],
    ['/etc/hosts', 'File'],
    ['/run/containerd/containerd.sock', 'Socket'],
    ['/dev/null', 'CharDevice'],
    ['/dev/vda1', 'BlockDevice'],
  ] as const)
    expect(host(path, type)).toBeUndefined();
});

test('a volume of a Pod that is over and is held by a finalizer is still tried, and fails because its objects are no longer kept', () => {
  // desired_state_of_world_populator.go: findAndRemoveDeletedPods, watch_based_manager.go: Get; recorded in mount-tried-when-over
  const text = sketch(
    'volumes: [{name: v, configMap: {name: settings}}]\nterminationGracePeriodSeconds: 1\ncontainers: [{name: app, image: busybox:1.36, volumeMounts: [{name: v, mountPath: /v}]}]',
    'duration: 40s\nactions: [{at: 4s, do: delete}, {at: 6s, do: apply, object: {apiVersion: v1, kind: ConfigMap, metadata: {name: settings}}}, {at: 38s, do: remove-finalizer, finalizer: example.com/hold}]',
  ).replace('labels: {app: web}', 'finalizers: [example.com/hold]');
  const told = run(text).records.flatMap((record) => (record.kind === 'Event' && record.object.reason === 'FailedMount' ? [record] : []));
  expect(told.map(({ t, object }) => [Math.floor(t / 1000), object.message.split(' : ')[1]])).toEqual([
    [0, 'configmap "settings" not found'],
    [0, 'configmap "settings" not found'],
    [1, 'configmap "settings" not found'],
    [3, 'configmap "settings" not found'],
    [7, 'object "default"/"settings" not registered'],
    [15, 'object "default"/"settings" not registered'],
    [31, 'object "default"/"settings" not registered'],
  ]);
});
