import { useEffect, useMemo, useState } from 'react';
import { createPortal, flushSync } from 'react-dom';
import { figureSvg } from '../../export/index.ts';
import type { AppState, Run } from '../../store/app-store.ts';
import { selectedExplanation } from '../../store/selectors.ts';
import { isFilteredOut } from '../../timeline/index.ts';
import { useWiring } from '../context.ts';
import { clockSeconds } from '../format.ts';
import { KeyStrip } from '../timeline/KeyStrip.tsx';
import { runTexts } from '../texts/en-run.ts';
import { useTitle } from '../use-title.ts';
import styles from './Print.module.css';

/** As wide as a page across at 96 dots an inch, so that type is as large on paper as on screen. */
const WIDTH_PX = 1040;

/**
 * What is printed of a timeline: the verdict, the lanes over the full width, their key, what was asked why, and the link. It is made when the browser
 * prints, of what is on screen at that moment. Other views are printed as they are.
 */
export default function PrintSheet() {
  const { store } = useWiring();
  const title = useTitle();
  const [printed, setPrinted] = useState<AppState>();
  useEffect(() => {
    const root = document.documentElement;
    const begin = () => {
      const state = store.getState();
      const { run, view, compare, present, dialog } = state;
      if (!run || view !== 'timeline' || compare || (present && !present.away) || dialog !== undefined) return;
      root.dataset['print'] = 'sheet';
      // The browser takes what is there when the event is over
      flushSync(() => setPrinted(state));
    };
    const end = () => {
      if (root.dataset['print'] === 'sheet') delete root.dataset['print'];
      setPrinted(undefined);
    };
    addEventListener('beforeprint', begin);
    addEventListener('afterprint', end);
    return () => {
      removeEventListener('beforeprint', begin);
      removeEventListener('afterprint', end);
      end();
    };
  }, [store]);
  return printed?.run ? createPortal(<Sheet state={printed} run={printed.run} title={title} />, document.body) : null;
}

function Sheet({ state, run, title }: { state: AppState; run: Run; title: string }) {
  const { hideFuture, playheadMs } = state;
  const told = selectedExplanation(state);
  const steps = told?.steps.filter(({ t }) => !hideFuture || t <= playheadMs) ?? [];
  const finding = hideFuture ? undefined : told?.finding;
  return (
    <article className={styles.sheet}>
      <h1>{title}</h1>
      <Lanes state={state} run={run} />
      <KeyStrip wrapped />
      {told && steps.length > 0 && (
        <section className={styles.why}>
          <h2>{told.question}</h2>
          <ol>
            {steps.map((step, index) => (
              <li key={index}>
                <b>{index + 1}</b>
                <time>{clockSeconds(step.t)}</time>
                <span>
                  {step.title}
                  {step.detail !== '' && <small> · {step.detail}</small>}
                </span>
              </li>
            ))}
          </ol>
          {finding && (
            <p>
              <strong>{finding.title}</strong> {finding.detail} {finding.change?.title}
            </p>
          )}
        </section>
      )}
      <footer>{location.href}</footer>
    </article>
  );
}

function Lanes({ state, run }: { state: AppState; run: Run }) {
  const { density, clock, window, unfoldedLoops, hideFuture, playheadMs, laneFilter } = state;
  const drawing = useMemo(() => {
    const { verdict, disagreements } = run.story;
    const svg = figureSvg(run.trace, hideFuture ? { headline: runTexts.timeline.veil, line: '' } : verdict, {
      widthPx: WIDTH_PX,
      density,
      disagreements,
      unfoldedLoops,
      wallClock: clock === 'wall',
      hidden: (lane) => isFilteredOut(laneFilter, lane),
      ...(window && { window }),
      ...(hideFuture && { playheadMs }),
    });
    return new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
  }, [run, density, clock, window, unfoldedLoops, hideFuture, playheadMs, laneFilter]);
  return <div className={styles.lanes} ref={(element) => element?.replaceChildren(drawing)} />;
}
