import { expect, type Page, test } from '@playwright/test';
import { AppPage } from './pages/app-page.ts';

const CRASHER = `apiVersion: v1
kind: Pod
metadata:
  name: slow
spec:
  terminationGracePeriodSeconds: 30 # as usual
  containers:
    - name: app
      image: busybox:1.37
      command: [sh, -c, "sleep 300"]
      livenessProbe:
        exec: { command: ["false"] }
        periodSeconds: 10
        failureThreshold: 3
`;

test('a number in the text is dragged, and the run follows: one step for an undo', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  await app.replaceText('Pod', CRASHER);
  await app.idle();
  const editor = await app.codeEditor();
  const grip = editor.locator('.value-grip');
  let value = { x: 0, y: 0 };
  // Where the editor still lays its lines out anew, the pointer has to come again
  await expect(async () => {
    await page.mouse.move(5, 5);
    value = await pointAt(page, 'periodSeconds: 10', 'periodSeconds: 1'.length);
    await expect(grip).toBeVisible({ timeout: 1000 });
  }).toPass();
  const box = await grip.boundingBox();
  expect(Math.abs((box?.y ?? 0) - value.y)).toBeLessThan(30);
  await grip.hover();
  await page.mouse.down();
  await page.mouse.move((box?.x ?? 0) + 9 + 30, value.y, { steps: 5 });
  await expect(grip).toContainText('periodSeconds: 15');
  await page.mouse.up();
  await app.idle();
  await expect.poll(() => app.shownText()).toContain('periodSeconds: 15');
  expect(await app.paintedRuns()).not.toHaveLength(1);

  // Past the least that the API server takes it goes no further
  await pointAt(page, 'failureThreshold: 3', 'failureThreshold: '.length);
  await page.keyboard.down('Alt');
  await page.mouse.down();
  await page.mouse.move(10, value.y, { steps: 5 });
  await page.mouse.up();
  await page.keyboard.up('Alt');
  await app.idle();
  await expect.poll(() => app.shownText()).toContain('failureThreshold: 1');

  // With the keys, at the caret; a comment behind the number stays
  await pointAt(page, 'terminationGracePeriodSeconds: 30', 'terminationGracePeriodSeconds: 3'.length);
  await page.mouse.down();
  await page.mouse.up();
  await page.keyboard.press('Alt+,');
  await page.keyboard.press('Alt+,');
  await app.idle();
  await expect.poll(() => app.shownText()).toContain('terminationGracePeriodSeconds: 28 # as usual');
  await expect(editor.getByRole('status')).toHaveText('terminationGracePeriodSeconds: 28');

  for (const before of ['terminationGracePeriodSeconds: 30', 'failureThreshold: 3', 'periodSeconds: 10']) {
    await page.keyboard.press('Control+z');
    await app.idle();
    await expect.poll(() => app.shownText()).toContain(before);
  }
  expect(await app.shownText()).toBe(CRASHER);

  await page.keyboard.press('Alt+Shift+F');
  await expect.poll(() => app.shownText()).toBe(CRASHER.replace('{ command: ["false"] }', '{command: ["false"]}'));
  expect(app.complaints).toEqual([]);
});

/** Moves the pointer over a character of the text in the editor; returns where that is. */
async function pointAt(page: Page, words: string, offset: number): Promise<{ x: number; y: number }> {
  const line = page.locator('.view-line', { hasText: words });
  await line.waitFor();
  const place = await line.evaluate(
    (element, { sought, at }) => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      let left = (element.textContent ?? '').replaceAll('\u00a0', ' ').indexOf(sought) + at;
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const { length } = node.textContent ?? '';
        if (left < length) {
          const range = document.createRange();
          range.setStart(node, left);
          range.setEnd(node, left + 1);
          const { left: x, width, top, height } = range.getBoundingClientRect();
          return { x: x + width / 2, y: top + height / 2 };
        }
        left -= length;
      }
      throw new Error(`not in the line: ${sought}`);
    },
    { sought: words, at: offset },
  );
  await page.mouse.move(place.x, place.y);
  return place;
}
