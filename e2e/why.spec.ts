import { expect, test } from '@playwright/test';
import { AppPage } from './pages/app-page.ts';

/** The third failure of the first row: the one that makes the kubelet kill. */
async function selectKill(app: AppPage): Promise<void> {
  await app.lane('app.liveness').focus();
  for (const key of ['Home', 'ArrowRight', 'ArrowRight', 'Enter']) await app.page.keyboard.press(key);
  await app.idle();
}

test('a liveness kill is told with its numbers, and ends in what would have avoided it', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  await selectKill(app);
  await expect(page.getByRole('heading', { name: /^Why did the liveness probe of app fail at \d+\.\d s\?$/ })).toBeVisible();
  const steps = page.getByRole('list', { name: 'What led to it, earliest cause first' }).getByRole('listitem');
  await expect(steps.nth(0)).toContainText('app starts and needs 25 s to boot');
  // Between a number and its unit no line breaks: that is another space
  await expect(steps.nth(1)).toContainText(/Third liveness failure in a row · GET \/healthz refused at \d+\.\d, \d+\.\d and \d+\.\d\ss/);
  await expect(steps.nth(2)).toContainText('kubelet decides to kill app');
  await expect(page.getByRole('heading', { name: /^The liveness probe gives up after 8\.\d s\. Booting takes 25 s\.$/ })).toBeVisible();
  await expect(page.getByRole('img', { name: /boot: 25 s; liveness gives up: 8\.\d s; 16\.\d s short/ })).toBeVisible();
});

test('a step moves the playhead and says what it rests on', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  const step = page.getByRole('listitem').filter({ hasText: 'Third liveness failure in a row' });
  await step.getByRole('button').click();
  await app.idle();
  await expect(app.clock).toHaveText(/^12\.\d s$/);
  await expect(step).toContainText('pkg/kubelet/prober/worker.go');
  await expect(step.getByRole('link', { name: 'Kubernetes docs' })).toHaveAttribute('href', /^https:\/\/kubernetes\.io\//);
});

test('the fix is applied, restarts vanish, and one undo brings the text back', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  const text = await app.shownText();
  await expect(app.verdict).toContainText('Killed twice while booting');
  await page.getByRole('button', { name: 'Apply fix' }).click();
  await app.idle();
  await expect(app.verdict).not.toContainText('Killed');
  expect(await app.recording()).not.toContain('failed liveness probe, will be restarted');
  const fixed = await app.shownText();
  expect(fixed).toMatch(/failureThreshold: 3\n {6}startupProbe:\n {8}httpGet: \{path: \/healthz, port: 8080\}\n/);
  expect(fixed.split('\n').filter((line) => !text.includes(line))).toHaveLength(2);

  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
  await app.idle();
  await expect(app.verdict).toContainText('Killed twice while booting');
  expect(await app.shownText()).toBe(text);
  await expect(page.getByRole('status').getByRole('button', { name: 'Undo' })).toHaveCount(0);
});

test('the undo of the editor takes the fix back too', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  const text = await app.shownText();
  await page.getByRole('button', { name: 'Apply fix' }).click();
  await app.idle();
  await (await app.codeEditor()).locator('.view-line').first().click();
  await page.keyboard.press('Control+z');
  await app.idle();
  expect(await app.shownText()).toBe(text);
  await expect(app.verdict).toContainText('Killed twice while booting');
  await expect(page.getByRole('status').getByRole('button', { name: 'Undo' })).toHaveCount(0);
});

test('findings are reached and chosen with the keyboard alone', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  await page.keyboard.press('3');
  const findings = page.getByRole('list', { name: 'What explains trouble in this run' });
  await expect(page.getByRole('tab', { name: /^Findings/ })).toContainText(String(await findings.getByRole('listitem').count()));
  await page.getByRole('tab', { name: /^Findings/ }).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await app.idle();
  await expect(findings.getByRole('button').nth(1)).toBeFocused();
  await expect(page.getByRole('heading', { name: /^Without a readinessProbe/ })).toBeVisible();
  await expect(page.getByRole('group', { name: 'The change, line by line' })).toContainText('readinessProbe:');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Apply fix' })).toBeFocused();
});

test('N steps through what node, API and Events disagree about', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  await page.keyboard.press('Home');
  await page.keyboard.press('n');
  await app.idle();
  const current = page.getByRole('list', { name: 'Where node, API and Events disagree' }).locator('[aria-current]');
  await expect(current).toContainText('the API says ContainerCreating');
  const first = await app.clock.innerText();
  await page.keyboard.press('n');
  await app.idle();
  await expect(app.clock).not.toHaveText(first);
  await page.keyboard.press('Shift+N');
  await app.idle();
  await expect(app.clock).toHaveText(first);
});

test('with the future hidden, nothing tells it', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  await page.keyboard.press('h');
  await expect(page.getByRole('button', { name: 'Apply fix' })).toHaveCount(0);
  await app.openInspector('Findings');
  await expect(page.getByText('Findings tell what happens next')).toBeVisible();
  await app.openInspector('Disagreements');
  const rows = page.getByRole('list', { name: 'Where node, API and Events disagree' }).getByRole('listitem');
  const shown = await rows.count();
  await page.keyboard.press('h');
  expect(await rows.count()).toBeGreaterThan(shown);
});
