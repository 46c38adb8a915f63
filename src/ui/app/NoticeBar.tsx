import type { ReactNode } from 'react';
import { useActions, useApp } from '../context.ts';
import { Icon } from '../Icon.tsx';
import controls from '../styles/controls.module.css';
import { lazily } from '../lazily.ts';
import { texts } from '../texts/index.ts';
import styles from './NoticeBar.module.css';

/** A part of the workbench's chunk: nothing is said before there is something on screen, and what cannot be loaded is told from there. */
const NoticeWords = lazily(() => import('./NoticeWords.tsx'));

/** One notice at a time, until it is dismissed; above it the messages that stay. */
export function NoticeBar({ children }: { children?: ReactNode }) {
  const notice = useApp((state) => state.notice);
  const { set } = useActions();
  return (
    <div className={styles.region} role="status" aria-live="polite">
      {children}
      {notice && (
        <div className={styles.bar} data-kind={notice.kind}>
          <NoticeWords notice={notice} />
          <button type="button" className={controls.button} aria-label={texts.notice.dismiss} onClick={() => set({ notice: undefined })}>
            <Icon name="close" />
          </button>
        </div>
      )}
    </div>
  );
}
