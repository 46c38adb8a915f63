import { useMemo } from 'react';
import type { Trace } from '../../model/trace.ts';
import type { Beat } from '../../store/services.ts';
import { type Gauge, gaugesOf } from '../../timeline/gauges.ts';
import { useApp } from '../context.ts';
import { presentTexts } from '../texts/en-present.ts';
import styles from './Present.module.css';

const words = presentTexts.gauges;
const PROBE_LANE = /\.(startup|liveness|readiness)$/;

/** Up to three numbers of the container on stage. */
export function Gauges({ beat, timeMs }: { beat: Beat; timeMs: number }) {
  const trace = useApp((state) => state.run?.trace);
  const onStage = containersOf(beat);
  const container = toldOf(beat, trace, onStage) ?? onStage[0];
  const probe = PROBE_LANE.exec(beat.lanes.find((lane) => PROBE_LANE.test(lane)) ?? '')?.[1] as 'startup' | 'liveness' | 'readiness' | undefined;
  const at = useMemo(() => (trace && container !== undefined ? gaugesOf(trace, container, probe) : undefined), [trace, container, probe]);
  return at?.(timeMs).map((gauge) => <OneGauge key={gauge.kind} gauge={gauge} owner={onStage.length > 1 ? container : undefined} />);
}

function containersOf({ lanes }: Beat): string[] {
  const own = lanes.filter((lane) => lane !== 'actions' && !/^pod(?:\.|$)/.test(lane));
  return [...new Set(own.map((lane) => lane.replace(/\.(?:process|startup|liveness|readiness|status)$/, '')))];
}

/** The container that the beat tells of, if it is on stage. */
function toldOf({ record }: Beat, trace: Trace | undefined, onStage: readonly string[]): string | undefined {
  const told = record === undefined ? undefined : trace?.records[record];
  return told && 'container' in told && onStage.includes(told.container) ? told.container : undefined;
}

/** @param owner said where there are several containers on stage. */
function OneGauge({ gauge, owner }: { gauge: Gauge; owner: string | undefined }) {
  const { label, value, unit, part, steps } = told(gauge);
  return (
    <div className={styles.gauge} data-kind={gauge.kind}>
      <span className={styles.gaugeLabel}>
        {owner !== undefined && <code>{owner}</code>} {label}
      </span>
      <span className={styles.value}>
        {value} <small>{unit}</small>
      </span>
      {steps ? (
        <span className={styles.steps} aria-hidden="true">
          {Array.from({ length: steps.of }, (_, index) => (
            <i key={index} data-failed={index < steps.failed || undefined} />
          ))}
        </span>
      ) : (
        part !== undefined && (
          <span className={styles.meter} aria-hidden="true">
            <i style={gauge.kind === 'boot' ? { width: `${part * 100}%`, clipPath: rampOf(part) } : { width: `${part * 100}%` }} />
          </span>
        )
      )}
    </div>
  );
}

/** As a boot is on the lanes: from half the height up, the height reached is the progress. */
function rampOf(part: number): string {
  return `polygon(0 50%, 100% ${50 - part * 50}%, 100% 100%, 0 100%)`;
}

interface Told {
  label: string;
  value: string;
  unit: string;
  /** From 0 to 1. */
  part?: number;
  steps?: { failed: number; of: number };
}

/** Thresholds above this are no steps anybody could count. */
const MOST_STEPS = 10;

function told(gauge: Gauge): Told {
  switch (gauge.kind) {
    case 'boot': {
      const { state, doneMs, ofMs } = gauge;
      if (state === 'booting') return { label: words.boot, value: short(doneMs), unit: words.of(seconds(ofMs)), part: doneMs / ofMs };
      return { label: words.boot, value: '', unit: words.bootStates[state], part: state === 'done' ? 1 : 0 };
    }
    case 'grace': {
      const { state, leftMs, ofMs } = gauge;
      if (state === 'running') return { label: words.grace, value: short(leftMs), unit: words.of(seconds(ofMs)), part: ofMs > 0 ? leftMs / ofMs : 0 };
      return { label: words.grace, value: '', unit: words.graceStates[state], part: 0 };
    }
    case 'probe': {
      const { probe, failures, threshold } = gauge;
      const bar = threshold <= MOST_STEPS ? { steps: { failed: failures, of: threshold } } : { part: failures / threshold };
      return { label: words.probe(probe), value: String(failures), unit: words.failed(threshold), ...bar };
    }
    case 'backOff': {
      const { state, leftMs, ofMs } = gauge;
      if (state === 'none') return { label: words.backOff, value: '', unit: words.noBackOff, part: 0 };
      return { label: words.backOff, value: short(leftMs), unit: words.of(seconds(ofMs)), part: leftMs / ofMs };
    }
    case 'restarts':
      return { label: words.restarts, value: String(gauge.count), unit: '' };
  }
}

function short(ms: number): string {
  return (ms / 1000).toFixed(1).replace(/\.0$/, '');
}

function seconds(ms: number): string {
  return `${short(ms)} s`;
}
