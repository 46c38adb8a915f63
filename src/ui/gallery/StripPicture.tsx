import type { Strip } from '../../store/services.ts';
import styles from './Strip.module.css';

type Row = Strip['rows'][number];
type Bar = Row['bars'][number];

const WIDTH = 1000;
const ROW = 16;
const BAR = 11;
const HOOK = 3;
/** More rows would be too thin to tell apart. */
const MOST_ROWS = 4;

interface StripPictureProps {
  strip: Strip;
  className?: string | undefined;
  /** The picture ends there: what begins later is left out, what lasts longer is cut. */
  untilMs?: number | undefined;
}

/** What the main process of each container does, without words: the shapes of the timeline's process lane. */
export function StripPicture({ strip, className = '', untilMs = strip.endMs }: StripPictureProps) {
  const rows = strip.rows.slice(0, MOST_ROWS).map((row) => rowUntil(row, untilMs));
  const height = Math.max(1, rows.length) * ROW;
  return (
    <svg className={`${styles.strip} ${className}`} viewBox={`0 0 ${WIDTH} ${height}`} preserveAspectRatio="none" aria-hidden="true">
      {rows.map((row, index) => (
        <g key={row.container} transform={`translate(0 ${index * ROW})`}>
          <path className={styles.base} d={`M0 ${ROW - 2}H${WIDTH}`} />
          {row.bars.map((bar) => (
            <path key={`${bar.kind}${bar.fromMs}`} className={styles[bar.kind]} d={shapeOf(bar, untilMs)} />
          ))}
          {row.exits.map(({ atMs, failed }) => (
            <path key={atMs} className={failed ? styles.failed : styles.ended} d={`M${xOf(atMs, untilMs)} 1V${ROW - 2}`} />
          ))}
        </g>
      ))}
    </svg>
  );
}

function rowUntil({ container, bars, exits }: Row, untilMs: number): Row {
  return {
    container,
    bars: bars.filter(({ fromMs }) => fromMs < untilMs).map((bar) => ({ ...bar, toMs: Math.min(bar.toMs, untilMs) })),
    exits: exits.filter(({ atMs }) => atMs < untilMs),
  };
}

function xOf(timeMs: number, endMs: number): number {
  return Math.round((timeMs / Math.max(1, endMs)) * WIDTH * 10) / 10;
}

/** Booting ramps up, serving is a block, draining ramps down, a pull is half as high, a wait a line. */
function shapeOf({ kind, fromMs, toMs }: Bar, endMs: number): string {
  const from = xOf(fromMs, endMs);
  const to = Math.max(from + 1, xOf(toMs, endMs));
  const foot = ROW - 2;
  const top = foot - BAR;
  const middle = foot - BAR / 2;
  switch (kind) {
    case 'booting':
      return `M${from} ${foot}V${middle}L${to} ${top}V${foot}z`;
    case 'draining':
      return `M${from} ${foot}V${top}L${to} ${middle}V${foot}z`;
    case 'pulling':
      return `M${from} ${foot}V${middle}H${to}V${foot}z`;
    case 'waiting':
      return `M${from} ${middle}H${to}`;
    case 'hook':
      return `M${from} 0H${to}V${HOOK}H${from}z`;
    case 'serving':
      return `M${from} ${foot}V${top}H${to}V${foot}z`;
  }
}
