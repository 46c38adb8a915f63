/** What probes and hooks of the text mean, and what they did in its run: a few words at the line of each. */
import type { Container, HookType, Probe, ProbeType } from '../../model/kubernetes.ts';
import type { DecisionRecord, HookRecord, ProbeRecord, RecordId, Trace } from '../../model/trace.ts';
import { readScenario } from '../../scenario/index.ts';
import type { KeptRun } from './answer.ts';
import { blockEnd } from './governing-lines.ts';
import type { LineHint } from '../protocol.ts';

/** `pkg/apis/core/v1/defaults.go: SetDefaults_Probe`. */
const DEFAULTS = { periodSeconds: 10, timeoutSeconds: 1, failureThreshold: 3 } as const;
const PROBES: readonly ProbeType[] = ['startup', 'liveness', 'readiness'];
const HOOKS: readonly HookType[] = ['postStart', 'preStop'];

export function hintsFor(text: string, { scenario, trace }: Pick<KeptRun, 'scenario' | 'trace'>): LineHint[] {
  const { locate } = readScenario(text);
  const lines = text.split('\n');
  const { spec } = scenario.pod;
  const hints: LineHint[] = [];
  const add = (path: string, hint: Omit<LineHint, 'line'>) => {
    const line = locate(path)?.startLine;
    if (line !== undefined) hints.push({ line, ...hint });
    return line;
  };
  const describe = (container: Container, path: string) => {
    const { name } = container;
    for (const type of PROBES) {
      const probe = container[`${type}Probe`];
      if (probe === undefined) continue;
      const lane = `${name}.${type}`;
      const line = add(`${path}.${type}Probe`, { lane, means: meaningOf(type, probe), ...doneBy(trace, name, type) });
      const left = defaultsOf(probe);
      if (line !== undefined && left !== '') hints.push({ line: blockEnd(lines, line), lane, means: left });
    }
    for (const hook of HOOKS)
      if (container.lifecycle?.[hook] !== undefined) add(`${path}.lifecycle.${hook}`, { lane: `${name}.process`, means: '', ...ranAs(trace, name, hook) });
  };
  (spec.initContainers ?? []).forEach((container, index) => describe(container, `spec.initContainers[${index}]`));
  spec.containers.forEach((container, index) => describe(container, `spec.containers[${index}]`));
  return hints.filter(({ means, did }) => means !== '' || did !== undefined);
}

/**
 * How long it takes until failures have their effect. The fault comes right before an attempt or right after one; the last
 * attempt fails at once or when its time is up.
 */
function meaningOf(type: ProbeType, probe: Probe): string {
  const { periodSeconds, timeoutSeconds, failureThreshold } = { ...DEFAULTS, ...probe };
  const [least, most] = [(failureThreshold - 1) * periodSeconds, failureThreshold * periodSeconds + timeoutSeconds];
  if (type === 'startup') return `gives up ${(probe.initialDelaySeconds ?? 0) + least}–${(probe.initialDelaySeconds ?? 0) + most} s after the start`;
  return `${type === 'liveness' ? 'restarts' : 'not ready'} after ${least}–${most} s of failures`;
}

/** What the text leaves to the API server. */
function defaultsOf(probe: Probe): string {
  return (Object.keys(DEFAULTS) as (keyof typeof DEFAULTS)[])
    .filter((field) => probe[field] === undefined)
    .map((field) => `${field} ${DEFAULTS[field]}`)
    .join(' · ');
}

type Done = Pick<LineHint, 'did' | 'record' | 'atMs'>;

/** What a probe brought about: kills, or the first time that it let the container through. */
function doneBy(trace: Trace, container: string, type: ProbeType): Done {
  if (type !== 'readiness') {
    const kills = trace.records.filter(
      (record): record is DecisionRecord =>
        record.kind === 'Decision' && record.container === container && record.decision.what === 'kill' && record.decision.reason === type,
    );
    if (kills.length > 0) return told(`killed at ${times(kills.map(({ t }) => t))}`, kills[0] as DecisionRecord);
  }
  const attempts = trace.records.filter((record): record is ProbeRecord => record.kind === 'Probe' && record.container === container && record.probe === type);
  const passed =
    attempts.find(({ result, met }) => met && (result === 'success' || result === 'warning')) ?? attempts.find(({ result }) => result === 'success');
  if (passed && type !== 'liveness') return told(`${type === 'startup' ? 'passed' : 'Ready'} at ${seconds(passed.t + passed.takesMs)}`, passed);
  const failed = attempts.find(({ result }) => result === 'failure');
  if (failed) return told(`failed first at ${seconds(failed.t + failed.takesMs)}`, failed);
  const [first] = attempts;
  return first ? told('never failed', first) : {};
}

function ranAs(trace: Trace, container: string, hook: HookType): Done {
  const records = trace.records.filter((record): record is HookRecord => record.kind === 'Hook' && record.container === container && record.hook === hook);
  const starts = records.filter(({ what }) => what === 'start');
  const [first] = starts;
  if (first === undefined) return { did: 'did not run' };
  const outcomes = starts.map((start) => ({
    start,
    end: records.find(({ what, instance, id }) => what === 'end' && instance === start.instance && id > start.id),
  }));
  const shown = outcomes.find(({ end }) => end === undefined || end.result !== 'ok') ?? outcomes[0];
  if (shown === undefined) return {};
  const often = starts.length === 1 ? 'ran' : `ran ${starts.length} times, ${shown.start === first ? 'first' : 'once'}`;
  return told(`${often} at ${seconds(shown.start.t)}${outcomeOf(shown.start, shown.end)}`, shown.start);
}

function outcomeOf(start: HookRecord, end: HookRecord | undefined): string {
  if (end === undefined) return ', and did not end';
  const message = end.message === undefined || end.message === '' || end.message.length > 40 ? '' : `, ${end.message}`;
  return end.result === 'ok' ? ` for ${seconds(end.t - start.t)}` : `: ${end.result === 'cut' ? `cut after ${seconds(end.t - start.t)}` : 'failed'}${message}`;
}

function told(did: string, { id, t }: { id: RecordId; t: number }): Done {
  return { did, record: id, atMs: t };
}

/** The first two, and how many there are. */
function times(all: readonly number[]): string {
  const shown = all.slice(0, 2).map(seconds).join(' and ');
  return all.length > 2 ? `${seconds(all[0] ?? 0)} and ${all.length - 1} times more` : shown;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
