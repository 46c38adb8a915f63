import { type CDPSession, expect, test } from '@playwright/test';
import { AppPage } from './pages/app-page.ts';

test.describe.configure({ timeout: 90_000 });

interface Spoken {
  role: string;
  name: string;
}

/** What a screen reader would read, in reading order: the accessibility tree as Chromium hands it to one. */
async function reading(session: CDPSession): Promise<Spoken[]> {
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const spoken: Spoken[] = [];
  const visit = (id: string) => {
    const node = byId.get(id);
    if (node === undefined) return;
    if (!node.ignored) spoken.push({ role: String(node.role?.value ?? ''), name: String(node.name?.value ?? '') });
    for (const child of node.childIds ?? []) visit(child);
  };
  if (nodes[0] !== undefined) visit(nodes[0].nodeId);
  return spoken;
}

/** A reader with a cursor: quick keys jump to the next heading or list item, the arrow reads on. Counts the keys. */
class Walk {
  keys = 0;
  #at = -1;
  readonly #tree: readonly Spoken[];

  constructor(tree: readonly Spoken[]) {
    this.#tree = tree;
  }

  /** To the next of a role; undefined at the end. */
  next(role: string): Spoken | undefined {
    this.keys += 1;
    const found = this.#tree.findIndex((node, index) => index > this.#at && node.role === role);
    if (found < 0) return undefined;
    this.#at = found;
    return this.#tree[found];
  }
}

test('from load to why it restarted in at most 12 keys of a screen reader', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  const session = await page.context().newCDPSession(page);
  await session.send('Accessibility.enable');

  // The verdict is a live region: it is read without a key
  await expect(app.verdict).toContainText('Killed twice while booting');

  // The page's own key asks why of what is at the playhead, which stands at the first restart
  await page.keyboard.press('w');
  await app.idle();
  const walk = new Walk(await reading(session));
  walk.keys = 1;
  let heading = walk.next('heading');
  while (heading !== undefined && !heading.name.startsWith('Why did app exit with 137')) heading = walk.next('heading');
  expect(heading?.name).toMatch(/^Why did app exit with 137 at \d+\.\d s\?$/);

  const steps: string[] = [];
  while (walk.keys < 12 && !steps.some((step) => step.includes('failureThreshold 3 is reached'))) steps.push(walk.next('button')?.name ?? '');
  expect(steps.some((step) => step.includes('Third liveness failure in a row') && step.includes('failureThreshold 3 is reached'))).toBe(true);
  expect(walk.keys).toBeLessThanOrEqual(12);
});

test('a selected mark is announced with its question', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  await page.keyboard.press('w');
  await app.idle();
  await expect(page.getByRole('region', { name: 'Inspector' }).locator('[aria-live=polite]').first()).toContainText('Why did app exit with 137');
});
