/** What a renderer is given: where things are, and what the user is pointing at. No DOM types, so that every backend can share it. */
import type { RecordId } from '../../model/trace.ts';
import type { LaneLayout } from '../lanes.ts';
import type { LaneId, MarkRef } from '../model.ts';
import type { TimeScale } from '../scale.ts';

/** What the static layer depends on: it has to be painted anew when one of these changes, and only then. */
export interface View {
  readonly scale: TimeScale;
  readonly lanes: LaneLayout;
  /** Vertical scroll position; the canvas shows `[scrollTopPx, scrollTopPx + its height)` of the lanes. Default 0. */
  readonly scrollTopPx?: number;
  /** Hides the future: nothing at or after this time is drawn or hinted at. */
  readonly hiddenFromMs?: number;
}

/** The earliest and the latest time of a record over many seeds. */
export interface ChanceBand {
  readonly record: RecordId;
  readonly fromMs: number;
  readonly toMs: number;
}

/** A claim about the run, at the moment that decided it. */
export interface ClaimMark {
  /** Which claim of the text it is, 1-based. */
  readonly index?: number;
  readonly timeMs: number;
  readonly verdict: 'pass' | 'fail' | 'undecidable';
  /** The lane in which a line says so; absent: none. */
  readonly lane?: LaneId;
}

/** What the overlay shows on top; changes with every move of the pointer. */
export interface OverlayState {
  readonly playheadMs: number;
  /** Words on the veil of a hidden future: `What happens next?`. */
  readonly veilText?: string;
  /** Dashed crosshair under the pointer. */
  readonly hoverMs?: number;
  readonly hovered?: MarkRef;
  readonly selected?: MarkRef;
  /** The mark of the other run that corresponds to the selected one. */
  readonly counterpart?: MarkRef;
  /** Where two runs part, and what the flag there says: the longest form that has room. */
  readonly fork?: { readonly timeMs: number; readonly forms: readonly string[] };
  /** When the moments of the run come with other seeds. */
  readonly bands?: readonly ChanceBand[];
  /** Claims about the run: lines in their lanes, badges on the axis. */
  readonly claims?: readonly ClaimMark[];
  /** Keyboard focus inside a lane: an ink ring. */
  readonly focused?: MarkRef;
  /** Causal path to the selected effect, causes first: drawn with numbered badges. Records without a mark keep their number and draw nothing. */
  readonly path?: readonly RecordId[];
  /** Positions in `path` that do not follow from the position before: they have a number, but no line leads to them. */
  readonly pathGaps?: ReadonlySet<number>;
  /** Position in `path` whose badge is enlarged. */
  readonly pathHot?: number;
  /** Shift-drag: a bracket with its duration. */
  readonly measure?: { readonly fromMs: number; readonly toMs: number };
}

/** The overview strip in the transport bar. */
export interface OverviewState {
  readonly playheadMs: number;
  /** The zoom window, shown as a brush with two grips. */
  readonly window: { readonly fromMs: number; readonly toMs: number };
  readonly hiddenFromMs?: number;
}
