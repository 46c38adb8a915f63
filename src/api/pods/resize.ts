/** The resize subresource: other CPU and memory for running containers (validation.go: ValidatePodResize). */
import type { Pod } from '../../model/kubernetes.ts';
import { type ApiError, FieldErrors, invalidError } from '../errors.ts';
import { canonical } from '../schema/canonical.ts';
import { deepEqual, type Fields, fields, list, map } from '../schema/fields.ts';
import { validateMetadataAndSpec } from '../validation/pod.ts';
import { qosClass } from './qos.ts';
import { completePod, withGeneration } from './update.ts';

/** Takes resources and resize policies from `changed`; everything else of it is ignored. */
export function resizePod(old: Pod, changed: Fields): { pod: Pod } | { error: ApiError } {
  const errors = new FieldErrors();
  const spec = fields(changed, 'spec') ?? {};
  const merged: Fields = { ...old.spec };
  for (const name of ['containers', 'initContainers']) {
    const before = list(old.spec as Fields, name);
    const now = list(spec, name);
    if (now.length !== before.length) merged[name] = now;
    else if (before.length > 0) {
      merged[name] = before.map((container, i) => {
        const next = now[i] ?? {};
        return {
          ...container,
          ...(next['name'] !== container['name'] && { name: next['name'] }),
          resources: next['resources'],
          ...(next['resizePolicy'] !== undefined && { resizePolicy: next['resizePolicy'] }),
        };
      });
    }
  }
  const completed = completePod(old, { ...changed, metadata: old.metadata, spec: merged });
  const pod = withGeneration(old, { ...completed, metadata: { ...old.metadata } });
  errors.list.push(...validateMetadataAndSpec(pod, {}).list);
  if ((old.status.qosClass ?? qosClass(old.spec as Fields)) !== qosClass(pod.spec as Fields))
    errors.invalid('spec', old.status.qosClass ?? '', 'Pod QOS Class may not change as a result of resizing');
  if (validateOrder(errors, pod.spec as Fields, old.spec as Fields)) validateContainers(errors, pod.spec as Fields, old.spec as Fields);
  return errors.list.length > 0 ? { error: invalidError('Pod', pod.metadata.name ?? '', errors.list) } : { pod };
}

function validateOrder(errors: FieldErrors, spec: Fields, old: Fields): boolean {
  const before = errors.list.length;
  for (const name of ['containers', 'initContainers']) {
    const [now, was] = [list(spec, name), list(old, name)];
    if (now.length !== was.length) errors.forbidden(`spec.${name}`, `${name} may not be added or removed on resize`);
    else
      for (const [i, container] of was.entries())
        if (now[i]?.['name'] !== container['name']) errors.forbidden(`spec.${name}[${i}].name`, `${name} may not be renamed or reordered on resize`);
  }
  return errors.list.length === before;
}

function validateContainers(errors: FieldErrors, spec: Fields, old: Fields): void {
  const isSidecar = (container: Fields) => container['restartPolicy'] === 'Always';
  for (const name of ['initContainers', 'containers']) {
    for (const [i, container] of list(old, name).entries()) {
      if (name === 'initContainers' && !isSidecar(container)) continue;
      for (const kind of ['requests', 'limits']) {
        const [now, was] = [map(fields(list(spec, name)[i], 'resources'), kind), map(fields(container, 'resources'), kind)];
        if (Object.keys(was).some((key) => now[key] === undefined))
          errors.forbidden(`spec.${name}[${i}].resources.${kind}`, `resource ${kind} cannot be removed`);
      }
    }
  }
  for (const [i, container] of list(old, 'containers').entries()) {
    if (!deepEqual(withOldCompute(list(spec, 'containers')[i] ?? {}, container), canonical('Container', container)))
      errors.forbidden('spec', 'only cpu and memory resources are mutable');
  }
  for (const [i, container] of list(old, 'initContainers').entries()) {
    const now = list(spec, 'initContainers')[i] ?? {};
    if (isSidecar(container)) {
      if (!deepEqual(withOldCompute(now, container), canonical('Container', container)))
        errors.forbidden(`spec.initContainers[${i}]`, 'only cpu and memory resources for init or sidecar containers are mutable');
    } else if (!deepEqual(canonical('Container', now), canonical('Container', container)))
      errors.forbidden('spec', 'resources for non-sidecar init containers are immutable');
  }
}

/** The container with CPU and memory set back (`dropCPUMemoryResourcesFromContainer`). */
function withOldCompute(container: Fields, old: Fields): Fields {
  const setBack = (kind: string) => {
    const { cpu: _cpu, memory: _memory, ...rest } = map(fields(container, 'resources'), kind);
    const { cpu, memory } = map(fields(old, 'resources'), kind);
    return { ...rest, ...(cpu !== undefined && { cpu }), ...(memory !== undefined && { memory }) };
  };
  return canonical('Container', { ...container, resources: { limits: setBack('limits'), requests: setBack('requests') } });
}
