/** Priority admission (plugin/pkg/admission/priority/admission.go: admitPod). */
import type { KubernetesObject } from '../../model/kubernetes.ts';
import { type Fields, num, text } from '../schema/fields.ts';
import { type AdmissionContext, forbidden, objectsOfKind } from './context.ts';

/** The classes that every cluster has, and their values (`pkg/apis/scheduling/types.go`). */
export const SYSTEM_CLASSES: Record<string, number> = { 'system-cluster-critical': 2_000_000_000, 'system-node-critical': 2_000_001_000 };

interface Priority {
  name: string;
  value: number;
  preemption: string;
}

export function admitPriority(meta: Fields, spec: Fields, context: AdmissionContext): void {
  const classes = objectsOfKind(context, 'PriorityClass', false);
  const wanted = text(spec, 'priorityClassName');
  const { name, value, preemption } = wanted === '' ? defaultPriority(classes) : resolve(meta, classes, wanted);
  if (name !== '') spec['priorityClassName'] = name;
  const given = num(spec, 'priority');
  if (given !== undefined && given !== value) {
    throw forbidden(
      meta,
      `the integer value of priority (${given}) must not be provided in pod spec; priority admission controller computed ${value} from the given PriorityClass name`,
    );
  }
  spec['priority'] = value;
  const policy = spec['preemptionPolicy'];
  if (policy !== undefined && policy !== preemption) {
    throw forbidden(
      meta,
      `the string value of PreemptionPolicy (${String(policy)}) must not be provided in pod spec; priority admission controller computed ${preemption} from the given PriorityClass name`,
    );
  }
  spec['preemptionPolicy'] = preemption;
}

function resolve(meta: Fields, classes: KubernetesObject[], name: string): Priority {
  const found = classes.find((object) => object.metadata.name === name);
  if (found !== undefined) return fromClass(found);
  const system = SYSTEM_CLASSES[name];
  if (system === undefined) throw forbidden(meta, `no PriorityClass with name ${name} was found`);
  return { name, value: system, preemption: 'PreemptLowerPriority' };
}

/** The lowest of the global defaults, or zero. */
function defaultPriority(classes: KubernetesObject[]): Priority {
  const [lowest] = classes.filter((object) => object['globalDefault'] === true).sort((a, b) => (num(a, 'value') ?? 0) - (num(b, 'value') ?? 0));
  return lowest === undefined ? { name: '', value: 0, preemption: 'PreemptLowerPriority' } : fromClass(lowest);
}

function fromClass(object: KubernetesObject): Priority {
  return { name: object.metadata.name ?? '', value: num(object, 'value') ?? 0, preemption: text(object, 'preemptionPolicy') || 'PreemptLowerPriority' };
}
