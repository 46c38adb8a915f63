/**
 * A story for a run that has none: the path of causes behind what the run is about, one step a beat, then why, and how it went on.
 * It has the form of a written one, so that it can be put into the text and told better.
 */
import { formatDuration } from '../../base/duration.ts';
import type { Scenario, StoryStep } from '../../model/scenario.ts';
import type { RecordId, Trace, TraceRecord } from '../../model/trace.ts';
import { isReady } from '../pods.ts';
import { findingsOf } from '../findings/findings.ts';
import { containerOfEvent, type History, historyOf, hookOf, probeEnd } from '../history.ts';
import { tell } from '../tell/tell.ts';
import type { Finding, Step } from '../types.ts';
import { verdictOf } from '../verdict/verdict.ts';
import { storyTexts } from '../texts/en/story.ts';
import type { Translation } from '../texts/translation.ts';
import { mainSubject } from './subject.ts';
import { yamlPathsOf } from './yaml-paths.ts';

/** A step, and the record that it tells of, if it is one. */
export interface ToldStep {
  step: StoryStep;
  record?: RecordId;
}

const MOST_CAUSES = 8;
const MOST_LANES = 4;
/** Fewer lanes than these are drawn as large as they may be, and leave room. */
const ROOMY_LANES = 3;
const LEAST_MARGIN_MS = 2000;
const EARLY_MS = 1000;
const LEAST_STRETCH_MS = 100;

/** Never empty. @param translation absent: English. */
export function generatedStory(trace: Trace, scenario: Scenario, translation?: Translation): ToldStep[] {
  const words = translation?.story ?? storyTexts;
  const history = historyOf(trace);
  const subject = mainSubject(history);
  const explained = subject ? tell(trace, scenario, subject.id, translation) : { steps: [], finding: undefined };
  const beginning = isPlainStop(history, subject, explained.finding) ? beginningOf(history) : [];
  const finding = beginning.length > 0 ? undefined : explained.finding;
  const steps =
    beginning.length > 0
      ? beginning.flatMap(({ id }) => tell(trace, scenario, id, translation).steps.filter(({ role }) => role === 'subject'))
      : explained.steps;
  const path = shortened(withDecisions(trace, withoutObvious(trace, withoutPreamble(trace, steps))));
  const show = lanesOf(history, path);
  const zoom = zoomOf(
    path.map((step) => toldMs(trace, step)),
    trace.endMs,
  );
  const causes = path.map((step, index): ToldStep => {
    const told = causeStep(words, history, step, { show, ...(zoom && { zoom }) });
    return isSeenAfterwards(mainRecord(trace, step)) ? { ...told, step: { ...told.step, at: timeText(seenMs(trace, path, index)) } } : told;
  });
  const verdict = verdictOf(trace, scenario, translation);
  const why = finding ?? findingsOf(trace, scenario, translation).find(({ severity }) => severity === 'problem');
  const asked = askedOf(trace, path);
  const beats = causes.map((told, index): ToldStep => (index === asked ? { ...told, step: { ...told.step, ask: true } } : told));
  const conclusion: StoryStep = {
    at: timeText(trace.endMs),
    title: words.title(verdict.headline),
    text: verdict.line,
    show,
    zoom: ['0s', timeText(trace.endMs)],
    ...about(causes, path),
    // What comes of a mistake that shows at once
    ...(asked === undefined && path.length > 1 && why && { ask: true }),
  };
  // That it was told to stop later is another story
  if (beginning.length > 0) return beats;
  return [...beats, { step: conclusion }, ...(why ? [{ step: cure(words, why, conclusion) }] : [])];
}

type Words = Translation['story'];

/** The lines that the story is about: what its subject shows, else the last step that shows any. */
function about(causes: readonly ToldStep[], path: readonly Step[]): Pick<StoryStep, 'yaml'> {
  const { step: { yaml } = {} } =
    causes.find(({ step }, index) => path[index]?.role === 'subject' && step.yaml !== undefined) ??
    causes.findLast(({ step }) => step.yaml !== undefined) ??
    {};
  return yaml ? { yaml } : {};
}

/** What comes sooner than this leaves an audience nothing to wait for. */
const LEAST_WAIT_MS = 300;
/** A wait that is worth a question wherever it is. */
const LONG_WAIT_MS = 1000;

/**
 * The step before which the audience is asked what happens next: the subject; what the kubelet makes of it if a program ended by itself, which nobody can
 * foresee; another one that is waited for if the subject comes at once. Undefined if all comes at once.
 */
function askedOf(trace: Trace, path: readonly Step[]): number | undefined {
  if (path.length < 2) return undefined;
  const subject = Math.max(
    0,
    path.findLastIndex(({ role }) => role === 'subject'),
  );
  const timesMs = path.map((step) => toldMs(trace, step));
  const waitMs = (index: number) => (timesMs[index] ?? 0) - (timesMs[index - 1] ?? 0);
  const record = mainRecord(trace, path[subject] ?? { t: 0, records: [] });
  const isOwnEnd = record?.kind === 'Process' && record.what === 'exit' && path.slice(0, subject).every((step) => isStart(mainRecord(trace, step)));
  if (isOwnEnd && subject + 1 < path.length) return subject + 1;
  if (subject > 0 && waitMs(subject) >= LEAST_WAIT_MS) return subject;
  const indices = path.map((_, index) => index).slice(1);
  const asked =
    indices.findLast((index) => index < subject && waitMs(index) >= LONG_WAIT_MS) ?? indices.find((index) => index > subject && waitMs(index) >= LEAST_WAIT_MS);
  return asked;
}

/** A container that was told to leave and left: as everybody expects. */
function isPlainStop({ containers }: History, subject: TraceRecord | undefined, finding: Finding | undefined): boolean {
  const run = containers.flatMap(({ runs }) => runs).find(({ exit }) => exit !== undefined && exit === subject);
  return run?.exit?.exitCode === 0 && run.kill !== undefined && !run.hooks.some(({ hook }) => hook === 'preStop') && finding === undefined;
}

/**
 * How a Pod came up that had to wait before it could: the first start, each end of an init container, the start of what waited for them, its postStart hook, its
 * startup probe, and Ready. Nothing if it had to wait for none of them.
 */
function beginningOf({ containers, pods }: History): TraceRecord[] {
  const inits = containers.filter(({ role }) => role === 'init').map(({ runs }) => runs.find(({ exit }) => exit?.exitCode === 0));
  const first = containers.find(({ role }) => role === 'app');
  const app = first?.runs[0];
  const hook = app && hookOf(app, 'postStart', 'end');
  const gate = first?.probes.startup.find(({ result }) => result === 'success');
  const ready = pods.find(({ object }) => isReady(object));
  const ends = inits.flatMap((run) => run?.exit ?? []);
  if (!app || !ready || ends.length < inits.length || (ends.length === 0 && !hook && !gate)) return [];
  return [...(inits[0] ? [inits[0].start] : []), ...ends, app.start, ...(hook ? [hook] : []), ...(gate ? [gate] : []), ready];
}

const isStart = (record: TraceRecord | undefined) => record?.kind === 'Process' && record.what === 'start';

/** A bar begins there: at that very moment there is nothing of it to be seen. */
const isSeenAfterwards = (record: TraceRecord | undefined) => isStart(record) || record?.kind === 'Pod';

/** How much of a stretch a process must have run to be seen in it. */
const SEEN_SHARE = 0.1;

/** When a beginning can be seen: a little later, unless something else happens before. */
function seenMs(trace: Trace, path: readonly Step[], index: number): number {
  const { t = 0 } = path[index] ?? {};
  const next = path[index + 1]?.t ?? trace.endMs;
  const first = path[0]?.t ?? 0;
  const last = path.at(-1)?.t ?? t;
  return Math.min(trace.endMs, t + Math.min(Math.max(last < EARLY_MS ? last : LEAST_MARGIN_MS, last - first) * SEEN_SHARE, (next - t) / 2));
}

function causeStep(words: Words, history: History, step: Step, view: Pick<StoryStep, 'show' | 'zoom'>): ToldStep {
  const record = mainRecord(history.trace, step);
  const yaml = record ? yamlPathsOf(history, record) : [];
  return {
    step: {
      at: timeText(toldMs(history.trace, step)),
      title: words.title(step.title),
      ...(step.detail !== '' && { text: words.text(step.detail) }),
      ...view,
      ...(yaml.length > 0 && { yaml: [...yaml] }),
      notes: sources(words, step.source, step.doc).join('\n'),
    },
    ...(record && { record: record.id }),
  };
}

/** What would have avoided it. */
function cure(words: Words, { title, detail, change, source, doc }: Finding, { at, show, zoom }: StoryStep): StoryStep {
  const [edit] = change?.edits ?? [];
  const { text, more } = words.cure(change, detail);
  return {
    ...(at !== undefined && { at }),
    title: words.title(title),
    text,
    notes: [...(more === '' ? [] : [more]), ...sources(words, source, doc)].join('\n'),
    ...(show && { show }),
    ...(zoom && { zoom }),
    ...(edit && { yaml: [edit.path, edit.path.replace(/\.[^.]+$/, '')] }),
  };
}

function sources(words: Words, source: string, doc: string | undefined): string[] {
  return [words.restsOn(source), ...(doc === undefined ? [] : [doc])];
}

/** Leaves out that the Pod was created and bound, which everybody knows; if nothing else comes before the subject, the last of these steps stays. */
function withoutPreamble(trace: Trace, steps: readonly Step[]): Step[] {
  const told = steps.filter((step) => step.role === 'subject' || !isPreamble(mainRecord(trace, step)));
  return told.length > 1 ? told : steps.slice(-2);
}

/** A deletion and the decision that follows it at once are one step: what the decision means is said with the deletion. */
function withDecisions(trace: Trace, steps: readonly Step[]): Step[] {
  const told: Step[] = [];
  for (const step of steps) {
    const before = told.at(-1);
    const record = mainRecord(trace, step);
    const isDecided = record?.kind === 'Decision' && record.decision.what === 'kill' && step.role !== 'subject';
    if (isDecided && before?.detail === '' && mainRecord(trace, before)?.kind === 'Action' && step.t - before.t < AT_ONCE_MS)
      told[told.length - 1] = { ...before, detail: step.detail };
    else told.push(step);
  }
  return told;
}

/** A signal that follows a decision at once, as everybody expects: its flag is seen in the next picture. One that is lost, or that comes late, is told. */
function withoutObvious(trace: Trace, steps: readonly Step[]): Step[] {
  return steps.filter((step, index) => {
    const record = mainRecord(trace, step);
    const before = steps[index - 1];
    if (record?.kind !== 'Signal' || !record.handled || record.signal === 'SIGKILL' || step.role === 'subject' || !before) return true;
    const cause = mainRecord(trace, before);
    return !(cause?.kind === 'Decision' && cause.decision.what === 'kill' && record.t - cause.t < AT_ONCE_MS);
  });
}

const AT_ONCE_MS = 100;

function isPreamble(record: TraceRecord | undefined): boolean {
  return record?.kind === 'Pod' || (record?.kind === 'Action' && record.index === 0);
}

/** Shortens a long path to its beginning and the steps that lead straight to its end. */
function shortened(steps: readonly Step[]): Step[] {
  return steps.length <= MOST_CAUSES ? [...steps] : [...steps.slice(0, 2), ...steps.slice(2 - MOST_CAUSES)];
}

/** When what a step says is so: what an attempt means is known when it is over. */
function toldMs(trace: Trace, step: Step): number {
  const record = mainRecord(trace, step);
  if (record?.kind === 'Probe') return probeEnd(record);
  return record && isBrokenOff(record) ? record.t : step.t;
}

function isBrokenOff(record: TraceRecord): boolean {
  return record.kind === 'Hook' && record.what === 'end' && (record.result === 'failed' || record.result === 'cut');
}

/** The record that a step tells of: a hook that was broken off, else what stands at the step's time. */
function mainRecord({ records }: Trace, step: Pick<Step, 't' | 'records'>): TraceRecord | undefined {
  const all = step.records.flatMap((id) => records[id] ?? []);
  const broken = all.find(isBrokenOff);
  return broken ?? all.find(({ t }) => t === step.t) ?? all.at(-1);
}

/** The containers of the path with their probes in it, clients and what the API says; of a Pod without containers the Pod's. */
function lanesOf(history: History, path: readonly Step[]): string[] {
  const records = path.flatMap(({ records: ids }) => ids.flatMap((id) => history.trace.records[id] ?? []));
  const names = [...new Set(records.flatMap((record) => containerNamed(record) ?? []))].filter((name) => history.containers.some((each) => each.name === name));
  const apps = history.containers.filter(({ role }) => role === 'app').map(({ name }) => name);
  // An init container or a sidecar is told of because of what waits for it
  const [main, ...others] = [...names, ...(names.some((name) => apps.includes(name)) ? [] : apps.slice(0, 1))];
  const container = history.containers.find((each) => each.name === main);
  const isBare = container === undefined || (container.runs.length === 0 && container.images.length === 0);
  if (main === undefined || (isBare && names.length === 0)) return ['actions', 'pod.phase', 'pod.conditions', 'pod.events'];
  const probes = (['startup', 'liveness', 'readiness'] as const).filter((probe) =>
    records.some((record) => record.kind === 'Probe' && record.container === main && record.probe === probe),
  );
  const lanes = [
    ...(records.some((record) => record.kind === 'Action' && record.index > 0) ? ['actions'] : []),
    `${main}.process`,
    ...probes.map((probe) => `${main}.${probe}`),
    ...others.map((name) => `${name}.process`),
    ...(records.some(({ kind }) => kind === 'Event') ? ['pod.events'] : []),
    ...(history.slices.length > 0 ? ['pod.traffic'] : []),
    // What made the Pod ready stands there, and not at its containers
    ...(mainRecord(history.trace, path.at(-1) ?? { t: 0, records: [] })?.kind === 'Pod' ? ['pod.conditions'] : []),
    `${main}.status`,
  ];
  // Where few lanes leave room: Events are what most people look at first
  if (lanes.length < ROOMY_LANES && history.events.length > 0 && !lanes.includes('pod.events')) lanes.push('pod.events');
  return lanes.slice(0, MOST_LANES);
}

function containerNamed(record: TraceRecord): string | undefined {
  if (record.kind === 'Event') return containerOfEvent(record);
  return 'container' in record ? record.container : undefined;
}

/** The stretch from the first to the last step with some air; from the creation on if that is near. */
function zoomOf(times: readonly number[], endMs: number): [string, string] | undefined {
  if (times.length === 0) return undefined;
  const [fromMs, toMs] = [Math.min(...times), Math.max(...times)];
  // What goes wrong at once is not to be seen in seconds
  if (toMs < EARLY_MS) return [timeText(0), timeText(Math.max(LEAST_STRETCH_MS, 2 * toMs))];
  const marginMs = Math.max(LEAST_MARGIN_MS, (toMs - fromMs) * 0.15);
  const startMs = fromMs - marginMs < (toMs - fromMs) / 2 ? 0 : fromMs - marginMs;
  return [timeText(roundedDown(startMs)), timeText(Math.min(endMs, roundedDown(toMs + marginMs) + 1000))];
}

function roundedDown(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}

function timeText(ms: number): string {
  return formatDuration(Math.round(ms));
}
