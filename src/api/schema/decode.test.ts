import { describe, expect, it } from 'vitest';
import { decode } from './decode.ts';

const pod = (spec: unknown, more: object = {}) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec, ...more });
const container = (fields: object) => pod({ containers: [{ name: 'app', image: 'nginx:1.27', ...fields }] });

describe('unknown fields', () => {
  it('are all found, in alphabetical order, with indexes', () => {
    const { unknownFields } = decode(
      'Pod',
      pod({ restartpolicy: 'Never', containers: [{ name: 'app', imagee: 'x', livenessProbe: { httpget: {} } }] }, { replicas: 1 }),
    );
    expect(unknownFields).toEqual(['replicas', 'spec.containers[0].imagee', 'spec.containers[0].livenessProbe.httpget', 'spec.restartpolicy']);
  });
});

/** Texts as a v1.36.2 API server gives them. */
describe('wrong types', () => {
  it.each([
    [
      'a text for a number',
      container({ livenessProbe: { periodSeconds: '5' } }),
      'json: cannot unmarshal string into Go struct field Probe.spec.containers.livenessProbe.periodSeconds of type int32',
    ],
    [
      'a number for a text',
      container({ env: [{ name: 'A', value: 1 }] }),
      'json: cannot unmarshal number into Go struct field EnvVar.spec.containers.env.value of type string',
    ],
    [
      'a fraction',
      pod({ terminationGracePeriodSeconds: 1.5 }),
      'json: cannot unmarshal number 1.5 into Go struct field PodSpec.spec.terminationGracePeriodSeconds of type int64',
    ],
    [
      'a text for a list',
      container({ command: 'sleep 10' }),
      'json: cannot unmarshal string into Go struct field Container.spec.containers.command of type []string',
    ],
    [
      'a list element',
      container({ command: ['sleep', 10] }),
      'json: cannot unmarshal number into Go struct field Container.spec.containers.command of type string',
    ],
    [
      'a map for the containers',
      pod({ containers: { name: 'app' } }),
      'json: cannot unmarshal object into Go struct field PodSpec.spec.containers of type []v1.Container',
    ],
    [
      'a boolean port',
      container({ livenessProbe: { tcpSocket: { port: true } } }),
      'json: cannot unmarshal bool into Go struct field TCPSocketAction.spec.containers.livenessProbe.ProbeHandler.tcpSocket.port of type int32',
    ],
    ['a boolean enum', pod({ restartPolicy: false }), 'json: cannot unmarshal bool into Go struct field PodSpec.spec.restartPolicy of type v1.RestartPolicy'],
    ['a quantity', container({ resources: { limits: { memory: '64mi' } } }), "unable to parse quantity's suffix"],
    [
      'a time',
      pod({}, { metadata: { creationTimestamp: 'yesterday' } }),
      'parsing time "yesterday" as "2006-01-02T15:04:05Z07:00": cannot parse "yesterday" as "2006"',
    ],
  ])('%s', (_what, manifest, message) => {
    expect(decode('Pod', manifest).typeError).toBe(message);
  });

  it('reports the first in alphabetical order, but a quantity before everything else', () => {
    const both = { terminationGracePeriodSeconds: 'x', containers: [{ name: 5, resources: { limits: { cpu: 'x' } } }] };
    expect(decode('Pod', pod({ ...both, containers: [{ name: 5 }] })).typeError).toContain('Container.spec.containers.name');
    expect(decode('Pod', pod(both)).typeError).toContain('quantities must match');
  });

  it('takes null for absent', () => {
    expect(decode('Pod', pod({ containers: [{ name: 'app', image: null, ports: null }], restartPolicy: null }))).toEqual({ unknownFields: [] });
  });
});
