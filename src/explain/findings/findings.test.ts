/** Scenario in, finding out; then the proposed edit is applied to the text, and the finding is gone. */
import { expect, test } from 'vitest';
import { edited } from '../../testing/edited.ts';
import { sketch } from '../../testing/sim.ts';
import { simulated } from '../../testing/simulated.ts';
import { at } from '../texts/en/words.ts';
import type { Finding, FindingKind } from '../types.ts';
import { FINDING_KINDS } from '../types.ts';
import { findingsOf } from './findings.ts';

interface Case {
  kind: FindingKind;
  title: string;
  /** Absent: the cure lies outside the text, or the run does not show how much is enough. */
  change?: string;
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

const CASES: Case[] = [
  {
    kind: 'liveness-before-boot',
    title: 'The liveness probe gives up after 8.4 s. Booting takes 25 s.',
    change: 'Add a startupProbe that gives app 36 s',
    pod: `
      containers:
      - name: app
        image: shop/cart:1.4
        livenessProbe: {httpGet: {path: /healthz, port: 8080}, initialDelaySeconds: 3, periodSeconds: 3, failureThreshold: 3}
    `,
    scenario: `workloads: {app: {boot: 25s, listens: [8080]}}`,
  },
  {
    kind: 'startup-too-short',
    title: 'The startup probe gives up after 26.7 s. Booting takes 45 s.',
    change: 'Raise failureThreshold of the startupProbe from 3 to 8: app then has 80 s',
    pod: `
      containers:
      - {name: app, image: shop/cart:1.4, startupProbe: {httpGet: {port: 8080}, periodSeconds: 10}}
    `,
    scenario: `workloads: {app: {boot: 45s, listens: [8080]}}`,
  },
  {
    kind: 'grace-too-short',
    title: 'The grace period is 30 s. preStop and shutdown need 35 s.',
    change: 'Raise terminationGracePeriodSeconds to 38',
    pod: `
      containers:
      - {name: app, image: shop/cart:1.4, lifecycle: {preStop: {exec: {command: [sleep, "20"]}}}}
    `,
    scenario: `
      workloads: {app: {onTerm: {exitAfter: 15s, code: 0}}}
      actions: [{at: 10s, do: delete}]
    `,
  },
  {
    kind: 'sigterm-lost',
    title: 'SIGTERM ends at the shell: PID 1 of app is sh, and redis-server behind it gets nothing. It takes SIGKILL after 30 s.',
    change: 'Run the program of app with exec, so that SIGTERM reaches it',
    pod: `
      containers:
      - {name: app, image: "redis:7", command: [sh, -c, "redis-server; true"]}
    `,
    scenario: `actions: [{at: 10s, do: delete}]`,
  },
  {
    kind: 'prestop-outlives-grace',
    title: 'The grace period of 10 s cuts preStop off after 10 s. The hook alone needs 60 s.',
    change: 'Raise terminationGracePeriodSeconds to 63',
    pod: `
      terminationGracePeriodSeconds: 10
      containers:
      - {name: app, image: shop/cart:1.4, lifecycle: {preStop: {exec: {command: [sleep, "60"]}}}}
    `,
    scenario: `actions: [{at: 10s, do: delete}]`,
  },
  {
    kind: 'slow-liveness-kill',
    title: 'From the failed liveness probe at 5.3 s to the new container it takes 30 s.',
    change: 'Give the livenessProbe a grace period of its own: 5 s',
    pod: `
      containers:
      - {name: app, image: busybox:1.36, command: [sleep, "3600"], livenessProbe: {exec: {command: [cat, /tmp/healthy]}, periodSeconds: 5, failureThreshold: 1}}
    `,
  },
  {
    kind: 'probe-timeout-too-short',
    title: 'timeoutSeconds is 1, the default. exec /bin/check takes 1.4 s.',
    change: 'Raise timeoutSeconds of the livenessProbe to 2',
    pod: `
      containers:
      - {name: app, image: shop/db:1, livenessProbe: {exec: {command: [/bin/check]}}}
    `,
    scenario: `workloads: {app: {exec: [{command: [/bin/check], results: [{exitCode: 0}], takes: 1400ms}]}}`,
  },
  {
    kind: 'liveness-like-readiness',
    title: 'Liveness and readiness ask the same: GET /healthz. When it says no, app is restarted once.',
    change: 'Let liveness ask only whether the port is open',
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
      - {at: 40s, do: workload, container: app, set: {http: null}}
    `,
  },
  {
    kind: 'readiness-missing',
    title: 'Without a readinessProbe app counts as ready at once. It serves 12 s after its start.',
    change: 'Add a readinessProbe to app',
    pod: `
      containers:
      - {name: app, image: shop/cart:1.4, ports: [{containerPort: 8080}]}
    `,
    scenario: `workloads: {app: {boot: 12s}}`,
    objects: WEB_SERVICE,
  },
  {
    kind: 'readiness-too-nervous',
    title: 'One failed attempt takes app out of its Services: failureThreshold is 1.',
    change: 'Raise failureThreshold of the readinessProbe to 3',
    pod: `
      containers:
      - {name: app, image: shop/cart:1.4, readinessProbe: {httpGet: {port: 8080}, periodSeconds: 5, failureThreshold: 1}}
    `,
    scenario: `
      workloads: {app: {boot: 1s, listens: [8080]}}
      actions:
      - {at: 24s, do: workload, container: app, set: {http: [{responses: [{status: 503}]}]}}
      - {at: 27s, do: workload, container: app, set: {http: null}}
    `,
  },
  {
    kind: 'readiness-gate-unset',
    title: 'Nobody sets the condition example.com/attached, so the Pod never becomes Ready.',
    change: 'Take the readiness gate away, or run the controller that sets it',
    pod: `
      readinessGates: [{conditionType: example.com/attached}]
      containers:
      - {name: app, image: shop/cart:1.4}
    `,
  },
  {
    kind: 'latest-always',
    title: 'busybox:latest has the tag latest, so it is pulled at every start: 4 pulls in this run.',
    change: 'Set imagePullPolicy to IfNotPresent, better with a fixed tag',
    pod: `
      containers:
      - {name: app, image: "busybox:latest", command: [sh, -c, "sleep 3; exit 1"]}
    `,
    scenario: `duration: 1m`,
  },
  {
    kind: 'image-not-pulled',
    title: 'shop/nosuch:1.0 cannot be pulled: the registry does not have it.',
    change: 'Let the registry have shop/nosuch:1.0',
    pod: `
      containers:
      - {name: app, image: "shop/nosuch:1.0"}
    `,
    scenario: `images: [{image: "shop/*", pullError: notFound}]`,
  },
  {
    kind: 'image-never',
    title: 'imagePullPolicy is Never, and shop/dev:local is not on the node.',
    change: 'Set imagePullPolicy to IfNotPresent',
    pod: `
      containers:
      - {name: app, image: "shop/dev:local", imagePullPolicy: Never}
    `,
    scenario: `images: [{image: "shop/dev:local", onNode: false}]`,
  },
  {
    kind: 'image-name-invalid',
    title: 'Shop/Cart:1.0 is no valid image name: repositories are lower case.',
    change: 'Write shop/cart:1.0',
    pod: `
      containers:
      - {name: app, image: "Shop/Cart:1.0"}
    `,
  },
  {
    kind: 'image-name-invalid',
    title: 'eu.gcr.io/shop//cart:1.0 is no valid image name: a part of its path is empty.',
    change: 'Write eu.gcr.io/shop/cart:1.0',
    pod: `
      containers:
      - {name: app, image: "eu.gcr.io/shop//cart:1.0"}
    `,
  },
  {
    kind: 'image-name-invalid',
    title: '<your-image> is no valid image name: none has a “<”.',
    pod: `
      containers:
      - {name: app, image: "<your-image>"}
    `,
  },
  {
    kind: 'probe-port-unknown',
    title: 'The liveness probe asks port "web", which app does not have.',
    change: 'Name port 8080 "web"',
    pod: `
      containers:
      - {name: app, image: shop/cart:1.4, ports: [{containerPort: 8080}], livenessProbe: {httpGet: {port: web}}}
    `,
  },
  {
    kind: 'probe-command-missing',
    title: 'The liveness probe runs /bin/healthcheck, which is not in the image.',
    change: 'Let the kubelet ask itself: tcpSocket on 80',
    pod: `
      containers:
      - {name: app, image: "nginx:1.27", ports: [{containerPort: 80}], livenessProbe: {exec: {command: [/bin/healthcheck]}}}
    `,
  },
  {
    kind: 'poststart-fails',
    title: 'postStart of app fails with exit code 3, so the kubelet kills app: four times in this run.',
    change: 'Take the postStart hook away',
    pod: `
      containers:
      - name: app
        image: busybox:1.36
        command: [sh, -c, "trap 'exit 0' TERM; while true; do sleep 1; done"]
        lifecycle: {postStart: {exec: {command: [sh, -c, "exit 3"]}}}
    `,
    scenario: `duration: 1m`,
  },
  {
    kind: 'poststart-too-early',
    title: 'postStart calls GET /warm at once. app listens 5 s after its start.',
    change: 'Wait with a startupProbe instead of the postStart hook',
    pod: `
      containers:
      - {name: app, image: shop/cart:1.4, lifecycle: {postStart: {httpGet: {path: /warm, port: 8080}}}}
    `,
    scenario: `workloads: {app: {boot: 5s, listens: [8080]}}`,
  },
  {
    kind: 'hook-tcp-socket',
    title: 'postStart of app uses tcpSocket, which the kubelet does not have for hooks.',
    change: 'Take the postStart hook away; a startupProbe can wait for a port',
    pod: `
      containers:
      - {name: app, image: "nginx:1.27", lifecycle: {postStart: {tcpSocket: {port: 80}}, preStop: {sleep: {seconds: 1}}}}
    `,
  },
  {
    kind: 'clean-exit-loop',
    title: 'app exits with 0, four times, and is restarted: restartPolicy is Always.',
    change: 'Set restartPolicy to OnFailure',
    pod: `
      containers:
      - {name: app, image: busybox:1.36, command: [sh, -c, "sleep 2; exit 0"]}
    `,
    scenario: `duration: 1m`,
  },
  {
    kind: 'command-not-found',
    title: '/app/server is not in busybox:1.36: app cannot start.',
    pod: `
      containers:
      - {name: app, image: busybox:1.36, command: [/app/server]}
    `,
  },
  {
    kind: 'reference-missing',
    title: 'ConfigMap greetings does not exist.',
    change: 'Create ConfigMap greetings',
    pod: `
      containers:
      - name: app
        image: shop/cart:1.4
        env: [{name: HELLO, valueFrom: {configMapKeyRef: {name: greetings, key: hello}}}]
    `,
  },
  {
    kind: 'unschedulable',
    title: 'No node fits: 0/1 nodes are available: 1 Insufficient cpu.',
    change: 'Ask for no more cpu than the node has: 4',
    pod: `
      containers:
      - {name: app, image: shop/cart:1.4, resources: {requests: {cpu: "16"}}}
    `,
  },
  {
    kind: 'unschedulable',
    title: 'No node is looked for: PersistentVolumeClaim data does not exist.',
    change: 'Create PersistentVolumeClaim data',
    pod: `
      containers:
      - {name: app, image: shop/cart:1.4}
      volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
    `,
  },
  {
    kind: 'unschedulable',
    title: 'No node fits: 0/1 nodes are available: 1 node(s) had untolerated taint(s).',
    change: 'Tolerate dedicated=gpu:NoSchedule, maintenance:NoExecute',
    pod: `
      containers:
      - {name: app, image: shop/cart:1.4}
    `,
    scenario: 'cluster: {node: {taints: [{key: dedicated, value: gpu, effect: NoSchedule}, {key: maintenance, effect: NoExecute}]}}',
  },
  {
    kind: 'unschedulable',
    title: 'No node fits: 0/1 nodes are available: 1 node(s) were unschedulable.',
    change: 'Leave the node open for Pods: no node-cordon',
    pod: `
      containers:
      - {name: app, image: shop/cart:1.4}
    `,
    scenario: 'actions: [{at: before-create, do: node-cordon}, {at: 20s, do: node-uncordon}]',
  },
  {
    kind: 'unschedulable',
    title: "No node fits: 0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.",
    change: 'Give the node cloud/gpu=l4',
    pod: `
      nodeSelector: {cloud/gpu: l4}
      containers:
      - {name: app, image: shop/cart:1.4}
    `,
  },
  {
    kind: 'unschedulable',
    title: 'No node fits: 0/1 nodes are available: 1 Insufficient memory, 1 Insufficient nvidia.com/gpu.',
    change: 'Give the node memory: 16Gi, nvidia.com/gpu: 1',
    pod: `
      containers:
      - {name: app, image: shop/cart:1.4, resources: {limits: {memory: 16Gi, nvidia.com/gpu: 1}}}
    `,
  },
  {
    kind: 'unschedulable',
    title: "No node fits: 0/1 nodes are available: 1 node(s) didn't match pod topology spread constraints (missing required label).",
    change: 'Give the node topology.kubernetes.io/zone=a',
    pod: `
      topologySpreadConstraints:
      - {maxSkew: 1, topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: cart}}}
      containers:
      - {name: app, image: shop/cart:1.4}
    `,
  },
  {
    kind: 'command-not-found',
    title: 'wge is not in busybox:1.36: app cannot start.',
    change: 'Write wget',
    pod: `
      containers:
      - {name: app, image: "busybox:1.36", command: [wge, "http://127.0.0.1"]}
    `,
  },
  {
    kind: 'node-unknown',
    title: 'The Pod is bound to node worker-2, and the cluster has only node-1.',
    change: 'Call the node worker-2',
    pod: `
      nodeName: worker-2
      containers:
      - {name: app, image: shop/cart:1.4}
    `,
  },
  {
    kind: 'budget-blocks-eviction',
    title: 'The drain does not end: the budget web wants 1 healthy Pod, and there is 1.',
    change: 'Set minAvailable to 0',
    pod: `
      containers:
      - {name: app, image: shop/cart:1.4}
    `,
    scenario: 'duration: 1m\nactions: [{at: 10s, do: node-drain}]',
    objects: `
      apiVersion: policy/v1
      kind: PodDisruptionBudget
      metadata: {name: web}
      spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}
    `,
  },
  {
    kind: 'taint-drives-away',
    title: 'maintenance:NoExecute on the node drives the Pod away: it tolerates that for 30 s.',
    change: 'Tolerate maintenance:NoExecute for ever',
    pod: `
      tolerations: [{key: maintenance, operator: Exists, effect: NoExecute, tolerationSeconds: 30}]
      containers:
      - {name: app, image: shop/cart:1.4}
    `,
    scenario: 'duration: 1m\nactions: [{at: 10s, do: node-taint, taint: {key: maintenance, effect: NoExecute}}]',
  },
  {
    kind: 'taint-drives-away',
    title: 'dedicated=gpu:NoExecute on the node drives the Pod away at once: it does not tolerate that.',
    change: 'Tolerate dedicated=gpu:NoExecute for ever',
    pod: `
      containers:
      - {name: app, image: shop/cart:1.4}
    `,
    scenario: 'duration: 1m\nactions: [{at: 10s, do: node-taint, taint: {key: dedicated, value: gpu, effect: NoExecute}}]',
  },
  {
    kind: 'out-of-memory',
    title: 'app is OOMKilled once: its memory limit is 64Mi.',
    pod: `
      containers:
      - {name: app, image: shop/cart:1.4, resources: {limits: {memory: 64Mi}}}
    `,
    scenario: `actions: [{at: 20s, do: oom, container: app}]`,
  },
  {
    kind: 'helper-keeps-pod',
    title: 'work is done, but proxy goes on: the Pod never finishes.',
    change: 'Make proxy a sidecar container: init containers with restartPolicy Always',
    pod: `
      restartPolicy: Never
      containers:
      - {name: work, image: busybox:1.36, command: [sh, -c, "sleep 10"]}
      - {name: proxy, image: shop/proxy:1.9, ports: [{containerPort: 15001}]}
    `,
  },
  {
    kind: 'stops-before-clients-leave',
    title: 'app closes its port 3 s before clients stop coming.',
    change: 'Let a preStop hook sleep 4 s',
    pod: `
      containers:
      - {name: app, image: shop/cart:1.4, ports: [{containerPort: 8080}], readinessProbe: {httpGet: {port: 8080}, periodSeconds: 2}}
    `,
    scenario: `
      cluster: {latency: {endpoints: 3s}}
      workloads: {app: {boot: 1s, onTerm: {exitAfter: 8s, code: 0}}}
      actions: [{at: 15s, do: delete}]
    `,
    objects: WEB_SERVICE,
  },
  {
    kind: 'deadline-too-short',
    title: 'activeDeadlineSeconds ends the Pod after 20 s. The work takes until 40.5 s.',
    change: 'Raise activeDeadlineSeconds to 46',
    pod: `
      restartPolicy: Never
      activeDeadlineSeconds: 20
      containers:
      - {name: app, image: shop/batch:1}
    `,
    scenario: `workloads: {app: {exit: {after: 40s, code: 0}}}`,
  },
  {
    kind: 'crash-loop',
    title: 'app exits with 1 four times; the waits before its restarts are 0, 10, 20 and 40 s.',
    pod: `
      containers:
      - {name: app, image: busybox:1.36, command: [sh, -c, "sleep 2; exit 1"]}
    `,
    scenario: `duration: 1m`,
  },
  {
    kind: 'exit-code-137',
    title: 'Two containers end with 137, for two reasons; only big ran out of memory.',
    pod: `
      restartPolicy: Never
      containers:
      - {name: big, image: shop/reports:1.0, resources: {limits: {memory: 64Mi}}}
      - {name: own, image: shop/reports:1.0}
    `,
    scenario: `workloads: {big: {exit: {after: 4s, oom: true}}, own: {exit: {after: 5s, code: 137}}}`,
  },
  {
    kind: 'prestop-not-called',
    title: 'preStop does not run for app: it ends by itself.',
    pod: `
      containers:
      - {name: app, image: shop/cart:1.4, lifecycle: {preStop: {sleep: {seconds: 2}}}}
    `,
    scenario: `workloads: {app: {exit: {after: 4s, code: 1}}}`,
  },
  {
    kind: 'prestop-ends-container',
    title: 'preStop ends its own container: PID 1 of app exits with 0 less than 0.1 s into the hook.',
    change: 'Let preStop only sleep, and leave the stop to the stop signal',
    pod: `
      containers:
      - {name: app, image: "nginx:1.27", lifecycle: {preStop: {exec: {command: [sh, -c, "nginx -s quit; sleep 20"]}}}}
    `,
    scenario: `actions: [{at: 10s, do: delete}]`,
  },
  {
    kind: 'probes-while-terminating',
    title: 'Readiness of app fails three times while the Pod terminates. That is normal, and nothing is restarted.',
    pod: `
      containers:
      - {name: app, image: shop/cart:1.4, readinessProbe: {httpGet: {port: 8080}, periodSeconds: 2}}
    `,
    scenario: `
      workloads: {app: {boot: 1s, listens: [8080], onTerm: {exitAfter: 6s, code: 0}}}
      actions: [{at: 15s, do: delete}]
    `,
  },
  {
    kind: 'poststart-hides-start',
    title: 'app runs from 0.5 s on; until 8.5 s the API says ContainerCreating, because postStart takes 8 s.',
    pod: `
      containers:
      - {name: app, image: shop/cart:1.4, lifecycle: {postStart: {exec: {command: [sleep, "8"]}}}}
    `,
  },
  {
    kind: 'poststart-hangs',
    title: 'postStart of app has not ended after 89.5 s.',
    change: 'Take the postStart hook away; a startupProbe can wait as long, and holds up nothing',
    pod: `
      containers:
      - {name: app, image: busybox:1.36, command: [sleep, "600"], lifecycle: {postStart: {exec: {command: [sh, -c, "until test -f /tmp/go; do sleep 1; done"]}}}}
    `,
    scenario: `duration: 90s`,
  },
  {
    kind: 'poststart-holds-next',
    title: 'app starts 6.1 s after proxy: postStart of proxy holds it back.',
    change: 'Make proxy a sidecar container with a startupProbe, without the hook',
    pod: `
      containers:
      - {name: proxy, image: shop/proxy:1.9, ports: [{containerPort: 15001}], lifecycle: {postStart: {exec: {command: [sleep, "6"]}}}}
      - {name: app, image: shop/cart:1.4}
    `,
  },
  {
    kind: 'first-probe-late',
    title: 'The first startup probe of app comes 39.8 s after its start, not after 5 s: its worker ticks every 40 s.',
    change: 'Ask every 5 s, up to 24 times: the same budget',
    pod: `
      containers:
      - {name: app, image: shop/cart:1.4, startupProbe: {httpGet: {port: 8080}, initialDelaySeconds: 5, periodSeconds: 40}}
    `,
    scenario: `workloads: {app: {boot: 8s, listens: [8080]}}`,
  },
  {
    kind: 'delay-already-over',
    title: 'livenessProbe begins at 50.3 s, not at 70.3 s: its initialDelaySeconds of 30 is over before startup succeeds at 40.3 s.',
    change: 'Take initialDelaySeconds of the livenessProbe away: the startupProbe holds it back',
    pod: `
      containers:
      - name: app
        image: shop/cart:1.4
        startupProbe: {httpGet: {port: 8080}, failureThreshold: 6}
        livenessProbe: {httpGet: {port: 8080}, initialDelaySeconds: 30}
    `,
    scenario: `workloads: {app: {boot: 35s, listens: [8080]}}`,
  },
  {
    kind: 'readiness-off-beat',
    title: '1 readiness attempt of app does not wait for the period of 60 s: at 12.3 s.',
    pod: `
      containers:
      - name: app
        image: shop/cart:1.4
        startupProbe: {httpGet: {port: 8080}, periodSeconds: 4, failureThreshold: 10}
        readinessProbe: {httpGet: {port: 8080}, periodSeconds: 60}
    `,
    scenario: `workloads: {app: {boot: 11s, listens: [8080]}}`,
  },
  {
    kind: 'readiness-never-restarts',
    title: 'Readiness of app fails from 40.5 s on, for 79.5 s. Nothing restarts it: it has no livenessProbe.',
    pod: `
      containers:
      - {name: app, image: shop/cart:1.4, readinessProbe: {httpGet: {port: 8080}, periodSeconds: 5}}
    `,
    scenario: `
      duration: 2m
      workloads: {app: {boot: 1s, listens: [8080], http: [{responses: [{for: 30s, status: 200}, {status: 500}]}]}}
    `,
  },
  {
    kind: 'probe-never-passes',
    title: 'The readiness probe never succeeds: exec cat /tmp/ready failed (cat: /tmp/ready: No such file or directory).',
    pod: `containers: [{name: app, image: "nginx:1.27", readinessProbe: {exec: {command: [cat, /tmp/ready]}, periodSeconds: 2}}]`,
    scenario: `duration: 1m`,
  },
  {
    kind: 'tool-missing',
    title: 'killall is not in nginx:1.27: the script of app ends with exit code 127.',
    change: 'Say that killall is there and succeeds',
    pod: `containers: [{name: app, image: "nginx:1.27", command: [sh, -c, "sleep 1; killall nginx"]}]`,
    scenario: `duration: 1m`,
  },
  {
    kind: 'name-unknown',
    title: 'wait asks for db, a name that nobody has.',
    pod: `
      initContainers: [{name: wait, image: busybox:1.36, command: [sh, -c, "until nc -z db 5432; do echo waiting; sleep 2; done"]}]
      containers: [{name: app, image: shop/cart:1.4}]
    `,
    scenario: `duration: 1m`,
  },
  {
    kind: 'runs-as-root',
    title: 'app must not run as root (runAsNonRoot), and nginx:1.27 runs as root.',
    change: 'Let app run as user 1000',
    pod: `containers: [{name: app, image: "nginx:1.27", securityContext: {runAsNonRoot: true}}]`,
    scenario: `duration: 1m`,
  },
  {
    kind: 'apparmor-missing',
    title: 'The Pod names an AppArmor profile, and its node has no AppArmor.',
    change: 'Give the node AppArmor',
    pod: `{securityContext: {appArmorProfile: {type: RuntimeDefault}}, containers: [{name: app, image: "nginx:1.27"}]}`,
    scenario: `duration: 1m`,
  },
  {
    kind: 'port-taken',
    title: 'second wants port 80, and first has it.',
    pod: `containers: [{name: first, image: "nginx:1.27"}, {name: second, image: "httpd:2.4"}]`,
    scenario: `duration: 1m`,
  },
  {
    kind: 'startup-gate-leak',
    title: 'After a liveness kill app is probed 2.4 s into its new start, before its startup probe has passed: killed twice while it boots.',
    change: 'Set initialDelaySeconds of the livenessProbe to 35: the delay does not leak',
    pod: `
      containers:
      - name: app
        image: shop/orders:2.1
        startupProbe: {httpGet: {port: 8080}, failureThreshold: 6}
        livenessProbe: {httpGet: {port: 8080}, periodSeconds: 3, failureThreshold: 1}
    `,
    scenario: `
      duration: 4m
      workloads: {app: {boot: 28s, listens: [8080], onTerm: {exitAfter: 500ms, code: 0}}}
      actions:
      - {at: 120s, do: workload, container: app, set: {http: [{responses: [{status: 500}]}]}}
      - {at: 125s, do: workload, container: app, set: {http: null}}
    `,
  },
];

test.each(CASES)('$kind: $title', ({ kind, title, change, pod, scenario, objects }) => {
  const text = sketch(pod, scenario, objects);
  const found = findingOf(text, kind);
  expect(found?.title).toBe(title);
  expect(found?.change?.title).toBe(change);
  expect(found?.records.length).toBeGreaterThan(0);
  expect(found).toMatchObject({
    source: expect.stringMatching(/^(pkg|staging|containerd) ?\S*\/\S+\.go: \w+$/),
    doc: expect.stringMatching(/^https:\/\/kubernetes\.io\/docs\//),
  });
  if (found?.change) expect(findingOf(edited(text, found.change.edits), kind)?.title).toBeUndefined();
});

const BUDGETED = {
  budget: (spec: string) =>
    `apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: web}\nspec:\n  selector: {matchLabels: {app: web}}\n  ${spec}\n`,
  deployment: `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: app, image: shop/cart:1.4}]}
`,
  drain: 'apiVersion: podloupe.dev/v1\nkind: Scenario\nspec: {duration: 1m, actions: [{at: 10s, do: node-drain}]}\n---\n',
};

const ANNOTATED = (profile: string) => `apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations:
    container.apparmor.security.beta.kubernetes.io/app: ${profile}
spec:
  containers:
  - name: app
    image: nginx:1.27
`;
const DENY_WRITE = { profiles: ['k8s-deny-write'] };
const WITH_APPARMOR = 'apiVersion: podloupe.dev/v1\nkind: Scenario\nspec: {duration: 1m, cluster: {node: {appArmor: {profiles: [audit-all]}}}}\n---\n';

test.each([
  [
    'a count that is all there is',
    BUDGETED.deployment,
    'minAvailable: 1',
    'The drain does not end: the budget web wants 1 healthy Pod, and there is 1.',
    ['Keep 2 replicas', 'Set maxUnavailable to 1'],
  ],
  [
    'a percentage that leaves none',
    BUDGETED.deployment,
    'minAvailable: 50%',
    'The drain does not end: the budget web wants 1 healthy Pod, and there is 1.',
    ['Keep 2 replicas', 'Set maxUnavailable to 1'],
  ],
  [
    'all of however many',
    BUDGETED.deployment,
    'minAvailable: 100%',
    'The drain does not end: the budget web wants 1 healthy Pod, and there is 1.',
    ['Set maxUnavailable to 1'],
  ],
  [
    'none may go',
    BUDGETED.deployment,
    'maxUnavailable: 0',
    'The drain does not end: the budget web wants 1 healthy Pod, and there is 1.',
    ['Set maxUnavailable to 1'],
  ],
  [
    'a Pod that never gets Ready',
    BUDGETED.deployment.replace('cart:1.4', 'cart:1.4, readinessProbe: {exec: {command: ["false"]}}'),
    'minAvailable: 1',
    'The drain does not end: the budget web wants 1 healthy Pod, and there are 0: this one is not Ready.',
    ['Set unhealthyPodEvictionPolicy to AlwaysAllow'],
  ],
  [
    'a Pod that nobody controls',
    'apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {app: web}}\nspec: {containers: [{name: app, image: shop/cart:1.4}]}\n',
    'maxUnavailable: 1',
    'The drain does not end: the budget web counts the replicas of a controller, and no controller says how many this Pod has.',
    ['Set minAvailable to 0'],
  ],
])('a budget that lets no Pod go: %s', (_why, pod, spec, title, changes) => {
  const text = `${BUDGETED.drain}${pod}---\n${BUDGETED.budget(spec)}`;
  const found = findingOf(text, 'budget-blocks-eviction');
  const offers = [found?.change, ...(found?.alternatives ?? [])].filter((change) => change !== undefined);
  expect([found?.title, offers.map((offer) => offer.title)]).toEqual([title, changes]);
  for (const offer of offers) expect(findingOf(edited(text, offer.edits), 'budget-blocks-eviction'), offer.title).toBeUndefined();
});

test('two budgets for one Pod are a mistake that no waiting mends', () => {
  const second = BUDGETED.budget('minAvailable: 0').replace('name: web', 'name: other');
  const found = findingOf(`${BUDGETED.drain}${BUDGETED.deployment}---\n${BUDGETED.budget('minAvailable: 0')}---\n${second}`, 'budget-blocks-eviction');
  expect([found?.title, found?.facts]).toEqual(['The Pod is not evicted: it has more than one disruption budget.', { attempts: 1 }]);
  expect(found?.detail).toContain('500');
});

test.each([
  ['the old annotation', ANNOTATED('runtime/default'), 'The Pod names an AppArmor profile, and its node has no AppArmor.', true],
  ['that of a node’s own', ANNOTATED('localhost/k8s-deny-write'), 'The Pod names an AppArmor profile, and its node has no AppArmor.', DENY_WRITE],
  [
    'a template',
    BUDGETED.deployment.replace('cart:1.4', 'cart:1.4, securityContext: {appArmorProfile: {type: Localhost, localhostProfile: k8s-deny-write}}'),
    'The Pod names an AppArmor profile, and its node has no AppArmor.',
    DENY_WRITE,
  ],
  [
    'a profile that is not loaded',
    `${WITH_APPARMOR}${ANNOTATED('localhost/k8s-deny-write')}`,
    'The AppArmor profile k8s-deny-write is not loaded on the node.',
    { profiles: ['audit-all', 'k8s-deny-write'] },
  ],
])('AppArmor that the node lacks: %s', (_what, text, title, value) => {
  const found = findingOf(text, 'apparmor-missing');
  expect([found?.title, found?.change?.edits[0]?.value, found?.alternatives.map((each) => each.title)]).toEqual([
    title,
    value,
    ['Take the profile out of the Pod'],
  ]);
  for (const change of [found?.change, ...(found?.alternatives ?? [])]) {
    const after = simulated(edited(text, change?.edits ?? []));
    expect(findingsOf(after.trace, after.scenario), change?.title).toEqual([]);
  }
});

test('AppArmor that an ephemeral container asks for: the Pod has no profile to take out', () => {
  const debug = '{name: debug, image: "busybox:1.36", command: [sleep, "9"], securityContext: {appArmorProfile: {type: RuntimeDefault}}}';
  const text = sketch('containers: [{name: app, image: "nginx:1.27"}]', `duration: 1m\nactions: [{at: 2s, do: add-ephemeral, container: ${debug}}]`);
  const found = findingOf(text, 'apparmor-missing');
  expect([found?.title, found?.alternatives]).toEqual(['The Pod names an AppArmor profile, and its node has no AppArmor.', []]);
  expect(findingOf(edited(text, found?.change?.edits ?? []), 'apparmor-missing')).toBeUndefined();
});

test('every kind has a case', () => {
  expect([...new Set(CASES.map(({ kind }) => kind))].sort()).toEqual([...FINDING_KINDS].sort());
});

test('the waits of a long loop are told up to the one that stays', () => {
  const found = findingOf(sketch('containers: [{name: app, image: "busybox:1.36", command: [sh, -c, "sleep 2; exit 1"]}]', 'duration: 45m'), 'crash-loop');
  expect(found?.title).toMatch(/^app exits with 1, \d+ times; the waits before its restarts are 0, 10, 20, 40, 80, 160 and 300 s, then \d+ more of 300 s\.$/);
});

test('what a crash loop of an init container looks like begins with Init:', () => {
  const crashing = '[{name: wait, image: "busybox:1.36", command: [sh, -c, "sleep 2; exit 1"]}]';
  const found = findingOf(sketch(`initContainers: ${crashing}\ncontainers: [{name: app, image: shop/cart:1.4}]`, 'duration: 1m'), 'crash-loop');
  expect(found?.detail).toMatch(/: Init:Error for [\d.]+ s/);
});

test('a hook that a kubelet cuts hides the start until the next kubelet reports', () => {
  const pod = 'containers: [{name: app, image: shop/cart:1.4, lifecycle: {postStart: {exec: {command: [sleep, "30"]}}}}]';
  const text = sketch(pod, 'duration: 1m\nactions: [{at: 10s, do: kubelet-restart}]');
  const { records } = simulated(text).trace;
  const told = records.find((record) => record.kind === 'Pod' && record.object.status.containerStatuses?.[0]?.state.running !== undefined);
  expect(findingOf(text, 'poststart-hides-start')?.title).toContain(`until ${at(told?.t ?? 0)} the API`);
});

test('a pull secret of a type that does not count is told of where the registry asks for one', () => {
  const detail = (type: string) =>
    findingOf(
      sketch(
        'imagePullSecrets: [{name: regcred}]\ncontainers: [{name: app, image: "reg.example.com/app:1"}]',
        'images: [{image: "reg.example.com/*", requiresSecret: true}]',
        `{apiVersion: v1, kind: Secret, metadata: {name: regcred}, ${type}stringData: {.dockerconfigjson: '{"auths": {"other.example.com": {"auth": "dTpw"}}}'}}`,
      ),
      'image-not-pulled',
    )?.detail;
  expect(detail('')).toMatch(/^The kubelet passes over the Secret regcred: its type is Opaque, not kubernetes\.io\/dockerconfigjson\. Attempts failed/);
  expect(detail('type: kubernetes.io/dockerconfigjson, ')).toMatch(/^Attempts failed/);
});

test('a probe of a port that nobody opens names the one that is open', () => {
  const text = sketch(
    `containers: [{name: app, image: shop/cart:1.4, livenessProbe: {grpc: {port: 9090}, periodSeconds: 5}}]`,
    `workloads: {app: {boot: 1s, listens: [8080], grpc: SERVING}}`,
  );
  const found = findingOf(text, 'probe-port-unknown');
  expect(found?.title).toBe('The liveness probe asks port 9090, where nobody listens: app listens on 8080.');
  expect(found?.change?.title).toBe('Ask port 8080');
  expect(findingOf(edited(text, found?.change?.edits ?? []), 'probe-port-unknown')).toBeUndefined();
});

test('a hook that is too long is told of before anything is deleted', () => {
  const pod = `
    terminationGracePeriodSeconds: 10
    containers: [{name: app, image: shop/cart:1.4, lifecycle: {preStop: {exec: {command: [sh, -c, "sleep 15"]}}}}]
  `;
  const found = findingOf(sketch(pod, 'duration: 1m'), 'prestop-outlives-grace');
  expect([found?.severity, found?.title]).toEqual(['hint', 'preStop of app takes 15 s, and the grace period is 10 s: a deletion will cut it.']);
  expect(findingOf(edited(sketch(pod, 'duration: 1m'), found?.change?.edits ?? []), 'prestop-outlives-grace')).toBeUndefined();
});

test('a shell line that stands where a program should', () => {
  const text = sketch(`containers: [{name: app, image: "busybox:1.36", command: ["echo hello && sleep 600"]}]`, 'duration: 1m');
  const found = findingOf(text, 'command-not-found');
  expect(found?.title).toBe('“echo hello && sleep 600” is taken for the name of one program, spaces and all: app cannot start.');
  expect(found?.change?.edits[0]?.value).toEqual(['sh', '-c', 'echo hello && sleep 600']);
  expect(findingOf(edited(text, found?.change?.edits ?? []), 'command-not-found')).toBeUndefined();
});

test('behind a closed port no more time is asked for', () => {
  const pod = `containers: [{name: app, image: "nginx:1.27", startupProbe: {httpGet: {port: 8080}, periodSeconds: 2}}]`;
  const { trace, scenario } = simulated(sketch(pod, 'duration: 1m'));
  expect(findingsOf(trace, scenario).map(({ kind }) => kind)).toEqual(['probe-port-unknown']);
});

test.each([
  ['always answers 503', 'liveness', 'listens: [8080], http: [{responses: [{status: 503}]}]', 'The liveness probe never succeeds: GET / answered 503.'],
  ['nobody listens', 'readiness', 'listens: []', 'The readiness probe never succeeds: GET / refused.'],
])('a probe that never succeeds: %s', (_why, probe, workload, title) => {
  const pod = `containers: [{name: app, image: shop/cart:1.4, ${probe}Probe: {httpGet: {port: 8080}, periodSeconds: 2}}]`;
  expect(findingOf(sketch(pod, `{duration: 1m, workloads: {app: {boot: 0s, ${workload}}}}`), 'probe-never-passes')?.title).toBe(title);
});

test('a server that lacks a page: whoever has put it there can say so', () => {
  const pod = `containers: [{name: web, image: "nginx:1.27", ports: [{containerPort: 80}], readinessProbe: {httpGet: {path: /quote, port: 80}, periodSeconds: 2}}]`;
  expect(findingOf(sketch(pod, 'duration: 1m'), 'probe-never-passes')?.alternatives).toEqual([
    {
      title: 'Say that web answers 200 on /quote',
      edits: [{ document: 'scenario', path: 'spec.workloads.web.http', value: [{ path: '/quote', responses: [{ status: 200 }] }] }],
    },
  ]);
});

test('nginx does not start without the host that it passes requests on to', () => {
  const text = `${sketch('containers: [{name: web, image: "nginx:1.27", volumeMounts: [{name: conf, mountPath: /etc/nginx/conf.d}]}]\nvolumes: [{name: conf, configMap: {name: proxy}}]', 'duration: 1m')}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: proxy}
data:
  default.conf: "server { listen 80; location / { proxy_pass http://backend:8080; } }"
`;
  const found = findingOf(text, 'name-unknown');
  expect([found?.title, found?.alternatives.map(({ title }) => title)]).toEqual(['web asks for backend, a name that nobody has.', ['Create Service backend']]);
});

test('a name that a command asks for is offered as a Service with the port that it asks', () => {
  const pod = `containers: [{name: app, image: "curlimages/curl:8.10.1", command: [curl, -sS, "http://backend:8080/health"]}]`;
  const found = findingOf(sketch(pod, 'duration: 1m'), 'name-unknown');
  expect(found?.alternatives.map(({ title, edits }) => [title, edits[0]?.value])).toEqual([
    ['Create Service backend', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'backend' }, spec: { ports: [{ port: 8080 }] } }],
  ]);
});

test('a healthy run has no findings', () => {
  const text = sketch(
    `
      containers:
      - name: app
        image: shop/cart:1.4
        ports: [{containerPort: 8080}]
        readinessProbe: {httpGet: {port: 8080}, periodSeconds: 2}
        livenessProbe: {tcpSocket: {port: 8080}}
        lifecycle: {preStop: {sleep: {seconds: 3}}}
    `,
    `actions: [{at: 30s, do: delete}]`,
    WEB_SERVICE,
  );
  const { trace, scenario } = simulated(text);
  expect(findingsOf(trace, scenario).map(({ title }) => title)).toEqual([]);
});

test('the picture of a shortfall has both bars and the failures as marks', () => {
  const found = findingOf(sketch(CASES[0]?.pod ?? '', CASES[0]?.scenario), 'liveness-before-boot');
  expect(found?.picture).toMatchObject({ kind: 'shortfall', needed: { ms: 25_000 } });
  expect(found?.picture?.kind === 'shortfall' && found.picture.marks.map(({ label }) => label)).toEqual(['failure 1', 'failure 2', 'failure 3']);
});

test('the probe that is proposed asks as the text does, and a longer delay is an alternative', () => {
  const found = findingOf(sketch(CASES[0]?.pod ?? '', CASES[0]?.scenario), 'liveness-before-boot');
  expect(found?.change?.edits).toEqual([
    { document: 'pod', path: 'spec.containers[0].startupProbe', value: { httpGet: { path: '/healthz', port: 8080 }, periodSeconds: 3, failureThreshold: 12 } },
  ]);
  expect(found?.alternatives.map(({ title }) => title)).toEqual(['Raise initialDelaySeconds from 3 to 28: a fast boot of app then waits as long']);
});

/** Commands as written and what the edit makes of them, all ended at once by SIGTERM afterwards. */
test.each([
  [`[sleep, "600"]`, ['sh', '-c', "trap 'exit 0' TERM; sleep 600 & wait $!"]],
  [`[sh, -c, "sleep 600; echo done"]`, "trap 'exit 0' TERM; sleep 600 & wait $!; echo done"],
  [`[sh, -c, "trap 'exit 0' TERM; sleep 600; echo done"]`, "trap 'exit 0' TERM; sleep 600 & wait $!; echo done"],
  [`[sh, -c, "redis-server --save ';' && true"]`, "exec redis-server --save ';'"],
])('SIGTERM ends %s after the edit', (command, wanted) => {
  const text = sketch(`containers: [{name: app, image: "redis:7", command: ${command}}]`, `actions: [{at: 5s, do: delete}]`);
  const change = findingOf(text, 'sigterm-lost')?.change;
  expect(change?.edits[0]?.value).toEqual(wanted);
  const { trace } = simulated(edited(text, change?.edits ?? []));
  expect(trace.records.some((record) => record.kind === 'Signal' && record.signal === 'SIGKILL')).toBe(false);
});

function findingOf(text: string, kind: FindingKind): Finding | undefined {
  const { trace, scenario } = simulated(text);
  return findingsOf(trace, scenario).find((finding) => finding.kind === kind);
}
