import type { Container } from '../../model/kubernetes.ts';

const SUFFIX: Record<string, number> = { '': 1, n: 1e-9, u: 1e-6, m: 1e-3, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60 };

/** A Kubernetes quantity as a number; NaN if it is none. */
export function quantity(text: string): number {
  const match = /^([+-]?[\d.]+)(?:([eE][+-]?\d+)|(n|u|m|k|Ki|Mi|Gi|Ti|Pi|Ei|[MGTPE]))?$/.exec(text.trim());
  if (match === null) return Number.NaN;
  return Number(`${match[1]}${match[2] ?? ''}`) * (SUFFIX[match[3] ?? ''] ?? 1);
}

/**
 * A `resourceFieldRef`: divided by the divisor and rounded up; a limit that is not set is the node's allocatable, a
 * request 0 (`pkg/api/v1/resource/helpers.go: ExtractContainerResourceValue`).
 */
export function containerResource(container: Container, resource: string, divisor: string | undefined, allocatable: Record<string, string>): string {
  const [list, ...rest] = resource.split('.');
  const name = rest.join('.');
  const own = (list === 'limits' ? container.resources?.limits : container.resources?.requests)?.[name];
  const text = own !== undefined && quantity(String(own)) !== 0 ? String(own) : list === 'limits' ? (allocatable[name] ?? '0') : '0';
  const by = divisor === undefined || divisor === '0' ? 1 : quantity(divisor);
  return String(Math.ceil(round(quantity(text) / by)));
}

/** Takes binary dust off a quotient of decimal fractions before it is rounded up. */
function round(value: number): number {
  return Number(value.toPrecision(12));
}
