/** A story for paper and for other programs: a picture of each beat, and its words in Markdown. */
import { strToU8, zipSync } from 'fflate';
import { timeInWords } from '../base/time-words.ts';
import { escapeXml } from '../base/xml.ts';
import type { Trace } from '../model/trace.ts';
import {
  crashLoops,
  createTimeScale,
  foldedAxis,
  type Lane,
  type LaneId,
  laneRects,
  layoutTrace,
  loopsToldBy,
  PALETTES,
  type Theme,
  type TimeWindow,
} from '../timeline/index.ts';
import { exportedTexts } from './texts/en.ts';
import { SVG_AXIS_PX, SVG_LABELS_PX, timelineSvg } from '../timeline/draw/svg.ts';

/** A claim, and what is on screen with it. */
export interface ToldBeat {
  title: string;
  text: string;
  notes: string;
  atMs: number;
  /** Ids of lanes; a container's name alone means all of its lanes. */
  lanes: readonly LaneId[];
  window: TimeWindow;
  yaml: readonly { text: string; isMarked: boolean }[];
  /** A question before the claim; true: what happens next. */
  ask?: string | true;
}

const WIDTH_PX = 900;

/** The lanes of a beat up to its moment, as a standalone SVG document. */
export function stillSvg(trace: Trace, { title, lanes: names, window, atMs }: ToldBeat, { widthPx = WIDTH_PX, theme = 'light' as Theme } = {}): string {
  const palette = PALETTES[theme];
  const model = layoutTrace(trace, { density: 'normal' });
  const isShown = ({ id, kind, group }: Lane) => kind !== 'group' && (names.includes(id) || names.includes(group));
  const lanes = laneRects(model, { heightPx: 0, hidden: (lane) => !isShown(lane) });
  const axis = foldedAxis(loopsToldBy(crashLoops(trace), window, atMs), trace.endMs);
  const scale = createTimeScale(window, widthPx - SVG_LABELS_PX, axis);
  const svg = timelineSvg(model, { scale, lanes, hiddenFromMs: atMs }, palette);
  const xPx = Math.round((SVG_LABELS_PX + scale.xPx(atMs)) * 100) / 100;
  const playhead = `<path d="M${xPx} ${SVG_AXIS_PX - 8}V${SVG_AXIS_PX + lanes.totalPx}" stroke="${palette.ink}" stroke-width="1.5"/>`;
  return svg
    .replace('<svg ', '<svg role="img" ')
    .replace('>', `><title>${escapeXml(`${title} ${timeInWords(atMs)}`)}</title>`)
    .replace(/<\/svg>\s*$/, `${playhead}</svg>\n`);
}

/**
 * The story in Markdown. `still` names the picture of a beat, by its position; without it there are none.
 */
export function storyMarkdown(title: string, beats: readonly ToldBeat[], still?: (index: number) => string): string {
  const parts = beats.map((beat, index) =>
    [
      ...(beat.ask === undefined ? [] : [`> ${beat.ask === true ? exportedTexts.whatNext : beat.ask}`]),
      `## ${index + 1}. ${beat.title}`,
      `*${timeInWords(beat.atMs)}*${beat.text === '' ? '' : ` ${beat.text}`}`,
      ...(still ? [`![${beat.title.replaceAll(/[[\]]/g, '')}](${still(index)})`] : []),
      ...(beat.yaml.length === 0 ? [] : [['```yaml', ...beat.yaml.map(({ text, isMarked }) => (isMarked ? `${text}   # ←` : text)), '```'].join('\n')]),
      ...(beat.notes === '' ? [] : [beat.notes]),
    ].join('\n\n'),
  );
  return `${[`# ${title}`, ...parts].join('\n\n')}\n`;
}

/** The Markdown and its stills in one file. */
export function storyZip(name: string, trace: Trace, title: string, beats: readonly ToldBeat[]): Uint8Array<ArrayBuffer> {
  const still = (index: number) => `${name}-${String(index + 1).padStart(2, '0')}.svg`;
  const files = { [`${name}.md`]: strToU8(storyMarkdown(title, beats, still)) };
  beats.forEach((beat, index) => {
    files[still(index)] = strToU8(stillSvg(trace, beat));
  });
  // The same story is the same file: no time of day goes in
  return zipSync(files, { mtime: '1980-01-01' }) as Uint8Array<ArrayBuffer>;
}
