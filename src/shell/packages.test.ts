/** Package managers and clients in the scripts that people put in Pods: what comes is not known, only that it comes. */
import { describe, expect, test } from 'vitest';
import { runMain, runScript, type RunOptions } from '../testing/test-machine.ts';

/** The output with the code that the script ended with and the second it did. */
const end = (script: string, options: RunOptions) => {
  const { stdout, stderr, code, endMs = Number.NaN } = runScript(script, options);
  return [...`${stdout}${stderr}`.trim().split('\n').slice(-1), `${code} at ${endMs / 1000} s`];
};

describe('packages', () => {
  test.each([
    [
      'apk add --no-cache curl && curl -sS http://127.0.0.1/',
      'alpine:3.21',
      "curl: (7) Failed to connect to 127.0.0.1 port 80 after 0 ms: Couldn't connect to server",
      '7 at 2 s',
    ],
    ['apk add -q --no-cache fortune && fortune && echo said', 'nginx:1.27-alpine', 'said', '0 at 2 s'],
    [
      'apt-get update -qq && apt-get install -y git >/dev/null && git clone https://example.com/shop/cart.git && cd cart && pwd',
      'debian:12',
      "Cloning into 'cart'...",
      '0 at 9 s',
    ],
    ['apt-get install -y curl', 'ubuntu:24.04', 'E: Unable to locate package curl', '100 at 0 s'],
    ['apt-get update >/dev/null && apt-get install curl', 'ubuntu:24.04', 'Do you want to continue? [Y/n] Abort.', '1 at 3 s'],
    ['dnf install -y bind-utils >/dev/null && command -v dig', 'fedora:41', '/usr/bin/dig', '0 at 6 s'],
    ['apt-get update', 'python:3.13-alpine', 'sh: apt-get: not found', '127 at 0 s'],
  ])('%s (%s): %s', (script, image, last, ended) => {
    expect(end(script, { image })).toEqual([last, ended]);
  });

  test('only root installs, and only where it may write', () => {
    const user = { machine: { user: { uid: 1000, gid: 1000 } } };
    expect(runScript('apk add curl', { image: 'alpine', ...user }).stderr).toBe(
      'ERROR: Unable to lock database: Permission denied\nERROR: Failed to open apk database: Permission denied\n',
    );
    expect(runScript('apk add curl; echo $?', { image: 'alpine', machine: { readOnlyRoot: true } }).stdout).toBe('99\n');
    expect(end('apt-get update', { image: 'debian', ...user })).toEqual([
      'E: List directory /var/lib/apt/lists/partial is missing. - Acquire (13: Permission denied)',
      '100 at 0 s',
    ]);
  });

  test('what is assumed is told', () => {
    const { assumed } = runScript('apk add --no-cache fortune; fortune -s', { image: 'alpine' });
    expect(assumed).toEqual([
      { what: 'packages', command: ['apk', 'add', '--no-cache', 'fortune'] },
      { what: 'tool', command: ['fortune', '-s'] },
    ]);
  });
});

test.each([
  ['node:22', 'git curl wget python3 npm'],
  ['node:22-slim', 'npm'],
  ['python:3.13', 'git curl wget pip'],
  ['mongo:7', 'mongosh mongoimport mongodump apt-get'],
  ['postgres:17', 'psql pg_dump pg_restore createdb'],
  ['nginx:1.27-alpine', 'curl apk'],
])('%s has %s', (image, names) => {
  expect(runScript(`for name in ${names}; do command -v $name >/dev/null || echo $name; done; command -v nginx-debug`, { image }).stdout).toBe('');
});

describe('clients of databases say whom they asked', () => {
  test.each([
    [
      'mongo:7',
      ['mongosh', 'mongodb+srv://quiz.kiada.svc.cluster.local/kiada?tls=false'],
      'MongoNetworkError: getaddrinfo ENOTFOUND quiz.kiada.svc.cluster.local',
    ],
    ['mongo:7', ['mongosh', '--quiet', '--eval', 'db.version()'], 'MongoNetworkError: connect ECONNREFUSED 127.0.0.1:27017'],
    ['postgres:17', ['psql', 'postgresql://shop:word@db:5433/shop'], 'psql: error: could not translate host name "db" to address: Name or service not known'],
    ['postgres:17', ['psql', '-h', '127.0.0.1', '-c', 'select 1'], 'psql: error: connection to server at "127.0.0.1", port 5432 failed: Connection refused'],
    ['mysql:8', ['mysql', '-h', 'db', '-e', 'select 1'], "ERROR 2005 (HY000): Unknown MySQL server host 'db' (-2)"],
    ['mysql:8', ['mysqldump', '--host=127.0.0.1', 'shop'], "ERROR 2003 (HY000): Can't connect to MySQL server on '127.0.0.1:3306' (111)"],
  ])('%s: %j', (image, argv, message) => {
    const { stderr, code } = runMain(argv, { image });
    expect([stderr.split('\n')[0], code]).toEqual([message, 1]);
  });
});
