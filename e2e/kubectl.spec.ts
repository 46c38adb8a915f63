import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { AppPage } from './pages/app-page.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test('describe follows the playhead, and can be copied', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  await app.openInspector('describe');
  const output = page.getByTestId('kubectl-output');
  // The page opens where something goes wrong for the first time.
  await expect(output).toContainText(/^Name: +\S+\n/);
  await expect(output).toContainText('Container started');
  const before = await output.innerText();
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(output).not.toHaveText(before);

  await page.getByRole('button', { name: 'Copy' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('Container started');

  await page.keyboard.press('Home');
  await expect(output).not.toContainText('Container started');
  await page.keyboard.press('End');
  await expect(output).toContainText(/^Error from server \(NotFound\): pods "\S+" not found/);
  expect(app.complaints).toEqual([]);
});

test('get -w shows the rows so far, yaml marks what the last change made', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  const output = page.getByTestId('kubectl-output');
  const rows = async () => (await output.innerText()).trimEnd().split('\n').length;
  await page.keyboard.press('5');
  await page.keyboard.press('End');
  await expect(output).toContainText('READY');
  await expect.poll(rows).toBeGreaterThan(4);
  const all = await rows();
  await page.keyboard.press('Home');
  await expect.poll(rows).toBeLessThan(all);

  await page.keyboard.press('8');
  for (let i = 0; i < 3; i += 1) await page.keyboard.press('Shift+ArrowRight');
  await expect(output).toContainText('phase:');
  await expect(output).not.toContainText('apiVersion: v1');
  await expect(output.locator('mark').first()).toBeVisible();
  await page.getByRole('checkbox', { name: 'Whole object' }).check();
  await expect(output).toContainText('apiVersion: v1');
});

test('the log of a container, and where its environment comes from', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  const output = page.getByTestId('kubectl-output');
  await page.keyboard.press('End');
  await app.openInspector('env');
  await expect(output).toContainText(/KUBERNETES_SERVICE_HOST=10\.96\.0\.1 +# Service kubernetes/);
  await app.openInspector('logs');
  await expect(page.getByRole('region', { name: /kubectl logs/ })).toBeVisible();
  await page.getByRole('checkbox', { name: 'Previous instance' }).check();
  await expect(page.getByRole('region', { name: /kubectl logs .* -p/ })).toBeVisible();
});

test('the image of a container: how it is read, why it is pulled, with what, and what became of it', async ({ page }) => {
  const app = new AppPage(page);
  await app.open('#/q/private-registry');
  await app.openInspector('Images');
  const face = page.getByRole('list', { name: 'Images at the playhead' }).getByRole('listitem').first();
  await expect(face).toContainText('IfNotPresent the default, because the name has a tag other than :latest');
  await page.keyboard.press('Home');
  await expect(face).toContainText('none so far');
  await page.keyboard.press('End');
  await expect(face).toContainText('not on the node');
  await expect(face).toContainText('no basic auth credentials');
  await expect(face).toContainText('with credentials for no registry');
  expect(app.complaints).toEqual([]);
});

test('the object as the API server holds it, field by field with who set it; other things to get', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  await app.openInspector('Final');
  const output = page.getByTestId('kubectl-output');
  await expect(output).toContainText(/restartPolicy: Always +# default/);
  await expect(output).toContainText(/preemptionPolicy: PreemptLowerPriority +# Priority/);
  await expect(output).toContainText(/image: \S+ +# manifest/);
  await expect(output.locator('mark')).toHaveCount(0);
  await page.getByRole('button', { name: /^ServiceAccount \d+/ }).click();
  await expect(output.locator('mark').filter({ hasText: 'serviceAccountName: default' })).toBeVisible();
  await page.getByRole('button', { name: 'Copy' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/serviceAccountName: default +# ServiceAccount\n/);

  await app.openInspector('get -w');
  await page.getByLabel('What to get').selectOption('get events');
  await expect(output).toContainText(/^LAST SEEN +TYPE +REASON +OBJECT +MESSAGE\n/);
  await page.getByRole('checkbox', { name: 'Wide' }).check();
  await expect(output).toContainText(/OBJECT +SUBOBJECT +SOURCE +MESSAGE +FIRST SEEN +COUNT +NAME\n/);
  expect(app.complaints).toEqual([]);
});

test('any other command can be typed: what looks, what the API says of a field, what is made of flags; changes are of a copy', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  await app.openInspector('get -w');
  const output = page.getByTestId('kubectl-output');
  const ask = async (line: string) => {
    await page.getByLabel('Another kubectl command').fill(line);
    await page.keyboard.press('Enter');
  };
  await ask("kubectl get pods -o jsonpath='{.items[0].kind}'");
  await expect(output).toHaveText('Pod');
  await expect(page.getByRole('region', { name: /^What kubectl get pods -o jsonpath/ })).toBeVisible();
  await ask('explain pod.spec.containers.livenessProbe');
  await expect(output).toContainText(/^KIND: +Pod\nVERSION: +v1\n\nFIELD: livenessProbe <Probe>\n/);
  await ask('run web --image=nginx --dry-run=client -o yaml');
  await expect(output).toContainText('dnsPolicy: ClusterFirst');
  await expect(page.getByText('This changes a copy of the cluster')).toBeHidden();
  await ask('delete pods --all');
  await expect(output).toContainText(/^pod "\S+" deleted/);
  await expect(page.getByText('This changes a copy of the cluster')).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).include('[role=tabpanel]').analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await page.getByLabel('What to get').selectOption('get pods');
  await expect(output).toContainText(/^NAME +READY +STATUS/);
  expect(app.complaints).toEqual([]);
});

test('a command in a container runs in a copy of the run, and in the run itself if that is wanted', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  await app.replaceText(
    'Pod',
    'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n  - {name: app, image: "busybox:1.36", command: [sh, -c, "touch /tmp/ready; sleep 3600"]}\n',
  );
  await app.openInspector('get -w');
  await page.keyboard.press('End');
  const output = page.getByTestId('kubectl-output');
  await page.getByLabel('Another kubectl command').fill("exec web -- sh -c 'ls /tmp; exit 4'");
  await page.keyboard.press('Enter');
  await expect(output).toHaveText('ready\ncommand terminated with exit code 4\n');
  await expect(page.getByText('In a copy of the run at this moment.')).toBeVisible();
  await page.getByLabel('Another kubectl command').fill('exec web -- rm /tmp/ready');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Do it in this run' }).click();
  await app.idle();
  await app.openTab('Scenario');
  expect(await app.shownText()).toMatch(/do: exec[^]*rm[^]*\/tmp\/ready/);
  expect(app.complaints).toEqual([]);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('no violations in the panes of kubectl', async ({ page }) => {
      test.setTimeout(180_000);
      const app = new AppPage(page);
      await app.open();
      await page.keyboard.press('End');
      for (const tab of ['get -w', 'describe', 'logs', 'yaml', 'env', 'Images', 'Final'] as const) {
        await app.openInspector(tab);
        await expect(tab === 'Images' ? page.getByRole('list', { name: 'Images at the playhead' }) : page.getByTestId('kubectl-output')).not.toBeEmpty();
        const { violations } = await new AxeBuilder({ page }).include('[role=tabpanel]').analyze();
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' ')}`)).toEqual([]);
      }
    });
  });
}

test('arrow keys bring back what was typed, and what was being typed', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  await app.openInspector('get -w');
  const field = page.getByLabel('Another kubectl command');
  for (const line of ['get events', 'get pod cart -o wide']) {
    await field.fill(line);
    await field.press('Enter');
  }
  await expect(page.getByTestId('kubectl-output')).toContainText('NOMINATED NODE');
  await app.openInspector('yaml');
  await app.openInspector('get -w');
  await field.fill('describe no');
  await field.press('ArrowUp');
  await field.press('ArrowUp');
  await expect(field).toHaveValue('get events');
  await field.press('Enter');
  await expect(page.getByTestId('kubectl-output')).toContainText('LAST SEEN');
  await field.press('ArrowUp');
  await expect(field).toHaveValue('get pod cart -o wide');
  await field.press('ArrowDown');
  await expect(field).toHaveValue('get events');
  expect(app.complaints).toEqual([]);
});
