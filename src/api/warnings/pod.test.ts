import { describe, expect, it } from 'vitest';
import { createCluster } from '../kubectl/index.ts';

/** Warnings about a Pod of which all but these fields are in order. */
function warned(spec: string): string[] {
  const text = `{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {containers: [{name: app, image: "busybox:1.36"}], ${spec}}}`;
  return createCluster()
    .kubectl(['create', '-f', 'FILE'], { files: { FILE: text } })
    .stderr.trimEnd()
    .split('\n')
    .map((line) => line.replace(/^Warning: /, ''));
}

describe('warnings about a Pod', () => {
  it.each([
    ['node-role.kubernetes.io/master', 'use "node-role.kubernetes.io/control-plane" instead'],
    ['app.kubernetes.io/created-by', 'deprecated since v1.9'],
    ['beta.kubernetes.io/os', 'deprecated since v1.14; use "kubernetes.io/os" instead'],
  ])('deprecatedNodeLabels: %s', (label, message) => {
    expect(warned(`nodeSelector: {${label}: ""}`)).toEqual([`spec.nodeSelector[${label}]: ${message}`]);
  });

  it('GetWarningsForNodeSelectorTerm: values of a preference are not validated, only warned of', () => {
    const [warning = ''] = warned(
      'affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: {matchExpressions: [{key: disk, operator: In, values: ["a b"]}]}}]}}',
    );
    expect(warning).toMatch(
      /^spec\.affinity\.nodeAffinity\.preferredDuringSchedulingIgnoredDuringExecution\[0\]\.preference\.matchExpressions\[0\]\.values\[0\]: a b is invalid, a valid label must be/,
    );
  });

  it('GetWarningsForPersistentVolumeClaimSpec: a fraction of a byte in an ephemeral claim', () => {
    const claim = '{volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1500m}}}}}';
    expect(warned(`volumes: [{name: data, ephemeral: ${claim}}]`)).toEqual([
      'spec.volumes[0].ephemeral.volumeClaimTemplate.spec.resources.requests[storage]: fractional byte value "1500m" is invalid, must be an integer',
    ]);
  });
});
