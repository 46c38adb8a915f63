import { expect, type Locator, type Page } from '@playwright/test';

/** The gallery, and what the page does with an entry of it. */
export class GalleryPage {
  readonly page: Page;
  readonly dialog: Locator;
  readonly search: Locator;
  /** What the scenario on screen teaches. */
  readonly lesson: Locator;

  constructor(page: Page) {
    this.page = page;
    this.dialog = page.getByRole('dialog', { name: 'Scenarios' });
    this.search = this.dialog.getByRole('searchbox');
    this.lesson = page.getByRole('region', { name: 'What this scenario teaches' });
  }

  async open(): Promise<void> {
    await this.page.getByRole('button', { name: 'Scenarios' }).click();
    await this.dialog.waitFor();
  }

  card(title: string): Locator {
    return this.dialog.getByRole('listitem').filter({ has: this.page.getByText(title, { exact: true }) });
  }

  /** Answers every question somehow: a time as it is proposed, else the first option. */
  async guessAll(): Promise<void> {
    const progress = this.lesson.getByText(/^Question \d of \d$/);
    await progress.waitFor();
    const [, count = '0'] = /of (\d)/.exec((await progress.textContent()) ?? '') ?? [];
    for (let question = 1; question <= Number(count); question += 1) {
      await expect(progress).toHaveText(`Question ${question} of ${count}`);
      const take = this.lesson.getByRole('button', { name: 'That is my guess' });
      const option = this.lesson.getByRole('group').getByRole('button').first();
      await take.or(option).first().waitFor();
      await ((await take.isVisible()) ? take : option).click();
    }
    await this.lesson.getByRole('list', { name: 'Your predictions' }).waitFor();
  }
}
