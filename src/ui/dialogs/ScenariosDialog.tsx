import { useMemo, useState } from 'react';
import { useApp, useLibrary, useWiring } from '../context.ts';
import { scenariosTexts as words } from '../texts/en-scenarios.ts';
import styles from './Dialog.module.css';
import { Dialog } from './Dialog.tsx';

/** The library and the reader's drafts. */
export default function ScenariosDialog({ close }: { close(): void }) {
  const { services } = useWiring();
  const library = useLibrary();
  const origin = useApp((state) => state.origin);
  const [search, setSearch] = useState('');
  const drafts = useMemo(() => services.drafts(), [services]);
  const matches = (text: string) => text.toLowerCase().includes(search.trim().toLowerCase());
  const entries = library.filter(({ name, title }) => matches(title) || matches(name));
  const ownWork = drafts.filter(({ title }) => matches(title));
  const open = (act: () => void) => () => {
    act();
    close();
  };
  return (
    <Dialog title={words.title} closeLabel={words.close} close={close}>
      <div className={styles.search}>
        <input type="search" aria-label={words.search} placeholder={words.search} value={search} onChange={(event) => setSearch(event.target.value)} />
      </div>
      <div className={styles.body}>
        <h3>{words.library}</h3>
        <ul className={styles.entries}>
          {entries.map(({ name, title }) => (
            <li key={name}>
              <button
                type="button"
                aria-current={origin.kind === 'library' && origin.name === name ? 'true' : undefined}
                onClick={open(() => services.openLibrary(name))}
              >
                <span>{title}</span>
                <small>{name}</small>
              </button>
            </li>
          ))}
        </ul>
        {ownWork.length > 0 && (
          <>
            <h3>{words.drafts}</h3>
            <ul className={styles.entries}>
              {ownWork.map((draft) => (
                <li key={draft.id}>
                  <button
                    type="button"
                    aria-current={origin.kind === 'draft' && origin.id === draft.id ? 'true' : undefined}
                    onClick={open(() => services.openDraft(draft))}
                  >
                    <span>{draft.title}</span>
                    <small>{words.savedAt(new Date(draft.savedAtMs).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' }))}</small>
                  </button>
                </li>
              ))}
            </ul>
            <p className={styles.note}>{words.draftsHint}</p>
          </>
        )}
        {library.length > 0 && entries.length + ownWork.length === 0 && <p>{words.none}</p>}
      </div>
    </Dialog>
  );
}
