import { expect, test } from '@playwright/test';
import { AppPage } from './pages/app-page.ts';
import { GalleryPage } from './pages/gallery-page.ts';

test.use({ serviceWorkers: 'allow' });

test('after the first visit the app works without a network, the code editor and the library included, and nothing was asked of anybody else', async ({
  page,
  context,
  baseURL,
}) => {
  test.slow();
  const asked: string[] = [];
  context.on('request', (request) => asked.push(new URL(request.url()).origin));
  const app = new AppPage(page);
  await app.open();
  await page.evaluate(async () => {
    const { active, waiting, installing } = await navigator.serviceWorker.ready;
    const worker = active ?? waiting ?? installing;
    if (worker?.state === 'activated') return;
    await new Promise<void>((resolve) => worker?.addEventListener('statechange', () => worker.state === 'activated' && resolve()));
  });
  await context.setOffline(true);
  await page.reload();
  await app.idle();
  await expect(app.lane('app.liveness')).toBeVisible();
  await app.codeEditor();
  await page.keyboard.press('Escape');
  const gallery = new GalleryPage(page);
  await gallery.open();
  await gallery.search.fill('startup probe');
  await gallery.card('How does a startup probe protect a slow starter?').getByRole('link').first().click();
  await app.idle();
  await expect(app.grid).toBeVisible();
  expect([...new Set(asked)].filter((origin) => origin !== new URL(baseURL ?? '').origin)).toEqual([]);
  expect(app.complaints.filter((complaint) => !complaint.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
});
