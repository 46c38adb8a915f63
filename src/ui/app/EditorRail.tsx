import { useActions } from '../context.ts';
import { Icon } from '../Icon.tsx';
import controls from '../styles/controls.module.css';
import { texts } from '../texts/index.ts';
import styles from './App.module.css';

/** What is left of the editor while it is closed. */
export function EditorRail() {
  const { set } = useActions();
  return (
    <div className={styles.rail}>
      <button
        type="button"
        className={controls.button}
        aria-label={texts.editor.open}
        title={texts.header.editorHint}
        onClick={() => set({ editorOpen: true })}
      >
        <Icon name="editor" />
      </button>
      <span aria-hidden="true">{texts.editor.rail}</span>
    </div>
  );
}
