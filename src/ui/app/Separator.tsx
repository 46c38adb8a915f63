import { type KeyboardEvent, type PointerEvent, useLayoutEffect, useRef } from 'react';
import { pageZoom } from '../theme.ts';
import type { Pane } from './pane-sizes.ts';

interface SeparatorProps {
  label: string;
  /** Of the line itself: vertical moves sideways. */
  orientation: 'vertical' | 'horizontal';
  pane: Pane;
  className: string | undefined;
}

const STEP_PX = 16;

/** A line between two panes that moves by drag and by arrow keys; Enter puts it back to where the design has it. */
export function Separator({ label, orientation, pane, className }: SeparatorProps) {
  const vertical = orientation === 'vertical';
  const line = useRef<HTMLDivElement>(null);
  const { measure } = pane;
  useLayoutEffect(() => {
    const element = line.current;
    if (!element?.parentElement) return undefined;
    const observer = new ResizeObserver(() => element.setAttribute('aria-valuenow', String(Math.round(measure(element)))));
    observer.observe(element.parentElement);
    return () => observer.disconnect();
  }, [measure]);
  const drag = (down: PointerEvent<HTMLDivElement>) => {
    const handle = down.currentTarget;
    const start = { size: pane.measure(handle), at: vertical ? down.clientX : down.clientY };
    handle.setPointerCapture(down.pointerId);
    // The inspector grows upwards, the editor to the right.
    const move = (event: globalThis.PointerEvent) => pane.resize(start.size + (vertical ? event.clientX - start.at : start.at - event.clientY) / pageZoom());
    const up = () => {
      handle.removeEventListener('pointermove', move);
      handle.removeEventListener('pointerup', up);
      handle.removeEventListener('pointercancel', up);
    };
    handle.addEventListener('pointermove', move);
    handle.addEventListener('pointerup', up);
    handle.addEventListener('pointercancel', up);
  };
  const press = (event: KeyboardEvent<HTMLDivElement>) => {
    const grow = vertical ? 'ArrowRight' : 'ArrowUp';
    const shrink = vertical ? 'ArrowLeft' : 'ArrowDown';
    if (event.key === 'Enter') pane.reset();
    else if (event.key === grow || event.key === shrink) pane.resize(pane.measure(event.currentTarget) + (event.key === grow ? STEP_PX : -STEP_PX));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={line}
      role="separator"
      tabIndex={0}
      className={className}
      aria-label={label}
      aria-orientation={orientation}
      aria-valuemin={pane.minPx}
      aria-valuemax={pane.maxPx}
      // The observer writes how large the pane really is; React only begins with something.
      aria-valuenow={pane.minPx}
      onPointerDown={drag}
      onKeyDown={press}
      onDoubleClick={pane.reset}
    />
  );
}
