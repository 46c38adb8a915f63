/** What stands in the files of a volume: pkg/volume/{configmap,secret,downwardapi,projected}; test/e2e/common/storage. */
import { expect, test } from 'vitest';
import { picture, run, sketch } from '../testing/sim.ts';

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
  const script = 'cd /v; for f in $(find . -type f | sort); do echo "$f=$(cat $f)"; done; sleep 60';
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
    '0 Warning FailedMount: MountVolume.SetUp failed for volume "v" : references non-existent config key: size',
  ]);
  expect(events('secret: {secretName: keys, items: [{key: size, path: size}]}')).toEqual([
    '0 Warning FailedMount: MountVolume.SetUp failed for volume "v" : references non-existent secret key: size',
  ]);
  expect(events('secret: {secretName: none}')).toEqual(['0 Warning FailedMount: MountVolume.SetUp failed for volume "v" : secret "none" not found']);
  expect(events('configMap: {name: none, optional: true}')).toEqual([]);
  expect(events('configMap: {name: settings, optional: true, items: [{key: size, path: size}]}')).toEqual([]);
});
