import { createServer, type Server } from 'node:http';
import { expect, test } from '@playwright/test';
import { AppPage } from './pages/app-page.ts';

const POD = `apiVersion: v1
kind: Pod
metadata: {name: embedded}
spec:
  restartPolicy: Never
  containers:
    - {name: main, image: "busybox:1.37", command: [sh, -c, "sleep 4; exit 9"]}
`;

let server: Server;
let html = '';

test.beforeAll(async () => {
  server = createServer((_request, response) => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

test.afterAll(() => {
  server.close();
});

/** The address of a page of another origin. */
function elsewhere(): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}/`;
}

test('a page of another origin embeds a run: as the builder writes it, as an element with the YAML inside, and talks to it', async ({ page, baseURL }) => {
  test.slow();
  const app = new AppPage(page);
  await app.open();
  await page.keyboard.press('s');
  await page.getByRole('dialog', { name: 'Share' }).getByRole('button', { name: 'Embed…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Embed this run' });
  await expect(dialog.frameLocator('iframe').getByRole('heading', { name: 'Killed twice while booting' })).toBeVisible();
  const iframe = await dialog.getByRole('textbox', { name: 'HTML to paste' }).inputValue();
  await dialog.getByRole('combobox', { name: 'As' }).selectOption('<pod-timeline>');
  await dialog.getByRole('combobox', { name: 'Controls' }).selectOption('none');
  const element = await dialog.getByRole('textbox', { name: 'HTML to paste' }).inputValue();
  expect(element).toContain('<pod-timeline controls="none"');

  html = `<!doctype html><title>Elsewhere</title><body>${iframe}
    <script>heard = []; for (const type of ['ready', 'run', 'time', 'select', 'error']) addEventListener('pod-' + type, (event) => heard.push({ type, ...event.detail }));</script>
    ${element.replace(/(application\/yaml">\n)[^]*?(<\/script>)/, `$1${POD}$2`)}</body>`;
  await page.goto(elsewhere());
  const framed = page.frameLocator('body > iframe');
  await expect(framed.getByRole('heading', { name: 'Killed twice while booting' })).toBeVisible();
  await expect(framed.getByRole('contentinfo', { name: 'Transport' })).toBeVisible();

  const inside = page.locator('pod-timeline iframe').contentFrame();
  await expect(inside.getByRole('heading', { name: /9/ })).toBeVisible();
  await expect(inside.getByRole('contentinfo', { name: 'Transport' })).toHaveCount(0);
  const heard = () => page.evaluate(() => (globalThis as unknown as { heard: Record<string, unknown>[] }).heard);
  await expect.poll(heard).toContainEqual(expect.objectContaining({ type: 'run', name: 'embedded' }));
  const send = (message: object) =>
    page.evaluate((sent) => (document.querySelector('pod-timeline') as unknown as { send(message: object): void }).send(sent), message);
  await send({ type: 'seek', seconds: 3.5 });
  await expect.poll(heard).toContainEqual({ type: 'time', seconds: 3.5, playing: false });
  await send({ type: 'zoom', from: 9, to: 2 });
  await expect.poll(heard).toContainEqual(expect.objectContaining({ type: 'error', message: expect.stringContaining('zoom needs') }));
  await send({ type: 'open', text: POD.replace('exit 9', 'exit 7') });
  await expect(inside.getByRole('heading', { name: /7/ })).toBeVisible();
  await expect(inside.getByRole('link', { name: 'Open in Podloupe' })).toHaveAttribute('href', new RegExp(`^${baseURL}/#1`));
});

test('in a frame with all its controls, keys and buttons do what the frame has room for, and nothing else', async ({ page }) => {
  const app = new AppPage(page);
  let workers = 0;
  page.on('worker', () => (workers += 1));
  await page.goto('./embed.html#/q/impatient-liveness&controls=full');
  await app.idle();
  expect(workers, 'the app itself is not started behind the frame').toBe(1);
  await expect(app.lane('node/pleg')).toHaveCount(0);
  await page.keyboard.press('k');
  await expect(app.lane('node/pleg')).toBeVisible();

  await page.keyboard.press('v');
  await expect(app.grid).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'State machines at the playhead' })).toBeVisible();
  await page.keyboard.press('v');
  await expect(app.grid).toBeVisible();

  // The gallery is the app's; to search marks is the frame's own
  await page.keyboard.press('g');
  await page.keyboard.press('/');
  await expect(page.getByRole('dialog')).toHaveAccessibleName('Find a mark');
  expect(app.complaints).toEqual([]);
});
