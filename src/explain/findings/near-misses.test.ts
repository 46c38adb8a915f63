/** For each kind of finding a Pod that looks much like its case and is well: there it must not be found. */
import { expect, test } from 'vitest';
import { sketch } from '../../testing/sim.ts';
import { simulated } from '../../testing/simulated.ts';
import { FINDING_KINDS, type FindingKind } from '../types.ts';
import { findingsOf } from './findings.ts';

interface NearMiss {
  /** What makes the difference. */
  why: string;
  pod: string;
  scenario?: string;
  objects?: string;
}

const WEB_SERVICE = `
  apiVersion: v1
  kind: Service
  metadata: {name: web}
  spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
`;

const NEAR_MISSES: Record<FindingKind, NearMiss> = {
  'liveness-before-boot': {
    why: 'the third attempt comes when it serves',
    pod: `containers: [{name: app, image: shop/cart:1.4, livenessProbe: {httpGet: {port: 8080}, periodSeconds: 10}}]`,
    scenario: `workloads: {app: {boot: 25s, listens: [8080]}}`,
  },
  'startup-too-short': {
    why: 'it serves before the last attempt',
    pod: `containers: [{name: app, image: shop/cart:1.4, startupProbe: {httpGet: {port: 8080}, failureThreshold: 5}}]`,
    scenario: `workloads: {app: {boot: 45s, listens: [8080]}}`,
  },
  'grace-too-short': {
    why: 'hook and shutdown take 29 of 30 s',
    pod: `containers: [{name: app, image: shop/cart:1.4, lifecycle: {preStop: {exec: {command: [sleep, "20"]}}}}]`,
    scenario: `{workloads: {app: {onTerm: {exitAfter: 9s, code: 0}}}, actions: [{at: 10s, do: delete}]}`,
  },
  'sigterm-lost': {
    why: 'the shell hands its place over',
    pod: `containers: [{name: app, image: "redis:7", command: [sh, -c, "exec redis-server"]}]`,
    scenario: `actions: [{at: 10s, do: delete}]`,
  },
  'prestop-outlives-grace': {
    why: 'the hook takes 9 of 10 s',
    pod: `
      terminationGracePeriodSeconds: 10
      containers: [{name: app, image: shop/cart:1.4, lifecycle: {preStop: {exec: {command: [sleep, "9"]}}}}]
    `,
    scenario: `actions: [{at: 10s, do: delete}]`,
  },
  'slow-liveness-kill': {
    why: 'a deletion, not a probe, takes the 30 s',
    pod: `containers: [{name: app, image: busybox:1.36, command: [sleep, "3600"], livenessProbe: {exec: {command: ["true"]}}}]`,
    scenario: `actions: [{at: 10s, do: delete}]`,
  },
  'probe-timeout-too-short': {
    why: '0.9 s of 1 s',
    pod: `containers: [{name: app, image: shop/db:1, livenessProbe: {exec: {command: [/bin/check]}}}]`,
    scenario: `workloads: {app: {exec: [{command: [/bin/check], results: [{exitCode: 0}], takes: 900ms}]}}`,
  },
  'liveness-like-readiness': {
    why: 'the same question, but the answer never takes three failures to come back',
    pod: `
      containers:
      - name: app
        image: shop/cart:1.4
        livenessProbe: {httpGet: {path: /healthz, port: 8080}, periodSeconds: 5}
        readinessProbe: {httpGet: {path: /healthz, port: 8080}, periodSeconds: 5}
    `,
    scenario: `
      workloads: {app: {boot: 1s, listens: [8080]}}
      actions:
      - {at: 20s, do: workload, container: app, set: {http: [{path: /healthz, responses: [{status: 500}]}]}}
      - {at: 28s, do: workload, container: app, set: {http: null}}
    `,
  },
  'readiness-missing': {
    why: 'it serves as soon as it runs',
    pod: `containers: [{name: app, image: shop/cart:1.4, ports: [{containerPort: 8080}]}]`,
    scenario: `workloads: {app: {boot: 0s}}`,
    objects: WEB_SERVICE,
  },
  'readiness-too-nervous': {
    why: 'the next attempts confirm the failure',
    pod: `containers: [{name: app, image: shop/cart:1.4, readinessProbe: {httpGet: {port: 8080}, periodSeconds: 5, failureThreshold: 1}}]`,
    scenario: `
      workloads: {app: {boot: 1s, listens: [8080]}}
      actions:
      - {at: 24s, do: workload, container: app, set: {http: [{responses: [{status: 503}]}]}}
      - {at: 44s, do: workload, container: app, set: {http: null}}
    `,
  },
  'readiness-gate-unset': {
    why: 'somebody sets it',
    pod: `
      readinessGates: [{conditionType: example.com/attached}]
      containers: [{name: app, image: shop/cart:1.4}]
    `,
    scenario: `actions: [{at: 10s, do: patch-status, type: strategic, patch: {status: {conditions: [{type: example.com/attached, status: "True"}]}}}]`,
  },
  'latest-always': {
    why: 'somebody asked for Always',
    pod: `containers: [{name: app, image: "busybox:latest", imagePullPolicy: Always, command: [sh, -c, "sleep 3; exit 1"]}]`,
    scenario: `duration: 1m`,
  },
  'image-not-pulled': {
    why: 'a slow pull is no failed one',
    pod: `containers: [{name: app, image: "shop/cart:2.0"}]`,
    scenario: `images: [{image: "shop/*", onNode: false, pull: 40s}]`,
  },
  'image-never': {
    why: 'the image is on the node',
    pod: `containers: [{name: app, image: "shop/dev:local", imagePullPolicy: Never}]`,
  },
  'image-name-invalid': { why: 'a tag may have capitals', pod: `containers: [{name: app, image: "shop/cart:RC1"}]` },
  'probe-port-unknown': {
    why: 'the port has that name',
    pod: `containers: [{name: app, image: shop/cart:1.4, ports: [{name: web, containerPort: 8080}], livenessProbe: {httpGet: {port: web}}}]`,
  },
  'probe-command-missing': {
    why: 'the command is there and fails',
    pod: `containers: [{name: app, image: "nginx:1.27", livenessProbe: {exec: {command: ["false"]}}}]`,
  },
  'poststart-fails': {
    why: 'the hook says something on stderr and exits with 0',
    pod: `containers: [{name: app, image: busybox:1.36, command: [sleep, "600"], lifecycle: {postStart: {exec: {command: [sh, -c, "echo late >&2"]}}}}]`,
  },
  'poststart-too-early': {
    why: 'somebody listens, though with 404',
    pod: `containers: [{name: app, image: "nginx:1.27", lifecycle: {postStart: {httpGet: {path: /warm, port: 80}}}}]`,
    scenario: `workloads: {app: {boot: 0s, listens: [80], http: [{responses: [{status: 404}]}]}}`,
  },
  'hook-tcp-socket': {
    why: 'a probe may use tcpSocket',
    pod: `containers: [{name: app, image: "nginx:1.27", startupProbe: {tcpSocket: {port: 80}}, lifecycle: {preStop: {sleep: {seconds: 1}}}}]`,
  },
  'clean-exit-loop': {
    why: 'restartPolicy lets it go',
    pod: `
      restartPolicy: OnFailure
      containers: [{name: app, image: busybox:1.36, command: [sh, -c, "sleep 2; exit 0"]}]
    `,
    scenario: `duration: 1m`,
  },
  'command-not-found': {
    why: 'the shell does not find it, the container starts',
    pod: `containers: [{name: app, image: busybox:1.36, command: [sh, -c, /app/server]}]`,
    scenario: `duration: 1m`,
  },
  'reference-missing': {
    why: 'the reference is optional',
    pod: `
      containers:
      - {name: app, image: shop/cart:1.4, env: [{name: HELLO, valueFrom: {configMapKeyRef: {name: greetings, key: hello, optional: true}}}]}
    `,
  },
  'node-unknown': { why: 'the node that it names is there', pod: `nodeName: node-1\ncontainers: [{name: app, image: shop/cart:1.4}]` },
  unschedulable: { why: 'it asks for all that there is', pod: `containers: [{name: app, image: shop/cart:1.4, resources: {requests: {cpu: "4"}}}]` },
  'out-of-memory': {
    why: '137, but not for memory',
    pod: `containers: [{name: app, image: shop/cart:1.4, resources: {limits: {memory: 64Mi}}}]`,
    scenario: `actions: [{at: 20s, do: signal, container: app, signal: SIGKILL}]`,
  },
  'budget-blocks-eviction': {
    why: 'the budget lets the Pod go once it is Ready no more, and the drain tries again',
    pod: `containers: [{name: app, image: "busybox:1.36", command: [sh, -c, "touch /tmp/ok; sleep 600"], readinessProbe: {exec: {command: [cat, /tmp/ok]}, periodSeconds: 2, failureThreshold: 1}}]`,
    scenario: `duration: 1m\nactions: [{at: 10s, do: node-drain}, {at: 12s, do: exec, container: app, command: [rm, /tmp/ok]}]`,
    objects: `
      apiVersion: policy/v1
      kind: PodDisruptionBudget
      metadata: {name: web}
      spec: {minAvailable: 1, selector: {matchLabels: {app: web}}, unhealthyPodEvictionPolicy: AlwaysAllow}
    `,
  },
  'taint-drives-away': {
    why: 'the taint is tolerated for ever',
    pod: `
      tolerations: [{key: maintenance, operator: Exists, effect: NoExecute}]
      containers: [{name: app, image: shop/cart:1.4}]
    `,
    scenario: `duration: 1m\nactions: [{at: 10s, do: node-taint, taint: {key: maintenance, effect: NoExecute}}]`,
  },
  'helper-keeps-pod': {
    why: 'the helper is a sidecar',
    pod: `
      restartPolicy: Never
      initContainers: [{name: proxy, image: shop/proxy:1.9, restartPolicy: Always}]
      containers: [{name: work, image: busybox:1.36, command: [sh, -c, "sleep 10"]}]
    `,
  },
  'stops-before-clients-leave': {
    why: 'a preStop sleep as long as clients need',
    pod: `containers: [{name: app, image: shop/cart:1.4, ports: [{containerPort: 8080}], lifecycle: {preStop: {sleep: {seconds: 4}}}}]`,
    scenario: `{cluster: {latency: {endpoints: 3s}}, workloads: {app: {boot: 1s}}, actions: [{at: 15s, do: delete}]}`,
    objects: WEB_SERVICE,
  },
  'deadline-too-short': {
    why: 'done before the deadline',
    pod: `
      restartPolicy: Never
      activeDeadlineSeconds: 50
      containers: [{name: app, image: shop/batch:1}]
    `,
    scenario: `workloads: {app: {exit: {after: 40s, code: 0}}}`,
  },
  'crash-loop': {
    why: 'two crashes, then it stays',
    pod: `containers: [{name: app, image: shop/cart:1.4}]`,
    scenario: `workloads: {app: {instances: {1: {exit: {after: 2s, code: 1}}, 2: {exit: {after: 2s, code: 1}}}}}`,
  },
  'exit-code-137': {
    why: 'two ends with 137, one cause',
    pod: `
      restartPolicy: Never
      containers: [{name: one, image: shop/reports:1.0}, {name: two, image: shop/reports:1.0}]
    `,
    scenario: `workloads: {one: {exit: {after: 4s, oom: true}}, two: {exit: {after: 5s, oom: true}}}`,
  },
  'prestop-not-called': {
    why: 'the kubelet stops it',
    pod: `containers: [{name: app, image: shop/cart:1.4, lifecycle: {preStop: {sleep: {seconds: 2}}}}]`,
    scenario: `actions: [{at: 10s, do: delete}]`,
  },
  'prestop-ends-container': {
    why: 'a hook that fails beside a process that goes on',
    pod: `containers: [{name: app, image: "nginx:1.27", lifecycle: {preStop: {exec: {command: [sh, -c, "sleep 2; exit 4"]}}}}]`,
    scenario: `actions: [{at: 10s, do: delete}]`,
  },
  'probes-while-terminating': {
    why: 'it answers until it exits',
    pod: `containers: [{name: app, image: shop/cart:1.4, readinessProbe: {httpGet: {port: 8080}, periodSeconds: 2}}]`,
    scenario: `{workloads: {app: {boot: 1s, listens: [8080], onTerm: {exitAfter: 6s, code: 0, serves: true}}}, actions: [{at: 15s, do: delete}]}`,
  },
  'poststart-hides-start': {
    why: 'a short hook',
    pod: `containers: [{name: app, image: shop/cart:1.4, lifecycle: {postStart: {exec: {command: [sleep, "1"]}}}}]`,
  },
  'poststart-hangs': {
    why: 'it ends, and nobody deletes the Pod meanwhile',
    pod: `containers: [{name: app, image: shop/cart:1.4, lifecycle: {postStart: {exec: {command: [sleep, "30"]}}}}]`,
    scenario: `{duration: 90s, actions: [{at: 60s, do: delete}]}`,
  },
  'poststart-holds-next': {
    why: 'the other order: nobody comes after the hook',
    pod: `
      containers:
      - {name: app, image: shop/cart:1.4}
      - {name: proxy, image: shop/proxy:1.9, ports: [{containerPort: 15001}], lifecycle: {postStart: {exec: {command: [sleep, "6"]}}}}
    `,
  },
  'first-probe-late': {
    why: 'the program takes as long',
    pod: `containers: [{name: app, image: shop/cart:1.4, startupProbe: {httpGet: {port: 8080}, periodSeconds: 40}}]`,
    scenario: `workloads: {app: {boot: 38s, listens: [8080]}}`,
  },
  'delay-already-over': {
    why: 'the delay goes on after the startup probe',
    pod: `
      containers:
      - {name: app, image: shop/cart:1.4, startupProbe: {httpGet: {port: 8080}}, livenessProbe: {httpGet: {port: 8080}, initialDelaySeconds: 30}}
    `,
    scenario: `workloads: {app: {boot: 8s, listens: [8080]}}`,
  },
  'readiness-off-beat': {
    why: 'without a startup probe the first attempt beside the beat is the only one',
    pod: `containers: [{name: app, image: shop/cart:1.4, readinessProbe: {httpGet: {port: 8080}, periodSeconds: 60}}]`,
    scenario: `workloads: {app: {boot: 0s, listens: [8080]}}`,
  },
  'readiness-never-restarts': {
    why: 'a liveness probe is there, and content',
    pod: `
      containers:
      - {name: app, image: shop/cart:1.4, livenessProbe: {tcpSocket: {port: 8080}}, readinessProbe: {httpGet: {port: 8080}, periodSeconds: 5}}
    `,
    scenario: `{duration: 2m, workloads: {app: {boot: 1s, listens: [8080], http: [{responses: [{for: 30s, status: 200}, {status: 500}]}]}}}`,
  },
  'startup-gate-leak': {
    why: 'a crash, not a kill: the new container waits for its startup probe',
    pod: `
      containers:
      - name: app
        image: shop/orders:2.1
        startupProbe: {httpGet: {port: 8080}, failureThreshold: 6}
        livenessProbe: {httpGet: {port: 8080}, periodSeconds: 3, failureThreshold: 1}
    `,
    scenario: `{duration: 2m, workloads: {app: {boot: 28s, listens: [8080], instances: {1: {exit: {after: 60s, code: 1}}}}}}`,
  },
  'probe-never-passes': {
    why: 'it says yes at the sixth attempt',
    pod: `
      containers:
      - {name: app, image: busybox:1.36, command: [sh, -c, "sleep 12; touch /tmp/ready; sleep 600"], readinessProbe: {exec: {command: [cat, /tmp/ready]}, periodSeconds: 2}}
    `,
    scenario: `duration: 1m`,
  },
  'tool-missing': {
    why: 'the script does without the tool and ends otherwise',
    pod: `containers: [{name: app, image: "nginx:1.27", command: [sh, -c, "killall nginx; exit 3"]}]`,
    scenario: `duration: 1m`,
  },
  'name-unknown': {
    why: 'the Service appears while it asks',
    pod: `
      containers: [{name: app, image: busybox:1.36, command: [sh, -c, "until nslookup db >/dev/null; do ping -c1 db; sleep 2; done; sleep 600"]}]
    `,
    scenario: `
      duration: 1m
      actions: [{at: 10s, do: apply, object: {apiVersion: v1, kind: Service, metadata: {name: db}, spec: {ports: [{port: 5432}]}}}]
    `,
  },
  'runs-as-root': {
    why: 'the image has a user of its own, by number',
    pod: `containers: [{name: app, image: "nginxinc/nginx-unprivileged:1.27", securityContext: {runAsNonRoot: true}}]`,
    scenario: `duration: 1m`,
  },
  'port-taken': {
    why: 'the other server listens elsewhere',
    pod: `containers: [{name: web, image: "nginx:1.27"}, {name: cache, image: "redis:7"}]`,
    scenario: `duration: 1m`,
  },
  'apparmor-missing': {
    why: 'the node has it, and the profile too',
    pod: `containers: [{name: app, image: "nginx:1.27", securityContext: {appArmorProfile: {type: Localhost, localhostProfile: k8s-deny-write}}}]`,
    scenario: `{duration: 1m, cluster: {node: {appArmor: {profiles: [k8s-deny-write]}}}}`,
  },
};

test.each(FINDING_KINDS.map((kind) => ({ kind, ...NEAR_MISSES[kind] })))('no $kind: $why', ({ kind, pod, scenario, objects }) => {
  const { trace, scenario: read } = simulated(sketch(pod, scenario, objects));
  expect(trace.records.some((record) => record.kind === 'Pod')).toBe(true);
  expect(findingsOf(trace, read).flatMap((finding) => (finding.kind === kind ? [finding.title] : []))).toEqual([]);
});
