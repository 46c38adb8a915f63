import { useMemo } from 'react';
import { useApp, useWiring } from '../context.ts';
import { galleryTexts as words } from '../texts/en-gallery.ts';
import styles from './Gallery.module.css';

/** The reader's own work. */
export function Drafts({ close }: { close(): void }) {
  const { services } = useWiring();
  const drafts = useMemo(() => services.drafts(), [services]);
  const current = useApp(({ origin }) => (origin.kind === 'draft' ? origin.id : undefined));
  if (drafts.length === 0) return <p className={styles.count}>{words.noDrafts}</p>;
  return (
    <>
      <ul className={styles.drafts}>
        {drafts.map((draft) => (
          <li key={draft.id}>
            <button
              type="button"
              data-card
              aria-current={draft.id === current ? 'true' : undefined}
              onClick={() => {
                services.openDraft(draft);
                close();
              }}
            >
              <span>{draft.title}</span>
              <small>{words.savedAt(new Date(draft.savedAtMs).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' }))}</small>
            </button>
          </li>
        ))}
      </ul>
      <p className={styles.count}>{words.draftsHint}</p>
    </>
  );
}
