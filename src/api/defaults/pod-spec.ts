/** Defaults of a Pod's spec and of Pod templates (pkg/apis/core/v1/defaults.go, zz_generated.defaults.go). */
import { addQuantities, formatQuantity, type Quantity, quantity } from '../quantity.ts';
import { type Fields, fields, isTrue, list, map, num, text } from '../schema/fields.ts';
import { defaultPullPolicy } from './images.ts';

const FILE_MODE = 0o644;

/** Fills in the defaults that Pods and templates share, in place. */
export function defaultPodSpec(spec: Fields): void {
  for (const volume of list(spec, 'volumes')) defaultVolume(volume);
  for (const container of [...list(spec, 'initContainers'), ...list(spec, 'containers'), ...list(spec, 'ephemeralContainers')]) defaultContainer(container);
  setIfEmpty(spec, 'dnsPolicy', 'ClusterFirst');
  setIfEmpty(spec, 'restartPolicy', 'Always');
  setIfAbsent(spec, 'securityContext', {});
  setIfAbsent(spec, 'terminationGracePeriodSeconds', 30);
  setIfEmpty(spec, 'schedulerName', 'default-scheduler');
}

/** What only a Pod itself gets (`SetDefaults_Pod`), and what conversion changes in it. */
export function defaultPodOnly(spec: Fields): void {
  for (const container of [...list(spec, 'containers'), ...list(spec, 'initContainers')]) {
    const resources = fields(container, 'resources');
    const limits = map(resources, 'limits');
    if (resources === undefined || Object.keys(limits).length === 0) continue;
    resources['requests'] = { ...limits, ...map(resources, 'requests') };
  }
  defaultPodHugePages(spec);
  defaultPodRequests(spec);
  setIfAbsent(spec, 'enableServiceLinks', true);
  if (isTrue(spec, 'hostNetwork')) defaultHostPorts(spec);
  // pkg/apis/core/v1/conversion.go: Convert_v1_Pod_To_core_Pod
  const grace = num(spec, 'terminationGracePeriodSeconds');
  if (grace !== undefined && grace < 0) spec['terminationGracePeriodSeconds'] = 1;
}

/** Pod-level requests: the sum of the containers' requests, else the limit (`defaultPodRequests`). */
function defaultPodRequests(spec: Fields): void {
  const resources = fields(spec, 'resources');
  const limits = map(resources, 'limits');
  if (resources === undefined || Object.keys(limits).length === 0) return;
  const requests: Record<string, string> = { ...map(resources, 'requests') };
  for (const [name, total] of Object.entries(aggregateRequests(spec))) {
    if (name === 'cpu' || name === 'memory') requests[name] ??= total;
  }
  for (const [name, limit] of Object.entries(limits)) {
    if (isPodLevelResource(name)) requests[name] ??= limit;
  }
  resources['requests'] = requests;
}

/** Where a Pod has resources of its own, its limit of huge pages is the sum of the containers' (`defaultHugePagePodLimits`). */
function defaultPodHugePages(spec: Fields): void {
  const resources = fields(spec, 'resources');
  const [limits, requests] = [map(resources, 'limits'), map(resources, 'requests')];
  if (resources === undefined || Object.keys(limits).length + Object.keys(requests).length === 0) return;
  const totals = Object.entries(aggregateRequests(spec, 'limits')).filter(([name]) => name.startsWith('hugepages-') && requests[name] === undefined);
  const all = { ...Object.fromEntries(totals), ...limits };
  if (Object.keys(all).length > 0) resources['limits'] = all;
}

const isPodLevelResource = (name: string) => name === 'cpu' || name === 'memory' || name.startsWith('hugepages-');

/** What all containers of a Pod request together; sidecars count along, an init container only where it needs more. */
export function aggregateRequests(spec: Fields, kind: 'requests' | 'limits' = 'requests'): Record<string, string> {
  const add = (total: Map<string, Quantity>, container: Fields) => {
    for (const [name, value] of Object.entries(map(fields(container, 'resources'), kind)))
      total.set(name, addQuantities(total.get(name) ?? quantity('0'), quantity(value)));
    return total;
  };
  const total = new Map<string, Quantity>();
  for (const container of list(spec, 'containers')) add(total, container);
  const sidecars = new Map<string, Quantity>();
  const stages = list(spec, 'initContainers').map((container) => {
    if (text(container, 'restartPolicy') !== 'Always') return add(new Map(sidecars), container);
    add(total, container);
    return new Map(add(sidecars, container));
  });
  for (const stage of stages) for (const [name, value] of stage) if (value.nano > (total.get(name)?.nano ?? -1n)) total.set(name, value);
  return Object.fromEntries([...total].map(([name, value]) => [name, formatQuantity(value)]));
}

/** With the host's network a container port is the host's port (`defaultHostNetworkPorts`). */
function defaultHostPorts(spec: Fields): void {
  for (const container of [...list(spec, 'containers'), ...list(spec, 'initContainers')]) {
    for (const port of list(container, 'ports')) if ((num(port, 'hostPort') ?? 0) === 0) port['hostPort'] = port['containerPort'];
  }
}

function defaultContainer(container: Fields): void {
  setIfEmpty(container, 'imagePullPolicy', defaultPullPolicy(text(container, 'image')));
  setIfEmpty(container, 'terminationMessagePath', '/dev/termination-log');
  setIfEmpty(container, 'terminationMessagePolicy', 'File');
  for (const port of list(container, 'ports')) setIfEmpty(port, 'protocol', 'TCP');
  for (const variable of list(container, 'env')) defaultFieldRef(fields(fields(variable, 'valueFrom'), 'fieldRef'));
  for (const variable of list(container, 'env')) setIfAbsent(fields(fields(variable, 'valueFrom'), 'fileKeyRef'), 'optional', false);
  for (const name of ['livenessProbe', 'readinessProbe', 'startupProbe']) defaultProbe(fields(container, name));
  const lifecycle = fields(container, 'lifecycle');
  for (const name of ['postStart', 'preStop']) defaultHttpGet(fields(fields(lifecycle, name), 'httpGet'));
}

function defaultProbe(probe: Fields | undefined): void {
  if (probe === undefined) return;
  defaultHttpGet(fields(probe, 'httpGet'));
  setIfAbsent(fields(probe, 'grpc'), 'service', '');
  const defaults = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 };
  for (const [name, value] of Object.entries(defaults)) if ((num(probe, name) ?? 0) === 0) probe[name] = value;
}

function defaultHttpGet(action: Fields | undefined): void {
  setIfEmpty(action, 'path', '/');
  setIfEmpty(action, 'scheme', 'HTTP');
}

const defaultFieldRef = (reference: Fields | undefined) => setIfEmpty(reference, 'apiVersion', 'v1');

function defaultVolume(volume: Fields): void {
  if (!Object.keys(volume).some((key) => key !== 'name' && volume[key] !== null && volume[key] !== undefined)) volume['emptyDir'] = {};
  for (const name of ['secret', 'configMap', 'downwardAPI', 'projected']) setIfAbsent(fields(volume, name), 'defaultMode', FILE_MODE);
  for (const item of list(fields(volume, 'downwardAPI'), 'items')) defaultFieldRef(fields(item, 'fieldRef'));
  for (const source of list(fields(volume, 'projected'), 'sources')) {
    setIfAbsent(fields(source, 'serviceAccountToken'), 'expirationSeconds', 3600);
    for (const item of list(fields(source, 'downwardAPI'), 'items')) defaultFieldRef(fields(item, 'fieldRef'));
  }
  setIfAbsent(fields(volume, 'hostPath'), 'type', '');
  const image = fields(volume, 'image');
  setIfEmpty(image, 'pullPolicy', defaultPullPolicy(text(image, 'reference')));
  const claim = fields(fields(fields(volume, 'ephemeral'), 'volumeClaimTemplate'), 'spec');
  setIfAbsent(claim, 'volumeMode', 'Filesystem');
  const iscsi = fields(volume, 'iscsi');
  setIfEmpty(iscsi, 'iscsiInterface', 'default');
  const rbd = fields(volume, 'rbd');
  for (const [name, value] of [
    ['pool', 'rbd'],
    ['user', 'admin'],
    ['keyring', '/etc/ceph/keyring'],
  ] as const)
    setIfEmpty(rbd, name, value);
  const scaleIo = fields(volume, 'scaleIO');
  setIfEmpty(scaleIo, 'storageMode', 'ThinProvisioned');
  setIfEmpty(scaleIo, 'fsType', 'xfs');
  const azure = fields(volume, 'azureDisk');
  for (const [name, value] of [
    ['cachingMode', 'ReadWrite'],
    ['kind', 'Shared'],
    ['fsType', 'ext4'],
    ['readOnly', false],
  ] as const)
    setIfAbsent(azure, name, value);
}

function setIfEmpty(target: Fields | undefined, name: string, value: string): void {
  if (target !== undefined && text(target, name) === '') target[name] = value;
}

function setIfAbsent(target: Fields | undefined, name: string, value: unknown): void {
  if (target !== undefined && (target[name] === undefined || target[name] === null)) target[name] = value;
}
