/** Which container of a Pod a command means (staging/src/k8s.io/kubectl/pkg/cmd/util/podcmd). */
import { goQuote } from '../go-text.ts';
import { type Fields, fields, list, map, text } from '../schema/fields.ts';
import { UsageError } from './outcome.ts';

const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container';

const named = (spec: Fields | undefined, field: string): string[] => list(spec, field).map((container) => text(container, 'name'));

/** `app, debugger (ephem), setup (init)` */
function allNames(pod: Fields): string {
  const spec = fields(pod, 'spec');
  return [
    ...named(spec, 'containers'),
    ...named(spec, 'ephemeralContainers').map((name) => `${name} (ephem)`),
    ...named(spec, 'initContainers').map((name) => `${name} (init)`),
  ].join(', ');
}

/** In the order in which `logs --all-containers` goes through them. */
export function containerNames(pod: Fields): string[] {
  const spec = fields(pod, 'spec');
  return [...named(spec, 'initContainers'), ...named(spec, 'containers'), ...named(spec, 'ephemeralContainers')];
}

export function checkContainer(pod: Fields, name: string): string {
  if (containerNames(pod).includes(name)) return name;
  throw new UsageError(`container ${name} is not valid for pod ${text(fields(pod, 'metadata'), 'name')} out of: ${allNames(pod)}`);
}

/** The container that the Pod's annotation names, undefined without one. */
export const annotatedContainer = (pod: Fields): string | undefined => map(fields(pod, 'metadata'), 'annotations')[DEFAULT_CONTAINER] || undefined;

/** The first main container, with the line that says so if there are others. */
export function firstContainer(pod: Fields): { name: string; note?: string } {
  const [name = ''] = named(fields(pod, 'spec'), 'containers');
  return containerNames(pod).length > 1 ? { name, note: `Defaulted container ${goQuote(name)} out of: ${allNames(pod)}` } : { name };
}
