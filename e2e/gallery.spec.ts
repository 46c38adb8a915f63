import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { LIBRARY } from '../src/scenario/library.generated.ts';
import { ANSWERS } from '../src/testing/answered-questions.ts';
import { AppPage } from './pages/app-page.ts';
import { GalleryPage } from './pages/gallery-page.ts';

test('each of the questions is found by search, predicted, run, and answered by the verdict', async ({ page }) => {
  test.setTimeout(300_000);
  const app = new AppPage(page);
  const gallery = new GalleryPage(page);
  await app.open();
  for (const { scenario, verdict } of ANSWERS) {
    const entry = LIBRARY.find(({ name }) => name === scenario);
    const title = entry?.title ?? '';
    await gallery.open();
    await gallery.search.fill(entry?.symptoms[0] ?? title);
    await gallery.card(title).getByRole('button', { name: 'Predict first' }).click();
    await expect(page.getByRole('heading', { name: 'What happens next?' }), scenario).toBeVisible();
    await expect(page.getByRole('tab', { name: /^Events/ }), 'how many Events there will be is not told').toHaveText('Events');
    await gallery.guessAll();
    await expect(app.verdict, scenario).toContainText(verdict);
  }
  await gallery.open();
  await expect(gallery.dialog.getByText(/points on average/)).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('the gallery is walked with the keyboard, and remembers what was seen', async ({ page }) => {
      test.setTimeout(120_000);
      const app = new AppPage(page);
      const gallery = new GalleryPage(page);
      await app.open('#/q/crash-lop');
      await expect(page.getByText('The library has no scenario "crash-lop"')).toBeVisible();
      await page.getByRole('button', { name: 'crash-loop', exact: true }).click();
      await app.idle();
      await expect(page).toHaveURL(/#\/q\/crash-loop$/);

      await gallery.open();
      await gallery.search.fill('FailedPostStartHook');
      const card = gallery.card('FailedPostStartHook: where is the reason?');
      await expect(card.locator('mark').first()).toHaveText('FailedPostStartHook');
      await expect(card.locator('svg')).toBeVisible();
      // What comes of the run is not told before somebody has opened it
      await expect(card.locator('[data-veiled="true"]')).toBeVisible();
      expect((await new AxeBuilder({ page }).include('dialog').analyze()).violations).toEqual([]);
      await page.keyboard.press('ArrowDown');
      await expect(card.getByRole('link')).toBeFocused();
      await page.keyboard.press('ArrowRight');
      await expect(card.getByRole('link')).not.toBeFocused();
      await page.keyboard.press('Home');
      await page.keyboard.press('Enter');
      await expect(gallery.dialog).toHaveCount(0);
      await expect(gallery.lesson).toContainText('where can that line be read?');
      expect((await new AxeBuilder({ page }).include('main').analyze()).violations).toEqual([]);
      await gallery.open();
      await gallery.search.fill('FailedPostStartHook');
      await expect(card.getByText('seen', { exact: true })).toBeVisible();
      await expect(card.locator('[data-veiled="false"] svg')).toBeVisible();
    });
  });
}

test('a level is solved by a change of the Pod; a challenge asks first and compares then', async ({ page }) => {
  test.setTimeout(120_000);
  const app = new AppPage(page);
  const gallery = new GalleryPage(page);
  await app.open();
  await gallery.open();
  await gallery.dialog.getByRole('button', { name: 'Levels' }).click();
  await gallery.dialog.getByRole('link', { name: /preStop may take longer/ }).click();
  await expect(gallery.lesson).toContainText('Level 9');
  const editor = await app.codeEditor();
  await editor.locator('.view-line', { hasText: 'terminationGracePeriodSeconds: 30' }).click();
  await page.keyboard.press('End');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Backspace');
  await page.keyboard.type('40');
  await app.idle();
  await expect(gallery.lesson).toContainText('Solved with 1 edited line.');
  await expect(gallery.lesson.getByRole('img', { name: '3 stars of 3' })).toBeVisible();

  await app.open('#/q/grace-is-shared&guess=12s,Running,0');
  await expect(gallery.lesson).toContainText('Somebody has guessed before you');
  await gallery.guessAll();
  await expect(gallery.lesson.getByRole('list', { name: 'Your predictions' })).toContainText('Link 12.0 s');
});
