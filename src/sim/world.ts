import { randomStream, type RandomStream } from '../base/random.ts';
import { DEFAULT_CREATED_AT_MS, parseRfc3339, rfc3339 } from '../base/timestamp.ts';
import type { RuleId } from '../model/rules.ts';
import type { Assumption, Draw, RecordId } from '../model/trace.ts';
import type { Scenario } from '../model/scenario.ts';
import type { KubeletNote } from '../model/xray.ts';
import { EventQueue } from './engine/queue.ts';
import { type Latencies, latenciesOf } from './latencies.ts';
import { TraceWriter } from './trace-writer.ts';

/** What every part of the simulation shares: the clock, the trace, chance, and the scenario's settings. */
export class World {
  readonly queue = new EventQueue();
  readonly trace: TraceWriter;
  /** The scenario as it is now: actions may change the node. */
  scenario: Scenario;
  readonly latency: Latencies;
  /** Wall clock of time 0. */
  readonly createdAtMs: number;
  /**
   * Whether loops with nothing to do skip ahead. Without it each of their turns is carried out; the trace is the
   * same (`idle.test.ts` compares both).
   */
  readonly skipIdle: boolean;
  /** The run is over at this time; nothing is skipped beyond it. */
  endMs: number;
  readonly draws: Draw[] = [];
  /** What the kubelet's parts did between the records; undefined if nobody asked. */
  readonly notes: KubeletNote[] | undefined;
  /** A beat of the kubelet's status ticker, relative to the creation of the Pod. */
  readonly statusTickMs: number;
  /** What is assumed about the programs, by container; see `Trace.assumptions`. */
  readonly assumptions = new Map<string, Assumption>();

  #ranks = 0;
  /** The texts of seconds that {@link timestamp} was asked for: those of a Pod's last start and end are asked for in each of its syncs. */
  readonly #seconds = new Map<number, string>();
  /** The latest text read by {@link timeOf}, and its time: probes ask for the same one at each tick. */
  #parsedText = '';
  #parsedMs = Number.NaN;

  constructor(
    scenario: Scenario,
    options: { createdAtMs?: number | undefined; recordLimit: number; skipIdle: boolean; endMs: number; notes?: boolean | undefined },
  ) {
    this.scenario = scenario;
    this.createdAtMs = options.createdAtMs ?? DEFAULT_CREATED_AT_MS + this.#fractionOfSecond();
    this.skipIdle = options.skipIdle;
    this.endMs = options.endMs;
    this.notes = options.notes === true ? [] : undefined;
    this.trace = new TraceWriter(this.queue, options.recordLimit);
    this.latency = latenciesOf(scenario);
    this.statusTickMs = this.random('status-ticker').betweenMs(0, 10_000) - 10_000;
  }

  /** Notes what a part of the kubelet does at this moment, if the run was asked for notes. */
  note(part: KubeletNote['part'], what: KubeletNote['what'], text: string, detail: string, cause: RecordId, rule: RuleId): void {
    this.notes?.push({ part, what, fromMs: this.nowMs, toMs: this.nowMs, text, detail, cause, rule });
  }

  get nowMs(): number {
    return this.queue.nowMs;
  }

  /** An independent stream of chance for one subject. */
  random(subject: string): RandomStream {
    const stream = randomStream(this.scenario.seed, subject);
    const next = () => {
      const value = stream.next();
      this.draws.push({ t: this.nowMs, subject, value });
      return value;
    };
    return { next, betweenMs: (fromMs, toMs) => Math.round(fromMs + next() * (toMs - fromMs)) };
  }

  /** The fraction of a second at which the Pod is created. It matters because Kubernetes cuts times to seconds. Without a seed it is 0. */
  #fractionOfSecond(): number {
    return (Math.floor(this.random('created').next() * 1000) + 500) % 1000;
  }

  /** A moment of the run as Kubernetes writes it in objects: RFC 3339, cut to whole seconds. */
  timestamp(tMs: number = this.nowMs): string {
    const second = Math.floor((this.createdAtMs + tMs) / 1000);
    const known = this.#seconds.get(second);
    if (known !== undefined) return known;
    const text = rfc3339(second * 1000);
    this.#seconds.set(second, text);
    return text;
  }

  /** The reverse of {@link timestamp}: milliseconds since the creation of the Pod; NaN for a text that is none. */
  timeOf(timestamp: string): number {
    if (timestamp !== this.#parsedText) [this.#parsedText, this.#parsedMs] = [timestamp, parseRfc3339(timestamp) - this.createdAtMs];
    return this.#parsedMs;
  }

  /** The reverse of {@link timestamp} for a time kept in whole seconds: the start of that second of the wall clock. */
  wholeSecond(tMs: number): number {
    return Math.floor((this.createdAtMs + tMs) / 1000) * 1000 - this.createdAtMs;
  }

  /** Whether a feature gate is on. */
  gate(name: string, byDefault: boolean): boolean {
    return this.scenario.cluster.featureGates[name] ?? byDefault;
  }

  /** A new rank: the place of a loop among loops of the same kind, in the order in which they began. */
  nextRank(): number {
    this.#ranks += 1;
    return this.#ranks;
  }

  assume(assumption: Assumption): void {
    this.assumptions.set(`${assumption.container}/${assumption.change}/${assumption.text}`, assumption);
  }
}
