/** The images of a run: how the kubelet reads their names, when it pulls them, with what, and what is in them. */
import type { Container, Pod } from '../../model/kubernetes.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { ImageRecord, PodRecord, Trace } from '../../model/trace.ts';
import { parseError } from '../../sim/kubelet/image-manager.ts';
import { pullSecretNames, registriesOf } from '../../sim/kubelet/pull-secrets.ts';
import { entryFor, fullReference, imageOf } from '../../sim/node/images.ts';
import type { ImageFace, ImagePull } from '../protocol.ts';
import type { KeptRun } from './answer.ts';

type Run = Pick<KeptRun, 'scenario' | 'trace'>;

/** Who wants an image, as one version of the Pod says it. */
interface Wanted {
  user: string;
  of: ImageFace['of'];
  reference: string;
  policy: string;
  /** The policy as the manifest says it. */
  written: string | undefined;
  container?: Container;
}

/** In the order of the Pod; of a container that is given another image both, one after the other. */
export function imagesOf(run: Run): ImageFace[] {
  const faces: ImageFace[] = [];
  const current = new Map<string, ImageFace>();
  for (const [version, { t, object }] of podVersions(run.trace).entries()) {
    // The Pod that is on its way to the API server names its images, too
    const fromMs = version === 0 ? 0 : t;
    for (const wanted of wantedBy(object, run)) {
      const key = `${wanted.of === 'volume'} ${wanted.user}`;
      const before = current.get(key);
      if (before?.reference === wanted.reference) continue;
      if (before) before.toMs = fromMs;
      const face = faceOf(wanted, fromMs, object, run);
      current.set(key, face);
      faces.push(face);
    }
  }
  return faces;
}

function podVersions({ records }: Trace): PodRecord[] {
  return records.filter((record): record is PodRecord => record.kind === 'Pod');
}

function wantedBy({ spec }: Pod, { scenario }: Run): Wanted[] {
  const manifest = scenario.pod.spec;
  const writtenFor = (name: string) => [...(manifest.initContainers ?? []), ...manifest.containers].find((each) => each.name === name)?.imagePullPolicy;
  const used = (container: Container, of: ImageFace['of']): Wanted => ({
    user: container.name,
    of,
    reference: container.image ?? '',
    policy: container.imagePullPolicy ?? '',
    written: writtenFor(container.name),
    container,
  });
  const volumes = (spec.volumes ?? []).flatMap((volume): Wanted[] => {
    const source = volume['image'] as { reference?: string; pullPolicy?: string } | undefined;
    const asWritten = (manifest.volumes ?? []).find(({ name }) => name === volume.name)?.['image'] as { pullPolicy?: string } | undefined;
    return source
      ? [{ user: volume.name, of: 'volume', reference: source.reference ?? '', policy: source.pullPolicy ?? '', written: asWritten?.pullPolicy }]
      : [];
  });
  return [
    ...(spec.initContainers ?? []).map((each) => used(each, each.restartPolicy === 'Always' ? 'sidecar' : 'init')),
    ...spec.containers.map((each) => used(each, 'container')),
    ...((spec.ephemeralContainers ?? []) as Container[]).map((each) => used(each, 'ephemeral')),
    ...volumes,
  ];
}

function faceOf({ user, of, reference, policy, written, container }: Wanted, fromMs: number, pod: Pod, { scenario, trace }: Run): ImageFace {
  const entry = entryFor(reference, scenario.images);
  const invalid = parseError(reference);
  const read = invalid === undefined ? readAs(reference) : undefined;
  const image = invalid === undefined && entry?.pullError?.error !== 'notFound' ? imageOf(reference, entry) : undefined;
  const secrets = pullSecretNames(pod);
  return {
    user,
    of,
    fromMs,
    reference,
    ...(read && { read }),
    ...(invalid !== undefined && { invalid }),
    policy: { value: policy, because: becauseOf(policy, written, read) },
    wasThere: invalid === undefined && (entry?.onNode ?? true),
    pulls: pullsOf(trace, reference),
    access: { asked: entry?.requiresSecret ?? false, secrets, registries: registriesFor(secrets, scenario) },
    ...(image && {
      holds: {
        by: says(entry) ? 'scenario' : image.known ? 'catalogue' : 'guess',
        entrypoint: [...image.entrypoint],
        cmd: [...image.cmd],
        user: image.user,
        workdir: image.workdir,
        ports: [...image.ports],
        stopSignal: image.stopSignal,
        sizeBytes: image.sizeBytes,
        shell: image.shell,
      },
    }),
    runs: container && image ? [...(container.command ?? image.entrypoint), ...(container.args ?? (container.command ? [] : image.cmd))] : [],
  };
}

/** Whether the scenario says what is in the image, and not only where it is. */
const says = (entry: ReturnType<typeof entryFor>): boolean => entry?.entrypoint !== undefined || entry?.cmd !== undefined || entry?.paths !== undefined;

/** `docker.io/library/nginx:1.27@sha256:…`, taken apart. */
function readAs(reference: string): NonNullable<ImageFace['read']> {
  const [name = '', digest] = fullReference(reference).split('@');
  const slash = name.indexOf('/');
  const colon = name.lastIndexOf(':');
  const isTagged = colon > name.lastIndexOf('/');
  return {
    registry: name.slice(0, slash),
    repository: name.slice(slash + 1, isTagged ? colon : undefined),
    ...(isTagged && { tag: name.slice(colon + 1) }),
    ...(digest !== undefined && { digest }),
  };
}

/** `pkg/apis/core/v1/defaults.go: SetDefaults_Container`: Always for `:latest`, else IfNotPresent; a plugin may turn either into Always. */
function becauseOf(policy: string, written: string | undefined, read: ImageFace['read']): ImageFace['policy']['because'] {
  if (written !== undefined && written !== '') return written === policy ? 'written' : 'plugin';
  const isLatest = read?.tag === 'latest' && read.digest === undefined;
  if (policy === 'Always') return isLatest ? 'latest' : 'plugin';
  return 'tagged';
}

/** A pull serves all containers that wait for the image. */
function pullsOf({ records }: Trace, reference: string): ImagePull[] {
  const pulls: ImagePull[] = [];
  const open = new Map<number, ImagePull>();
  for (const record of records) {
    if (record.kind !== 'Image' || record.image !== reference) continue;
    if (record.what === 'pullStart') {
      const pull = { fromMs: record.t, ok: false };
      open.set(record.id, pull);
      pulls.push(pull);
    } else if (record.cause !== undefined) end(open.get(record.cause), record);
  }
  return pulls;
}

function end(pull: ImagePull | undefined, { t, result, message }: ImageRecord): void {
  if (!pull) return;
  pull.toMs = t;
  pull.ok = result === 'ok';
  if (message !== undefined) pull.message = message;
}

/** What the Pod's pull secrets are for; those count, too, that an action of the scenario brings later. */
function registriesFor(names: readonly string[], { objects, actions }: Scenario): string[] {
  const applied = actions.flatMap((action) => (action.do === 'apply' ? [action.object] : []));
  const secrets = [...objects, ...applied].filter(({ kind, metadata }) => kind === 'Secret' && names.includes(metadata.name ?? ''));
  return [...new Set(secrets.flatMap(registriesOf))];
}
