import { foldableLoops, timeAxis, visibleWindow } from '../../store/selectors.ts';
import { createTimeScale, type LaneLayout } from '../../timeline/index.ts';
import { useActions, useApp } from '../context.ts';
import { foldTexts as words } from '../texts/en-folds.ts';
import styles from './Timeline.module.css';

interface FoldButtonsProps {
  layout: LaneLayout;
  labelPx: number;
  chartPx: number;
}

/** Where less than this is on screen of what can be folded, no button has room. */
const LEAST_PX = 80;

/** Where crash loops were unfolded: what folds them again. They lie over the uppermost lane, that of actions: where something is done nothing is folded. */
export function FoldButtons({ layout, labelPx, chartPx }: FoldButtonsProps) {
  const { foldLoops } = useActions();
  const window = useApp(visibleWindow);
  const axis = useApp(timeAxis);
  const loops = useApp(foldableLoops);
  const unfoldedLoops = useApp((state) => state.unfoldedLoops);
  const row = layout.rects[0];
  if (!row) return null;
  const scale = createTimeScale(window, chartPx, axis);
  return loops
    .filter(({ key }) => unfoldedLoops.has(key))
    .map((series) => ({ series, fromPx: Math.max(0, scale.xPx(series.fromMs)), toPx: Math.min(chartPx, scale.xPx(series.toMs)) }))
    .filter(({ fromPx, toPx }) => toPx - fromPx >= LEAST_PX)
    .map(({ series, fromPx, toPx }) => (
      <button
        key={series.key}
        type="button"
        className={styles.foldButton}
        style={{ left: labelPx + (fromPx + toPx) / 2, top: row.yPx + row.heightPx / 2 }}
        title={words.foldHint(series)}
        aria-label={words.foldHint(series)}
        onClick={({ currentTarget }) => {
          foldLoops(series.key);
          // The button goes; the keyboard stays in the timeline
          currentTarget.parentElement?.querySelector<HTMLElement>('[role=rowheader][tabindex="0"]')?.focus();
        }}
      >
        {words.fold(series)}
      </button>
    ));
}
