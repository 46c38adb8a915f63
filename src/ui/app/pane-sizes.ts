import { type CSSProperties, useState } from 'react';
import { useWiring } from '../context.ts';
import { pageZoom } from '../theme.ts';

/** One resizable pane. Until the reader changes its size, the design says how large it is. */
export interface Pane {
  minPx: number;
  maxPx: number;
  /** The pane's present size, measured at its separator. */
  measure(separator: HTMLElement): number;
  resize(sizePx: number): void;
  reset(): void;
}

const LIMITS = { editor: { minPx: 220, maxPx: 900 }, inspector: { minPx: 120, maxPx: 700 } } as const;
const MEASURES: Record<'editor' | 'inspector', Pane['measure']> = {
  editor: (separator) => (separator.parentElement?.getBoundingClientRect().width ?? 0) / pageZoom(),
  inspector: (separator) => (separator.parentElement?.getBoundingClientRect().height ?? 0) / pageZoom(),
};
/** The room that the timeline keeps, however large its neighbours want to be. */
const TIMELINE_PX = { width: 420, height: 220 };

/** The sizes of the panes, remembered in this browser. */
export function usePaneSizes(): { style: CSSProperties; editor: Pane; inspector: Pane } {
  const { services } = useWiring();
  const [sizes, setSizes] = useState(() => readSizes(services.preference('panes')));
  const change = (part: Partial<typeof sizes>) => {
    const next = { ...sizes, ...part };
    setSizes(next);
    services.setPreference('panes', JSON.stringify(next));
  };
  const pane = (name: 'editor' | 'inspector'): Pane => {
    const { minPx, maxPx } = LIMITS[name];
    return {
      minPx,
      maxPx,
      measure: MEASURES[name],
      resize: (sizePx) => {
        const roomPx = name === 'editor' ? innerWidth / pageZoom() - TIMELINE_PX.width : innerHeight / pageZoom() - TIMELINE_PX.height - 100;
        change({ [name]: Math.round(Math.min(Math.max(sizePx, minPx), maxPx, Math.max(minPx, roomPx))) });
      },
      reset: () => change({ [name]: undefined }),
    };
  };
  const style = {
    ...(sizes.editor !== undefined && { '--edit-size': `${sizes.editor}px` }),
    ...(sizes.inspector !== undefined && { '--insp-size': `${sizes.inspector}px` }),
  } as CSSProperties;
  return { style, editor: pane('editor'), inspector: pane('inspector') };
}

function readSizes(stored: string | undefined): { editor?: number | undefined; inspector?: number | undefined } {
  try {
    const { editor, inspector } = JSON.parse(stored ?? '{}') as Record<string, unknown>;
    return { ...(typeof editor === 'number' && { editor }), ...(typeof inspector === 'number' && { inspector }) };
  } catch {
    return {};
  }
}
