import { type RefObject, useLayoutEffect, useState } from 'react';

/**
 * The part of a scrolling element's content that has to be rendered: what is visible, and about as much above and below. In pixels of the content;
 * it changes before its edge comes into view, and not with every bit of scrolling.
 * @param isOn whether to watch the element at all; if not, nothing is in sight
 */
export function useInSight(scroller: RefObject<HTMLElement | null>, isOn = true): { fromPx: number; toPx: number } {
  const [sight, setSight] = useState({ fromPx: 0, toPx: 0 });
  useLayoutEffect(() => {
    const element = isOn ? scroller.current : null;
    if (!element) return undefined;
    const look = () =>
      setSight((before) => {
        const { scrollTop, clientHeight } = element;
        const isCovered = before.fromPx <= Math.max(0, scrollTop - clientHeight / 2) && scrollTop + clientHeight * 1.5 <= before.toPx;
        return isCovered ? before : { fromPx: Math.max(0, scrollTop - clientHeight), toPx: scrollTop + 2 * clientHeight };
      });
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [scroller, isOn]);
  return sight;
}
