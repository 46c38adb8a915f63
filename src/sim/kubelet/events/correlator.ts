import type { RandomStream } from '../../../base/random.ts';

/** An Event that the recorder was asked to emit, as far as the correlator looks at it. */
export interface EventInput {
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
  fieldPath?: string | undefined;
}

/** What goes to the API: a new Event object, or another count for an old one. */
export interface Correlated {
  /** Identifies the Event object; the same key means the same object. */
  key: string;
  message: string;
  count: number;
  firstMs: number;
  isNew: boolean;
  /** Whether it is an aggregate, which stands for similar Events. */
  isCombined: boolean;
}

/** `staging/src/k8s.io/client-go/tools/record/events_cache.go`. */
const MAX_SIMILAR = 10;
const SIMILAR_WITHIN_MS = 600_000;
const SPAM_BURST = 25;
const SPAM_REFILL_MS = 300_000;
const COMBINED = '(combined from similar events): ';

/** How often one Event was asked for. */
interface Observed {
  count: number;
  firstMs: number;
  /** Whether the API has it. */
  exists: boolean;
}

/** The Events of one type and reason. */
interface Group {
  /** Different texts of late. */
  messages: string[];
  lastMs: number;
  /** By field path and message: most Events are dropped, and a key of all that they say would be made for each. */
  observed: Map<string, Map<string, Observed>>;
  /** Their aggregate. */
  combined: Observed | undefined;
}

const firstSeen = (nowMs: number): Observed => ({ count: 0, firstMs: nowMs, exists: false });

function observedIn({ observed }: Group, fieldPath: string, message: string, nowMs: number): Observed {
  const messages = observed.get(fieldPath) ?? new Map<string, Observed>();
  observed.set(fieldPath, messages);
  const known = messages.get(message) ?? firstSeen(nowMs);
  messages.set(message, known);
  return known;
}

/**
 * Folds and throttles the Events of one Pod (`EventCorrelator`): it aggregates similar Events, counts equal ones, then asks
 * the spam filter. The count grows before the filter, so that occurrences that were dropped show in a later count. All of this is in
 * memory: a new kubelet process begins with none of it.
 */
export class EventCorrelator {
  readonly #random: RandomStream;
  /** By type and reason. */
  readonly #groups = new Map<string, Group>();
  readonly #buckets = new Map<string, { tokens: number; lastMs: number }>();

  constructor(random: RandomStream) {
    this.#random = random;
  }

  /** Undefined if the spam filter drops this occurrence. */
  correlate(event: EventInput, nowMs: number): Correlated | undefined {
    const { type, reason, fieldPath = '', message } = event;
    const groupKey = `${type}/${reason}`;
    const group = this.#groups.get(groupKey) ?? { messages: [], lastMs: nowMs, observed: new Map(), combined: undefined };
    this.#groups.set(groupKey, group);
    const isCombined = this.#isCombined(group, message, nowMs);
    const observed = isCombined ? (group.combined ??= firstSeen(nowMs)) : observedIn(group, fieldPath, message, nowMs);
    observed.count += 1;
    if (!this.#mayPass(type, nowMs)) return undefined;
    const isNew = !observed.exists;
    observed.exists = true;
    return {
      key: isCombined ? groupKey : `${groupKey}/${fieldPath}/${message}`,
      message: isCombined ? COMBINED + message : message,
      count: observed.count,
      firstMs: observed.firstMs,
      isNew,
      isCombined,
    };
  }

  /** Ten different texts of a reason within ten minutes become one Event (`EventAggregate`). */
  #isCombined(group: Group, message: string, nowMs: number): boolean {
    if (nowMs - group.lastMs > SIMILAR_WITHIN_MS) group.messages = [];
    group.lastMs = nowMs;
    if (!group.messages.includes(message)) group.messages.push(message);
    if (group.messages.length < MAX_SIMILAR) return false;
    group.messages.splice(Math.floor(this.#random.next() * group.messages.length), 1);
    return true;
  }

  /** A bucket of 25 for each type, one more every five minutes (`EventSourceObjectSpamFilter`). */
  #mayPass(type: string, nowMs: number): boolean {
    const bucket = this.#buckets.get(type) ?? { tokens: SPAM_BURST, lastMs: nowMs };
    bucket.tokens = Math.min(SPAM_BURST, bucket.tokens + (nowMs - bucket.lastMs) / SPAM_REFILL_MS);
    bucket.lastMs = nowMs;
    this.#buckets.set(type, bucket);
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }
}
