import { expect, test } from '@playwright/test';
import { AppPage } from './pages/app-page.ts';

const pod = (script: string) => `apiVersion: v1
kind: Pod
metadata:
  name: endless
spec:
  containers:
    - name: main
      image: busybox:1.37
      command: [sh, -c, ${JSON.stringify(script)}]
`;

test('a script that never comes to an end is cut, says so, and leaves the page alive', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  await app.replaceText('Pod', pod('while true; do echo on and on; done'));
  await expect(app.verdict).toContainText('Cut at');
  await app.replaceText('Pod', pod('sleep 5; exit 4'));
  await expect(app.verdict).toContainText('Crash loop: exit code 4');
  expect(app.complaints).toEqual([]);
});

test('a worker that hangs is replaced, with a word about it, and the next edit runs again', async ({ page }) => {
  // Every worker of the page is asked to loop for ever when a text asks for it.
  await page.route(/sim\.worker-.*\.js$/, async (route) => {
    const response = await route.fetch();
    const trap = "self.addEventListener('message', (event) => { if (event.data.text?.includes('name: hang')) for (;;); }, { capture: true });\n";
    await route.fulfill({ response, body: trap + (await response.text()) });
  });
  const app = new AppPage(page);
  await app.open();
  await app.replaceText('Pod', pod('sleep 5').replace('name: endless', 'name: hang'));
  await expect(app.verdict).toContainText('The simulation took too long and was stopped.', { timeout: 15_000 });
  await expect(app.verdict).toContainText('Showing the last valid run.');
  await app.replaceText('Pod', pod('sleep 5; exit 4'));
  await expect(app.verdict).toContainText('Crash loop: exit code 4');
});
