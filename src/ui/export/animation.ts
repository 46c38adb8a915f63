/** The run as an animated GIF: the playhead goes through it once, and what comes after the playhead is not drawn. */
import { encode } from 'modern-gif';
import { type FigureText, figureSvg } from '../../export/index.ts';
import type { Run } from '../../store/app-store.ts';
import { rasterOf } from './raster.ts';
import type { ExportChoices } from './exporter.ts';

const FRAMES = 60;
const FRAME_MS = 80;
/** The end stays for a while before it begins again. */
const LAST_FRAME_MS = 2500;
const WIDTH_PX = 960;

export async function animationOf(
  { trace, story }: Run,
  text: FigureText,
  { theme, window, hidden, wallClock }: ExportChoices,
  drawn: (part: number) => void,
): Promise<Blob> {
  const [fromMs, toMs] = [window?.fromMs ?? 0, Math.min(window?.toMs ?? trace.endMs, trace.endMs)];
  const frames: { data: ImageData; delay: number }[] = [];
  for (let frame = 1; frame <= FRAMES; frame += 1) {
    const playheadMs = fromMs + ((toMs - fromMs) * frame) / FRAMES;
    const svg = figureSvg(trace, text, {
      widthPx: WIDTH_PX,
      theme,
      wallClock,
      disagreements: story.disagreements,
      playheadMs,
      ...(hidden && { hidden }),
      ...(window !== undefined && { window }),
    });
    const context = await rasterOf(svg, 1);
    frames.push({ data: context.getImageData(0, 0, context.canvas.width, context.canvas.height), delay: frame === FRAMES ? LAST_FRAME_MS : FRAME_MS });
    drawn(frame / FRAMES / 2);
  }
  const [first] = frames;
  if (first === undefined) throw new Error('the run has no frames');
  const gif = await encode({
    width: first.data.width,
    height: first.data.height,
    looped: true,
    frames: frames.map(({ data, delay }) => ({ data: data.data, delay })),
  });
  drawn(1);
  return new Blob([gif], { type: 'image/gif' });
}
