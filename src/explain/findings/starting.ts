/** Pods that do not come to run: no node, a reference that leads nowhere, a command that is not there. */
import type { Container, PodSpec } from '../../model/kubernetes.ts';
import type { EventRecord } from '../../model/trace.ts';
import type { ContainerHistory } from '../history.ts';
import type { Change, Edit } from '../types.ts';
import { firstLine, unfitText } from '../messages.ts';
import { eventsAbout } from './images.ts';
import { idsOf, type Found, type Subject } from './subject.ts';

export function startingFindings(subject: Subject): Found[] {
  return [...unschedulable(subject), ...missingReferences(subject), ...subject.history.containers.flatMap((container) => noCommand(subject, container))];
}

function unschedulable({ history, scenario, words: { starting } }: Subject): Found[] {
  const words = starting.unschedulable;
  const events = history.events.filter(({ object }) => object.reason === 'FailedScheduling');
  const last = events.at(-1);
  if (!last) return [];
  const { message } = last.object;
  const { spec } = scenario.pod;
  let change: Change | undefined;
  if (/node affinity\/selector/.test(message) && spec['nodeSelector'] !== undefined) {
    change = { title: words.dropSelector, edits: [{ document: 'pod', path: 'spec.nodeSelector' }] };
  }
  const resource = /Insufficient ([\w/-]+(?:\.[\w/-]+)*)/.exec(message)?.[1];
  if (resource !== undefined) change = lowerRequest(words, spec, resource, scenario.cluster.node.allocatable[resource]);
  return [
    {
      kind: 'unschedulable',
      severity: 'problem',
      title: words.title(unfitText(message)),
      detail: words.detail,
      facts: { attempts: last.object.count ?? 1, ...(resource !== undefined && { resource }) },
      records: idsOf(events),
      ...(change && { change }),
      alternatives: [],
    },
  ];
}

/** The largest request is brought down to what the node has to give. */
function lowerRequest(
  words: Subject['words']['starting']['unschedulable'],
  spec: PodSpec,
  resource: string,
  allocatable: string | undefined,
): Change | undefined {
  const index = spec.containers.findIndex(
    (container) => container.resources?.requests?.[resource] !== undefined || container.resources?.limits?.[resource] !== undefined,
  );
  const container = spec.containers[index];
  if (!container || allocatable === undefined || spec.containers.length > 1) return undefined;
  const path = `spec.containers[${index}].resources`;
  const edits: Edit[] = [{ document: 'pod', path: `${path}.requests.${resource}`, value: allocatable }];
  if (container.resources?.limits?.[resource] !== undefined) edits.push({ document: 'pod', path: `${path}.limits.${resource}`, value: allocatable });
  return { title: words.lower(resource, allocatable), edits };
}

function missingReferences({ history, scenario, words: { starting } }: Subject): Found[] {
  const pattern = /(configmap|secret) "([^"]+)" not found/i;
  const events = history.events.filter(({ object }) => ['Failed', 'FailedMount'].includes(object.reason) && pattern.test(object.message));
  const byObject = new Map<string, EventRecord[]>();
  for (const event of events) {
    const key = (pattern.exec(event.object.message)?.slice(1, 3) ?? []).join(' ').toLowerCase();
    byObject.set(key, [...(byObject.get(key) ?? []), event]);
  }
  return [...byObject.values()].map((found) => {
    const [, kind = '', name = ''] = pattern.exec(found[0]?.object.message ?? '') ?? [];
    const isSecret = kind.toLowerCase() === 'secret';
    const word = isSecret ? 'Secret' : 'ConfigMap';
    const edits = optionalEdits(scenario.pod.spec, isSecret, name);
    const isMount = found.some(({ object }) => object.reason === 'FailedMount');
    return {
      kind: 'reference-missing',
      severity: 'problem',
      title: starting.reference.title(word, name),
      detail: starting.reference.detail[isMount ? 'mount' : 'variable'],
      facts: { name, attempts: found.at(-1)?.object.count ?? found.length },
      records: idsOf(found),
      ...(edits.length > 0 && { change: { title: starting.reference.create(word, name), edits } }),
      alternatives: [],
    } satisfies Found;
  });
}

function optionalEdits(spec: PodSpec, isSecret: boolean, name: string): Edit[] {
  const key = isSecret ? 'secretKeyRef' : 'configMapKeyRef';
  const from = isSecret ? 'secretRef' : 'configMapRef';
  const volume = isSecret ? 'secret' : 'configMap';
  const edits: Edit[] = [];
  const add = (path: string) => edits.push({ document: 'pod', path, value: true });
  for (const list of ['initContainers', 'containers'] as const) {
    spec[list]?.forEach((container: Container, index) => {
      container.env?.forEach((variable, position) => {
        if (variable.valueFrom?.[key]?.name === name) add(`spec.${list}[${index}].env[${position}].valueFrom.${key}.optional`);
      });
      (container.envFrom as Record<string, { name?: string }>[] | undefined)?.forEach((source, position) => {
        if (source[from]?.name === name) add(`spec.${list}[${index}].envFrom[${position}].${from}.optional`);
      });
    });
  }
  spec.volumes?.forEach((each, index) => {
    const source = each[volume] as { name?: string; secretName?: string } | undefined;
    if ((source?.name ?? source?.secretName) === name) add(`spec.volumes[${index}].${volume}.optional`);
  });
  return edits;
}

function noCommand({ history, words: { starting } }: Subject, container: ContainerHistory): Found[] {
  const pattern = /exec: "([^"]+)": (?:executable file not found in \$PATH|stat [^:]+: no such file or directory)/;
  const events = eventsAbout(history, container.name).filter(({ object }) => object.reason === 'Failed' && pattern.test(object.message));
  const program = pattern.exec(events[0]?.object.message ?? '')?.[1];
  if (program === undefined) return [];
  const attempts = events.at(-1)?.object.count ?? events.length;
  return [
    {
      kind: 'command-not-found',
      severity: 'problem',
      container: container.name,
      title: starting.command.title(firstLine(program), container.spec?.image, container.name),
      detail: starting.command.detail(attempts),
      facts: { program, attempts },
      picture: { kind: 'count', label: starting.command.count, count: attempts },
      records: idsOf(events),
      alternatives: [],
    },
  ];
}
