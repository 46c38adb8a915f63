import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { AppPage } from './pages/app-page.ts';

test('a form that is opened before the code editor has come stays in front of it', async ({ page }) => {
  let arrive = () => {};
  const monaco = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  await page.route(/assets\/monaco-.*\.js$/, async (route) => {
    await monaco;
    await route.continue();
  });
  await page.goto('/');
  await page.getByRole('tab', { name: 'Form' }).click();
  const form = page.getByRole('form', { name: 'Pod as a form' });
  await expect(form.getByText('Container app')).toBeVisible();
  arrive();
  await expect(page.getByTestId('code-editor').locator('.view-lines')).toBeAttached();
  await expect(page.getByTestId('code-editor')).toBeHidden();
  await page.getByRole('tab', { name: 'Pod', exact: true }).click();
  await expect(page.getByTestId('code-editor')).toBeVisible();
  await expect(form).toBeHidden();
});

test.describe('on a telephone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('the text is a form: entries change the text and its run, complaints stand at the field, one undo takes a change back', async ({ page }) => {
    const app = new AppPage(page);
    await app.open();
    await page.getByRole('button', { name: 'Editor' }).tap();
    const form = page.getByRole('form', { name: 'Pod as a form' });
    await expect(form.getByText('Container app')).toBeVisible();
    const liveness = form.locator('details', { hasText: 'Liveness probe' });
    const period = liveness.getByRole('spinbutton', { name: 'Every' });
    await expect(period).toHaveValue('3');
    await expect(liveness.getByRole('spinbutton', { name: 'Gives up after' })).toHaveAttribute('placeholder', '1');

    await period.fill('7');
    await app.idle();
    await page.getByRole('tab', { name: 'Pod', exact: true }).tap();
    const plain = page.getByRole('textbox', { name: 'Pod manifest, YAML' });
    await expect(plain).toHaveValue(/periodSeconds: 7/);
    await page.getByRole('tab', { name: 'Form' }).tap();

    const failures = liveness.getByRole('spinbutton', { name: 'Failures that count' });
    await failures.fill('-1');
    await app.idle();
    await expect(liveness.getByRole('alert')).toContainText('must be greater than or equal to 0');
    await expect(failures).toHaveAttribute('aria-invalid', 'true');
    expect((await new AxeBuilder({ page }).include('form').analyze()).violations).toEqual([]);
    await page.getByRole('button', { name: /^Undo/ }).tap();
    await app.idle();
    await expect(failures).toHaveValue('3');
    await expect(period).toHaveValue('7');

    await form.locator('details', { hasText: 'preStop hook' }).getByRole('combobox', { name: 'Does' }).selectOption('sleep');
    await expect(form.locator('details', { hasText: 'preStop hook' }).getByRole('spinbutton', { name: 'Sleeps for' })).toHaveValue('5');
    // What the program answers to its probe is one more entry; what cannot be read is kept and explained
    const answers = form.getByRole('textbox', { name: 'Answers GET /healthz' });
    await answers.fill('200 60s, often');
    await expect(form.getByRole('alert')).toContainText('Statuses from 100 to 599');
    await answers.fill('200 60s, 500');
    await answers.press('Enter');
    await app.idle();
    await expect(answers).toHaveValue('200 60s, 500');
    await page.getByRole('tab', { name: 'Scenario' }).tap();
    await expect(page.getByRole('textbox', { name: 'Scenario document, YAML' })).toHaveValue(/path: \/healthz[\s\S]*for: 60s[\s\S]*status: 500/);
    await page.getByRole('tab', { name: 'Form' }).tap();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(app.complaints).toEqual([]);
  });
});
