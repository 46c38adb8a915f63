import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../model/scenario.ts';
import { reported } from '../../testing/reported.ts';
import { readScenario } from '../read.ts';

const POD = `---
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  initContainers: [{name: init, image: busybox}, {name: proxy, image: proxy, restartPolicy: Always}]
  containers: [{name: app, image: nginx}]
`;

/** A text with this `spec` (two spaces deep) and a Pod with the containers init, proxy and app. */
const textOf = (spec: string) => `apiVersion: podloupe.dev/v1\nkind: Scenario\nspec:\n${spec}\n${POD}`;

function read(spec: string): Scenario {
  const { scenario, diagnostics } = readScenario(textOf(spec));
  if (!scenario) throw new Error(diagnostics.map(({ message, help }) => `${message} ${help ?? ''}`).join('\n'));
  return scenario;
}

/** Lines and columns count in the spec: its first line is 1. */
const problems = (spec: string) => reported(textOf(spec)).map((line) => line.replace(/^\d+/, (number) => String(Number(number) - 3)));
const helpOf = (spec: string) => readScenario(textOf(spec)).diagnostics[0]?.help;

describe('fields', () => {
  it('cluster, over the defaults', () => {
    const { cluster } = read(
      '  cluster:\n    version: 1.36\n    featureGates: {ContainerStopSignals: true}\n    admissionPlugins: [AlwaysPullImages]\n    kubelet: {uptime: 5m, crashLoopBackOff: {maxContainerRestartPeriod: 60s}}\n    latency: {sandbox: 2s}\n    node: {os: windows, allocatable: {memory: 2Gi}}\n',
    );
    expect(cluster).toEqual({
      version: '1.36',
      featureGates: { ContainerStopSignals: true },
      admissionPlugins: ['AlwaysPullImages'],
      runtimeHandlers: ['runc'],
      kubelet: { uptimeMs: 300_000, crashLoopBackOff: { maxContainerRestartPeriodMs: 60_000 }, singleProcessOOMKill: false, clusterDomain: 'cluster.local' },
      latency: { sandboxMs: 2000, endpointsMs: 1000 },
      node: { name: 'node-1', os: 'windows', labels: {}, taints: [], allocatable: { cpu: '4', memory: '2Gi' } },
    });
  });

  it('taints of the node, as in its spec.taints, and actions with them', () => {
    const { cluster, actions } = read(
      '  cluster: {node: {taints: [{key: dedicated, value: gpu, effect: NoSchedule}, {key: gen, value: 2, effect: NoExecute}]}}\n' +
        '  actions:\n  - {at: 1s, do: node-taint, taint: {key: old, effect: PreferNoSchedule}}\n  - {at: 2s, do: node-taint-remove, key: old}\n',
    );
    expect(cluster.node.taints).toEqual([
      { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' },
      { key: 'gen', value: '2', effect: 'NoExecute' },
    ]);
    expect(actions).toMatchObject([
      { do: 'node-taint', taint: { key: 'old', effect: 'PreferNoSchedule' } },
      { do: 'node-taint-remove', key: 'old' },
    ]);
  });

  it('images: on the node already, unless something is said about pulling', () => {
    const { images } = read(
      '  images:\n    - {image: a}\n    - {image: b, pull: 3s, size: 72Mi}\n    - {image: c, pullError: {until: 200s, error: notFound}}\n    - {image: d, requiresSecret: true}\n    - {image: e, onNode: true, pullError: unreachable}\n    - {image: f, pullError: {message: no route}, user: 0, env: {N: 1}}\n    - {image: "*", pullError: null}',
    );
    expect(images.map(({ image, onNode }) => `${image} ${onNode}`)).toEqual(['a true', 'b false', 'c false', 'd false', 'e true', 'f false', '* true']);
    expect(images[1]).toEqual({ image: 'b', onNode: false, requiresSecret: false, pullMs: 3000, sizeBytes: 72 * 2 ** 20 });
    expect(images[2]?.pullError).toEqual({ error: 'notFound', untilMs: 200_000 });
    expect(images[5]).toMatchObject({ pullError: { error: { message: 'no route' } }, user: '0', env: { N: '1' } });
  });

  it('workloads', () => {
    const { workloads } = read(`  workloads:
    app:
      boot: 25s
      listens: [8080]
      http: [{path: /healthz, responses: [{for: 60s, status: 200}, {status: 500}], latency: 20ms}, {tls: true}]
      grpc: SERVING
      exec: [{command: [/bin/check], results: [{for: 30s}, {exitCode: 1, output: not ok}], takes: 100ms}, {command: [sleep, 5]}]
      exit: {after: 90s, signal: SEGV}
      writes: {after: 10s, size: 10Mi}
      onTerm: {exitAfter: 8s}
      instances: {2: {boot: 5s}}
    proxy: {onTerm: ignore, exit: {oom: child}}`);
    expect(workloads['app']).toEqual({
      bootMs: 25_000,
      listens: [8080],
      http: [
        { path: '/healthz', responses: [{ forMs: 60_000, status: 200 }, { status: 500 }], latencyMs: 20, tls: false },
        { responses: [{ status: 200 }], tls: true },
      ],
      grpc: 'SERVING',
      exec: [
        {
          command: ['/bin/check'],
          results: [
            { forMs: 30_000, exitCode: 0 },
            { exitCode: 1, output: 'not ok' },
          ],
          takesMs: 100,
        },
        { command: ['sleep', '5'], results: [{ exitCode: 0 }] },
      ],
      exit: { afterMs: 90_000, signal: 'SIGSEGV' },
      writes: { afterMs: 10_000, sizeBytes: 10 * 2 ** 20 },
      onTerm: { exitAfterMs: 8000, code: 0, serves: false },
      instances: { 2: { bootMs: 5000 } },
    });
    expect(workloads['proxy']).toEqual({ onTerm: 'ignore', exit: { afterMs: 0, oom: 'child' } });
  });

  it('the rest', () => {
    expect(
      read(
        '  title: T\n  summary: S\n  duration: 3m\n  seed: 7\n  needs: [exec]\n  staticPod: true\n  story: [{at: app.start, zoom: [0s, delete+1s]}]\n  lesson: {tags: [a]}\n  translations: {zh-CN: {title: 标题}}',
      ),
    ).toMatchObject({
      title: 'T',
      summary: 'S',
      durationMs: 180_000,
      seed: 7,
      needs: ['exec'],
      staticPod: true,
      lesson: { tags: ['a'] },
      translations: { 'zh-CN': { title: '标题' } },
    });
  });

  it.each([
    ['  durration: 3m', '1:3 error unknown field "spec.durration"', 'Did you mean `duration`?'],
    ['  duration: 180', '1:13 error spec.duration: expected a duration such as 500ms, 25s or 1m30s, found 180', 'Write the unit: 180s.'],
    ['  duration: 0s', '1:13 error spec.duration: expected a duration of more than 0 and at most 24h, found "0s"', undefined],
    ['  seed: often', '1:9 error spec.seed: expected a whole number or typical, found "often"', undefined],
    ['  title: 5', '1:10 error spec.title: expected text, found 5', 'Put it in quotes: "5".'],
    ['  needs: exec', '1:10 error spec.needs: expected a list, found "exec"', 'Put it in brackets: [exec].'],
    ['  staticPod: yes', '1:14 error spec.staticPod: expected true or false, found "yes"', undefined],
    ['  cluster: {version: "1.35"}', '1:22 error spec.cluster.version: expected "1.36", found "1.35"', 'There are only the rules of Kubernetes 1.36.'],
    ['  cluster: {featureGates: {SidecarContainer: true}}', '1:28 error unrecognized feature gate: SidecarContainer', 'Did you mean `SidecarContainers`?'],
    [
      '  cluster: {featureGates: {GitRepoVolumeDriver: true}}',
      '1:49 error cannot set feature gate GitRepoVolumeDriver to true, feature is locked to false',
      'v1.36 does not have the feature any more: leave the gate out.',
    ],
    [
      '  cluster: {featureGates: {CRIListStreaming: true}}',
      '1:28 info The feature gate CRIListStreaming makes no difference to this run: nothing that is simulated depends on it.',
      undefined,
    ],
    [
      '  cluster: {featureGates: {PodLevelResources: false}}',
      '1:28 warning InPlacePodLevelResourcesVerticalScaling is enabled, but depends on features that are disabled: [PodLevelResources]',
      'No component of a real cluster starts like that: set InPlacePodLevelResourcesVerticalScaling to false as well.',
    ],
    [
      '  cluster: {featureGates: {SidecarContainers: false}}',
      '1:47 error cannot set feature gate SidecarContainers to false, feature is locked to true',
      undefined,
    ],
    ['  cluster: {admissionPlugins: [AlwaysPullImage]}', '1:32 error unknown admission plugin "AlwaysPullImage"', 'Did you mean `AlwaysPullImages`?'],
    [
      '  cluster: {kubelet: {crashLoopBackOff: {maxContainerRestartPeriod: 10m}}}',
      '1:69 error spec.cluster.kubelet.crashLoopBackOff.maxContainerRestartPeriod: expected a duration from 1s to 5m, found "10m"',
      undefined,
    ],
    [
      '  cluster: {node: {allocatable: {memory: 8GB}}}',
      "1:42 error spec.cluster.node.allocatable.memory: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
      undefined,
    ],
    [
      '  cluster: {node: {appArmor: "yes"}}',
      '1:30 error spec.cluster.node.appArmor: expected true, false or a map of profiles, found "yes"',
      'Profiles that are loaded: `{profiles: [k8s-deny-write]}`.',
    ],
    ['  cluster: {node: {appArmor: {profile: [a]}}}', '1:31 error unknown field "spec.cluster.node.appArmor.profile"', 'Did you mean `profiles`?'],
    ['  images: [{pull: 3s}]', '1:12 error an entry of `images` needs `image`', undefined],
    [
      '  images: [{image: a, pullError: missing}]',
      '1:34 error spec.images[0].pullError: expected notFound, unauthorized, unreachable or {message: "…"}, found "missing"',
      undefined,
    ],
    ['  workloads: {ap: {boot: 1s}}', '1:15 error the Pod has no container "ap"', 'Did you mean `app`? Its containers: init, proxy, app.'],
    ['  workloads: {app: {boots: 1s}}', '1:21 error unknown field "spec.workloads.app.boots"', 'Did you mean `boot`?'],
    ['  workloads: {app: {listens: [0]}}', '1:31 error spec.workloads.app.listens[0]: expected a port from 1 to 65535, found 0', undefined],
    ['  workloads: {app: {exit: {code: 1, oom: true}}}', '1:34 error an exit has a code, or a signal or oom that ends the process', undefined],
    ['  workloads: {app: {exit: {signal: SIGSEG}}}', undefined, 'Did you mean `SIGSEGV`?'],
    ['  workloads: {app: {instances: {0: {}}}}', '1:33 error "0" is not the number of a start', undefined],
    [
      '  workloads: {app: {http: [{responses: [{status: 99}]}]}}',
      '1:50 error spec.workloads.app.http[0].responses[0].status: expected an HTTP status from 100 to 599, found 99',
      undefined,
    ],
    ['  workloads: {app: {exec: [{results: []}]}}', '1:28 error spec.workloads.app.exec[0]: `command` is missing', undefined],
    ['  translations: {x: {}}', '1:18 error "x" is not the name of a language', undefined],
    ['  story: [{at: sometime}]', '1:16 error "sometime" is not a point in time', undefined],
    ['  story: [{show: [app.livenes]}]', '1:19 error there is no lane "app.livenes"', 'Did you mean `app.liveness`?'],
    ['  story: [{zoom: [0s]}]', '1:12 error spec.story[0].zoom: expected two points: [from, to], found a list', undefined],
    ['  story: [{ask: [a]}]', '1:12 error spec.story[0].ask: expected a question, or true, found a list', undefined],
    ['  lesson: {predict: [1]}', undefined, undefined],
  ])('%s', (spec, message, help) => {
    const found = problems(spec);
    expect(found.length).toBeGreaterThan(0);
    if (message !== undefined) expect(found).toEqual([message]);
    if (help !== undefined) expect(helpOf(spec)).toBe(help);
  });
});

describe('actions', () => {
  it('each kind with its fields', () => {
    const { actions } = read(`  actions:
    - {at: before-create, do: apply, object: {apiVersion: v1, kind: Secret, metadata: {name: s}, data: {a: YQ==}}}
    - {at: 0s, do: delete, gracePeriodSeconds: 10, sweep: [0s, 500ms, app.start+1s]}
    - {at: app.ready+5s, do: signal, container: app, signal: KILL}
    - {at: "proxy#2.prestop.end-250ms", do: exec, container: app, command: [rm, 1]}
    - {at: {condition: {type: Ready, status: "True"}}, plus: 2s, do: workload, container: app, set: {boot: 9s, exit: null}}
    - {at: {anyOf: [{phase: {value: Failed}}, {starts: {container: app, op: ">=", value: 2}}]}, do: image, image: a, set: {pullError: null, pull: null}}
    - {at: action.2, do: remove, kind: Secret, name: s}
    - {at: cond.Ready.False#last, do: evict, reason: disk}
    - {at: 9s, do: add-ephemeral, container: {name: debugger, image: busybox}}
    - {at: debugger.start, do: oom, container: debugger}
    - {at: 10s, do: remove-container-records, containers: [init], running: true}
    - {at: 10s, do: patch-repeat, path: spec.activeDeadlineSeconds, step: -1, times: 499}
    - {at: 11s, do: patch, patch: {spec: {}}}
    - {at: 12s, do: static-update, manifest: {metadata: {name: m}, spec: {containers: [{name: other, image: x}]}}}
    - {at: other.exit, do: kubelet-restart}`);
    expect(actions.map((action) => ({ ...action }))).toEqual([
      { at: { kind: 'before-create' }, plusMs: 0, do: 'apply', object: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data: { a: 'YQ==' } } },
      {
        at: { kind: 'time', ms: 0 },
        plusMs: 0,
        do: 'delete',
        gracePeriodSeconds: 10,
        sweep: [
          { text: '0s', at: { kind: 'time', ms: 0 } },
          { text: '500ms', at: { kind: 'time', ms: 500 } },
          { text: 'app.start+1s', at: { kind: 'point', point: 'app.start', offsetMs: 1000 } },
        ],
      },
      { at: { kind: 'point', point: 'app.ready', offsetMs: 5000 }, plusMs: 0, do: 'signal', container: 'app', signal: 'SIGKILL' },
      { at: { kind: 'point', point: 'proxy#2.prestop.end', offsetMs: -250 }, plusMs: 0, do: 'exec', container: 'app', command: ['rm', '1'] },
      {
        at: { kind: 'claim', claim: { condition: { type: 'Ready', status: 'True' } } },
        plusMs: 2000,
        do: 'workload',
        container: 'app',
        set: { bootMs: 9000, exit: undefined },
      },
      {
        at: { kind: 'claim', claim: { anyOf: [{ phase: { value: 'Failed' } }, { starts: { container: 'app', op: '>=', value: 2 } }] } },
        plusMs: 0,
        do: 'image',
        image: 'a',
        set: { pullError: undefined, pullMs: undefined },
      },
      { at: { kind: 'point', point: 'action.2', offsetMs: 0 }, plusMs: 0, do: 'remove', objectKind: 'Secret', resource: 'secrets', name: 's' },
      { at: { kind: 'point', point: 'cond.Ready.False#last', offsetMs: 0 }, plusMs: 0, do: 'evict', reason: 'ephemeral-storage' },
      { at: { kind: 'time', ms: 9000 }, plusMs: 0, do: 'add-ephemeral', container: { name: 'debugger', image: 'busybox' } },
      { at: { kind: 'point', point: 'debugger.start', offsetMs: 0 }, plusMs: 0, do: 'oom', container: 'debugger' },
      { at: { kind: 'time', ms: 10_000 }, plusMs: 0, do: 'remove-container-records', containers: ['init'], running: true },
      { at: { kind: 'time', ms: 10_000 }, plusMs: 0, do: 'patch-repeat', type: 'merge', path: 'spec.activeDeadlineSeconds', step: -1, times: 499 },
      { at: { kind: 'time', ms: 11_000 }, plusMs: 0, do: 'patch', type: 'strategic', patch: { spec: {} } },
      {
        at: { kind: 'time', ms: 12_000 },
        plusMs: 0,
        do: 'static-update',
        manifest: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'm' }, spec: { containers: [{ name: 'other', image: 'x' }] } },
      },
      { at: { kind: 'point', point: 'other.exit', offsetMs: 0 }, plusMs: 0, do: 'kubelet-restart' },
    ]);
    expect(actions[4]?.do === 'workload' && 'exit' in actions[4].set).toBe(true);
  });

  it.each([
    ['{at: 5s}', '2:7 error action 1 does not say what to do', undefined],
    ['{do: delete}', '2:7 error action 1 does not say when', undefined],
    ['{at: 5s, do: remove-pod}', undefined, undefined],
    ['{at: 5s, do: deleted}', undefined, 'Did you mean `delete`?'],
    [
      '{at: 5, do: delete}',
      '2:12 error spec.actions[0].at: expected a time such as 30s, a point such as app.ready+5s, or a claim, found 5',
      'Write the unit: 5s.',
    ],
    ['{at: -5s, do: delete}', undefined, 'For something that is there before, write `at: before-create`.'],
    ['{at: 5s, do: delete, grace: 3}', '2:28 error unknown field "spec.actions[0].grace"', undefined],
    ['{at: 5s, do: delete, gracePeriod: 3}', '2:28 error unknown field "spec.actions[0].gracePeriod"', 'Did you mean `gracePeriodSeconds`?'],
    ['{at: 5s, do: exec, command: [ls]}', '2:7 error spec.actions[0]: `container` is missing', 'The action exec needs `container`.'],
    ['{at: 5s, do: oom, container: ap}', '2:36 error the Pod has no container "ap"', undefined],
    ['{at: ap.ready, do: delete}', '2:12 error the Pod has no container "ap"', 'Did you mean `app`? Its containers: init, proxy, app.'],
    ['{at: app.redy, do: delete}', '2:12 error "app.redy" is not a point in time', 'Did you mean `app.ready`?'],
    ['{at: app.ready+5, do: delete}', '2:12 error "app.ready+5" is not a point in time', 'Write the unit: app.ready+5s.'],
    ['{at: phase.Runing, do: delete}', '2:12 error there is no phase Runing', 'Did you mean `phase.Running`?'],
    ['{at: action.2, do: delete}', '2:12 error there is no action 2', 'Actions are counted from 1 to 1.'],
    ['{at: {phase: {value: Running, within: 5s}}, do: delete}', '2:37 error this claim cannot have a time of its own', undefined],
    ['{at: {phse: {value: Running}}, do: delete}', '2:13 error unknown claim "phse"', 'Did you mean `phase`?'],
    [
      '{at: 5s, do: add-ephemeral, container: {name: d, imag: x}}',
      '2:56 error strict decoding error: unknown field "spec.actions[0].container.imag"',
      'Did you mean `image`?',
    ],
    ['{at: 5s, do: apply, object: {kind: Secret}}', undefined, undefined],
    ['{at: 5s, do: delete, sweep: []}', undefined, undefined],
  ])('%s', (action, message, help) => {
    const spec = `  actions:\n    - ${action}`;
    const found = problems(spec);
    expect(found.length).toBeGreaterThan(0);
    if (message !== undefined) expect(found).toEqual([message]);
    if (help !== undefined) expect(helpOf(spec)).toBe(help);
  });

  it('an action that waits for one after it is told', () => {
    expect(problems('  actions:\n    - {at: action.2, do: delete}\n    - {at: 5s, do: force-delete}')).toEqual([
      '2:12 warning action 1 waits for action 2, which comes after it: it never comes due',
    ]);
  });

  it('one sweep at most', () => {
    expect(problems('  actions:\n    - {at: 1s, do: delete, sweep: [1s, 2s]}\n    - {at: 5s, do: force-delete, sweep: [1s]}')).toEqual([
      '3:34 error action 1 has a sweep already',
    ]);
  });
});

describe('claims', () => {
  it.each([
    ['{phase: {value: Running, within: 5m}}'],
    ['{never: {what: {event: {reason: Killing}}, during: {from: create, for: 1m}}, basis: implied, note: why}'],
    ['{order: [init.exit <= app.start, app.prestop.end < app.term]}'],
    ['{podDeleted: {within: 30s, after: delete+1s}}'],
  ])('%s', (claim) => {
    const spec = `  expect:\n    - ${claim}\n  actions: [{at: 1s, do: delete}]`;
    expect(problems(spec)).toEqual([]);
  });

  it.each([
    ['{phase: {values: Running}}', '2:16 error unknown field "spec.expect[0].phase.values"'],
    ['{phase: {value: Running}, event: {}}', '2:7 error a claim has one kind, here are 2: phase, event'],
    ['{restartCount: {container: ap, value: 1}}', '2:34 error the Pod has no container "ap"'],
    ['{phase: {value: Running, at: app.stop}}', '2:36 error "app.stop" is not a point in time'],
    ['{order: [init.exit > app.start]}', '2:16 error spec.expect[0].order[0]: expected two points with < or <= between them, found "init.exit > app.start"'],
    ['{note: nothing}', '2:7 error a claim has a kind'],
    ['soon', '2:7 error spec.expect[0]: expected a claim such as {phase: {value: Running}}, found "soon"'],
  ])('%s', (claim, message) => {
    expect(problems(`  expect:\n    - ${claim}`)).toContain(message);
  });
});
