import { expect, test } from '@playwright/test';
import { AppPage } from './pages/app-page.ts';

const CRASHER = `apiVersion: v1
kind: Pod
metadata:
  name: crasher
spec:
  containers:
    - name: main
      image: busybox:1.37
      command: [sh, -c, "sleep 3; exit 3"]
`;

test('the default scenario is there at once: text, verdict, timeline', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  await expect(app.verdict).toContainText('Killed twice while booting');
  await expect(app.lane('app.liveness')).toBeVisible();
  expect(await app.paintedRuns()).toHaveLength(1);
  await app.codeEditor();
  expect(app.complaints).toEqual([]);
});

test('a pasted Pod becomes a timeline without a run button', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  await app.replaceText('Pod', CRASHER);
  await expect(app.verdict).toContainText('Crash loop: exit code 3');
  await expect(app.lane('main.process')).toBeVisible();
  await expect(app.lane('app.process')).toHaveCount(0);
  expect(app.complaints).toEqual([]);
});

test('a broken text keeps the last good run under a veil, with cause, place and remedy', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  await app.replaceText('Pod', CRASHER);
  await app.replaceText(
    'Pod',
    CRASHER.replace('image: busybox:1.37', 'livenessProbe: {periodSeconds: often, exec: {command: ["true"]}}\n      image: busybox:1.37'),
  );
  await expect(app.verdict).toContainText('Line 8');
  await expect(app.verdict).toContainText('Showing the last valid run.');
  await expect(app.timeline).toHaveAttribute('data-stale', 'true');
  await expect(app.lane('main.process')).toBeVisible();
  await expect(app.diagnostics).toContainText('Pod, line 8');
  await expect(page.locator('.squiggly-error')).not.toHaveCount(0);

  await app.replaceText('Pod', CRASHER);
  await expect(app.timeline).not.toHaveAttribute('data-stale');
  await expect(app.diagnostics).toHaveCount(0);
  expect(app.complaints).toEqual([]);
});

test('a typo is mended by one click, and by the quick fix at its place', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  await app.replaceText('Pod', CRASHER.replace('image:', 'imagge:'));
  await app.diagnostics.getByRole('button', { name: 'Write image' }).click();
  await expect(app.verdict).toContainText('Crash loop: exit code 3');
  await expect(app.diagnostics).toHaveCount(0);

  await app.replaceText('Pod', CRASHER.replace('command:', 'comand:'));
  await expect(page.locator('.squiggly-error')).not.toHaveCount(0);
  await page.locator('.view-line', { hasText: 'comand' }).click({ position: { x: 90, y: 8 } });
  await page.keyboard.press('Control+.');
  await expect(page.locator('.action-widget').first()).toContainText('Write command');
  await page.keyboard.press('Enter');
  await expect(app.verdict).toContainText('Crash loop: exit code 3');
  expect(app.complaints).toEqual([]);
});

test('tabs, and spaces that only look like some, are replaced everywhere by one click', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  for (const text of [CRASHER.replaceAll('  ', '\t'), CRASHER.replaceAll('  ', '\u00a0\u00a0')]) {
    await app.replaceText('Pod', text);
    await app.diagnostics.getByRole('button', { name: 'Put ordinary spaces everywhere' }).first().click();
    await expect(app.verdict).toContainText('Crash loop: exit code 3');
    await expect(app.diagnostics).toHaveCount(0);
    await app.replaceText('Pod', 'kind: Pod\n');
    await expect(app.diagnostics).not.toHaveCount(0);
  }
  expect(app.complaints).toEqual([]);
});

test('an emptied editor offers three scenarios, and one undo leads back from what was opened', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  const offer = app.timeline.getByRole('list').filter({ has: page.getByRole('button', { name: 'When is a crashed container started again?' }) });
  await expect(offer).toBeHidden();
  // A comment is no Pod, and a Scenario document alone neither
  await app.replaceText('Pod', '# later\n');
  await expect(app.timeline).toContainText('Paste a Pod, or start from one of these');
  await expect(offer.getByRole('button')).toHaveCount(3);
  await expect(app.lane('app.process')).toBeVisible();
  await offer.getByRole('button', { name: 'When is a crashed' }).click();
  await app.idle();
  await expect(offer).toBeHidden();
  await expect(page).toHaveURL(/crash-loop/);
  await app.codeEditor();
  await page.keyboard.press('Control+z');
  await expect.poll(() => app.shownText()).toBe('# later\n');
  await page.keyboard.press('Control+z');
  await expect.poll(() => app.shownText()).toContain('name: cart');
  await expect(app.verdict).toContainText('Killed twice while booting');
  expect(app.complaints).toEqual([]);
});

test('a problem in the other tab leads there', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  await app.replaceText('Scenario', 'apiVersion: podloupe.dev/v1\nkind: Scenario\nspec:\n  durration: 1m\n');
  await app.openTab('Pod');
  await app.diagnostics
    .getByRole('button', { name: /Scenario, line 4/ })
    .first()
    .click();
  await expect(page.getByRole('tab', { name: 'Scenario' })).toHaveAttribute('aria-selected', 'true');
  await expect(app.verdict).toContainText('Scenario, line 4');
});

test('each tab edits its documents and nothing else', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  const editor = await app.codeEditor();
  await editor.locator('.view-line', { hasText: 'name: cart' }).click();
  await page.keyboard.press('End');
  await page.keyboard.type('-two');
  await app.idle();
  await expect(app.lane('pod')).toContainText('Pod cart-two');
  await app.openTab('Scenario');
  await expect.poll(() => app.shownText()).toContain('title: Why is my Pod killed while it boots?');
  await editor.locator('.view-line', { hasText: 'title: Why' }).click();
  await page.keyboard.press('End');
  await page.keyboard.type(', edited');
  await app.idle();
  await expect(page.getByRole('banner')).toContainText('Why is my Pod killed while it boots?, edited');
  await app.openTab('Pod');
  await expect.poll(() => app.shownText()).toContain('name: cart-two');
});

test('another Pod pasted over the old one leaves its Scenario document behind, and that can be put back', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  await app.replaceText('Pod', CRASHER);
  await expect(page.getByText('You replaced the Pod', { exact: false })).toBeVisible();
  await app.openTab('Scenario');
  await expect(page.getByRole('button', { name: 'Add a Scenario document' })).toBeVisible();
  await page.getByRole('button', { name: 'Put it back' }).click();
  await expect.poll(() => app.shownText()).toContain('title: Why is my Pod killed while it boots?');
});

test('a short Pod pasted over one like it is looked at where it fails', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  await app.replaceText('Pod', CRASHER);
  await expect(app.clock).toContainText('3.');
  await app.replaceText(
    'Pod',
    CRASHER.replace('crasher', 'web').replace('main', 'app').replace('busybox:1.37', 'busybox:1.36').replace('sleep 3; exit 3', 'sleep 20; exit 5'),
  );
  await expect(app.clock).toContainText('20.');
  await expect(page.getByRole('tabpanel', { name: 'Why?' })).toContainText('Why did app exit with 5');
});

test('what is typed before the code editor is there survives its arrival, with the caret', async ({ page }) => {
  let arrive = () => {};
  const held = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  await page.route(/monaco-editor-.*\.js$/, async (route) => {
    await held;
    await route.continue();
  });
  const app = new AppPage(page);
  await app.open();
  const plain = page.getByRole('textbox', { name: 'Pod manifest, YAML' });
  await plain.evaluate((field: HTMLTextAreaElement) => {
    const at = field.value.indexOf('name: cart') + 'name: cart'.length;
    field.focus();
    field.setSelectionRange(at, at);
  });
  await page.keyboard.type('-two');
  await app.idle();
  await expect(app.lane('pod')).toContainText('Pod cart-two');
  arrive();
  await app.codeEditor();
  await expect.poll(() => app.shownText()).toContain('name: cart-two');
  await page.keyboard.type('-three');
  await app.idle();
  await expect(app.lane('pod')).toContainText('Pod cart-two-three');
});

test('the seed of a run is chosen under the text', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  const typical = await app.recording();
  await page.getByRole('textbox', { name: 'seed' }).fill('7');
  await page.keyboard.press('Enter');
  await app.idle();
  const seeded = await app.recording();
  expect(seeded).not.toBe(typical);
  await page.getByRole('button', { name: 'Back to typical' }).click();
  await app.idle();
  expect(await app.recording()).toBe(typical);
});
