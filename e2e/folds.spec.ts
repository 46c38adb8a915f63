import { expect, test } from '@playwright/test';
import { encodeLink } from '../src/link/encode.ts';
import { AppPage } from './pages/app-page.ts';
import { ComparePage } from './pages/compare-page.ts';

test.describe.configure({ timeout: 90_000 });

/** Ends with 1 for an hour, and with 2 from then on. */
const TEXT = `apiVersion: podloupe.dev/v1
kind: Scenario
metadata: {name: hours-of-crashes}
spec: {duration: 3h}
---
apiVersion: v1
kind: Pod
metadata: {name: crashes}
spec:
  volumes: [{name: work, emptyDir: {}}]
  containers:
  - name: app
    image: busybox:1.36
    command: [sh, -c, "echo >> /work/runs; sleep 2; [ $(wc -l < /work/runs) -gt 16 ] && exit 2; exit 1"]
    volumeMounts: [{name: work, mountPath: /work}]
`;

test('hours of a crash loop are folded; the keyboard finds the folds, unfolds one, and folds it again; a link keeps what is unfolded', async ({ page }) => {
  const app = new AppPage(page);
  await app.open(`#${encodeLink(TEXT, {})}`);
  const spoken = () => page.evaluate(() => document.activeElement?.textContent ?? '');
  await app.lane('app.process').click();
  await page.keyboard.press('End');
  // The last loop, which the end of the run cuts short
  await expect.poll(spoken).toMatch(/^(back-off|process gone)/);
  const until = async (key: string, what: RegExp) => {
    for (let presses = 0; presses < 12 && !what.test(await spoken()); presses += 1) await page.keyboard.press(key);
    expect(await spoken()).toMatch(what);
  };
  await until('ArrowLeft', /^23 more crash loops of app like the one before, every 5 min, folded/);
  // The first that ended with 2 is drawn in full
  await page.keyboard.press('ArrowLeft');
  expect(await spoken()).not.toContain('folded');
  await until('ArrowLeft', /^8 more crash loops of app like the one before/);
  await page.keyboard.press('Enter');
  await app.idle();
  await expect(page).toHaveURL(/&unfold=app\.1/);
  expect(await spoken()).not.toContain('folded');

  const again = page.getByRole('button', { name: 'Fold 8 crash loops of app that are alike' });
  await expect(again).toBeVisible();
  await page.reload();
  await app.idle();
  await again.click();
  await app.idle();
  await expect(again).toHaveCount(0);
  await expect(page).not.toHaveURL(/unfold=/);

  // Who steps into a fold finds it unfolded
  await app.lane('app.process').click();
  await page.keyboard.press('Escape');
  await page.keyboard.press(']');
  for (let run = 0; run < 12; run += 1) await page.keyboard.press(']');
  await app.idle();
  await expect(again).toBeVisible();
  expect(app.complaints).toEqual([]);
});

test('what two runs do alike for hours is folded, and unfolded like that of one run', async ({ page }) => {
  const app = new AppPage(page);
  const compare = new ComparePage(page);
  await app.open(`#${encodeLink(TEXT, {})}`);
  await compare.openDialog();
  await compare.dialog.getByRole('textbox', { name: 'Another seed' }).fill('2');
  await compare.take('Another seed');
  await app.idle();
  const spoken = () => page.evaluate(() => document.activeElement?.textContent ?? '');
  await app.lane('other/app.process').click();
  await page.keyboard.press('End');
  for (let presses = 0; presses < 12 && !(await spoken()).includes('folded'); presses += 1) await page.keyboard.press('ArrowLeft');
  expect(await spoken()).toMatch(/^\d+ more crash loops of app (in A and B each|\(A ×\d+, B ×\d+\)) like the one before/);
  await page.keyboard.press('Enter');
  await app.idle();
  await expect(page.getByRole('button', { name: /^Fold \d+ crash loops of app/ })).toBeVisible();
  expect(app.complaints).toEqual([]);
});
