/** Annotations that carry Pod settings (validation.go: ValidatePodSpecificAnnotations). */
import { goQuote, sortedKeys } from '../go-text.ts';
import { type Fields, fields, list, map, text } from '../schema/fields.ts';
import type { PodContext } from './context.ts';
import { validateDescendingPath } from './paths.ts';
import { FieldErrors } from '../errors.ts';

export const APPARMOR_ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';
const SECCOMP_POD = 'seccomp.security.alpha.kubernetes.io/pod';
const SECCOMP_CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/';

export function validatePodAnnotations({ errors }: PodContext, meta: Fields, spec: Fields): void {
  const annotations = map(meta, 'annotations');
  const path = 'metadata.annotations';
  if (annotations['kubernetes.io/config.mirror'] !== undefined && text(spec, 'nodeName') === '') {
    errors.invalid(
      `${path}[kubernetes.io/config.mirror]`,
      annotations['kubernetes.io/config.mirror'],
      'must set spec.nodeName if mirror pod annotation is set',
    );
  }
  const cost = annotations['controller.kubernetes.io/pod-deletion-cost'];
  if (cost !== undefined && !isInt32(cost)) errors.invalid(`${path}[controller.kubernetes.io/pod-deletion-cost]`, cost, 'must be a 32bit integer');
  for (const key of sortedKeys(annotations)) {
    if (key === SECCOMP_POD || key.startsWith(SECCOMP_CONTAINER)) validateSeccompAnnotation(errors, annotations[key] ?? '', `${path}.${key}`);
  }
  for (const key of sortedKeys(annotations)) {
    if (key.startsWith(APPARMOR_ANNOTATION)) validateAppArmorAnnotation(errors, spec, key, annotations[key] ?? '', `${path}[${key}]`);
  }
}

const isInt32 = (value: string) => /^-?(0|[1-9][0-9]{0,9})$/.test(value) && Number(value) >= -(2 ** 31) && Number(value) < 2 ** 31;

function validateSeccompAnnotation(errors: FieldErrors, profile: string, path: string): void {
  if (['runtime/default', 'docker/default', 'unconfined'].includes(profile)) return;
  if (profile.startsWith('localhost/')) validateDescendingPath(errors, profile.slice('localhost/'.length), path);
  else errors.invalid(path, profile, 'must be a valid seccomp profile');
}

function validateAppArmorAnnotation(errors: FieldErrors, spec: Fields, key: string, profile: string, path: string): void {
  const container = key.slice(APPARMOR_ANNOTATION.length);
  if (!allContainers(spec).some(({ value }) => text(value, 'name') === container)) errors.invalid(path, container, 'container not found');
  if (!isAppArmorProfile(profile)) errors.invalid(path, profile, `invalid AppArmor profile name: ${goQuote(profile)}`);
}

export const isAppArmorProfile = (profile: string): boolean => ['', 'runtime/default', 'unconfined'].includes(profile) || profile.startsWith('localhost/');

/** The field that says the same as an annotation; undefined if it says nothing valid (`ApparmorFieldForAnnotation`). */
export function appArmorProfileOf(annotation: string): Fields | undefined {
  if (annotation === '' || !isAppArmorProfile(annotation)) return undefined;
  if (annotation === 'unconfined') return { type: 'Unconfined' };
  if (annotation === 'runtime/default') return { type: 'RuntimeDefault' };
  const local = annotation.slice('localhost/'.length);
  return local.trim() === '' || local.trim() !== local ? undefined : { type: 'Localhost', localhostProfile: local };
}

/** Init, main and ephemeral containers with their paths, in the order of `VisitContainersWithPath`. */
export function allContainers(spec: Fields): { value: Fields; path: string }[] {
  return ['initContainers', 'containers', 'ephemeralContainers'].flatMap((name) => list(spec, name).map((value, i) => ({ value, path: `spec.${name}[${i}]` })));
}

/** Annotation and field must say the same (`validateSeccompAnnotationsAndFields`, `validateAppArmorAnnotationsAndFieldsMatchOnCreate`). */
export function validateAnnotationsMatchFields({ errors, os }: PodContext, meta: Fields, spec: Fields): void {
  const annotations = map(meta, 'annotations');
  const podContext = fields(spec, 'securityContext');
  compare(errors, annotations[SECCOMP_POD], fields(podContext, 'seccompProfile'), 'spec.securityContext.seccompProfile', 'seccomp');
  for (const { value, path } of allContainers(spec)) {
    const profile = fields(fields(value, 'securityContext'), 'seccompProfile');
    compare(errors, annotations[SECCOMP_CONTAINER + text(value, 'name')], profile, `${path}.securityContext.seccompProfile`, 'seccomp');
  }
  if (os === 'windows') return;
  for (const { value, path } of allContainers(spec)) {
    const profile = fields(fields(value, 'securityContext'), 'appArmorProfile') ?? fields(podContext, 'appArmorProfile');
    compare(errors, annotations[APPARMOR_ANNOTATION + text(value, 'name')], profile, `${path}.securityContext.appArmorProfile`, 'apparmor');
  }
}

function compare(errors: FieldErrors, annotation: string | undefined, profile: Fields | undefined, path: string, what: string): void {
  if (annotation === undefined || profile === undefined) return;
  const differs = (field: string) =>
    errors.forbidden(`${path}.${field}`, `${what} ${field === 'type' ? 'type' : 'profile'} in annotation and field must match`);
  switch (text(profile, 'type')) {
    case 'Unconfined':
      if (annotation !== 'unconfined') differs('type');
      return;
    case 'RuntimeDefault':
      if (annotation !== 'runtime/default' && !(what === 'seccomp' && annotation === 'docker/default')) differs('type');
      return;
    case 'Localhost':
      if (!annotation.startsWith('localhost/')) differs('type');
      else if (annotation.slice('localhost/'.length) !== text(profile, 'localhostProfile')) differs('localhostProfile');
  }
}
