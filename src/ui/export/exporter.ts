/** What the export dialog offers: from a run and a few choices to a file. */
import { chromeTrace, type FigureText, figureSvg, marksCsv, mermaidGantt, narrative } from '../../export/index.ts';
import type { Run } from '../../store/app-store.ts';
import type { Lane, TimeWindow } from '../../timeline/index.ts';
import { animationOf } from './animation.ts';
import { pngOf } from './raster.ts';

export type ExportFormat = 'svg' | 'png' | 'gif' | 'narrative' | 'csv' | 'chrome' | 'mermaid';

export interface ExportChoices {
  format: ExportFormat;
  theme: 'light' | 'dark';
  /** Undefined: the whole run. */
  window: TimeWindow | undefined;
  /** Lanes that a picture leaves out; absent: none. */
  hidden?: (lane: Lane) => boolean;
  /** Times of day, as the axis shows them. Diagrams and traces for other programs count from the creation of the Pod whatever the axis does. */
  wallClock: boolean;
  /** The crash loops that are unfolded on screen. */
  unfoldedLoops: ReadonlySet<string>;
}

/** Formats that show the lanes: they have colours and a stretch of time. */
export const PICTURES: ReadonlySet<ExportFormat> = new Set(['svg', 'png', 'gif']);
/** Formats that are text, and can be copied. */
export const TEXTS: ReadonlySet<ExportFormat> = new Set(['svg', 'narrative', 'csv', 'chrome', 'mermaid']);

const FILES: Record<ExportFormat, { extension: string; type: string }> = {
  svg: { extension: 'svg', type: 'image/svg+xml' },
  png: { extension: 'png', type: 'image/png' },
  gif: { extension: 'gif', type: 'image/gif' },
  narrative: { extension: 'md', type: 'text/markdown' },
  csv: { extension: 'csv', type: 'text/csv' },
  chrome: { extension: 'json', type: 'application/json' },
  mermaid: { extension: 'mmd', type: 'text/plain' },
};

/** Name of the file: that of the scenario, as far as file systems take it. */
export function fileName({ facts }: Run, format: ExportFormat): string {
  const name = facts.name.replace(/[^\w.-]+/g, '-').replace(/^-+|-+$/g, '');
  return `${name === '' ? 'podloupe' : name}.${FILES[format].extension}`;
}

/** The picture of the choices; for formats that are none, of the whole run. */
export function pictureOf(run: Run, { theme, window, hidden, wallClock, unfoldedLoops }: ExportChoices): string {
  return figureSvg(run.trace, textOf(run), {
    theme,
    wallClock,
    unfoldedLoops,
    disagreements: run.story.disagreements,
    ...(hidden && { hidden }),
    ...(window !== undefined && { window }),
  });
}

/** The text of a format that is text. */
export function textFor(run: Run, choices: ExportChoices): string {
  const { trace, story } = run;
  switch (choices.format) {
    case 'narrative':
      return narrative(trace, textOf(run), story.findings, story.disagreements, choices);
    case 'csv':
      return marksCsv(trace, story.disagreements, choices);
    case 'chrome':
      return chromeTrace(trace, story.disagreements);
    case 'mermaid':
      return mermaidGantt(trace, `${trace.meta.podName}: ${story.verdict.headline}`);
    default:
      return pictureOf(run, choices);
  }
}

/** The file. `drawn` hears how far an animation is, from 0 to 1. Rejects if the browser cannot draw it. */
export async function fileFor(run: Run, choices: ExportChoices, drawn: (part: number) => void): Promise<Blob> {
  const { type } = FILES[choices.format];
  if (choices.format === 'png') return pngOf(pictureOf(run, choices));
  if (choices.format === 'gif') return animationOf(run, textOf(run), choices, drawn);
  return new Blob([textFor(run, choices)], { type });
}

function textOf({ story: { verdict } }: Run): FigureText {
  return { headline: verdict.headline, line: verdict.line };
}
