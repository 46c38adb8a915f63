import { useLayoutEffect, useMemo, useRef } from 'react';
import { createCanvasRenderer, createTimeScale, laneRects, layoutTrace, type Palette, PALETTES, type TimelineModel } from '../../timeline/index.ts';
import { glyphTexts } from '../texts/en-glyphs.ts';
import type { Look } from './looks.ts';
import { STORY_SECONDS } from './little-trace.ts';
import type { Story } from './stories.ts';
import { sizeCanvas } from '../canvas.ts';
import styles from './Glyphs.module.css';

const WIDTH_PX = 196;

/** The lanes of a little trace that matter, drawn by the painters of the timeline. */
export function GlyphCanvas({ story, look }: { story: Story; look: Look }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const model = useMemo(() => lanesOf(story), [story]);
  useLayoutEffect(() => {
    if (canvas.current) paint(canvas.current, model, PALETTES[look.theme]);
  }, [model, look]);
  return (
    <canvas
      ref={canvas}
      className={styles.canvas}
      role="img"
      aria-label={`${glyphTexts.stories[story.name].name}, ${glyphTexts.looks[look.name]}`}
      data-story={story.name}
      data-grey={look.isGrey || undefined}
    />
  );
}

/** The model with the story's lanes alone; lanes keep their numbers. */
function lanesOf({ trace, lanes, disagreements, notes }: Story): TimelineModel {
  const model = layoutTrace(trace, { density: 'normal', ...(disagreements && { disagreements }), ...(notes && { notes }) });
  return { ...model, lanes: model.lanes.filter(({ id }) => lanes.includes(id)) };
}

function paint(canvas: HTMLCanvasElement, model: TimelineModel, palette: Palette): void {
  const lanes = laneRects(model, { heightPx: 0 });
  const renderer = createCanvasRenderer(canvas);
  sizeCanvas(canvas, renderer, WIDTH_PX, lanes.totalPx);
  renderer.drawLanes(model, { scale: createTimeScale({ fromMs: 0, toMs: STORY_SECONDS * 1000 }, WIDTH_PX), lanes }, palette);
}
