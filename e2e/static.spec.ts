import { createServer, type Server } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { AppPage } from './pages/app-page.ts';

const DIST = process.env['E2E_DIST'] ?? 'dist';
const PREFIX = '/tools/podloupe/';
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.ttf': 'font/ttf' };

let server: Server;

test.beforeAll(async () => {
  server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://host').pathname;
    const file = path === PREFIX ? 'index.html' : path.slice(PREFIX.length);
    readFile(join(DIST, path.startsWith(PREFIX) ? file : 'nothing-outside-the-folder')).then(
      (content) => response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' }).end(content),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

test.afterAll(() => {
  server.close();
});

test('the build runs from any folder of a plain file server, under its own content security policy', async ({ page }) => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const missing: string[] = [];
  page.on('response', (response) => {
    if (response.status() >= 400) missing.push(response.url());
  });
  const app = new AppPage(page);
  await page.goto(`http://127.0.0.1:${address.port}${PREFIX}`);
  await app.idle();
  await expect(app.lane('app.liveness')).toBeVisible();
  await expect(page.locator('meta[http-equiv="Content-Security-Policy"]')).toHaveCount(1);
  const editor = await app.codeEditor();
  await editor.locator('.view-line', { hasText: 'livenessProbe' }).locator('span', { hasText: 'livenessProbe' }).last().hover();
  await expect(page.locator('.monaco-hover').first()).toContainText('Periodic probe of container liveness');
  expect(missing).toEqual([]);
  expect(app.complaints).toEqual([]);
});

test('the page asks for neither Monaco nor the packer of links before it is needed', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.route(/monaco-editor-.*\.js$/, (route) => route.abort());
  const app = new AppPage(page);
  await app.open();
  const html = await readFile(join(DIST, 'index.html'), 'utf8');
  expect(html).not.toMatch(/monaco/i);
  expect(asked.filter((path) => /link-of|encode/.test(path))).toEqual([]);
  await expect(page.getByRole('textbox', { name: 'Pod manifest, YAML' })).toBeVisible();
});
