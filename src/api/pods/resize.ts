/** The resize subresource: other CPU and memory for running containers (validation.go: ValidatePodResize). */
import type { Pod } from '../../model/kubernetes.ts';
import { type ApiError, FieldErrors, invalidError } from '../errors.ts';
import { canonical } from '../schema/canonical.ts';
import { deepEqual, type Fields, fields, list, map, text } from '../schema/fields.ts';
import { gateEnabled } from '../validation/context.ts';
import { validateMetadataAndSpec } from '../validation/pod.ts';
import { qosClass } from './qos.ts';
import { completePod, refusalOf, withGeneration } from './update.ts';

/** Takes resources and resize policies from `changed`; everything else of it is ignored. */
export function resizePod(old: Pod, changed: Fields, gates: Readonly<Record<string, boolean>> = {}): { pod: Pod } | { error: ApiError } {
  const refusal = refusalOf(changed);
  if (refusal !== undefined) return { error: refusal };
  const errors = new FieldErrors();
  if (text(fields(old.spec, 'os'), 'name') === 'windows') {
    errors.forbidden('[]', 'windows pods cannot be resized');
    return { error: invalidError('Pod', old.metadata.name ?? '', errors.list) };
  }
  const spec = fields(changed, 'spec') ?? {};
  const merged: Fields = { ...old.spec, resources: spec['resources'] };
  for (const name of ['containers', 'initContainers']) {
    const before = list(old.spec, name);
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
  errors.list.push(...validateMetadataAndSpec(pod, gates).list);
  if ((old.status.qosClass ?? qosClass(old.spec)) !== qosClass(pod.spec))
    errors.invalid('spec', old.status.qosClass ?? '', 'Pod QOS Class may not change as a result of resizing');
  const running = list(old.status, 'containerStatuses').find((status) => fields(fields(status, 'state'), 'running') !== undefined);
  if (running !== undefined && fields(running, 'resources') === undefined) errors.forbidden('spec', 'Pod running on node without support for resize');
  const [ofPod, oldOfPod] = [fields(pod.spec, 'resources'), fields(old.spec, 'resources')];
  if ((ofPod !== undefined || oldOfPod !== undefined) && !gateEnabled(gates, 'InPlacePodLevelResourcesVerticalScaling')) {
    errors.forbidden('[]', 'resize of pods with pod-level resources is forbidden when InPlacePodLevelResourcesVerticalScalingEnabled feature gate is disabled');
  } else {
    validatePodLevel(errors, ofPod, oldOfPod);
    if (validateOrder(errors, pod.spec, old.spec)) validateContainers(errors, pod.spec, old.spec, gates);
  }
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

/** Resources of the Pod itself (`validatePodLevelResourcesResize`). */
function validatePodLevel(errors: FieldErrors, now: Fields | undefined, was: Fields | undefined): void {
  if (was === undefined) return;
  if (now === undefined) {
    errors.forbidden('spec.resources', 'pod-level resources cannot be removed');
    return;
  }
  for (const kind of ['requests', 'limits']) {
    if (isRemoved(map(now, kind), map(was, kind))) errors.forbidden(`spec.resources.${kind}`, `pod-level resource ${kind} cannot be removed`);
  }
  if (!deepEqual(canonical('ResourceRequirements', withOldCompute(now, was)), canonical('ResourceRequirements', was)))
    errors.forbidden('spec', 'only cpu and memory resources are mutable at pod-level');
}

const isRemoved = (now: Record<string, string>, was: Record<string, string>) => Object.keys(was).some((name) => now[name] === undefined);

function validateContainers(errors: FieldErrors, spec: Fields, old: Fields, gates: Readonly<Record<string, boolean>>): void {
  const resizable = (name: string, container: Fields) =>
    name === 'containers' || container['restartPolicy'] === 'Always' || gateEnabled(gates, 'InPlacePodVerticalScalingInitContainers');
  for (const name of ['initContainers', 'containers']) {
    for (const [i, container] of list(old, name).entries()) {
      if (!resizable(name, container)) continue;
      const [now, was] = [fields(list(spec, name)[i], 'resources'), fields(container, 'resources')];
      for (const kind of ['requests', 'limits'])
        if (isRemoved(map(now, kind), map(was, kind))) errors.forbidden(`spec.${name}[${i}].resources.${kind}`, `resource ${kind} cannot be removed`);
    }
  }
  for (const [i, container] of list(old, 'containers').entries()) {
    if (!isOnlyCompute(list(spec, 'containers')[i] ?? {}, container)) errors.forbidden('spec', 'only cpu and memory resources are mutable');
  }
  for (const [i, container] of list(old, 'initContainers').entries()) {
    const now = list(spec, 'initContainers')[i] ?? {};
    const at = `spec.initContainers[${i}]`;
    const isChanged = !deepEqual(canonical('Container', now), canonical('Container', container));
    if (!resizable('initContainers', container)) {
      if (isChanged) errors.forbidden('spec', 'resources for non-sidecar init containers are immutable');
      continue;
    }
    if (!isOnlyCompute(now, container)) errors.forbidden(at, 'only cpu and memory resources for init or sidecar containers are mutable');
    if (!isChanged || now['restartPolicy'] === 'Always') continue;
    for (const policy of list(now, 'resizePolicy')) {
      if (policy['restartPolicy'] === 'RestartContainer')
        errors.forbidden(at, 'non-sidecar init containers with a resize policy of RestartContainer cannot be resized');
    }
  }
}

/** Whether nothing but CPU and memory differs (`dropCPUMemoryResourcesFromContainer`). */
function isOnlyCompute(container: Fields, old: Fields): boolean {
  const resources = withOldCompute(fields(container, 'resources'), fields(old, 'resources'));
  return deepEqual(canonical('Container', { ...container, resources }), canonical('Container', old));
}

/** Resources with CPU and memory set back. */
function withOldCompute(resources: Fields | undefined, old: Fields | undefined): Fields {
  const setBack = (kind: string) => {
    const { cpu: _cpu, memory: _memory, ...rest } = map(resources, kind);
    const { cpu, memory } = map(old, kind);
    return { ...rest, ...(cpu !== undefined && { cpu }), ...(memory !== undefined && { memory }) };
  };
  return { limits: setBack('limits'), requests: setBack('requests') };
}
