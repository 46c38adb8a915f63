/** The volumes of a Pod as `kubectl describe` v1.36.2 printed them. */
import { describe, expect, it } from 'vitest';
import { describeVolumes } from './volumes.ts';
import { DescribeWriter } from './writer.ts';

function described(source: object): string[] {
  const w = new DescribeWriter();
  describeVolumes(w, [{ name: 'v', ...source }]);
  return w.text().trimEnd().split('\n').slice(2);
}

describe('a volume', () => {
  it.each([
    [
      { iscsi: { targetPortal: '1.2.3.4', iqn: 'iqn.x', lun: 0, iscsiInterface: 'default', portals: ['a'], chapAuthSession: true, secretRef: { name: 'c' } } },
      [
        "    Type:               ISCSI (an ISCSI Disk resource that is attached to a kubelet's host machine and then exposed to the pod)",
        '    TargetPortal:       1.2.3.4',
        '    IQN:                iqn.x',
        '    Lun:                0',
        '    ISCSIInterface      default',
        '    FSType:             ',
        '    ReadOnly:           false',
        '    Portals:            [a]',
        '    DiscoveryCHAPAuth:  false',
        '    SessionCHAPAuth:    true',
        '    SecretRef:          &LocalObjectReference{Name:c,}',
        '    InitiatorName:      <none>',
      ],
    ],
    [
      { azureDisk: { diskName: 'd', diskURI: '/x', kind: 'Managed', fsType: 'ext4', cachingMode: 'ReadWrite', readOnly: false } },
      [
        '    Type:         AzureDisk (an Azure Data Disk mount on the host and bind mount to the pod)',
        '    DiskName:     d',
        '    DiskURI:      /x',
        '    Kind:         Managed',
        '    FSType:       ext4',
        '    CachingMode:  ReadWrite',
        '    ReadOnly:     false',
      ],
    ],
    [
      { fc: { wwids: ['a'] } },
      ['    Type:        FC (a Fibre Channel disk)', '    TargetWWNs:  ', '    LUN:         <none>', '    FSType:      ', '    ReadOnly:    false'],
    ],
    [
      { flexVolume: { driver: 'd/e', options: { a: 'b', c: 'd' } } },
      [
        '    Type:       FlexVolume (a generic volume resource that is provisioned/attached using an exec based plugin)',
        '    Driver:     d/e',
        '    FSType:     ',
        '    SecretRef:  nil',
        '    ReadOnly:   false',
        '    Options:    map[a:b c:d]',
      ],
    ],
  ])('%j', (source, expected) => expect(described(source)).toEqual(expected));
});
