import { useRef } from 'react';
import { lazily } from '../lazily.ts';
import { useActions, useApp } from '../context.ts';
import { Icon } from '../Icon.tsx';
import controls from '../styles/controls.module.css';
import { runTexts } from '../texts/en-run.ts';
import styles from './Lanes.module.css';

/** Nobody hides lanes before having seen them. */
const LanesMenu = lazily(() => import('./LanesMenu.tsx'));

/** Opens the menu of lanes; while some are hidden, it says so. */
export function LanesButton({ className }: { className: string | undefined }) {
  const { set } = useActions();
  const open = useApp((state) => state.dialog === 'lanes');
  const hides = useApp(({ laneFilter }) => 'only' in laneFilter || laneFilter.hide.size > 0);
  const button = useRef<HTMLButtonElement>(null);
  const close = (how: 'back' | 'away') => {
    set({ dialog: undefined });
    if (how === 'back') button.current?.focus();
  };
  return (
    <div className={`${styles.place} ${className ?? ''}`}>
      <button
        ref={button}
        type="button"
        className={controls.button}
        aria-label={runTexts.timeline.lanes}
        title={runTexts.timeline.lanesHint}
        aria-expanded={open}
        data-hides={hides || undefined}
        onClick={() => set({ dialog: open ? undefined : 'lanes' })}
      >
        <Icon name="lanes" />
      </button>
      {open && <LanesMenu opener={button} close={close} />}
    </div>
  );
}
