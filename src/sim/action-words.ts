import { formatDuration } from '../base/duration.ts';
import type { Action, ActionTime, Workload } from '../model/scenario.ts';
import { taintText } from '../model/taints.ts';

/** What the flag of an action on the axis says. */
export function labelOf(action: Action): string {
  switch (action.do) {
    case 'delete':
      return action.gracePeriodSeconds === undefined ? 'delete' : `delete --grace-period=${action.gracePeriodSeconds}`;
    case 'force-delete':
      return 'delete --force';
    case 'exec':
      return `exec ${action.container}: ${action.command.join(' ')}`;
    case 'signal':
      return `${action.signal} to ${action.container}`;
    case 'oom':
      return `OOM in ${action.container}`;
    case 'workload':
      return `${workloadChange(action.set)} (${action.container})`;
    case 'image':
      return `image ${action.image} changes`;
    case 'apply':
      return `apply ${action.object.kind} ${action.object.metadata.name ?? ''}`;
    case 'remove':
      return `delete ${action.objectKind} ${action.name}`;
    case 'evict':
      return `evict (${action.reason})`;
    case 'node-taint':
      return `taint ${taintText(action.taint)}`;
    case 'node-taint-remove':
      return `taint ${action.key}${action.effect === undefined ? '' : `:${action.effect}`}-`;
    case 'patch':
      return action.subresource === undefined ? 'patch' : `patch --subresource=${action.subresource}`;
    default:
      return action.do;
  }
}

/** What the program does from now on: `boot 5s, runs on`, `exit 1 after 4s`. */
function workloadChange(set: Workload): string {
  const words: string[] = [];
  if (set.bootMs !== undefined) words.push(`boot ${formatDuration(set.bootMs)}`);
  if (set.exit !== undefined)
    words.push(`${set.exit.oom === undefined ? `exit ${set.exit.signal ?? set.exit.code ?? 0}` : 'OOM'} after ${formatDuration(set.exit.afterMs)}`);
  else if ('exit' in set) words.push('runs on');
  if (set.onTerm !== undefined)
    words.push(set.onTerm === 'ignore' ? 'ignores SIGTERM' : `stops in ${formatDuration(set.onTerm.exitAfterMs)}, code ${set.onTerm.code}`);
  if (set.listens !== undefined) words.push(set.listens.length === 0 ? 'stops listening' : `listens on ${set.listens.join(' ')}`);
  if (set.grpc !== undefined) words.push(`gRPC ${set.grpc}`);
  if (set.http !== undefined) words.push('HTTP answers change');
  if (set.exec !== undefined) words.push('exec answers change');
  if (set.writes !== undefined) words.push('writes to its disk');
  return words.length === 0 ? 'changes' : words.join(', ');
}

function pointText(point: string, offsetMs: number): string {
  if (offsetMs === 0) return point;
  return `${point}${offsetMs > 0 ? '+' : '-'}${formatDuration(Math.abs(offsetMs))}`;
}

/** When an action is due, as written. */
export function timeText(at: ActionTime): string {
  switch (at.kind) {
    case 'time':
      return formatDuration(at.ms);
    case 'point':
      return pointText(at.point, at.offsetMs);
    case 'before-create':
      return 'before-create';
    case 'claim':
      return JSON.stringify(at.claim);
  }
}
