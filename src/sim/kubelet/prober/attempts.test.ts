/** One attempt against a server that does this or that: pkg/probe/{http,tcp,grpc}, net/http, third_party/forked/golang/expansion. */
import { describe, expect, test } from 'vitest';
import type { HttpGetAction } from '../../../model/kubernetes.ts';
import type { HttpReply, HttpRequest, Network, Server } from '../../../shell/types.ts';
import type { World } from '../../world.ts';
import { grpcProbe, handlerText, headersOf, httpProbe, networkOf, staticCommand, tcpProbe } from './handlers.ts';

const WORLD = { latency: { httpProbeMs: 3, tcpProbeMs: 2, grpcProbeMs: 5 } } as World;
const IP = '10.0.0.2';
const APP = { name: 'app', ports: [{ name: 'web', containerPort: 8080 }] };

function networkWith(servers: Record<number, Server>): Network {
  return { address: IP, server: (port) => servers[port], listen: () => undefined };
}

const answers = (status: number, more: Partial<HttpReply & { kind: 'answer' }> = {}): HttpReply => ({
  kind: 'answer',
  status,
  body: '',
  latencyMs: 10,
  sameUntilMs: 900,
  ...more,
});

describe('httpGet', () => {
  const asked: HttpRequest[] = [];
  function get(reply: (request: HttpRequest) => HttpReply, action: Partial<HttpGetAction> = {}, server: Partial<Server> = {}) {
    asked.length = 0;
    const http = (request: HttpRequest) => {
      asked.push(request);
      return reply(request);
    };
    return httpProbe(WORLD, networkWith({ 8080: { tls: false, http, ...server } }), IP, APP, { port: 'web', ...action }, 1000);
  }

  test('what is asked: a GET with the headers of a probe, a path that begins with a slash', () => {
    get(() => answers(200), { path: 'healthz?full=1' });
    expect(asked).toEqual([
      { method: 'GET', target: '/healthz?full=1', host: '10.0.0.2:8080', headers: { 'User-Agent': 'kube-probe/1.36', Accept: '*/*', Connection: 'close' } },
    ]);
    get(() => answers(200), {
      httpHeaders: [
        { name: 'Host', value: 'shop.example' },
        { name: 'user-agent', value: 'me' },
        { name: 'ACCEPT', value: 'text/html' },
      ],
    });
    expect(asked).toEqual([
      { method: 'GET', target: '/', host: 'shop.example', headers: { 'User-Agent': 'me', Accept: 'text/html', Host: 'shop.example', Connection: 'close' } },
    ]);
  });

  test.each([
    [199, 'failure', 'HTTP probe failed with statuscode: 199'],
    [200, 'success', ''],
    [299, 'success', ''],
    [300, 'warning', 'Probe terminated redirects, Response body: '],
    [399, 'warning', 'Probe terminated redirects, Response body: '],
    [400, 'failure', 'HTTP probe failed with statuscode: 400'],
  ])('%i is a %s', (status, result, message) => {
    expect(get(() => answers(status))).toEqual({ result, message, takesMs: 13, sameUntilMs: 900 });
  });

  test('redirects: relative ones against the path, absolute ones by port, others are not followed', () => {
    const redirected = (location: string, action: Partial<HttpGetAction> = {}) => {
      const outcome = get(({ target }) => (target === '/a/b' ? answers(302, { location }) : answers(204)), { path: '/a/b', ...action });
      return [outcome.result, outcome.takesMs, asked.map(({ target }) => target).join(' ')];
    };
    expect(redirected('c')).toEqual(['success', 23, '/a/b /a/c']);
    expect(redirected('/c')).toEqual(['success', 23, '/a/b /c']);
    expect(redirected('http://10.0.0.2:8080')).toEqual(['success', 23, '/a/b /']);
    expect(redirected('http://10.0.0.2:8080/c?d')).toEqual(['success', 23, '/a/b /c?d']);
    expect(redirected('http://elsewhere/')).toEqual(['warning', 13, '/a/b']);
    expect(get(() => answers(302, { location: 'http://10.0.0.2/' }))).toMatchObject({
      result: 'failure',
      message: 'Get "/": dial tcp 10.0.0.2:80: connect: connection refused',
    });
    expect(get(() => answers(302, { location: 'https://10.0.0.2/' }))).toMatchObject({
      message: 'Get "/": dial tcp 10.0.0.2:443: connect: connection refused',
    });
    for (const status of [300, 304, 305, 399]) expect(get(() => answers(status, { location: '/c' }))).toMatchObject({ result: 'warning' });
    expect(get(() => answers(302, { location: 'https://10.0.0.2:8080/' }))).toMatchObject({
      message: 'Get "/": http: server gave HTTP response to HTTPS client',
    });
    expect(get(() => answers(302, { location: '/' }))).toMatchObject({ result: 'failure', message: 'Get "/": stopped after 10 redirects', takesMs: 103 });
    expect(asked).toHaveLength(10);
  });

  test('the connection is closed, or nobody speaks HTTP there', () => {
    const eof = 'Get "http://10.0.0.2:8080/": EOF';
    expect(get(() => ({ kind: 'close', sameUntilMs: 7 }))).toEqual({ result: 'failure', message: eof, takesMs: 3, sameUntilMs: 7 });
    const silent = networkWith({ 8080: { tls: false } });
    expect(httpProbe(WORLD, silent, IP, APP, { port: 8080 }, 1000)).toMatchObject({ result: 'failure', message: eof });
    expect(httpProbe(WORLD, silent, IP, APP, { port: 8080, scheme: 'HTTPS' }, 1000)).toMatchObject({ message: 'Get "https://10.0.0.2:8080/": EOF' });
    expect(httpProbe(WORLD, undefined, IP, APP, { port: 8080 }, 1000)).toMatchObject({
      message: 'Get "http://10.0.0.2:8080/": dial tcp 10.0.0.2:8080: connect: connection refused',
    });
  });

  test('a gRPC server greets in HTTP/2', () => {
    // Seen on a real v1.36.2 node, agnhost grpc-health-checking
    const grpc = networkWith({ 8080: { tls: false, grpc: () => ({ status: 'SERVING', sameUntilMs: 1 }) } });
    expect(httpProbe(WORLD, grpc, IP, APP, { port: 8080 }, 1000)).toMatchObject({
      result: 'failure',
      message: String.raw`Get "http://10.0.0.2:8080/": net/http: HTTP/1.x transport connection broken: malformed HTTP response "\x00\x00\x06\x04\x00\x00\x00\x00\x00\x00\x05\x00\x00@\x00"`,
    });
    expect(httpProbe(WORLD, grpc, IP, APP, { port: 8080, scheme: 'HTTPS' }, 1000)).toMatchObject({
      result: 'failure',
      message: 'Get "https://10.0.0.2:8080/": tls: first record does not look like a TLS handshake',
    });
  });

  test('too late is by the sum of all requests', () => {
    const late = {
      result: 'failure',
      takesMs: 1000,
      timedOut: true,
      message: 'Get "http://10.0.0.2:8080/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
    };
    expect(get(() => answers(200, { latencyMs: 998 }))).toMatchObject(late);
    expect(get(() => answers(200, { latencyMs: 997 }))).toMatchObject({ result: 'success', takesMs: 1000 });
    expect(get(() => ({ kind: 'hang', sameUntilMs: 7 }))).toMatchObject({ ...late, sameUntilMs: 7 });
    expect(get(({ target }) => (target === '/' ? answers(302, { location: '/b', latencyMs: 600 }) : answers(200, { latencyMs: 600 })))).toMatchObject({
      result: 'failure',
      timedOut: true,
    });
  });

  test('TLS on one side only', () => {
    expect(get(() => answers(200), { scheme: 'HTTPS' })).toMatchObject({
      message: 'Get "https://10.0.0.2:8080/": http: server gave HTTP response to HTTPS client',
    });
    expect(get(() => answers(200), { scheme: 'HTTPS' }, { tls: true })).toMatchObject({ result: 'success' });
    expect(get(() => answers(200), {}, { tls: true })).toEqual({
      result: 'failure',
      message: 'HTTP probe failed with statuscode: 400',
      takesMs: 3,
      sameUntilMs: Number.POSITIVE_INFINITY,
    });
  });
});

test('tcpSocket: who connects is noticed', () => {
  let accepted = 0;
  const network = networkWith({ 8080: { tls: false, accepted: () => (accepted += 1) } });
  expect(tcpProbe(WORLD, network, IP, APP, { port: 'web' })).toEqual({ result: 'success', message: '', takesMs: 2, sameUntilMs: Number.POSITIVE_INFINITY });
  expect(accepted).toBe(1);
  expect(tcpProbe(WORLD, network, IP, APP, { port: 8080, host: '127.0.0.1' })).toMatchObject({
    result: 'failure',
    message: 'dial tcp 127.0.0.1:8080: connect: connection refused',
  });
  expect(tcpProbe(WORLD, network, IP, APP, { port: 'none' })).toMatchObject({ result: 'error', word: 'unknown', takesMs: 0 });
});

describe('grpc', () => {
  const probe = (server: Server | undefined, service?: string) =>
    grpcProbe(WORLD, networkWith(server === undefined ? {} : { 9000: server }), IP, { port: 9000, ...(service !== undefined && { service }) }, 1000);
  const unreachable = {
    result: 'failure',
    takesMs: 1001,
    timedOut: true,
    message: 'timeout: failed to connect service "10.0.0.2:9000" within 1s: context deadline exceeded',
  };

  test('nobody, TLS, or HTTP alone: no connection', () => {
    expect(probe(undefined)).toMatchObject(unreachable);
    expect(probe({ tls: true, grpc: () => ({ status: 'SERVING', sameUntilMs: 1 }) })).toMatchObject(unreachable);
    expect(probe({ tls: false, http: () => answers(200) })).toMatchObject(unreachable);
  });

  test('a listener that says nothing keeps it waiting', () => {
    expect(probe({ tls: false })).toMatchObject({
      result: 'failure',
      message: 'timeout: health rpc did not complete within 1s',
      takesMs: 1000,
      timedOut: true,
    });
  });

  test('the health of the service that is asked for', () => {
    const grpc = (service: string) => (service === 'gone' ? undefined : { status: service === '' ? 'SERVING' : 'NOT_SERVING', sameUntilMs: 44 });
    expect(probe({ tls: false, grpc })).toEqual({ result: 'success', message: '', takesMs: 5, sameUntilMs: 44 });
    expect(probe({ tls: false, http: () => answers(200), grpc }, 'shop')).toEqual({
      result: 'failure',
      message: 'service unhealthy (responded with "NOT_SERVING")',
      takesMs: 5,
      sameUntilMs: 44,
    });
    expect(probe({ tls: false, grpc }, 'gone')).toMatchObject({
      result: 'failure',
      message: 'error: health rpc probe failed: rpc error: code = NotFound desc = unknown service',
    });
  });
});

test('the kubelet is on the node: its loopback is the Pod only with hostNetwork', () => {
  const pod = networkWith({});
  const host = { ...pod, address: '192.168.77.1' };
  expect([IP, '127.0.0.1', 'localhost', 'elsewhere'].map((name) => networkOf(name, pod) === pod)).toEqual([true, false, false, false]);
  expect(['192.168.77.1', '127.0.0.1', 'localhost', IP].map((name) => networkOf(name, host) === host)).toEqual([true, true, true, false]);
  expect(networkOf('127.0.0.1', undefined)).toBeUndefined();
});

test('headers: its own where the probe names none', () => {
  expect(headersOf({ port: 80 }, 'kube-probe/1.36')).toEqual({ 'User-Agent': 'kube-probe/1.36', Accept: '*/*' });
});

test('$(VAR) in a command: what the manifest says of a variable, as it stands there; nothing of one from elsewhere', () => {
  // pkg/kubelet/container/helpers.go: v1EnvVarsToMap
  const env = [
    { name: 'A', value: 'a' },
    { name: 'B', value: '$(A)b' },
    { name: 'E', value: '' },
    { name: 'F', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
  ];
  expect(staticCommand(['$(A)', '$(B)', '$(E)', '$(F)', '$$(A)', '$(', 'plain'], { name: 'app', env })).toEqual(['a', '$(A)b', '', '', '$(A)', '$(', 'plain']);
  expect(staticCommand(['$(A)'], { name: 'app' })).toEqual(['$(A)']);
});

test('handlers in words', () => {
  expect(
    [
      { exec: { command: ['cat', '/tmp/ok'] } },
      { httpGet: { port: 80 } },
      { httpGet: { port: 'web', path: 'x', scheme: 'HTTPS' as const } },
      { tcpSocket: { port: 80 } },
      { grpc: { port: 80 } },
      { sleep: { seconds: 3 } },
      {},
    ].map(handlerText),
  ).toEqual(['exec cat /tmp/ok', 'GET :80/', 'GET https :web/x', 'TCP :80', 'gRPC :80', 'sleep 3 s', 'no handler']);
});
