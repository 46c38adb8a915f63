/** In the words of Go's net package, as the kubelet and containerd pass them on. The recording probe-http-host has a name that nobody knows. */
import { expect, test } from 'vitest';
import { dialError } from './dial.ts';

test.each([
  ['10.0.0.9', 'dial tcp 10.0.0.9:80: connect: connection refused'],
  ['fd00::9', 'dial tcp fd00::9:80: connect: connection refused'],
  ['localhost', 'dial tcp 127.0.0.1:80: connect: connection refused'],
  ['no.such.host.invalid', 'dial tcp: lookup no.such.host.invalid on 10.255.255.53:53: no such host'],
])('nobody answers at %s', (host, message) => {
  expect(dialError(host, 80)).toBe(message);
});
