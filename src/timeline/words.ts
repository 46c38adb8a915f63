/** Marks and lanes in words: the value at the playhead, the sentence for a screen reader, the three lines of a tooltip. */
import type { ActionRecord } from '../model/trace.ts';
import { clockTime, lengthInWords, timeInWords } from '../base/time-words.ts';
import { laneById } from './lane-by-id.ts';
import { kindAt, laneOf, timeOfMark, trackOf } from './marks.ts';
import { KUBELET_GROUP, type Lane, type LaneId, MARK, type MarkKind, type MarkRef, type TimelineModel, type Track } from './model.ts';
import { timelineTexts } from './texts/en.ts';
import { spanAt, upperBound } from './tracks.ts';

/** `15.2 s`, `0.05 s`, `14 min 3.2 s`: one decimal, more below a tenth of a second. */
export function timeText(ms: number): string {
  return isTiny(ms) ? `${(ms / 1000).toFixed(3).replace(/0+$/, '')} s` : timeInWords(ms);
}

/** A duration as a label shows it: `25 s`, `14.2 s`, `14 min 3.2 s`. */
export function lengthText(ms: number): string {
  return isTiny(ms) ? timeText(ms) : lengthInWords(ms);
}

function isTiny(ms: number): boolean {
  return ms !== 0 && Math.abs(ms) < 100;
}

/** A duration that is compared with another one: `5.7`, `0`, `30`. */
export function plainSeconds(ms: number): string {
  return (ms / 1000).toFixed(1).replace(/\.0$/, '');
}

/** What somebody did, as the lane of actions says it: `delete`, `boot 5s, runs on (app)`. */
export function actionText({ label, what, told }: Pick<ActionRecord, 'label' | 'what' | 'told'>): string {
  return timelineTexts.action(label || what, told);
}

function text(model: TimelineModel, track: Track, mark: number): string {
  return model.strings[track.text[mark] as number] as string;
}

function note(model: TimelineModel, track: Track, mark: number): string {
  return model.strings[track.note[mark] as number] as string;
}

/**
 * The lane's value at a time, for the label column: `Running`, `exit 137`, `on hold 3/3`, `serving 41.5 s`, `next 60 s`,
 * `5/5 True`, `14 so far`. Empty where there is nothing to say. `short` is for narrow columns (`5/5`, `serving`).
 */
export function valueAt(model: TimelineModel, laneId: LaneId, timeMs: number, short = false): string {
  const lane = laneById(model, laneId);
  if (lane === undefined) return '';
  if (lane.home !== undefined) return timeMs > lane.home.model.endMs ? '' : valueAt(lane.home.model, lane.home.lane, timeMs, short);
  return valueWithin(model, lane, timeMs, short);
}

function valueWithin(model: TimelineModel, lane: Lane, timeMs: number, short: boolean): string {
  switch (lane.kind) {
    case 'actions':
      return nextAction(lane, timeMs, short);
    case 'group':
      return groupValue(model, lane, timeMs);
    case 'phase':
    case 'status':
      return pillValue(model, lane, timeMs);
    case 'conditions': {
      const known = lane.tracks.filter((track) => track.length > 0 || REPORTED_CONDITIONS.has(track.title));
      const isTrue = known.filter((track) => track.kind[spanAt(track, timeMs, model.endMs)] === MARK.conditionTrue);
      return `${isTrue.length}/${known.length}${short ? '' : ' True'}`;
    }
    case 'traffic': {
      const track = lane.tracks[0] as Track;
      const mark = spanAt(track, timeMs, model.endMs);
      const words = timelineTexts.traffic;
      if (mark < 0) return words.none;
      const kind = kindAt(track, mark);
      if (kind === 'trafficClosing') return words.closing;
      return kind === 'trafficServed' ? (short ? words.served : words.sentAndServed) : short ? words.refused : words.sentAndRefused;
    }
    case 'events': {
      const count = lane.tracks.reduce((sum, track) => sum + (track.name === 'truths' ? 0 : upperBound(track.startMs, timeMs)), 0);
      return short ? `${count}` : timelineTexts.value.soFar(count);
    }
    case 'process':
      return processValue(model, lane, timeMs, short);
    case 'probe':
      return probeValue(model, lane, timeMs, short);
    case 'kubelet':
      return kubeletValue(model, lane, timeMs);
  }
}

/** `Ready False`: the condition that most people mean by the conditions; undefined while nobody has said anything of it. */
export function readyAt({ endMs }: TimelineModel, { tracks }: Lane, timeMs: number): string | undefined {
  const track = tracks.find(({ title }) => title === 'Ready');
  const mark = track ? spanAt(track, timeMs, endMs) : -1;
  if (track === undefined || mark < 0) return undefined;
  const kind = kindAt(track, mark);
  return `Ready ${kind === 'conditionTrue' ? 'True' : kind === 'conditionFalse' ? 'False' : 'Unknown'}`;
}

/** True if the value is bad news, to be shown in the fail colour. */
export function isBadValue(value: string): boolean {
  return timelineTexts.value.isBad(value);
}

const REPORTED_CONDITIONS = new Set(['PodScheduled', 'PodReadyToStartContainers', 'Initialized', 'ContainersReady', 'Ready']);

function nextAction(lane: Lane, timeMs: number, short: boolean): string {
  const track = lane.tracks[0] as Track;
  const next = track.startMs[upperBound(track.startMs, timeMs)];
  if (next === undefined) return '';
  const time = isTiny(next) ? timeText(next) : clockTime(next).replace(/\.0( s)?$/, '$1');
  return short ? time : timelineTexts.value.next(time);
}

function groupValue(model: TimelineModel, lane: Lane, timeMs: number): string {
  if (lane.group === KUBELET_GROUP) return '';
  if (lane.container === undefined) {
    if (model.deletedMs !== undefined && timeMs >= model.deletedMs) return timelineTexts.value.gone;
    return model.deletingMs !== undefined && timeMs >= model.deletingMs ? timelineTexts.value.deleting : '';
  }
  const status = laneById(model, `${lane.id}.status`)?.tracks[0];
  if (status === undefined) return `↻ ${Math.max(0, upperBound((lane.tracks[0] as Track).startMs, timeMs) - 1)}`;
  const mark = upperBound(status.startMs, timeMs) - 1;
  return `↻ ${mark < 0 ? 0 : (status.value[mark] as number)}`;
}

function pillValue(model: TimelineModel, lane: Lane, timeMs: number): string {
  const track = lane.tracks[0] as Track;
  const mark = spanAt(track, timeMs, model.endMs);
  if (mark >= 0) return text(model, track, mark);
  return track.length > 0 && timeMs >= (track.endMs[track.length - 1] as number) && model.deletedMs !== undefined ? timelineTexts.value.gone : '–';
}

function processValue(model: TimelineModel, lane: Lane, timeMs: number, short: boolean): string {
  const main = lane.tracks[0] as Track;
  const mark = spanAt(main, timeMs, model.endMs);
  if (mark >= 0) {
    // Whether a pull fails is not known while it lasts.
    const label = kindAt(main, mark) === 'pullFailed' ? timelineTexts.process.pulling : text(model, main, mark);
    return short ? label : `${label} ${clockTime(timeMs - (main.startMs[mark] as number))}`;
  }
  const runs = laneById(model, lane.group)?.tracks[0];
  const run = runs === undefined ? -1 : upperBound(runs.startMs, timeMs) - 1;
  if (runs !== undefined && run >= 0 && (runs.endMs[run] as number) <= timeMs && !Number.isNaN(runs.limit[run]))
    return timelineTexts.process.exit(runs.limit[run] as number);
  return timelineTexts.process.none;
}

function probeValue(model: TimelineModel, lane: Lane, timeMs: number, short: boolean): string {
  const baseline = lane.tracks[0] as Track;
  const attempts = lane.tracks[1] as Track;
  const state = spanAt(baseline, timeMs, model.endMs);
  const { probe: words } = timelineTexts;
  const last = lastAttempt(attempts, timeMs);
  if (state < 0) {
    const isRunning = spanAt(laneById(model, lane.group)?.tracks[0] ?? attempts, timeMs, model.endMs) >= 0;
    return lane.probe === 'startup' && isRunning && last !== undefined && last.kind === 'probeOk' ? words.passed : words.off;
  }
  const kind = kindAt(baseline, state);
  const since = baseline.startMs[state] as number;
  if (kind === 'baselineDelay') {
    if (isHeldByStartup(model, lane, timeMs)) return short ? words.held : words.afterStartup;
    // The delay counts from the start of the container: after a startup probe it may be over long since
    if (startupOf(model, lane) !== undefined) return words.waiting;
    return short ? words.delay : words.initialDelay;
  }
  const count = last === undefined ? '' : `${Math.min(last.run, last.threshold)}/${last.threshold}`;
  if (kind === 'baselineOnHold') {
    if (lane.probe === 'startup' && last?.kind === 'probeOk') return words.passed;
    return `${short ? words.hold : words.onHold} ${count}`.trim();
  }
  if (last === undefined || last.timeMs < since) return words.armed;
  if (last.kind === 'probeOk') return last.run < last.threshold ? (short ? count : words.okOf(count)) : words.ok;
  if (last.kind === 'probeError') return words.unknown;
  return short ? count : words.failing(count);
}

/** While the startup probe of the same container is at work, the other two wait. */
function isHeldByStartup(model: TimelineModel, lane: Lane, timeMs: number): boolean {
  const startup = startupOf(model, lane);
  return startup !== undefined && spanAt(startup, timeMs, model.endMs) >= 0 && kindAt(startup, spanAt(startup, timeMs, model.endMs)) !== 'baselineOnHold';
}

/** What the worker of the startup probe beside this one does. */
function startupOf(model: TimelineModel, { group, probe }: Lane): Track | undefined {
  return probe === 'startup' ? undefined : laneById(model, `${group}.startup`)?.tracks[0];
}

/** The worker's sync, or what it waits for; of the other parts what they last did. */
function kubeletValue(model: TimelineModel, lane: Lane, timeMs: number): string {
  const span = lane.tracks
    .map((track) => ({ track, mark: spanAt(track, timeMs, model.endMs) }))
    .find(({ track, mark }) => mark >= 0 && kindAt(track, mark) !== 'kubeletIdle');
  if (span !== undefined) return text(model, span.track, span.mark);
  if (lane.tracks.length > 1) return timelineTexts.value.idle;
  const track = lane.tracks[0] as Track;
  for (let mark = upperBound(track.startMs, timeMs) - 1; mark >= 0; mark -= 1) {
    const kind = kindAt(track, mark);
    if (kind !== 'kubeletIdle' && kind !== 'kubeletNothing') return text(model, track, mark).replace('version ', 'v');
  }
  return '–';
}

interface Attempt {
  kind: MarkKind;
  timeMs: number;
  run: number;
  threshold: number;
}

function lastAttempt(track: Track, timeMs: number): Attempt | undefined {
  const mark = upperBound(track.startMs, timeMs) - 1;
  if (mark < 0) return undefined;
  const periodMs = track.periodMs[mark] as number;
  const attempt = periodMs === 0 ? 0 : Math.min((track.repeat[mark] as number) - 1, Math.floor((timeMs - (track.startMs[mark] as number)) / periodMs));
  return {
    kind: kindAt(track, mark),
    timeMs: (track.startMs[mark] as number) + attempt * periodMs,
    run: (track.value[mark] as number) + attempt,
    threshold: track.limit[mark] as number,
  };
}

/** What a tooltip shows: what, when and how long, why or where it comes from. Empty lines are left out. */
export interface MarkText {
  what: string;
  when: string;
  why: string;
}

export function describeMark(model: TimelineModel, ref: MarkRef): MarkText {
  const lane = laneOf(model, ref);
  const track = trackOf(model, ref);
  const startMs = timeOfMark(model, ref);
  const endMs = track.endMs[ref.mark] as number;
  const isSpan = endMs > startMs && track.repeat[ref.mark] === 1;
  const { marks: said } = timelineTexts;
  const isOpen = isSpan && (track.endRecord[ref.mark] as number) < 0 && endMs >= (lane.home?.model ?? model).endMs;
  const when = !isSpan
    ? timeText(startMs)
    : isOpen
      ? said.from(timeText(startMs))
      : said.fromTo(timeText(startMs), timeText(endMs), lengthText(endMs - startMs));
  return { what: whatOf(model, lane, track, ref), when, why: whyOf(model, track, ref) };
}

/** How a screen reader announces a mark: `liveness failed, 3 of 3, 15.2 seconds`. If the mark stands for no record, its sentence follows. */
export function markSentence(model: TimelineModel, ref: MarkRef): string {
  const lane = laneOf(model, ref);
  const track = trackOf(model, ref);
  const startMs = timeOfMark(model, ref);
  const endMs = track.endMs[ref.mark] as number;
  const isSpan = endMs > startMs && track.repeat[ref.mark] === 1;
  const { marks: said } = timelineTexts;
  const what = whatOf(model, lane, track, ref);
  const timed = isSpan ? said.lasts(what, startMs, endMs) : said.at(what, startMs);
  // No other mark has this sentence
  const sentence = track.name === 'truths' || track.name === 'notes' ? said.also(note(model, track, ref.mark)) : '';
  return `${timed}${sentence}`;
}

function whatOf(model: TimelineModel, lane: Lane, track: Track, { mark, attempt }: MarkRef): string {
  const kind = kindAt(track, mark);
  const label = text(model, track, mark);
  const value = track.value[mark] as number;
  const limit = track.limit[mark] as number;
  const { marks: said } = timelineTexts;
  switch (kind) {
    case 'actionKubectl':
      return label.startsWith('kubectl') ? label : `kubectl ${label}`;
    case 'actionRefused':
      return said.refused(label);
    case 'pillWaiting':
    case 'pillRunning':
    case 'pillBackOff':
    case 'pillFailed':
    case 'pillDone':
    case 'pillUnknown':
      return said.pill(lane.kind === 'phase' ? timelineTexts.lanes.phase : (lane.container ?? ''), label, value);
    case 'conditionTrue':
    case 'conditionFalse':
    case 'conditionUnknown':
      return `${track.title} ${label}`;
    case 'trafficServed':
    case 'trafficRefused':
    case 'trafficClosing':
      return said.traffic(label);
    case 'eventWarning':
      return said.seen(`Warning ${label}`, value);
    case 'eventNormal':
    case 'eventKilling':
      return said.seen(label, value);
    case 'run':
      return Number.isNaN(limit) ? said.stillRunning(`${lane.label} ${label}`) : said.exited(`${lane.label} ${label}`, limit);
    case 'booting':
      return said.booting(Math.round(value * 100));
    case 'backOff':
      return said.backOff(lengthText(value));
    case 'hookPostStart':
    case 'hookPreStop':
      return value === 1 ? timelineTexts.hooks.failed(label) : value === 2 ? timelineTexts.hooks.cut(label) : label;
    case 'grace':
      return said.grace(lengthText((track.endMs[mark] as number) - (track.startMs[mark] as number)), lengthText(limit));
    case 'graceUsedUp':
      return said.graceUsedUp(lengthText(limit));
    case 'signal':
    case 'signalKill':
      return value === 0 ? said.noHandler(label) : label;
    case 'baselineDelay':
    case 'baselineProbing':
    case 'baselineOnHold':
      return `${lane.label} ${label}`;
    case 'probeOk':
      return said.probeOk(lane.label, Math.min(value + attempt, limit), limit);
    case 'probeFailed':
      return said.probeFailed(lane.label, value + attempt, limit);
    case 'probeTimeout':
      return said.probeTimedOut(lane.label, value + attempt, limit);
    case 'probeError':
      return said.probeError(lane.label);
    case 'disagreement':
      return said.disagreement(label);
    case 'sync':
    case 'syncFailed':
    case 'kubeletWait':
    case 'kubeletIdle':
    case 'kubeletDone':
      return said.does(lane.label, label);
    case 'syncWait':
      return said.waits(lane.label, label);
    case 'kubeletQueued':
      return said.queued(lane.label, label);
    case 'kubeletNothing':
      return said.nothing(lane.label, label);
    case 'kubeletLost':
      return said.lost(lane.label, label);
    default:
      return label;
  }
}

function whyOf(model: TimelineModel, track: Track, { mark }: MarkRef): string {
  const own = note(model, track, mark);
  if (own !== '') return own;
  switch (track.name) {
    case 'pills':
    case 'condition':
      return timelineTexts.notes.byApi;
    case 'actions':
      return timelineTexts.notes.byScenario;
    case 'main':
    case 'hooks':
    case 'runs':
    case 'signals':
      return timelineTexts.notes.onNode;
    default:
      return '';
  }
}
