/** Pods that do not come to run: no node, a reference that leads nowhere, a command that is not there. */
import { nearestName } from '../../base/nearest-name.ts';
import { quantity } from '../../base/quantity.ts';
import type { Container, PodSpec } from '../../model/kubernetes.ts';
import type { Scenario, Taint } from '../../model/scenario.ts';
import { taintsAfter, taintText, tolerationFor, tolerationOf } from '../../model/taints.ts';
import type { EventRecord } from '../../model/trace.ts';
import type { ContainerHistory, History } from '../history.ts';
import type { Change, Edit } from '../types.ts';
import { firstLine, unfitText } from '../messages.ts';
import { eventsAbout } from './images.ts';
import { COMMON_COMMANDS } from './commands.ts';
import { created, idsOf, pathOf, type Found, type Subject } from './subject.ts';

export function startingFindings(subject: Subject): Found[] {
  return [
    ...unschedulable(subject),
    ...unknownNode(subject),
    ...missingReferences(subject),
    ...subject.history.containers.flatMap((container) => [...noCommand(subject, container), ...asRoot(subject, container)]),
  ];
}

function unschedulable({ history, scenario, words: { starting } }: Subject): Found[] {
  const words = starting.unschedulable;
  const events = history.events.filter(({ object }) => object.reason === 'FailedScheduling');
  // After an uncordon the taint is still there for a moment
  const last = events.findLast(({ object }) => CORDONED.test(object.message)) ?? events.at(-1);
  if (!last) return [];
  const { message } = last.object;
  const { spec } = scenario.pod;
  const claim = /persistentvolumeclaim "([^"]+)" not found/.exec(message)?.[1];
  const resources = [...message.matchAll(/Insufficient ([\w/-]+(?:\.[\w/-]+)*)/g)].map(([, name = '']) => name);
  const [resource] = resources;
  const [change, ...alternatives] = [
    ...(claim === undefined ? [] : [{ title: words.createClaim(claim), edits: [created(scenario, 'PersistentVolumeClaim', claim, CLAIM)] }]),
    ...(resource === undefined || resources.length > 1 ? [] : lowerRequest(words, spec, resource, scenario.cluster.node.allocatable[resource])),
    ...(resource === undefined ? [] : biggerNode(words, spec, resources, scenario.cluster.node.allocatable)),
    ...(/node affinity\/selector/.test(message) ? matchNode(words, spec, scenario.cluster.node.labels) : []),
    ...(/missing required label/.test(message) ? spread(words, spec, scenario.cluster.node.labels) : []),
    ...(CORDONED.test(message) ? uncordon(words, history, last) : []),
    ...(/untolerated taint/.test(message) ? tolerate(words, scenario, untolerated(history, scenario, last)) : []),
  ];
  return [
    {
      kind: 'unschedulable',
      severity: 'problem',
      title: claim === undefined ? words.title(unfitText(message)) : words.claim(claim),
      detail: words.detail,
      facts: {
        attempts: events.reduce((sum, { object }) => sum + (object.series ? object.series.count - 1 : 1), 0),
        ...(resource !== undefined && { resource }),
      },
      records: idsOf(events),
      ...(change && { change }),
      alternatives,
    },
  ];
}

const CORDONED = /were unschedulable/;

/** The action that cordoned the node is left out. */
function uncordon(words: UnschedulableWords, { actions }: History, event: EventRecord): Change[] {
  const cordon = actions.findLast(({ id, what }) => id < event.id && (what === 'node-cordon' || what === 'node-drain'));
  return cordon ? [{ title: words.uncordon(cordon.what), edits: [{ document: 'scenario', path: `spec.actions[${cordon.index - 1}]` }] }] : [];
}

/** A claim that any class of storage can meet. */
const CLAIM = { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } };

type UnschedulableWords = Subject['words']['starting']['unschedulable'];

/** The labels that the Pod wants on its node, as far as giving them makes it fit; then the other way round. */
function matchNode(words: UnschedulableWords, spec: PodSpec, labels: Record<string, string>): Change[] {
  const wanted = { ...affinityLabels(spec), ...(spec['nodeSelector'] as Record<string, string> | undefined) };
  const missing = Object.entries(wanted).filter(([key, value]) => labels[key] !== value);
  const told = missing.map(([key, value]) => `${key}=${value}`).join(', ');
  const edit: Edit = { document: 'scenario', path: 'spec.cluster.node.labels', value: { ...labels, ...Object.fromEntries(missing) } };
  return [
    ...(missing.length > 0 ? [{ title: words.label(told), edits: [edit] }] : []),
    ...(spec['nodeSelector'] === undefined ? [] : [{ title: words.dropSelector, edits: [{ document: 'pod' as const, path: 'spec.nodeSelector' }] }]),
  ];
}

/** The taints of the node that kept the Pod away. */
function untolerated({ actions }: History, scenario: Scenario, event: EventRecord): Taint[] {
  const before = actions.filter(({ id }) => id < event.id);
  return taintsAfter(scenario, before).filter(
    (taint) => taint.effect !== 'PreferNoSchedule' && !tolerationOf(taint, scenario.pod.spec, scenario.cluster.featureGates),
  );
}

/** The Pod tolerates the taints; then the other way round, where the text itself gave them. */
function tolerate(words: UnschedulableWords, { pod: { spec }, cluster }: Scenario, taints: readonly Taint[]): Change[] {
  if (taints.length === 0) return [];
  const told = taints.map(taintText).join(', ');
  const written = (spec['tolerations'] ?? []) as unknown[];
  const others = cluster.node.taints.filter((taint) => !taints.includes(taint));
  const untaint: Edit = { document: 'scenario', path: 'spec.cluster.node.taints', ...(others.length > 0 && { value: others }) };
  return [
    { title: words.tolerate(told), edits: [{ document: 'pod', path: 'spec.tolerations', value: [...written, ...taints.map(tolerationFor)] }] },
    ...(others.length === cluster.node.taints.length ? [] : [{ title: words.untaint(told), edits: [untaint] }]),
  ];
}

interface NodeSelectorTerm {
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
}

/** What the first required term of the node affinity asks for by name. */
function affinityLabels(spec: PodSpec): Record<string, string> {
  const affinity = spec['affinity'] as
    | { nodeAffinity?: { requiredDuringSchedulingIgnoredDuringExecution?: { nodeSelectorTerms?: NodeSelectorTerm[] } } }
    | undefined;
  const [term] = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  return Object.fromEntries(
    (term?.matchExpressions ?? []).flatMap(({ key, operator, values }) => (operator === 'In' || operator === 'Exists' ? [[key, values?.[0] ?? 'true']] : [])),
  );
}

/** The largest request is brought down to what the node has to give. */
function lowerRequest(words: UnschedulableWords, spec: PodSpec, resource: string, allocatable: string | undefined): Change[] {
  const index = spec.containers.findIndex(
    (container) => container.resources?.requests?.[resource] !== undefined || container.resources?.limits?.[resource] !== undefined,
  );
  const container = spec.containers[index];
  if (!container || allocatable === undefined || spec.containers.length > 1) return [];
  const path = `spec.containers[${index}].resources`;
  const edits: Edit[] = [{ document: 'pod', path: `${path}.requests.${resource}`, value: allocatable }];
  if (container.resources?.limits?.[resource] !== undefined) edits.push({ document: 'pod', path: `${path}.limits.${resource}`, value: allocatable });
  return [{ title: words.lower(resource, allocatable), edits }];
}

/** A node that has what the Pod asks for. */
function biggerNode(words: UnschedulableWords, spec: PodSpec, resources: readonly string[], allocatable: Record<string, string>): Change[] {
  const wanted = Object.fromEntries(resources.map((resource) => [resource, requested(spec, resource)]));
  const told = Object.entries(wanted).map(([resource, amount]) => `${resource}: ${amount}`);
  return [
    { title: words.label(told.join(', ')), edits: [{ document: 'scenario', path: 'spec.cluster.node.allocatable', value: { ...allocatable, ...wanted } }] },
  ];
}

/** What all containers of a Pod ask for together, as it is written where one asks alone. */
function requested({ containers, initContainers = [] }: PodSpec, resource: string): string {
  const asked = (all: readonly Container[]) => all.flatMap(({ resources }) => resources?.requests?.[resource] ?? resources?.limits?.[resource] ?? []);
  const together = [...asked(containers), ...asked(initContainers.filter(({ restartPolicy }) => restartPolicy === 'Always'))];
  const alone = asked(initContainers.filter(({ restartPolicy }) => restartPolicy !== 'Always'));
  const sum = together.reduce((total, each) => total + quantity(each), 0);
  const largest = alone.find((each) => quantity(each) > sum && alone.every((other) => quantity(other) <= quantity(each)));
  if (largest !== undefined) return largest;
  return together.length === 1 ? (together[0] ?? '') : Number.isInteger(sum) ? String(sum) : `${Math.ceil(sum * 1000)}m`;
}

/** The topologies over which the Pod is to be spread: a node without such a label is in none. */
function spread(words: UnschedulableWords, spec: PodSpec, labels: Record<string, string>): Change[] {
  const constraints = (spec['topologySpreadConstraints'] ?? []) as { topologyKey: string }[];
  const missing = [...new Set(constraints.map(({ topologyKey }) => topologyKey))].filter((key) => labels[key] === undefined);
  if (missing.length === 0) return [];
  const given = Object.fromEntries(missing.map((key) => [key, 'a']));
  const edit: Edit = { document: 'scenario', path: 'spec.cluster.node.labels', value: { ...labels, ...given } };
  return [{ title: words.label(missing.map((key) => `${key}=a`).join(', ')), edits: [edit] }];
}

/** A Pod that names its node itself, which the cluster does not have. */
function unknownNode({ history, scenario, words: { starting } }: Subject): Found[] {
  const words = starting.unknownNode;
  const record = history.pods.find(({ object }) => object.spec.nodeName !== undefined && object.spec.nodeName !== scenario.cluster.node.name);
  const name = record?.object.spec.nodeName;
  if (record === undefined || name === undefined || history.containers.some(({ runs }) => runs.length > 0)) return [];
  const isWritten = scenario.pod.spec.nodeName !== undefined;
  return [
    {
      kind: 'node-unknown',
      severity: 'problem',
      title: words.title(name, scenario.cluster.node.name),
      detail: words.detail,
      facts: { node: name },
      records: [record.id],
      ...(isWritten && {
        change: { title: words.call(name), edits: [{ document: 'scenario', path: 'spec.cluster.node.name', value: name }] },
      }),
      alternatives: isWritten ? [{ title: words.leave, edits: [{ document: 'pod', path: 'spec.nodeName' }] }] : [],
    },
  ];
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
    const { keys, optional } = referencesTo(scenario.pod.spec, isSecret, name);
    const data = Object.fromEntries(keys.map((each) => [each, 'value']));
    const isMount = found.some(({ object }) => object.reason === 'FailedMount');
    return {
      kind: 'reference-missing',
      severity: 'problem',
      title: starting.reference.title(word, name),
      detail: starting.reference.detail[isMount ? 'mount' : 'variable'],
      facts: { name, attempts: found.at(-1)?.object.count ?? found.length },
      records: idsOf(found),
      change: { title: starting.reference.create(word, name), edits: [created(scenario, word, name, { [isSecret ? 'stringData' : 'data']: data })] },
      alternatives: optional.length > 0 ? [{ title: starting.reference.optional, edits: optional }] : [],
    } satisfies Found;
  });
}

interface Source {
  name?: string;
  secretName?: string;
  key?: string;
  items?: { key: string }[];
}

/** Where the Pod speaks of a ConfigMap or a Secret: the keys that it wants, and what would make it do without. */
function referencesTo(spec: PodSpec, isSecret: boolean, name: string): { keys: string[]; optional: Edit[] } {
  const key = isSecret ? 'secretKeyRef' : 'configMapKeyRef';
  const from = isSecret ? 'secretRef' : 'configMapRef';
  const volume = isSecret ? 'secret' : 'configMap';
  const keys = new Set<string>();
  const optional: Edit[] = [];
  const look = (source: Source | undefined, path: string) => {
    if ((source?.name ?? source?.secretName) !== name) return;
    if (source?.key !== undefined) keys.add(source.key);
    for (const item of source?.items ?? []) keys.add(item.key);
    optional.push({ document: 'pod', path: `${path}.optional`, value: true });
  };
  for (const list of ['initContainers', 'containers'] as const) {
    spec[list]?.forEach((container: Container, index) => {
      const path = `spec.${list}[${index}]`;
      container.env?.forEach((variable, position) => look(variable.valueFrom?.[key], `${path}.env[${position}].valueFrom.${key}`));
      (container.envFrom as Record<string, Source>[] | undefined)?.forEach((source, position) => look(source[from], `${path}.envFrom[${position}].${from}`));
    });
  }
  spec.volumes?.forEach((each, index) => {
    const path = `spec.volumes[${index}]`;
    look(each[volume] as Source | undefined, `${path}.${volume}`);
    const projected = each['projected'] as { sources?: Record<string, Source>[] } | undefined;
    projected?.sources?.forEach((source, position) => look(source[volume], `${path}.projected.sources[${position}].${volume}`));
  });
  return { keys: [...keys], optional };
}

function noCommand(subject: Subject, container: ContainerHistory): Found[] {
  const { history } = subject;
  const { starting } = subject.words;
  const pattern = /exec: "([^"]+)": (?:executable file not found in \$PATH|stat [^:]+: no such file or directory)/;
  const events = eventsAbout(history, container.name).filter(({ object }) => object.reason === 'Failed' && pattern.test(object.message));
  const program = pattern.exec(events[0]?.object.message ?? '')?.[1];
  if (program === undefined) return [];
  const attempts = events.at(-1)?.object.count ?? events.length;
  const path = pathOf(subject, container.name);
  const meant = container.spec?.command?.[0] === program ? nearestName(program, COMMON_COMMANDS) : undefined;
  const isLine = /\s/.test(program.trim()) && container.spec?.command?.[0] === program && path !== undefined;
  return [
    {
      kind: 'command-not-found',
      severity: 'problem',
      container: container.name,
      title: isLine
        ? starting.command.line(firstLine(program, 60), container.name)
        : starting.command.title(firstLine(program), container.spec?.image, container.name),
      detail: starting.command.detail(attempts),
      facts: { program, attempts },
      picture: { kind: 'count', label: starting.command.count, count: attempts },
      records: idsOf(events),
      ...(meant !== undefined &&
        path !== undefined && { change: { title: starting.command.meant(meant), edits: [{ document: 'pod', path: `${path}.command[0]`, value: meant }] } }),
      ...(isLine && { change: { title: starting.command.change, edits: [{ document: 'pod', path: `${path}.command`, value: ['sh', '-c', program] }] } }),
      alternatives: [],
    },
  ];
}

/** `pkg/kubelet/kuberuntime/security_context_others.go: verifyRunAsNonRoot` */
const AS_ROOT = /runAsNonRoot and image (?:will run as root|has non-numeric user \(([^)]*)\))/;

/** The kubelet creates no container that is to run as root where `runAsNonRoot` forbids it. */
function asRoot(subject: Subject, container: ContainerHistory): Found[] {
  const words = subject.words.starting.asRoot;
  const events = eventsAbout(subject.history, container.name).filter(({ object }) => object.reason === 'Failed' && AS_ROOT.test(object.message));
  const path = pathOf(subject, container.name);
  const [first] = events;
  if (!first || path === undefined) return [];
  const user = AS_ROOT.exec(first.object.message)?.[1];
  return [
    {
      kind: 'runs-as-root',
      severity: 'problem',
      container: container.name,
      title: words.title(container.name, container.spec?.image, user),
      detail: words.detail,
      facts: { attempts: events.at(-1)?.object.count ?? events.length },
      records: idsOf(events),
      change: { title: words.change(container.name), edits: [{ document: 'pod', path: `${path}.securityContext.runAsUser`, value: 1000 }] },
      alternatives: [],
    },
  ];
}
