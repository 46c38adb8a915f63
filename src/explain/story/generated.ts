/**
 * A story for a run that has none: the path of causes behind what the run is about, one step a beat, then why, and how it went on.
 * It has the form of a written one, so that it can be put into the text and told better.
 */
import { formatDuration } from '../../base/duration.ts';
import type { Scenario, StoryStep } from '../../model/scenario.ts';
import type { RecordId, Trace, TraceRecord } from '../../model/trace.ts';
import { findingsOf } from '../findings/findings.ts';
import { containerOfEvent, type History, historyOf, probeEnd } from '../history.ts';
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

/** Never empty. @param translation absent: English. */
export function generatedStory(trace: Trace, scenario: Scenario, translation?: Translation): ToldStep[] {
  const words = translation?.story ?? storyTexts;
  const history = historyOf(trace);
  const subject = mainSubject(history);
  const { steps, finding } = subject ? tell(trace, scenario, subject.id, translation) : { steps: [], finding: undefined };
  const path = shortened(withoutObvious(trace, withoutPreamble(trace, steps)));
  const show = lanesOf(history, path);
  const zoom = zoomOf(path, trace.endMs);
  const causes = path.map((step, index): ToldStep => {
    const told = causeStep(words, history, step, { show, ...(zoom && { zoom }) }, path.length);
    return isStart(mainRecord(trace, step)) ? { ...told, step: { ...told.step, at: timeText(seenMs(trace, path, index)) } } : told;
  });
  const verdict = verdictOf(trace, scenario, translation);
  const why = finding ?? findingsOf(trace, scenario, translation).find(({ severity }) => severity === 'problem');
  const conclusion: StoryStep = {
    at: timeText(trace.endMs),
    title: words.title(verdict.headline),
    text: verdict.line,
    show,
    zoom: ['0s', timeText(trace.endMs)],
    ...about(causes),
  };
  return [...causes, { step: conclusion }, ...(why ? [{ step: cure(words, why, conclusion) }] : [])];
}

type Words = Translation['story'];

/** The lines that the story is about: what the one that asks its audience shows, else the last that shows any. */
function about(causes: readonly ToldStep[]): Pick<StoryStep, 'yaml'> {
  const { step: { yaml } = {} } =
    causes.find(({ step }) => step.ask === true && step.yaml !== undefined) ?? causes.findLast(({ step }) => step.yaml !== undefined) ?? {};
  return yaml ? { yaml } : {};
}

const isStart = (record: TraceRecord | undefined) => record?.kind === 'Process' && record.what === 'start';

/** How much of a stretch a process must have run to be seen in it. */
const SEEN_SHARE = 0.1;

/** When a start can be seen: a little later, unless something else happens before. */
function seenMs(trace: Trace, path: readonly Step[], index: number): number {
  const { t = 0 } = path[index] ?? {};
  const next = path[index + 1]?.t ?? trace.endMs;
  const first = path[0]?.t ?? 0;
  const last = path.at(-1)?.t ?? t;
  return Math.min(trace.endMs, t + Math.min(Math.max(LEAST_MARGIN_MS, last - first) * SEEN_SHARE, (next - t) / 2));
}

function causeStep(words: Words, history: History, step: Step, view: Pick<StoryStep, 'show' | 'zoom'>, count: number): ToldStep {
  const record = mainRecord(history.trace, step);
  const yaml = record ? yamlPathsOf(history, record) : [];
  return {
    step: {
      // What an attempt means is known when it is over
      at: timeText(record?.kind === 'Probe' ? probeEnd(record) : step.t),
      title: words.title(step.title),
      ...(step.detail !== '' && { text: words.text(step.detail) }),
      ...view,
      ...(yaml.length > 0 && { yaml: [...yaml] }),
      ...(step.role === 'subject' && count > 1 && { ask: true }),
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

/** The record of a step that stands at the step's time. */
function mainRecord({ records }: Trace, step: Pick<Step, 't' | 'records'>): TraceRecord | undefined {
  const all = step.records.flatMap((id) => records[id] ?? []);
  return all.find(({ t }) => t === step.t) ?? all.at(-1);
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
function zoomOf(path: readonly Step[], endMs: number): [string, string] | undefined {
  const times = path.map(({ t }) => t);
  if (times.length === 0) return undefined;
  const [fromMs, toMs] = [Math.min(...times), Math.max(...times)];
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
