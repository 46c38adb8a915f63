import { describe, expect, it } from 'vitest';
import { conversionError } from './convert.ts';

describe('what a struct cannot be made of', () => {
  it.each([
    [{ spec: { containers: [{ image: 'nginx', ports: [{ containerPort: 80 }] }] } }, undefined],
    [{ spec: null, metadata: { labels: null } }, undefined],
    [{ spec: { containers: [{ image: 5 }] } }, 'cannot convert int64 to string'],
    [{ spec: { containers: [{ imagePullPolicy: 5 }] } }, 'cannot convert int64 to v1.PullPolicy'],
    [{ spec: { containers: [{ image: true }] } }, 'unrecognized type: string'],
    [{ spec: { containers: 'app' } }, 'cannot restore slice from string'],
    [{ spec: { nodeSelector: ['a'] } }, 'cannot restore map from slice'],
    [{ spec: 'x' }, 'cannot restore struct from: string'],
    [{ spec: { containers: [{ ports: [{ containerPort: '80' }] }] } }, 'unrecognized type: int32'],
    [{ spec: { terminationGracePeriodSeconds: 1.5 } }, 'cannot convert float64 to int64'],
    [{ spec: { hostNetwork: 'yes' } }, 'unrecognized type: bool'],
    [
      { spec: { containers: [{ resources: { limits: { cpu: 'much' } } }] } },
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    ],
    [{ spec: { containers: [{ livenessProbe: { httpGet: { port: 2147483648 } } }] } }, 'json: cannot unmarshal number 2147483648 into Go value of type int32'],
    [{ spec: { containers: [{ livenessProbe: { httpGet: { port: true } } }] } }, 'json: cannot unmarshal bool into Go value of type int32'],
  ])('%j: %s', (value, error) => {
    expect(conversionError('Pod', value)).toBe(error);
  });
});
