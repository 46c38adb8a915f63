/** The Scenario document: everything that a manifest cannot say, with its defaults. The format is in docs/scenario.md. */
import type { PodManifest, Scenario } from '../../model/scenario.ts';
import type { Path, Problems } from '../problems.ts';
import { nearestName } from '../../base/nearest-name.ts';
import { readActions } from './actions.ts';
import { checkClaim, checkContainer } from './claims.ts';
import { cluster, defaultCluster } from './cluster.ts';
import { imageEntry } from './images.ts';
import type { PointContext } from './points.ts';
import { checkLesson, checkTranslations, readStory } from './teaching.ts';
import { anyMap, duration, expected, flag, isObject, listOf, looseText, mapOf, record, text, type Read } from './readers.ts';
import { workload } from './workload.ts';
import { didYouMean, say, verbatim } from '../texts/say.ts';

/** What the document says; the Pod and the other objects come from elsewhere. */
export type ScenarioDocument = Omit<Scenario, 'pod' | 'podSource' | 'objects' | 'name'> & { name?: string };

const seed: Read<Scenario['seed']> = (value, path, problems) =>
  value === 'typical' || (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0)
    ? value
    : expected('a whole number or typical', value, path, problems);

/** The longest run: 24 h of simulated time, so that a slip of the unit is told and not simulated. */
const MAX_DURATION_MS = 86_400_000;

const runLength: Read<number> = (value, path, problems) => {
  const ms = duration(value, path, problems);
  return ms === undefined || (ms > 0 && ms <= MAX_DURATION_MS) ? ms : expected('a duration of more than 0 and at most 24h', value, path, problems);
};

/** Fields that need nothing else to be understood; the others are kept and read below. */
const keep: Read<unknown> = (value) => value;

const SPEC = {
  title: text,
  summary: text,
  duration: runLength,
  seed,
  needs: listOf(text),
  staticPod: flag,
  cluster,
  images: listOf(imageEntry),
  workloads: mapOf(workload),
  actions: keep,
  expect: keep,
  story: keep,
  lesson: keep,
  translations: keep,
};

const DOCUMENT = record('a Scenario document', {
  apiVersion: keep,
  kind: keep,
  metadata: record('metadata', { name: text, labels: mapOf(looseText), annotations: anyMap }),
  spec: keep,
});

/** The settings of a text without a Scenario document. */
export function defaultScenario(): ScenarioDocument {
  return {
    labels: {},
    seed: 'typical',
    needs: [],
    staticPod: false,
    cluster: defaultCluster(),
    images: [],
    workloads: {},
    actions: [],
    expect: [],
    story: [],
  };
}

/** Reads the document. `pod` is the Pod of the same text, if it has one: names of containers are checked against it. */
export function readScenarioDocument(value: unknown, problems: Problems, pod: PodManifest | undefined): ScenarioDocument {
  const usual = defaultScenario();
  if (!isObject(value) || !isKnownVersion(value, problems)) return usual;
  const { metadata = {} } = DOCUMENT(value, [], problems) ?? {};
  const path = ['spec'];
  const spec = value['spec'] === undefined || value['spec'] === null ? {} : (record('spec', SPEC)(value['spec'], path, problems) ?? {});
  if (metadata.name !== undefined && !/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(metadata.name)) {
    problems.add(['metadata', 'name'], say('metadata.name: {0} is not a slug', JSON.stringify(metadata.name)), {
      help: 'Lower case letters, digits and `-`, e.g. `slow-start`.',
    });
  }
  const context: PointContext = { containers: containerNames(pod, spec.actions), actions: Array.isArray(spec.actions) ? spec.actions.length : 0 };
  for (const container of Object.keys(isObject(value['spec']) && isObject(value['spec']['workloads']) ? value['spec']['workloads'] : {})) {
    if (pod) checkContainer(container, [...path, 'workloads', container], problems, context);
  }
  const { actions: _actions, expect, story, lesson, translations, title, summary, duration: durationMs, ...rest } = spec;
  const actions = pod ? readActions(spec.actions, [...path, 'actions'], problems, context) : [];
  const claims = readClaims(expect, [...path, 'expect'], problems, pod ? context : undefined);
  const steps = readStory(story, [...path, 'story'], problems, pod ? context : undefined);
  checkLesson(lesson, [...path, 'lesson'], problems, claims.length);
  checkTranslations(translations, [...path, 'translations'], problems);
  return {
    ...usual,
    ...rest,
    ...(metadata.name !== undefined && { name: metadata.name }),
    labels: metadata.labels ?? {},
    ...(title !== undefined && { title }),
    ...(summary !== undefined && { summary }),
    ...(durationMs !== undefined && { durationMs }),
    actions,
    expect: claims,
    story: steps,
    ...(isObject(lesson) && { lesson }),
    ...(isObject(translations) && { translations }),
  };
}

function isKnownVersion(value: Record<string, unknown>, problems: Problems): boolean {
  const { apiVersion, kind } = value;
  if (apiVersion !== 'podloupe.dev/v1') {
    problems.add(['apiVersion'], verbatim(`no matches for kind "${String(kind)}" in version "${String(apiVersion)}"`), {
      help: 'Write `apiVersion: podloupe.dev/v1`. If the text was made by a newer Podloupe, reload the page.',
    });
    return false;
  }
  if (kind !== 'Scenario') {
    const close = typeof kind === 'string' ? nearestName(kind, ['Scenario']) : undefined;
    problems.add(
      kind === undefined ? [] : ['kind'],
      verbatim(kind === undefined ? 'kind not set' : `no matches for kind "${String(kind)}" in version "podloupe.dev/v1"`),
      {
        help: close === undefined ? 'The only kind of podloupe.dev/v1 is `Scenario`.' : didYouMean(close),
      },
    );
    return false;
  }
  return true;
}

/** All containers that can exist in the course of the run: actions may add some. */
function containerNames(pod: PodManifest | undefined, actions: unknown): Set<string> {
  const names = new Set<string>();
  const addAll = (spec: unknown) => {
    if (!isObject(spec)) return;
    for (const list of ['initContainers', 'containers', 'ephemeralContainers']) {
      const containers: unknown[] = Array.isArray(spec[list]) ? spec[list] : [];
      for (const container of containers) addName(container);
    }
  };
  const addName = (container: unknown) => {
    if (isObject(container) && typeof container['name'] === 'string') names.add(container['name']);
  };
  addAll(pod?.spec);
  for (const action of Array.isArray(actions) ? (actions as unknown[]) : []) {
    if (!isObject(action)) continue;
    addName(action['container']);
    for (const object of [action['manifest'], action['object'], action['patch']]) if (isObject(object)) addAll(object['spec']);
  }
  return names;
}

function readClaims(value: unknown, path: Path, problems: Problems, context: PointContext | undefined): unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    expected('a list of claims', value, path, problems);
    return [];
  }
  if (context) value.forEach((claim: unknown, index) => checkClaim(claim, [...path, index], problems, context));
  return value;
}
