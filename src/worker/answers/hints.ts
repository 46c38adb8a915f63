/** What probes and hooks of the text mean, and what they did in its run: a few words at the line of each. */
import { type HookOutcome, hintTexts } from '../../explain/texts/en/hints.ts';
import type { Translation } from '../../explain/texts/translation.ts';
import type { Container, HookType, Probe, ProbeType } from '../../model/kubernetes.ts';
import type { DecisionRecord, HookRecord, ProbeRecord, RecordId, Trace } from '../../model/trace.ts';
import { readScenario } from '../../scenario/index.ts';
import type { KeptRun } from './answer.ts';
import { blockEnd } from './governing-lines.ts';
import type { LineHint } from '../protocol.ts';

/** `pkg/apis/core/v1/defaults.go: SetDefaults_Probe`. */
const DEFAULTS = { periodSeconds: 10, timeoutSeconds: 1, failureThreshold: 3 } as const;
const PROBES: readonly ProbeType[] = ['startup', 'liveness', 'readiness'];
/** A longer one would not be read behind a line. */
const LONGEST_MESSAGE = 40;
const HOOKS: readonly HookType[] = ['postStart', 'preStop'];

type Words = Translation['hints'];

export function hintsFor(text: string, { scenario, trace }: Pick<KeptRun, 'scenario' | 'trace'>, translation?: Translation): LineHint[] {
  const words = translation?.hints ?? hintTexts;
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
      const line = add(`${path}.${type}Probe`, { lane, means: meaningOf(words, type, probe), ...doneBy(words, trace, name, type) });
      const left = defaultsOf(probe);
      if (line !== undefined && left !== '') hints.push({ line: blockEnd(lines, line), lane, means: left });
    }
    for (const hook of HOOKS)
      if (container.lifecycle?.[hook] !== undefined)
        add(`${path}.lifecycle.${hook}`, { lane: `${name}.process`, means: '', ...ranAs(words, trace, name, hook) });
  };
  (spec.initContainers ?? []).forEach((container, index) => describe(container, `spec.initContainers[${index}]`));
  spec.containers.forEach((container, index) => describe(container, `spec.containers[${index}]`));
  return hints.filter(({ means, did }) => means !== '' || did !== undefined);
}

/**
 * How long it takes until failures have their effect. The fault comes right before an attempt or right after one; the last
 * attempt fails at once or when its time is up.
 */
function meaningOf(words: Words, type: ProbeType, probe: Probe): string {
  const { periodSeconds, timeoutSeconds, failureThreshold } = { ...DEFAULTS, ...probe };
  const [least, most] = [(failureThreshold - 1) * periodSeconds, failureThreshold * periodSeconds + timeoutSeconds];
  if (type !== 'startup') return words.effect(type, least, most);
  const delay = probe.initialDelaySeconds ?? 0;
  return words.givesUp(delay + least, delay + most);
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
function doneBy(words: Words, trace: Trace, container: string, type: ProbeType): Done {
  if (type !== 'readiness') {
    const kills = trace.records.filter(
      (record): record is DecisionRecord =>
        record.kind === 'Decision' && record.container === container && record.decision.what === 'kill' && record.decision.reason === type,
    );
    const [kill] = kills;
    // The first two, or the first and how many more there are
    const shown = kills.slice(0, kills.length > 2 ? 1 : 2);
    const more = kills.length - shown.length;
    if (kill)
      return told(
        words.killed(
          shown.map(({ t }) => t),
          more,
        ),
        kill,
      );
  }
  const attempts = trace.records.filter((record): record is ProbeRecord => record.kind === 'Probe' && record.container === container && record.probe === type);
  const passed =
    attempts.find(({ result, met }) => met && (result === 'success' || result === 'warning')) ?? attempts.find(({ result }) => result === 'success');
  if (passed && type !== 'liveness') return told(words[type === 'startup' ? 'passed' : 'ready'](passed.t + passed.takesMs), passed);
  const failed = attempts.find(({ result }) => result === 'failure');
  if (failed) return told(words.failedFirst(failed.t + failed.takesMs), failed);
  const [first] = attempts;
  return first ? told(words.neverFailed, first) : {};
}

function ranAs(words: Words, trace: Trace, container: string, hook: HookType): Done {
  const records = trace.records.filter((record): record is HookRecord => record.kind === 'Hook' && record.container === container && record.hook === hook);
  const starts = records.filter(({ what }) => what === 'start');
  const [first] = starts;
  if (first === undefined) return { did: words.didNotRun };
  const outcomes = starts.map((start) => ({
    start,
    end: records.find(({ what, instance, id }) => what === 'end' && instance === start.instance && id > start.id),
  }));
  const shown = outcomes.find(({ end }) => end === undefined || end.result !== 'ok') ?? outcomes[0];
  if (shown === undefined) return {};
  return told(words.ran(starts.length, shown.start === first, shown.start.t, outcomeOf(shown.start, shown.end)), shown.start);
}

function outcomeOf(start: HookRecord, end: HookRecord | undefined): HookOutcome {
  if (end === undefined) return { what: 'unended' };
  const tookMs = end.t - start.t;
  if (end.result === 'ok') return { what: 'ok', tookMs };
  const message = end.message === undefined || end.message.length > LONGEST_MESSAGE ? '' : end.message;
  return end.result === 'cut' ? { what: 'cut', tookMs, message } : { what: 'failed', message };
}

function told(did: string, { id, t }: { id: RecordId; t: number }): Done {
  return { did, record: id, atMs: t };
}
