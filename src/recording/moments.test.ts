import { describe, test } from 'vitest';
import { expectVerdicts } from '../testing/claims.ts';
import { action, added, deleted, end, exit, pod, removed, start } from '../testing/hand-made.ts';

const running = { state: 'running', ready: true, started: true } as const;
const up = { phase: 'Running', conditions: { Ready: 'True' }, containers: { app: running } } as const;

/** Pending at 0 s, Running and Ready at 2 s, observed for a minute. */
const simple = [added(0), start(1.5, 'app'), pod(2, up), end(60)];

describe('claims about the state of the Pod', () => {
  test('phase takes a list', () => {
    expectVerdicts(simple, { pass: ['phase: {value: [Failed, Running]}'], fail: ['phase: {value: [Failed, Succeeded]}'] });
  });

  test('condition, where absent means False', () => {
    const lines = [added(0), pod(1, { conditions: { Ready: { status: 'False', reason: 'ContainersNotReady', message: 'no' } } }), end(60)];
    expectVerdicts(lines, {
      pass: [
        'condition: {type: Ready, status: "False", at: create}',
        'condition: {type: Ready, status: "False", reason: ContainersNotReady, message: "no"}',
        'condition: {type: Initialized, status: "False"}',
      ],
      fail: [
        'condition: {type: Ready, status: "True", within: 5s}',
        'condition: {type: Ready, status: "False", reason: PodFailed}',
        'condition: {type: Ready, status: "False", message: other}',
      ],
    });
  });

  test('podReason, where "" means unset', () => {
    const lines = [added(0), pod(5, { phase: 'Failed', status: { reason: 'Evicted' } }), end(60)];
    expectVerdicts(lines, {
      pass: ['podReason: {value: Evicted, at: pod.terminal}', 'podReason: {value: "", at: create}'],
      fail: ['podReason: {value: "", at: pod.terminal}', 'podReason: {value: DeadlineExceeded}'],
    });
  });

  test('kubectlStatus', () => {
    const crash = { app: { state: 'waiting', reason: 'CrashLoopBackOff' } } as const;
    const lines = [added(0), pod(5, { phase: 'Running', containers: crash }), end(60)];
    expectVerdicts(lines, { pass: ['kubectlStatus: {value: CrashLoopBackOff, within: 10s}'], fail: ['kubectlStatus: {value: Running, within: 10s}'] });
  });

  test('field: paths, operators, references, and what absence means', () => {
    const facts = { metadata: { generation: 2, labels: { 'a.b/c': 'x' } }, status: { hostIP: '10.0.0.1', hostIPs: [{ ip: '10.0.0.1' }] } };
    expectVerdicts([added(0, facts), end(60)], {
      pass: [
        'field: {path: metadata.generation, op: "==", value: 2}',
        'field: {path: metadata.generation, op: ">", value: 1}',
        'field: {path: "status.hostIPs[0].ip", op: "==", value: $.status.hostIP}',
        'field: {path: status.hostIPs, op: length, value: 1}',
        'field: {path: status.hostIPs, op: "!=", value: []}',
        'field: {path: spec.overhead, op: empty}',
        'field: {path: status.observedGeneration, op: "==", value: 0}',
        'field: {path: status.message, op: "==", value: ""}',
        'field: {path: "metadata.labels[\'a.b/c\']", op: "==", value: x}',
        'field: {path: metadata.uid, op: exists}',
      ],
      fail: [
        'field: {path: metadata.generation, op: "==", value: 3}',
        'field: {path: metadata.deletionTimestamp, op: exists}',
        'field: {path: status.podIPs, op: "!=", value: []}',
        'field: {path: "status.conditions[type=Ready].status", op: "==", value: "True"}',
        'field: {path: status.hostIPs, op: empty}',
      ],
    });
  });

  test('field: times and quantities are compared as what they mean', () => {
    const status = { startTime: '2026-01-01T00:00:09Z', containerStatuses: [{ name: 'app', resources: { limits: { memory: '1Gi', cpu: '1500m' } } }] };
    const limit = (name: string) => `status.containerStatuses[0].resources.limits.${name}`;
    expectVerdicts([added(0, { status }), end(60)], {
      pass: [
        'field: {path: status.startTime, op: "<", value: "2026-01-01T01:00:10+01:00"}',
        'field: {path: status.startTime, op: ">=", value: $.status.startTime}',
        `field: {path: "${limit('memory')}", op: ">", value: 900Mi}`,
        `field: {path: "${limit('cpu')}", op: "<=", value: 2}`,
      ],
      fail: ['field: {path: status.startTime, op: ">", value: "2026-01-01T00:00:10Z"}', `field: {path: "${limit('memory')}", op: "<", value: 900Mi}`],
    });
  });

  test('field: increases', () => {
    const version = (resourceVersion: string, status = {}) => ({ metadata: { resourceVersion }, status });
    const lines = [added(0, version('98')), pod(3, version('102', { observedGeneration: 1 })), end(60)];
    expectVerdicts(lines, {
      pass: [
        'field: {path: metadata.resourceVersion, op: increases, during: {from: create, for: 5s}}',
        'field: {path: metadata.resourceVersion, op: increases, during: {from: create+2s, for: 3s}}',
        'field: {path: status.observedGeneration, op: increases, during: {from: create, for: 5s}}',
      ],
      fail: ['field: {path: metadata.resourceVersion, op: increases, during: {from: create+10s, for: 5s}}'],
    });
  });

  test('podDeleted', () => {
    const lines = [added(0), pod(2, up), action(5, 1, 'delete'), deleted(8, up), end(60)];
    const options = { actions: ['delete'] };
    expectVerdicts(
      lines,
      {
        pass: ['podDeleted: {within: 3s, after: delete}', 'order: [delete < pod.deleted]'],
        fail: ['podDeleted: {within: 1s, after: delete}', 'phase: {value: Running, at: delete+20s}'],
      },
      options,
    );
    expectVerdicts(simple, { fail: ['podDeleted: {within: 30s}'] });
  });

  test('uidChanged', () => {
    const lines = [added(0), pod(2, up), deleted(20, up), added(21, { uid: 'u2' }), end(60)];
    expectVerdicts(
      lines,
      {
        pass: [
          'uidChanged: {value: true, within: 30s}',
          'never: {what: {uidChanged: {value: true}}, during: {from: create, for: 20s}}',
          'phase: {value: Pending, at: uid.changed}',
        ],
        fail: ['uidChanged: {value: true, within: 10s}', 'never: {what: {uidChanged: {value: true}}, during: {from: create, for: 40s}}'],
      },
      { staticPod: true },
    );
  });
});

describe('claims about containers', () => {
  const crashed = { exitCode: 1, reason: 'Error' };
  const lines = [
    added(0),
    pod(1, { containers: { app: { reason: 'ContainerCreating' } } }),
    pod(2, up),
    pod(10, { phase: 'Running', containers: { app: { state: 'terminated', message: 'out of cheese', ...crashed } } }),
    pod(11, { phase: 'Running', containers: { app: { ...running, restartCount: 1, lastState: crashed } } }),
    end(60),
  ];

  test('containerState', () => {
    expectVerdicts(lines, {
      pass: [
        'containerState: {container: app, state: terminated, exitCode: 1, reason: [Error, OOMKilled], within: 20s}',
        'containerState: {container: app, state: waiting, reason: ContainerCreating, at: 1s}',
        'containerState: {container: app, state: running}',
        'containerState: {container: app, state: terminated, message: out of cheese, messageContains: cheese, within: 20s}',
      ],
      fail: [
        'containerState: {container: app, state: terminated, exitCode: 0, within: 20s}',
        'containerState: {container: app, state: terminated, messageContains: wine, within: 20s}',
        'containerState: {container: app, state: waiting, reason: CrashLoopBackOff, within: 20s}',
        'containerState: {container: app, state: running, at: 500ms}',
      ],
    });
  });

  test('containerState absent: removed from the runtime, or ended with its Pod', () => {
    const forced = [added(0), start(1, 'app'), pod(2, up), action(5, 1, 'force-delete'), deleted(5, up), exit(9, 'app', 1, 137), end(60)];
    const absent = (within: string) => `containerState: {container: app, state: absent, within: ${within}, after: delete}`;
    const options = { actions: ['force-delete'] };
    expectVerdicts(forced, { pass: [absent('5s')], fail: [absent('2s')] }, options);
    expectVerdicts([added(0), start(1, 'app'), exit(2, 'app'), removed(3, 'app'), end(60)], {
      pass: ['containerState: {container: app, state: absent, within: 4s}'],
    });
    expectVerdicts(
      [added(0), pod(2, up), end(60)],
      { undecidable: ['containerState: {container: app, state: absent, within: 4s}'] },
      { meta: { source: 'kubelet' } },
    );
  });

  test('lastState, restartCount, containerFlag, containerImage', () => {
    expectVerdicts(lines, {
      pass: [
        'lastState: {container: app, within: 20s}',
        'lastState: {container: app, reason: Error, exitCode: 1}',
        'restartCount: {container: app, op: ">=", value: 1, within: 20s}',
        'restartCount: {container: app, op: "==", value: 0, during: {from: create, for: 9s}}',
        'containerFlag: {container: app, flag: ready, value: true, at: app.ready}',
        'containerFlag: {container: app, flag: started, value: false, at: 1s}',
        'containerImage: {container: app, value: "docker.io/shop/cart:1.4"}',
      ],
      fail: [
        'lastState: {container: app, within: 5s}',
        'lastState: {container: app, exitCode: 137}',
        'restartCount: {container: app, op: "==", value: 0}',
        'restartCount: {container: app, op: "==", value: 0, during: {from: create, for: 30s}}',
        'containerFlag: {container: app, flag: ready, value: true, at: create}',
        'containerImage: {container: app, value: "shop/cart:1.5"}',
      ],
    });
  });

  test('a second start is a second turn of the flag', () => {
    expectVerdicts(lines, {
      pass: ['restartCount: {container: app, op: "==", value: 1, at: "app#2.started"}', 'duration: {from: app.started, to: "app#2.started", min: 9s, max: 9s}'],
      fail: ['restartCount: {container: app, op: "==", value: 1, at: "app#3.started"}'],
    });
  });

  test('starts, order, duration and restartDelay, from Process lines', () => {
    const runs = [added(0), start(1, 'app'), exit(2, 'app', 1, 1), start(12, 'app', 2), exit(13, 'app', 2, 1), start(33, 'app', 3), end(60)];
    expectVerdicts(runs, {
      pass: [
        'starts: {container: app, op: "==", value: 3}',
        'starts: {container: app, op: "==", value: 2, at: 20s}',
        'starts: {container: app, op: "==", value: 1, during: {from: create+5s, for: 20s}}',
        'starts: {container: side, op: "==", value: 0}',
        'order: [app.start < app.exit, "app#2.start < app#3.start", "app#2.exit <= app#last.start"]',
        'duration: {from: app.start, to: "app#3.start", min: 33s, max: 31s}',
        'duration: {from: "app#2.start", to: app.start, min: -11s, max: 0s}',
        'restartDelay: {container: app, nth: 1, min: 10s, max: 10s}',
        'restartDelay: {container: app, nth: 2, min: 21s, max: 21s}',
        'restartDelay: {container: app, nth: "first-after:create+5s", min: 20s}',
      ],
      fail: [
        'starts: {container: app, op: "<", value: 3}',
        'starts: {container: app, op: ">=", value: 3, within: 20s}',
        'starts: {container: app, op: "==", value: 0, during: {from: create+5s, for: 20s}}',
        'order: [app.exit < app.start]',
        'order: [app.start < side.start]',
        'duration: {from: app.start, to: app.exit, min: 3s}',
        'duration: {from: app.start, to: "app#3.start", max: 30s}',
        'restartDelay: {container: app, nth: 1, min: 12s}',
        'restartDelay: {container: app, nth: 2, max: 18s}',
        'restartDelay: {container: app, nth: 3, max: 10s}',
      ],
      undecidable: [],
    });
  });

  test('lines at the same millisecond keep their order', () => {
    const tie = [added(0), start(1, 'app'), exit(2, 'app'), start(2, 'side'), end(60)];
    expectVerdicts(tie, { pass: ['order: [app.exit < side.start]'], fail: ['order: [side.start < app.exit]'] });
  });

  test('restartCountDecreases, sticky', () => {
    const count = (t: number, restartCount: number) => pod(t, { phase: 'Running', containers: { app: { ...running, restartCount } } });
    const never = 'never: {what: {restartCountDecreases: {container: app}}, during: {from: create, for: 30s}}';
    expectVerdicts([added(0), count(2, 0), count(5, 1), end(60)], { pass: [never] });
    expectVerdicts([added(0), count(2, 1), count(5, 0), end(60)], { fail: [never] });
    const sticky = 'sticky: {what: {phase: {value: [Succeeded, Failed]}}}';
    expectVerdicts([added(0), pod(2, { phase: 'Failed' }), deleted(5, { phase: 'Failed' })], { pass: [sticky] });
    expectVerdicts([added(0), pod(2, { phase: 'Failed' }), pod(3, { phase: 'Running' }), end(60)], { fail: [sticky] });
  });

  test('always and never pass over a container that is not reported yet', () => {
    expectVerdicts(lines, {
      pass: [
        'always: {what: {containerState: {container: app, state: waiting}}, during: {from: create, to: phase.Running-1s}}',
        'never: {what: {containerState: {container: app, state: terminated, exitCode: 0}}, during: {from: create, for: 50s}}',
      ],
      fail: [
        'always: {what: {containerState: {container: app, state: running}}, during: {from: create, for: 5s}}',
        'never: {what: {containerState: {container: app, state: terminated}}, during: {from: create, for: 50s}}',
      ],
    });
  });

  test('the last state before the Pod is gone is not excused by the slack', () => {
    const success = [added(0), pod(2, up), pod(8.5, { phase: 'Succeeded' }), deleted(9, { phase: 'Succeeded' }), end(60)];
    expectVerdicts(success, { fail: ['never: {what: {phase: {value: Succeeded}}, during: {from: create, to: pod.deleted}}'] });
  });
});
