import { useActions, useApp, useWiring } from '../context.ts';
import { Icon } from '../Icon.tsx';
import { step, togglePlay } from '../playback.ts';
import { StatesCaption } from '../states/lazy.ts';
import controls from '../styles/controls.module.css';
import { runTexts } from '../texts/en-run.ts';
import type { Speed } from '../../store/app-store.ts';
import { ActButton } from '../workbench/ActButton.tsx';
import { Clock } from './Clock.tsx';
import { Overview } from './Overview.tsx';
import styles from './Transport.module.css';

const SPEEDS: readonly Speed[] = [1, 2, 4, 10];
const words = runTexts.transport;

/** `hasHelp`: the page has the list of keys. */
export function Transport({ hasHelp = true }: { hasHelp?: boolean }) {
  const { store } = useWiring();
  const { set } = useActions();
  const playing = useApp((state) => state.playing);
  const view = useApp((state) => state.view);
  const speed = useApp((state) => state.speed);
  return (
    <footer className={styles.transport} aria-label={words.label}>
      <div className={styles.buttons}>
        <button type="button" aria-label={words.previous} title={words.previousHint} onClick={() => step(store, -1)}>
          <Icon name="previous" />
        </button>
        <button type="button" className={styles.play} aria-label={playing ? words.pause : words.play} title={words.playHint} onClick={() => togglePlay(store)}>
          <Icon name={playing ? 'pause' : 'play'} />
        </button>
        <button type="button" aria-label={words.next} title={words.nextHint} onClick={() => step(store, 1)}>
          <Icon name="next" />
        </button>
      </div>
      <Clock />
      <ActButton />
      {view === 'timeline' ? <Overview /> : <StatesCaption />}
      <select
        className={`${controls.select} ${styles.speed}`}
        aria-label={words.speed}
        value={speed}
        onChange={(event) => set({ speed: Number(event.target.value) as Speed })}
      >
        {SPEEDS.map((each) => (
          <option key={each} value={each}>{`${each}×`}</option>
        ))}
      </select>
      <div className={styles.hints} aria-hidden="true">
        <span>
          <kbd className={controls.key}>,</kbd>
          <kbd className={controls.key}>.</kbd> {words.hints.step}
        </span>
        <span>
          <kbd className={controls.key}>Space</kbd> {words.hints.play}
        </span>
        {hasHelp && (
          <span>
            <kbd className={controls.key}>?</kbd> {words.hints.keys}
          </span>
        )}
      </div>
    </footer>
  );
}
