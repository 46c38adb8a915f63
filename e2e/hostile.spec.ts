import { deflateRawSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { encodeLink } from '../src/link/encode.ts';
import { AppPage } from './pages/app-page.ts';

/** Each would call `pwned` if the page took text for HTML, for an address or for code. */
const PAYLOADS = [
  '<script>pwned(1)</script>',
  '<img src=x onerror=pwned(2)>',
  '<svg/onload=pwned(3)>',
  '"><iframe srcdoc="<script>parent.pwned(4)</script>">',
  "';pwned(5);//",
  'javascript:pwned(6)',
  '${pwned(7)}',
  '</title><script>pwned(8)</script>',
  '[x](javascript:pwned(9))',
  '\u202e<b onmouseover=pwned(10)>',
];

/** A scenario that has a payload in every field that shows. */
function scenarioWith(payload: string): string {
  const text = JSON.stringify(payload);
  const document = (value: object) => JSON.stringify(value);
  return [
    document({
      apiVersion: 'podloupe.dev/v1',
      kind: 'Scenario',
      metadata: { name: 'hostile' },
      spec: {
        title: payload,
        summary: payload,
        duration: '30s',
        story: [{ at: '2s', title: payload, text: payload, notes: payload, ask: payload }],
        lesson: { tags: [payload], symptoms: [payload], links: [{ title: payload, url: 'javascript:pwned(11)' }], myth: { claim: payload } },
        expect: [{ phase: { value: 'Running', within: '10s' }, note: payload }],
        actions: [{ at: '5s', do: 'exec', container: 'app', command: ['sh', '-c', `echo ${text}`] }],
      },
    }),
    document({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web', annotations: { note: payload } },
      spec: {
        containers: [
          { name: 'app', image: 'busybox:1.37', env: [{ name: 'X', value: payload }], command: ['sh', '-c', `echo ${text}; sleep 3; exit 1`] },
          { name: 'bad', image: 'nginx', livenessProbe: { exec: { command: ['sh', '-c', `echo ${text}; exit 1`] } } },
        ],
      },
    }),
  ].join('\n---\n');
}

test('text in a link is never taken for HTML, an address or code, wherever the page shows it', async ({ page }) => {
  test.slow();
  await page.addInitScript(() =>
    Object.assign(globalThis, { attacks: [], pwned: (which: number) => (globalThis as unknown as { attacks: number[] }).attacks.push(which) }),
  );
  const app = new AppPage(page);
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  // As another page would send it: through a link
  const payload = PAYLOADS.join(' ');
  const link = encodeLink(scenarioWith(payload));
  const setting = encodeURIComponent(payload);
  for (const fragment of [`#${link}&vs=seed:7&vsname=${setting}&sel=${setting}@3s&lanes=${setting}`, `#${link}`]) {
    await page.goto('about:blank');
    await app.open(fragment);
    await expect(page.getByRole('button', { name: /pwned/ }).first()).toBeVisible();
    await app.openInspector('Events');
    for (const tab of ['Findings', 'Disagreements', 'describe', 'logs', 'yaml', 'env'] as const) await app.openInspector(tab);
    await page.keyboard.press('s');
    await page.getByRole('dialog', { name: 'Share' }).getByRole('combobox', { name: 'As' }).selectOption('HTML');
    await page.keyboard.press('Escape');
    expect(await page.evaluate(() => (globalThis as unknown as { attacks: number[] }).attacks)).toEqual([]);
    expect(await page.evaluate(() => document.querySelectorAll('a[href^="javascript:"], iframe, #root script').length)).toBe(0);
  }
  expect(dialogs).toEqual([]);
});

test('whatever stands behind the #, the page is readable', async ({ page }) => {
  test.slow();
  const bomb = `1AA${deflateRawSync(Buffer.alloc(64 << 20)).toString('base64url')}`;
  const app = new AppPage(page);
  await app.open();
  for (const fragment of [
    '#1',
    '#1AA',
    '#1AAAA%00',
    `#${bomb}`,
    '#Zzz',
    '#9AAAA',
    '#<script>alert(1)</script>',
    '#/q/<img src=x>',
    '#/q/__proto__',
    '#constructor',
    '#%',
    '#&t=x',
    `#1${'A'.repeat(100_000)}`,
  ]) {
    await page.evaluate((hash) => {
      location.hash = hash;
    }, fragment);
    await app.idle();
    await expect(app.lane('app.liveness'), fragment.slice(0, 40)).toBeVisible();
  }
  expect(app.complaints).toEqual([]);
});
