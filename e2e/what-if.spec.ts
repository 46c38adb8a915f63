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

const at = (second: number) => `2026-01-01T00:00:${String(second).padStart(2, '0')}Z`;

/** What `kubectl get pods -w --output-watch-events -o json` prints of a container that ran for 9 s and exited with 3. */
function watched(): string {
  const pod = (state: object) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'mail', namespace: 'default', uid: 'u', creationTimestamp: at(0) },
    spec: { containers: [{ name: 'main', image: 'shop/mail' }] },
    status: { phase: 'Running', containerStatuses: [{ name: 'main', state, ready: false, restartCount: 0 }] },
  });
  const states = [{ running: { startedAt: at(2) } }, { terminated: { exitCode: 3, reason: 'Error', startedAt: at(2), finishedAt: at(11) } }];
  return states.map((state) => JSON.stringify({ type: 'MODIFIED', object: pod(state) }, undefined, 2)).join('\n');
}

test('one of several objects is chosen; what really happened is put beside it, and the first deviation applied', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  await app.replaceText('Pod', `${SLEEPER}---\n${SLEEPER.replace('name: sleeper', 'name: mail').replace('shop/cart:1.4', 'shop/mail:1')}`);
  await page.getByRole('button', { name: 'Keep Pod mail' }).click();
  await app.idle();
  await expect(app.diagnostics).toHaveCount(0);
  expect(await app.shownText()).not.toContain('sleeper');

  await app.verdict.click();
  await page.keyboard.press('o');
  const dialog = page.getByRole('dialog', { name: 'Open or compare' });
  await dialog.getByRole('textbox', { name: 'Text' }).fill(watched());
  await dialog.getByRole('button', { name: 'Compare with the present run' }).click();
  const deviations = page.getByRole('list', { name: 'What the real run did otherwise' });
  await expect(deviations).toContainText('The real main exited with 3 after 9 s; the simulated one runs on.');
  await deviations.getByRole('button', { name: 'Apply: Let main exit with 3 after 9s' }).click();
  await expect(deviations).toHaveCount(0);
  await app.openTab('Scenario');
  expect(await app.shownText()).toContain('exit: {after: 9s, code: 3}');
  expect(app.complaints).toEqual([]);
});
