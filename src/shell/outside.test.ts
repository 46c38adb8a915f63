/** Whom a Pod's programs can reach beyond its network: the API server and the world; other Pods of the cluster are nobody. */
import { expect, test } from 'vitest';
import { runScript } from '../testing/test-machine.ts';

test.each([
  ['busybox', 'wget -qO- http://example.com', 'ok', 0],
  ['busybox', 'wget -qO- https://www.example.org/page', 'ok', 0],
  ['busybox', 'nc -z -w 2 api.example.com 443 && echo open', 'open', 0],
  ['busybox', 'ping -c 1 8.8.8.8 | grep received', '1 packets transmitted, 1 packets received, 0% packet loss', 0],
  ['busybox', 'nc -z -w 2 10.96.7.7 80 || echo "nobody there"', 'nobody there', 0],
  ['busybox', 'nslookup db.dev | grep NXDOMAIN', "** server can't find db.dev: NXDOMAIN", 0],
  [
    'curlimages/curl',
    'curl -sk https://kubernetes.default.svc/api | grep message',
    '"message": "forbidden: User \\"system:anonymous\\" cannot get path \\"/api\\"",',
    0,
  ],
  ['curlimages/curl', 'curl -sk -H "Authorization: Bearer x" https://kubernetes/api | grep kind', '"kind": "APIVersions",', 0],
  ['curlimages/curl', 'curl -sk https://kubernetes/livez', 'ok', 0],
])('%s: %s', (image, script, out, exit) => {
  const { stdout, code } = runScript(script, { image, untilMs: 60_000 });
  expect([stdout.trim(), code]).toEqual([out, exit]);
});

test('that the world answers is an assumption, and told', () => {
  expect(runScript('wget -qO- http://example.com; wget -qO- http://127.0.0.1', { image: 'busybox' }).assumed).toEqual([
    { what: 'outside', command: ['example.com'] },
  ]);
});
