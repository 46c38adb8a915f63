/** Windows of a browser that is not busy with itself. */

/** @typedef {import('@playwright/test').Browser} Browser */
/** @typedef {import('@playwright/test').BrowserContext} BrowserContext */

const LOOKS_EVERY_MS = 250;
/** What a browser that has nothing to do takes of a processor in that time, at most. */
const CALM_CPU_MS = 15;
/** Whoever else keeps it busy, it is measured at last. */
const WAITS_AT_MOST_MS = 15_000;

/**
 * A window to load a page into. A new one makes Chromium load its own pages behind the address bar, a second of work on both cores: a reader's
 * window has been open for long when the page is asked for.
 *
 * @param {Browser} browser @param {BrowserContext | { width: number, height: number }} where a context, or the size of one of its own
 */
export async function openWindow(browser, where) {
  const page = 'newPage' in where ? await where.newPage() : await browser.newPage({ viewport: where });
  await calm(browser);
  return page;
}

/** @param {Browser} browser */
async function calm(browser) {
  const session = await browser.newBrowserCDPSession();
  try {
    const spentMs = async () => {
      const { processInfo } = await session.send('SystemInfo.getProcessInfo');
      return 1000 * processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
    };
    let before = await spentMs();
    for (let waited = 0; waited < WAITS_AT_MOST_MS; waited += LOOKS_EVERY_MS) {
      await new Promise((resolve) => setTimeout(resolve, LOOKS_EVERY_MS));
      const now = await spentMs();
      if (now - before <= CALM_CPU_MS) return;
      before = now;
    }
  } finally {
    await session.detach();
  }
}
