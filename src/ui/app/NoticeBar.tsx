import { lazy, type ReactNode, Suspense, useEffect } from 'react';
import { useActions, useApp } from '../context.ts';
import { useFirstPaint } from '../first-paint.ts';
import { Icon } from '../Icon.tsx';
import { OnItsWay } from '../OnItsWay.tsx';
import controls from '../styles/controls.module.css';
import { texts } from '../texts/index.ts';
import styles from './NoticeBar.module.css';

const loadWords = () => import('./NoticeWords.tsx');
const NoticeWords = lazy(loadWords);

/** One thing at a time that the page has to say, until it is dismissed; above it what stays. */
export function NoticeBar({ children }: { children?: ReactNode }) {
  const notice = useApp((state) => state.notice);
  const { set } = useActions();
  const painted = useFirstPaint();
  // Words are at hand when there is something to say: it may be that nothing can be fetched any more
  useEffect(() => {
    if (painted) void loadWords();
  }, [painted]);
  return (
    <div className={styles.region} role="status" aria-live="polite">
      {children}
      {notice && (
        <Suspense fallback={<OnItsWay />}>
          <div className={styles.bar} data-kind={notice.kind}>
            <NoticeWords notice={notice} />
            <button type="button" className={controls.button} aria-label={texts.notice.dismiss} onClick={() => set({ notice: undefined })}>
              <Icon name="close" />
            </button>
          </div>
        </Suspense>
      )}
    </div>
  );
}
