import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { AppPage } from './pages/app-page.ts';
import { ComparePage } from './pages/compare-page.ts';

const RECORDED = new URL('../src/testing/fixtures/recordings/hook-prestop-on-liveness', import.meta.url);
const recordedScenario = () => readFileSync(new URL(`${RECORDED.href}.yaml`), 'utf8');
const recording = () => readFileSync(new URL(`${RECORDED.href}.jsonl`));

async function opened(page: Page, fragment = ''): Promise<{ app: AppPage; compare: ComparePage }> {
  const app = new AppPage(page);
  await app.open(fragment);
  return { app, compare: new ComparePage(page) };
}

test('a finding opens its change beside the present run, and leaving restores the workbench', async ({ page }) => {
  const { app, compare } = await opened(page);
  const before = { clock: await app.clock.innerText(), verdict: await app.verdict.innerText(), text: await app.shownText() };
  await page.getByRole('button', { name: 'Compare before and after' }).click();
  await app.idle();
  await expect(app.verdict).toContainText(/B is Ready [\d.]+ s later, restarts 2 times instead of 3/);
  await expect(compare.measures.getByRole('listitem').first()).toContainText(/Ready after: A [\d.]+ s, B [\d.]+ s, difference \+[\d.]+ s/);
  await expect(compare.bar).toContainText('present text');
  await expect(compare.bar).toContainText('with: Add a startupProbe');
  await expect(page.getByRole('group', { name: 'The change, line by line' })).toContainText('startupProbe:');

  const lanes = await compare.lanes();
  expect(lanes.slice(lanes.indexOf('a app.process'), lanes.indexOf('a app.process') + 5)).toEqual([
    'a app.process',
    'b other/app.process',
    'b other/app.startup',
    'a app.liveness',
    'b other/app.liveness',
  ]);

  await page.keyboard.press('Escape');
  await app.idle();
  await expect(app.lane('other/app.process')).toHaveCount(0);
  await expect(page.getByRole('tab', { name: 'Why?' })).toHaveAttribute('aria-selected', 'true');
  expect({ clock: await app.clock.innerText(), verdict: await app.verdict.innerText(), text: await app.shownText() }).toEqual(before);
  expect(app.complaints).toEqual([]);
});

test('two seeds: what chance changes, and a link to it', async ({ page }) => {
  const { app, compare } = await opened(page, '#/q/crash-loop');
  await compare.openDialog();
  await compare.dialog.getByRole('textbox', { name: 'Another seed' }).fill('2');
  await compare.take('Another seed');
  await app.idle();
  await expect(compare.bar).toContainText('present text, seed typical');
  await expect(compare.bar).toContainText('seed 2');
  await expect(page.getByText('Both runs are of the same text.')).toBeVisible();
  const sentence = await app.verdict.getByRole('heading').innerText();
  const count = await compare.differences.count();
  expect(count).toBeGreaterThan(0);

  await expect.poll(() => page.evaluate(() => location.hash)).toContain('&vs=seed:2');
  const link = await page.evaluate(() => location.hash);
  const visitor = await page.context().newPage();
  const { app: theirs, compare: theirCompare } = await opened(visitor, link);
  await expect(theirs.verdict.getByRole('heading')).toHaveText(sentence);
  await expect(theirCompare.differences).toHaveCount(count);
});

test('a recording of a real kubelet, opened as a file: measured, and without causes', async ({ page }) => {
  const { app, compare } = await opened(page);
  await app.replaceText('Pod', recordedScenario());
  await page.getByRole('banner').getByRole('button', { name: 'Compare' }).click();
  await compare.dialog.locator('input[type=file]').setInputFiles({ name: 'real.jsonl', mimeType: 'application/x-ndjson', buffer: recording() });
  await compare.bar.waitFor();
  await app.idle();
  await expect(compare.bar).toContainText('real.jsonl');
  await expect(compare.bar.getByText('simulated', { exact: true })).toBeVisible();
  await expect(compare.bar.getByText('real', { exact: true })).toBeVisible();
  await expect(app.verdict).toContainText('No difference: both runs do the same, within 1.5 s.');

  await app.lane('other/app.process').focus();
  for (const key of ['Home', 'Enter']) await page.keyboard.press(key);
  await app.idle();
  await expect(page.getByText('Measured on a real kubelet.')).toBeVisible();
  await expect(page.getByText('a recording of a real run')).toBeVisible();
});

test('a recording that is dropped on the page is put beside the run; a broken one says so and changes nothing', async ({ page }) => {
  const { app, compare } = await opened(page);
  const drop = async (name: string, content: string) => {
    await page.evaluate(
      ([file, text]) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([text ?? ''], file ?? ''));
        document.querySelector('main')?.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
      },
      [name, content],
    );
  };
  await drop('broken.jsonl', '{"kind":"Meta","format":1}\n{"kind":"Pod","t":0}\n');
  await expect(page.getByText('There is no run to compare with. Line 2 of the recording (Pod) has no object.')).toBeVisible();
  await expect(compare.bar).toHaveCount(0);
  await app.replaceText('Pod', recordedScenario());
  await drop('real.jsonl', recording().toString());
  await compare.bar.waitFor();
  await app.idle();
  await expect(compare.bar).toContainText('real.jsonl');
  await expect(app.lane('other/app.process')).toBeVisible();
});

test('what happened to another Pod is said to be that, and put beside the simulation of that Pod', async ({ page }) => {
  const { app, compare } = await opened(page);
  await page.getByRole('banner').getByRole('button', { name: 'Compare' }).click();
  await compare.dialog.locator('input[type=file]').setInputFiles({ name: 'real.jsonl', mimeType: 'application/x-ndjson', buffer: recording() });
  const dialog = page.getByRole('dialog', { name: 'Open or compare' });
  await expect(dialog.getByRole('alert')).toContainText(/another Pod: \S+ \(app\)\. The present text describes cart \(app\)/);
  await expect(compare.bar).toHaveCount(0);
  await dialog.getByRole('button', { name: /^Simulate \S+ and compare$/ }).click();
  await compare.bar.waitFor();
  await app.idle();
  await expect(compare.bar).toContainText('real.jsonl');
  await expect(app.lane('pod')).not.toContainText('cart');
  await expect.poll(() => app.shownText()).toContain('kind: Pod');
  await expect.poll(() => app.shownText()).not.toContain('managedFields');
  expect(app.complaints).toEqual([]);
});

test('the next difference by key, with the playhead and both marks', async ({ page }) => {
  const { app, compare } = await opened(page);
  await page.getByRole('button', { name: 'Compare before and after' }).click();
  await app.idle();
  await expect(compare.current).toContainText('condition Ready');
  const first = await app.clock.innerText();
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('n');
  await app.idle();
  await expect(compare.current).toContainText('app startup');
  await expect(app.clock).not.toHaveText(first);
  await expect(app.lane('other/app.startup')).toBeInViewport();
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('Shift+N');
  await app.idle();
  await expect(app.clock).toHaveText(first);

  // Why is told of a mark of the other run as of one's own.
  await app.lane('other/app.startup').focus();
  for (const key of ['Home', 'Enter']) await page.keyboard.press(key);
  await app.idle();
  await expect(page.getByRole('heading', { name: /^Why did the startup probe of app fail at / })).toBeVisible();
});

test('swapped, the sentence is told from the other side', async ({ page }) => {
  const { app, compare } = await opened(page);
  await page.getByRole('button', { name: 'Compare before and after' }).click();
  await app.idle();
  await expect(app.verdict).toContainText(/restarts 2 times instead of 3/);
  await page.getByRole('button', { name: 'Swap A and B' }).click();
  await app.idle();
  await expect(app.verdict).toContainText(/restarts 3 times instead of 2/);
  expect((await compare.lanes())[0]).toBe('a other/actions');
});

test('after a fix is applied, the text before it is A', async ({ page }) => {
  const { app, compare } = await opened(page);
  await page.getByRole('button', { name: 'Apply fix' }).click();
  await app.idle();
  await compare.openDialog();
  await compare.take('Before the last change');
  await app.idle();
  await expect(app.verdict).toContainText(/restarts 2 times instead of 3/);
  await expect(compare.bar).toContainText('before: Add a startupProbe');
});

test('with the future hidden, no difference is told before it comes', async ({ page }) => {
  const { app, compare } = await opened(page);
  await page.getByRole('button', { name: 'Compare before and after' }).click();
  await app.idle();
  const all = await compare.differences.count();
  await page.keyboard.press('h');
  await app.idle();
  await expect(app.verdict).toContainText('What happens next?');
  expect(await compare.differences.count()).toBeLessThan(all);
  await page.keyboard.press('Home');
  await app.idle();
  await expect(page.getByText('No difference so far.')).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });
    // axe looks at every element of the code editor too.
    test.describe.configure({ timeout: 90_000 });

    test('no violations', async ({ page }) => {
      const { app, compare } = await opened(page);
      await compare.openDialog();
      expect(await violations(page)).toEqual([]);
      await compare.dialog.getByRole('textbox', { name: 'Another seed' }).fill('2');
      await compare.take('Another seed');
      await app.idle();
      await compare.differences.first().waitFor();
      expect(await violations(page)).toEqual([]);
    });
  });
}

async function violations(page: Page): Promise<string[]> {
  const { violations: found, passes } = await new AxeBuilder({ page }).analyze();
  expect(passes.length).toBeGreaterThan(5);
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => String(target)).join(', ')}`);
}
