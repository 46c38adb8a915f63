import type { RandomStream } from '../../../base/random.ts';

/** An Event that the recorder was asked to emit, as far as the correlator looks at it. */
export interface EventInput {
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
  fieldPath?: string;
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

/**
 * Folds and throttles the Events of one Pod (`EventCorrelator`): it aggregates similar Events, counts equal ones, then asks
 * the spam filter. The count grows before the filter, so that occurrences that were dropped show in a later count. All of this is in
 * memory: a new kubelet process begins with none of it.
 */
export class EventCorrelator {
  readonly #random: RandomStream;
  readonly #groups = new Map<string, { messages: string[]; lastMs: number }>();
  readonly #observed = new Map<string, { count: number; firstMs: number; exists: boolean }>();
  readonly #buckets = new Map<string, { tokens: number; lastMs: number }>();

  constructor(random: RandomStream) {
    this.#random = random;
  }

  /** Undefined if the spam filter drops this occurrence. */
  correlate(event: EventInput, nowMs: number): Correlated | undefined {
    const { key, message } = this.#aggregate(event, nowMs);
    const observed = this.#observed.get(key) ?? { count: 0, firstMs: nowMs, exists: false };
    observed.count += 1;
    this.#observed.set(key, observed);
    if (!this.#mayPass(event.type, nowMs)) return undefined;
    const isNew = !observed.exists;
    observed.exists = true;
    return { key, message, count: observed.count, firstMs: observed.firstMs, isNew, isCombined: message !== event.message };
  }

  /** Ten different texts of a reason within ten minutes become one Event (`EventAggregate`). */
  #aggregate(event: EventInput, nowMs: number): { key: string; message: string } {
    const groupKey = `${event.type}/${event.reason}`;
    const group = this.#groups.get(groupKey) ?? { messages: [], lastMs: nowMs };
    if (nowMs - group.lastMs > SIMILAR_WITHIN_MS) group.messages = [];
    group.lastMs = nowMs;
    if (!group.messages.includes(event.message)) group.messages.push(event.message);
    this.#groups.set(groupKey, group);
    if (group.messages.length < MAX_SIMILAR) return { key: `${groupKey}/${event.fieldPath ?? ''}/${event.message}`, message: event.message };
    group.messages.splice(Math.floor(this.#random.next() * group.messages.length), 1);
    return { key: groupKey, message: COMBINED + event.message };
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
