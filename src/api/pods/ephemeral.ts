/** The ephemeralcontainers subresource (pkg/registry/core/pod/strategy.go: podEphemeralContainersStrategy; validation.go: ValidatePodEphemeralContainersUpdate). */
import type { Pod } from '../../model/kubernetes.ts';
import { type ApiError, FieldErrors, invalidError } from '../errors.ts';
import { goJson, goQuote } from '../go-text.ts';
import { unifiedDiff } from '../line-diff.ts';
import { canonical } from '../schema/canonical.ts';
import { deepEqual, type Fields, fields, list, text } from '../schema/fields.ts';
import { internalStruct } from '../schema/internal.ts';
import { validateMetadataAndSpec } from '../validation/pod.ts';
import { completePod, withGeneration } from './update.ts';

/** Adds the ephemeral containers of `changed`; nothing else of it counts. */
export function updateEphemeralContainers(old: Pod, changed: Fields): { pod: Pod } | { error: ApiError } {
  const completed = completePod(old, {
    ...changed,
    metadata: old.metadata,
    spec: { ...old.spec, ephemeralContainers: fields(changed, 'spec')?.['ephemeralContainers'] },
  });
  const pod = withGeneration(old, {
    ...completed,
    metadata: { ...old.metadata },
    spec: canonical('PodSpec', { ...old.spec, ephemeralContainers: completed.spec.ephemeralContainers ?? [] }),
  });
  const errors = new FieldErrors();
  errors.list.push(...validateMetadataAndSpec(pod, {}).list);
  for (const before of list(old.spec, 'ephemeralContainers')) {
    const name = text(before, 'name');
    const now = list(pod.spec, 'ephemeralContainers').find((container) => text(container, 'name') === name);
    if (now === undefined) errors.forbidden('spec.ephemeralContainers', `existing ephemeral containers ${goQuote(name)} may not be removed\n`);
    else if (!deepEqual(now, canonical('EphemeralContainer', before))) {
      const diff = unifiedDiff(goJson(internalStruct('EphemeralContainer', before), 1), goJson(internalStruct('EphemeralContainer', now), 1));
      errors.forbidden('spec.ephemeralContainers', `existing ephemeral containers ${goQuote(name)} may not be changed\n${diff}`);
    }
  }
  return errors.list.length > 0 ? { error: invalidError('Pod', pod.metadata.name ?? '', errors.list) } : { pod };
}
