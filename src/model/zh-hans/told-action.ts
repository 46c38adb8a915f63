/** The label of an action in Chinese, as `sim/actions.ts` has it in English: `启动需 5s，持续运行（app）`. */
import { formatDuration } from '../../base/duration.ts';
import type { ToldAction, Workload } from '../scenario.ts';

export function toldAction(action: ToldAction): string {
  switch (action.do) {
    case 'signal':
      return `${action.signal} 发送给 ${action.container}`;
    case 'oom':
      return `${action.container} 内存不足（OOM）`;
    case 'workload':
      return `${workloadChange(action.set)}（${action.container}）`;
    case 'image':
      return `镜像 ${action.image} 改变`;
  }
}

/** What the program does from now on. */
function workloadChange(set: Workload): string {
  const words: string[] = [];
  if (set.bootMs !== undefined) words.push(`启动需 ${formatDuration(set.bootMs)}`);
  if (set.exit !== undefined) words.push(`${exitOf(set.exit)}，${formatDuration(set.exit.afterMs)} 后`);
  else if ('exit' in set) words.push('持续运行');
  if (set.onTerm !== undefined)
    words.push(set.onTerm === 'ignore' ? '忽略 SIGTERM' : `收到 SIGTERM 后 ${formatDuration(set.onTerm.exitAfterMs)} 以 ${set.onTerm.code} 退出`);
  if (set.listens !== undefined) words.push(set.listens.length === 0 ? '停止监听' : `监听 ${set.listens.join(' ')}`);
  if (set.grpc !== undefined) words.push(`gRPC 应答 ${set.grpc}`);
  if (set.http !== undefined) words.push('HTTP 应答改变');
  if (set.exec !== undefined) words.push('exec 应答改变');
  if (set.writes !== undefined) words.push('写入磁盘');
  return words.length === 0 ? '行为改变' : words.join('，');
}

function exitOf({ oom, signal, code = 0 }: NonNullable<Workload['exit']>): string {
  if (oom !== undefined) return '内存不足（OOM）';
  return `退出 ${signal ?? code}`;
}
