import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Finding } from '../../explain/types.ts';
import { timelineModel } from '../../store/selectors.ts';
import { isFilteredOut, isFolded, laneRects, type TimelineModel } from '../../timeline/index.ts';
import { HairLines } from '../app/LoadingWorkbench.tsx';
import { useApp, useWiring } from '../context.ts';
import { useAfterFirstPaint } from '../first-paint.ts';
import { runTexts } from '../texts/en-run.ts';
import type { HandlesProps } from '../workbench/Handles.tsx';
import { EmptyText, EmptyTimeline } from './EmptyTimeline.tsx';
import { KeyStrip } from './KeyStrip.tsx';
import { LaneGrid } from './LaneGrid.tsx';
import { lanesOnPhone, usePhone } from './phone.ts';
import { SurfaceContext } from './surface-context.ts';
import { TimelineSurface } from './surface.ts';
import styles from './Timeline.module.css';
import { useRehearsal } from './use-rehearsal.ts';

const loadFoldButtons = () => import('./FoldButtons.tsx');

/** Nobody changes a run before having seen it. */
const loadHandles = () => import('../workbench/Handles.tsx');

/** Room for the lanes; 0 until it is measured. */
interface Room {
  widthPx: number;
  heightPx: number;
}

export function TimelinePanel() {
  const model = useApp(timelineModel);
  const invalid = useApp((state) => state.status.kind !== 'current' && state.run !== undefined);
  const waiting = useApp((state) => state.run === undefined && state.status.kind === 'current');
  useRehearsal(waiting);
  return (
    <section className={styles.timeline} aria-label={runTexts.timeline.label} data-stale={invalid || undefined}>
      {model ? <Lanes model={model} /> : waiting ? <HairLines /> : <EmptyTimeline />}
      <EmptyText />
      <KeyStrip />
    </section>
  );
}

function Lanes({ model }: { model: TimelineModel }) {
  const wiring = useWiring();
  const phone = usePhone();
  const folded = useApp((state) => state.folded);
  const laneFilter = useApp((state) => state.laneFilter);
  const hiddenSide = useApp((state) => (state.onlyOther ? state.compare?.presentIs : undefined));
  const clock = useApp((state) => state.clock);
  const hasUnfolded = useApp((state) => state.unfoldedLoops.size > 0);
  const runId = useApp((state) => state.run?.id ?? -1);
  const findings = useApp((state) => state.run?.story.findings);
  const [room, setRoom] = useState<Room>({ widthPx: 0, heightPx: 0 });
  const [surface, setSurface] = useState<TimelineSurface>();
  const elements = useRef<Partial<Record<'chart' | 'lanes' | 'overlay' | 'axis' | 'tip', HTMLElement | null>>>({});
  const scroller = useRef<HTMLDivElement>(null);
  const keep = (name: keyof typeof elements.current) => (element: HTMLElement | null) => {
    elements.current[name] = element;
  };

  const layout = useMemo(
    () =>
      laneRects(phone ? lanesOnPhone(model, troubledIn(findings)) : model, {
        heightPx: phone ? PHONE_LANES_PX : room.heightPx,
        hidden: (lane) => isFilteredOut(laneFilter, lane) || isFolded(folded, lane) || (hiddenSide !== undefined && lane.home?.side === hiddenSide),
      }),
    [model, phone, findings, room.heightPx, folded, laneFilter, hiddenSide],
  );
  const labelPx = labelWidthPx(room.widthPx, phone);
  const chartPx = Math.max(0, room.widthPx - labelPx);
  const visiblePx = phone ? layout.totalPx : room.heightPx;

  useLayoutEffect(() => {
    const { chart, lanes, overlay, axis, tip } = elements.current;
    const scrolling = scroller.current;
    if (!scrolling || !chart || !lanes || !overlay || !axis || !tip) return undefined;
    const created = new TimelineSurface(
      { scroller: scrolling, chart, lanes: lanes as HTMLCanvasElement, overlay: overlay as HTMLCanvasElement, axis: axis as HTMLCanvasElement, tip },
      wiring,
    );
    setSurface(created);
    const measure = () => {
      const { clientWidth: widthPx, clientHeight: heightPx } = scrolling;
      // An observer tells the size at once, which is no change
      setRoom((room) => (room.widthPx === widthPx && room.heightPx === heightPx ? room : { widthPx, heightPx }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(scrolling);
    return () => {
      observer.disconnect();
      created.dispose();
    };
  }, [wiring]);

  useLayoutEffect(() => {
    if (surface && chartPx > 0) surface.setScene({ model, layout, widthPx: chartPx, heightPx: visiblePx, runId });
  }, [surface, model, layout, chartPx, visiblePx, runId]);

  return (
    <SurfaceContext value={surface}>
      <div className={styles.axisRow}>
        <div className={styles.corner} style={{ width: labelPx }}>
          {runTexts.timeline.corner[clock]}
        </div>
        <canvas ref={keep('axis')} className={styles.axis} aria-hidden="true" />
      </div>
      <div ref={scroller} className={styles.scroller}>
        <div className={styles.inner} style={{ height: layout.totalPx }}>
          <div
            ref={keep('chart')}
            className={styles.chart}
            style={{ marginLeft: labelPx, height: Math.max(0, Math.min(visiblePx, Math.max(layout.totalPx, room.heightPx))) }}
          >
            <canvas ref={keep('lanes')} className={styles.canvas} aria-hidden="true" />
            <canvas ref={keep('overlay')} className={styles.canvas} aria-hidden="true" data-testid="timeline-canvas" />
          </div>
          {room.widthPx > 0 && <LaneGrid model={model} layout={layout} scroller={scroller} labelPx={labelPx} chartPx={chartPx} />}
          {chartPx > 0 && hasUnfolded && <FoldButtons layout={layout} labelPx={labelPx} chartPx={chartPx} />}
          {!phone && chartPx > 0 && <Handles layout={layout} labelPx={labelPx} chartPx={chartPx} />}
        </div>
      </div>
      <div className={styles.veil} aria-hidden="true" />
      <div ref={keep('tip')} className={styles.tip} role="tooltip" hidden />
    </SurfaceContext>
  );
}

function FoldButtons(props: HandlesProps) {
  const buttons = useAfterFirstPaint(loadFoldButtons);
  return buttons ? <buttons.FoldButtons {...props} /> : null;
}

function Handles(props: HandlesProps) {
  const handles = useAfterFirstPaint(loadHandles);
  return handles ? <handles.Handles {...props} /> : null;
}

/** On a phone the page scrolls, not the lanes; they get as tall as two lines of label need. */
const PHONE_LANES_PX = 380;

function troubledIn(findings: readonly Finding[] = []): ReadonlySet<string> {
  return new Set(findings.flatMap(({ severity, container }) => (severity === 'problem' && container !== undefined ? [container] : [])));
}

function labelWidthPx(widthPx: number, phone: boolean): number {
  if (phone) return 92;
  return widthPx < 760 ? 160 : widthPx < 1100 ? 186 : 216;
}
