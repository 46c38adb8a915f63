/** What stands in the files of a volume: pkg/volume/{configmap,secret,downwardapi,projected}; test/e2e/common/storage. */
import { expect, test } from 'vitest';
import { picture, podAt, run, sketch } from '../testing/sim.ts';

const OBJECTS = `
  apiVersion: v1
  kind: ConfigMap
  metadata: {name: settings}
  data: {mode: fast, colour: red}
  ---
  apiVersion: v1
  kind: Secret
  metadata: {name: keys}
  data: {token: c2VjcmV0}
`;

/** The files of a volume as `path=content`, in the order of their names. */
function filesOf(volume: string): string[] {
  const script = 'cd /v/..data; for f in $(find . -type f | sort); do echo "$f=$(cat $f)"; done; sleep 60';
  const text = sketch(
    `
    volumes: [{name: v, ${volume}}]
    containers:
    - {name: app, image: busybox:1.36, command: [sh, -c, ${JSON.stringify(script)}], volumeMounts: [{name: v, mountPath: /v}], resources: {limits: {cpu: 500m}, requests: {cpu: 250m}}}
    - {name: other, image: busybox:1.36, command: [sleep, "60"], resources: {limits: {cpu: "2", memory: 64Mi}}}
  `,
    'duration: 4s',
    OBJECTS,
  );
  return run(text).records.flatMap((record) => (record.kind === 'Log' && record.container === 'app' ? [record.line] : []));
}

test('a ConfigMap or a Secret: each key is a file, or those that are named, where they are wanted', () => {
  expect(filesOf('configMap: {name: settings}')).toEqual(['./colour=red', './mode=fast']);
  expect(filesOf('configMap: {name: settings, items: [{key: mode, path: deep/how}]}')).toEqual(['./deep/how=fast']);
  expect(filesOf('configMap: {name: settings, items: [{key: mode, path: a}, {key: mode, path: b}]}')).toEqual(['./a=fast', './b=fast']);
  expect(filesOf('secret: {secretName: keys}')).toEqual(['./token=secret']);
});

test('fields and resources of the Pod (downwardAPI)', () => {
  const field = (path: string, fieldPath: string) => `{path: ${path}, fieldRef: {fieldPath: ${fieldPath}}}`;
  const resource = (path: string, container: string, name: string, more = '') =>
    `{path: ${path}, resourceFieldRef: {containerName: ${container}, resource: ${name}${more}}}`;
  expect(
    filesOf(
      `downwardAPI: {items: [${field('name', 'metadata.name')}, ${field('labels', 'metadata.labels')}, ${resource('cpu', 'app', 'limits.cpu', ', divisor: 1m')}, ${resource('asked', 'app', 'requests.cpu', ', divisor: 1m')}, ${resource('others', 'other', 'limits.cpu')}, ${resource('memory', 'other', 'limits.memory', ', divisor: 1Mi')}]}`,
    ),
  ).toEqual(['./asked=250', './cpu=500', './labels=app="web"', './memory=64', './name=web', './others=2']);
});

test('several sources in one (projected)', () => {
  expect(
    filesOf(
      'projected: {sources: [{configMap: {name: settings, items: [{key: mode, path: mode}]}}, {secret: {name: keys}}, {downwardAPI: {items: [{path: ns, fieldRef: {fieldPath: metadata.namespace}}]}}]}',
    ),
  ).toEqual(['./mode=fast', './ns=default', './token=secret']);
});

test('a key that is wanted and missing keeps the volume from being mounted, unless it is optional', () => {
  const events = (source: string) => {
    const text = sketch(
      `
      volumes: [{name: v, ${source}}]
      containers: [{name: app, image: busybox:1.36, command: [sleep, "60"], volumeMounts: [{name: v, mountPath: /v}]}]
    `,
      'duration: 1s',
      OBJECTS,
    );
    return picture(run(text), { only: ['Event'], digits: 0 })
      .split('\n')
      .filter((line) => line.includes('FailedMount'))
      .slice(0, 1);
  };
  expect(events('configMap: {name: settings, items: [{key: size, path: size}]}')).toEqual([
    '0 Warning FailedMount: MountVolume.SetUp failed for volume "v" : configmap references non-existent config key: size',
  ]);
  expect(events('secret: {secretName: keys, items: [{key: size, path: size}]}')).toEqual([
    '0 Warning FailedMount: MountVolume.SetUp failed for volume "v" : references non-existent secret key: size',
  ]);
  expect(events('secret: {secretName: none}')).toEqual(['0 Warning FailedMount: MountVolume.SetUp failed for volume "v" : secret "none" not found']);
  expect(events('configMap: {name: none, optional: true}')).toEqual([]);
  expect(events('configMap: {name: settings, optional: true, items: [{key: size, path: size}]}')).toEqual([]);
});

test('permissions of the files: the item’s before the volume’s, and what the Pod’s group may read', () => {
  // pkg/volume/util/atomic_writer.go; a script in a ConfigMap is run by its path
  const seen = (pod: string, volume: string, script: string) =>
    run(
      sketch(
        `
    ${pod}
    volumes: [{name: v, ${volume}}]
    containers: [{name: app, image: busybox:1.36, command: [sh, -c, ${JSON.stringify(script)}], volumeMounts: [{name: v, mountPath: /v}]}]
  `,
        'duration: 2s',
        OBJECTS,
      ),
    ).records.flatMap((record) => (record.kind === 'Log' ? [record.line] : []));
  const modes = 'stat -Lc "%a %n" /v/*';
  expect(seen('restartPolicy: Never', 'configMap: {name: settings}', modes)).toEqual(['644 /v/colour', '644 /v/mode']);
  expect(
    seen('restartPolicy: Never', 'configMap: {name: settings, defaultMode: 0555, items: [{key: mode, path: a}, {key: colour, path: b, mode: 0400}]}', modes),
  ).toEqual(['555 /v/a', '400 /v/b']);
  // pkg/volume/volume_linux.go: SetVolumeOwnership
  const own = 'stat -Lc "%a %g %n" /v /v/*';
  expect(seen('securityContext: {fsGroup: 2000}\n    restartPolicy: Never', 'secret: {secretName: keys, defaultMode: 0400}', own)).toEqual([
    '3777 2000 /v',
    '440 2000 /v/token',
  ]);
  const asUser = (more: string) =>
    seen(`restartPolicy: Never\n    securityContext: {runAsUser: 1000${more}}`, 'secret: {secretName: keys, defaultMode: 0400}', 'cat /v/token; echo');
  expect([asUser(''), asUser(', fsGroup: 2000')]).toEqual([["cat: can't open '/v/token': Permission denied", ''], ['secret']]);
});

test('a ConfigMap’s binaryData is in its volume as well, and in no variable', () => {
  // pkg/volume/configmap/configmap.go: MakePayload; recorded on a v1.36.2 node
  const trace = run(
    sketch(
      `
      volumes: [{name: v, configMap: {name: both}}]
      containers:
      - {name: app, image: busybox:1.36, command: [sh, -c, "ls /v; cat /v/bin; env | grep -c ^bin"], envFrom: [{configMapRef: {name: both}}], volumeMounts: [{name: v, mountPath: /v}]}
    `,
      'duration: 2s',
      '{apiVersion: v1, kind: ConfigMap, metadata: {name: both}, data: {text: t}, binaryData: {bin: aGkK}}',
    ),
  );
  expect(trace.records.flatMap((record) => (record.kind === 'Log' ? [record.line] : [])).slice(0, 4)).toEqual(['bin', 'text', 'hi', '0']);
});

test('all files change at once: names are links that lead through ..data; who has a file mounted by itself keeps it', () => {
  // pkg/volume/util/atomic_writer.go: Write; what `ls` prints, as BusyBox 1.35 did for the same links
  const exec = (at: string, script: string) => `{at: ${at}, do: exec, container: app, command: [sh, -c, ${JSON.stringify(script)}]}`;
  const script = 'ls -la /v | tail -n +4; cat /v/mode; grep -r red /v; find /v -type f; cat /one';
  const change = '{at: 6s, do: apply, object: {apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {colour: blue, size: small}}}';
  const trace = run(
    sketch(
      `
    volumes: [{name: v, configMap: {name: settings}}]
    containers:
    - name: app
      image: busybox:1.36
      command: [sleep, "600"]
      volumeMounts: [{name: v, mountPath: /v}, {name: v, mountPath: /one, subPath: colour}]
  `,
      `duration: 3m\nactions: [${exec('5s', script)}, ${change}, ${exec('150s', 'ls -l /v; cat /v/colour /one')}]`,
      OBJECTS,
    ),
  );
  const printed = trace.records.flatMap((record) => (record.kind === 'Action' && record.stdout !== undefined ? [record.stdout] : []));
  expect(printed.map((text) => text.replaceAll(/Jan {2}1 00:0\d/g, 'TIME').replaceAll(/\.\.2026[_\d]+\.\d+/g, '..TIME'))).toEqual([
    `drwxr-xr-x    2 root     root          4096 TIME ..TIME
lrwxrwxrwx    1 root     root            31 TIME ..data -> ..TIME
lrwxrwxrwx    1 root     root            13 TIME colour -> ..data/colour
lrwxrwxrwx    1 root     root            11 TIME mode -> ..data/mode
fast/v/..TIME/colour:red
/v/colour:red
/v/..TIME/colour
/v/..TIME/mode
red`,
    `total 0
lrwxrwxrwx    1 root     root            13 TIME colour -> ..data/colour
lrwxrwxrwx    1 root     root            11 TIME size -> ..data/size
bluered`,
  ]);
});

test('a volume of an image shows what the catalogue knows of it, or the paths that are declared', () => {
  // test/e2e_node/image_volume.go: verifyFileContents
  const seen = (script: string, scenario: string) =>
    run(
      sketch(
        `
    restartPolicy: Never
    volumes: [{name: v, image: {reference: "registry.k8s.io/e2e-test-images/kitten:1.8"}}]
    containers: [{name: app, image: busybox:1.36, command: [sh, -c, ${JSON.stringify(script)}], volumeMounts: [{name: v, mountPath: /v}]}]
  `,
        scenario,
      ),
    ).records.flatMap((record) => (record.kind === 'Log' ? [record.line] : []));
  expect(seen('cat /v/data.json; head -n1 /v/etc/os-release; touch /v/x', '{duration: 2s}')).toEqual([
    '{"image": "kitten.jpg"}',
    'NAME="Alpine Linux"',
    'touch: /v/x: Read-only file system',
  ]);
  const declared = '{duration: 2s, images: [{image: "*kitten*", onNode: true, paths: [etc, models/big]}]}';
  expect(seen('ls /v /v/models; head -n1 /v/etc/os-release', declared)).toEqual(['/v:', 'etc', 'models', '', '/v/models:', 'big', 'NAME="Alpine Linux"']);
});

test('what the kubelet fills is read-only, an emptyDir is not', () => {
  // pkg/kubelet/kubelet_pods.go: makeMounts
  const printed = (volume: string) => {
    const script = 'touch /v/x && echo written; sleep 60';
    const spec = `volumes: [{name: v, ${volume}}]\ncontainers: [{name: app, image: busybox:1.36, command: [sh, -c, "${script}"], volumeMounts: [{name: v, mountPath: /v}]}]`;
    return run(sketch(spec, 'duration: 2s', OBJECTS)).records.flatMap((record) => (record.kind === 'Log' ? [record.line] : []));
  };
  const refused = ['touch: /v/x: Read-only file system'];
  expect(printed('configMap: {name: settings}')).toEqual(refused);
  expect(printed('secret: {secretName: keys}')).toEqual(refused);
  expect(printed('downwardAPI: {items: [{path: ns, fieldRef: {fieldPath: metadata.namespace}}]}')).toEqual(refused);
  expect(printed('projected: {sources: [{secret: {name: keys}}]}')).toEqual(refused);
  expect(printed('emptyDir: {}')).toEqual(['written']);
});

test('a sub path may not lead out of its volume (kubelet_pods.go: makeMounts)', () => {
  const waiting = (path: string) => {
    const container = `{name: app, image: busybox:1.36, command: [sleep, "60"], env: [{name: P, value: ${path}}], volumeMounts: [{name: v, mountPath: /v, subPathExpr: $(P)}]}`;
    const state = podAt(run(sketch(`volumes: [{name: v, emptyDir: {}}]\ncontainers: [${container}]`, 'duration: 2s')))?.status.containerStatuses?.[0]?.state;
    return state?.waiting === undefined ? 'runs' : `${state.waiting.reason}: ${state.waiting.message}`;
  };
  expect(waiting('a/b')).toBe('runs');
  expect(waiting('/a')).toBe('CreateContainerConfigError: error SubPath `/a` must not be an absolute path');
  expect(waiting('a/../b')).toBe("CreateContainerConfigError: unable to provision SubPath `a/../b`: must not contain '..'");
});

test('Secrets, tokens and downward API are in memory, and everybody may look in; a ConfigMap is on the disk', () => {
  const text = sketch(
    `
    volumes:
    - {name: settings, configMap: {name: settings}}
    - {name: keys, secret: {secretName: keys}}
    - {name: about, downwardAPI: {items: [{path: name, fieldRef: {fieldPath: metadata.name}}]}}
    containers:
    - name: app
      image: busybox:1.36
      command: [sh, -c, "ls -ld /settings /keys /about | awk '{print $1, $9}'; awk '$2 ~ /^.(keys|settings|var)/ {print $2, $3}' /proc/mounts; ls /var/run/secrets/kubernetes.io/serviceaccount; sleep 60"]
      resources: {limits: {memory: 128Mi}}
      volumeMounts: [{name: settings, mountPath: /settings}, {name: keys, mountPath: /keys}, {name: about, mountPath: /about}]
  `,
    'duration: 4s',
    OBJECTS,
  );
  expect(run(text).records.flatMap((record) => (record.kind === 'Log' ? [record.line] : []))).toEqual([
    'drwxrwxrwt /about',
    'drwxrwxrwt /keys',
    'drwxrwxrwx /settings',
    '/keys tmpfs',
    '/settings ext4',
    '/var/run/secrets/kubernetes.io/serviceaccount tmpfs',
    'ca.crt',
    'namespace',
    'token',
  ]);
});

test('folders of the node hold what every node has', () => {
  const trace = run(
    sketch(
      `containers: [{name: app, image: "busybox:1.36", command: [sh, -c, "cat /host/hostname; ls /host | grep -c ."], volumeMounts: [{name: etc, mountPath: /host}]}]
volumes: [{name: etc, hostPath: {path: /etc}}]
restartPolicy: Never`,
      'duration: 3s',
    ),
  );
  expect(trace.records.flatMap((record) => (record.kind === 'Log' ? [record.line] : []))).toEqual(['node-1', '8']);
});
