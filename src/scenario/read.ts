/** Text in, scenario out: the door of this folder. */
import type { Diagnostic, TextRange } from '../model/diagnostics.ts';
import type { KubernetesObject } from '../model/kubernetes.ts';
import type { Scenario } from '../model/scenario.ts';
import { defaultScenario, readScenarioDocument } from './document/scenario.ts';
import { readObjects, type ObjectsResult } from './objects.ts';
import { Problems } from './problems.ts';
import { parseYaml, type YamlDocument } from './yaml/parse.ts';
import { Lines, markOf, parsePath, placeAt, type PathStep } from './yaml/places.ts';
import { inLanguage, say } from './texts/say.ts';

export interface ReadResult {
  /** Absent if there are errors. */
  scenario?: Scenario;
  /** In the order of the text. */
  diagnostics: Diagnostic[];
  /**
   * Where a path stands in the text: `spec.containers[0].image` in the Pod (for a workload object in its template), or a
   * path of the Scenario document. A path that the text does not have gives the nearest part around it that it has;
   * undefined if the document itself is missing. `workload`: in the object that holds the template.
   */
  locate(path: string, document?: 'pod' | 'scenario' | 'workload'): TextRange | undefined;
  /** The object whose template makes the Pod, as it is written. */
  workload?: KubernetesObject;
}

/**
 * Reads a scenario text (format: docs/scenario.md): a YAML or JSON stream with one Pod or object with a Pod template, the objects
 * around it, and at most one Scenario document. The API server's validation and defaults are not applied here.
 *
 * @param wants of a text with several Pods, or objects with a Pod template, which one is meant; without it a second one is a mistake
 */
export function readScenario(text: string, wants?: (object: KubernetesObject) => boolean): ReadResult {
  const lines = new Lines(text);
  const diagnostics: Diagnostic[] = [];
  const { documents, problems } = parseYaml(text);
  for (const { message, help, fix, span } of problems) {
    diagnostics.push({
      severity: 'error',
      message: inLanguage(message),
      ...(help !== undefined && { help: inLanguage(help) }),
      ...(fix && { fix }),
      range: lines.range(lines.firstLine(span)),
    });
  }
  const scenarios = documents.filter((document) => document.dialect === 'core');
  const others = documents.filter((document) => document.dialect === 'go');
  const [scenarioDocument, ...more] = scenarios;
  for (const document of more) {
    new Problems(diagnostics, lines, document.place).add(['kind'], say('The text has a second Scenario document.'), {
      help: say('Keep one of them: all settings of a run go into one document.'),
    });
  }
  for (const document of documents) reportDuplicateKeys(document, diagnostics, lines);

  const objects = readObjects(others, diagnostics, lines, wants);
  const settings = scenarioDocument
    ? readScenarioDocument(scenarioDocument.value, new Problems(diagnostics, lines, scenarioDocument.place), objects.pod)
    : defaultScenario();
  if (!objects.podSource && problems.length === 0 && !diagnostics.some(({ severity }) => severity === 'error')) {
    diagnostics.push(noPod(objects, documents.length > 0));
  }

  const hasErrors = diagnostics.some(({ severity }) => severity === 'error');
  const { pod, podSource } = objects;
  return {
    ...(!hasErrors &&
      pod &&
      podSource && {
        scenario: {
          ...settings,
          name: settings.name ?? pod.metadata.name ?? pod.metadata.generateName?.replace(/-$/, '') ?? 'pod',
          pod,
          podSource,
          objects: objects.objects,
        },
      }),
    diagnostics: atMost(MAX_DIAGNOSTICS, inOrder(diagnostics)),
    locate: (path, document = 'pod') => {
      const steps = parsePath(path);
      if (document === 'scenario') return locateIn(scenarioDocument, steps, lines);
      const { origin } = objects;
      return document === 'pod' ? locateInPod(origin, steps, lines) : locateIn(origin?.document, [...(origin?.base ?? []), ...steps], lines);
    },
    ...(objects.workload && { workload: objects.workload }),
  };
}

function reportDuplicateKeys(document: YamlDocument, diagnostics: Diagnostic[], lines: Lines): void {
  for (const { key, span } of document.duplicateKeys) {
    const range = lines.range(span);
    diagnostics.push(
      document.dialect === 'core'
        ? { severity: 'error', message: `key "${key}" already set in map`, help: say('Remove one of the two.'), range }
        : {
            severity: 'warning',
            message: `key "${key}" already set in map`,
            help: say('kubectl keeps the last value and says nothing: remove one of the two.'),
            range,
          },
    );
  }
}

function noPod(objects: ObjectsResult, hasDocuments: boolean): Diagnostic {
  const kinds = [...new Set(objects.objects.map(({ kind }) => kind))].join(', ');
  return {
    severity: 'error',
    message: !hasDocuments
      ? say('The text is empty.')
      : kinds === ''
        ? say('The text has no Pod.')
        : say('The text has no Pod. It has {0}, but nothing that makes a Pod.', kinds),
    help: say(
      'Paste a Pod, or a Deployment, ReplicaSet, StatefulSet, DaemonSet, Job, CronJob or ReplicationController (`kubectl get pod NAME -o yaml` will do).',
    ),
  };
}

/** Paths of a Pod that a controller makes lead into its template, except for the name, which is the object's. */
function locateInPod(origin: ObjectsResult['origin'], path: readonly PathStep[], lines: Lines): TextRange | undefined {
  if (!origin) return undefined;
  const isOwnName = path.length === 2 && path[0] === 'metadata' && (path[1] === 'name' || path[1] === 'namespace');
  return locateIn(origin.document, [...origin.base, ...(isOwnName ? [] : origin.templatePath), ...path], lines);
}

function locateIn(document: YamlDocument | undefined, path: readonly PathStep[], lines: Lines): TextRange | undefined {
  if (!document) return undefined;
  const { place, found } = placeAt(document.place, path);
  const span = found < path.length && place.key ? place.key : markOf(place);
  return lines.range(lines.firstLine(span));
}

/** More than this nobody reads, and an editor has to draw them all. */
const MAX_DIAGNOSTICS = 100;

function atMost(count: number, diagnostics: Diagnostic[]): Diagnostic[] {
  if (diagnostics.length <= count) return diagnostics;
  // An error is the reason why there is no scenario: it must not be among those that are left out.
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const kept = errors.length > 0 ? errors.slice(0, count) : diagnostics.slice(0, count);
  return [...kept, { severity: 'info', message: say('{0} more problems are not shown.', diagnostics.length - kept.length) }];
}

/** By position; what has none comes first. Equal places keep the order in which they were found. */
function inOrder(diagnostics: Diagnostic[]): Diagnostic[] {
  const position = ({ range }: Diagnostic) => (range ? range.startLine * 1e6 + range.startColumn : 0);
  return diagnostics.toSorted((a, b) => position(a) - position(b));
}
