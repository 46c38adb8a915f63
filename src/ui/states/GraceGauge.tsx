import type { Grace } from '../../timeline/states/index.ts';
import { clockSeconds } from '../format.ts';
import { statesTexts } from '../texts/en-states.ts';
import styles from './States.module.css';

const LEFT = 26;
const RIGHT = 868;
const Y = 174;
/** About so many marks on the gauge. */
const MARKS = 6;

interface GraceGaugeProps {
  /** The grace period under way; absent while nothing is being ended. */
  grace: Grace | undefined;
  /** What would be granted. */
  grantedMs: number;
  timeMs: number;
}

/** The grace bracket of the timeline as a gauge: thick is the preStop hook's part, thin the wait after the signal. */
export function GraceGauge({ grace, grantedMs, timeMs }: GraceGaugeProps) {
  const wholeMs = grace?.graceMs ?? grantedMs;
  if (wholeMs <= 0) return null;
  const passedMs = grace === undefined ? 0 : Math.min(timeMs - grace.fromMs, wholeMs);
  const hookMs = grace?.hookEndMs === undefined ? 0 : Math.min(passedMs, grace.hookEndMs - grace.fromMs);
  const x = (ms: number) => LEFT + (ms / wholeMs) * (RIGHT - LEFT);
  const isLate = x(passedMs) > RIGHT - 180;
  return (
    <g>
      <line className={styles.gaugeRest} x1={LEFT} x2={RIGHT} y1={Y} y2={Y} />
      {marksOf(wholeMs).map((ms) => (
        <g key={ms}>
          <line className={styles.gaugeMark} x1={x(ms)} x2={x(ms)} y1={Y - 4} y2={Y + 4} />
          <text className={styles.gaugeText} x={x(ms)} y={Y + 22} textAnchor={ms === 0 ? 'start' : ms === wholeMs ? 'end' : 'middle'}>
            {ms === wholeMs ? statesTexts.termination.killAt(ms / 1000) : ms / 1000}
          </text>
        </g>
      ))}
      {grace && (
        <>
          <rect className={styles.gaugeHook} x={LEFT} y={Y - 5} width={x(hookMs) - LEFT} height={10} />
          <rect className={styles.gaugeWait} x={x(hookMs)} y={Y - 2.5} width={x(passedMs) - x(hookMs)} height={5} />
          <path className={styles.gaugeWait} d={`M${x(passedMs)} ${Y - 8}l6 -9h-12z`} />
          <text className={styles.gaugeLabel} x={x(passedMs) + (isLate ? -10 : 10)} y={Y - 11} textAnchor={isLate ? 'end' : 'start'}>
            {statesTexts.termination.left(clockSeconds(wholeMs - passedMs))}
          </text>
        </>
      )}
      <path className={styles.gaugeWait} d={`M${LEFT - 6} ${Y}l6 -6 6 6 -6 6z`} />
      <rect className={styles.gaugeWait} x={RIGHT - 2.5} y={Y - 8} width={5} height={16} />
    </g>
  );
}

/** Round times along the gauge and its end; what would touch the end's label is left out. */
function marksOf(wholeMs: number): number[] {
  const stepMs = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600].map((seconds) => seconds * 1000).find((ms) => wholeMs / ms <= MARKS) ?? wholeMs;
  const marks: number[] = [];
  for (let ms = 0; ms < wholeMs * 0.86; ms += stepMs) marks.push(ms);
  return [...marks, wholeMs];
}
