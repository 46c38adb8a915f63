import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { AppPage } from './pages/app-page.ts';

const claim = (page: Page) => page.getByRole('region', { name: 'Presentation' }).getByRole('heading', { level: 1 });

test('a link opens at a beat, and clicker keys go through the whole story', async ({ page }) => {
  // A story of ten beats, each of which glides
  test.slow();
  const app = new AppPage(page);
  await app.open('#/q/impatient-liveness&beat=4');
  await expect(claim(page)).toHaveText('preStop runs sleep 5.');

  await page.keyboard.press('Home');
  const told: string[] = [];
  for (let press = 0; press < 20; press += 1) {
    await app.idle();
    const words = ((await claim(page).textContent()) ?? '').replaceAll('\u00a0', ' ');
    if (words === told.at(-1)) break;
    told.push(words);
    await page.keyboard.press('PageDown');
  }
  expect(told.slice(0, 7)).toEqual([
    'app starts and needs 25 s to boot.',
    'Third liveness failure in a row.',
    'kubelet decides to kill app.',
    'preStop runs sleep 5.',
    'SIGTERM is lost.',
    'What happens next?',
    'Grace is used up: SIGKILL, exit 137.',
  ]);
  expect(told.at(-1)).toBe('The liveness probe gives up after 8.9 s. Booting takes 25 s.');
  await page.keyboard.press('PageUp');
  await expect(claim(page)).toHaveText('Killed twice while booting, one crash, then a clean run.');

  await page.keyboard.press('o');
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(claim(page)).toHaveText('app starts and needs 25 s to boot.');
  await page.keyboard.press('g');
  await page.getByRole('textbox', { name: /from 1 to/ }).fill('3');
  await page.keyboard.press('Enter');
  await expect(claim(page)).toHaveText('kubelet decides to kill app.');
  await page.keyboard.press('b');
  await expect(page.getByText('The screen is blank.')).toBeAttached();
  await page.keyboard.press('PageDown');
  await expect(claim(page)).toHaveText('kubelet decides to kill app.');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  await page.keyboard.press('Escape');
  await expect(page.getByRole('region', { name: 'Presentation' })).toHaveCount(0);
  expect(app.complaints).toEqual([]);
});

test('a "what if" in the workbench, and back to the story, unchanged', async ({ page }) => {
  const app = new AppPage(page);
  await app.open('#/q/impatient-liveness&beat=5');
  const before = await claim(page).textContent();
  await page.keyboard.press('w');
  await expect(page.getByText('The story waits as it was.')).toBeVisible();
  await expect(app.clock).toContainText('17.4');
  const recording = await app.recording();
  await app.replaceText('Scenario', 'apiVersion: podloupe.dev/v1\nkind: Scenario\nspec:\n  workloads: {app: {boot: 2s}}\n');
  expect(await app.recording()).not.toBe(recording);
  await app.lane('app.process').focus();
  await page.keyboard.press('p');
  await app.idle();
  await expect(claim(page)).toHaveText(before ?? '');
  expect(await app.recording()).toBe(recording);
});

test('a window of notes follows the presentation, and leads it', async ({ page, context }) => {
  await new AppPage(page).open('#/q/impatient-liveness&beat=2');
  const notes = await context.newPage();
  await notes.goto('./#/notes');
  const now = notes.getByRole('region', { name: 'Now' });
  await expect(now).toContainText('Third liveness failure in a row.');
  await expect(now).toContainText('pkg/kubelet/prober/worker.go');
  await expect(notes.getByRole('region', { name: 'Next' })).toContainText('kubelet decides to kill app.');
  await notes.keyboard.press('PageDown');
  await expect(claim(page)).toHaveText('kubelet decides to kill app.');
  await page.keyboard.press('PageDown');
  await expect(now).toContainText('preStop runs sleep 5.');
  await notes.getByRole('button', { name: 'Blank screen' }).click();
  await expect(page.getByText('The screen is blank.')).toBeAttached();
  expect((await new AxeBuilder({ page: notes }).analyze()).violations).toEqual([]);
});

test('a story that no longer fits its run says so in its editor, on the stage and in the notes', async ({ page, context }) => {
  test.slow();
  const app = new AppPage(page);
  await app.open('#/q/liveness-kills-slow-starter');
  await page.getByRole('tab', { name: 'Story' }).click();
  const beats = page.getByRole('list', { name: 'Beats of the story' });
  await expect(beats).toBeVisible();
  await expect(page.getByText('not fit this run')).toHaveCount(0);

  await app.openTab('Pod');
  const pod = await app.shownText();
  await app.replaceText('Pod', pod.replace('initialDelaySeconds: 5', 'initialDelaySeconds: 45').replace(/ {4}readinessProbe:\n.*\n.*\n/, ''));
  const warned = page.getByRole('status').filter({ hasText: 'not fit this run' });
  await warned.getByRole('button', { name: 'Go to beat 2: It says 10.3 s: nothing in this run lies there or takes so long.' }).click();
  const title = beats.getByRole('listitem').nth(1).getByRole('textbox', { name: 'Claim' });
  await expect(title).toBeFocused();
  const selected = await title.evaluate((input) => {
    const { value, selectionStart, selectionEnd } = input as HTMLInputElement;
    return value.slice(selectionStart ?? 0, selectionEnd ?? 0);
  });
  expect(selected).toBe('10.3 s');
  await expect(beats.getByText('It shows the lane cart.readiness, which this run does not have.')).toHaveCount(2);

  const notes = await context.newPage();
  await notes.goto('./#/notes');
  await beats.getByRole('button', { name: 'Present from here: At 30.3 s' }).click();
  await app.idle();
  await page.keyboard.press('PageDown');
  await expect(notes.getByRole('region', { name: 'Now' })).toContainText('nothing in this run lies there or takes so long');
  await page.getByRole('region', { name: 'Presentation' }).getByRole('button', { name: 'check' }).click();
  await expect(warned).toBeVisible();
  expect(app.complaints).toEqual([]);
});

test('a story is kept, told better, presented and handed out', async ({ page }) => {
  test.slow();
  const app = new AppPage(page);
  await app.open('#/q/impatient-liveness');
  await page.getByRole('tab', { name: 'Story' }).click();
  await page.getByRole('button', { name: 'Keep them as the story' }).click();
  await app.idle();
  const beats = page.getByRole('list', { name: 'Beats of the story' }).getByRole('listitem');
  const kept = await beats.count();
  await beats.first().getByRole('textbox', { name: 'Claim' }).fill('It starts well.');
  await page.keyboard.press('Enter');
  await app.idle();
  await page.getByRole('button', { name: 'Record a beat' }).click();
  await app.idle();
  await expect(beats).toHaveCount(kept + 1);
  await page.getByRole('button', { name: 'Delete: SIGTERM is lost.', exact: true }).first().click();
  await app.idle();
  await expect(beats).toHaveCount(kept);
  // One undo brings the beat back
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
  await app.idle();
  await expect(beats).toHaveCount(kept + 1);
  await app.openTab('Scenario');
  expect(await app.shownText()).toContain('It starts well.');
  expect((await new AxeBuilder({ page }).include('[role=tabpanel][id^=inspector]').analyze()).violations).toEqual([]);

  await page.getByRole('button', { name: 'Present from here: It starts well.' }).click();
  await app.idle();
  await expect(claim(page)).toHaveText('It starts well.');
  await page.keyboard.press('d');
  const handout = page.getByRole('dialog', { name: 'Handout' });
  await expect(handout.getByRole('heading', { level: 2 }).first()).toContainText('It starts well.');
  const started = page.waitForEvent('download');
  await handout.getByRole('button', { name: 'Markdown and stills' }).click();
  expect((await started).suggestedFilename()).toBe('impatient-liveness.zip');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('region', { name: 'Presentation' })).toHaveCount(0);
  expect(app.complaints).toEqual([]);
});
