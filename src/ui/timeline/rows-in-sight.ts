import { type RefObject, useLayoutEffect, useState } from 'react';
import type { LaneLayout, LaneRect } from '../../timeline/index.ts';

/** Up to so many rows are all there: who reads with a screen reader may wander through them. */
const MOST_WITHOUT_LOOKING = 200;

/**
 * The rows that have to exist as elements: all of them, but of thousands only those within a screen's height of what is on screen. The
 * grid says how many there are.
 * @param grid an element within the one that scrolls the lanes
 * @param always lanes whose row exists wherever it is
 */
export function useRowsInSight(grid: RefObject<HTMLElement | null>, { rects }: LaneLayout, always: readonly (string | undefined)[]): readonly LaneRect[] {
  const [sight, setSight] = useState({ fromPx: 0, toPx: 0 });
  const isLong = rects.length > MOST_WITHOUT_LOOKING;
  useLayoutEffect(() => {
    const scroller = isLong ? grid.current?.parentElement?.parentElement : undefined;
    if (!scroller) return undefined;
    const look = () =>
      setSight((before) => {
        const { scrollTop, clientHeight } = scroller;
        const isCovered = before.fromPx <= Math.max(0, scrollTop - clientHeight / 2) && scrollTop + clientHeight * 1.5 <= before.toPx;
        return isCovered ? before : { fromPx: Math.max(0, scrollTop - clientHeight), toPx: scrollTop + 2 * clientHeight };
      });
    look();
    const observer = new ResizeObserver(look);
    observer.observe(scroller);
    scroller.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      scroller.removeEventListener('scroll', look);
    };
  }, [grid, isLong]);
  if (!isLong) return rects;
  const { fromPx, toPx } = sight;
  return rects.filter(({ lane, yPx, heightPx }) => (yPx < toPx && yPx + heightPx > fromPx) || always.includes(lane.id));
}
