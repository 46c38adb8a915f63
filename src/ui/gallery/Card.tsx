import { type KeyboardEvent, memo, type MouseEvent, useEffect, useRef, useState } from 'react';
import type { LessonMode } from '../../store/app-store.ts';
import type { GalleryEntry, Strip } from '../../store/services.ts';
import { useWiring } from '../context.ts';
import type { Progress } from '../lesson/progress.ts';
import controls from '../styles/controls.module.css';
import { galleryTexts as words } from '../texts/en-gallery.ts';
import { unbroken } from '../format.ts';
import styles from './Gallery.module.css';
import { Prose } from './Prose.tsx';
import { highlighted } from './shelves.ts';
import { StripPicture } from './StripPicture.tsx';

interface CardProps {
  entry: GalleryEntry;
  progress: Progress;
  current: boolean;
  open(name: string, lesson: LessonMode): void;
  /** Words to be marked. */
  needles?: readonly string[];
  /** Symptoms that a search has found. */
  because?: readonly string[];
  /** Whether opening it means to play its level. */
  play?: boolean;
}

const NONE: readonly string[] = [];

/** An entry: its question, two sentences, and what its run looks like. */
export const Card = memo(function Card({ entry, progress, current, open, needles = NONE, because = NONE, play = false }: CardProps) {
  const { name, title, sentences, level, myth } = entry;
  const stars = progress.solved[name];
  const mark = (text: string) =>
    highlighted(text, needles).map((piece, index) => (piece.marked ? <mark key={`${index}${piece.text}`}>{piece.text}</mark> : unbroken(piece.text)));
  const follow = (event: MouseEvent) => {
    // A click with a modifier belongs to the browser: another tab, another window
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(name, play ? 'change' : 'read');
  };
  const press = (event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== 'p' || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    open(name, 'predict');
  };
  return (
    <li className={styles.card} aria-current={current ? 'true' : undefined}>
      <a href={`#/q/${name}`} data-card onClick={follow} onKeyDown={press}>
        <strong>{mark(title)}</strong>
        <span className={styles.sentences}>
          <Prose text={sentences} mark={mark} />
        </span>
        {because.length > 0 && (
          <span className={styles.because}>
            {words.shows}{' '}
            {because.map((symptom) => (
              <code key={symptom}>{mark(symptom)}</code>
            ))}
          </span>
        )}
        {myth !== undefined && because.length === 0 && (
          <span className={styles.because}>
            {words.myth} “{mark(myth)}”
          </span>
        )}
      </a>
      <Thumbnail name={name} isKnown={stars !== undefined || progress.seen.includes(name)} />
      <div className={styles.marks}>
        {level !== undefined && <small>{words.level(level)}</small>}
        {entry.isQuestion && <small>{words.question}</small>}
        {progress.seen.includes(name) && stars === undefined && <small>{words.seen}</small>}
        {stars !== undefined && (
          <small className={styles.solved}>
            ✓ {words.solved} {'★'.repeat(stars)}
          </small>
        )}
        <span className={styles.grow} />
        <button type="button" className={controls.button} onClick={() => open(name, 'predict')}>
          {words.predict}
        </button>
      </div>
    </li>
  );
});

/**
 * The process strip of the entry's run, made by the worker once the card comes into view. Until the reader has opened the entry it shows only
 * the beginning, up to what would answer the card, stretched to the same width on each: the edge of the veil gives nothing away.
 */
function Thumbnail({ name, isKnown }: { name: string; isKnown: boolean }) {
  const { services } = useWiring();
  const box = useRef<HTMLDivElement>(null);
  const [strip, setStrip] = useState<Strip>();
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    let gone = false;
    const observer = new IntersectionObserver(([seen]) => {
      if (!seen?.isIntersecting) return;
      observer.disconnect();
      // The worker was stopped: it draws the strip the next time
      void services.strip(name).then(
        (made) => !gone && setStrip(made),
        () => undefined,
      );
    });
    observer.observe(element);
    return () => {
      gone = true;
      observer.disconnect();
    };
  }, [services, name]);
  const askedMs = isKnown || strip?.askedMs === undefined || strip.askedMs >= strip.endMs ? undefined : strip.askedMs;
  return (
    <div ref={box} className={styles.thumbnail} data-drawn={strip !== undefined} data-veiled={askedMs !== undefined}>
      {strip && <StripPicture strip={strip} className={styles.picture} untilMs={askedMs} />}
      {askedMs !== undefined && (
        <span className={styles.veil} aria-hidden="true">
          ?
        </span>
      )}
    </div>
  );
}
