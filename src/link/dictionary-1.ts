/**
 * The preset dictionary of version 1 links. FROZEN: a changed byte breaks every link that exists; a better dictionary is a
 * new version (see golden.test.ts).
 *
 * Made by hand from general vocabulary: the field names of the Pod API with typical values, the idioms of the Kubernetes
 * documentation and of kubectl’s output, the images and arguments that Kubernetes’ own examples and tests use, shell idioms,
 * and the fields of the Scenario document. Deflate codes near matches in fewer bits, so the sections go from rare to common
 * and the skeleton of a Pod comes last; the order of the sections was chosen by measuring links.
 */

/** Pods in KYAML, as the Kubernetes documentation shows them, and in JSON. */
const KYAML = `---
{
  apiVersion: "v1",
  kind: "Pod",
  metadata: {
    name: "web",
    labels: {
      app: "web",
    },
  },
  spec: {
    restartPolicy: "Always",
    terminationGracePeriodSeconds: 30,
    initContainers: [{
      name: "init",
      restartPolicy: "Always",
    }],
    volumes: [{
      name: "data",
      emptyDir: {},
    }],
    containers: [{
      name: "app",
      image: "nginx:1.27",
      command: ["sh", "-c", "sleep 3600"],
      args: [
        "/bin/sh",
        "-c",
        "touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600",
      ],
      env: [{
        name: "GREETING",
        value: "hello",
      }],
      resources: {
        requests: {
          cpu: "100m",
          memory: "128Mi",
        },
        limits: {
          cpu: "500m",
          memory: "256Mi",
        },
      },
      volumeMounts: [{
        name: "data",
        mountPath: "/data",
      }],
      lifecycle: {
        postStart: {
          exec: {
            command: ["/bin/sh", "-c", "echo Hello"],
          },
        },
        preStop: {
          exec: {
            command: ["/bin/sh", "-c", "nginx -s quit"],
          },
        },
      },
      startupProbe: {
        httpGet: {
          path: "/healthz",
          port: 8080,
        },
        failureThreshold: 30,
        periodSeconds: 10,
      },
      readinessProbe: {
        tcpSocket: {
          port: 8080,
        },
      },
      livenessProbe: {
        exec: {
          command: [
            "cat",
            "/tmp/healthy",
          ],
        },
        httpGet: {
          path: "/healthz",
          port: 8080,
        },
        initialDelaySeconds: 5,
        periodSeconds: 5,
      },
      ports: [{
        containerPort: 80,
        protocol: "TCP",
      }],
    }],
  },
}
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web"},"spec":{"containers":[{"name":"app","image":"nginx"}]}}
`;

/** Field names and values that few Pods have, and the kinds around a Pod. */
const RARE_WORDS = `
externalName: clusterIP: None sessionAffinity: loadBalancerIP: externalTrafficPolicy: ClientIP topologyManagerPolicy hostAliases: hostnames: dnsConfig: nameservers: searches: options: dnsPolicy: ClusterFirstWithHostNet ClusterFirst Default setHostnameAsFQDN: true shareProcessNamespace: true hostPID: true hostIPC: true hostUsers: false schedulerName: default-scheduler priority: preemptionPolicy: PreemptLowerPriority enableServiceLinks: false serviceAccount: automountServiceAccountToken: false runtimeClassName: overhead: podFixed: schedulingGates: resourceClaims: ephemeralContainers: targetContainerName: readinessGates:
    - conditionType: example.com/ready
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: topology.kubernetes.io/zone
      whenUnsatisfiable: DoNotSchedule ScheduleAnyway
      labelSelector:
        matchLabels:
  affinity:
    nodeAffinity:
      requiredDuringSchedulingIgnoredDuringExecution:
        nodeSelectorTerms:
          - matchExpressions:
    podAntiAffinity:
      preferredDuringSchedulingIgnoredDuringExecution:
        - weight: 100
          podAffinityTerm:
            topologyKey: kubernetes.io/hostname
  tolerations:
    - key: node.kubernetes.io/not-ready unreachable memory-pressure
      operator: Exists
      effect: NoExecute NoSchedule
      tolerationSeconds: 300
  nodeSelector:
    kubernetes.io/os: linux windows
  nodeName: node-1
  priorityClassName: system-node-critical system-cluster-critical
  os:
    name: linux
      securityContext:
        runAsNonRoot: true
        runAsUser: 1000
        runAsGroup: 3000
        fsGroup: 2000
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        privileged: true
        capabilities:
          drop: ["ALL"]
          add: ["NET_ADMIN"]
        seccompProfile:
          type: RuntimeDefault Localhost
          localhostProfile: 
        appArmorProfile: supplementalGroups: seLinuxOptions: procMount: windowsOptions:
      terminationMessagePath: /dev/termination-log
      terminationMessagePolicy: FallbackToLogsOnError
      stopSignal: SIGUSR1
      workingDir: /
      stdin: true
      tty: true
      volumeDevices:
        - devicePath: 
      resizePolicy:
        - resourceName: cpu
          restartPolicy: NotRequired
        - resourceName: memory
          restartPolicy: RestartContainer
    - name: token
      projected:
        defaultMode: 420
        sources:
          - serviceAccountToken:
              path: token
              expirationSeconds: 3600
              audience: 
          - downwardAPI:
              items:
                - path: "labels"
                  fieldRef:
                    fieldPath: metadata.labels['app']
                    fieldPath: metadata.annotations['
    - name: data
      persistentVolumeClaim:
        claimName: data
      hostPath:
        path: /var/log
        type: DirectoryOrCreate
      nfs:
        server: 
      image:
        reference: 
        pullPolicy: IfNotPresent
      emptyDir:
        medium: Memory
        sizeLimit: 1Gi
      items:
        - key: 
          path: 
      readOnly: true
      subPath: 
      subPathExpr: $(POD_NAME)
      recursiveReadOnly: mountPropagation: None HostToContainer
  imagePullSecrets:
    - name: regcred
  activeDeadlineSeconds: 600
  hostNetwork: true
  hostname: 
  subdomain: 
  serviceAccountName: default
apiVersion: batch/v1
kind: CronJob
spec:
  schedule: "*/1 * * * *"
  concurrencyPolicy: Forbid
  jobTemplate:
kind: Job
spec:
  backoffLimit: 4
  completions: 5
  parallelism: 2
  completionMode: Indexed
  ttlSecondsAfterFinished: 100
apiVersion: apps/v1
kind: DaemonSet
kind: StatefulSet
  serviceName: nginx
  volumeClaimTemplates:
    - metadata:
        name: www
      spec:
        accessModes: ["ReadWriteOnce"]
        resources:
          requests:
            storage: 1Gi
kind: ReplicaSet
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxUnavailable: 0
      maxSurge: 1
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
apiVersion: node.k8s.io/v1
kind: RuntimeClass
handler: runc
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
value: 1000000
globalDefault: false
description: 
apiVersion: v1
kind: LimitRange
  limits:
    - type: Container
      default:
      defaultRequest:
kind: ResourceQuota
  hard:
    requests.cpu: 
    limits.memory: 
    pods: 
kind: Namespace
kind: ServiceAccount
kind: Secret
type: Opaque
type: kubernetes.io/dockerconfigjson
stringData:
  password: 
  username: admin
kind: ConfigMap
data:
  key: value
kind: Service
spec:
  selector:
    app: web
  ports:
    - port: 80
      targetPort: 8080
      protocol: TCP
  type: ClusterIP NodePort LoadBalancer
`;

/** The Scenario document: every field with a typical value, claims and actions. */
const SCENARIO = `
apiVersion: podloupe.dev/v1
kind: Scenario
metadata:
  name: slow-start
  labels: { podloupe.dev/area: probe, podloupe.dev/conformance: "false" }
  labels: {podloupe.dev/area: probe}
spec:
  title: "The liveness probe kills a container that starts too slowly
  summary: |
    From \`test/e2e/common/node/\` of Kubernetes v1.36.2, "Pods should not be restarted when
  duration: 3m 10m 1m30s 5m
  seed: typical
  needs: [ httpGet, exec, liveness-probe, readiness-probe, startup-probe, sidecar, init, preStop, postStart, emptyDir, env, events, feature-gates, static-pod, shell, restartPolicy ]
  staticPod: true
  cluster:
    version: "1.36"
    featureGates: { ContainerRestartRules: true, RestartAllContainersOnContainerExits: true }
    admissionPlugins: [AlwaysPullImages]
    kubelet:
      uptime: 1h
      crashLoopBackOff: {maxContainerRestartPeriod: 60s}
      singleProcessOOMKill: true
    latency: {sandbox: 500ms, createContainer: , startContainer: , status: , endpoints: 1s}
    node: {name: node-1, os: linux, labels: {disk: ssd}, allocatable: {cpu: "4", memory: 8Gi}}
    runtimeHandlers: [runc, kata]
  cluster: { version: "1.36" }
  images:
    - image: shop/cart:1.4
      onNode: false
      size: 72Mi
      pull: 3s
      pullError: {until: 200s, error: notFound} unauthorized unreachable {message: "
      requiresSecret: true
      entrypoint: 
      stopSignal: SIGTERM
    - { image: "*", onNode: true }
  workloads:
    app:
      boot: 25s
      listens: [8080]
      http:
        - path: /healthz
          responses: [{for: 60s, status: 200}, {status: 500}]
          latency: 20ms
        - {path: /ready, responses: [{for: 30s, status: 503}, {status: 200}]}
      grpc: SERVING NOT_SERVING
      exec:
        - command: [/bin/check]
          results: [{for: 30s, exitCode: 0}, {exitCode: 1, output: "not ok"}]
          takes: 100ms
      exit: {after: 90s, code: 1}
      exit: {after: 30s, signal: SIGSEGV}
      exit: {after: 60s, oom: true}
      writes: {after: 10s, size: 10Mi}
      onTerm: ignore
      onTerm: {exitAfter: 8s, code: 0, serves: true}
      onTerm: { exitAfter: 0s, code: 0 }
      instances:
        2: {boot: 5s}
  story:
    - {at: app.start, title: , text: , show: [app.liveness], zoom: [0s, 30s], yaml: [spec.containers[0].livenessProbe], ask: , notes: }
  lesson: {tags: [], symptoms: [], links: [{title: , url: https://kubernetes.io/docs/concepts/workloads/pods/}], predict: [1], change: {text: , goal: []}, myth: {claim: 
  expect:
    - order: [ init-1.exit <= init-2.start, app.prestop.end <= app.term, sidecar.exit ]
    - starts: { container: app, op: "==", value: 1, within: 1m, after: delete }
    - restartCount: { container: app, op: ">=", value: 1, within: 4m }
      basis: implied
      basis: stated
      note: 
    - phase: { value: Running, within: 5m }
    - phase: { value: Succeeded, within: 5m }
    - phase: { value: [ Succeeded, Failed ], at: end }
    - condition: { type: Ready, status: "True", within: 1m }
    - condition: { type: ContainersReady, status: "False", reason: ContainersNotReady }
    - containerState: { container: app, state: terminated, reason: Completed, exitCode: 0 }
    - containerState: { container: app, state: waiting, reason: [ ErrImagePull, ImagePullBackOff, CrashLoopBackOff, CreateContainerConfigError ], messageContains: 
    - containerState: { container: app, state: running, within: 1m, after: action.1 }
    - lastState: { container: app, reason: Error, exitCode: 137 }
    - containerFlag: { container: app, flag: ready, value: true }
    - event: { reason: Unhealthy, messageContains: "Liveness probe failed", op: ">=", value: 1, within: 1m }
    - event: { reason: Killing, source: kubelet }
    - event: { reason: BackOff } FailedMount FailedPostStartHook FailedPreStopHook Pulling Pulled Created Started
    - never: { what: { restartCount: { container: app, op: ">", value: 0 } }, during: { from: create, for: 1m } }
    - never: { what: { containerFlag: { container: app, flag: ready, value: true } }, during: { from: app.start, to: app.exit } }
    - always: { what: { phase: { value: Pending } }, during: { from: delete, to: pod.deleted } }
    - duration: { from: app.start, to: app.ready, min: 10s, max: 20s }
    - restartDelay: { container: app, nth: 2, min: 20s, max: 30s }
    - hookRuns: { container: app, hook: preStop, op: "==", value: 1 }
    - probeRuns: { container: app, probe: liveness, op: ">=", value: 3 }
    - podDeleted: { within: 30s, after: delete }
    - kubectlStatus: { value: "Init:0/1" }
    - podReason: { value: DeadlineExceeded }
    - log: { container: app, contains: "
    - env: { container: app, name: , value: $.status.podIP }
    - field: { path: status.qosClass, op: "==", value: BestEffort }
    - apiError: { action: action.1, status: Invalid, messageContains: "
    - execResult: { action: action.1, exitCode: 0, stdoutContains: 
    - sticky: { what: 
  actions:
    - {at: 80s, do: kubelet-restart}
    - {at: 30s, do: kubelet-stop}
    - {at: 40s, do: kubelet-start}
    - {at: 80s, do: node-lost} node-back node-shutdown node-drain node-label-remove, label: sandbox-stop remove-container-records, containers: [init] static-update, manifest: static-remove
    - {at: 60s, do: oom, container: app}
    - {at: 80s, do: evict, reason: memory}
    - {at: 90s, do: apply, object: {apiVersion: v1, kind: Secret, metadata: {name: regcred}}}
    - {at: 90s, do: remove, kind: ConfigMap, name: 
    - {at: 90s, do: bind, node: node-1}
    - {at: 5s, do: force-delete}
    - {at: pod.terminal+5s, do: remove-finalizer, finalizer: example.com/hold}
    - {at: 40s, do: exec, container: app, command: [rm, /tmp/healthy]}
    - {at: app.ready+5s, do: signal, container: app, signal: SIGKILL}
    - {at: 90s, do: patch-status, type: strategic, patch: {status: {conditions: [{type: 
    - at: { phase: { value: Running } }
      do: patch
      type: strategic
      patch:
        spec:
          containers:
            - name: app
              image: registry.k8s.io/e2e-test-images/agnhost:2.63.0
    - at: { condition: { type: Ready, status: "True" } }
      plus: 2s
      do: add-ephemeral
      container: {name: debugger, image: busybox}
    - {at: 60s, do: workload, container: app, set: {http: [{path: /healthz, responses: [{status: 500}]}]}}
    - {at: 70s, do: image, image: shop/cart:1.4, set: {pullError: null}}
    - {at: 20s, do: delete, gracePeriodSeconds: 10}
    - at: 10s
      do: delete
    - {at: 95s, do: delete}
---
`;

/** Block style with lists at the indentation of their key, as kubectl prints it. */
const BLOCK = `# the Pod
apiVersion: v1
kind: Pod
metadata:
  creationTimestamp: null
  name: web
  namespace: default
  annotations:
    
  labels:
    app.kubernetes.io/name: web
    run: web
    app: web
spec:
  containers:
  - name: app
    image: nginx:1.27
    imagePullPolicy: IfNotPresent
    ports:
    - containerPort: 80
    ports: [{containerPort: 8080}]
    env:
    - name: POD_NAME
      valueFrom:
        fieldRef:
          fieldPath: metadata.name
    volumeMounts:
    - name: data
      mountPath: /data
    resources:
      requests:
        cpu: 100m
        memory: 128Mi
      limits:
        memory: 256Mi
    lifecycle:
      postStart:
        exec: {command: [sh, -c, "sleep 5"]}
      preStop:
        exec:
          command: ["/bin/sh", "-c", "sleep 10"]
        sleep: {seconds: 5}
    startupProbe:
      httpGet: {path: /healthz, port: 8080}
      periodSeconds: 2
      failureThreshold: 30
    readinessProbe:
      exec: {command: [cat, /tmp/ready]}
      periodSeconds: 3
      failureThreshold: 2
    livenessProbe:
      exec:
        command:
        - cat
        - /tmp/healthy
      httpGet:
        path: /healthz
        port: 8080
      initialDelaySeconds: 5
      periodSeconds: 5
      timeoutSeconds: 1
      failureThreshold: 3
    command: ["sh", "-c", "
    command: [sh, -c, "sleep 5; exit 1"]
    command: [sh, -c, "trap 'exit 0' TERM; while true; do sleep 1 & wait $!; done"]
    args:
    - /bin/sh
    - -c
    - touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600
  initContainers:
  - name: init
    image: busybox:1.36
    command: [sh, -c, "sleep 3600"]
    restartPolicy: Always
  volumes:
  - name: data
    emptyDir: {}
  restartPolicy: Never
  terminationGracePeriodSeconds: 5
`;

/** Containers with indented lists and spaced flow style. */
const SPACED = `
      envFrom:
        - prefix: 
          secretRef:
            name: secret
        - configMapRef:
            name: config
      env:
        - name: LOG_LEVEL
          value: "info"
        - name: HOST_IP
          valueFrom:
            fieldRef: { fieldPath: status.hostIP }
        - name: POD_IP
          valueFrom:
            fieldRef:
              fieldPath: status.podIP
        - name: CPU_LIMIT
          valueFrom:
            resourceFieldRef: { resource: limits.cpu }
            resourceFieldRef:
              containerName: app
              resource: requests.memory
              divisor: 1
        - name: CONFIG
          valueFrom:
            configMapKeyRef: { name: config, key: data }
            configMapKeyRef:
              name: config
              key: data
              optional: true
            secretKeyRef: { name: secret, key: password }
            secretKeyRef:
              name: secret
              key: password
            fileKeyRef: { volumeName: config, path: config.env, key: 
        - name: POD_NAMESPACE
          valueFrom:
            fieldRef: { apiVersion: v1, fieldPath: metadata.namespace }
            fieldRef: { apiVersion: v1, fieldPath: metadata.name }
            fieldRef:
              apiVersion: v1
              fieldPath: metadata.uid
      resources: { requests: { cpu: 100m, memory: 64Mi }, limits: { cpu: 500m, memory: 128Mi } }
      resources:
        requests:
          cpu: 100m
          memory: 128Mi
          ephemeral-storage: 1Gi
        limits:
          cpu: 500m
          memory: 256Mi
      ports:
        - containerPort: 8080
          name: http
          protocol: TCP
        - { containerPort: 80 }
      securityContext: { runAsUser: 0, privileged: true }
      terminationMessagePath: /dev/termination-log
      terminationMessagePolicy: File
      restartPolicyRules:
        - action: RestartAllContainers
          exitCodes:
            operator: In
            values: [ 42 ]
        - action: Restart
          exitCodes: { operator: NotIn, values: [ 1 ] }
      args: [ netexec, --http-port, "8080", --udp-port, "-1" ]
      args: [ netexec, --udp-port, "-1", --tls-cert-file, /localhost.crt, --tls-private-key-file, /localhost.key ]
      args: [ entrypoint-tester ] [ serve-hostname ] [ etc-hosts ] [ grpc-health-checking, --delay-unhealthy-sec ]
      args: [ test-webserver, --port, "80" ]
      args: [ liveness ]
      args: [ pause ]
      image: nginx:1.27
      image: redis:7
      image: alpine:3.20
      image: registry.k8s.io/e2e-test-images/nginx:1.15-4
      image: registry.k8s.io/e2e-test-images/httpd:2.4.38-4
      image: registry.k8s.io/pause:3.10.2
      imagePullPolicy: Always
      imagePullPolicy: IfNotPresent
      command: [ /agnhost, netexec ]
      command: [ "true" ]
      command: [ "false" ]
      command: [ sleep, "3600" ]
      command: [ /bin/true ]
      command: [ /bin/false ]
      command: [ sh, -c, exit 0 ]
      command: [ sh, -c, "while true; do sleep 1; done" ]
      command: [ sh, -c, env ]
      command: [ /bin/sh, -c, sleep 10000 ]
      command: [ /bin/sh, -c, "echo hello; sleep 600" ]
      command: [ /bin/sh, -c, exit 1 ]
      command: [ /bin/sh, -c, exit 0 ]
      args: [ "-c", "
      lifecycle:
        stopSignal: SIGTERM
        postStart:
          httpGet: { path: "/echo?msg=poststart", port: 8080, scheme: HTTPS, host: 127.0.0.1 }
          exec:
            command: [ /bin/sh, -c, "echo postStart > /tmp/started" ]
        preStop:
          sleep: { seconds: 5 }
          httpGet: { path: "/echo?msg=prestop", port: 8080 }
          exec:
            command: [ /bin/sh, -c, "while [ ! -f /tmp/ready ]; do sleep 0.1; done" ]
            command: [ /bin/sh, -c, "sleep 5; exit 0" ]
      startupProbe:
        exec:
          command: [ cat, /tmp/started ]
        initialDelaySeconds: 10
        periodSeconds: 10
        successThreshold: 1
        failureThreshold: 60
        terminationGracePeriodSeconds: 10
      readinessProbe:
        tcpSocket: { port: 8080 }
        grpc: { port: 5000, service: 
        httpGet: { path: /readyz, port: 8080 }
        exec:
          command: [ /bin/sh, -c, cat /tmp/ready ]
          command: [ /bin/true ]
        initialDelaySeconds: 1
        periodSeconds: 1
        timeoutSeconds: 5
        failureThreshold: 3
      livenessProbe:
        httpGet: { path: /healthz, port: 8080 }
        httpGet:
          path: /healthz
          port: 8080
          scheme: HTTP
          httpHeaders:
            - name: Custom-Header
              value: Awesome
        tcpSocket:
          port: 8080
        exec:
          command: [ cat, /tmp/health ]
          command: [ /bin/sh, -c, exit 1 ]
        initialDelaySeconds: 15
        timeoutSeconds: 1
        periodSeconds: 5
        failureThreshold: 1
  volumes:
    - name: volume
      downwardAPI:
        items:
          - path: podname
            fieldRef: { fieldPath: metadata.name }
      secret:
        secretName: secret
        optional: true
      configMap:
        name: config
    - name: workdir
      emptyDir: {}
      volumeMounts:
        - name: workdir
          mountPath: /mnt
        - name: config
          mountPath: /config
        - name: data
          mountPath: /data
`;

/** What scripts of examples and tests do. */
const SCRIPTS = `
          for i in $(seq 1 10); do echo $i; sleep 1; done
          i=0; while [ $i -lt 10 ]; do i=$((i+1)); sleep 1; done
          if [ $? -ne 0 ]; then exit 1; fi
          if [ -f /tmp/marker ]; then exit 1; else
          [ -f /data/count ] || 
          count=$(cat /data/count 2>/dev/null || echo 0)
          count=$((count + 1)); echo $count > /data/count
          date +%s > /tmp/
          echo "caught SIGTERM"
          cat /etc/hosts
          echo -n DONE > /dev/termination-log
          touch /tmp/healthy; sleep 30; rm -rf /tmp/healthy; sleep 600
          rm -f /tmp/health
          echo ok > /tmp/health
          sleep 10; rm -rf /tmp/health; sleep 600
          while [ ! -f /data/ready ]; do sleep 1; done
          while true; do sleep 1; done
          kill -9 1
          trap '' TERM
          trap 'echo bye; sleep 5; exit 0' TERM
          PID=$!
          wait $PID
          trap 'sleep 5; exit 0' TERM
          trap 'exit 1' TERM
          sleep 1000
          sleep 5 & wait $!
          sleep 60 & wait $!
          sleep 600 & wait $!
          exit 1
`;

/** The skeleton of a Pod: what nearly every text begins with. */
const LAST = `apiVersion: v1
kind: Pod
metadata:
  name: busybox
  name: liveness
  name: pod
  name: test-pod
  finalizers: [ example.com/test-finalizer ]
  labels:
    test: liveness
    name: 
spec:
  terminationGracePeriodSeconds: 30
  terminationGracePeriodSeconds: 0
  restartPolicy: OnFailure
  restartPolicy: Always
  restartPolicy: Never
  initContainers:
    - name: sidecar
      image: registry.k8s.io/e2e-test-images/busybox:1.37.0-1
      restartPolicy: Always
      command:
        - /bin/sh
        - -c
        - |
          trap 'exit 0' TERM
          sleep 1 & wait $!
          exit 0
  containers:
    - name: test-container
    - name: busybox
    - name: main
    - name: app
      image: registry.k8s.io/e2e-test-images/agnhost:2.63.0
      args: [ test-webserver ]
  initContainers:
    - name: init-1
      image: registry.k8s.io/e2e-test-images/busybox:1.37.0-1
      command: [ /bin/sh, -c, "`;

/** ASCII only, so that bytes and characters are the same. */
export const DICTIONARY_1 = KYAML + RARE_WORDS + SCENARIO + BLOCK + SPACED + SCRIPTS + LAST;
