import { Component, type ReactNode } from 'react';
import { isNotLoaded } from '../insist.ts';
import { texts } from '../texts/index.ts';
import styles from './ErrorBoundary.module.css';

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
        <p>{isNotLoaded(error) ? texts.failure.notLoaded : texts.failure.help}</p>
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
