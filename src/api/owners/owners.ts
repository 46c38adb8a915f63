/** Who set each field of a Pod: its author, the API server's defaults and plugins, the scheduler, the kubelet. */
import { deepEqual, type Fields } from '../schema/fields.ts';
import type { Pod } from '../../model/kubernetes.ts';
import type { PodRecord, Trace } from '../../model/trace.ts';
import type { AdmissionStep } from '../admission/context.ts';
import { admitPod } from '../pods/create.ts';
import { objectsHeldAt, type SimulatedRun } from '../kubectl/moment/held.ts';
import { type Leaf, leavesOf, type Path } from './leaves.ts';

export type Owner =
  /** Written in the manifest; `path` is where, `written` what stands there if the server put it differently. */
  | { by: 'manifest'; path: Path; written?: unknown }
  /** A step of the Pod's creation in the API server. */
  | { by: 'admission'; step: AdmissionStep }
  /** The namespace that kubectl puts into a manifest without one. */
  | { by: 'kubectl' }
  /** Fields that the API server keeps itself: uid, creationTimestamp, … */
  | { by: 'api server' }
  | { by: 'scheduler' | 'kubelet' | 'node controller'; atMs: number }
  /** A change that the scenario's user made, by the label of the action. */
  | { by: 'action'; label: string; atMs: number };

export interface OwnedPod {
  pod: Pod;
  /** By the keys of `leavesOf(pod)`. */
  owners: Map<string, Owner>;
}

/** The Pod as the API server held it last up to a moment, with the owner of each value; undefined if there was none yet. */
export function ownedPodAt(run: SimulatedRun, atMs: number): OwnedPod | undefined {
  const versions = run.trace.records.filter((record): record is PodRecord => record.kind === 'Pod' && record.t <= atMs);
  const [first, ...later] = versions;
  if (first === undefined) return undefined;
  const owned = new Owned(run.scenario.pod);
  if (run.scenario.staticPod) owned.write(first.object, { by: 'kubelet', atMs: first.t });
  else replayAdmission(run, first.object, owned);
  for (const record of later) owned.write(record.object, ownerOf(run.trace, record));
  return { pod: (versions.at(-1) ?? first).object, owners: owned.owners };
}

/** The values so far and who set them; a value belongs to the last one who changed it. */
class Owned {
  readonly owners = new Map<string, Owner>();
  #values = new Map<string, unknown>();
  readonly #written: Map<string, Leaf>;

  constructor(manifest: object) {
    this.#written = leavesOf(manifest);
    for (const [key, { path, value }] of this.#written) {
      this.owners.set(key, { by: 'manifest', path });
      this.#values.set(key, value);
    }
  }

  write(object: unknown, owner: Owner): void {
    const leaves = leavesOf(object);
    for (const [key, { value }] of leaves) {
      if (this.#values.has(key) && deepEqual(this.#values.get(key), value)) continue;
      this.owners.set(key, KEPT_BY_SERVER.test(key) ? { by: 'api server' } : owner);
    }
    this.#values = new Map([...leaves].map(([key, { value }]) => [key, value]));
  }

  /** The same values in the server's own form: what was written stays its author's. */
  rewrite(object: unknown): void {
    const leaves = leavesOf(object);
    for (const [key, { value }] of leaves) {
      const written = this.#written.get(key);
      if (written !== undefined && !deepEqual(written.value, value)) this.owners.set(key, { by: 'manifest', path: written.path, written: written.value });
      else if (written === undefined) this.owners.set(key, key === '.metadata.namespace' ? { by: 'kubectl' } : { by: 'admission', step: 'defaults' });
    }
    this.#values = new Map([...leaves].map(([key, { value }]) => [key, value]));
  }
}

const KEPT_BY_SERVER = /^\.(apiVersion|kind|metadata\.(uid|resourceVersion|generation|creationTimestamp|deletionTimestamp|deletionGracePeriodSeconds))$/;

/** Goes through the Pod's creation again and looks at it after each step. */
function replayAdmission({ scenario, trace }: SimulatedRun, created: Pod, owned: Owned): void {
  let isFirst = true;
  admitPod(scenario.pod, {
    namespace: trace.meta.namespace,
    uid: created.metadata.uid ?? '',
    createdAtMs: trace.meta.createdAtMs,
    objects: objectsHeldAt({ scenario, trace }, trace.records.find(({ kind }) => kind === 'Pod')?.t ?? 0).filter(({ kind }) => kind !== 'Pod'),
    admissionPlugins: scenario.cluster.admissionPlugins,
    featureGates: scenario.cluster.featureGates,
    onStep: (step, meta, spec) => {
      const now = { apiVersion: 'v1', kind: 'Pod', metadata: withoutSystemFields(meta), spec };
      if (isFirst) owned.rewrite(now);
      else owned.write(now, { by: 'admission', step });
      isFirst = false;
    },
  });
  owned.write(created, { by: 'api server' });
}

function withoutSystemFields({ uid: _uid, resourceVersion: _version, generation: _generation, creationTimestamp: _created, ...own }: Fields): Fields {
  return own;
}

function ownerOf(trace: Trace, { rule, cause, t: atMs }: PodRecord): Owner {
  const action = trace.records[cause];
  switch (rule) {
    case 'scheduler.bind':
      return { by: 'scheduler', atMs };
    case 'status.patch':
    case 'status.delete':
      return { by: 'kubelet', atMs };
    case 'node.lost':
    case 'node.taint':
      return { by: 'node controller', atMs };
    case 'api.update':
    case 'api.delete':
    case 'api.remove':
      return action?.kind === 'Action' ? { by: 'action', label: action.label, atMs } : { by: 'api server' };
    default:
      return { by: 'api server' };
  }
}
