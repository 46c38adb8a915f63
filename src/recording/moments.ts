/** When each kind of claim about a moment is true. What `within`, `at` and `during` make of that is the subject of verdicts.ts. */
import type { ContainerStateTerminated, PodCondition } from '../model/kubernetes.ts';
import type { ClaimArgs, MomentKind } from './grammar.ts';
import { actionIndex } from './grammar.ts';
import { kubectlStatus } from './kubectl-status.ts';
import type { TimedKind, WatchedContainerStatus, WatchedPod } from './lines.ts';
import type { View } from './memory.ts';
import { containerStatus } from './pods.ts';
import { seenTexts } from './texts/en.ts';
import { type FieldOperator, OPERATORS, type Operator, amountOf, list, lookup, resolveReference, same } from './values.ts';
import { flow, joined, shortened, stateWords } from './words.ts';

/** What a claim is at one moment. */
export interface Finding {
  holds: boolean;
  /** What was seen, in words. */
  seen(): string;
  /** Whether the API says nothing about the container yet. */
  isUnreported?: boolean;
  /** Why the recording cannot tell. */
  unknown?: string;
}

/** What a claim about a moment may ask besides the moment itself. */
export interface Circumstances {
  /** The newest Pod that is known, for references to fields of it. */
  latestPod(): WatchedPod | undefined;
  /** Whether Process lines were looked for. */
  hasProcessLines: boolean;
}

export interface MomentRule<Args> {
  /** The kinds of lines that can change the answer. */
  lines: (args: Args) => readonly TimedKind[];
  /** The kind without which nothing can be said. */
  needs?: TimedKind;
  at(view: View, args: Args, circumstances: Circumstances): Finding;
}

const POD = (): readonly TimedKind[] => ['Pod'];

export const MOMENT_RULES: { readonly [Kind in MomentKind]: MomentRule<ClaimArgs<Kind>> } = {
  phase: { lines: POD, at: onPod((pod, { value }) => isOneOf(pod.status?.phase ?? '', value)) },
  condition: {
    lines: POD,
    at: onPod((pod, args) =>
      conditionFinding(
        pod.status?.conditions?.find(({ type }) => type === args.type),
        args,
      ),
    ),
  },
  podReason: { lines: POD, at: onPod((pod, { value }) => isOneOf(pod.status?.reason ?? '', value)) },
  kubectlStatus: { lines: POD, at: onPod((pod, { value }) => isOneOf(kubectlStatus(pod), value)) },
  containerState: {
    lines: ({ state }) => (state === 'absent' ? ['Pod', 'Process'] : ['Pod']),
    at: (view, args, circumstances) => (args.state === 'absent' ? absence(view, args.container, circumstances) : stateFinding(view, args)),
  },
  lastState: {
    lines: POD,
    at: onContainer((status, args) => {
      const last = status.lastState?.terminated;
      return { holds: last !== undefined && hasEndedLike(last, args), seen: () => stateWords(status.lastState) || seenTexts.notSet };
    }),
  },
  restartCount: {
    lines: POD,
    at: onContainer(
      (status, { op, value }) => compared(status.restartCount ?? 0, op, value),
      ({ op, value }) => OPERATORS[op](0, value),
    ),
  },
  restartCountDecreases: {
    lines: POD,
    at: onContainer((status, { container }, { memory }) => {
      const before = memory.podLineBefore;
      const isSamePod = before?.type !== 'DELETED' && before?.object.metadata?.uid === memory.podLine?.object.metadata?.uid;
      const old = isSamePod ? (containerStatus(before?.object, container)?.restartCount ?? 0) : 0;
      const count = status.restartCount ?? 0;
      return { holds: count < old, seen: () => (count < old ? seenTexts.fell(old, count) : `${count}`) };
    }),
  },
  containerFlag: {
    lines: POD,
    at: onContainer(
      (status, { flag, value }) => {
        const now = status[flag] ?? false;
        return { holds: now === value, seen: () => `${flag} ${now}` };
      },
      ({ value }) => !value,
    ),
  },
  containerImage: {
    lines: POD,
    at: onContainer((status, { value }) => ({ holds: imageName(status.image) === imageName(value), seen: () => status.image || seenTexts.noImage })),
  },
  podDeleted: {
    lines: POD,
    at: ({ gone, memory }) => ({ holds: gone, seen: () => (gone ? seenTexts.gone : memory.podLine ? seenTexts.stillThere : seenTexts.noPodYet) }),
  },
  log: {
    lines: () => ['Log'],
    needs: 'Log',
    at: ({ memory }, { container, equals, contains, matches }) => {
      const log = memory.log(container);
      const text = () => log?.text() ?? '';
      const holds =
        (equals === undefined || text().trimEnd() === equals.trimEnd()) &&
        list(contains ?? []).every((part) => log?.includes(part) ?? part === '') &&
        (matches === undefined || new RegExp(matches).test(text()));
      return { holds, seen: () => (text() === '' ? seenTexts.noOutput : shortened(JSON.stringify(text()))) };
    },
  },
  env: {
    lines: () => ['Process'],
    at: ({ memory }, { container, name, value, matches, exists = true }, { latestPod }) => {
      const env = memory.ledger(container)?.runs.findLast((run) => run.env)?.env;
      if (!env) return unknown(seenTexts.lacksEnvironment);
      const found = Object.hasOwn(env, name) ? env[name] : undefined;
      const holds =
        (found !== undefined) === exists &&
        (value === undefined || found === String(resolveReference(value, latestPod()))) &&
        (matches === undefined || new RegExp(matches).test(found ?? ''));
      return { holds, seen: () => (found === undefined ? seenTexts.notSet : JSON.stringify(found)) };
    },
  },
  field: {
    lines: POD,
    at: onPod((pod, { path, op, value }) => {
      const found = lookup(pod, path);
      return { holds: doesFieldHold(found, op, resolveReference(value, pod)), seen: () => shortened(flow(found ?? seenTexts.unset)) };
    }),
  },
  uidChanged: {
    lines: POD,
    at: onPod((pod, { value }, { memory }) => {
      const hasChanged = pod.metadata?.uid !== memory.firstUid;
      return { holds: hasChanged === value, seen: () => (hasChanged ? seenTexts.uid.another : seenTexts.uid.same) };
    }),
  },
  execResult: {
    lines: () => ['Action'],
    needs: 'Action',
    at: ({ memory }, { action, exitCode, stdoutContains }) => {
      const line = memory.action(actionIndex(action));
      if (!line) return { holds: false, seen: () => seenTexts.notCarriedOut };
      if (line.exitCode === undefined) return unknown(seenTexts.lacksResult);
      const { stdout = '' } = line;
      const holds = fits(line.exitCode, exitCode) && list(stdoutContains ?? []).every((part) => stdout.includes(part));
      return { holds, seen: () => seenTexts.execResult(line.exitCode ?? 0, shortened(JSON.stringify(stdout))) };
    },
  },
};

// ---- what a claim sees -----------------------------------------------------------------------------------------------

function onPod<Args>(test: (pod: WatchedPod, args: Args, view: View) => Finding): MomentRule<Args>['at'] {
  return (view, args) => (view.pod ? test(view.pod, args, view) : { holds: false, seen: () => (view.gone ? seenTexts.podIsGone : seenTexts.noPodYet) });
}

/** `unreported(args)`: whether the claim holds while the Pod has no status for the container. */
function onContainer<Args extends { container: string }>(
  test: (status: WatchedContainerStatus, args: Args, view: View) => Finding,
  unreported: (args: Args) => boolean = () => false,
): MomentRule<Args>['at'] {
  return onPod((pod, args, view) => {
    const status = containerStatus(pod, args.container);
    return status ? test(status, args, view) : { holds: unreported(args), seen: () => seenTexts.notReported, isUnreported: true };
  });
}

function conditionFinding(condition: PodCondition | undefined, { status, reason, message }: ClaimArgs<'condition'>): Finding {
  const found = condition ?? { status: 'False' as const, reason: undefined, message: undefined };
  return {
    holds: found.status === status && fits(found.reason ?? '', reason) && fits(found.message ?? '', message),
    seen: () => joined(found.status, found.reason && `(${found.reason})`, message !== undefined && flow(found.message ?? '')),
  };
}

const stateFinding = onContainer<ClaimArgs<'containerState'>>((status, args) => {
  const { state, message, messageContains } = args;
  const found: Partial<ContainerStateTerminated> | undefined = state === 'absent' ? undefined : status.state?.[state];
  const holds =
    found !== undefined &&
    hasEndedLike(found, args) &&
    fits(found.message ?? '', message) &&
    list(messageContains ?? []).every((part) => (found.message ?? '').includes(part));
  const isAboutMessage = message !== undefined || messageContains !== undefined;
  return { holds, seen: () => joined(stateWords(status.state), isAboutMessage && flow(found?.message ?? '')) };
}) as (view: View, args: ClaimArgs<'containerState'>) => Finding;

/** What a claim finds that a container no longer exists on the node. One that has ended and whose Pod is gone counts as removed: nothing keeps it. */
function absence({ gone, memory }: View, container: string, { hasProcessLines }: Circumstances): Finding {
  if (!hasProcessLines) return unknown(seenTexts.lacks('Process'));
  const ledger = memory.ledger(container);
  const isRemoved = ledger?.latest === 'removed';
  const hasEnded = gone && (ledger?.runs ?? []).every((run) => run.exit);
  return { holds: isRemoved || hasEnded, seen: () => (isRemoved ? seenTexts.removed : hasEnded ? seenTexts.ended : seenTexts.stillThere) };
}

/** An absent number counts as 0, an absent text as "", an absent list as empty. */
function doesFieldHold(found: unknown, op: FieldOperator, wanted: unknown): boolean {
  const isSet = found !== undefined && found !== null;
  const size = isSet ? Object.keys(found).length : 0;
  switch (op) {
    case 'exists':
      return isSet;
    case 'empty':
      return !isSet || found === '' || (typeof found === 'object' && size === 0);
    case 'length':
      return size === wanted;
    case '==':
      return same(found ?? absentLike(wanted), wanted);
    case '!=':
      return !same(found ?? absentLike(wanted), wanted);
    case 'increases':
      return false; // about a stretch, never about a moment
    default:
      return OPERATORS[op](amountOf(found), amountOf(wanted));
  }
}

function absentLike(wanted: unknown): unknown {
  if (typeof wanted === 'number') return 0;
  if (typeof wanted === 'string') return '';
  return Array.isArray(wanted) ? [] : undefined;
}

// ---- small tests -----------------------------------------------------------------------------------------------------

function unknown(why: string): Finding {
  return { holds: false, seen: () => seenTexts.unknown, unknown: why };
}

function fits<Value>(found: Value | undefined, wanted: Value | Value[] | undefined): boolean {
  return wanted === undefined || (found !== undefined && list<Value>(wanted).includes(found));
}

function hasEndedLike(found: { reason?: string; exitCode?: number }, { reason, exitCode }: { reason?: string | string[]; exitCode?: number }): boolean {
  return fits(found.reason ?? '', reason) && fits(found.exitCode, exitCode);
}

function isOneOf(found: string, wanted: string | string[]): Finding {
  return { holds: list(wanted).includes(found), seen: () => (found === '' ? '""' : found) };
}

function compared(found: number, op: Operator, value: number): Finding {
  return { holds: OPERATORS[op](found, value), seen: () => `${found}` };
}

/** Runtimes report Docker Hub images by their full name. */
function imageName(name = ''): string {
  return name.replace(/^docker\.io\/(library\/)?/, '');
}
