import { useEffect, useMemo, useState } from 'react';
import { editCount } from '../../base/line-diff.ts';
import { splitHalves } from '../../store/halves.ts';
import type { GalleryEntry, Lesson } from '../../store/services.ts';
import { useActions, useApp, useWiring } from '../context.ts';
import controls from '../styles/controls.module.css';
import { claimWords } from '../texts/en-claim-words.ts';
import { lessonTexts as words } from '../texts/en-lesson.ts';
import styles from './Lesson.module.css';
import { keepProgress, starsFor, withSolved } from './progress.ts';

/** A goal to be reached by changing the Pod: what has to hold, how many edits it took, and the stars for few of them. */
export function ChangePart({ lesson, name, entry }: { lesson: Lesson; name: string; entry: GalleryEntry | undefined }) {
  const { services } = useWiring();
  const { applyChange } = useActions();
  const text = useApp((state) => state.text);
  const halves = useApp((state) => state.halves);
  const isCurrent = useApp((state) => state.status.kind === 'current' && !state.running);
  const original = useOriginal(name);
  const edits = useMemo(() => (original === undefined ? 0 : editCount(original, text)), [original, text]);
  const isPodOnly = original === undefined || splitHalves(original).scenario === halves.scenario;
  const goal = lesson.change?.goal ?? [];
  const [asClaims, setAsClaims] = useState(false);
  const limits = lesson.change?.stars ?? [];
  const isSolved = isCurrent && isPodOnly && edits > 0 && goal.every(({ verdict }) => verdict === 'pass');
  const stars = isSolved ? starsFor(edits, limits) : 0;
  useEffect(() => {
    if (isSolved && entry) keepProgress(services, (progress) => withSolved(progress, name, stars));
  }, [services, isSolved, entry, name, stars]);

  return (
    <div className={styles.part}>
      <div className={styles.ask}>
        {entry?.level !== undefined && <small>{words.level(entry.level)}</small>}
        <h2>{entry?.goal ?? lesson.change?.text}</h2>
        <span className={styles.grow} />
        <button type="button" className={controls.button} aria-pressed={asClaims} title={words.asClaimsHint} onClick={() => setAsClaims(!asClaims)}>
          {words.asClaims}
        </button>
        {edits > 0 && original !== undefined && (
          <button type="button" className={controls.button} onClick={() => applyChange(words.restartTitle, original)}>
            {words.restart}
          </button>
        )}
      </div>
      <ul className={styles.goals} aria-label={words.goals}>
        {goal.map(({ index, text: notation, claim, verdict, seen }) => (
          <li key={index}>
            <span className={styles.sign} data-good={verdict === 'pass'} aria-hidden="true">
              {verdict === 'pass' ? '✓' : '○'}
            </span>
            <span className="visually-hidden">{verdict === 'pass' ? words.reached : words.missing} </span>
            {asClaims ? <code>{notation}</code> : <span>{claimWords.tell(claim)}</span>}
            <span className={styles.seen}>{seen}</span>
          </li>
        ))}
      </ul>
      <div className={styles.score} aria-live="polite">
        {isSolved ? <strong>{words.solved(edits)}</strong> : <span>{words.edits(edits)}</span>}
        {isSolved && <Stars stars={stars} />}
        {!isPodOnly && <em>{words.podOnly}</em>}
        {limits.length > 0 && <small>{words.aim(limits)}</small>}
      </div>
    </div>
  );
}

export function Stars({ stars }: { stars: number }) {
  return (
    <span className={styles.stars} role="img" aria-label={words.stars(stars)}>
      {'★'.repeat(stars)}
      {'☆'.repeat(3 - stars)}
    </span>
  );
}

/** The text that the changes are counted from: that of the library, else the one that was opened. */
function useOriginal(name: string): string | undefined {
  const { store, services } = useWiring();
  const epoch = useApp((state) => state.textEpoch);
  const [original, setOriginal] = useState<string>();
  useEffect(() => {
    const opened = store.getState().text;
    void services.libraryText(name).then((text) => setOriginal(text ?? opened));
  }, [store, services, name, epoch]);
  return original;
}
