import { quantity } from '../../base/quantity.ts';
import type { Container } from '../../model/kubernetes.ts';

/**
 * A `resourceFieldRef`: divided by the divisor and rounded up; a limit that is not set is the Pod's, else the
 * node's allocatable, a request 0 (`pkg/api/v1/resource/helpers.go: ExtractContainerResourceValue`).
 */
export function containerResource(
  container: Container,
  resource: string,
  divisor: string | undefined,
  allocatable: Record<string, string>,
  podLimits: Record<string, string> = {},
): string {
  const [list, ...rest] = resource.split('.');
  const name = rest.join('.');
  const own = (list === 'limits' ? container.resources?.limits : container.resources?.requests)?.[name];
  const text = own !== undefined && quantity(String(own)) !== 0 ? String(own) : list === 'limits' ? (podLimits[name] ?? allocatable[name] ?? '0') : '0';
  const by = divisor === undefined || divisor === '0' ? 1 : quantity(divisor);
  return String(Math.ceil(round(quantity(text) / by)));
}

/** Takes binary dust off a quotient of decimal fractions before it is rounded up. */
function round(value: number): number {
  return Number(value.toPrecision(12));
}
