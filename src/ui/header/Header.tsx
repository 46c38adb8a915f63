import { type ComponentProps, useEffect } from 'react';
import type { Theme } from '../../store/app-store.ts';
import { useActions, useApp } from '../context.ts';
import { Icon, type IconName, ThemeIcon } from '../Icon.tsx';
import controls from '../styles/controls.module.css';
import { texts } from '../texts/index.ts';
import { useTitle } from '../use-title.ts';
import styles from './Header.module.css';

const NEXT_THEME: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system', contrast: 'system', projector: 'system' };

export function Header() {
  const { set, leaveComparison } = useActions();
  const comparing = useApp((state) => state.compare !== undefined);
  const theme = useApp((state) => state.theme);
  const editorOpen = useApp((state) => state.editorOpen);
  const copied = useApp((state) => state.notice?.kind === 'copied' || state.notice?.kind === 'copied-alone');
  const title = useTitle();
  useEffect(() => {
    document.title = title === '' ? texts.appName : `${title} · ${texts.appName}`;
  }, [title]);
  const openScenarios = () => set({ dialog: 'scenarios' });
  return (
    <header className={styles.header}>
      <span className={styles.brand}>
        <Loupe />
        <span className={styles.name}>{texts.appName}</span>
      </span>
      <button type="button" className={`${controls.button} ${styles.scenario}`} aria-haspopup="dialog" onClick={openScenarios}>
        <span className={styles.title}>{title === '' ? texts.header.untitled : title}</span>
        <Icon name="down" />
      </button>
      <span className={styles.grow} />
      <Tool
        icon="editor"
        text={texts.header.editor}
        className={styles.editor}
        title={texts.header.editorHint}
        aria-pressed={editorOpen}
        onClick={() => set({ editorOpen: !editorOpen })}
      />
      <Tool icon="list" text={texts.header.scenarios} letter="G" aria-haspopup="dialog" title={`${texts.header.scenarios} (G)`} onClick={openScenarios} />
      <Tool
        icon="compare"
        text={texts.header.compare}
        letter="C"
        className={styles.hideOnPhone}
        aria-pressed={comparing}
        title={comparing ? texts.header.leaveCompareHint : texts.header.compareHint}
        onClick={() => (comparing ? leaveComparison() : set({ dialog: 'compare' }))}
      />
      <Tool
        icon="present"
        text={texts.header.present}
        letter="P"
        className={styles.hideOnPhone}
        title={texts.header.presentHint}
        onClick={() => set({ present: { beat: 0, asking: true } })}
      />
      <span className={styles.bar} />
      <Tool
        icon="link"
        text={copied ? texts.header.shared : texts.header.share}
        letter="S"
        aria-haspopup="dialog"
        title={texts.header.shareHint}
        onClick={() => set({ dialog: 'share' })}
      />
      <Tool
        icon="export"
        className={styles.hideOnPhone}
        aria-label={texts.header.export}
        aria-haspopup="dialog"
        title={texts.header.exportHint}
        onClick={() => set({ dialog: 'export' })}
      />
      <span className={styles.bar} />
      <Tool icon="keys" className={styles.hideOnPhone} aria-label={texts.header.keys} title={texts.header.keysHint} onClick={() => set({ dialog: 'keys' })} />
      <button
        type="button"
        className={controls.button}
        aria-label={texts.header.theme[theme]}
        title={texts.header.themeHint}
        onClick={() => set({ theme: NEXT_THEME[theme] })}
      >
        <ThemeIcon theme={theme} />
      </button>
      <Tool
        icon="settings"
        className={styles.hideOnPhone}
        aria-label={texts.header.settings}
        aria-haspopup="dialog"
        title={texts.header.settings}
        onClick={() => set({ dialog: 'settings' })}
      />
    </header>
  );
}

interface ToolProps extends ComponentProps<'button'> {
  icon: IconName;
  /** Words beside the icon, where there is room for them. */
  text?: string;
  /** The key that does the same. */
  letter?: string;
}

function Tool({ icon, text, letter, className = '', ...button }: ToolProps) {
  return (
    <button type="button" {...button} className={`${controls.button} ${className}`}>
      <Icon name={icon} />
      {text !== undefined && <span className={styles.text}>{text}</span>}
      {letter !== undefined && ' '}
      {letter !== undefined && <kbd className={`${controls.key} ${styles.wide}`}>{letter}</kbd>}
    </button>
  );
}

function Loupe() {
  return (
    <svg className={styles.loupe} viewBox="0 0 22 22" aria-hidden="true">
      <circle cx="9.2" cy="9.2" r="6.9" />
      <path d="m14.4 14.4 5.2 5.2" />
      <path d="M5.4 7h3.4M7 9.4h5.8M5.6 11.8h2.6" strokeWidth="1.6" />
    </svg>
  );
}
