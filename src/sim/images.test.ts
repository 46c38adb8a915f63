/** Images and what else a container needs before it can be created: pkg/kubelet/images, pkg/kubelet/kuberuntime: startContainer. */
import { describe, expect, test } from 'vitest';
import { lines, picture, podAt, run, sketch, times } from '../testing/sim.ts';
import { credentialsFor, registriesOf } from './kubelet/pull-secrets.ts';

const one = (container: string, settings = 'duration: 20s', objects = '') =>
  sketch(
    `
  containers:
  - {name: app, ${container}}
`,
    settings,
    objects,
  );

const SHOWN = { only: ['Image', 'Event', 'Pod', 'Process'] as const };

test('an image that is pulled: Pulling, Pulled with time and size', () => {
  expect(
    picture(run(one('image: "shop/app:1"', '{duration: 6s, images: [{image: "shop/app:1", onNode: false, pull: 3s, size: 30Mi}]}')), { ...SHOWN, to: 5 }),
  ).toBe(lines`
    0.0 Pod Pending: -
    0.0 Normal Scheduled: Successfully assigned default/web to node-1
    0.0 Pod Pending: app waiting ContainerCreating
    0.4 pull of shop/app:1 starts
    0.4 Normal Pulling (app): Pulling image "shop/app:1"
    3.4 pull of shop/app:1 is done
    3.4 Normal Pulled (app): Successfully pulled image "shop/app:1" in 3s (3s including waiting). Image size: 31457280 bytes.
    3.4 Normal Created (app): Container created
    3.5 app starts
    3.5 Normal Started (app): Container started
    3.5 Pod Running: app running ready started
  `);
});

test('an image that does not exist: a second attempt with the next relist, then back-off of 10, 20, 40 s', () => {
  // pkg/kubelet/images/image_manager.go: pullImage; a failed first sync is followed by the relist that saw the sandbox
  expect(picture(run(one('image: "shop/none:1"', '{duration: 60s, images: [{image: "shop/none:1", pullError: notFound}]}')), SHOWN)).toBe(lines`
    0.0 Pod Pending: -
    0.0 Normal Scheduled: Successfully assigned default/web to node-1
    0.0 Pod Pending: app waiting ContainerCreating
    0.4 pull of shop/none:1 starts
    0.4 Normal Pulling (app): Pulling image "shop/none:1"
    0.5 pull of shop/none:1 fails
    0.5 Warning Failed (app): Failed to pull image "shop/none:1": rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/shop/none:1": failed to resolve image: docker.io/shop/none:1: not found
    0.5 Warning Failed (app): Error: ErrImagePull
    1.5 Normal BackOff (app): Back-off pulling image "shop/none:1"
    1.5 Warning Failed (app): Error: ImagePullBackOff
    1.5 Pod Pending: app waiting ErrImagePull
    14.5 pull of shop/none:1 starts
    14.5 Normal Pulling x2 (app): Pulling image "shop/none:1"
    14.5 Pod Pending: app waiting ImagePullBackOff
    14.6 pull of shop/none:1 fails
    14.6 Warning Failed x2 (app): Failed to pull image "shop/none:1": rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/shop/none:1": failed to resolve image: docker.io/shop/none:1: not found
    14.6 Warning Failed x2 (app): Error: ErrImagePull
    27.5 Normal BackOff x2 (app): Back-off pulling image "shop/none:1"
    27.5 Warning Failed x2 (app): Error: ImagePullBackOff
    27.5 Pod Pending: app waiting ErrImagePull
    40.5 pull of shop/none:1 starts
    40.5 Normal Pulling x3 (app): Pulling image "shop/none:1"
    40.5 Pod Pending: app waiting ImagePullBackOff
    40.6 pull of shop/none:1 fails
    40.6 Warning Failed x3 (app): Failed to pull image "shop/none:1": rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/shop/none:1": failed to resolve image: docker.io/shop/none:1: not found
    40.6 Warning Failed x3 (app): Error: ErrImagePull
    53.5 Normal BackOff x3 (app): Back-off pulling image "shop/none:1"
    53.5 Warning Failed x3 (app): Error: ImagePullBackOff
    53.5 Pod Pending: app waiting ErrImagePull
  `);
});

test('pull policies: Never does not look elsewhere, Always asks the registry each time', () => {
  expect(
    picture(run(one('image: "shop/none:1", imagePullPolicy: Never', '{duration: 3s, images: [{image: "shop/none:1", onNode: false}]}')), {
      ...SHOWN,
      from: 0.3,
    }),
  ).toBe(lines`
    0.4 Warning ErrImageNeverPull (app): Container image "shop/none:1" is not present with pull policy of Never
    0.4 Warning Failed (app): Error: ErrImageNeverPull
    0.5 Warning ErrImageNeverPull x2 (app): Container image "shop/none:1" is not present with pull policy of Never
    0.5 Warning Failed x2 (app): Error: ErrImageNeverPull
    0.5 Pod Pending: app waiting ErrImageNeverPull
  `);
  expect(picture(run(one('image: "busybox:1.36", imagePullPolicy: Always, command: [sleep, "60"]', 'duration: 3s')), { only: ['Image'] })).toBe(lines`
    0.4 pull of busybox:1.36 starts
    0.5 pull of busybox:1.36 is done
  `);
});

test('names that are none', () => {
  // github.com/distribution/reference
  const message = (image: string) =>
    picture(run(one(`image: "${image}"`, 'duration: 2s')), { only: ['Event'] })
      .split('\n')
      .find((line) => line.includes('InspectFailed'))
      ?.replace(/.*couldn't parse image name /, '');
  expect(['shop/APP:1', 'Busybox', 'Bad Image', 'shop/app:', 'a//b', `${'0'.repeat(63)}a`, '-x', 'x@sha256:'.concat('a'.repeat(32))].map(message)).toEqual([
    '"shop/APP:1": invalid reference format: repository name (shop/APP) must be lowercase',
    '"Busybox": invalid reference format: repository name (library/Busybox) must be lowercase',
    '"Bad Image": invalid reference format: repository name (library/Bad Image) must be lowercase',
    '"shop/app:": invalid reference format',
    '"a//b": invalid reference format',
    '"ID": invalid repository name (ID), cannot specify 64-byte hexadecimal strings',
    '"-x": invalid reference format',
    `"x@sha256:${'a'.repeat(32)}": invalid checksum digest length`,
  ]);
  expect(['busybox', 'localhost/x', 'a.b:5000/c/d:v1', 'x@sha256:'.concat('a'.repeat(64))].map(message)).toEqual([undefined, undefined, undefined, undefined]);
});

test('a private image needs a pull secret; a missing one is complained about in every sync', () => {
  const trace = run(
    sketch(
      `
    imagePullSecrets: [{name: regcred}]
    containers:
    - {name: app, image: "registry.example.com/app:1"}
  `,
      `
    duration: 16s
    images: [{image: "registry.example.com/*", requiresSecret: true}]
    actions:
    - {at: 3s, do: apply, object: {apiVersion: v1, kind: Secret, metadata: {name: regcred}, type: kubernetes.io/dockerconfigjson, stringData: {.dockerconfigjson: '{"auths":{"registry.example.com":{}}}'}}}
  `,
    ),
  );
  expect(picture(trace, SHOWN)).toBe(lines`
    0.0 Pod Pending: -
    0.0 Normal Scheduled: Successfully assigned default/web to node-1
    0.0 Pod Pending: app waiting ContainerCreating
    0.3 Warning FailedToRetrieveImagePullSecret: Unable to retrieve some image pull secrets (regcred); attempting to pull the image may not succeed.
    0.4 pull of registry.example.com/app:1 starts
    0.4 Normal Pulling (app): Pulling image "registry.example.com/app:1"
    0.5 pull of registry.example.com/app:1 fails
    0.5 Warning Failed (app): Failed to pull image "registry.example.com/app:1": failed to pull and unpack image "registry.example.com/app:1": failed to resolve image: pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials
    0.5 Warning Failed (app): Error: ErrImagePull
    1.5 Warning FailedToRetrieveImagePullSecret x2: Unable to retrieve some image pull secrets (regcred); attempting to pull the image may not succeed.
    1.5 Normal BackOff (app): Back-off pulling image "registry.example.com/app:1"
    1.5 Warning Failed (app): Error: ImagePullBackOff
    1.5 Pod Pending: app waiting ErrImagePull
    14.5 pull of registry.example.com/app:1 starts
    14.5 Normal Pulling x2 (app): Pulling image "registry.example.com/app:1"
    14.5 Pod Pending: app waiting ImagePullBackOff
  `);
});

test('a missing ConfigMap is CreateContainerConfigError, with a flat retry that finds it', () => {
  // recorded: what was missing helps at the next retry, 10 to 15 s later
  const trace = run(
    one(
      'image: "busybox:1.36", command: [sleep, "60"], env: [{name: A, valueFrom: {configMapKeyRef: {name: settings, key: a}}}]',
      `
    duration: 30s
    actions: [{at: 5s, do: apply, object: {apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {a: "1"}}}]
  `,
    ),
  );
  expect(picture(trace, SHOWN)).toBe(lines`
    0.0 Pod Pending: -
    0.0 Normal Scheduled: Successfully assigned default/web to node-1
    0.0 Pod Pending: app waiting ContainerCreating
    0.4 Normal Pulled (app): Container image "busybox:1.36" already present on machine and can be accessed by the pod
    0.4 Warning Failed (app): Error: configmap "settings" not found
    0.5 Normal Pulled x2 (app): Container image "busybox:1.36" already present on machine and can be accessed by the pod
    0.5 Warning Failed x2 (app): Error: configmap "settings" not found
    0.5 Pod Pending: app waiting CreateContainerConfigError
    13.5 Normal Pulled x3 (app): Container image "busybox:1.36" already present on machine and can be accessed by the pod
    13.5 Normal Created (app): Container created
    13.6 app starts
    13.6 Normal Started (app): Container started
    13.6 Pod Running: app running ready started
  `);
});

test('a missing key, a missing Secret, and those that are optional', () => {
  const why = (env: string) => {
    const trace = run(
      one(
        `image: "busybox:1.36", command: [sleep, "60"], env: [{name: A, valueFrom: ${env}}]`,
        'duration: 2s',
        `
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data: {a: "1"}
    `,
      ),
    );
    return picture(trace, { only: ['Event'] })
      .split('\n')
      .find((line) => /Failed|Started/.test(line))
      ?.replace(/^\S+ /, '');
  };
  expect(why('{configMapKeyRef: {name: settings, key: b}}')).toBe("Warning Failed (app): Error: couldn't find key b in ConfigMap default/settings");
  expect(why('{secretKeyRef: {name: keys, key: b}}')).toBe('Warning Failed (app): Error: secret "keys" not found');
  expect(why('{configMapKeyRef: {name: settings, key: b, optional: true}}')).toBe('Normal Started (app): Container started');
  expect(why('{secretKeyRef: {name: keys, key: b, optional: true}}')).toBe('Normal Started (app): Container started');
});

test('a volume of a missing Secret: FailedMount again and again, and nothing else', () => {
  // recorded: first after 0.13 s, then +0.50, 1.01, 2.01, 4.02 …
  const trace = run(
    sketch(
      `
    volumes: [{name: keys, secret: {secretName: keys}}]
    containers:
    - {name: app, image: "busybox:1.36", command: [sleep, "60"], volumeMounts: [{name: keys, mountPath: /keys}]}
  `,
      'duration: 20s',
    ),
  );
  expect(times(trace, /FailedMount/).map((t) => t.toFixed(1))).toEqual(['0.1', '0.6', '1.6', '3.6', '7.6', '15.6']);
  expect(picture(trace, { only: ['Event', 'Pod'], to: 0.5 })).toBe(lines`
    0.0 Pod Pending: -
    0.0 Normal Scheduled: Successfully assigned default/web to node-1
    0.0 Pod Pending: app waiting ContainerCreating
    0.1 Warning FailedMount: MountVolume.SetUp failed for volume "keys" : secret "keys" not found
  `);
});

test('a mount goes on being attempted while the Pod that is deleted has not begun to terminate', () => {
  // Recorded: conformance/termination/14-missing-volume-does-not-hang; pkg/kubelet/volumemanager/populator: findAndAddNewPods
  const missing = (settings: string) =>
    run(
      sketch(
        `
    volumes: [{name: keys, secret: {secretName: keys}}]
    containers:
    - {name: app, image: "busybox:1.36", command: [sleep, "60"], volumeMounts: [{name: keys, mountPath: /keys}]}
  `,
        settings,
      ),
    );
  const deleted = missing('{duration: 20s, actions: [{at: 20ms, do: delete}]}');
  expect(times(deleted, /FailedMount/).map((t) => t.toFixed(1))).toEqual(['0.1', '0.6']);
  expect(picture(deleted, { only: ['Process', 'Pod'], from: 1 })).toBe(lines`
    1.5 Pod Failed deleting(30): app terminated ContainerStatusUnknown:137
    1.5 Pod Failed deleting(0): app terminated ContainerStatusUnknown:137
    1.5 Pod is gone
  `);
});

test('a volume that no container mounts is never set up', () => {
  // pkg/kubelet/volumemanager/volume_manager.go: getExpectedVolumes
  const trace = run(
    sketch('{volumes: [{name: keys, secret: {secretName: keys}}], containers: [{name: app, image: "busybox:1.36", command: [sleep, "60"]}]}', 'duration: 2s'),
  );
  expect(picture(trace, { only: ['Process'] })).toBe('0.5 app starts');
  expect(times(trace, /FailedMount/)).toEqual([]);
});

test('a volume that comes late', () => {
  const trace = run(
    sketch(
      `
    volumes: [{name: keys, secret: {secretName: keys}}]
    containers:
    - {name: app, image: "busybox:1.36", command: [cat, /keys/a], volumeMounts: [{name: keys, mountPath: /keys}]}
    restartPolicy: Never
  `,
      `
    duration: 12s
    actions: [{at: 2s, do: apply, object: {apiVersion: v1, kind: Secret, metadata: {name: keys}, data: {a: aGVsbG8=}}}]
  `,
    ),
  );
  expect(picture(trace, { only: ['Process', 'Log'] })).toBe(lines`
    4.1 app starts
    4.1 app says hello
    4.1 app exits 0 Completed
  `);
});

test('runAsNonRoot refuses an image that runs as root', () => {
  // pkg/kubelet/kuberuntime/security_context.go: verifyRunAsNonRoot
  const error = (context: string) =>
    picture(run(one(`image: "busybox:1.36", command: [sleep, "60"], securityContext: ${context}`, 'duration: 1s')), { only: ['Event'] })
      .split('\n')
      .find((line) => /Failed|Started/.test(line))
      ?.replace(/^\S+ /, '');
  expect(error('{runAsNonRoot: true}')).toBe(
    'Warning Failed (app): Error: container has runAsNonRoot and image will run as root (pod: "web_default(UID)", container: app)',
  );
  expect(error('{runAsNonRoot: true, runAsUser: 0}')).toBe(
    'Warning Failed (app): Error: container\'s runAsUser breaks non-root policy (pod: "web_default(UID)", container: app)',
  );
  expect(error('{runAsNonRoot: true, runAsUser: 1000}')).toBe('Normal Started (app): Container started');
});

test('a failed create leaves no record behind: the container keeps restartCount 0, others start', () => {
  const trace = run(
    sketch(
      `
    containers:
    - {name: app, image: "busybox:1.36", command: [sleep, "60"], securityContext: {seccompProfile: {type: Localhost, localhostProfile: mine.json}}}
    - {name: other, image: "busybox:1.36", command: [sleep, "60"]}
  `,
      'duration: 14s',
    ),
  );
  expect(picture(trace, { only: ['Pod', 'Process'] })).toBe(lines`
    0.0 Pod Pending: -
    0.0 Pod Pending: app waiting ContainerCreating; other waiting ContainerCreating
    0.5 other starts
    0.5 Pod Pending: app waiting CreateContainerError; other running ready started
  `);
});

describe('an image that nothing is said of', () => {
  const assumed = (image: string, settings = '{duration: 1s}') => run(one(`image: "${image}"`, settings)).assumptions.map(({ text }) => text);
  const missing = (image: string) => `No registry has the image ${image}, as its name says.`;

  test.each(['shop/nosuch:1.0', 'nginx:does-not-exist', 'no-such-image', 'ghcr.io/shop/nonexistent:1', 'busybox:notexist'])(
    '%s is missing, as it says itself; that is an assumption',
    (image) => {
      expect(assumed(image)).toContain(missing(image));
    },
  );

  test('what the scenario declares goes before the name', () => {
    expect(assumed('shop/nosuch:1.0', '{duration: 1s, images: [{image: "shop/*", onNode: true}]}')).not.toContain(missing('shop/nosuch:1.0'));
  });

  test('an image that nobody knows is on the node, which is an assumption until the scenario says so, or the image is pulled', () => {
    const present = 'The node has the image reg.example.com/app:1: nothing is pulled.';
    expect(assumed('reg.example.com/app:1')).toContain(present);
    expect(assumed('reg.example.com/app:1', '{duration: 1s, images: [{image: "reg.example.com/*", onNode: true}]}')).not.toContain(present);
    expect(assumed('reg.example.com/app:latest').join()).not.toContain('nothing is pulled');
    expect(assumed('nginx:1.27')).toEqual([]);
  });

  test.each(['shop/snosuchy:1', 'shop/exists:1', 'nothing-found:1'])('%s exists: only whole words count', (image) => {
    expect(assumed(image)).not.toContain(missing(image));
  });
});

test('a sub path that the image of a volume does not have', () => {
  // test/e2e_node/image_volume.go: should fail if subPath in volume is not existing
  const waiting = (subPath: string, paths: string) => {
    const trace = run(
      sketch(
        `
      volumes: [{name: data, image: {reference: "example.com/kitten:1"}}]
      containers:
      - {name: app, image: busybox:1.36, command: [sleep, "3600"], volumeMounts: [{name: data, mountPath: /data, subPath: ${subPath}}]}
    `,
        `{duration: 10s, images: [{image: "example.com/*", ${paths}}]}`,
      ),
    );
    return podAt(trace)?.status.containerStatuses?.[0]?.state.waiting;
  };
  expect(waiting('not-existing', 'paths: [etc]')).toMatchObject({
    reason: 'CreateContainerError',
    message: expect.stringMatching(
      /^failed to mount image volume: ImageVolumeMountFailed: failed to ensure image subpath "not-existing" in .*: no such file or directory$/,
    ),
  });
  expect([waiting('etc', 'paths: [etc]'), waiting('etc/ssl', 'paths: [etc]'), waiting('any', 'onNode: true')]).toEqual([undefined, undefined, undefined]);
  expect(waiting('not-existing', 'onNode: true')).toMatchObject({ reason: 'CreateContainerError' });
});

test('a sub path of an image volume has to be a folder', () => {
  // containerd internal/cri/server/container_image_mount.go: setImageMountPath; recorded with 2.3.4
  const trace = run(
    sketch(
      'volumes: [{name: data, image: {reference: "busybox:1.36"}}]\ncontainers: [{name: app, image: busybox:1.36, command: [sleep, "3600"], volumeMounts: [{name: data, mountPath: /data, subPath: etc/passwd}]}]',
      'duration: 5s',
    ),
  );
  expect(podAt(trace)?.status.containerStatuses?.[0]?.state.waiting?.message).toMatch(
    /ImageVolumeMountFailed: failed to ensure image subpath "etc\/passwd" in "(.*)": only directory subpath is supported, subpath: "etc\/passwd", mountpoint: "\1"$/,
  );
});

test('an ephemeral container whose image cannot be had is tried again like any other', () => {
  const trace = run(
    sketch(
      'containers: [{name: app, image: "busybox:1.36", command: [sleep, "3600"]}]',
      `
    duration: 25s
    images: [{image: "bad/*", pullError: notFound}]
    actions: [{at: 3s, do: add-ephemeral, container: {name: debugger, image: "bad/tool:1", command: [sh]}}]
  `,
    ),
  );
  const pulls = trace.records.filter((record) => record.kind === 'Image' && record.what === 'pullStart').map(({ t }) => Math.round(t / 1000));
  expect(pulls).toEqual([3, 17]);
  expect(podAt(trace)?.status.ephemeralContainerStatuses?.[0]?.state.waiting?.reason).toBe('ErrImagePull');
});

test('a registry that fails from some time on, and is there again later', () => {
  const set = (at: string, change: string) => `{at: ${at}, do: image, image: "shop/app:1", set: ${change}}`;
  const settings = `duration: 1m\nimages: [{image: "shop/app:1"}]\nactions: [${set('2s', '{pullError: unreachable}')}, ${set('20s', '{pullError: null}')}]`;
  expect(picture(run(one('image: "shop/app:1", imagePullPolicy: Always, command: [sleep, "4"]', settings)), { only: ['Image'], to: 50 })).toBe(lines`
    0.4 pull of shop/app:1 starts
    0.5 pull of shop/app:1 is done
    5.5 pull of shop/app:1 starts
    5.6 pull of shop/app:1 fails
    18.5 pull of shop/app:1 starts
    18.6 pull of shop/app:1 fails
    45.5 pull of shop/app:1 starts
    45.6 pull of shop/app:1 is done
  `);
});

test('the back-off of a pull is forgotten after 10 min without a failure (client-go/util/flowcontrol/backoff.go: hasExpired)', () => {
  const set = (at: string, change: string) => `{at: ${at}, do: image, image: "shop/app:1", set: ${change}}`;
  const pulls = (sleep: number, until: string) =>
    picture(
      run(
        one(
          `image: "shop/app:1", imagePullPolicy: Always, command: [sleep, "${sleep}"]`,
          `duration: 15m\nimages: [{image: "shop/app:1"}]\nactions: [${set('0ms', '{pullError: unreachable}')}, ${set('8s', '{pullError: null}')}, ${set(until, '{pullError: unreachable}')}]`,
        ),
      ),
      { only: ['Image'], from: 8 },
    )
      .split('\n')
      .filter((line) => line.includes('fails'))
      .slice(0, 2)
      .map((line) => Number(line.trim().split(' ')[0]));
  const [early = 0, afterEarly = 0] = pulls(300, '1m');
  const [late = 0, afterLate = 0] = pulls(660, '1m');
  // 20 s and 10 s, and what a retry waits for besides
  expect([afterEarly - early, afterLate - late].map((waitS) => Math.floor(waitS / 10) * 10)).toEqual([20, 10]);
});

describe('pull secrets', () => {
  const secret = (type: string, data: Record<string, string>, name = 'regcred') => ({
    apiVersion: 'v1',
    kind: 'Secret',
    type,
    metadata: { name },
    stringData: data,
  });
  const config = (auths: Record<string, object>, name?: string) =>
    secret('kubernetes.io/dockerconfigjson', { '.dockerconfigjson': JSON.stringify({ auths }) }, name);
  const AUTH = { auth: btoa('user:pass') };

  test('whom one has credentials for: hosts or parts of one, without scheme and version', () => {
    // pkg/credentialprovider/keyring.go: BasicDockerKeyring.Add
    const auths = { 'https://index.docker.io/v1/': {}, 'registry.example.com:5000': {}, 'http://ghcr.io/team/app': {}, 'https://quay.io/v2/shop': {} };
    const keys = ['index.docker.io', 'registry.example.com:5000', 'ghcr.io/team/app', 'quay.io/shop'];
    expect(registriesOf(config(auths))).toEqual(keys);
    expect(registriesOf(secret('kubernetes.io/dockercfg', { '.dockercfg': JSON.stringify(auths) }))).toEqual(keys);
  });

  test('one of another type counts for nothing, whatever is in it', () => {
    // pkg/credentialprovider/secrets/secrets.go: secretsToTrackedDockerConfigs; recorded on a v1.36.2 node
    const text = JSON.stringify({ auths: { 'registry.example.com': AUTH } });
    expect(registriesOf(secret('Opaque', { '.dockerconfigjson': text }))).toEqual([]);
    expect(registriesOf(secret('kubernetes.io/dockercfg', { '.dockerconfigjson': text }))).toEqual([]);
    expect(registriesOf(secret('kubernetes.io/dockerconfigjson', { '.dockerconfigjson': 'none' }))).toEqual([]);
  });

  test.each([
    ['reg.example.com/shop/app:1', 'reg.example.com', true],
    ['reg.example.com/shop/app:1', 'reg.example.com/shop', true],
    ['reg.example.com/shop/app:1', 'reg.example.com/shop/a', true],
    ['reg.example.com/shop/app:1', 'reg.example.com/other', false],
    ['reg.example.com:5000/app@sha256:aa', 'reg.example.com:5000', true],
    ['reg.example.com:5000/app', 'reg.example.com', false],
    ['reg.example.com/app', '*.example.com', true],
    ['reg.example.com/app', '*.com', false],
    ['busybox', 'https://index.docker.io/v1/', true],
    ['busybox', 'docker.io', true],
    ['shop/app:1', 'docker.io/shop', true],
    ['shop/app:1', 'docker.io/other', false],
  ])('an image %s and an entry %s: %s', (image, key, meant) => {
    expect(credentialsFor(image, [config({ [key]: AUTH })])).toHaveLength(meant ? 1 : 0);
  });

  test('the most specific entry comes first, whichever secret it is in', () => {
    const secrets = [config({ 'reg.example.com': AUTH }, 'whole'), config({ 'reg.example.com/shop': AUTH }, 'part')];
    expect(credentialsFor('reg.example.com/shop/app', secrets)).toMatchObject([{ secret: 'part' }, { secret: 'whole' }]);
  });

  test.each([
    ['%%%', 'illegal base64 data at input byte 0'],
    ['dXNlcjpwYXNz!', 'illegal base64 data at input byte 12'],
    [btoa('user'), 'unable to parse auth field, must be formatted as base64(username:password)'],
  ])('one whose auth is %s keeps every image from being pulled, even those of other registries', (auth, error) => {
    // Recorded on a v1.36.2 node: the error is the reason of the waiting container; nothing is pulled and nothing backs off
    const text = JSON.stringify({ auths: { 'reg.example.com': { auth } } });
    const trace = run(
      sketch(
        'imagePullSecrets: [{name: regcred}]\ncontainers: [{name: app, image: "other.example.com/app:1"}, {name: here, image: "busybox:1.36", command: [sleep, "100"]}]',
        'duration: 4s\nimages: [{image: "other.example.com/*", onNode: false}]',
        `{apiVersion: v1, kind: Secret, metadata: {name: regcred}, type: kubernetes.io/dockerconfigjson, stringData: {.dockerconfigjson: '${text}'}}`,
      ),
    );
    const [app, here] = podAt(trace)?.status.containerStatuses ?? [];
    expect(app?.state.waiting).toEqual({ reason: error, message: error });
    expect(here?.state.running).toBeDefined();
    const events = picture(trace, { only: ['Event'] });
    expect(events).toContain(`Warning Failed (app): Error: ${error}`);
    expect(events).not.toMatch(/Pulling|BackOff/);
  });
});

test.each([
  // Recorded with containerd 2.3.4
  ['localhost:5999/web:1', 'Head "https://localhost:5999/v2/web/manifests/1": dial tcp 127.0.0.1:5999: connect: connection refused'],
  ['localhost/web:1', 'Head "https://localhost/v2/web/manifests/1": dial tcp 127.0.0.1:443: connect: connection refused'],
  ['reg.invalid:5000/team/web:1', 'Head "https://reg.invalid:5000/v2/team/web/manifests/1": dial tcp: lookup reg.invalid on 10.255.255.53:53: no such host'],
  ['reg.invalid/web:2@sha256:bbb', 'Head "https://reg.invalid/v2/web/manifests/sha256:bbb": dial tcp: lookup reg.invalid on 10.255.255.53:53: no such host'],
])('a registry that cannot be reached: %s', (image, text) => {
  const digest = 'b'.repeat(64);
  const trace = run(
    sketch(`containers: [{name: app, image: ${JSON.stringify(image.replace('bbb', digest))}}]`, 'duration: 2s\nimages: [{image: "*", pullError: unreachable}]'),
  );
  const full = image.replace(':2@', '@').replace('bbb', digest);
  expect(podAt(trace)?.status.containerStatuses?.[0]?.state.waiting?.message).toBe(
    `failed to pull and unpack image "${full}": failed to resolve image: failed to do request: ${text.replace('bbb', digest)}`,
  );
});

test('Docker Hub has a token for everybody, and says what it is not enough for; other registries ask for a password', () => {
  // Both recorded with containerd 2.3.4, at registries that ask in these two ways
  const message = (image: string) =>
    podAt(run(one(`image: ${image}`, 'duration: 2s\nimages: [{image: "*", pullError: unauthorized}]')))?.status.containerStatuses?.[0]?.state.waiting?.message;
  const denied = 'failed to resolve image: pull access denied, repository does not exist or may require authorization: ';
  expect(message('shop/app:1')).toBe(
    `failed to pull and unpack image "docker.io/shop/app:1": ${denied}server message: insufficient_scope: authorization failed`,
  );
  expect(message('reg.example.com/app:1')).toBe(
    `failed to pull and unpack image "reg.example.com/app:1": ${denied}authorization failed: no basic auth credentials`,
  );
});

test('errors of the runtime that the kubelet knows have reasons of their own', () => {
  // pkg/kubelet/images/image_manager.go: evalCRIPullErr
  const trace = run(one('image: "shop/app:1"', 'duration: 20s\nimages: [{image: "shop/*", pullError: {message: "SignatureValidationFailed: no key fits"}}]'));
  expect(picture(trace, { only: ['Event', 'Pod'], from: 0.5, to: 16 })).toBe(lines`
    0.5 Warning Failed (app): Failed to pull image "shop/app:1": SignatureValidationFailed: no key fits
    0.5 Warning Failed (app): Error: SignatureValidationFailed
    1.5 Normal BackOff (app): Back-off pulling image "shop/app:1"
    1.5 Warning Failed (app): Error: ImagePullBackOff
    1.5 Pod Pending: app waiting SignatureValidationFailed
    14.5 Normal Pulling x2 (app): Pulling image "shop/app:1"
    14.5 Pod Pending: app waiting ImagePullBackOff
    14.6 Warning Failed x2 (app): Failed to pull image "shop/app:1": SignatureValidationFailed: no key fits
    14.6 Warning Failed x2 (app): Error: SignatureValidationFailed
  `);
  const { message } = podAt(trace, 3)?.status.containerStatuses?.[0]?.state.waiting ?? {};
  expect(message).toBe('image pull failed for shop/app:1 because the signature validation failed: no key fits');
  expect(podAt(trace, 16)?.status.containerStatuses?.[0]?.state.waiting?.message).toBe(
    'Back-off pulling image "shop/app:1": SignatureValidationFailed: image pull failed for shop/app:1 because the signature validation failed: no key fits',
  );
});

describe('an image that the kubelet pulled with a secret', () => {
  // pkg/kubelet/images/pullmanager/image_pull_manager.go: MustAttemptImagePull
  const events = (policy: string, image: string, action: string) =>
    picture(
      run(
        sketch(
          `imagePullSecrets: [{name: regcred}]\ncontainers: [{name: app, image: "reg.example.com/app:1", imagePullPolicy: ${policy}, command: [sh, -c, "sleep 10; exit 1"]}]`,
          `duration: 15s\nimages: [{image: "*", ${image}}]\nactions: [${action}]`,
          '{apiVersion: v1, kind: Secret, metadata: {name: regcred}, type: kubernetes.io/dockerconfigjson, stringData: {.dockerconfigjson: \'{"auths":{"reg.example.com":{"auth":"dTpw"}}}\'}}',
        ),
      ),
      { only: ['Event'], from: 5 },
    )
      .split('\n')
      .map((line) => line.split(/:? /).slice(1, 3).join(' '));
  const removed = '{at: 4s, do: remove, kind: Secret, name: regcred}';

  test('is there for a Pod that has the secret', () => {
    expect(events('IfNotPresent', 'requiresSecret: true', '').slice(0, 2)).toEqual(['Normal Pulled', 'Normal Created']);
  });

  test('is pulled again for one that no longer has it, though it is there', () => {
    expect(events('IfNotPresent', 'requiresSecret: true', removed)).toEqual([
      'Warning FailedToRetrieveImagePullSecret',
      'Normal Pulling',
      'Warning Failed',
      'Warning Failed',
    ]);
    // Credentials are used even where none are asked for
    expect(events('IfNotPresent', 'onNode: false', removed).slice(0, 3)).toEqual([
      'Warning FailedToRetrieveImagePullSecret',
      'Normal Pulling',
      'Normal Pulled',
    ]);
  });

  test('is there for one whose secret has the same name and another password', () => {
    const replaced =
      '{at: 4s, do: apply, object: {apiVersion: v1, kind: Secret, metadata: {name: regcred}, type: kubernetes.io/dockerconfigjson, stringData: {.dockerconfigjson: \'{"auths":{"reg.example.com":{"auth":"dTpv"}}}\'}}}';
    expect(events('IfNotPresent', 'requiresSecret: true', replaced).slice(0, 2)).toEqual(['Normal Pulled', 'Normal Created']);
  });

  test('an image that was there before is there for everybody', () => {
    expect(events('IfNotPresent', 'onNode: true, requiresSecret: true', removed).slice(0, 3)).toEqual([
      'Warning FailedToRetrieveImagePullSecret',
      'Normal Pulled',
      'Normal Created',
    ]);
  });
});

test('the image of a volume is looked for in every sync, whether or not a container starts', () => {
  // kuberuntime_manager.go: getImageVolumes; recorded with an image that nobody has: BackOff in the two syncs after the start
  const pulled = (policy: string) =>
    picture(
      run(
        sketch(
          `
      volumes: [{name: data, image: {reference: "example.com/kitten:1", pullPolicy: ${policy}}}]
      containers: [{name: app, image: "busybox:1.36", command: [sleep, "3600"], volumeMounts: [{name: data, mountPath: /data}]}]
    `,
          'duration: 100s',
        ),
      ),
      { only: ['Event'], digits: 0 },
    )
      .split('\n')
      .filter((line) => line.includes('kitten') && line.includes('Pulled'))
      .map((line) => line.split(':')[0]);
  expect(pulled('IfNotPresent')).toEqual(['0 Normal Pulled', '0 Normal Pulled x2', '76 Normal Pulled x3']);
  expect(pulled('Always')).toEqual(['1 Normal Pulled', '1 Normal Pulled x2', '2 Normal Pulled x3', '78 Normal Pulled x4']);
});

test('an ephemeral container whose command is not there waits with the error, for ever', () => {
  // pkg/kubelet/kubelet_pods.go: convertToAPIContainerStatuses asks the Pod's restart policy, which does not hold for it
  const trace = run(
    sketch(
      'containers: [{name: app, image: "busybox:1.36", command: [sleep, "3600"]}]',
      'duration: 20s\nactions: [{at: 3s, do: add-ephemeral, container: {name: debugger, image: "busybox:1.36", command: [/none]}}]',
    ),
  );
  expect(podAt(trace)?.status.ephemeralContainerStatuses).toMatchObject([
    { state: { waiting: { reason: 'RunContainerError' } }, lastState: { terminated: { exitCode: 128, reason: 'StartError' } } },
  ]);
});
