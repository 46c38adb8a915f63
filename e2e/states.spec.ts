import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { AppPage } from './pages/app-page.ts';
import { StatesPage } from './pages/states-page.ts';

test('V switches to the state machines and back, and the editor is as it was', async ({ page }) => {
  const app = new AppPage(page);
  const states = new StatesPage(page);
  await app.open();
  await expect(app.grid).toBeVisible();
  await states.open();
  await expect(app.grid).toHaveCount(0);
  await expect(page.getByRole('tab', { name: 'Pod' })).toBeHidden();
  await expect(page.getByRole('button', { name: 'States' })).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('v');
  await expect(app.grid).toBeVisible();
  await expect(page.getByRole('tab', { name: 'Pod' })).toBeVisible();
  expect(app.complaints).toEqual([]);
});

test('the machines follow the playhead', async ({ page }) => {
  const app = new AppPage(page);
  const states = new StatesPage(page);
  await app.open();
  await states.open();
  await page.keyboard.press('Home');
  await app.idle();
  await expect(states.current('Container app')).toHaveAttribute('data-node', 'created');
  await expect(states.panel('Pod phase')).toContainText('not there yet');
  // The second start of the container: the first was killed by its liveness probe.
  await page.keyboard.press(']');
  await page.keyboard.press(']');
  await app.idle();
  await expect(states.current('Container app')).toHaveAttribute('data-node', 'postStart');
  await expect(states.current('Liveness probe')).toHaveAttribute('data-node', 'step3');
  await expect(states.arrow('Container app', 'booting>stopping')).toHaveAttribute('data-state', 'taken');
  await expect(states.arrow('Container app', 'postStart>booting')).toHaveAttribute('data-state', 'next');
  await expect(states.panel('Container app')).toContainText(/since .* s, then booting at .* s/);
  await page.keyboard.press('End');
  await app.idle();
  await expect(states.current('Pod phase')).toHaveAttribute('data-node', 'gone');
  await expect(states.current('Container app')).toHaveCount(0);
});

test('a taken arrow leads to what it stands for', async ({ page }) => {
  const app = new AppPage(page);
  const states = new StatesPage(page);
  await app.open();
  await states.open();
  await page.keyboard.press('End');
  await app.idle();
  const crash = states.arrow('Container app', 'failed>crashBackOff');
  await crash.focus();
  await page.keyboard.press('Enter');
  await app.idle();
  await expect(states.current('Container app')).toHaveAttribute('data-node', 'crashBackOff');
  await expect(crash).toHaveAttribute('data-selected', 'true');
  await page.keyboard.press('v');
  await expect(page.getByRole('heading', { name: /app.*back-off/ })).toBeVisible();
});

test('with the future hidden nothing says what comes next', async ({ page }) => {
  const app = new AppPage(page);
  const states = new StatesPage(page);
  await app.open();
  await states.open();
  await expect(page.locator('[data-arrow][data-state="next"]').first()).toBeVisible();
  await page.keyboard.press('h');
  await app.idle();
  await expect(page.locator('[data-arrow][data-state="next"]')).toHaveCount(0);
  await expect(states.panel('Container app')).not.toContainText('then');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('no violations', async ({ page }) => {
      const app = new AppPage(page);
      await app.open();
      await new StatesPage(page).open();
      const { violations, passes } = await new AxeBuilder({ page }).analyze();
      expect(passes.length).toBeGreaterThan(5);
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => String(target)).join(', ')}`)).toEqual([]);
    });
  });
}
