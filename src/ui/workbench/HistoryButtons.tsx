import { useSyncExternalStore } from 'react';
import { historyOf, presentFork } from '../../store/history.ts';
import { useActions, useWiring } from '../context.ts';
import { Icon } from '../Icon.tsx';
import controls from '../styles/controls.module.css';
import { workbenchTexts } from '../texts/en-workbench.ts';
import styles from './History.module.css';

const words = workbenchTexts.history;

/** Undo, redo, and the way to all versions, beside the tabs of the text. */
export function HistoryButtons() {
  const { store } = useWiring();
  const { set } = useActions();
  const history = historyOf(store);
  const forked = useSyncExternalStore(history.subscribe, () => presentFork(history.getState())?.title);
  return (
    <div className={styles.buttons}>
      {forked !== undefined && <span className={styles.fork}>{forked}</span>}
      <button type="button" className={controls.button} aria-label={words.undo} title={words.undoHint} onClick={history.undo}>
        <Icon name="undo" />
      </button>
      <button type="button" className={controls.button} aria-label={words.redo} title={words.redoHint} onClick={history.redo}>
        <Icon name="redo" />
      </button>
      <button
        type="button"
        className={controls.button}
        aria-label={words.open}
        aria-haspopup="dialog"
        title={words.openHint}
        onClick={() => set({ dialog: 'history' })}
      >
        <Icon name="history" />
      </button>
    </div>
  );
}
