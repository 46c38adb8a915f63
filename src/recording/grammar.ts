/**
 * The kinds of claims and the arguments each takes. A `?` behind a name marks an optional argument. Types, checks and
 * the editor's schema all derive from this table.
 */
import type { FieldOperator, Operator } from './values.ts';

/** What the words for types in the table stand for. */
interface ArgumentTypes {
  any: unknown;
  text: string;
  texts: string | string[];
  integer: number;
  boolean: boolean;
  duration: string;
  point: string;
  container: string;
  /** `create` or `action.N`. */
  action: string;
  path: string;
  regexp: string;
  op: Operator;
  fieldOp: FieldOperator;
  conditionStatus: 'True' | 'False' | 'Unknown';
  state: 'waiting' | 'running' | 'terminated' | 'absent';
  flag: 'started' | 'ready';
  hook: 'postStart' | 'preStop';
  probe: 'startup' | 'liveness' | 'readiness';
  refusal: 'Forbidden' | 'Invalid' | 'TooManyRequests';
  /** A number or `first-after:<point>`. */
  nth: number | string;
  /** A claim without a time of its own. */
  claim: unknown;
  stretch: Stretch;
  /** A list of `p < q` or `p <= q`. */
  relations: string[];
}

export interface Stretch {
  from: string;
  to?: string;
  for?: string;
}

export type ArgumentType = keyof ArgumentTypes;

export interface ClaimKindRule {
  args: Readonly<Record<string, ArgumentType>> | 'relations';
  /**
   * `moment`: true or false at every moment, takes within, at and during · `count`: a number of occurrences, takes them
   * too · `whole`: about the run as a whole.
   */
  about: 'moment' | 'count' | 'whole';
  /** The only kind of claim it may stand in. */
  onlyIn?: string;
}

export const CLAIM_KINDS = {
  phase: { about: 'moment', args: { value: 'texts' } },
  condition: { about: 'moment', args: { type: 'text', status: 'conditionStatus', 'reason?': 'texts', 'message?': 'text' } },
  podReason: { about: 'moment', args: { value: 'texts' } },
  kubectlStatus: { about: 'moment', args: { value: 'texts' } },
  containerState: {
    about: 'moment',
    args: { container: 'container', state: 'state', 'reason?': 'texts', 'exitCode?': 'integer', 'message?': 'text', 'messageContains?': 'texts' },
  },
  lastState: { about: 'moment', args: { container: 'container', 'reason?': 'texts', 'exitCode?': 'integer' } },
  restartCount: { about: 'moment', args: { container: 'container', op: 'op', value: 'integer' } },
  restartCountDecreases: { about: 'moment', args: { container: 'container' }, onlyIn: 'never' },
  starts: { about: 'count', args: { container: 'container', op: 'op', value: 'integer' } },
  containerFlag: { about: 'moment', args: { container: 'container', flag: 'flag', value: 'boolean' } },
  containerImage: { about: 'moment', args: { container: 'container', value: 'text' } },
  event: { about: 'count', args: { reason: 'text', 'messageContains?': 'texts', 'source?': 'text', op: 'op', value: 'integer' } },
  hookRuns: { about: 'count', args: { container: 'container', hook: 'hook', op: 'op', value: 'integer' } },
  probeRuns: { about: 'count', args: { container: 'container', probe: 'probe', op: 'op', value: 'integer' } },
  podDeleted: { about: 'moment', args: {} },
  log: { about: 'moment', args: { container: 'container', 'equals?': 'text', 'contains?': 'texts', 'matches?': 'regexp' } },
  env: { about: 'moment', args: { container: 'container', name: 'text', 'value?': 'text', 'matches?': 'regexp', 'exists?': 'boolean' } },
  field: { about: 'moment', args: { path: 'path', op: 'fieldOp', 'value?': 'any' } },
  uidChanged: { about: 'moment', args: { value: 'boolean' } },
  execResult: { about: 'moment', args: { action: 'action', 'exitCode?': 'integer', 'stdoutContains?': 'texts' } },
  apiError: { about: 'whole', args: { action: 'action', status: 'refusal', 'messageContains?': 'texts', 'messageLacks?': 'texts' } },
  order: { about: 'whole', args: 'relations' },
  duration: { about: 'whole', args: { from: 'point', to: 'point', 'min?': 'duration', 'max?': 'duration' } },
  restartDelay: { about: 'whole', args: { container: 'container', nth: 'nth', 'min?': 'duration', 'max?': 'duration' } },
  never: { about: 'whole', args: { what: 'claim', during: 'stretch' } },
  always: { about: 'whole', args: { what: 'claim', during: 'stretch' } },
  sticky: { about: 'whole', args: { what: 'claim' } },
} as const satisfies Record<string, ClaimKindRule>;

export type ClaimKind = keyof typeof CLAIM_KINDS;

type KindsAbout<About> = { [Kind in ClaimKind]: (typeof CLAIM_KINDS)[Kind]['about'] extends About ? Kind : never }[ClaimKind];

export type MomentKind = KindsAbout<'moment'>;
export type CountKind = KindsAbout<'count'>;
export type WholeKind = KindsAbout<'whole'>;

type RequiredArgs<Args> = {
  [Name in keyof Args as Name extends `${string}?` ? never : Name]: Args[Name] extends ArgumentType ? ArgumentTypes[Args[Name]] : never;
};
type OptionalArgs<Args> = {
  [Name in keyof Args as Name extends `${infer Base}?` ? Base : never]?: Args[Name] extends ArgumentType ? ArgumentTypes[Args[Name]] : never;
};

/** The arguments of one kind of claim, timing left out. */
export type ClaimArgs<Kind extends ClaimKind> = (typeof CLAIM_KINDS)[Kind]['args'] extends infer Args
  ? Args extends 'relations'
    ? string[]
    : RequiredArgs<Args> & OptionalArgs<Args>
  : never;

/** When a claim is meant to hold; without any of them, at the end of the run. */
export interface ClaimTiming {
  within?: string;
  after?: string;
  at?: string;
  during?: Stretch;
}

export const TIMING_NAMES = ['within', 'after', 'at', 'during'] as const satisfies readonly (keyof ClaimTiming)[];

/** A claim taken apart; well formed if `claimFaults` finds nothing. */
export type Claim = { [Kind in ClaimKind]: { kind: Kind; args: ClaimArgs<Kind> & ClaimTiming; basis?: string } }[ClaimKind];

export type ClaimOf<Kind extends ClaimKind> = Extract<Claim, { kind: Kind }>;

/** `stated`: the authority promises it without checking it; `implied`: it only follows from the rules. */
export const BASES = ['stated', 'implied'];

/** Members of an entry that are no kind. */
export const REMARKS = ['basis', 'note'];

/** Takes a well-formed entry of `expect` (or a claim used as a trigger) apart. */
export function claimOf(entry: unknown): Claim {
  const members = entry as Record<string, unknown>;
  const kind = Object.keys(members).find((key) => !REMARKS.includes(key)) ?? '';
  return { kind, args: members[kind], ...(members.basis !== undefined && { basis: members.basis }) } as Claim;
}

/** `create` or `action.N` as the index that Action lines carry; the creation of the Pod is action 0. */
export function actionIndex(action: string): number {
  return action === 'create' ? 0 : Number(action.slice('action.'.length));
}
