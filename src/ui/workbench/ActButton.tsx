import { useRef } from 'react';
import { lazily } from '../lazily.ts';
import { isInHand } from '../../store/hand.ts';
import { useActions, useApp } from '../context.ts';
import { Icon } from '../Icon.tsx';
import controls from '../styles/controls.module.css';
import { workbenchTexts as words } from '../texts/en-workbench.ts';
import styles from './Workbench.module.css';

/** Nobody changes a run before having seen it. */
const ActMenu = lazily(() => import('./ActMenu.tsx'));

/** Opens the menu of what can happen at the playhead; the menu may open elsewhere, at the pointer. */
export function ActButton() {
  const { set } = useActions();
  const open = useApp((state) => state.dialog === 'act');
  const ready = useApp(isInHand);
  const button = useRef<HTMLButtonElement>(null);
  const close = (how: 'back' | 'away') => {
    set({ dialog: undefined });
    if (how === 'back') button.current?.focus();
  };
  return (
    <div className={styles.place}>
      <button
        ref={button}
        type="button"
        className={controls.line}
        title={words.buttonHint}
        aria-haspopup="dialog"
        aria-expanded={open}
        disabled={!ready && !open}
        onClick={() => set({ dialog: open ? undefined : 'act', actPlace: undefined })}
      >
        <Icon name="act" />
        <span className={styles.word}>{words.button}</span>
      </button>
      {open && <ActMenu opener={button} close={close} />}
    </div>
  );
}
