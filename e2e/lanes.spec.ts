import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { AppPage } from './pages/app-page.ts';

test.describe.configure({ timeout: 90_000 });

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('kinds of lanes are hidden by keyboard, and a link to the view shows the same lanes', async ({ page }) => {
      const app = new AppPage(page);
      await app.open();
      await page.keyboard.press('f');
      const menu = page.getByRole('group', { name: 'Lanes shown' });
      await expect(menu.getByRole('checkbox', { name: 'Conditions' })).toBeFocused();
      await expect(menu.getByRole('checkbox', { name: 'Init containers' })).toBeDisabled();
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
      await page.keyboard.press('Space');
      await menu.getByRole('checkbox', { name: 'Probes' }).focus();
      await page.keyboard.press('Space');
      await page.keyboard.press('Escape');
      await expect(menu).toHaveCount(0);
      await expect(page.getByRole('button', { name: 'Lanes' })).toBeFocused();
      await app.idle();
      await expect(app.lane('pod.conditions')).toHaveCount(0);
      await expect(app.lane('app.liveness')).toHaveCount(0);
      await expect(app.lane('app.process')).toBeVisible();

      await expect(page).toHaveURL(/&lanes=actions,pod,pod\.phase,pod\.events,app,app\.process,app\.status/);
      await page.reload();
      await app.idle();
      await expect(app.lane('pod.conditions')).toHaveCount(0);
      await expect(app.lane('app.process')).toBeVisible();
      await page.getByRole('button', { name: 'Lanes' }).click();
      await expect(menu.getByRole('checkbox', { name: 'Probes' })).not.toBeChecked();
      await menu.getByRole('button', { name: 'Show all' }).click();
      await expect(app.lane('pod.conditions')).toBeVisible();
      await expect(app.lane('app.liveness')).toBeVisible();
      await app.clock.click();
      await expect(menu).toHaveCount(0);
    });
  });
}

test.describe('on a telephone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('an init container has lanes when it is the trouble', async ({ page }) => {
    const app = new AppPage(page);
    await app.open('#/q/init-crash-loop');
    await expect(app.lane('app.process')).toBeVisible();
    await expect(app.lane('wait-for-db.process')).toBeVisible();
    await app.open('#/q/init-containers');
    await expect(app.lane('app.process')).toBeVisible();
    await expect(app.lane('one.process')).toHaveCount(0);
  });

  test('the whole run is a row of its own, wide enough to be hit, and the form keeps clear of it', async ({ page }) => {
    const app = new AppPage(page);
    await app.open();
    const overview = page.getByRole('slider', { name: 'Playhead' });
    const box = await overview.boundingBox();
    expect(box?.width).toBeGreaterThan(340);
    expect(box?.height).toBeGreaterThanOrEqual(44);
    await overview.click({ position: { x: (box?.width ?? 0) * 0.9, y: 20 } });
    await expect(app.clock).toContainText(/1[12]\d\.\d s/);
    await page.setViewportSize({ width: 320, height: 640 });
    expect((await overview.boundingBox())?.width).toBeGreaterThan(280);
    const foot = await page.getByRole('contentinfo', { name: 'Transport' }).boundingBox();
    expect((foot?.y ?? 0) + (foot?.height ?? 0)).toBeLessThanOrEqual(640);
    await page.getByRole('button', { name: 'Editor' }).click();
    const panel = await page.getByRole('tabpanel').first().boundingBox();
    expect((panel?.y ?? 0) + (panel?.height ?? 0)).toBeLessThanOrEqual((foot?.y ?? 0) + 1);
  });
});

test('what has no room is told by its tooltip: facts of the verdict, a value beside its lane, a command', async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 768 });
  const app = new AppPage(page);
  await app.open('#/q/readiness-flaps');
  await expect(
    app.verdict.getByTitle('For 37.4 s the Service sent traffic to app; it answered for 37.4 s. Fault noticed after 4.6 s, 8 s of 30 s grace.'),
  ).toBeVisible();
  await app.openInspector('get -w');
  await expect(page.getByTitle('kubectl get pods -w')).toBeVisible();
  await page.setViewportSize({ width: 1440, height: 900 });
  await expect(app.verdict).toContainText('8 s of 30 s grace.');
  expect(await app.verdict.locator('p').evaluate((line) => line.scrollHeight <= line.clientHeight && line.scrollWidth <= line.clientWidth)).toBe(true);

  await app.open('#/q/config-error');
  await expect(app.grid.getByTitle('ContainerCreating')).toBeVisible();
});
