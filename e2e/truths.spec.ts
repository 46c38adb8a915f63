import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { AppPage } from './pages/app-page.ts';

test.describe.configure({ timeout: 90_000 });

test('N lands on the mark of a disagreement, which the keyboard finds in its lane and the inspector explains', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  await page.keyboard.press('Home');
  await page.keyboard.press('n');
  await app.idle();
  const rows = page.getByRole('list', { name: 'Where node, API and Events disagree' }).getByRole('button');
  await expect(rows.first()).toHaveAttribute('aria-current', 'true');
  await expect(rows.first()).toContainText('app runs; the API says ContainerCreating.');
  await expect(app.clock).toHaveText('2.0 s');
  await page.keyboard.press('n');
  await expect(rows.nth(1)).toHaveAttribute('aria-current', 'true');

  await app.lane('app.status').click();
  await page.keyboard.press('Home');
  const cell = app.grid.locator('[role=gridcell][data-cursor]');
  const heard: string[] = [];
  while (!heard.at(-1)?.startsWith('disagreement')) {
    await page.keyboard.press('ArrowRight');
    heard.push((await cell.textContent()) ?? '');
    expect(heard.length).toBeLessThan(20);
  }
  expect(heard.at(-1)).toMatch(/^disagreement: start not in the API, from 2 to 4 seconds\. app runs; the API says ContainerCreating\./);
  await page.keyboard.press('Enter');
  await expect(rows.first()).toHaveAttribute('aria-current', 'true');
  await app.openInspector('Why?');
  await expect(page.getByRole('heading', { name: /^Why did app start / })).toBeVisible();
  expect(app.complaints).toEqual([]);
});

test('K shows what the kubelet’s own parts do, each mark with what led to it and where Kubernetes does so', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  await expect(app.lane('node/pleg')).toHaveCount(0);
  await page.keyboard.press('k');
  await expect(app.lane('node/pleg')).toBeVisible();
  await app.idle();
  await app.lane('node/pleg').click();
  await page.keyboard.press('End');
  await expect(app.grid.locator('[role=gridcell][data-cursor]')).toHaveText(
    /^PLEG: nothing new, from .* seconds\. Lists the containers every 1\.\d+ s, and finds them as they were\.$/,
  );
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await app.idle();
  const inspector = page.getByRole('region', { name: 'Inspector' });
  await expect(inspector.getByRole('heading', { name: /^PLEG: / })).toBeVisible();
  await expect(inspector.getByText('pkg/kubelet/pleg/generic.go: Relist')).toBeVisible();
  expect((await new AxeBuilder({ page }).exclude('.monaco-editor').analyze()).violations).toEqual([]);
  await page.keyboard.press('f');
  await page.getByRole('checkbox', { name: 'Kubelet (x-ray)' }).uncheck();
  await expect(app.lane('node/pleg')).toHaveCount(0);
  expect(app.complaints).toEqual([]);
});

test('probes and hooks say behind their lines what they mean and did; a click goes there, and the palette hides them', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  const editor = await app.codeEditor();
  const hints = editor.locator('.end-of-line');
  await expect(editor.locator('.view-line', { hasText: 'livenessProbe' })).toContainText(/killed.at.12\.3.s.and.51\.3.s.·.restarts.after.6–10.s.of.failures/);
  await expect(hints.filter({ hasText: 'timeoutSeconds' })).toHaveText(/timeoutSeconds.1/);
  const text = await app.shownText();
  expect(text).not.toContain('killed');
  await hints.filter({ hasText: /first.at.12\.3/ }).click();
  await app.idle();
  await expect(app.clock).toHaveText('12.3 s');
  await expect(page.getByRole('heading', { name: /preStop/ }).first()).toBeVisible();
  expect(await app.shownText()).toBe(text);
  await page.keyboard.press('F1');
  await page.getByRole('combobox', { name: 'Command, scenario or lane' }).fill('hints in the text');
  await page.keyboard.press('Enter');
  await expect(hints).toHaveCount(0);
  expect(app.complaints).toEqual([]);
});
