import type { Locator, Page } from '@playwright/test';

/** Two runs on one axis. */
export class ComparePage {
  readonly page: Page;
  readonly dialog: Locator;
  readonly bar: Locator;
  readonly differences: Locator;
  /** The difference that is looked at. */
  readonly current: Locator;
  readonly measures: Locator;

  constructor(page: Page) {
    this.page = page;
    this.dialog = page.getByRole('dialog', { name: 'Compare with another run' });
    this.bar = page.getByRole('group', { name: 'The runs that are compared' });
    this.differences = page.getByRole('list', { name: 'Where the runs differ, earliest first' }).getByRole('listitem');
    this.current = this.differences.locator('[aria-current]');
    this.measures = page.getByRole('list', { name: 'Measures of A, of B' });
  }

  async openDialog(): Promise<void> {
    // The key is there as soon as what it compares is.
    await this.page.getByRole('button', { name: 'States' }).waitFor();
    await this.page.keyboard.press('c');
    await this.dialog.waitFor();
  }

  /** Takes what stands in a row of the dialog. */
  async take(row: string): Promise<void> {
    await this.dialog.getByRole('button', { name: `Compare: ${row}` }).click();
    await this.bar.waitFor();
  }

  /** `A process`, `B process`, … from top to bottom. */
  async lanes(): Promise<string[]> {
    return this.page
      .getByRole('grid', { name: 'Timeline' })
      .getByRole('rowheader')
      .evaluateAll((all) => (all as HTMLElement[]).map((label) => `${label.dataset['side']} ${label.dataset['lane']}`));
  }
}
