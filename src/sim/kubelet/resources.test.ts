/** What a resourceFieldRef gives: pkg/api/v1/resource/helpers.go: ExtractContainerResourceValue, MergeContainerResourceLimits. */
import { expect, test } from 'vitest';
import { containerResource } from './resources.ts';

const CONTAINER = { name: 'app', resources: { limits: { cpu: '1500m', memory: '64Mi' }, requests: { cpu: '250m', memory: '0' } } };
const NODE = { cpu: '4', memory: '8Gi', 'ephemeral-storage': '10Gi' };

test.each([
  ['limits.cpu', undefined, '2'],
  ['limits.cpu', '1m', '1500'],
  ['requests.cpu', '1', '1'],
  ['requests.cpu', '1m', '250'],
  ['limits.memory', undefined, '67108864'],
  ['limits.memory', '1Mi', '64'],
  ['limits.memory', '0', '67108864'],
  ['requests.memory', '1Mi', '0'],
  ['limits.ephemeral-storage', '1Gi', '10'],
  ['requests.ephemeral-storage', undefined, '0'],
  ['limits.hugepages-2Mi', undefined, '0'],
])('%s by %s: %s', (resource, divisor, value) => {
  expect(containerResource(CONTAINER, resource, divisor, NODE)).toBe(value);
});

test("a limit that is not set is the Pod's, then the node's; a request is not", () => {
  const none = { name: 'app' };
  expect(containerResource(none, 'limits.cpu', undefined, NODE, { cpu: '3' })).toBe('3');
  expect(containerResource(none, 'limits.cpu', undefined, NODE)).toBe('4');
  expect(containerResource(none, 'requests.cpu', undefined, NODE, { cpu: '3' })).toBe('0');
  expect(containerResource({ name: 'app', resources: { limits: { cpu: '0' } } }, 'limits.cpu', undefined, NODE)).toBe('4');
  // test/e2e/common/storage/downwardapi.go: a node has a disk, whether anybody says so or not
  expect(containerResource(none, 'limits.ephemeral-storage', '1Gi', { cpu: '4' })).toBe('36');
});

test('a quotient that is whole stays whole', () => {
  expect(containerResource({ name: 'app', resources: { limits: { cpu: '300m' } } }, 'limits.cpu', '100m', NODE)).toBe('3');
});
