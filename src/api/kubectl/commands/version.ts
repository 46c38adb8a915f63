import { UsageError } from '../outcome.ts';
import type { Session } from '../session.ts';

/** The version whose words these are. */
export function version({ options, out }: Session): void {
  if (options.has('output')) throw new UsageError('kubectl version -o is not covered here');
  out.line('Client Version: v1.36.2\nKustomize Version: v5.8.1');
  if (!options.flag('client')) out.line('Server Version: v1.36.2');
}
