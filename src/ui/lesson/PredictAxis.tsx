import { type KeyboardEvent, type PointerEvent as ReactPointerEvent, useEffect, useRef, useState } from 'react';
import { timeAxis, wholeWindow } from '../../store/selectors.ts';
import type { Strip } from '../../store/services.ts';
import { createTimeScale, type TimeScale, timeTicks, tickLabel } from '../../timeline/index.ts';
import { useApp } from '../context.ts';
import { StripPicture } from '../gallery/StripPicture.tsx';
import { lessonTexts as words } from '../texts/en-lesson.ts';
import { pageZoom } from '../theme.ts';
import styles from './Lesson.module.css';

/** A moment that is known before the guess: the deletion, the start that is counted from. */
export interface Anchor {
  atMs: number;
  label: string;
}

/** A guess and what became of it. */
export interface PlacedGuess {
  guessMs: number;
  answerMs: number;
  theirsMs?: number;
}

interface AxisProps {
  anchors: readonly Anchor[];
  /** The guess that is being made. */
  guessMs?: number;
  onGuess?(timeMs: number): void;
  onTake?(): void;
  /** What the run shows; undefined while it is hidden. */
  strip?: Strip;
  placed?: readonly PlacedGuess[];
}

const STEP_MS = 100;
const COARSE_SHARE = 0.01;

/** The axis of the run, above that of the timeline and in line with it; a guess is placed on it, and the run is drawn over the guess. */
export function PredictAxis({ anchors, guessMs, onGuess, onTake, strip, placed = [] }: AxisProps) {
  const box = useRef<HTMLDivElement>(null);
  const whole = useApp(wholeWindow);
  const endMs = useApp((state) => state.run?.trace.endMs ?? 0);
  const { offsetPx, widthPx } = useChartPlace(box);
  const axis = useApp(timeAxis);
  const scale = createTimeScale(whole, widthPx, axis);
  const x = (timeMs: number) => offsetPx + scale.xPx(timeMs);

  const place = (clientX: number) => {
    const leftPx = box.current?.getBoundingClientRect().left ?? 0;
    onGuess?.(clamped(rounded(scale.timeMs((clientX - leftPx) / pageZoom() - offsetPx)), endMs));
  };
  const down = (event: ReactPointerEvent<HTMLDivElement>) => {
    if (!onGuess || event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    place(event.clientX);
  };
  return (
    <div
      ref={box}
      className={styles.axis}
      data-shown={strip ? 'run' : 'guess'}
      onPointerDown={down}
      onPointerMove={(event) => onGuess && event.buttons === 1 && place(event.clientX)}
    >
      <Ticks scale={scale} x={x} />
      {anchors.map(({ atMs, label }) => (
        <span key={`${label}${atMs}`} className={styles.anchor} style={{ left: x(atMs) }} data-left={scale.xPx(atMs) > widthPx / 2 || undefined}>
          <span>{label}</span>
        </span>
      ))}
      {strip && (
        <div className={styles.run} style={{ left: x(0), width: scale.xPx(endMs) - scale.xPx(0) }}>
          <StripPicture strip={strip} className={styles.runPicture} />
        </div>
      )}
      {placed.map((each) => (
        <Distance key={`${each.guessMs} ${each.answerMs}`} guess={each} x={x} />
      ))}
      {guessMs !== undefined && onGuess && (
        <Thumb leftPx={x(guessMs)} guessMs={guessMs} endMs={endMs} onGuess={(timeMs) => onGuess(clamped(rounded(timeMs), endMs))} onTake={onTake} />
      )}
    </div>
  );
}

function Ticks({ scale, x }: { scale: TimeScale; x(timeMs: number): number }) {
  const { major, stepMs } = timeTicks(scale);
  return major.map((timeMs) => (
    <span key={timeMs} className={styles.tick} style={{ left: x(timeMs) }}>
      {tickLabel(timeMs, stepMs)}
    </span>
  ));
}

/** Guess, truth, and what lies between them. */
function Distance({ guess: { guessMs, answerMs, theirsMs }, x }: { guess: PlacedGuess; x(timeMs: number): number }) {
  const [from, to] = [Math.min(guessMs, answerMs), Math.max(guessMs, answerMs)];
  return (
    <>
      <span className={styles.distance} style={{ left: x(from), width: Math.max(1, x(to) - x(from)) }} />
      <span className={styles.guess} style={{ left: x(guessMs) }} />
      {theirsMs !== undefined && <span className={styles.theirs} style={{ left: x(theirsMs) }} />}
      <span className={styles.answer} style={{ left: x(answerMs) }} />
    </>
  );
}

interface ThumbProps {
  leftPx: number;
  guessMs: number;
  endMs: number;
  onGuess(timeMs: number): void;
  onTake?: (() => void) | undefined;
}

function Thumb({ leftPx, guessMs, endMs, onGuess, onTake }: ThumbProps) {
  const thumb = useRef<HTMLSpanElement>(null);
  useEffect(() => thumb.current?.focus(), []);
  const press = (event: KeyboardEvent) => {
    const coarseMs = Math.max(STEP_MS, endMs * COARSE_SHARE);
    const stepMs = event.shiftKey ? STEP_MS : coarseMs;
    const moves: Record<string, number> = {
      ArrowLeft: guessMs - stepMs,
      ArrowDown: guessMs - stepMs,
      ArrowRight: guessMs + stepMs,
      ArrowUp: guessMs + stepMs,
      PageDown: guessMs - 10 * coarseMs,
      PageUp: guessMs + 10 * coarseMs,
      Home: 0,
      End: endMs,
    };
    const toMs = moves[event.key];
    if (event.key === 'Enter') onTake?.();
    else if (toMs !== undefined) onGuess(toMs);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <span
      ref={thumb}
      className={styles.thumb}
      style={{ left: leftPx }}
      role="slider"
      tabIndex={0}
      aria-label={words.axis}
      aria-valuemin={0}
      aria-valuemax={endMs}
      aria-valuenow={guessMs}
      aria-valuetext={words.guessAt(guessMs)}
      onKeyDown={press}
    >
      <span>{words.guessAt(guessMs)}</span>
    </span>
  );
}

const rounded = (timeMs: number) => Math.round(timeMs / STEP_MS) * STEP_MS;
const clamped = (timeMs: number, endMs: number) => Math.min(Math.max(0, timeMs), endMs);

/** Where the chart of the timeline lies, seen from here: both axes are to stand over each other. Without a chart, all the room there is. */
function useChartPlace(box: React.RefObject<HTMLElement | null>): { offsetPx: number; widthPx: number } {
  const [place, setPlace] = useState({ offsetPx: 0, widthPx: 600 });
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const chart = document.querySelector('[data-testid="timeline-canvas"]');
    const measure = () => {
      const own = element.getBoundingClientRect();
      const rect = chart?.getBoundingClientRect();
      const zoom = pageZoom();
      setPlace(rect && rect.width > 0 ? { offsetPx: (rect.left - own.left) / zoom, widthPx: rect.width / zoom } : { offsetPx: 0, widthPx: own.width / zoom });
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    if (chart) observer.observe(chart);
    measure();
    return () => observer.disconnect();
  }, [box]);
  return place;
}
