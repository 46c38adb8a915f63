/** All rules for a Pod in the API server's order (pkg/apis/core/validation/validation.go: ValidatePodCreate, ValidatePodSpec). */
import { type FieldError, FieldErrors } from '../errors.ts';
import { dnsLabelErrors, dnsSubdomainErrors, inclusiveRange } from '../names.ts';
import { type Fields, fields, list, num, text } from '../schema/fields.ts';
import { validateContainers, validateEphemeralContainers, validateImageSpaces, validateInitContainers } from './containers.ts';
import type { PodContext } from './context.ts';
import { validateFileKeyVolumes } from './env.ts';
import { validateLabels, validateObjectMeta } from './metadata.ts';
import { validateDnsConfig, validateDnsPolicy, validateHostAliases, validateHostnameOverride, validateHostnames, validateHostNetworkPorts } from './network.ts';
import { allContainers, validateAnnotationsMatchFields, validatePodAnnotations } from './pod-annotations.ts';
import { validateOverhead, validatePodResources } from './resources.ts';
import { validateAffinity, validateGates, validateTolerations, validateTopologySpread } from './scheduling.ts';
import { validateHostUsers, validateOs, validatePodSecurity, validateWindowsHostProcess } from './security.ts';
import { validateVolumes } from './volumes.ts';

const MAX_INT32 = 2_147_483_647;

/** A Pod with its defaults, as any typed object of that shape. */
export type PodLike = { metadata: Fields; spec: Fields };

/** What the API server finds against a new Pod that has its defaults and went through admission; none if it is valid. */
export function validatePod(pod: PodLike, featureGates: Readonly<Record<string, boolean>> = {}): FieldError[] {
  const spec = pod.spec;
  const errors = validateMetadataAndSpec(pod, featureGates);
  if (list(spec, 'ephemeralContainers').length > 0) errors.forbidden('spec.ephemeralContainers', 'cannot be set on create');
  if (text(spec, 'nodeName') !== '' && list(spec, 'schedulingGates').length > 0)
    errors.forbidden('spec.nodeName', 'cannot be set until all schedulingGates have been cleared');
  validateAnnotationsMatchFields(podContext(errors, spec, featureGates, true), pod.metadata, spec);
  return errors.list;
}

/** The part that creation and updates share (`validatePodMetadataAndSpec`). */
export function validateMetadataAndSpec(pod: PodLike, featureGates: Readonly<Record<string, boolean>>): FieldErrors {
  const meta = pod.metadata;
  const spec = pod.spec;
  const errors = new FieldErrors();
  const context = podContext(errors, spec, featureGates, true);
  validateObjectMeta(errors, meta, 'metadata');
  validatePodAnnotations(context, meta, spec);
  validatePodSpec(context, spec, text(meta, 'name'));
  if (text(spec, 'serviceAccountName') === '') validateTokensWithoutAccount(context, spec);
  for (const name of ['containers', 'initContainers'])
    for (const [i, container] of list(spec, name).entries()) validateImageSpaces(context, container, `spec.${name}[${i}]`);
  return errors;
}

export function podContext(errors: FieldErrors, spec: Fields, featureGates: Readonly<Record<string, boolean>>, isPod: boolean): PodContext {
  return {
    errors,
    volumes: new Map(),
    claimNames: [...new Set(list(spec, 'resourceClaims').map((claim) => text(claim, 'name')))].filter((name) => name !== ''),
    graceSeconds: num(spec, 'terminationGracePeriodSeconds') ?? 0,
    hostUsers: spec['hostUsers'] !== false,
    restartPolicy: text(spec, 'restartPolicy'),
    os: fields(spec, 'os') === undefined ? undefined : text(fields(spec, 'os'), 'name'),
    featureGates,
    isPod,
  };
}

/** `podName` is empty for templates. */
export function validatePodSpec(context: PodContext, spec: Fields, podName: string): void {
  const { errors } = context;
  validateVolumes(context, spec, podName);
  validateResourceClaims(context, spec);
  validateContainers(context, spec);
  validateInitContainers(context, spec);
  validateEphemeralContainers(context, spec);
  validatePodResources(context, spec);
  validateHostNetworkPorts(context, spec);
  validateChoice(context, 'restartPolicy', text(spec, 'restartPolicy'), ['Always', 'OnFailure', 'Never']);
  validateDnsPolicy(context, spec);
  validateLabels(errors, (fields(spec, 'nodeSelector') ?? {}) as Record<string, string>, 'spec.nodeSelector');
  validatePodSecurity(context, spec);
  validateAffinity(context, spec);
  validateDnsConfig(context, spec);
  validateGates(context, spec);
  validateTopologySpread(context, spec);
  validateWindowsHostProcess(context, spec);
  validateHostUsers(context, spec);
  validateHostnameOverride(context, spec);
  validateName(context, spec, 'serviceAccountName');
  validateName(context, spec, 'nodeName');
  validateDeadline(context, spec);
  validateHostnames(context, spec);
  validateTolerations(context, list(spec, 'tolerations'));
  validateHostAliases(context, spec);
  validateName(context, spec, 'priorityClassName');
  if (typeof spec['runtimeClassName'] === 'string')
    errors.invalidEach('spec.runtimeClassName', spec['runtimeClassName'], dnsSubdomainErrors(spec['runtimeClassName']));
  if (typeof spec['preemptionPolicy'] === 'string') validateChoice(context, 'preemptionPolicy', spec['preemptionPolicy'], ['PreemptLowerPriority', 'Never']);
  const overhead = fields(spec, 'overhead');
  if (overhead !== undefined) validateOverhead(context, overhead, 'spec.overhead');
  validateOs(context, spec);
  validateSchedulingGroup(context, spec);
  validateFileKeyVolumes(context, spec, allContainers(spec));
}

function validateChoice({ errors }: PodContext, field: string, value: string, choices: string[]): void {
  if (value === '') errors.required(`spec.${field}`);
  else if (!choices.includes(value)) errors.unsupported(`spec.${field}`, value, choices);
}

function validateName({ errors }: PodContext, spec: Fields, field: string): void {
  const name = text(spec, field);
  if (name !== '') errors.invalidEach(`spec.${field}`, name, dnsSubdomainErrors(name));
}

function validateDeadline({ errors }: PodContext, spec: Fields): void {
  const seconds = num(spec, 'activeDeadlineSeconds');
  if (seconds !== undefined && (seconds < 1 || seconds > MAX_INT32)) errors.invalid('spec.activeDeadlineSeconds', seconds, inclusiveRange(1, MAX_INT32));
}

function validateSchedulingGroup({ errors }: PodContext, spec: Fields): void {
  const group = fields(spec, 'schedulingGroup');
  if (group === undefined) return;
  const name = group['podGroupName'];
  if (typeof name === 'string') errors.invalidEach('spec.schedulingGroup.podGroupName', name, dnsSubdomainErrors(name));
  else errors.invalid('spec.schedulingGroup.podGroupName', null, 'must specify one of: `podGroupName`');
}

function validateResourceClaims({ errors }: PodContext, spec: Fields): void {
  const seen = new Set<string>();
  for (const [i, claim] of list(spec, 'resourceClaims').entries()) {
    const at = `spec.resourceClaims[${i}]`;
    const name = text(claim, 'name');
    if (name === '') errors.required(`${at}.name`);
    else if (seen.has(name)) errors.duplicate(`${at}.name`, name);
    else errors.invalidEach(`${at}.name`, name, dnsLabelErrors(name));
    seen.add(name);
    const sources = ['resourceClaimName', 'resourceClaimTemplateName'].filter((field) => typeof claim[field] === 'string');
    const shown = { Name: name, ResourceClaimName: claim['resourceClaimName'] ?? null, ResourceClaimTemplateName: claim['resourceClaimTemplateName'] ?? null };
    if (sources.length === 2) errors.invalid(at, shown, 'at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified');
    if (sources.length === 0) errors.invalid(at, shown, 'must specify one of: `resourceClaimName`, `resourceClaimTemplateName`');
    for (const field of sources) errors.invalidEach(`${at}.${field}`, claim[field], dnsSubdomainErrors(text(claim, field)));
  }
}

/** Only static Pods come without a ServiceAccount; they cannot have tokens. */
function validateTokensWithoutAccount({ errors }: PodContext, spec: Fields): void {
  for (const [i, volume] of list(spec, 'volumes').entries()) {
    for (const [n, source] of list(fields(volume, 'projected'), 'sources').entries()) {
      if (fields(source, 'serviceAccountToken') !== undefined)
        errors.forbidden(`spec.volumes[${i}].projected.sources[${n}].serviceAccountToken`, 'must not be specified when serviceAccountName is not set');
    }
  }
}
