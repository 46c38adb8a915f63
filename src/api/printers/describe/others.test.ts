/** What `kubectl describe` v1.36.2 printed of objects that are no Pods. */
import { describe, expect, it } from 'vitest';
import { createCluster } from '../../kubectl/index.ts';

function described(setup: string, ...words: string[]): string {
  const cluster = createCluster({ now: '2026-11-27T10:26:49Z' });
  cluster.kubectl(['apply', '-f', 'F'], { files: { F: setup } });
  const { stdout, stderr } = cluster.kubectl(['describe', ...words]);
  return stdout + stderr;
}

describe('kubectl describe', () => {
  it('shows the data of a ConfigMap', () => {
    const text = '{apiVersion: v1, kind: ConfigMap, metadata: {name: d}, data: {a: b, e: "", m.txt: "line 1\\nline 2\\n"}, binaryData: {bin: eHl6}}';
    expect(described(text, 'cm/d')).toBe(
      'Name:         d\nNamespace:    default\nLabels:       <none>\nAnnotations:  <none>\n\nData\n====\na:\n----\nb\n\ne:\n----\n\n\nm.txt:\n----\nline 1\nline 2\n\n\n\nBinaryData\n====\nbin: 3 bytes\n\nEvents:  <none>\n',
    );
  });

  it('only counts the bytes of a Secret', () => {
    expect(described('{apiVersion: v1, kind: Secret, metadata: {name: d}, stringData: {user: me, pass: "12345"}}', 'secret/d')).toBe(
      'Name:         d\nNamespace:    default\nLabels:       <none>\nAnnotations:  <none>\n\nType:  Opaque\n\nData\n====\npass:  5 bytes\nuser:  2 bytes\n',
    );
  });

  it('shows addresses and ports of a Service', () => {
    const text = '{apiVersion: v1, kind: Service, metadata: {name: d}, spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: web}]}}';
    expect(described(text, 'svc/d')).toBe(`Name:                     d
Namespace:                default
Labels:                   <none>
Annotations:              <none>
Selector:                 app=web
Type:                     ClusterIP
IP Family Policy:         SingleStack
IP Families:              IPv4
IP:                       10.96.0.10
IPs:                      10.96.0.10
Port:                     http  80/TCP
TargetPort:               web/TCP
Endpoints:                <none>
Session Affinity:         None
Internal Traffic Policy:  Cluster
Events:                   <none>
`);
  });

  it('shows the template of a Deployment one step further in', () => {
    const text = `apiVersion: apps/v1
kind: Deployment
metadata: {name: d, labels: {a: b}}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}, matchExpressions: [{key: tier, operator: In, values: [x, z]}]}
  template:
    metadata: {labels: {app: web, tier: x}}
    spec:
      serviceAccountName: builder
      containers: [{name: app, image: "nginx:1.27", ports: [{containerPort: 80, name: web}], env: [{name: A, value: b}], volumeMounts: [{name: v, mountPath: /v}]}]
      volumes: [{name: v, emptyDir: {}}]
      tolerations: [{key: x, operator: Exists}]
`;
    expect(described(text, 'deploy', 'd')).toBe(`Name:                   d
Namespace:              default
CreationTimestamp:      Fri, 27 Nov 2026 10:26:49 +0000
Labels:                 a=b
Annotations:            <none>
Selector:               app=web,tier in (x,z)
Replicas:               3 desired | 0 updated | 0 total | 0 available | 0 unavailable
StrategyType:           RollingUpdate
MinReadySeconds:        0
RollingUpdateStrategy:  25% max unavailable, 25% max surge
Pod Template:
  Labels:           app=web
                    tier=x
  Service Account:  builder
  Containers:
   app:
    Image:      nginx:1.27
    Port:       80/TCP (web)
    Host Port:  0/TCP (web)
    Environment:
      A:  b
    Mounts:
      /v from v (rw)
  Volumes:
   v:
    Type:          EmptyDir (a temporary directory that shares a pod's lifetime)
    Medium:        
    SizeLimit:     <unset>
  Node-Selectors:  <none>
  Tolerations:     x op=Exists
Events:            <none>
`);
  });

  it('shows a Job with its limits', () => {
    const text = `{apiVersion: batch/v1, kind: Job, metadata: {name: d}, spec: {completions: 3, activeDeadlineSeconds: 60, ttlSecondsAfterFinished: 10, template: {spec: {restartPolicy: Never, containers: [{name: a, image: b}]}}}}`;
    expect(described(text, 'job/d')).toMatch(
      /Annotations: {17}<none>\nParallelism: {17}1\nCompletions: {17}3\nCompletion Mode: {13}NonIndexed\nSuspend: {21}false\nBackoff Limit: {15}6\nTTL Seconds After Finished: {2}10\nActive Deadline Seconds: {5}60s\nPods Statuses: {15}0 Active \/ 0 Succeeded \/ 0 Failed\n/,
    );
  });

  it('counts what the Pods of a node ask for', () => {
    const cluster = createCluster({ now: '2026-11-27T10:27:08Z' });
    const resources = { cpu: '4', memory: '7Gi', 'ephemeral-storage': '90Gi' };
    cluster.restore([
      { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1', labels: { 'node-role.kubernetes.io/control-plane': '' } }, status: { allocatable: resources } },
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'web', namespace: 'default', creationTimestamp: '2026-11-27T10:27:07Z' },
        spec: { nodeName: 'n1', containers: [{ name: 'a', resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '1', memory: '128Mi' } } }] },
      },
    ] as never);
    const { stdout } = cluster.kubectl(['describe', 'node', 'n1']);
    expect(stdout).toContain('Roles:              control-plane\n');
    expect(stdout).toContain(`  default                     web     100m (2%)     1 (25%)     64Mi (0%)        128Mi (1%)     1s
Allocated resources:
  (Total limits may be over 100 percent, i.e., overcommitted.)
  Resource           Requests   Limits
  --------           --------   ------
  cpu                100m (2%)  1 (25%)
  memory             64Mi (0%)  128Mi (1%)
  ephemeral-storage  0 (0%)     0 (0%)
`);
  });

  it('prints a kind that it has no words for field by field', () => {
    const text = '{apiVersion: node.k8s.io/v1, kind: RuntimeClass, metadata: {name: d}, handler: kata, overhead: {podFixed: {cpu: 100m}}}';
    expect(described(text, 'runtimeclass/d')).toContain('API Version:  node.k8s.io/v1\nHandler:      kata\nKind:         RuntimeClass\n');
    expect(described(text, 'runtimeclass/d')).toContain('Overhead:\n  Pod Fixed:\n    Cpu:  100m\n');
  });
});
