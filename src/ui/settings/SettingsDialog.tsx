import { type ReactNode, useId } from 'react';
import type { ClockKind, LineHints, Motion, Theme } from '../../store/app-store.ts';
import type { Density } from '../../timeline/index.ts';
import { useActions, useApp, useWiring } from '../context.ts';
import dialog from '../dialogs/Dialog.module.css';
import { Select } from '../dialogs/Choice.tsx';
import { Dialog } from '../dialogs/Dialog.tsx';
import controls from '../styles/controls.module.css';
import { type Language, LANGUAGES } from '../texts/language.ts';
import { settingsTexts as words } from '../texts/en-settings.ts';
import { runTexts } from '../texts/en-run.ts';
import styles from './Settings.module.css';

/** How the page looks and behaves for this reader; everything takes effect at once and is remembered in this browser. */
export default function SettingsDialog({ close }: { close(): void }) {
  const { set } = useActions();
  const { services } = useWiring();
  const theme = useApp((state) => state.theme);
  const density = useApp((state) => state.density);
  const clock = useApp((state) => state.clock);
  const motion = useApp((state) => state.motion);
  const lineHints = useApp((state) => state.lineHints);
  const keyChoices = useApp((state) => state.keyChoices);
  return (
    <Dialog title={words.title} closeLabel={words.close} close={close}>
      <div className={dialog.body}>
        <div className={styles.rows}>
          <Choice<Language>
            label={words.language}
            hint={words.languageHint}
            options={LANGUAGES}
            value={document.documentElement.lang as Language}
            choose={(value) => {
              services.setPreference('language', value);
              location.reload();
            }}
          />
          <Choice<Theme> label={words.theme} hint={words.themeHint} options={words.themes} value={theme} choose={(value) => set({ theme: value })} />
          <Choice<Density> label={words.density} options={runTexts.timeline.densities} value={density} choose={(value) => set({ density: value })} />
          <Choice<ClockKind> label={words.clock} options={words.clocks} value={clock} choose={(value) => set({ clock: value })} />
          <Choice<Motion> label={words.motion} options={words.motions} value={motion} choose={(value) => set({ motion: value })} />
          <Choice<LineHints> label={words.lineHints} options={words.lineHintsOptions} value={lineHints} choose={(value) => set({ lineHints: value })} />
          <Row label={words.keys}>
            <label className={styles.check}>
              <input type="checkbox" checked={keyChoices.single} onChange={(event) => set({ keyChoices: { ...keyChoices, single: event.target.checked } })} />
              {words.single}
            </label>
            <button type="button" className={controls.line} onClick={() => set({ dialog: 'keys' })}>
              {words.allKeys}
            </button>
          </Row>
          <Row label={words.privacy}>
            <p>{words.privacyText}</p>
            <a className={controls.line} href="#reset">
              {words.forget}
            </a>
          </Row>
        </div>
      </div>
    </Dialog>
  );
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  const id = useId();
  return (
    <div className={styles.row} role="group" aria-labelledby={id}>
      <span id={id} className={styles.label}>
        {label}
      </span>
      <div className={styles.value}>{children}</div>
    </div>
  );
}

interface ChoiceProps<Option extends string> {
  label: string;
  hint?: string;
  options: Readonly<Record<Option, string>>;
  value: Option;
  choose(option: Option): void;
}

function Choice<Option extends string>({ label, hint, options, value, choose }: ChoiceProps<Option>) {
  const id = useId();
  return (
    <div className={styles.row}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <div className={styles.value}>
        <Select id={id} options={options} value={value} choose={choose} />
        {hint !== undefined && <small>{hint}</small>}
      </div>
    </div>
  );
}
