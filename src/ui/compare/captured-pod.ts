/** Which Pod a recording, a watch or a description is of, and whether the text on screen describes that Pod. */
import { jsonObjects } from '../../base/json-objects.ts';
import type { ObjectMeta } from '../../model/kubernetes.ts';
import type { AppState } from '../../store/app-store.ts';
import { asYaml } from './as-yaml.ts';

export interface CapturedPod {
  name: string;
  /** The name of what made it (`web` of `web-7d9f8-x2x4z`), or its own. */
  madeBy: string;
  /** Main containers; empty if nothing says which there are. */
  containers: string[];
  /** The Pod as one would apply it; undefined if the capture does not tell. */
  manifest?: string;
}

/** The Pod that a capture is about: the first one in it. */
export function capturedPod(text: string): CapturedPod | undefined {
  return /^\s*\{/.test(text) ? podInJson(text) : describedPod(text);
}

/** The name of the captured Pod, if it is another one than that of the run on screen: of another name or origin, or with other containers. */
export function otherPodIn(text: string, state: Pick<AppState, 'run'>): (CapturedPod & { present: Omit<CapturedPod, 'manifest'> }) | undefined {
  const captured = capturedPod(text);
  const present = presentPod(state);
  if (!captured || !present) return undefined;
  const isSameName = [captured.name, captured.madeBy].some((name) => name === present.name || name === present.madeBy);
  const isAlike = captured.containers.length === 0 || captured.containers.some((name) => present.containers.includes(name));
  return isSameName && isAlike ? undefined : { ...captured, present };
}

function presentPod({ run }: Pick<AppState, 'run'>): Omit<CapturedPod, 'manifest'> | undefined {
  const record = run?.trace.records.find(({ kind }) => kind === 'Pod');
  if (!run || record?.kind !== 'Pod') return undefined;
  const { kind, name } = run.facts.podSource;
  const { metadata, spec } = record.object;
  return { name: metadata.name ?? '', madeBy: kind === 'Pod' ? makerOf(metadata) : name, containers: spec.containers.map((each) => each.name) };
}

// ---- JSON ------------------------------------------------------------------------------------------------------------

type Members = Record<string, unknown>;

function podInJson(text: string): CapturedPod | undefined {
  let told: CapturedPod | undefined;
  for (const [from, to] of jsonObjects(text)) {
    for (const object of objectsOf(parsed(text.slice(from, to)))) {
      if (object['kind'] === 'Pod') return podOf(object);
      // Events alone tell a name
      told ??= nameOnly((object['involvedObject'] ?? object['regarding']) as Members | undefined);
    }
  }
  return told;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** The object of a watch or of a line of a recording, the items of a list, or what stands there itself. */
function objectsOf(value: unknown): Members[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('items' in value && Array.isArray(value.items)) return value.items.flatMap(objectsOf);
  return 'object' in value ? objectsOf(value.object) : [value as Members];
}

function podOf({ apiVersion = 'v1', metadata: written, spec: has }: Members): CapturedPod | undefined {
  const metadata = (written ?? {}) as ObjectMeta;
  const { nodeName: _node, ...spec } = (has ?? {}) as Members & { containers?: { name: string }[] };
  if (metadata.name === undefined) return undefined;
  const containers = (spec.containers ?? []).map(({ name }) => name);
  const own = Object.fromEntries(Object.entries(metadata).filter(([field]) => !OF_THE_SERVER.has(field)));
  return {
    name: metadata.name,
    madeBy: makerOf(metadata),
    containers,
    ...(containers.length > 0 && { manifest: asYaml({ apiVersion, kind: 'Pod', metadata: own, spec }) }),
  };
}

function nameOnly(about: Members | undefined): CapturedPod | undefined {
  const name = about?.['kind'] === 'Pod' ? about['name'] : undefined;
  return typeof name === 'string' ? { name, madeBy: name, containers: [] } : undefined;
}

/** What the API server or a controller writes into metadata, and nobody who applies the Pod. */
const OF_THE_SERVER: ReadonlySet<string> = new Set(
  'managedFields uid resourceVersion generation creationTimestamp deletionTimestamp deletionGracePeriodSeconds selfLink ownerReferences generateName'.split(
    ' ',
  ),
);

/** By its owner or by the prefix of its name, without the hash of a ReplicaSet. */
function makerOf({ name = '', generateName, labels, ownerReferences }: ObjectMeta): string {
  const [owner] = Array.isArray(ownerReferences) ? (ownerReferences as { kind: string; name: string }[]) : [];
  const prefix = owner && owner.kind !== 'Node' ? owner.name : (generateName?.replace(/-$/, '') ?? name);
  const hash = `-${labels?.['pod-template-hash'] ?? ' '}`;
  return prefix.endsWith(hash) ? prefix.slice(0, -hash.length) : prefix;
}

// ---- what kubectl describe prints ------------------------------------------------------------------------------------

function describedPod(text: string): CapturedPod | undefined {
  const [, name] = /^Name: +(\S+)/m.exec(text) ?? [];
  if (name === undefined) return undefined;
  const [, kind = '', owner = ''] = /^Controlled By: +([^/\s]+)\/(\S+)/m.exec(text) ?? [];
  const [, hash] = /\bpod-template-hash=(\S+)/.exec(text) ?? [];
  const [, block = ''] = /^Containers:[ \t]*\r?\n((?:[ \t].*(?:\n|$))*)/m.exec(text) ?? [];
  const metadata = {
    name,
    ...(hash !== undefined && { labels: { 'pod-template-hash': hash } }),
    ...(owner !== '' && { ownerReferences: [{ kind, name: owner }] }),
  };
  return { name, madeBy: makerOf(metadata), containers: Array.from(block.matchAll(/^ {2}([^\s:]+):[ \t]*\r?$/gm), ([, each = '']) => each) };
}
