/** A run as a picture that stands alone: what it came to, its lanes over the full width, where it comes from. */
import type { Disagreement } from '../model/disagreement.ts';
import type { Trace } from '../model/trace.ts';
import { escapeXml } from '../base/xml.ts';
import {
  crashLoops,
  createTimeScale,
  type Density,
  fitWindow,
  foldedAxis,
  type Lane,
  laneRects,
  layoutTrace,
  PALETTES,
  type Palette,
  SANS_FONT,
  type Theme,
  type TimeWindow,
} from '../timeline/index.ts';
import { SVG_AXIS_PX, SVG_LABELS_PX, timelineSvg } from '../timeline/draw/svg.ts';

/** What stands above and below the lanes. */
export interface FigureText {
  /** The verdict: one sentence, and the line of numbers under it. */
  headline: string;
  line: string;
  /** Small print below the lanes: a link, a date. */
  footer?: string;
}

export interface FigureOptions {
  /** Width of the whole picture in pixels; default 1200. */
  widthPx?: number;
  /** Default: light, which is also what paper is. */
  theme?: Theme;
  density?: Density;
  /** Where node, API and Events disagree; default: not shown. */
  disagreements?: readonly Disagreement[];
  /** The stretch of time; default: the whole run. */
  window?: TimeWindow;
  /** The playhead: a line there, and nothing after it. Without one all is shown. */
  playheadMs?: number;
  /** The axis tells the time of day; default: the time since the Pod was created. */
  wallClock?: boolean;
  /** Lanes that are left out; default: none. */
  hidden?: (lane: Lane) => boolean;
  /** Keys of crash loops that are shown one by one, or all of them; default: where many are alike, all but the first are folded. */
  unfoldedLoops?: ReadonlySet<string> | 'all';
}

const NONE: ReadonlySet<string> = new Set();

const DEFAULT_WIDTH_PX = 1200;
const MARGIN_PX = 16;
const HEADLINE = { px: 15, leadingPx: 20, weight: 640 } as const;
const LINE = { px: 12, leadingPx: 17, weight: 400 } as const;
/** Average advance of the widest fallback face, as part of the font size. */
const ADVANCE = 0.56;

/** An SVG document: real shapes, text as text, no script, no font, nothing to fetch. */
export function figureSvg(
  trace: Trace,
  text: FigureText,
  {
    widthPx = DEFAULT_WIDTH_PX,
    theme = 'light',
    density = 'normal',
    disagreements = [],
    window,
    playheadMs,
    wallClock = false,
    unfoldedLoops = NONE,
    hidden,
  }: FigureOptions = {},
): string {
  const palette = PALETTES[theme];
  const model = layoutTrace(trace, { density, disagreements });
  // What comes after the playhead is hidden, and a fold would reveal it
  const isFolded = unfoldedLoops !== 'all' && playheadMs === undefined;
  const folded = isFolded ? crashLoops(trace).filter(({ key }) => !unfoldedLoops.has(key)) : [];
  const axis = foldedAxis(folded, trace.endMs);
  const scale = {
    ...createTimeScale(window ?? fitWindow(trace.endMs, axis), widthPx - SVG_LABELS_PX, axis),
    ...(wallClock && { wallStartMs: trace.meta.createdAtMs }),
  };
  const lanes = laneRects(model, { heightPx: 0, ...(hidden && { hidden }) });
  const head = [
    ...paragraph(text.headline, HEADLINE, palette.ink, widthPx, MARGIN_PX),
    ...paragraph(text.line, LINE, palette.ink2, widthPx, MARGIN_PX + HEADLINE.leadingPx * lineCount(text.headline, HEADLINE, widthPx)),
  ];
  const headPx = MARGIN_PX * 1.5 + HEADLINE.leadingPx * lineCount(text.headline, HEADLINE, widthPx) + LINE.leadingPx * lineCount(text.line, LINE, widthPx);
  const chart = timelineSvg(model, { scale, lanes, ...(playheadMs !== undefined && { hiddenFromMs: playheadMs }) }, palette);
  const chartPx = lanes.totalPx + SVG_AXIS_PX;
  const foot = text.footer === undefined ? [] : paragraph(text.footer, LINE, palette.ink3, widthPx, headPx + chartPx + MARGIN_PX / 2);
  const footPx = text.footer === undefined ? 0 : MARGIN_PX + LINE.leadingPx * lineCount(text.footer, LINE, widthPx);
  const heightPx = Math.ceil(headPx + chartPx + footPx);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}" viewBox="0 0 ${widthPx} ${heightPx}" role="img" aria-labelledby="title description">`,
    `<title id="title">${escapeXml(`Pod ${trace.meta.podName}`)}</title><desc id="description">${escapeXml(`${text.headline}. ${text.line}`)}</desc>`,
    ground(palette, widthPx, heightPx),
    ...head,
    chart.trimEnd().replace('<svg ', `<svg y="${headPx}" `),
    ...(playheadMs === undefined ? [] : [playhead(SVG_LABELS_PX + scale.xPx(playheadMs), headPx + SVG_AXIS_PX, headPx + chartPx, palette)]),
    ...foot,
    '</svg>\n',
  ].join('');
}

function playhead(xPx: number, fromPx: number, toPx: number, { ink }: Palette): string {
  const x = Math.round(xPx * 100) / 100;
  return `<path d="M${x} ${fromPx}L${x} ${toPx}" stroke="${ink}" stroke-width="1.5"/>`;
}

type Face = typeof HEADLINE | typeof LINE;

function ground({ canvas }: Palette, widthPx: number, heightPx: number): string {
  return `<rect width="${widthPx}" height="${heightPx}" fill="${canvas}"/>`;
}

function paragraph(text: string, face: Face, color: string, widthPx: number, topPx: number): string[] {
  const family = SANS_FONT.replaceAll('"', "'");
  return linesOf(text, face, widthPx).map(
    (line, index) =>
      `<text x="${MARGIN_PX}" y="${topPx + face.leadingPx * index + face.px}" font-family="${family}" font-size="${face.px}" font-weight="${face.weight}" fill="${color}">${escapeXml(line)}</text>`,
  );
}

function lineCount(text: string, face: Face, widthPx: number): number {
  return linesOf(text, face, widthPx).length;
}

function linesOf(text: string, { px }: Face, widthPx: number): string[] {
  const room = Math.max(20, Math.floor((widthPx - 2 * MARGIN_PX) / (px * ADVANCE)));
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > room) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
