import { type FormEvent, useMemo, useState, useSyncExternalStore } from 'react';
import { historyOf, presentFork, type Version } from '../../store/history.ts';
import { keepSnapshot, readSnapshots, removeSnapshot, type Snapshot } from '../../store/snapshots.ts';
import { useActions, useWiring } from '../context.ts';
import dialogStyles from '../dialogs/Dialog.module.css';
import { Dialog } from '../dialogs/Dialog.tsx';
import { Icon } from '../Icon.tsx';
import controls from '../styles/controls.module.css';
import { workbenchTexts } from '../texts/en-workbench.ts';
import { saveYaml } from '../save-file.ts';
import { useTitle } from '../use-title.ts';
import styles from './History.module.css';

const words = workbenchTexts.history;

/** All versions of the text as a tree, newest first, and the snapshots that the reader keeps. */
export default function HistoryDialog({ close }: { close(): void }) {
  return (
    <Dialog title={words.title} closeLabel={words.close} close={close}>
      <div className={dialogStyles.body}>
        <Fork close={close} />
        <h3>{words.versions}</h3>
        <Versions close={close} />
        <h3>{words.snapshots}</h3>
        <Snapshots close={close} />
        <p className={dialogStyles.note}>{words.where}</p>
      </div>
    </Dialog>
  );
}

function useVersions() {
  const { store } = useWiring();
  const history = historyOf(store);
  return { history, state: useSyncExternalStore(history.subscribe, history.getState) };
}

/** The fork that the text is in: back, or beside what it came from. */
function Fork({ close }: { close(): void }) {
  const { startComparison } = useActions();
  const { history, state } = useVersions();
  const fork = presentFork(state);
  if (!fork) return null;
  const act = (what: () => void) => () => {
    close();
    what();
  };
  return (
    <div className={styles.present}>
      <b>{fork.title}</b>
      <button type="button" className={controls.line} onClick={act(() => startComparison({ kind: 'before', title: fork.title, text: fork.text }, 'b'))}>
        {workbenchTexts.compareFork}
      </button>
      <button type="button" className={controls.line} onClick={act(() => fork.parent !== undefined && history.goTo(fork.parent))}>
        {workbenchTexts.leaveFork}
      </button>
    </div>
  );
}

function Versions({ close }: { close(): void }) {
  const { startComparison } = useActions();
  const { history, state } = useVersions();
  const { versions, current } = state;
  const depths = useMemo(() => depthsOf(versions), [versions]);
  return (
    <ol className={styles.versions} aria-label={words.versions}>
      {[...versions].reverse().map((version) => {
        const { id, text, madeAtMs } = version;
        const title = titleOf(version);
        return (
          <li key={id} style={{ paddingLeft: (depths.get(id) ?? 0) * 16 }}>
            <button type="button" className={styles.version} aria-current={id === current ? 'true' : undefined} onClick={() => history.goTo(id)}>
              <span>{title}</span>
              <small>{id === current ? words.present : new Date(madeAtMs).toLocaleTimeString('en', { hour12: false })}</small>
            </button>
            {id !== current && (
              <button
                type="button"
                className={controls.button}
                title={words.compareHint}
                aria-label={`${words.compare}: ${title}`}
                onClick={() => {
                  close();
                  startComparison({ kind: 'before', title, text }, 'b');
                }}
              >
                {words.compare}
              </button>
            )}
          </li>
        );
      })}
    </ol>
  );
}

/** Each branch beside the one that it left stands further in: the first child goes on where its parent stands. */
function depthsOf(versions: readonly Version[]): Map<number, number> {
  const depths = new Map<number, number>();
  const branches = new Map<number, number>();
  for (const { id, parent, kind } of versions) {
    const above = parent === undefined ? 0 : (depths.get(parent) ?? 0);
    const others = parent === undefined ? 0 : (branches.get(parent) ?? 0);
    if (parent !== undefined) branches.set(parent, others + 1);
    depths.set(id, above + (kind === 'fork' || others > 0 ? 1 : 0));
  }
  return depths;
}

function titleOf({ kind, title, choices: { seed, at } }: Version): string {
  switch (kind) {
    case 'opened':
      return words.kinds.opened;
    case 'typed':
      return words.kinds.typed(title);
    case 'chosen':
      return words.kinds.chosen(
        [...(seed === undefined ? [] : [words.seed(String(seed))]), ...(at === undefined ? [] : [words.at(at)])].join(', ') || words.asWritten,
      );
    default:
      return title;
  }
}

function Snapshots({ close }: { close(): void }) {
  const { store, services } = useWiring();
  const { applyChange, set } = useActions();
  const suggested = useTitle();
  const [snapshots, setSnapshots] = useState<readonly Snapshot[]>(() => readSnapshots(services));
  const [name, setName] = useState('');
  const keep = (event: FormEvent) => {
    event.preventDefault();
    const { text } = store.getState();
    if (!keepSnapshot(services, { name: name.trim() || suggested, text, savedAtMs: Date.now() })) set({ notice: { kind: 'not-saved' } });
    setName('');
    setSnapshots(readSnapshots(services));
  };
  return (
    <>
      <form className={styles.keep} onSubmit={keep}>
        <input aria-label={words.name} placeholder={suggested} value={name} onChange={(event) => setName(event.target.value)} />
        <button type="submit" className={controls.line}>
          {words.keep}
        </button>
        <button type="button" className={controls.line} onClick={() => saveYaml(store.getState().text, name.trim() || suggested)}>
          {words.download}
        </button>
      </form>
      {snapshots.length === 0 && <p className={styles.none}>{words.noSnapshots}</p>}
      <ul className={styles.versions}>
        {snapshots.map(({ name: of, text, savedAtMs }) => (
          <li key={of}>
            <button
              type="button"
              className={styles.version}
              aria-label={words.openSnapshot(of)}
              onClick={() => {
                close();
                applyChange(words.openSnapshot(of), text);
              }}
            >
              <span>{of}</span>
              <small>{new Date(savedAtMs).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' })}</small>
            </button>
            <button
              type="button"
              className={controls.button}
              aria-label={words.removeSnapshot(of)}
              onClick={() => {
                removeSnapshot(services, of);
                setSnapshots(readSnapshots(services));
              }}
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
