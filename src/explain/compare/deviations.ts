/** What a real run did otherwise than the simulation of the same manifest, and the change that makes the simulation do the same. */
import { formatDuration, parseDurationMs } from '../../base/duration.ts';
import { parseRfc3339Ms } from '../../base/parse-timestamp.ts';
import type { ContainerStatus } from '../../model/kubernetes.ts';
import type { Trace } from '../../model/trace.ts';
import type { Change } from '../types.ts';
import { compareTexts, type SeenExit } from '../texts/en/compare.ts';
import type { Translation } from '../texts/translation.ts';

type Words = Translation['compare']['deviations'];

export interface Deviation {
  /** One sentence: `The real node took 4 s longer to pull shop/cart:1.4: 6.2 s, simulated 2.2 s.` */
  sentence: string;
  /** Milliseconds since the creation of the Pod. */
  t: number;
  /** Absent where no field of the scenario says it. */
  change?: Change;
}

/** Status times are whole seconds, and a node has delays of its own. */
const TELLING_MS = 1500;
/** Exit codes of processes that a signal ended from outside. */
const KILLED = [137, 143];

/** Earliest first. @param translation absent: English. */
export function deviationsOf(simulated: Trace, real: Trace, translation?: Translation): Deviation[] {
  const words = (translation?.compare ?? compareTexts).deviations;
  const ofSimulated = seenIn(simulated);
  const found = [...seenIn(real)].flatMap(([name, b]) => {
    const a = ofSimulated.get(name);
    return a ? [pullDeviation(words, a, b), readyDeviation(words, name, a, b, bootOf(simulated, name)), exitDeviation(words, name, a, b)] : [];
  });
  return found.filter((deviation) => deviation !== undefined).sort((a, b) => a.t - b.t);
}

/** What the API server showed of the first run of a container. */
interface Seen {
  image: string;
  /** When its image was there, and how long that took; 0 if it was there already. */
  pulled?: { t: number; tookMs: number };
  /** When it was first ready, and how long after its start. */
  ready?: { t: number; afterMs: number };
  exit?: SeenExit & { t: number };
}

function seenIn({ records, meta }: Trace): Map<string, Seen> {
  const containers = new Map<string, Seen>();
  for (const record of records) {
    if (record.kind === 'Pod') {
      const { spec, status } = record.object;
      for (const { name, image = '' } of [...(spec.initContainers ?? []), ...spec.containers]) if (!containers.has(name)) containers.set(name, { image });
      for (const each of [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])]) {
        const seen = containers.get(each.name);
        if (seen) note(seen, each, record.t, meta.createdAtMs);
      }
    } else if (record.kind === 'Event' && record.object.reason === 'Pulled') {
      const container = /\{(.+)\}$/.exec(record.object.involvedObject.fieldPath ?? '')?.[1] ?? '';
      const seen = containers.get(container);
      const took = / in ([\d.]+(?:ms|s|m)[\d.ms]*)/.exec(record.object.message)?.[1];
      if (seen) seen.pulled ??= { t: record.t, tookMs: parseDurationMs(took ?? '0') ?? 0 };
    }
  }
  return containers;
}

function note(seen: Seen, { state, lastState, ready }: ContainerStatus, t: number, createdAtMs: number): void {
  const startMs = timeOf(state?.running?.startedAt, createdAtMs);
  if (ready && startMs !== undefined) seen.ready ??= { t, afterMs: Math.max(0, t - startMs) };
  const ended = lastState?.terminated ?? state?.terminated;
  const [fromMs, toMs] = [timeOf(ended?.startedAt, createdAtMs), timeOf(ended?.finishedAt, createdAtMs)];
  if (ended && fromMs !== undefined && toMs !== undefined) seen.exit ??= { t: toMs, code: ended.exitCode, reason: ended.reason ?? '', afterMs: toMs - fromMs };
}

function timeOf(stamp: string | null | undefined, createdAtMs: number): number | undefined {
  const ms = typeof stamp === 'string' ? parseRfc3339Ms(stamp) : undefined;
  return ms === undefined ? undefined : ms - createdAtMs;
}

function pullDeviation(words: Words, { pulled: a }: Seen, { image, pulled: b }: Seen): Deviation | undefined {
  if (!a || !b || Math.abs(b.tookMs - a.tookMs) < TELLING_MS) return undefined;
  const byMs = b.tookMs - a.tookMs;
  const pull = formatDuration(b.tookMs);
  // The first entry that matches counts
  const value = b.tookMs === 0 ? { image, onNode: true } : { image, onNode: false, pull };
  return {
    t: b.t,
    sentence: words.pull(image, byMs, b.tookMs, a.tookMs),
    change: {
      title: b.tookMs === 0 ? words.onNode(image) : words.letPull(image, pull),
      edits: [{ document: 'scenario', path: 'spec.images[0]', value, insert: true }],
    },
  };
}

function readyDeviation(words: Words, name: string, { ready: a }: Seen, { ready: b }: Seen, bootMs: number | undefined): Deviation | undefined {
  if (!a || !b || Math.abs(b.afterMs - a.afterMs) < TELLING_MS) return undefined;
  const byMs = b.afterMs - a.afterMs;
  const boot = bootMs === undefined ? undefined : formatDuration(Math.max(0, Math.round((bootMs + byMs) / 100) * 100));
  return {
    t: b.t,
    sentence: words.ready(name, b.afterMs, a.afterMs),
    ...(boot !== undefined && {
      change: { title: words.letBoot(name, boot), edits: [{ document: 'scenario', path: `spec.workloads.${name}.boot`, value: boot }] },
    }),
  };
}

/** How long the simulated program booted at its first start. */
function bootOf({ records }: Trace, name: string): number | undefined {
  const start = records.find((record) => record.kind === 'Process' && record.container === name && record.what === 'start');
  const serving = records.find(
    (record) => record.kind === 'Serving' && record.container === name && (record.what === 'serving' || record.untilMs !== undefined),
  );
  if (!start || serving?.kind !== 'Serving') return undefined;
  return (serving.untilMs ?? serving.t) - start.t;
}

function exitDeviation(words: Words, name: string, { exit: a }: Seen, { exit: b }: Seen): Deviation | undefined {
  if (!b) return a && !KILLED.includes(a.code) ? { t: a.t, sentence: words.ranOn(name, a) } : undefined;
  const isSame = a && a.code === b.code && a.reason === b.reason && Math.abs(a.afterMs - b.afterMs) < TELLING_MS;
  if (isSame) return undefined;
  const sentence = words.exit(name, b, a);
  const isOom = b.reason === 'OOMKilled';
  if (KILLED.includes(b.code) && !isOom) return { t: b.t, sentence };
  const after = formatDuration(b.afterMs);
  return {
    t: b.t,
    sentence,
    change: {
      title: isOom ? words.letOom(name, after) : words.letExit(name, b.code, after),
      edits: [{ document: 'scenario', path: `spec.workloads.${name}.exit`, value: { after, ...(isOom ? { oom: true } : { code: b.code }) } }],
    },
  };
}
