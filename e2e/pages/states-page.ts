import type { Locator, Page } from '@playwright/test';

/** The state machines at the playhead. */
export class StatesPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** From the timeline, by its key. */
  async open(): Promise<void> {
    // The key is there as soon as what it switches is.
    await this.page.getByRole('button', { name: 'States' }).waitFor();
    await this.page.keyboard.press('v');
    await this.panel('Container').first().locator('[data-node]').first().waitFor();
  }

  panel(name: string): Locator {
    return this.page.getByRole('region', { name });
  }

  /** The state that a machine is in. */
  current(panel: string): Locator {
    return this.panel(panel).locator('[data-node][data-state="here"]');
  }

  /** `booting>stopping`. */
  arrow(panel: string, key: string): Locator {
    return this.panel(panel).locator(`[data-arrow="${key}"]`);
  }
}
