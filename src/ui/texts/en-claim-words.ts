/** Claims and their points in words; loaded with whatever tells them: lessons and the chart. */
import { times } from '../format.ts';
import {
  type Claim,
  type ClaimOf,
  conditionPoint,
  containerPoint,
  innerClaim,
  lengthWords,
  list,
  type Operator,
  pointParts,
  type Stretch,
  type Timing,
} from './claim-parts.ts';
import { catalogue } from './language.ts';

const CONTAINER_POINTS: Record<string, (container: string, nth: string) => string> = {
  start: (container, nth) => `the ${nth}start of ${container}`,
  exit: (container, nth) => `the ${nth}end of ${container}`,
  term: (container, nth) => `the ${nth}stop signal for ${container}`,
  started: (container) => `the moment ${container} counts as started`,
  ready: (container) => `the moment ${container} is ready`,
  'poststart.start': (container) => `the beginning of ${container}'s postStart hook`,
  'poststart.end': (container) => `the end of ${container}'s postStart hook`,
  'prestop.start': (container) => `the beginning of ${container}'s preStop hook`,
  'prestop.end': (container) => `the end of ${container}'s preStop hook`,
};

const NAMED_POINTS: Record<string, string> = {
  create: 'the creation of the Pod',
  delete: 'the deletion',
  scheduled: 'the binding to a node',
  'phase.notPending': 'the moment the phase is not Pending any more',
  'pod.terminal': 'the end of the Pod',
  'pod.deleted': 'the moment the Pod is gone from the API',
  'uid.changed': 'the moment a new mirror Pod takes over',
  'kubelet.healthy': 'the moment the kubelet is up again',
};

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh'];
export const ordinal = (nth: string) => (nth === 'last' ? 'last' : (ORDINALS[Number(nth) - 1] ?? `${nth}th`));

/** A point as a noun: `app#2.start` is `the second start of app`, `delete+3s` is `3 s after the deletion`. */
function pointWords(point: string): string {
  const { name, offset, isLater } = pointParts(point);
  if (name === '') return lengthWords(offset);
  return offset === '' ? namedPoint(name) : `${lengthWords(offset)} ${isLater ? 'after' : 'before'} ${namedPoint(name)}`;
}

function namedPoint(name: string): string {
  const condition = conditionPoint(name);
  if (condition) return `the moment the condition ${condition.type} is ${condition.status}`;
  const named = NAMED_POINTS[name];
  if (named !== undefined) return named;
  const [, kind, value = ''] = /^(phase|event|action)\.(\w+)$/.exec(name) ?? [];
  if (kind === 'phase') return `the moment the phase is ${value}`;
  if (kind === 'event') return `the first Event ${value}`;
  if (kind === 'action') return `action ${value}`;
  const point = containerPoint(name);
  const words = point && CONTAINER_POINTS[point.moment];
  return words ? words(point.container, point.nth === undefined ? '' : `${ordinal(point.nth)} `) : name;
}

const or = (values: string | readonly string[] | undefined) => list(values).join(' or ');
const quoted = (values: string | readonly string[] | undefined) =>
  list(values)
    .map((value) => `“${value}”`)
    .join(' and ');
const since = (point: string | undefined) => (point === undefined || point === 'create' ? '' : ` of ${pointWords(point)}`);
const between = ({ from, to, for: length }: Stretch) =>
  to === undefined ? `in the ${lengthWords(length ?? '')} after ${pointWords(from)}` : `from ${pointWords(from)} to ${pointWords(to)}`;

const COUNTS: Record<Operator, (value: number) => string> = {
  '==': (value) => `exactly ${times(value)}`,
  '!=': (value) => `any number of times but ${value}`,
  '>=': (value) => `at least ${times(value)}`,
  '<=': (value) => `at most ${times(value)}`,
  '>': (value) => `more than ${times(value)}`,
  '<': (value) => `fewer than ${value} times`,
};
const isNever = (op: Operator, value: number) => (op === '==' && value === 0) || (op === '<=' && value === 0) || (op === '<' && value === 1);

/** `app never starts`, `app starts at least twice`. */
function counted(subject: string, verb: string, { op, value }: { op: Operator; value: number }): string {
  return isNever(op, value) ? `${subject} never ${verb}` : `${subject} ${verb} ${COUNTS[op](value)}`;
}

function bounds({ min, max }: { min?: string; max?: string }): string {
  if (min !== undefined && max !== undefined) return min === max ? `exactly ${lengthWords(min)}` : `${lengthWords(min)} to ${lengthWords(max)}`;
  if (min !== undefined) return `at least ${lengthWords(min)}`;
  return max === undefined ? 'any time' : `at most ${lengthWords(max)}`;
}

function ending(reason: string | readonly string[] | undefined, exitCode: number | undefined): string {
  return `${reason === undefined ? '' : ` as ${or(reason)}`}${exitCode === undefined ? '' : ` with exit code ${exitCode}`}`;
}

function stateClause({ container, state, reason, exitCode, message, messageContains }: ClaimOf<'containerState'>['args']): string {
  if (state === 'absent') return `${container} does not exist on the node any more`;
  const said = messageContains ?? message;
  return `${container} is ${state}${reason === undefined ? '' : ` (${or(reason)})`}${ending(undefined, exitCode)}${said === undefined ? '' : `, and its message says ${quoted(said)}`}`;
}

function variableClause({ container, name, value, matches, exists }: ClaimOf<'env'>['args']): string {
  if (matches !== undefined) return `$${name} in ${container} is like ${matches}`;
  if (value?.startsWith('$.')) return `$${name} in ${container} is what ${value.slice(2)} says`;
  if (value !== undefined) return `$${name} in ${container} is ${value}`;
  return `${container} has ${exists === false ? 'no' : 'the'} variable ${name}`;
}

function fieldClause({ path, op, value }: ClaimOf<'field'>['args']): string {
  const shown = typeof value === 'string' ? value : JSON.stringify(value);
  switch (op) {
    case 'exists':
      return `${path} is ${value === false ? 'not set' : 'set'}`;
    case 'empty':
      return `${path} is ${value === false ? 'not empty' : 'empty'}`;
    case 'length':
      return `${path} has ${shown} entries`;
    case 'increases':
      return `${path} grows`;
    case '==':
      return `${path} is ${shown}`;
    case '!=':
      return `${path} is not ${shown}`;
    default:
      return `${path} is ${{ '>=': 'at least', '<=': 'at most', '>': 'more than', '<': 'less than' }[op]} ${shown}`;
  }
}

function outputClause({ container, equals, contains, matches }: ClaimOf<'log'>['args']): string {
  if (equals !== undefined) return `the output of ${container} is ${quoted(equals)}`;
  return matches === undefined ? `the output of ${container} has ${quoted(contains)} in it` : `the output of ${container} is like ${matches}`;
}

/** What is claimed, without when. */
function clause(claim: Claim): string {
  switch (claim.kind) {
    case 'phase':
      return `the phase is ${or(claim.args.value)}`;
    case 'condition': {
      const { type, status, reason, message } = claim.args;
      return `the condition ${type} is ${status}${reason === undefined ? '' : `, reason ${or(reason)}`}${message === undefined ? '' : `, message ${quoted(message)}`}`;
    }
    case 'podReason':
      return or(claim.args.value) === '' ? 'the Pod has no reason' : `the reason of the Pod is ${or(claim.args.value)}`;
    case 'kubectlStatus':
      return `STATUS says ${or(claim.args.value)}`;
    case 'containerState':
      return stateClause(claim.args);
    case 'lastState':
      return `the run before the present one of ${claim.args.container} ended${ending(claim.args.reason, claim.args.exitCode)}`;
    case 'restartCount':
      return isNever(claim.args.op, claim.args.value)
        ? `${claim.args.container} has never been restarted`
        : `${claim.args.container} has been restarted ${COUNTS[claim.args.op](claim.args.value)}`;
    case 'restartCountDecreases':
      return `the restart count of ${claim.args.container} falls`;
    case 'starts':
      return counted(claim.args.container, 'starts', claim.args);
    case 'containerFlag': {
      const { container, flag, value } = claim.args;
      if (flag === 'ready') return `${container} is ${value ? 'ready' : 'not ready'}`;
      return `${container} ${value ? 'counts as started' : 'does not count as started'}`;
    }
    case 'containerImage':
      return `${claim.args.container} runs the image ${claim.args.value}`;
    case 'event': {
      const { reason, messageContains, source } = claim.args;
      const which = `${reason === '*' ? 'any Event' : `the Event ${reason}`}${messageContains === undefined ? '' : ` (${quoted(messageContains)})`}`;
      return counted(`${which}${source === undefined ? '' : ` of ${source}`}`, 'comes', claim.args);
    }
    case 'hookRuns':
      return counted(`the ${claim.args.hook} hook of ${claim.args.container}`, 'runs', claim.args);
    case 'probeRuns':
      return counted(`the ${claim.args.probe} probe of ${claim.args.container}`, 'runs', claim.args);
    case 'podDeleted':
      return 'the Pod is gone from the API';
    case 'log':
      return outputClause(claim.args);
    case 'env':
      return variableClause(claim.args);
    case 'field':
      return fieldClause(claim.args);
    case 'uidChanged':
      return claim.args.value ? 'the Pod has another UID than at the beginning' : 'the Pod has the UID that it began with';
    case 'execResult': {
      const { action, exitCode, stdoutContains } = claim.args;
      return `the command of ${pointWords(action)} ${[
        ...(exitCode === undefined ? [] : [`ends with exit code ${exitCode}`]),
        ...(stdoutContains === undefined ? [] : [`prints ${quoted(stdoutContains)}`]),
      ].join(' and ')}`;
    }
    case 'apiError': {
      const { action, status, messageContains, messageLacks } = claim.args;
      const what = action === 'create' ? 'the Pod' : pointWords(action);
      return `the API refuses ${what} as ${status}${messageContains === undefined ? '' : `, saying ${quoted(messageContains)}`}${messageLacks === undefined ? '' : `, without ${quoted(messageLacks)}`}`;
    }
    case 'order':
      return claim.args.map(relation).join('; ');
    case 'duration':
      return `it takes ${bounds(claim.args)} from ${pointWords(claim.args.from)} to ${pointWords(claim.args.to)}`;
    case 'restartDelay': {
      const { container, nth } = claim.args;
      const which =
        typeof nth === 'number'
          ? `the ${ordinal(String(nth))} restart of ${container}`
          : `the restart of ${container} after ${pointWords(nth.replace(/^first-after:/, ''))}`;
      return `${which} waits ${bounds(claim.args)}`;
    }
    case 'never':
      return `at no time ${between(claim.args.during)} is it true that ${clause(innerClaim(claim.args.what))}`;
    case 'always':
      return `all the time ${between(claim.args.during)}, ${clause(innerClaim(claim.args.what))}`;
    case 'sticky':
      return `once ${clause(innerClaim(claim.args.what))}, it stays so`;
  }
}

function relation(text: string): string {
  const [, first = '', operator, second = ''] = /^(.*?)\s*(<=?)\s*(.*)$/.exec(text) ?? [];
  return `${pointWords(first)} comes ${operator === '<=' ? 'no later than' : 'before'} ${pointWords(second)}`;
}

const COUNTERS: readonly Claim['kind'][] = ['starts', 'event', 'hookRuns', 'probeRuns'];
const OF_ITS_OWN: readonly Claim['kind'][] = ['order', 'duration', 'restartDelay', 'never', 'always', 'sticky', 'apiError'];

/** When it is claimed; a claim without a time of its own is one about the end of the run. */
function when({ kind, args }: Claim): string {
  if (OF_ITS_OWN.includes(kind)) return '';
  const { within, after, at, during }: Timing = args as Timing;
  if (within !== undefined) return `within ${lengthWords(within)}${since(after)}, `;
  if (at !== undefined) return COUNTERS.includes(kind) ? `until ${pointWords(at)}, ` : `at ${pointWords(at)}, `;
  if (during !== undefined) return COUNTERS.includes(kind) ? `${between(during)}, ` : `all the time ${between(during)}, `;
  return COUNTERS.includes(kind) ? 'in all, ' : 'in the end, ';
}

export const claimWords = catalogue('claimWords', {
  /** A point of a claim as a noun. */
  point: pointWords,
  /** A claim as a sentence. */
  tell: (claim: Claim): string => capital(`${when(claim)}${clause(claim)}.`),
  verdicts: { pass: 'Holds', fail: 'Fails', undecidable: 'Cannot be told' },
  more: (count: number) => `and ${count} more`,
});

function capital(text: string): string {
  // A variable or a container begins with its own letter
  return /^(?:at|all|any|from|in|it|once|the|until|within) /.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}
