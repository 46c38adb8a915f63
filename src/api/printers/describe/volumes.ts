/** The volumes of a described Pod (staging/src/k8s.io/kubectl/pkg/describe/describe.go: describeVolumes). */
import { goValue, sortedKeys } from '../../go-text.ts';
import { compareQuantities, formatQuantity, quantity } from '../../quantity.ts';
import { type Fields, fields, isTrue, list, map, num, strings, text } from '../../schema/fields.ts';
import type { DescribeWriter } from './writer.ts';

export function describeVolumes(w: DescribeWriter, volumes: Fields[], isTemplate = false): void {
  const level = isTemplate ? 1 : 0;
  if (volumes.length === 0) {
    w.line(level, 'Volumes:\t<none>');
    return;
  }
  w.line(level, 'Volumes:');
  for (const volume of volumes) {
    w.line(1, `${isTemplate ? ' ' : ''}${text(volume, 'name')}:`);
    const name = Object.keys(SOURCES).find((candidate) => fields(volume, candidate) !== undefined);
    const source = name === undefined ? undefined : fields(volume, name);
    if (name === undefined || source === undefined) w.line(1, '<unknown>');
    else SOURCES[name]?.(w, source);
  }
}

type Describe = (w: DescribeWriter, source: Fields) => void;
type Value = [label: string, value: (source: Fields) => string];

/** A type and some of the source's fields, each as text. */
const plain =
  (type: string, ...values: Value[]): Describe =>
  (w, source) => {
    w.line(2, `Type:\t${type}`);
    lines(...values)(w, source);
  };

/** Some of the source's fields. */
const lines =
  (...values: Value[]): Describe =>
  (w, source) => {
    for (const [label, value] of values) w.line(2, `${label}:\t${value(source)}`);
  };

const field = (name: string) => (source: Fields) => text(source, name);
const flag = (name: string) => (source: Fields) => String(isTrue(source, name));
const number = (name: string) => (source: Fields) => String(num(source, name) ?? 0);
const all = (name: string) => (source: Fields) => `[${strings(source, name).join(' ')}]`;
const secret = (source: Fields) =>
  fields(source, 'secretRef') === undefined ? 'nil' : `&LocalObjectReference{Name:${text(fields(source, 'secretRef'), 'name')},}`;

/** In the order in which kubectl looks for them. */
const SOURCES: Record<string, Describe> = {
  hostPath: plain(
    'HostPath (bare host directory volume)',
    ['Path', field('path')],
    ['HostPathType', (source) => (source['type'] === undefined ? '<none>' : text(source, 'type'))],
  ),
  emptyDir: plain(
    "EmptyDir (a temporary directory that shares a pod's lifetime)",
    ['Medium', field('medium')],
    [
      'SizeLimit',
      (source) =>
        source['sizeLimit'] !== undefined && compareQuantities(source['sizeLimit'], '0') > 0 ? formatQuantity(quantity(source['sizeLimit'])) : '<unset>',
    ],
  ),
  gcePersistentDisk: plain(
    'GCEPersistentDisk (a Persistent Disk resource in Google Compute Engine)',
    ['PDName', field('pdName')],
    ['FSType', field('fsType')],
    ['Partition', number('partition')],
    ['ReadOnly', flag('readOnly')],
  ),
  awsElasticBlockStore: plain(
    'AWSElasticBlockStore (a Persistent Disk resource in AWS)',
    ['VolumeID', field('volumeID')],
    ['FSType', field('fsType')],
    ['Partition', number('partition')],
    ['ReadOnly', flag('readOnly')],
  ),
  gitRepo: plain('GitRepo (a volume that is pulled from git when the pod is created)', ['Repository', field('repository')], ['Revision', field('revision')]),
  secret: plain('Secret (a volume populated by a Secret)', ['SecretName', field('secretName')], ['Optional', flag('optional')]),
  configMap: plain('ConfigMap (a volume populated by a ConfigMap)', ['Name', field('name')], ['Optional', flag('optional')]),
  nfs: plain('NFS (an NFS mount that lasts the lifetime of a pod)', ['Server', field('server')], ['Path', field('path')], ['ReadOnly', flag('readOnly')]),
  iscsi: (w, source) => {
    plain(
      "ISCSI (an ISCSI Disk resource that is attached to a kubelet's host machine and then exposed to the pod)",
      ['TargetPortal', field('targetPortal')],
      ['IQN', field('iqn')],
      ['Lun', number('lun')],
    )(w, source);
    // The original has forgotten this colon.
    w.line(2, `ISCSIInterface\t${text(source, 'iscsiInterface')}`);
    lines(
      ['FSType', field('fsType')],
      ['ReadOnly', flag('readOnly')],
      ['Portals', all('portals')],
      ['DiscoveryCHAPAuth', flag('chapAuthDiscovery')],
      ['SessionCHAPAuth', flag('chapAuthSession')],
      ['SecretRef', secret],
      ['InitiatorName', (of) => (of['initiatorName'] === undefined ? '<none>' : text(of, 'initiatorName'))],
    )(w, source);
  },
  glusterfs: plain(
    "Glusterfs (a Glusterfs mount on the host that shares a pod's lifetime)",
    ['EndpointsName', field('endpoints')],
    ['Path', field('path')],
    ['ReadOnly', flag('readOnly')],
  ),
  persistentVolumeClaim: plain(
    'PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)',
    ['ClaimName', field('claimName')],
    ['ReadOnly', flag('readOnly')],
  ),
  ephemeral: describeEphemeral,
  rbd: plain(
    "RBD (a Rados Block Device mount on the host that shares a pod's lifetime)",
    ['CephMonitors', all('monitors')],
    ['RBDImage', field('image')],
    ['FSType', field('fsType')],
    ['RBDPool', field('pool')],
    ['RadosUser', field('user')],
    ['Keyring', field('keyring')],
    ['SecretRef', secret],
    ['ReadOnly', flag('readOnly')],
  ),
  quobyte: plain(
    "Quobyte (a Quobyte mount on the host that shares a pod's lifetime)",
    ['Registry', field('registry')],
    ['Volume', field('volume')],
    ['ReadOnly', flag('readOnly')],
  ),
  downwardAPI: (w, source) => {
    w.line(2, 'Type:\tDownwardAPI (a volume populated by information about the pod)');
    w.line(2, 'Items:');
    for (const item of list(source, 'items')) {
      const from = fields(item, 'fieldRef') === undefined ? text(fields(item, 'resourceFieldRef'), 'resource') : text(fields(item, 'fieldRef'), 'fieldPath');
      w.line(3, `${from} -> ${text(item, 'path')}`);
    }
  },
  azureDisk: (w, source) => {
    plain(
      'AzureDisk (an Azure Data Disk mount on the host and bind mount to the pod)',
      ['DiskName', field('diskName')],
      ['DiskURI', field('diskURI')],
    )(w, source);
    w.line(2, `Kind: \t${text(source, 'kind')}`);
    lines(['FSType', field('fsType')], ['CachingMode', field('cachingMode')], ['ReadOnly', flag('readOnly')])(w, source);
  },
  vsphereVolume: plain(
    'vSphereVolume (a Persistent Disk resource in vSphere)',
    ['VolumePath', field('volumePath')],
    ['FSType', field('fsType')],
    ['StoragePolicyName', field('storagePolicyName')],
  ),
  cinder: plain(
    'Cinder (a Persistent Disk resource in OpenStack)',
    ['VolumeID', field('volumeID')],
    ['FSType', field('fsType')],
    ['ReadOnly', flag('readOnly')],
    ['SecretRef', secret],
  ),
  photonPersistentDisk: plain('PhotonPersistentDisk (a Persistent Disk resource in photon platform)', ['PdID', field('pdID')], ['FSType', field('fsType')]),
  portworxVolume: plain('PortworxVolume (a Portworx Volume resource)', ['VolumeID', field('volumeID')]),
  scaleIO: plain(
    'ScaleIO (a persistent volume backed by a block device in ScaleIO)',
    ['Gateway', field('gateway')],
    ['System', field('system')],
    ['Protection Domain', field('protectionDomain')],
    ['Storage Pool', field('storagePool')],
    ['Storage Mode', field('storageMode')],
    ['VolumeName', field('volumeName')],
    ['FSType', field('fsType')],
    ['ReadOnly', flag('readOnly')],
  ),
  cephfs: plain(
    "CephFS (a CephFS mount on the host that shares a pod's lifetime)",
    ['Monitors', all('monitors')],
    ['Path', field('path')],
    ['User', field('user')],
    ['SecretFile', field('secretFile')],
    ['SecretRef', secret],
    ['ReadOnly', flag('readOnly')],
  ),
  storageos: plain(
    'StorageOS (a StorageOS Persistent Disk resource)',
    ['VolumeName', field('volumeName')],
    ['VolumeNamespace', field('volumeNamespace')],
    ['FSType', field('fsType')],
    ['ReadOnly', flag('readOnly')],
  ),
  fc: plain(
    'FC (a Fibre Channel disk)',
    ['TargetWWNs', (source) => strings(source, 'targetWWNs').join(', ')],
    ['LUN', (source) => (num(source, 'lun') === undefined ? '<none>' : number('lun')(source))],
    ['FSType', field('fsType')],
    ['ReadOnly', flag('readOnly')],
  ),
  flexVolume: plain(
    'FlexVolume (a generic volume resource that is provisioned/attached using an exec based plugin)',
    ['Driver', field('driver')],
    ['FSType', field('fsType')],
    ['SecretRef', secret],
    ['ReadOnly', flag('readOnly')],
    ['Options', (source) => goValue(map(source, 'options'))],
  ),
  flocker: plain('Flocker (a Flocker volume mounted by the Flocker agent)', ['DatasetName', field('datasetName')], ['DatasetUUID', field('datasetUUID')]),
  azureFile: plain(
    'AzureFile (an Azure File Service mount on the host and bind mount to the pod)',
    ['SecretName', field('secretName')],
    ['ShareName', field('shareName')],
    ['ReadOnly', flag('readOnly')],
  ),
  projected: describeProjected,
  csi: (w, source) => {
    plain(
      'CSI (a Container Storage Interface (CSI) volume source)',
      ['Driver', field('driver')],
      ['FSType', field('fsType')],
      ['ReadOnly', flag('readOnly')],
    )(w, source);
    const attributes = map(source, 'volumeAttributes');
    w.write(2, 'VolumeAttributes:\t');
    if (Object.keys(attributes).length === 0) w.line(0, '<none>');
    // Every piece is written with its indentation, also those behind the label.
    for (const [i, key] of sortedKeys(attributes).entries()) {
      if (i > 0) w.write(2, '\t');
      const line = `${key}=${attributes[key]}`;
      w.line(2, line.length > 140 ? `${line.slice(0, 140)}...` : line);
    }
  },
  image: plain('Image (a container image or OCI artifact)', ['Reference', field('reference')], ['PullPolicy', field('pullPolicy')]),
};

function describeProjected(w: DescribeWriter, source: Fields): void {
  w.line(2, 'Type:\tProjected (a volume that contains injected data from multiple sources)');
  for (const entry of list(source, 'sources')) {
    const [secretSource, configMap, token] = [fields(entry, 'secret'), fields(entry, 'configMap'), fields(entry, 'serviceAccountToken')];
    const keyed = secretSource ?? configMap;
    if (secretSource !== undefined || (configMap !== undefined && fields(entry, 'downwardAPI') === undefined)) {
      w.line(2, `${secretSource === undefined ? 'ConfigMapName' : 'SecretName'}:\t${text(keyed, 'name')}`);
      w.line(2, `Optional:\t${isTrue(keyed, 'optional')}`);
    } else if (fields(entry, 'downwardAPI') !== undefined) w.line(2, 'DownwardAPI:\ttrue');
    else if (token !== undefined) w.line(2, `TokenExpirationSeconds:\t${num(token, 'expirationSeconds') ?? 0}`);
  }
}

/** The claim's own lines one level deeper; its labels and annotations repeat the indentation behind the label. */
function describeEphemeral(w: DescribeWriter, source: Fields): void {
  w.line(2, 'Type:\tEphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)');
  const template = fields(source, 'volumeClaimTemplate');
  if (template === undefined) return;
  const [meta, spec] = [fields(template, 'metadata'), fields(template, 'spec')];
  w.line(2, `StorageClass:\t${text(spec, 'storageClassName')}`);
  w.line(2, `Volume:\t${text(spec, 'volumeName')}`);
  for (const [label, name, join] of [
    ['Labels', 'labels', '='],
    ['Annotations', 'annotations', ': '],
  ] as const) {
    const values = map(meta, name);
    w.write(2, `${label}:\t`);
    const keys = sortedKeys(values);
    if (keys.length === 0) w.line(2, '<none>');
    for (const [i, key] of keys.entries()) {
      if (i > 0) w.write(2, '\t');
      w.line(2, `${key}${join}${values[key]}`);
    }
  }
  w.line(2, 'Capacity:\t');
  w.line(2, 'Access Modes:\t');
  if (text(spec, 'volumeMode') !== '') w.line(2, `VolumeMode:\t${text(spec, 'volumeMode')}`);
}
