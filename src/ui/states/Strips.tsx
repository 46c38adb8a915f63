import { memo, type PointerEvent, useEffect, useRef, useState } from 'react';
import { createTimeScale, tickLabel, timeTicks } from '../../timeline/index.ts';
import type { ContainerMachines, PodMachines, ProbeSubject } from '../../timeline/states/index.ts';
import { useActions, useApp, useWiring } from '../context.ts';
import { pageZoom } from '../theme.ts';
import { clockSeconds } from '../format.ts';
import { runTexts } from '../texts/en-run.ts';
import { firstThatFits, STRIP_FONT } from './measure.ts';
import { goTo } from '../playback.ts';
import styles from './States.module.css';
import { type Bar, type StripRow, stripRows } from './strip-rows.ts';

const LABELS_PX = 148;
const RIGHT_PX = 20;
const TOP_PX = 21;
const ROW_PX = 21;
/** Height of a full bar. */
const BAR_PX = 14;

interface StripsProps {
  machines: PodMachines;
  container: ContainerMachines;
  probe: ProbeSubject | undefined;
}

/** The history of each machine as a strip over the whole run; dragging in it moves the playhead. */
export function Strips({ machines, container, probe }: StripsProps) {
  const { store } = useWiring();
  const { seek, set } = useActions();
  const box = useRef<HTMLDivElement>(null);
  const [widthPx, setWidthPx] = useState(0);
  const timeMs = useApp((state) => state.playheadMs);
  const hideFuture = useApp((state) => state.hideFuture);
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setWidthPx(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const rows = stripRows(machines, container, probe);
  const heightPx = TOP_PX + rows.length * ROW_PX + 3;
  const { endMs } = machines;
  const chartPx = Math.max(1, widthPx - LABELS_PX - 10 - RIGHT_PX);
  const x = (ms: number) => LABELS_PX + 10 + (ms / Math.max(1, endMs)) * chartPx;
  const down = (event: PointerEvent<HTMLDivElement>) => {
    const element = event.currentTarget;
    const leftPx = element.getBoundingClientRect().left;
    const drag = (clientX: number) => seek(Math.round((((clientX - leftPx) / pageZoom() - LABELS_PX - 10) / chartPx) * endMs));
    const move = (moved: globalThis.PointerEvent) => drag(moved.clientX);
    const up = () => {
      element.removeEventListener('pointermove', move);
      element.removeEventListener('pointerup', up);
      element.removeEventListener('pointercancel', up);
    };
    set({ playing: false });
    element.setPointerCapture(event.pointerId);
    element.addEventListener('pointermove', move);
    element.addEventListener('pointerup', up);
    element.addEventListener('pointercancel', up);
    drag(event.clientX);
  };
  return (
    <div
      ref={box}
      className={styles.strips}
      role="slider"
      tabIndex={0}
      aria-label={runTexts.transport.playhead}
      aria-valuemin={0}
      aria-valuemax={endMs}
      aria-valuenow={Math.round(timeMs)}
      aria-valuetext={clockSeconds(timeMs)}
      onPointerDown={down}
      onKeyDown={(event) => {
        if (event.key !== 'PageUp' && event.key !== 'PageDown') return;
        event.preventDefault();
        goTo(store, timeMs + (event.key === 'PageUp' ? endMs : -endMs) / 10);
      }}
    >
      {widthPx > 0 && (
        <svg width={widthPx} height={heightPx} aria-hidden="true">
          <History rows={rows} endMs={hideFuture ? timeMs : endMs} wholeMs={endMs} widthPx={widthPx} heightPx={heightPx} chartPx={chartPx} />
          <line className={styles.playhead} x1={x(timeMs)} x2={x(timeMs)} y1={0} y2={heightPx} />
          <rect className={styles.flag} x={x(timeMs) - 29} y={0} width={58} height={17} rx={2} />
          <text className={styles.flagText} x={x(timeMs)} y={12.5} textAnchor="middle">
            {clockSeconds(timeMs)}
          </text>
        </svg>
      )}
    </div>
  );
}

interface HistoryProps {
  rows: readonly StripRow[];
  /** Nothing after this is drawn. */
  endMs: number;
  wholeMs: number;
  widthPx: number;
  heightPx: number;
  chartPx: number;
}

/** All but the playhead: drawn anew only when the run, the subject or the width changes. */
const History = memo(function History({ rows, endMs, wholeMs, heightPx, chartPx }: HistoryProps) {
  const x = (ms: number) => LABELS_PX + 10 + (ms / Math.max(1, wholeMs)) * chartPx;
  const ticks = timeTicks(createTimeScale({ fromMs: 0, toMs: Math.max(1, wholeMs) }, chartPx));
  return (
    <>
      {ticks.major.map((ms) => (
        <g key={ms}>
          <line className={styles.gridLine} x1={x(ms)} x2={x(ms)} y1={16} y2={heightPx} />
          <text className={styles.tick} x={x(ms)} y={13} textAnchor={ms === 0 ? 'start' : 'middle'}>
            {tickLabel(ms, ticks.stepMs)}
          </text>
        </g>
      ))}
      {rows.map(({ id, title, bars }, row) => (
        <g key={id}>
          <text className={styles.stripTitle} x={16} y={TOP_PX + row * ROW_PX + 12}>
            {title}
          </text>
          <line className={styles.ground} x1={x(0)} x2={x(wholeMs)} y1={TOP_PX + row * ROW_PX + 15.5} y2={TOP_PX + row * ROW_PX + 15.5} />
          {bars
            .filter(({ fromMs }) => fromMs < endMs)
            .map((bar, index) => (
              <StripBar key={index} bar={bar} leftPx={x(bar.fromMs)} rightPx={x(Math.min(bar.toMs, endMs))} bottomPx={TOP_PX + row * ROW_PX + 16} />
            ))}
        </g>
      ))}
    </>
  );
}, sameHistory);

function sameHistory(a: HistoryProps, b: HistoryProps): boolean {
  return a.rows === b.rows && a.endMs === b.endMs && a.widthPx === b.widthPx && a.heightPx === b.heightPx;
}

function StripBar({ bar, leftPx, rightPx, bottomPx }: { bar: Bar; leftPx: number; rightPx: number; bottomPx: number }) {
  const widthPx = Math.max(1.5, rightPx - leftPx - 1);
  const heightPx = Math.max(3, bar.height * BAR_PX);
  const top = bottomPx - heightPx;
  const label = firstThatFits(bar.forms, widthPx - 12, STRIP_FONT);
  return (
    <g className={styles.bar} data-look={bar.look}>
      {bar.look === 'boot' ? (
        <>
          <path className={styles.fill} d={`M${leftPx} ${bottomPx}V${bottomPx - BAR_PX / 2}L${leftPx + widthPx} ${bottomPx - 13}V${bottomPx}z`} />
          <path className={styles.bootEdge} d={`M${leftPx} ${bottomPx - BAR_PX / 2}L${leftPx + widthPx} ${bottomPx - 13}`} />
        </>
      ) : (
        <rect className={styles.fill} x={leftPx} y={top} width={widthPx} height={heightPx} rx={bar.look.startsWith('api') ? 3 : 0} />
      )}
      {(bar.look === 'backOff' || bar.look === 'apiBackOff') && (
        <Hatch leftPx={leftPx} topPx={top} widthPx={widthPx} heightPx={heightPx} isEven={bar.look === 'apiBackOff'} />
      )}
      {label !== undefined && (
        <text className={styles.barText} x={leftPx + 7} y={bottomPx - 3.5}>
          {label}
        </text>
      )}
    </g>
  );
}

interface HatchProps {
  leftPx: number;
  topPx: number;
  widthPx: number;
  heightPx: number;
  isEven: boolean;
}

/** Diagonals: on the node they thin out towards the release, in the API they are even. */
function Hatch({ leftPx, topPx, widthPx, heightPx, isEven }: HatchProps) {
  const lines = [];
  for (let d = -heightPx; d < widthPx; d += 6) {
    lines.push(
      <line
        key={d}
        className={styles.hatch}
        x1={Math.max(leftPx, leftPx + d)}
        y1={topPx + heightPx - Math.max(0, -d)}
        x2={Math.min(leftPx + widthPx, leftPx + d + heightPx)}
        y2={topPx + Math.max(0, d + heightPx - widthPx)}
        strokeWidth={isEven ? 1 : 0.6 + 2 * (1 - Math.max(0, d) / widthPx)}
      />,
    );
  }
  return lines;
}
