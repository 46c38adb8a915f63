import type { Locator, Page } from '@playwright/test';

/** The app's page as tests use it. Waits for what the page says about itself, never for time to pass. */
export class AppPage {
  readonly page: Page;
  readonly verdict: Locator;
  readonly timeline: Locator;
  readonly grid: Locator;
  readonly chart: Locator;
  readonly clock: Locator;
  readonly diagnostics: Locator;
  /** Console errors and warnings, and errors nobody caught. */
  readonly complaints: string[] = [];

  constructor(page: Page) {
    this.page = page;
    // An entry that was run on a real kubelet, too, says so in a bar of its own below
    this.verdict = page.getByRole('main').getByRole('status').first();
    this.timeline = page.getByRole('region', { name: 'Timeline' });
    this.grid = page.getByRole('grid', { name: 'Timeline' });
    this.chart = page.getByTestId('timeline-canvas');
    this.clock = page.getByTestId('clock');
    this.diagnostics = page.getByRole('list', { name: 'Problems in the text' });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('console', (message) => {
      // The tests keep the service worker away, and Playwright says so in the page's console
      const isOurs = !message.text().startsWith('Service Worker registration blocked by Playwright');
      if (isOurs && (message.type() === 'error' || message.type() === 'warning')) this.complaints.push(message.text());
    });
  }

  /** Opens the page; `fragment` with its `#`. */
  async open(fragment = ''): Promise<void> {
    await this.page.goto(`./${fragment}`);
    // Where the document stays, the page hears of the new address in a task of its own: until then it is idle with the old one
    await this.page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
    await this.idle();
  }

  /** Resolves when the page says that it is idle: everything is answered and painted. */
  async idle(): Promise<void> {
    await this.page.locator('html[data-idle="true"]').waitFor({ state: 'attached' });
  }

  /** Resolves when the code editor has taken the place of the textarea. */
  async codeEditor(): Promise<Locator> {
    const editor = this.page.getByTestId('code-editor');
    await editor.locator('.view-line').first().waitFor();
    return editor;
  }

  async openTab(tab: 'Pod' | 'Scenario'): Promise<void> {
    await this.page.getByRole('tablist', { name: 'Scenario text' }).getByRole('tab', { name: tab }).click();
  }

  async openInspector(
    tab: 'Why?' | 'Events' | 'Findings' | 'Disagreements' | 'get -w' | 'describe' | 'logs' | 'yaml' | 'env' | 'Images' | 'Final' | 'Claims',
  ): Promise<void> {
    await this.page.getByRole('tablist', { name: 'Inspector' }).getByRole('tab', { name: tab }).click();
  }

  /** Replaces the text of a tab in the code editor, as a paste does. */
  async replaceText(tab: 'Pod' | 'Scenario', text: string): Promise<void> {
    await this.openTab(tab);
    const editor = await this.codeEditor();
    await editor.locator('.view-lines').click();
    await this.page.keyboard.press('Control+a');
    await this.paste(text);
    await this.idle();
  }

  async paste(text: string): Promise<void> {
    await this.page.evaluate((content) => {
      const data = new DataTransfer();
      data.setData('text/plain', content);
      document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    }, text);
  }

  /** The text of the tab on screen, as the code editor has it. */
  async shownText(): Promise<string> {
    // The order of the elements is not that of the lines once the text has been edited.
    const lines = await (await this.codeEditor()).locator('.view-line').evaluateAll((all) =>
      (all as HTMLElement[])
        .sort((a, b) => Number.parseFloat(a.style.top) - Number.parseFloat(b.style.top))
        .map((line) => {
          // Words behind a line are no part of the text
          const own = line.cloneNode(true) as HTMLElement;
          for (const end of own.querySelectorAll('.end-of-line')) end.remove();
          return own.textContent;
        }),
    );
    return lines.join('\n').replaceAll('\u00a0', ' ');
  }

  /** A row of the table of events, by what it says. */
  eventRow(name: RegExp): Locator {
    return this.page.getByRole('grid', { name: 'Everything that happened, as a table' }).getByRole('row', { name });
  }

  lane(id: string): Locator {
    return this.grid.locator(`[data-lane="${id}"]`);
  }

  /** The run on screen as a recording. */
  async recording(): Promise<string> {
    return this.page.evaluate(() => (globalThis as unknown as { podloupe: { recording(): Promise<string> } }).podloupe.recording());
  }

  /** Numbers of the runs that were painted, in order. */
  async paintedRuns(): Promise<number[]> {
    return this.page.evaluate(() => performance.getEntriesByName('podloupe:painted').map((entry) => (entry as PerformanceMark).detail.requestId as number));
  }
}
