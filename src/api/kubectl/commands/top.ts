/** `kubectl top` (staging/src/k8s.io/kubectl/pkg/cmd/top); no metrics server is installed. */
import { UsageError } from '../outcome.ts';

export function top(): void {
  throw new UsageError('Metrics API not available');
}
