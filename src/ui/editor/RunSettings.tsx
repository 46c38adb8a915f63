import { useState } from 'react';
import { useActions, useApp } from '../context.ts';
import { Icon } from '../Icon.tsx';
import controls from '../styles/controls.module.css';
import { footTexts } from '../texts/en-foot.ts';
import styles from './EditorPanel.module.css';
import { readSeed } from './seed.ts';

/** The bar under the text: how many problems, which rules, which seed, which run of a sweep. */
export function RunSettings({ hintsShown, toggleHints }: { hintsShown: boolean; toggleHints(): void }) {
  const counts = useApp((state) => `${count(state.diagnostics, 'error')} ${count(state.diagnostics, 'warning')} ${count(state.diagnostics, 'info')}`);
  const [errors = 0, warnings = 0, hints = 0] = counts.split(' ').map(Number);
  const assumptions = useApp((state) => (state.status.kind === 'current' ? (state.run?.trace.assumptions.length ?? 0) : 0));
  const version = useApp((state) => state.run?.trace.meta.version ?? '');
  return (
    <div className={styles.status}>
      {errors + warnings + hints + assumptions === 0 && <span>{footTexts.noDiagnostics}</span>}
      {errors > 0 && <Count text={footTexts.errors(errors)} />}
      {warnings > 0 && <Count text={footTexts.warnings(warnings)} />}
      {hints + assumptions > 0 && (
        <button type="button" className={styles.count} aria-expanded={hintsShown} title={footTexts.assumptionsHint} onClick={toggleHints}>
          <Icon name="hint" />
          {hints > 0 ? footTexts.hints(hints + assumptions) : footTexts.assumptions(assumptions)}
        </button>
      )}
      <span className={styles.spare}>{version !== '' && <span className={styles.version}>{footTexts.version(version)}</span>}</span>
      <Sweep />
      <SeedControl />
    </div>
  );
}

function count(diagnostics: readonly { severity: string }[], severity: string): number {
  return diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
}

function Count({ text }: { text: string }) {
  return (
    <span className={`${styles.count} ${styles.bad}`}>
      <Icon name="warning" />
      {text}
    </span>
  );
}

/** Which value of the scenario's sweep is run; nothing without a sweep. */
function Sweep() {
  const { choose } = useActions();
  const sweep = useApp((state) => state.run?.facts.sweep ?? NO_SWEEP);
  const choices = useApp((state) => state.choices);
  const at = useApp((state) => state.run?.trace.meta.at);
  if (sweep.length === 0) return null;
  return (
    <select
      className={styles.sweep}
      aria-label={footTexts.sweep.label}
      value={choices.at ?? at ?? sweep[0]}
      onChange={(event) => choose({ ...choices, at: event.target.value })}
    >
      {sweep.map((value) => (
        <option key={value} value={value}>
          {footTexts.sweep.option(value)}
        </option>
      ))}
    </select>
  );
}

const NO_SWEEP: readonly string[] = [];

/** `typical`, or the number that the run draws its jitters from. An empty or unreadable entry means what the text says. */
function SeedControl() {
  const { choose, set } = useActions();
  const chanceShown = useApp((state) => state.chanceShown);
  const choices = useApp((state) => state.choices);
  const written = useApp((state) => state.run?.facts.seed ?? 'typical');
  const seed = choices.seed ?? written;
  const [typed, setTyped] = useState<string>();
  const commit = (entry: string) => {
    setTyped(undefined);
    const next = readSeed(entry);
    const { seed: _before, ...others } = choices;
    choose(next === undefined || next === written ? others : { ...others, seed: next });
  };
  return (
    <span className={styles.seed}>
      <label>
        {footTexts.seed.label}{' '}
        <input
          value={typed ?? String(seed)}
          title={seed === 'typical' ? footTexts.seed.typicalHint : footTexts.seed.numberHint}
          inputMode="numeric"
          spellCheck={false}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={(event) => typed !== undefined && commit(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit(event.currentTarget.value);
            if (event.key === 'Escape') setTyped(undefined);
          }}
        />
      </label>
      <button
        type="button"
        className={controls.button}
        aria-label={footTexts.seed.another}
        title={footTexts.seed.another}
        onClick={() => commit(String(seed === 'typical' ? 1 : seed + 1))}
      >
        <Icon name="dice" />
      </button>
      <button
        type="button"
        className={controls.button}
        aria-label={footTexts.seed.chance}
        title={footTexts.seed.chanceHint}
        aria-pressed={chanceShown}
        onClick={() => set({ chanceShown: !chanceShown })}
      >
        <Icon name="spread" />
      </button>
      {seed !== 'typical' && (
        <button
          type="button"
          className={controls.button}
          aria-label={footTexts.seed.backToTypical}
          title={footTexts.seed.backToTypical}
          onClick={() => commit('typical')}
        >
          <Icon name="close" />
        </button>
      )}
    </span>
  );
}
