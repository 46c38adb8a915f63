/**
 * Questions about a run, made of claims: `expect` says what is worth knowing, the run itself has the answer. A claim about when
 * something happens becomes a time to place on the axis, one about what a value is a choice among plausible ones.
 */
import { parseDurationMs } from '../../base/duration.ts';
import { claimFaults } from '../../recording/check.ts';
import { type Claim, type ClaimOf, type ClaimTiming, type CountKind, claimOf, type Stretch } from '../../recording/grammar.ts';
import { claimText } from '../../recording/judge.ts';
import { kubectlStatus } from '../../recording/kubectl-status.ts';
import type { WatchedPod } from '../../recording/lines.ts';
import { resolvePoint } from '../../recording/resolve.ts';
import type { Run } from '../../recording/run.ts';
import { tallyOf } from '../../recording/states.ts';
import { list } from '../../recording/values.ts';
import { verdictOn } from '../../recording/verdicts.ts';
import type { AskedMoment, Counted, Question, Subject } from '../protocol.ts';

/** The most questions that are asked about a run. */
const MOST = 3;
const OPTIONS = 4;
const YES_NO = ['yes', 'no'];
/** Something that follows its cause sooner than this makes no question about time. */
const NOTICEABLE_MS = 1500;

const STATUSES = ['Running', 'CrashLoopBackOff', 'ContainerCreating', 'Completed', 'Error', 'Terminating', 'ImagePullBackOff', 'Pending'];
const PHASES = ['Pending', 'Running', 'Succeeded', 'Failed'];
const EXIT_CODES = [0, 1, 137, 143, 2];
const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'];

/** Questions made of the claims that the text chooses (1-based), else of those that make the best ones. */
export function questionsOn(run: Run, expect: readonly unknown[], chosen: readonly number[]): Question[] {
  const all = expect.flatMap((entry, index) => {
    const claim = claimFaults(entry, ['expect', index]).length === 0 ? claimOf(entry) : undefined;
    const made = claim && questionOf(run, claim);
    return claim && made ? [{ claim: index + 1, ...made }] : [];
  });
  const picked = chosen.flatMap((number) => all.filter(({ claim }) => claim === number));
  const best = picked.length > 0 ? picked : all.filter((question) => worth(question) > 0).sort((a, b) => worth(b) - worth(a) || a.claim - b.claim);
  const questions = best.length > 0 ? best : all;
  return questions.filter((question, index) => questions.findIndex((other) => aim(other) === aim(question)) === index).slice(0, MOST);
}

/** What a question asks for, whatever its time is counted from: so that nothing is asked twice. */
function aim({ ask }: Made): string {
  return JSON.stringify(ask.what === 'when' ? ask.point : ask);
}

type Made = Omit<Question, 'claim'>;

/** How good a question is: times are best, then choices among many, then yes or no. One that only has the words of its claim is not asked. */
function worth({ ask, answer }: Made): number {
  if (ask.what === 'holds') return 0;
  if (answer.kind === 'choice') return answer.options.length > 2 ? 2 : 1;
  return answer.ms - (ask.what === 'when' ? (ask.since?.atMs ?? 0) : 0) > NOTICEABLE_MS ? 3 : 0;
}

function questionOf(run: Run, claim: Claim): Made | undefined {
  switch (claim.kind) {
    case 'duration':
      return whenPoint(run, claim.args.to, claim.args.from);
    case 'restartDelay':
      return typeof claim.args.nth === 'number'
        ? whenPoint(run, `${claim.args.container}#${claim.args.nth + 1}.start`, `${claim.args.container}#${claim.args.nth}.exit`)
        : undefined;
    case 'podDeleted':
      return whenPoint(run, 'pod.deleted', claim.args.after);
    case 'order':
      return whichFirst(run, claim.args);
    case 'kubectlStatus':
    case 'phase':
    case 'podReason':
    case 'condition':
    case 'containerFlag':
    case 'containerState':
    case 'lastState':
    case 'restartCount':
      return aboutValue(run, claim);
    case 'starts':
    case 'hookRuns':
    case 'probeRuns':
    case 'event':
      return aboutCount(run, claim);
    case 'always':
      return throughout(run, claim.args.what, claim.args.during);
    case 'never':
      return everShown(run, claim);
    case 'env':
      return aboutVariable(run, claim);
    case 'field':
      return aboutField(claim);
    case 'execResult':
      return claim.args.exitCode === undefined
        ? holds(run, claim)
        : choice(
            { what: 'value', subject: { of: 'exec', action: claim.args.action }, moment: { kind: 'end' } },
            exitCodes(claim.args.exitCode),
            String(claim.args.exitCode),
          );
    default:
      return holds(run, claim);
  }
}

/** The last resort: whether the claim holds, in its own words. */
function holds(run: Run, claim: Claim): Made {
  const { verdict } = verdictOn(run, claim);
  return choice({ what: 'holds', text: claimText(claim) }, YES_NO, verdict === 'pass' ? 'yes' : 'no');
}

function choice(ask: Question['ask'], options: readonly string[], right: string): Made {
  const all = options.includes(right) ? [...options] : [...options.slice(0, OPTIONS - 1), right];
  return { ask, answer: { kind: 'choice', options: all, right: all.indexOf(right) } };
}

// ---- when ------------------------------------------------------------------------------------------------------------

function whenPoint(run: Run, point: string, since?: string): Made | undefined {
  const there = resolvePoint(run, point);
  const from = since === undefined || since === 'create' ? undefined : resolvePoint(run, since);
  if ('missing' in there || (from && 'missing' in from)) return undefined;
  return {
    ask: { what: 'when', point, ...(from && since !== undefined && { since: { point: since, atMs: Math.round(from.t) } }) },
    answer: { kind: 'time', ms: Math.round(there.t) },
  };
}

function whichFirst(run: Run, relations: readonly string[]): Made | undefined {
  for (const relation of relations) {
    const points = relation.split(/\s*<=?\s*/);
    const times = points.map((point) => resolvePoint(run, point));
    const [a, b] = times;
    const [one = '', other = ''] = points;
    if (!a || !b || 'missing' in a || 'missing' in b || a.t === b.t) continue;
    return choice({ what: 'first', points: [one, other].sort() }, [one, other].sort(), a.t < b.t ? one : other);
  }
  return undefined;
}

// ---- values ----------------------------------------------------------------------------------------------------------

type ValueKind = 'kubectlStatus' | 'phase' | 'podReason' | 'condition' | 'containerFlag' | 'containerState' | 'lastState' | 'restartCount';
type ValueClaim = ClaimOf<ValueKind>;

function aboutValue(run: Run, claim: ValueClaim): Made | undefined {
  const isEnding = (claim.kind === 'lastState' || claim.kind === 'containerState') && claim.args.exitCode !== undefined;
  if (isEnding) return exitCode(run, claim as ClaimOf<'lastState' | 'containerState'>);
  const { within, at, during }: ClaimTiming = claim.args;
  const subject = subjectOf(claim);
  if (during !== undefined) return undefined;
  if (within !== undefined) {
    const { verdict, t } = verdictOn(run, claim as Claim);
    const value = claim.kind === 'restartCount' ? String(claim.args.value) : wanted(claim);
    if (verdict !== 'pass' || t === undefined) return undefined;
    return { ask: { what: 'when-shown', subject, value }, answer: { kind: 'time', ms: Math.round(t) } };
  }
  const point = at === undefined ? undefined : resolvePoint(run, at);
  if (point && 'missing' in point) return undefined;
  const pod = point ? run.podAt(run.indexAt(point.t))?.pod : run.pods.at(-1)?.pod;
  const value = pod && valueIn(pod, subject);
  const moment: AskedMoment = point ? { kind: 'at', atMs: Math.round(point.t) } : { kind: 'end' };
  return value === undefined || value === '' ? undefined : choice({ what: 'value', subject, moment }, optionsFor(run, subject, value), value);
}

function subjectOf(claim: ValueClaim): Subject {
  switch (claim.kind) {
    case 'kubectlStatus':
      return { of: 'status' };
    case 'phase':
      return { of: 'phase' };
    case 'podReason':
      return { of: 'reason' };
    case 'condition':
      return { of: 'condition', type: claim.args.type };
    case 'containerFlag':
      return { of: claim.args.flag, container: claim.args.container };
    case 'restartCount':
      return { of: 'restarts', container: claim.args.container };
    case 'containerState':
    case 'lastState':
      return { of: 'state', container: claim.args.container };
  }
}

/** The value that a claim waits for, as the page would show it. */
function wanted(claim: Exclude<ValueClaim, ClaimOf<'restartCount'>>): string {
  switch (claim.kind) {
    case 'kubectlStatus':
    case 'phase':
    case 'podReason':
      return list(claim.args.value).join(', ');
    case 'condition':
      return claim.args.status;
    case 'containerFlag':
      return String(claim.args.value);
    case 'containerState':
      return [claim.args.state, ...list(claim.args.reason ?? [])].join(' ');
    case 'lastState':
      return ['terminated', ...list(claim.args.reason ?? [])].join(' ');
  }
}

function valueIn(pod: WatchedPod, subject: Subject): string | undefined {
  switch (subject.of) {
    case 'status':
      return kubectlStatus(pod);
    case 'phase':
      return pod.status?.phase;
    case 'reason':
      return pod.status?.reason;
    case 'condition':
      return pod.status?.conditions?.find(({ type }) => type === subject.type)?.status ?? 'False';
    case 'started':
    case 'ready':
      return String(statusOf(pod, subject.container)?.[subject.of] ?? false);
    case 'restarts':
      return String(statusOf(pod, subject.container)?.restartCount ?? 0);
    case 'state': {
      const state = statusOf(pod, subject.container)?.state;
      if (state?.waiting) return `waiting ${state.waiting.reason ?? ''}`.trim();
      if (state?.terminated) return `terminated ${state.terminated.reason ?? ''}`.trim();
      return state?.running ? 'running' : undefined;
    }
    default:
      return undefined;
  }
}

function statusOf({ status }: WatchedPod, container: string) {
  return [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].find(({ name }) => name === container);
}

/** Plausible wrong values: those that the run shows at another time, then the usual ones. */
function optionsFor(run: Run, subject: Subject, right: string): string[] {
  switch (subject.of) {
    case 'phase':
      return PHASES;
    case 'condition':
      return ['True', 'False'];
    case 'started':
    case 'ready':
      return ['true', 'false'];
    case 'restarts':
      return around(Number(right));
    default: {
      const seen = run.pods.flatMap(({ pod }) => valueIn(pod, subject) ?? []);
      const usual = subject.of === 'state' ? ['running', 'waiting ContainerCreating', 'waiting CrashLoopBackOff', 'terminated Error'] : STATUSES;
      return [...new Set([right, ...seen, ...usual])].slice(0, OPTIONS).sort();
    }
  }
}

/** Four numbers in order, the right one in their midst, and not always at the same place. */
function around(count: number): string[] {
  const first = Math.max(0, count - (count % 4 < 2 ? 1 : 2));
  return [0, 1, 2, 3].map((step) => String(first + step));
}

function exitCodes(right: number): string[] {
  return [...new Set([right, ...EXIT_CODES])]
    .slice(0, OPTIONS)
    .sort((a, b) => a - b)
    .map(String);
}

function exitCode(run: Run, claim: ClaimOf<'lastState' | 'containerState'>): Made | undefined {
  const { exitCode: code, container } = claim.args;
  if (code === undefined || verdictOn(run, claim as Claim).verdict !== 'pass') return undefined;
  return choice({ what: 'value', subject: { of: 'exitCode', container }, moment: { kind: 'end' } }, exitCodes(code), String(code));
}

// ---- counts ----------------------------------------------------------------------------------------------------------

type CountClaim = ClaimOf<CountKind>;

function aboutCount(run: Run, claim: CountClaim): Made | undefined {
  const { within, after, at, during }: ClaimTiming = claim.args;
  const stretch = stretchOf(
    run,
    during ?? (within === undefined && at === undefined ? { from: 'create', to: `${run.endMs}ms` } : spanUntil({ within, after, at })),
  );
  if (!stretch) return undefined;
  const { total } = tallyOf(run, claim).between(stretch.fromMs, stretch.toMs);
  const of = countedBy(claim);
  const isWhole = stretch.fromMs <= 0 && stretch.toMs >= run.endMs;
  const moment: AskedMoment = isWhole ? { kind: 'end' } : { kind: 'stretch', ...stretch };
  if (claim.args.op === '==' && claim.args.value === 0) return choice({ what: 'whether', of, moment }, YES_NO, total > 0 ? 'yes' : 'no');
  return choice({ what: 'count', of, moment }, around(total), String(total));
}

function spanUntil({ within, after = 'create', at }: { within: string | undefined; after: string | undefined; at: string | undefined }): Stretch {
  return within === undefined ? { from: 'create', to: at ?? 'create' } : { from: after, for: within };
}

function stretchOf(run: Run, { from, to, for: length }: Stretch): { fromMs: number; toMs: number } | undefined {
  const start = resolvePoint(run, from);
  const end = to === undefined ? undefined : resolvePoint(run, to);
  if ('missing' in start || (end && 'missing' in end)) return undefined;
  return { fromMs: Math.round(start.t), toMs: Math.round(end ? end.t : start.t + (parseDurationMs(length ?? '') ?? 0)) };
}

function countedBy(claim: CountClaim): Counted {
  switch (claim.kind) {
    case 'starts':
      return { of: 'starts', container: claim.args.container };
    case 'hookRuns':
      return { of: 'hook', container: claim.args.container, hook: claim.args.hook };
    case 'probeRuns':
      return { of: 'probe', container: claim.args.container, probe: claim.args.probe };
    case 'event': {
      const [message] = list(claim.args.messageContains ?? []);
      return { of: 'event', reason: claim.args.reason, ...(message !== undefined && { message }) };
    }
  }
}

// ---- stretches, variables, fields --------------------------------------------------------------------------------------

function throughout(run: Run, what: unknown, during: Stretch): Made | undefined {
  const claim = claimOf(what);
  const stretch = stretchOf(run, during);
  if (!stretch || (claim.kind !== 'kubectlStatus' && claim.kind !== 'phase' && claim.kind !== 'condition')) return undefined;
  const subject = subjectOf(claim);
  const pod = run.podAt(run.indexAt((stretch.fromMs + stretch.toMs) / 2))?.pod;
  const value = pod && valueIn(pod, subject);
  if (value === undefined) return undefined;
  return choice({ what: 'value', subject, moment: { kind: 'stretch', ...stretch } }, optionsFor(run, subject, value), value);
}

function everShown(run: Run, claim: ClaimOf<'never'>): Made | undefined {
  const what = claimOf(claim.args.what);
  const stretch = stretchOf(run, claim.args.during);
  if (!stretch) return undefined;
  const right = verdictOn(run, claim).verdict === 'pass' ? 'no' : 'yes';
  const moment: AskedMoment = { kind: 'stretch', ...stretch };
  switch (what.kind) {
    case 'podDeleted':
      return choice({ what: 'ever', subject: { of: 'pod' }, value: '', moment }, YES_NO, right);
    case 'kubectlStatus':
    case 'phase':
    case 'condition':
    case 'containerFlag':
    case 'containerState':
      return choice({ what: 'ever', subject: subjectOf(what), value: wanted(what), moment }, YES_NO, right);
    default:
      return undefined;
  }
}

function aboutVariable(run: Run, claim: ClaimOf<'env'>): Made {
  const { container, name, value, exists } = claim.args;
  const point = claim.args.at === undefined ? undefined : resolvePoint(run, claim.args.at);
  const moment: AskedMoment = point && !('missing' in point) ? { kind: 'at', atMs: Math.round(point.t) } : { kind: 'end' };
  const isSet = (verdictOn(run, claim).verdict === 'pass') === (exists ?? true);
  const subject: Subject = { of: 'env', container, name };
  if (value === undefined || value.startsWith('$.')) return choice({ what: 'ever', subject, value: '', moment }, YES_NO, isSet ? 'yes' : 'no');
  return choice({ what: 'value', subject, moment }, [value, ''].sort(), value);
}

function aboutField(claim: ClaimOf<'field'>): Made | undefined {
  const { path, op, value } = claim.args;
  if (op !== '==' || claim.args.at !== undefined) return undefined;
  const ask: Question['ask'] = { what: 'value', subject: { of: 'field', path }, moment: { kind: 'end' } };
  if (path.endsWith('imagePullPolicy')) return choice(ask, PULL_POLICIES, String(value));
  return typeof value === 'number' ? choice(ask, around(value), String(value)) : undefined;
}
