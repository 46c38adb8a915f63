/** Compares two recordings of the same scenario: how much of what the real kubelet did does the simulated run show? */
import type { Happening, Parting } from '../model/comparison.ts';
import { type AlignedItem, type Gap, align } from './alignment.ts';
import { ASPECTS, type AspectName, type Item, NEEDS, PROCESS_KINDS, type Sequences } from './aspects.ts';
import { RECORDED_KINDS, type RecordingLine, type TimedKind } from './lines.ts';
import { Run } from './run.ts';
import { briefDuration } from './words.ts';

export interface CompareOptions {
  /** How far apart in time matching items may be: the greater of this, default 1.5 s … */
  toleranceMs?: number;
  /** … and a tenth of the time since the Pod was created. */
  toleranceRatio?: number;
  /** Watches coalesce and the kubelet's loops turn once a second: a state that is shorter may be missing on one side. Default 1 s. */
  shortMs?: number;
}

export interface Score {
  matched: number;
  total: number;
  /** `matched / total`; undefined if there was nothing to compare. */
  score: number | undefined;
  /** Why the aspect was left out. */
  skipped?: string;
}

export interface Divergence extends Parting {
  text: string;
}

export interface Comparison extends Score {
  /** By aspect; `times`: whether what matched came at the same time. */
  byAspect: { [Aspect in AspectName | 'times']: Score };
  /** Earliest first. */
  divergences: Divergence[];
}

const ASPECT_NAMES = Object.keys(ASPECTS) as AspectName[];

/** Both runs are aligned on the creation of the Pod and compared as far as both are known. */
export function compare(real: readonly RecordingLine[], simulated: readonly RecordingLine[], options: CompareOptions = {}): Comparison {
  const runs: [Run, Run] = [alignedOnCreation(real), alignedOnCreation(simulated)];
  const endMs = Math.min(knownUntil(runs[0]), knownUntil(runs[1]));
  const sides: [Run, Run] = [cut(runs[0], endMs), cut(runs[1], endMs)];
  const kinds = PROCESS_KINDS.filter((kind) => sides.every((side) => side.records(kind)));

  const comparer = new Comparer(endMs, options);
  const aspects = ASPECT_NAMES.map((name): [AspectName, Score] => {
    const skipped = lacking(name, sides, kinds);
    if (skipped !== undefined) return [name, { matched: 0, total: 0, score: undefined, skipped }];
    return [name, comparer.aspect(name, ASPECTS[name](sides[0], kinds), ASPECTS[name](sides[1], kinds))];
  });
  const byAspect = { ...(Object.fromEntries(aspects) as Record<AspectName, Score>), times: scored(comparer.times) };
  const sum = (key: 'matched' | 'total') => Object.values(byAspect).reduce((total, aspect) => total + aspect[key], 0);
  const divergences = comparer.divergences.sort((a, b) => a.t - b.t);
  return { ...scored({ matched: sum('matched'), total: sum('total') }), byAspect, divergences };
}

// ---- the two runs ----------------------------------------------------------------------------------------------------

function alignedOnCreation(lines: readonly RecordingLine[]): Run {
  const createdMs = lines.find((line) => line.kind === 'Pod')?.t ?? 0;
  return new Run(lines.map((line) => (line.kind === 'Meta' || createdMs === 0 ? line : { ...line, t: line.t - createdMs })));
}

/** How far a recording is known: for ever once the Pod is gone and nothing of it runs, because then nothing can be missing. */
function knownUntil(run: Run): number {
  return run.settled && run.pods.at(-1)?.gone ? Infinity : run.endMs;
}

const COMPARED_KINDS: readonly TimedKind[] = ['Pod', 'Event', 'Process', 'Signal', 'Hook', 'Probe', 'Action'];

function cut(run: Run, endMs: number): Run {
  const lines = run.lines.filter(({ t }) => t <= endMs).map(({ line }) => line);
  const records = RECORDED_KINDS.filter((kind) => COMPARED_KINDS.includes(kind) && run.records(kind));
  return new Run([{ ...run.meta, kind: 'Meta', records }, ...lines]);
}

function lacking(aspect: AspectName, sides: readonly [Run, Run], processKinds: readonly TimedKind[]): string | undefined {
  if (aspect === 'processes') return processKinds.length > 0 ? undefined : 'no Process, Hook or Signal lines on both sides';
  const kind = NEEDS[aspect];
  const blind = sides.findIndex((side) => !side.records(kind));
  return blind < 0 ? undefined : `the ${blind === 0 ? 'real' : 'simulated'} recording has no ${kind} lines`;
}

// ---- one aspect ------------------------------------------------------------------------------------------------------

interface Count {
  matched: number;
  total: number;
}

class Comparer {
  readonly divergences: Divergence[] = [];
  readonly times: Count = { matched: 0, total: 0 };
  readonly #endMs: number;
  readonly #toleranceMs: number;
  readonly #toleranceRatio: number;
  readonly #shortMs: number;

  constructor(endMs: number, { toleranceMs = 1500, toleranceRatio = 0.1, shortMs = 1000 }: CompareOptions) {
    this.#endMs = endMs;
    this.#toleranceMs = toleranceMs;
    this.#toleranceRatio = toleranceRatio;
    this.#shortMs = shortMs;
  }

  aspect(aspect: AspectName, real: Sequences, simulated: Sequences): Score {
    const score: Count = { matched: 0, total: 0 };
    for (const subject of new Set([...real.keys(), ...simulated.keys()])) {
      const diverges = (t: number, a: readonly Item[], b: readonly Item[], text: string) =>
        this.divergences.push({ aspect, subject, t, a: a.map(happening), b: b.map(happening), text });
      const { pairs, gaps } = align(this.#excuse(real.get(subject) ?? []), this.#excuse(simulated.get(subject) ?? []));
      for (const [a, b] of pairs) {
        count(true, score);
        if (a.count !== undefined && b.count !== undefined && !count(isSimilar(a.count, b.count), score)) {
          diverges(a.t, [a], [b], `${a.label}: ${a.count} times really, ${b.count} times simulated`);
        }
        if (!count(Math.abs(a.t - b.t) <= this.#tolerance(a.t), this.times)) {
          diverges(Math.min(a.t, b.t), [a], [b], `${a.label}: really at ${briefDuration(a.t)}, simulated at ${briefDuration(b.t)}`);
        }
      }
      for (const gap of gaps) {
        score.total += Math.max(gap.a.length, gap.b.length);
        diverges(earliest(gap), gap.a, gap.b, gapText(gap));
      }
    }
    return scored(score);
  }

  /** Marks what may be missing on the other side: too short to be seen for sure, or so late that it may come after the end. */
  #excuse(items: readonly Item[]): AlignedItem[] {
    return items.map((item) => ({
      ...item,
      excused: (item.untilMs !== undefined && item.untilMs - item.t < this.#shortMs) || item.t > this.#endMs - this.#tolerance(item.t),
    }));
  }

  #tolerance(t: number): number {
    return Math.max(this.#toleranceMs, this.#toleranceRatio * t);
  }
}

function count(holds: boolean, into: Count): boolean {
  into.total += 1;
  if (holds) into.matched += 1;
  return holds;
}

function happening({ label, t, count: times }: Item): Happening {
  return { label, t, ...(times !== undefined && { count: times }) };
}

const isSimilar = (a: number, b: number) => Math.abs(a - b) <= Math.max(1, 0.1 * a);

function earliest({ a, b }: Gap): number {
  return Math.min(a[0]?.t ?? Infinity, b[0]?.t ?? Infinity);
}

function gapText({ after, a, b }: Gap): string {
  const side = (items: readonly AlignedItem[]) => {
    if (items.length === 0) return 'nothing';
    return (
      items
        .slice(0, 3)
        .map(({ label, t }) => `${label} at ${briefDuration(t)}`)
        .join(', ') + (items.length > 3 ? ', …' : '')
    );
  };
  return `${after ? `after ${after.label}: ` : ''}really ${side(a)}; simulated ${side(b)}`;
}

function scored({ matched, total }: Count): Score {
  return { matched, total, score: total === 0 ? undefined : matched / total };
}
