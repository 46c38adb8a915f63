/** nginx as people configure it: by ConfigMaps over its configuration, under other users, on ports of others. */
import { describe, expect, test } from 'vitest';
import { createClock, createTestMachine, runMain, runScript, type RunOptions } from '../testing/test-machine.ts';
import { createNetwork } from './network.ts';
import { createVolume } from './volume.ts';

const DEFAULT = '/etc/nginx/conf.d/default.conf';

/** What nginx with this configuration answers to some requests: `GET /healthz 200 ok`. */
function answers(config: string, requests: readonly string[], { path = DEFAULT, port = 80 } = {}): string[] {
  const clock = createClock();
  const network = createNetwork('10.244.0.5');
  const machine = createTestMachine(clock, 'nginx', { network });
  machine.writeFile(path, config);
  machine.writeFile('/usr/share/nginx/html/app.html', 'the app\n');
  let said = '';
  machine.start(['nginx', '-g', 'daemon off;'], { env: {}, cwd: '/', onOutput: (_, text) => (said += text), onExit: () => {}, onPhase: () => {} });
  clock.runUntil(1000);
  return requests.map((target) => {
    const reply = network.server(port)?.http?.({ method: 'GET', target, host: 'shop.example.com', headers: {} });
    if (reply?.kind !== 'answer') return `${target} ${reply?.kind ?? said.trim().split('\n').at(-1)}`;
    return `${target} ${reply.status} ${reply.location ?? reply.body.split(/\r?\n/)[0]?.trim()}`.trim();
  });
}

test('what locations say: return, exact and longest ones, patterns, passwords, files that are tried', () => {
  const config = `
    # the usual
    server {
      listen 80 default_server;
      server_name _;
      root /usr/share/nginx/html;
      location = /healthz { access_log off; return 200 "healthy\\n"; }
      location /status { stub_status; }
      location /old/ { return 301 https://$host$request_uri; }
      location ~ \\.php$ { deny all; }
      location /admin/ { auth_basic "closed"; auth_basic_user_file /etc/nginx/htpasswd; }
      location /api/ { proxy_pass http://127.0.0.1:3000/; }
      location / { try_files $uri $uri/ /app.html; }
    }`;
  expect(answers(config, ['/healthz', '/status', '/old/cart?x=1', '/index.php', '/admin/', '/api/orders', '/somewhere', '/'])).toEqual([
    '/healthz 200 healthy',
    '/status 200 Active connections: 1',
    '/old/cart?x=1 301 https://shop.example.com/old/cart?x=1',
    '/index.php 403 <html>',
    '/admin/ 401 <html>',
    '/api/orders 502 <html>',
    '/somewhere 200 the app',
    '/ 200 <!DOCTYPE html>',
  ]);
});

test('a whole nginx.conf: servers by their port, an upstream in the same Pod', () => {
  const config = `
    events {}
    http {
      upstream app { server localhost:3000; }
      server { listen 8080; location / { proxy_pass http://app; } }
      server { listen 9090; location /healthz { return 204; } }
    }`;
  expect(answers(config, ['/'], { path: '/etc/nginx/nginx.conf', port: 8080 })).toEqual(['/ 502 <html>']);
  expect(answers(config, ['/healthz', '/other'], { path: '/etc/nginx/nginx.conf', port: 9090 })).toEqual(['/healthz 204', '/other 404 <html>']);
});

describe('what it does not take, in its own words', () => {
  const last = (config: string, path: string, options: RunOptions = {}) => {
    const { stderr, code } = runScript(`cat > ${path} <<'END'\n${config}\nEND\nexec nginx -g 'daemon off;'`, { image: 'nginx', untilMs: 5000, ...options });
    return [stderr.trim().split('\n').at(-1), code];
  };
  test.each([
    ['server { location / { proxy_pass http://backend:8080; } }', DEFAULT, `nginx: [emerg] host not found in upstream "backend" in ${DEFAULT}:1`],
    ['server {\n  listen 80\n}', DEFAULT, `nginx: [emerg] unexpected "}" in ${DEFAULT}:3`],
    ['server {\n  listen 80;\n', DEFAULT, `nginx: [emerg] unexpected end of file, expecting "}" in ${DEFAULT}:4`],
    ['server { listen 80; }', '/etc/nginx/nginx.conf', 'nginx: [emerg] "server" directive is not allowed here in /etc/nginx/nginx.conf:1'],
    ['http { server { listen 80; } }', '/etc/nginx/nginx.conf', 'nginx: [emerg] no "events" section in configuration'],
    ['events {}\nhttp {}', DEFAULT, `nginx: [emerg] "events" directive is not allowed here in ${DEFAULT}:1`],
    [
      'server { listen 443 ssl; ssl_certificate /tls/tls.crt; ssl_certificate_key /tls/tls.key; }',
      DEFAULT,
      'nginx: [emerg] cannot load certificate "/tls/tls.crt": BIO_new_file() failed (SSL: error:80000002:system library::No such file or directory:calling fopen(/tls/tls.crt, r) error:10000080:BIO routines::no such file)',
    ],
  ])('%s in %s', (config, path, message) => {
    expect(last(config, path)).toEqual([message, 1]);
  });
});

describe('under other users', () => {
  const end = (image: string, machine: RunOptions['machine'] = {}) => {
    const { stderr, code } = runMain(['nginx', '-g', 'daemon off;'], { image, machine, untilMs: 3000 });
    return code === undefined ? 'serves' : `${code}: ${stderr.trim().split('\n').at(-1)}`;
  };
  test('the official image wants root for its folders, and a file system that it may write to', () => {
    expect(end('nginx', { user: { uid: 1000, gid: 1000 } })).toBe('1: nginx: [emerg] mkdir() "/var/cache/nginx/client_temp" failed (13: Permission denied)');
    expect(end('nginx', { readOnlyRoot: true })).toBe('1: nginx: [emerg] mkdir() "/var/cache/nginx/client_temp" failed (30: Read-only file system)');
  });

  test('the unprivileged one does not', () => {
    expect(end('nginxinc/nginx-unprivileged')).toBe('serves');
    expect(end('nginxinc/nginx-unprivileged', { readOnlyRoot: true })).toBe('1: nginx: [emerg] mkdir() "/tmp/client_temp" failed (30: Read-only file system)');
  });
});

test('a port that another has: five tries, half a second apart', () => {
  const network = createNetwork('10.244.0.5');
  network.listen(80, { tls: false });
  const { lines } = runMain(['nginx', '-g', 'daemon off;'], { image: 'nginx', machine: { network } });
  expect(lines.filter((line) => line.includes('nginx: [emerg]') || line.includes('exit')).map((line) => line.replace(/err: .*nginx:/s, 'err: nginx:'))).toEqual(
    [
      '0.006 err: nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)',
      '0.506 err: nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)',
      '1.006 err: nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)',
      '1.506 err: nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)',
      '2.006 err: nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)',
      '2.506 err: nginx: [emerg] still could not bind()',
      '2.506 exit 1',
    ],
  );
});

test('a read-only root with the folders that the image writes to: /var/run is /run', () => {
  const volume = () => createVolume({}, 0o777);
  const mounts = ['/var/run', '/var/cache/nginx'].map((path) => ({ path, volume: volume(), readOnly: false }));
  const { code } = runMain(['nginx', '-g', 'daemon off;'], { image: 'nginx:1.21.6', machine: { readOnlyRoot: true, mounts }, untilMs: 3000 });
  expect(code).toBeUndefined();
});
