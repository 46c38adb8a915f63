/** The claims that count: how often something happened, line by line or in a whole recording. */
import type { ClaimArgs, CountKind } from './grammar.ts';
import type { TimedKind, TimedLine, WatchedEvent } from './lines.ts';
import { seenTexts } from './texts/en.ts';
import type { Run } from './run.ts';
import { list } from './values.ts';
import { briefDuration } from './words.ts';

export interface Occurrence {
  t: number;
  n: number;
  /** How often it happened at once. */
  weight: number;
}

export interface CountRule<Args> {
  /** The kinds of lines that can change the number. */
  lines: readonly TimedKind[];
  /** The kind without which nothing can be said. */
  needs?: TimedKind;
  /** How often it happened on each line of `lines`, taken in order. */
  weigher(args: Args): (line: TimedLine) => number;
  /** Where a recording tells it in another way than line by line. */
  occurrences?(run: Run, args: Args): Occurrence[] | undefined;
}

export const COUNT_RULES: { readonly [Kind in CountKind]: CountRule<ClaimArgs<Kind>> } = {
  starts: {
    lines: ['Process', 'Pod'],
    weigher:
      ({ container }) =>
      (line) =>
        line.kind === 'Process' && line.container === container && line.what === 'start' ? 1 : 0,
    occurrences: (run, { container }) => (run.records('Process') ? undefined : startsFromStatuses(run, container)),
  },
  event: { lines: ['Event'], needs: 'Event', weigher: eventWeigher },
  hookRuns: {
    lines: ['Hook'],
    needs: 'Hook',
    weigher:
      ({ container, hook }) =>
      (line) =>
        line.kind === 'Hook' && line.container === container && line.hook === hook && line.what === 'start' ? 1 : 0,
  },
  probeRuns: {
    lines: ['Probe'],
    needs: 'Probe',
    weigher: (args) => probeWeigher(args, 'start'),
    occurrences: (run, args) => {
      const hasStarts = run.of('Probe').some(({ line }) => line.what === 'start');
      return hasStarts ? undefined : weighed(run, ['Probe'], probeWeigher(args, 'end'));
    },
  },
};

/** All occurrences in a recording. */
export function occurrencesOf<Args>(run: Run, rule: CountRule<Args>, args: Args): Occurrence[] {
  return rule.occurrences?.(run, args) ?? weighed(run, rule.lines, rule.weigher(args));
}

function weighed(run: Run, kinds: readonly TimedKind[], weigh: (line: TimedLine) => number): Occurrence[] {
  const found: Occurrence[] = [];
  for (const { line, n, t } of run.ofKinds(kinds)) {
    const weight = weigh(line);
    if (weight > 0) found.push({ t, n, weight });
  }
  return found;
}

/** Events repeat by a higher count: every line is worth what it has more than the line before of the same Event. */
export function eventWeigher({
  reason,
  messageContains,
  source,
}: Pick<ClaimArgs<'event'>, 'reason' | 'messageContains' | 'source'>): (line: TimedLine) => number {
  const counted = new Map<unknown, number>();
  return (line) => {
    if (line.kind !== 'Event' || line.type === 'DELETED') return 0;
    const event = line.object;
    const key = event.metadata?.uid ?? event.metadata?.name ?? line;
    const count = event.count ?? event.series?.count ?? 1;
    const weight = count - (counted.get(key) ?? 0);
    counted.set(key, count);
    if (reason !== '*' && event.reason !== reason) return 0;
    if (source !== undefined && sourceOf(event) !== source) return 0;
    const message = event.message ?? event.note ?? '';
    return list(messageContains ?? []).every((part) => message.includes(part)) ? Math.max(0, weight) : 0;
  };
}

const sourceOf = (event: WatchedEvent) => event.source?.component || event.reportingComponent || event.reportingController;

function probeWeigher({ container, probe }: ClaimArgs<'probeRuns'>, edge: 'start' | 'end'): (line: TimedLine) => number {
  return (line) => (line.kind === 'Probe' && line.container === container && line.probe === probe && line.what === edge ? 1 : 0);
}

/** Runs that no status showed are counted with the next one that was seen. */
function startsFromStatuses(run: Run, container: string): Occurrence[] {
  let before = 0;
  return run.runs(container).map(({ start, instance }) => {
    const missed = Math.max(0, instance - before - 1);
    before = instance;
    return { t: start.t, n: start.n, weight: 1 + missed };
  });
}

// ---- sums ------------------------------------------------------------------------------------------------------------

/** Occurrences of one claim, with their sum up to any line. */
export class Tally {
  readonly #kind: CountKind;
  readonly #all: readonly Occurrence[];
  /** In order of lines, each with the sum up to and including it. */
  readonly #sums: { n: number; total: number }[] = [];

  constructor(kind: CountKind, occurrences: readonly Occurrence[]) {
    this.#kind = kind;
    this.#all = occurrences;
    let total = 0;
    for (const { n, weight } of [...occurrences].sort((a, b) => a.n - b.n)) {
      total += weight;
      this.#sums.push({ n, total });
    }
  }

  upToLine(n: number): { total: number; seen(): string } {
    let low = 0;
    let high = this.#sums.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sums[middle]?.n ?? Infinity) <= n) low = middle + 1;
      else high = middle;
    }
    const total = this.#sums[low - 1]?.total ?? 0;
    return {
      total,
      seen: () =>
        this.#words(
          this.#all.filter((occurrence) => occurrence.n <= n),
          total,
        ),
    };
  }

  between(fromMs: number, toMs: number): { total: number; seen(): string } {
    const counted = this.#all.filter(({ t }) => t >= fromMs && t <= toMs);
    const total = counted.reduce((sum, { weight }) => sum + weight, 0);
    return { total, seen: () => this.#words(counted, total) };
  }

  #words(counted: readonly Occurrence[], total: number): string {
    const noun = seenTexts.nouns[this.#kind];
    if (total === 0) return seenTexts.none(noun);
    const times = counted
      .slice(0, 6)
      .map(({ t }) => briefDuration(t))
      .join(', ');
    return seenTexts.counted(total, noun, `${times}${counted.length > 6 ? ', …' : ''}`);
  }
}
