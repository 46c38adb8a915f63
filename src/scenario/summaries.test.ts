/** The words of the library: what a summary counts and quotes is what the run of its entry has. (Stories are held to it in `stories.test.ts`.) */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { figuresIn, figuresNotIn } from '../explain/story/figures.ts';
import type { Probe } from '../model/kubernetes.ts';
import type { Trace, TraceRecord } from '../model/trace.ts';
import { simulated } from '../testing/simulated.ts';
import { LIBRARY, libraryIn } from './library.ts';

/** Times of the kubelet that a summary may name although its run is too short, or too lucky, to show them. */
const CONSTANTS_MS = [
  // Restarts and pulls: the series of the back-off, up to the most there is
  ...[10, 20, 40, 80, 160, 300].map((seconds) => seconds * 1000),
  // What failed before the container was there is tried again after 10 to 15 s, and at the next beat of the sync loop
  16_000,
  // A volume that cannot be mounted
  500,
];

/** What a summary quotes that its run does not have, because it speaks of another one. */
const QUOTED_OF_OTHERS: Readonly<Record<string, readonly string[]>> = {
  'budget-keeps-broken-pod': ['AlwaysAllow'],
  'clean-exit-crash-loop': ['Error', 'OnFailure'],
  'drain-never-ends': ['--timeout'],
  'env-expansion': ['$(NAME)'],
  'grpc-liveness': ['Check', 'SERVING'],
  'image-present': ['latest'],
  'lifecycle-events': ['nginx:alpine'],
  never: ['Killing'],
  'oom-killed': ['Error'],
  'runtimeclass-handler-missing': ['runc'],
};

const chinese = await libraryIn('zh-Hans');

describe.each(LIBRARY.map(({ name }) => name))('the summary of %s', (name) => {
  const text = readFileSync(fileURLToPath(new URL(`../../scenarios/${name}.yaml`, import.meta.url)), 'utf8');
  const run = simulated(text);
  const paragraphs = paragraphsOf(run.scenario.summary ?? '');
  const rest = text.replace(/ {2}summary: \|\n(?: {4}.*\n|\n)+/, '');

  it('counts what its run has', () => {
    const beats = [
      {
        atMs: run.trace.endMs,
        yaml: rest
          .replace(/\n {2}story:\n[^]*?\n---\n/, '\n')
          .split('\n')
          .map((line) => ({ text: line })),
      },
    ];
    const factsMs = [...CONSTANTS_MS, ...budgetsMs(run.trace), ...sinceActionsMs(run.trace), ...ofOneRunMs(run.trace)];
    for (const paragraph of paragraphs) {
      const unknown = new Set(figuresNotIn(paragraph, { trace: run.trace, beats, index: 0 }));
      const untrue = figuresIn(paragraph).filter(({ text: words, unit, value, tolerance }) => {
        if (unit === '' || !unknown.has(words)) return false;
        const [ms, slackMs] = unit === 'ms' ? [value, tolerance] : unit === 's' ? [value * 1000, tolerance * 1000] : [value * 60_000, tolerance * 60_000];
        return !factsMs.some((factMs) => Math.abs(factMs - ms) <= slackMs);
      });
      expect(
        untrue.map(({ text: words }) => words),
        paragraph,
      ).toEqual([]);
    }
  });

  it('quotes what stands in its text or its run', () => {
    const there = rest + JSON.stringify(run.trace.records) + readyOf(run.trace).join();
    const quoted = [...paragraphs.join('\n').matchAll(/`([^`]+)`/g)].flatMap(([, words = '']) => (/^kubectl /.test(words) ? [] : piecesOf(words)));
    const elsewhere = QUOTED_OF_OTHERS[name] ?? [];
    expect(quoted.filter((words) => !there.includes(words) && !elsewhere.includes(words))).toEqual([]);
    expect(elsewhere.filter((words) => there.includes(words) || !quoted.includes(words))).toEqual([]);
  });

  it('says the same in Chinese, as far as numbers and quotes tell', () => {
    const { sentences = '', answer = [] } = chinese.find((entry) => entry.name === name) ?? {};
    const translated = [sentences, ...answer];
    for (const [index, paragraph] of paragraphs.entries()) {
      expect(valuesIn(translated[index] ?? ''), paragraph).toEqual(valuesIn(paragraph));
      expect(quotesIn(translated[index] ?? ''), paragraph).toEqual(quotesIn(paragraph));
    }
  });
});

function paragraphsOf(summary: string): string[] {
  return summary
    .trim()
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s+/g, ' '));
}

/** `restartPolicy: Always` is a name and a value, `echo … > /tmp/x` has something left out. */
function piecesOf(quoted: string): string[] {
  return quoted
    .split(/[:,]? |…/)
    .map((piece) => piece.replace(/[{}]/g, ''))
    .filter((piece) => piece !== '');
}

function valuesIn(words: string): number[] {
  return figuresIn(words)
    .map(({ value }) => value)
    .sort((a, b) => a - b);
}

/** Which words are quoted, however they are put together. */
function quotesIn(words: string): string[] {
  return [...new Set([...words.matchAll(/`([^`]+)`/g)].flatMap(([, quoted = '']) => piecesOf(quoted)))].sort();
}

/** What a probe allows: so many failures, so far apart. */
function budgetsMs({ records }: Trace): number[] {
  const created = records.find((record) => record.kind === 'Pod');
  const containers = created?.kind === 'Pod' ? [...(created.object.spec.initContainers ?? []), ...created.object.spec.containers] : [];
  const probes = containers.flatMap(({ startupProbe, livenessProbe, readinessProbe }) => [startupProbe, livenessProbe, readinessProbe]);
  return probes
    .filter((probe): probe is Probe => probe !== undefined)
    .map(({ periodSeconds = 10, failureThreshold = 3 }) => periodSeconds * failureThreshold * 1000);
}

const OF_THE_NODE: ReadonlySet<TraceRecord['kind']> = new Set(['Process', 'Signal', 'Hook', 'Image']);

/** How long after an action something happened on the node, and how long before it. */
function sinceActionsMs({ records }: Trace): number[] {
  const actions = records.filter(({ kind }) => kind === 'Action');
  return actions.flatMap((action) => records.filter(({ kind }) => kind === 'Action' || OF_THE_NODE.has(kind)).map(({ t }) => Math.abs(t - action.t)));
}

/** How long it took within one run of a container from one thing to the next. */
function ofOneRunMs({ records }: Trace): number[] {
  const happened = records.filter(({ kind }) => OF_THE_NODE.has(kind));
  return happened.slice(1).map(({ t }, index) => t - (happened[index]?.t ?? t));
}

/** The column READY, as often as it changes. */
function readyOf({ records }: Trace): string[] {
  return records.flatMap((record) => {
    if (record.kind !== 'Pod') return [];
    const { containerStatuses = [], initContainerStatuses = [] } = record.object.status ?? {};
    const sidecars = (record.object.spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always').map(({ name }) => name);
    const counted = [...containerStatuses, ...initContainerStatuses.filter(({ name }) => sidecars.includes(name))];
    return [`${counted.filter(({ ready }) => ready).length}/${counted.length}`];
  });
}
