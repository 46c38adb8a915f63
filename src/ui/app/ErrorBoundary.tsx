import { Component, type ReactNode } from 'react';
import { texts } from '../texts/index.ts';
import styles from './ErrorBoundary.module.css';

/** How Chromium, Firefox and Safari say that a chunk did not come. */
const NOT_LOADED = /dynamically imported module|Importing a module script failed/;

/** The last resort: what is on screen if the page itself fails. The reader's text is saved and can be downloaded. */
export class ErrorBoundary extends Component<{ children: ReactNode; textNow(): string }, { error: Error | undefined }> {
  override state: { error: Error | undefined } = { error: undefined };

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <main className={styles.failed}>
        <h1>{texts.failure.title}</h1>
        <p>{NOT_LOADED.test(error.message) ? texts.failure.notLoaded : texts.failure.help}</p>
        <pre>{error.message}</pre>
        <button type="button" onClick={() => location.reload()}>
          {texts.failure.reload}
        </button>
        <label>
          {texts.failure.text}
          <textarea readOnly rows={12} value={this.props.textNow()} />
        </label>
      </main>
    );
  }
}
