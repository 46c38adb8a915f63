/**
 * Objects as the API server's internal structs print them in errors: Go field names, nothing omitted
 * (`json.Marshal` of pkg/apis/core/types.go, which has no JSON tags).
 */
import { sortedKeys } from '../go-text.ts';
import { formatQuantity, quantity } from '../quantity.ts';
import { canonical, zeroValue } from './canonical.ts';
import { type Fields, isFields } from './fields.ts';
import { type FieldInfo, structInfo, type TypeRef, unwrap } from './schema.ts';

/** Fields that live in the internal security context but in the spec of the API. */
const HOST_FIELDS = ['hostNetwork', 'hostPID', 'hostIPC', 'shareProcessNamespace', 'hostUsers'];

/** Where the internal order differs from the order of the API: fields to be moved behind another one. */
const MOVED: Record<string, [field: string, behind: string][]> = {
  PodSpec: [
    ['dnsConfig', 'preemptionPolicy'],
    ['setHostnameAsFQDN', 'subdomain'],
    ['preemptionPolicy', 'priority'],
    ['dnsConfig', 'preemptionPolicy'],
    ['overhead', 'runtimeClassName'],
    ['enableServiceLinks', 'overhead'],
  ],
  PodSecurityContext: [['fsGroupChangePolicy', 'fsGroup']],
  Volume: [['quobyte', 'rbd']],
};

/** Go names that are not the JSON name with a capital letter. */
const GO_NAMES: Record<string, string> = {
  apiGroup: 'APIGroup',
  apiVersion: 'APIVersion',
  awsElasticBlockStore: 'AWSElasticBlockStore',
  cephfs: 'CephFS',
  chapAuthDiscovery: 'DiscoveryCHAPAuth',
  chapAuthSession: 'SessionCHAPAuth',
  csi: 'CSI',
  diskURI: 'DataDiskURI',
  dnsConfig: 'DNSConfig',
  dnsPolicy: 'DNSPolicy',
  endpoints: 'EndpointsName',
  fc: 'FC',
  fsGroup: 'FSGroup',
  fsGroupChangePolicy: 'FSGroupChangePolicy',
  fsType: 'FSType',
  gcePersistentDisk: 'GCEPersistentDisk',
  gmsaCredentialSpec: 'GMSACredentialSpec',
  gmsaCredentialSpecName: 'GMSACredentialSpecName',
  grpc: 'GRPC',
  httpGet: 'HTTPGet',
  httpHeaders: 'HTTPHeaders',
  ip: 'IP',
  iqn: 'IQN',
  iscsi: 'ISCSI',
  iscsiInterface: 'ISCSIInterface',
  nfs: 'NFS',
  os: 'OS',
  pdName: 'PDName',
  rbd: 'RBD',
  seLinuxChangePolicy: 'SELinuxChangePolicy',
  seLinuxOptions: 'SELinuxOptions',
  sslEnabled: 'SSLEnabled',
  storageos: 'StorageOS',
  tcpSocket: 'TCPSocket',
  tty: 'TTY',
  wwids: 'WWIDs',
};

/** The same for fields whose name depends on the struct. */
const GO_NAMES_OF: Record<string, Record<string, string>> = {
  RBDVolumeSource: { monitors: 'CephMonitors', image: 'RBDImage', pool: 'RBDPool', user: 'RadosUser' },
};

/** Types of apimachinery keep their JSON tags also inside the server. */
const TAGGED = new Set(['LabelSelector', 'LabelSelectorRequirement', 'ObjectMeta', 'OwnerReference']);

/** `value` as the internal struct of `typeName`. */
export function internalStruct(typeName: string, value: Fields | undefined): Fields {
  if (typeName === 'PodSpec') return internalPodSpec(value ?? {});
  return writeStruct(typeName, value ?? {});
}

function internalPodSpec(spec: Fields): Fields {
  const out = writeStruct('PodSpec', spec);
  const context = isFields(out['SecurityContext']) ? out['SecurityContext'] : writeStruct('PodSecurityContext', {});
  const host = Object.fromEntries(
    HOST_FIELDS.map((name) => [goName(name), spec[name] ?? (name.startsWith('hostU') || name.startsWith('share') ? null : false)]),
  );
  out['SecurityContext'] = { ...host, ...context };
  return out;
}

function writeStruct(typeName: string, value: Fields): Fields {
  const out: Fields = {};
  for (const field of orderedFields(typeName)) {
    // Internally metadata is embedded, so that its tagged fields stand among the others.
    if (field.type.base === 'ObjectMeta') Object.assign(out, value[field.name]);
    else out[GO_NAMES_OF[typeName]?.[field.name] ?? goName(field.name)] = writeValue(field.type, value[field.name]);
  }
  return out;
}

function orderedFields(typeName: string): FieldInfo[] {
  const hidden = typeName === 'PodSpec' ? new Set([...HOST_FIELDS, 'serviceAccount']) : new Set<string>();
  const fields = (structInfo(typeName)?.fields ?? []).filter(({ name }) => !hidden.has(name));
  for (const [name, behind] of MOVED[typeName] ?? []) {
    const [moved] = fields.splice(
      fields.findIndex((field) => field.name === name),
      1,
    );
    if (moved !== undefined) fields.splice(fields.findIndex((field) => field.name === behind) + 1, 0, moved);
  }
  return fields;
}

const goName = (name: string): string => GO_NAMES[name] ?? name.charAt(0).toUpperCase() + name.slice(1);

function writeValue(type: TypeRef, value: unknown): unknown {
  if (value === undefined || value === null) return zeroValue(type, (name) => writeStruct(name, {}));
  const [wrap] = type.wraps;
  if (wrap === '*') return writeValue(unwrap(type), value);
  if (wrap === '[]') return Array.isArray(value) ? value.map((item) => writeValue(unwrap(type), item)) : value;
  if (wrap === '{}') return sortedMap(value, (item) => item);
  if (type.base === 'ResourceList') return sortedMap(value, (item) => formatQuantity(quantity(item)));
  if (TAGGED.has(type.base)) return isFields(value) ? canonical(type.base, value) : value;
  return isFields(value) && structInfo(type.base) !== undefined ? writeStruct(type.base, value) : value;
}

const sortedMap = (value: unknown, write: (item: unknown) => unknown): unknown =>
  isFields(value) ? Object.fromEntries(sortedKeys(value).map((key) => [key, write(value[key])])) : value;
