/** An API server in memory: the objects of a cluster, and what requests make of them. It has no kubelet and no controllers. */
import { hashHex } from '../../base/random.ts';
import { rfc3339 } from '../../base/timestamp.ts';
import type { KubernetesObject, Pod } from '../../model/kubernetes.ts';
import { changeAdmission, templateAdmission } from '../admission/changed.ts';
import { resizeRefusal, validatingAdmission } from '../admission/validating.ts';
import { apiError, type ApiError, type FieldError, FieldErrors, invalidError } from '../errors.ts';
import { generateName } from '../generated-names.ts';
import { compareText, goQuote, goValue } from '../go-text.ts';
import { admitDecodedPod } from '../pods/create.ts';
import { type DeleteOptions, deletePod } from '../pods/delete.ts';
import { updateEphemeralContainers } from '../pods/ephemeral.ts';
import { resizePod } from '../pods/resize.ts';
import { updatePod } from '../pods/update.ts';
import { canonical } from '../schema/canonical.ts';
import { conversionError, jsonKind, wrapNumbers } from '../schema/convert.ts';
import { decode } from '../schema/decode.ts';
import { clone, deepEqual, type Fields, fields, isFields, list, map, text } from '../schema/fields.ts';
import { validateNewObject, validateObjectUpdate } from '../validation/workloads.ts';
import { podWarnings } from '../warnings/pod.ts';
import { findKind, groupOf, type Kind, qualifiedResource } from './kinds.ts';
import {
  defaultWorkload,
  initialStatus,
  prepareChangedWorkload,
  prepareNewWorkload,
  templateGenerationError,
  templateOf,
  workloadWarnings,
} from './workloads.ts';
import { defaultPlain, plainErrors } from './plain-kinds.ts';
import { plainUpdateErrors } from './plain-updates.ts';
import { allocationErrors, carryOverAllocated, serviceUpdateErrors, serviceWarnings } from './service-updates.ts';
import { allocate, specOf, type Taken, takenBy } from './services.ts';

export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';
export type Subresource = 'status' | 'resize' | 'ephemeralcontainers';

/** The answer to a request. Warnings come even with an error. */
export type Answer = { object: KubernetesObject; warnings: string[] } | { error: ApiError; warnings: string[] };

export interface WriteOptions {
  dryRun: boolean;
  fieldValidation: FieldValidation;
}

export interface UpdateOptions extends WriteOptions {
  subresource?: Subresource;
  /** The strategic merge patch that led to the object, as far as merging has left it; refusals quote it. */
  patch?: Fields;
  /** The object comes from a patch of whatever kind, not from a client that sends the whole. */
  isPatch?: boolean;
  /** The object as a merge or JSON patch has left it; refusals quote it. */
  patchedJson?: () => string;
}

export class ApiServer {
  readonly #objects = new Map<string, KubernetesObject>();
  readonly #nowMs: number;
  #revision = 1000;

  constructor(nowMs: number) {
    this.#nowMs = nowMs;
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  /** Puts an object in as it is. */
  restore(object: KubernetesObject, defaultNamespace: string): void {
    const kind = findKind(object.apiVersion, object.kind);
    const namespaced = kind?.namespaced ?? true;
    const copy = clone(object);
    if (namespaced) copy.metadata.namespace ??= defaultNamespace;
    this.#objects.set(storageKey(object.kind, namespaced ? (copy.metadata.namespace ?? '') : '', copy.metadata.name ?? ''), copy);
  }

  get(kind: Kind, namespace: string, name: string): KubernetesObject | undefined {
    return this.#objects.get(storageKey(kind.kind, kind.namespaced ? namespace : '', name));
  }

  /** All objects of a kind in storage order; `namespace` undefined: of all namespaces. */
  list(kind: Kind, namespace?: string): KubernetesObject[] {
    return [...this.#objects.values()]
      .filter((object) => object.kind === kind.kind && (namespace === undefined || !kind.namespaced || object.metadata.namespace === namespace))
      .sort((a, b) => compareText(`${a.metadata.namespace ?? ''}/${a.metadata.name ?? ''}`, `${b.metadata.namespace ?? ''}/${b.metadata.name ?? ''}`));
  }

  create(kind: Kind, namespace: string, body: Fields, { dryRun, fieldValidation }: WriteOptions): Answer {
    const decoded = decodeBody(kind, body, fieldValidation);
    if ('error' in decoded) return decoded;
    const missing = this.#namespaceError(kind, namespace);
    if (missing !== undefined) return { error: missing, warnings: decoded.warnings };
    const { owned, duplicates } = withoutDuplicateOwners(body);
    const created = kind.kind === 'Pod' ? this.#createPod(namespace, owned) : this.#createOther(kind, namespace, owned, dryRun);
    const warnings = [...decoded.warnings, ...duplicates, ...created.warnings];
    if ('error' in created) return { error: created.error, warnings };
    const existing = this.get(kind, namespace, created.object.metadata.name ?? '');
    if (existing !== undefined) {
      const deleting = existing.metadata.deletionTimestamp === undefined ? '' : 'object is being deleted: ';
      return {
        error: apiError('AlreadyExists', `${deleting}${qualifiedResource(kind)} ${goQuote(created.object.metadata.name ?? '')} already exists`),
        warnings,
      };
    }
    // What is not stored has no version.
    if (dryRun) delete created.object.metadata.resourceVersion;
    else this.#store(created.object);
    return { object: created.object, warnings };
  }

  #createPod(namespace: string, body: Fields): Answer {
    const meta = fields(body, 'metadata');
    const context = { namespace, objects: [...this.#objects.values()] };
    const admitted = admitDecodedPod(body, {
      ...context,
      uid: this.#newUid(`Pod/${namespace}/${text(meta, 'name')}${text(meta, 'generateName')}`),
      createdAtMs: this.#nowMs,
      admissionPlugins: [],
      featureGates: {},
    });
    if ('error' in admitted) return admitted;
    const { pod } = admitted;
    const { error, warnings } = validatingAdmission(pod, context);
    const told = [...admitted.warnings, ...podWarnings(pod.metadata, pod.spec), ...warnings];
    return error === undefined ? { object: pod, warnings: told } : { error, warnings: told };
  }

  #createOther(kind: Kind, namespace: string, body: Fields, dryRun: boolean): Answer {
    const object = canonical(kind.kind, clone(body), 'kept');
    const given = fields(object, 'metadata') ?? {};
    const uid = this.#newUid(`${kind.kind}/${namespace}/${text(given, 'name')}`);
    const name = text(given, 'name') === '' && text(given, 'generateName') !== '' ? generateName(text(given, 'generateName'), uid) : text(given, 'name');
    const meta: Fields = {
      ...given,
      name,
      ...(kind.namespaced && { namespace: text(given, 'namespace') || namespace }),
      uid,
      creationTimestamp: rfc3339(this.#nowMs),
    };
    if (kind.template !== undefined || kind.kind === 'PodDisruptionBudget') meta['generation'] = 1;
    else if (kind.kind === 'Namespace') meta['generation'] = undefined;
    for (const field of ['deletionTimestamp', 'deletionGracePeriodSeconds', 'selfLink', 'managedFields', 'resourceVersion']) delete meta[field];
    Object.assign(object, { apiVersion: kind.apiVersion, kind: kind.kind, metadata: meta });
    defaultWorkload(kind, object);
    prepareNewWorkload(kind, object, uid);
    defaultPlain(kind.kind, object);
    const status = initialStatus(kind);
    if (status !== undefined) object['status'] = status;
    const errors = [...validateNewObject(kind.kind, kind.namespaced, object), ...plainErrors(kind.kind, object)];
    if (errors.length > 0) return { error: invalidObject(kind, name, errors), warnings: [] };
    if (kind.kind === 'Service') this.#allocate(object, dryRun);
    return {
      object: canonical(kind.kind, object) as KubernetesObject,
      warnings: [...workloadWarnings(kind, object), ...serviceWarnings(kind.kind, object), ...this.#templateAdmission(kind, namespace, object)],
    };
  }

  #allocate(object: Fields, dryRun: boolean): void {
    allocate(specOf(object), this.#taken(), dryRun);
  }

  /** What Services have of addresses and node ports. */
  #taken(): Taken {
    const services = [...this.#objects.values()].filter((other) => other.kind === 'Service');
    return takenBy(services.map((service) => fields(service, 'spec') ?? {}));
  }

  /** PUT, or the second half of a PATCH. `changed` is the whole object. */
  update(kind: Kind, namespace: string, name: string, changed: Fields, options: UpdateOptions): Answer {
    const old = this.get(kind, namespace, name);
    if (old === undefined) return { error: notFound(kind, name), warnings: [] };
    const decoded = decodeChanged(kind, changed, options);
    if ('error' in decoded) return decoded;
    const stated = text(fields(changed, 'metadata'), 'name');
    if (stated !== name) {
      const reason =
        stated === ''
          ? `the name of the object (${name} based on URL) was undeterminable: name must be provided`
          : `the name of the object (${stated}) does not match the name on the URL (${name})`;
      return { error: apiError('BadRequest', reason), warnings: decoded.warnings };
    }
    const mistaken = preconditionError(kind, namespace, old, changed, options);
    if (mistaken !== undefined) return { error: mistaken, warnings: decoded.warnings };
    const updated = isPod(old) ? this.#updatePod(old, changed, options.subresource) : this.#updateOther(kind, old, changed, options.subresource);
    const warnings = [...decoded.warnings, ...updated.warnings];
    if ('error' in updated) return { error: updated.error, warnings };
    if (!options.dryRun && !deepEqual(updated.object, old)) {
      this.#store(updated.object);
      this.#removeIfFinalized(updated.object);
    }
    return { object: updated.object, warnings };
  }

  #updateOther(kind: Kind, old: KubernetesObject, changed: Fields, subresource: Subresource | undefined): Answer {
    // What is not status stays as it was.
    if (subresource === 'status') return { object: canonical(kind.kind, { ...clone(old), status: changed['status'] ?? {} }), warnings: [] };
    const updated = updateOther(kind, old, changed, this.#taken());
    if ('error' in updated) return { ...updated, warnings: [] };
    const { object } = updated;
    const admission = this.#templateAdmission(kind, old.metadata.namespace ?? '', object);
    return { object, warnings: [...workloadWarnings(kind, object, old), ...serviceWarnings(kind.kind, object), ...admission] };
  }

  #templateAdmission(kind: Kind, namespace: string, object: Fields): string[] {
    return kind.template === undefined ? [] : templateAdmission(templateOf(kind, object), { namespace, objects: [...this.#objects.values()] });
  }

  #updatePod(old: Pod, changed: Fields, subresource: Subresource | undefined): Answer {
    const updated = updatePodResource(old, changed, subresource);
    if ('error' in updated) return { ...updated, warnings: [] };
    const { pod } = updated;
    const context = { namespace: old.metadata.namespace ?? '', objects: [...this.#objects.values()] };
    const { error: refused, warnings } = changeAdmission(old, pod, context);
    if (refused !== undefined) return { error: refused, warnings };
    if (subresource !== 'resize' || pod.metadata.generation === old.metadata.generation) return { object: pod, warnings };
    // A resize must fit the node (plugin/pkg/admission/podresize/admission.go: validatePodResize), which must be there for that.
    const node = text(old.spec, 'nodeName');
    const isThere = node === '' || this.#objects.has(storageKey('Node', '', node));
    const lost = isThere ? undefined : apiError('Forbidden', `pods ${goQuote(old.metadata.name ?? '')} is forbidden: node ${goQuote(node)} not found`);
    const error = resizeRefusal(old, pod, context, lost);
    return error === undefined ? { object: pod, warnings } : { error, warnings };
  }

  delete(kind: Kind, namespace: string, name: string, options: DeleteOptions & { dryRun: boolean }): { error?: ApiError } {
    const object = this.get(kind, namespace, name);
    if (object === undefined) return { error: notFound(kind, name) };
    const deletion = isPod(object) ? deletePod(object, options, this.#nowMs) : ({ kind: 'removed' } as const);
    if (deletion.kind === 'error') return { error: deletion.error };
    if (options.dryRun || deletion.kind === 'unchanged') return {};
    if (deletion.kind === 'graceful') this.#store(deletion.pod);
    else this.#objects.delete(storageKey(kind.kind, kind.namespaced ? namespace : '', name));
    return {};
  }

  #removeIfFinalized(object: KubernetesObject): void {
    const { deletionTimestamp, deletionGracePeriodSeconds, finalizers } = object.metadata;
    if (deletionTimestamp !== undefined && (deletionGracePeriodSeconds ?? 0) === 0 && (finalizers ?? []).length === 0) {
      this.#objects.delete(storageKey(object.kind, object.metadata.namespace ?? '', object.metadata.name ?? ''));
    }
  }

  #store(object: KubernetesObject): void {
    this.#revision += 1;
    // Where refused patches show the object, its version stands in its place among the others.
    object.metadata = canonical('ObjectMeta', { ...object.metadata, resourceVersion: String(this.#revision) });
    this.#objects.set(storageKey(object.kind, object.metadata.namespace ?? '', object.metadata.name ?? ''), object);
  }

  #newUid(subject: string): string {
    const hex = hashHex(`uid/${subject}/${this.#revision}`, 32);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
  }

  /** What the server says of a namespace that is not there. `default` and those of the system exist always. */
  missingNamespace(namespace: string): ApiError | undefined {
    if (['default', 'kube-system', 'kube-public', 'kube-node-lease'].includes(namespace)) return undefined;
    return this.#objects.has(storageKey('Namespace', '', namespace)) ? undefined : apiError('NotFound', `namespaces ${goQuote(namespace)} not found`);
  }

  #namespaceError(kind: Kind, namespace: string): ApiError | undefined {
    if (!kind.namespaced) return undefined;
    const missing = this.missingNamespace(namespace);
    if (missing !== undefined) return missing;
    if (this.#objects.get(storageKey('Namespace', '', namespace))?.metadata.deletionTimestamp === undefined) return undefined;
    return apiError('Forbidden', `unable to create new content in namespace ${namespace} because it is being terminated`);
  }
}

const isPod = (object: KubernetesObject): object is Pod => object.kind === 'Pod';

const storageKey = (kind: string, namespace: string, name: string): string => `${kind}/${namespace}/${name}`;

export const notFound = (kind: Kind, name: string): ApiError => apiError('NotFound', `${qualifiedResource(kind)} ${goQuote(name)} not found`);

/** An object of another namespace or version, or one that was deleted and made anew (apiserver/pkg/registry/generic/registry/store.go: Update). */
function preconditionError(
  kind: Kind,
  namespace: string,
  { metadata }: KubernetesObject,
  changed: Fields,
  { patch, isPatch = patch !== undefined }: UpdateOptions,
): ApiError | undefined {
  const stated = fields(changed, 'metadata');
  const name = metadata.name ?? '';
  if (kind.namespaced && !['', namespace].includes(text(stated, 'namespace')))
    return apiError('BadRequest', 'the namespace of the provided object does not match the namespace sent on the request');
  const version = text(stated, 'resourceVersion');
  if (!/^\d*$/.test(version)) return apiError('Unknown', `strconv.ParseUint: parsing ${goQuote(version)}: invalid syntax`);
  // None, or zero, asks for no certain version (apiserver/pkg/storage/api_object_versioner.go: ParseResourceVersion).
  if (Number(version) !== 0 && metadata.resourceVersion !== undefined && version !== metadata.resourceVersion)
    return apiError(
      'Conflict',
      `Operation cannot be fulfilled on ${qualifiedResource(kind)} ${goQuote(name)}: the object has been modified; please apply your changes to the latest version and try again`,
    );
  const uid = text(stated, 'uid');
  if (uid === '' || uid === metadata.uid) return undefined;
  if (isPatch) {
    const errors = new FieldErrors();
    errors.invalid('metadata.uid', uid, 'field is immutable');
    return invalidObject(kind, name, errors.list);
  }
  const key = ['/registry', kind.plural, ...(kind.namespaced ? [metadata.namespace] : []), name].join('/');
  return apiError(
    'Conflict',
    `Operation cannot be fulfilled on ${qualifiedResource(kind)} ${goQuote(name)}: StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${uid}, UID in object meta: ${metadata.uid ?? ''}`,
  );
}

/** As `Pod "web" is invalid: …`; of other groups than the core the kind is `Deployment.apps`. */
function invalidObject(kind: Kind, name: string, errors: readonly FieldError[]): ApiError {
  const error = invalidError([kind.kind, groupOf(kind)].filter((part) => part !== '').join('.'), name, errors);
  return { ...error, details: { kind: kind.kind, name } };
}

type Decoding = { warnings: string[] } | { error: ApiError; warnings: string[] };

/** Owners that are named twice are named once, with a warning (apiserver/pkg/endpoints/handlers/rest.go: dedupOwnerReferencesAndAddWarning). */
function withoutDuplicateOwners(body: Fields): { owned: Fields; duplicates: string[] } {
  const meta = fields(body, 'metadata');
  const owners = list(meta, 'ownerReferences');
  const isRepeated = owners.map((owner, i) => owners.slice(0, i).some((other) => deepEqual(other, owner)));
  if (!isRepeated.includes(true)) return { owned: body, duplicates: [] };
  const uids = owners.filter((_owner, i) => isRepeated[i]).map((owner) => text(owner, 'uid'));
  return {
    owned: { ...body, metadata: { ...meta, ownerReferences: owners.filter((_owner, i) => !isRepeated[i]) } },
    duplicates: [
      `.metadata.ownerReferences contains duplicate entries; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: ${uids.join(', ')}`,
    ],
  };
}

/** Reads a changed object the way it came: as a whole, or from a patch. */
function decodeChanged(kind: Kind, changed: Fields, { patch, patchedJson, fieldValidation }: UpdateOptions): Decoding {
  if (patch !== undefined) return convertPatched(kind, changed, patch, fieldValidation);
  return patchedJson === undefined ? decodeBody(kind, changed, fieldValidation) : decodePatched(kind, changed, patchedJson, fieldValidation);
}

const unregistered = (kind: string, version: string) =>
  `no kind ${goQuote(kind)} is registered for version ${goQuote(version)} in scheme "pkg/api/legacyscheme/scheme.go:30"`;

/** The server's strict decoding of a request body. */
function decodeBody(kind: Kind, body: Fields, validation: FieldValidation): Decoding {
  const stated = text(body, 'kind');
  const version = text(body, 'apiVersion');
  const refuse = (reason: string) => ({
    error: apiError('BadRequest', `${stated} in version ${goQuote(version.split('/').at(-1) ?? '')} cannot be handled as a ${kind.kind}: ${reason}`),
    warnings: [],
  });
  if (stated !== kind.kind) return refuse(unregistered(stated, version));
  const { typeError, unknownFields } = decode(kind.kind, body);
  const unreadable = typeError ?? templateGenerationError(kind, body);
  if (unreadable !== undefined) return refuse(unreadable);
  return checked(unknownFields, validation, refuse);
}

function checked(unknownFields: readonly string[], validation: FieldValidation, refuse: (reason: string) => Decoding): Decoding {
  const messages = unknownFields.map((path) => `unknown field "${path}"`);
  if (messages.length === 0 || validation === 'Ignore') return { warnings: [] };
  return validation === 'Warn' ? { warnings: messages } : refuse(`strict decoding error: ${messages.join(', ')}`);
}

function refusedPatch(shown: string, reason: string): Decoding {
  const errors = new FieldErrors();
  errors.invalid('patch', shown, reason);
  return { error: invalidError('', '', errors.list), warnings: [] };
}

/** How the JSON of a patched object is read (staging/src/k8s.io/apiserver/pkg/endpoints/handlers/patch.go: jsonPatcher.applyPatchToCurrentObject). */
function decodePatched(kind: Kind, changed: Fields, patchedJson: () => string, validation: FieldValidation): Decoding {
  const refuse = (reason: string) => refusedPatch(patchedJson(), reason);
  for (const field of ['apiVersion', 'kind']) {
    const value = changed[field];
    if (value !== undefined && value !== null && typeof value !== 'string')
      return refuse(`couldn't get version/kind; json parse error: json: cannot unmarshal ${jsonKind(value)} into Go struct field .${field} of type string`);
  }
  // What a patch takes away is known from the address.
  const stated = text(changed, 'kind') || kind.kind;
  const version = text(changed, 'apiVersion') || kind.apiVersion;
  if (stated !== kind.kind || version !== kind.apiVersion) return refuse(otherKind(kind, stated, version));
  const { typeError, unknownFields } = decode(kind.kind, changed);
  return typeError === undefined ? checked(unknownFields, validation, refuse) : refuse(typeError);
}

/** A kind that the server knows can be read, but not taken for another one. */
function otherKind(kind: Kind, stated: string, version: string): string {
  if (findKind(version, stated) === undefined) return unregistered(stated, version);
  return `converting (v1.${stated}) to (${groupOf(kind).split('.')[0] || 'core'}.${kind.kind}): unknown conversion`;
}

/** How a strategically patched object is read (staging/src/k8s.io/apiserver/pkg/endpoints/handlers/patch.go: applyPatchToObject). */
function convertPatched(kind: Kind, changed: Fields, patch: Fields, validation: FieldValidation): Decoding {
  const refuse = (reason: string) => refusedPatch(goValue(patch), reason);
  const mismatch = conversionError(kind.kind, changed);
  if (mismatch !== undefined) return refuse(mismatch);
  wrapNumbers(kind.kind, changed);
  const unknown = decode(kind.kind, changed).unknownFields;
  return checked(
    unknown.toSorted((a, b) => compareText(`unknown field "${a}"`, `unknown field "${b}"`)),
    validation,
    refuse,
  );
}

function updatePodResource(old: Pod, changed: Fields, subresource: Subresource | undefined): { pod: Pod } | { error: ApiError } {
  if (subresource === 'ephemeralcontainers') return updateEphemeralContainers(old, changed);
  if (subresource === 'resize') return resizePod(old, changed);
  return updatePod(old, changed, subresource === 'status' ? { subresource } : {});
}

function updateOther(kind: Kind, old: KubernetesObject, changed: Fields, taken: Taken): { object: KubernetesObject } | { error: ApiError } {
  const object = canonical(kind.kind, clone(changed), 'kept');
  const kept = Object.fromEntries(['uid', 'resourceVersion', 'creationTimestamp', 'generation', 'namespace'].map((name) => [name, old.metadata[name]]));
  Object.assign(object, { apiVersion: kind.apiVersion, kind: kind.kind, metadata: { ...fields(object, 'metadata'), ...kept } });
  defaultWorkload(kind, object);
  prepareChangedWorkload(kind, old, object);
  defaultPlain(kind.kind, object);
  carryOverAllocated(kind.kind, object, old);
  const unallocated = allocationErrors(kind.kind, object);
  if (unallocated.length > 0) return { error: invalidObject(kind, old.metadata.name ?? '', unallocated) };
  if (kind.kind === 'Service') allocate(specOf(object), taken, false);
  if (isFields(old['status'])) object['status'] = old['status'];
  const errors = [
    ...validateObjectUpdate(kind.kind, canonical(kind.kind, clone(old)), canonical(kind.kind, clone(object), 'kept')),
    ...serviceUpdateErrors(kind.kind, object, old),
    ...plainUpdateErrors(kind.kind, object, old),
    ...plainErrors(kind.kind, object),
  ];
  if (errors.length > 0) return { error: invalidObject(kind, old.metadata.name ?? '', errors) };
  const written = canonical(kind.kind, object) as KubernetesObject;
  // Annotations of a Deployment are copied to its ReplicaSets.
  const isAnnotated = kind.kind === 'Deployment' && !deepEqual(map(fields(written, 'metadata'), 'annotations'), map(old.metadata, 'annotations'));
  if (old.metadata.generation !== undefined && (isAnnotated || !deepEqual(written['spec'], old['spec'])))
    written.metadata.generation = old.metadata.generation + 1;
  return { object: written };
}
