import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { AppPage } from './pages/app-page.ts';

test.describe.configure({ timeout: 90_000 });

const FAILING = `apiVersion: v1
kind: Pod
metadata: {name: batch}
spec:
  restartPolicy: Never
  containers:
  - name: app
    image: busybox:1.36
    command: [sh, -c, 'sleep 5; exit 3']
    lifecycle: {preStop: {exec: {command: [echo, bye]}}}
`;

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('what did not happen is asked by keyboard and answered with what it rests on', async ({ page }) => {
      const app = new AppPage(page);
      await app.open();
      await app.replaceText('Pod', FAILING);
      await app.openInspector('Events');
      await app.eventRow(/exit 3/).click();
      await page.keyboard.press('Shift+w');
      await app.idle();
      const questions = page.getByRole('list', { name: 'Questions about what did not happen' });
      const preStop = questions.getByRole('button', { name: 'Why did preStop of app not run?' });
      await preStop.focus();
      await page.keyboard.press('Enter');
      await expect(preStop).toHaveAttribute('aria-expanded', 'true');
      await expect(questions).toContainText('app left by itself (exit code 3). The kubelet runs preStop only when it is the one who stops a container.');
      await expect(questions.getByText('containerd internal/cri/server/events.go', { exact: false })).toBeVisible();
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

      await questions.getByRole('button', { name: 'Why was app not restarted?' }).click();
      await expect(questions.getByRole('link', { name: 'Kubernetes docs' }).first()).toBeVisible();
      await page.getByRole('button', { name: 'Why not?' }).click();
      await expect(page.getByRole('list', { name: 'What led to it, earliest cause first' })).toBeVisible();
    });
  });
}

test('with nothing selected, the playhead asks why the Pod is not Ready there; a hidden future hides the rest', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  await app.replaceText('Pod', FAILING);
  await page.getByRole('slider', { name: 'Playhead' }).focus();
  await page.keyboard.press('Escape');
  await page.keyboard.press('End');
  await app.idle();
  const questions = page.getByRole('list', { name: 'Questions about what did not happen' });
  await expect(questions.getByRole('button', { name: /^Why is the Pod not Ready at/ })).toBeVisible();
  await expect(questions.getByRole('button')).toHaveCount(4);
  await page.keyboard.press('h');
  await expect(questions.getByRole('button')).toHaveCount(1);
});
