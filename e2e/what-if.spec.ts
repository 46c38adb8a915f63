import { expect, type Page, test } from '@playwright/test';
import { AppPage } from './pages/app-page.ts';

const SLEEPER = `apiVersion: v1
kind: Pod
metadata:
  name: sleeper
spec:
  containers:
    - name: main
      image: shop/cart:1.4
      ports: [{containerPort: 8080}]
      livenessProbe: {httpGet: {path: /healthz, port: 8080}}
`;

/** The scenario with its Scenario tab in front, the playhead at a second, the menu open. */
async function openMenu(page: Page, second: number): Promise<AppPage> {
  const app = new AppPage(page);
  await app.open();
  await app.replaceText('Pod', SLEEPER);
  await app.openTab('Scenario');
  await app.verdict.click();
  await page.keyboard.press('Home');
  for (let step = 0; step < second; step += 1) await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('i');
  return app;
}

test('an action at the playhead, moved by key and by drag; one undo takes each of it back', async ({ page }) => {
  const app = await openMenu(page, 5);
  const action = page.getByRole('slider', { name: 'delete' });
  await page.getByRole('dialog', { name: 'What happens at the playhead' }).getByRole('button', { name: 'delete', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'What happened at 5.0 s?' })).toBeVisible();
  expect(await app.shownText()).toBe('apiVersion: podloupe.dev/v1\nkind: Scenario\nspec:\n  actions:\n    - {at: 5s, do: delete}\n');

  await action.focus();
  await page.keyboard.press('Shift+ArrowRight');
  await expect(action).toHaveAttribute('aria-valuetext', '6.0 s');
  await expect(action).toBeFocused();
  const box = (await action.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 20, y);
  await page.mouse.move(x + 40, y);
  await page.mouse.up();
  await app.idle();
  await expect(action).not.toHaveAttribute('aria-valuetext', '6.0 s');

  await page.keyboard.press('Control+z');
  await expect(action).toHaveAttribute('aria-valuetext', '6.0 s');
  await page.keyboard.press('Control+z');
  await expect(action).toHaveAttribute('aria-valuetext', '5.0 s');
  await page.keyboard.press('Control+z');
  await expect(action).toHaveCount(0);
  await page.keyboard.press('Control+Shift+z');
  await expect(action).toHaveAttribute('aria-valuetext', '5.0 s');
  expect(app.complaints).toEqual([]);
});

test('a fork keeps the past, takes a handle, and stands beside what it came from', async ({ page }) => {
  const app = await openMenu(page, 4);
  await page.getByRole('button', { name: 'Fork here' }).click();
  await expect(page.getByText('Fork at 4.0 s')).toBeVisible();
  const exit = page.getByRole('slider', { name: 'exit of main' });
  await exit.focus();
  await page.keyboard.press('Shift+ArrowLeft');
  await expect.poll(() => app.shownText()).toMatch(/- \{at: 4s, do: workload, container: main, set: \{exit: \{code: 1, after: \d+/);
  await page.getByRole('button', { name: 'History' }).click();
  await page.getByRole('button', { name: 'Compare with before the fork' }).click();
  await expect(page.getByRole('group', { name: 'The runs that are compared' })).toContainText('before: Fork at 4.0 s');
  expect(app.complaints).toEqual([]);
});
