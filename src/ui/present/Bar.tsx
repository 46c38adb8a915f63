import { presentTexts as words } from '../texts/en-present.ts';
import type { StaleNote } from './stale.ts';
import styles from './Present.module.css';

interface BarProps {
  beats: readonly unknown[];
  /** Undefined while there is no story. */
  current: number | undefined;
  hidesFuture: boolean;
  /** What the beat on stage says that is not in the run; for the presenter, who sees the bar. */
  stale: readonly StaleNote[];
  /** What the keys do that the bar names. */
  act: Record<'next' | 'future' | 'whatIf' | 'all' | 'leave' | 'story', () => void>;
}

/** Below the slide: how far the story is, and the keys that matter most. */
export function Bar({ beats, current, hidesFuture, stale, act }: BarProps) {
  const placeOf = (index: number) => (current === undefined || index > current ? 'ahead' : index === current ? 'here' : 'done');
  return (
    <footer className={styles.bar}>
      <span className={styles.count}>{current !== undefined && words.beat(current + 1, beats.length)}</span>
      <ol className={styles.dots} aria-hidden="true">
        {beats.map((_, index) => (
          <li key={index} data-place={placeOf(index)} />
        ))}
      </ol>
      {stale.length > 0 && (
        <button type="button" className={styles.key} title={words.stale.onStageHint(stale.map(({ text }) => text).join(' '))} onClick={act.story}>
          <kbd>!</kbd> {words.stale.onStage}
        </button>
      )}
      <Key name="→" label={words.keys.next} act={act.next} />
      <Key name="H" label={words.keys.future[hidesFuture ? 'hidden' : 'shown']} act={act.future} />
      <Key name="W" label={words.keys.whatIf} act={act.whatIf} />
      <Key name="?" label={words.keys.all} act={act.all} />
      <Key name="Esc" label={words.keys.leave} act={act.leave} />
    </footer>
  );
}

function Key({ name, label, act }: { name: string; label: string; act(): void }) {
  return (
    <button type="button" className={styles.key} onClick={act}>
      <kbd>{name}</kbd> {label}
    </button>
  );
}
