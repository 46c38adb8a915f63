import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { AppPage } from './pages/app-page.ts';

test.describe.configure({ timeout: 90_000 });

const SCENARIO = `apiVersion: podloupe.dev/v1
kind: Scenario
metadata: {name: claims}
spec:
  duration: 1m
  expect:
  - phase: {value: Running, within: 5s}
  - restartCount: {container: app, op: ">=", value: 1, within: 10s}
  - order: [app.start < app.exit]
---
apiVersion: v1
kind: Pod
metadata: {name: batch}
spec:
  restartPolicy: Never
  containers:
  - {name: app, image: busybox:1.36, command: [sh, -c, 'sleep 20; exit 3']}
`;

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('claims of the text are judged beside the run, and each leads to the moment that decided it', async ({ page }) => {
      const app = new AppPage(page);
      await app.open();
      await app.replaceText('Pod', SCENARIO);
      await page.getByRole('slider', { name: 'Playhead' }).focus();
      await page.keyboard.press('x');
      const list = page.getByRole('list', { name: 'Claims about this run' });
      await expect(list.getByRole('button')).toHaveCount(3);
      await expect(page.getByText('2 of 3 claims under expect hold, 1 fails.')).toBeVisible();
      await expect(list.getByRole('button').nth(1)).toContainText('Fails: 10.0 s');
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

      await list.getByRole('button').first().focus();
      await page.keyboard.press('ArrowDown');
      await app.idle();
      await expect(app.clock).toHaveText('10.0 s');
      await expect(list.getByRole('button').nth(1)).toHaveAttribute('aria-current', 'true');
      await page.keyboard.press('h');
      await expect(list.getByRole('button')).toHaveCount(2);
    });
  });
}

test('a text without claims has no tab for them, and goes back to why', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  await app.replaceText('Pod', SCENARIO);
  await app.openInspector('Claims');
  await app.replaceText('Scenario', 'apiVersion: podloupe.dev/v1\nkind: Scenario\nspec: {}\n');
  await expect(page.getByRole('tab', { name: 'Claims' })).toHaveCount(0);
  await expect(page.getByRole('tab', { name: 'Why?' })).toHaveAttribute('aria-selected', 'true');
});
