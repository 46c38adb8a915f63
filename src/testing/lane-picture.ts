/**
 * A lane as text, for tests: one line a row, one character a step of time, and under it what each mark says.
 *
 *     main     ..bbbbbbbbbSSSSS.
 *     hooks    ..oo....pppp.....
 */
import { kindAt } from '../timeline/marks.ts';
import type { MarkKind, TimelineModel, Track } from '../timeline/model.ts';

const LETTER: Readonly<Record<MarkKind, string>> = {
  actionKubectl: '▼',
  actionWorld: '▽',
  actionRefused: '✗',
  pillWaiting: '-',
  pillRunning: 'R',
  pillBackOff: '/',
  pillFailed: 'F',
  pillDone: 'D',
  pillUnknown: '?',
  conditionTrue: '=',
  conditionFalse: '.',
  conditionUnknown: '?',
  trafficServed: '#',
  trafficRefused: 'x',
  trafficClosing: ':',
  eventWarning: '▲',
  eventNormal: 'o',
  eventKilling: '◆',
  run: '-',
  pull: 'p',
  pullFailed: 'P',
  booting: 'b',
  serving: 'S',
  running: 'r',
  draining: 'd',
  backOff: '/',
  hookPostStart: 'o',
  hookPreStop: 'h',
  grace: 'g',
  graceUsedUp: 'G',
  signal: 'T',
  signalKill: 'K',
  baselineDelay: '.',
  baselineProbing: '_',
  baselineOnHold: '~',
  probeOk: '•',
  probeFailed: 'x',
  probeTimeout: '□',
  probeError: '◇',
  disagreement: '≠',
  sync: 's',
  syncFailed: 'x',
  syncWait: 'w',
  kubeletIdle: '.',
  kubeletWait: 'w',
  kubeletDone: '•',
  kubeletQueued: 'o',
  kubeletNothing: '·',
  kubeletLost: 'x',
};

/** The rows of a lane between two times, `stepMs` a character. Rows without marks are left out. */
export function lanePicture(
  model: TimelineModel,
  laneId: string,
  { fromMs = 0, toMs = model.endMs, stepMs = 1000 }: { fromMs?: number; toMs?: number; stepMs?: number } = {},
): string {
  const lane = model.lanes.find(({ id }) => id === laneId);
  if (lane === undefined) return `no lane ${laneId}`;
  const rows = lane.tracks.filter((track) => track.length > 0);
  const names = rows.map((track) => track.title || track.name);
  const width = Math.max(0, ...names.map((name) => name.length));
  return rows.map((track, i) => `${(names[i] as string).padEnd(width)} ${row(track, fromMs, toMs, stepMs)}`.trimEnd()).join('\n');
}

function row(track: Track, fromMs: number, toMs: number, stepMs: number): string {
  const cells = Array.from<string>({ length: Math.ceil((toMs - fromMs) / stepMs) }).fill(' ');
  for (let mark = 0; mark < track.length; mark += 1) {
    const letter = LETTER[kindAt(track, mark)];
    const startMs = track.startMs[mark] as number;
    const endMs = track.endMs[mark] as number;
    const periodMs = track.periodMs[mark] as number;
    const put = (timeMs: number) => {
      const cell = Math.floor((timeMs - fromMs) / stepMs);
      if (cell >= 0 && cell < cells.length) cells[cell] = letter;
    };
    if (periodMs > 0) for (let attempt = 0; attempt < (track.repeat[mark] as number); attempt += 1) put(startMs + attempt * periodMs);
    else {
      put(startMs);
      for (let timeMs = Math.ceil(startMs / stepMs) * stepMs; timeMs < endMs; timeMs += stepMs) put(timeMs);
    }
  }
  return cells.join('').trimEnd();
}
