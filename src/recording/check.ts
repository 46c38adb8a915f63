/** Whether claims, and the claims and points that trigger actions, are well formed. */
import { parseDurationMs } from '../base/duration.ts';
import { nearestName } from '../base/nearest-name.ts';
import { BASES, CLAIM_KINDS, REMARKS, TIMING_NAMES, type ArgumentType, type ClaimKind, type ClaimKindRule } from './grammar.ts';
import { parsePoint } from './points.ts';
import { faultTexts as words } from './texts/faults.ts';
import { OPERATORS, isPath, list } from './values.ts';

export interface ClaimFault {
  /** Where in the `spec` of the Scenario document: `['expect', 2, 'phase', 'within']`. */
  path: (string | number)[];
  /** The same as text: `expect[2].phase.within`. */
  where: string;
  /** What is wrong: `"5" is not a duration`. */
  message: string;
  /** What to do about it. */
  help?: string;
}

/** What claims may refer to. Absent: any name, any number. */
export interface ClaimContext {
  /** All containers that can exist in the course of the run. */
  containers?: readonly string[];
  /** Number of actions. */
  actionCount?: number;
}

/** All faults of a list of claims; `path` is where the list stands. */
export function checkClaims(entries: readonly unknown[], context: ClaimContext, path: readonly (string | number)[] = ['expect']): ClaimFault[] {
  return entries.flatMap((entry, index) => claimFaults(entry, [...path, index], context));
}

/** All faults of one claim. */
export function claimFaults(entry: unknown, path: readonly (string | number)[], context: ClaimContext = {}): ClaimFault[] {
  const checker = new Checker(context);
  checker.claim(entry, path, { isTimed: true });
  return checker.faults;
}

/** All faults of the `at` of an action: a point, a claim without a time of its own, or several in `anyOf`. */
export function checkTrigger(at: unknown, context: ClaimContext, path: readonly (string | number)[]): ClaimFault[] {
  const checker = new Checker(context);
  checker.trigger(at, path);
  return checker.faults;
}

/** All faults of a point in time. */
export function checkPoint(point: unknown, context: ClaimContext, path: readonly (string | number)[]): ClaimFault[] {
  const checker = new Checker(context);
  checker.point(point, path);
  return checker.faults;
}

type Path = readonly (string | number)[];
type PlainType = Exclude<ArgumentType, 'point' | 'container' | 'action' | 'claim' | 'stretch' | 'nth' | 'relations'>;

const show = (value: unknown) => JSON.stringify(value) ?? String(value);
const isText = (value: unknown): value is string => typeof value === 'string';

/** Undefined if the value fits, else what is wrong with it. */
type Test = (value: unknown) => string | undefined;

const that =
  (test: (value: unknown) => boolean, noun: keyof typeof words.nouns): Test =>
  (value) =>
    test(value) ? undefined : words.isNot(show(value), words.nouns[noun]);
const oneOf =
  (...values: string[]): Test =>
  (value) =>
    isText(value) && values.includes(value) ? undefined : words.isNoneOf(show(value), values.join(', '));

const TYPES: Readonly<Record<PlainType, Test>> = {
  any: () => undefined,
  text: that(isText, 'text'),
  texts: that((value) => list(value).length > 0 && list(value).every(isText), 'texts'),
  integer: that(Number.isInteger, 'integer'),
  boolean: that((value) => typeof value === 'boolean', 'boolean'),
  duration: that((value) => isText(value) && parseDurationMs(value) !== undefined, 'duration'),
  path: that((value) => isText(value) && isPath(value), 'path'),
  regexp: that(isRegExp, 'regexp'),
  op: oneOf(...Object.keys(OPERATORS)),
  fieldOp: oneOf(...Object.keys(OPERATORS), 'exists', 'empty', 'length', 'increases'),
  conditionStatus: oneOf('True', 'False', 'Unknown'),
  state: oneOf('waiting', 'running', 'terminated', 'absent'),
  flag: oneOf('started', 'ready'),
  hook: oneOf('postStart', 'preStop'),
  probe: oneOf('startup', 'liveness', 'readiness'),
  refusal: oneOf('Forbidden', 'Invalid', 'TooManyRequests'),
};

const helpFor = (type: ArgumentType): string | undefined => (type in words.help ? words.help[type as keyof typeof words.help] : undefined);

function isRegExp(value: unknown): boolean {
  try {
    return isText(value) && Boolean(new RegExp(value));
  } catch {
    return false;
  }
}

class Checker {
  readonly faults: ClaimFault[] = [];
  readonly #context: ClaimContext;

  constructor(context: ClaimContext) {
    this.#context = context;
  }

  #fault(path: Path, message: string, help?: string): void {
    this.faults.push({ path: [...path], where: pathText(path), message, ...(help !== undefined && { help }) });
  }

  claim(entry: unknown, path: Path, { isTimed, inside }: { isTimed: boolean; inside?: string }): void {
    if (!isMap(entry)) return this.#fault(path, words.isNot(show(entry), words.nouns.claim), words.help.claim);
    const kinds = Object.keys(entry).filter((key) => !REMARKS.includes(key));
    const [kind] = kinds;
    if (kind === undefined || kinds.length !== 1) return this.#fault(path, words.oneKind(kinds));
    if (!isKind(kind)) {
      return this.#fault([...path, kind], words.noKind(kind, Object.keys(CLAIM_KINDS).join(', ')), didYouMean(kind, Object.keys(CLAIM_KINDS)));
    }
    const rule: ClaimKindRule = CLAIM_KINDS[kind];
    if (rule.onlyIn && rule.onlyIn !== inside) this.#fault([...path, kind], words.belongsIn(kind, rule.onlyIn));
    if (!isTimed && rule.about === 'whole') {
      this.#fault([...path, kind], words.noMoment(kind));
    }
    const basisFault = entry.basis === undefined ? undefined : oneOf(...BASES)(entry.basis);
    if (basisFault !== undefined) this.#fault([...path, 'basis'], basisFault);
    this.#args(rule, entry[kind], [...path, kind], isTimed);
  }

  trigger(at: unknown, path: Path): void {
    if (at === undefined || at === 'before-create') return;
    if (isText(at)) return this.point(at, path);
    const either = isMap(at) ? at.anyOf : undefined;
    if (either === undefined) return this.#triggerClaim(at, path);
    if (!Array.isArray(either) || either.length === 0) return this.#fault([...path, 'anyOf'], words.noClaims);
    either.forEach((claim, index) => this.#triggerClaim(claim, [...path, 'anyOf', index]));
  }

  /** A refusal by the API is no moment of the Pod, yet the moment of the refusal can trigger something. */
  #triggerClaim(entry: unknown, path: Path): void {
    const isRefusal = isMap(entry) && Object.keys(entry).every((key) => key === 'apiError' || REMARKS.includes(key));
    this.claim(entry, path, { isTimed: isRefusal });
  }

  point(text: unknown, path: Path): void {
    const point = isText(text) ? parsePoint(text) : undefined;
    if (!point) return this.#fault(path, words.isNot(show(text), words.nouns.point), words.help.point);
    if (point.kind === 'container') this.#container(point.container, path);
    const { actionCount = Infinity } = this.#context;
    if (point.kind === 'action' && point.index > actionCount) this.#fault(path, words.noAction(point.index));
  }

  #args(rule: ClaimKindRule, args: unknown, path: Path, isTimed: boolean): void {
    if (rule.args === 'relations') return this.#relations(args, path);
    if (!isMap(args)) return this.#fault(path, words.noArguments);
    const types = new Map(Object.entries(rule.args).map(([name, type]) => [name.replace('?', ''), type]));
    const timing: readonly string[] = rule.about === 'whole' ? [] : TIMING_NAMES;
    for (const [name, value] of Object.entries(args)) {
      const type = types.get(name);
      const known = [...types.keys(), ...timing];
      if (type !== undefined) this.#value(value, type, [...path, name]);
      else if (!timing.includes(name)) this.#fault([...path, name], words.unknown(known.join(', ')), didYouMean(name, known));
    }
    for (const name of Object.keys(rule.args)) {
      if (!name.endsWith('?') && args[name] === undefined) this.#fault([...path, name], words.missing);
    }
    if (rule.about !== 'whole') this.#timing(args, path, isTimed);
    if (args.op === 'increases' && !args.during) this.#fault(path, words.needsDuring);
  }

  #timing(args: Record<string, unknown>, path: Path, isTimed: boolean): void {
    const given = ['within', 'at', 'during'].filter((name) => args[name] !== undefined);
    if (!isTimed && given.length > 0) return this.#fault(path, words.noPlace(given.join(', ')));
    if (given.length > 1) this.#fault(path, words.exclude(given));
    if (args.after !== undefined && isTimed && args.within === undefined) this.#fault([...path, 'after'], words.needsWithin);
    if (args.within !== undefined) this.#value(args.within, 'duration', [...path, 'within']);
    if (args.after !== undefined) this.#value(args.after, 'point', [...path, 'after']);
    if (args.at !== undefined) this.#value(args.at, 'point', [...path, 'at']);
    if (args.during !== undefined) this.#value(args.during, 'stretch', [...path, 'during']);
  }

  #value(value: unknown, type: ArgumentType, path: Path): void {
    switch (type) {
      case 'point':
        return this.point(value, path);
      case 'container':
        return this.#container(value, path);
      case 'action':
        return this.#action(value, path);
      case 'claim':
        return this.claim(value, path, { isTimed: false, inside: String(path.at(-2)) });
      case 'stretch':
        return this.#stretch(value, path);
      case 'nth':
        return this.#nth(value, path);
      case 'relations':
        return this.#relations(value, path);
      default: {
        const fault = TYPES[type](value);
        if (fault !== undefined) this.#fault(path, fault, helpFor(type));
      }
    }
  }

  #action(value: unknown, path: Path): void {
    if (value === 'create') return;
    if (isText(value) && /^action\.\d+$/.test(value)) this.point(value, path);
    else this.#fault(path, words.notAnAction(show(value)));
  }

  #container(name: unknown, path: Path): void {
    const { containers } = this.#context;
    if (!isText(name)) return this.#fault(path, words.isNot(show(name), words.nouns.container));
    if (!containers || containers.includes(name)) return;
    this.#fault(path, words.noContainer(show(name), containers.join(', ')), didYouMean(name, containers));
  }

  #stretch(value: unknown, path: Path): void {
    if (!isMap(value) || value.from === undefined) return this.#fault([...path, 'from'], words.missing);
    this.point(value.from, [...path, 'from']);
    if ((value.to === undefined) === (value.for === undefined)) return this.#fault(path, words.toOrFor);
    if (value.to !== undefined) this.point(value.to, [...path, 'to']);
    else this.#value(value.for, 'duration', [...path, 'for']);
  }

  #nth(value: unknown, path: Path): void {
    if (isText(value) && value.startsWith('first-after:')) return this.point(value.slice('first-after:'.length), path);
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 1) {
      this.#fault(path, words.notNth(show(value)));
    }
  }

  #relations(args: unknown, path: Path): void {
    if (!Array.isArray(args)) return this.#fault(path, words.noList, words.help.relations);
    args.forEach((relation: unknown, index) => {
      const points = isText(relation) ? relation.split(/\s+<=?\s+/) : [];
      if (points.length !== 2) this.#fault([...path, index], words.noRelation(show(relation)));
      else for (const point of points) this.point(point, [...path, index]);
    });
  }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isKind(name: string): name is ClaimKind {
  return Object.hasOwn(CLAIM_KINDS, name);
}

function didYouMean(name: string, known: readonly string[]): string | undefined {
  const nearest = nearestName(name, known);
  return nearest === undefined ? undefined : words.didYouMean(nearest);
}

function pathText(path: Path): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');
}
