/** Where the text says what a record rests on. */
import type { ProcessRecord, TraceRecord } from '../../model/trace.ts';
import { containerOfEvent, type History } from '../history.ts';

/** Paths in the Pod or in the Scenario document, the telling one first. The text may lack any of them. */
export function yamlPathsOf(history: History, record: TraceRecord): readonly string[] {
  const container = 'container' in record ? record.container : record.kind === 'Event' ? containerOfEvent(record) : undefined;
  const own = container === undefined ? undefined : containerPath(history, container);
  const workload = `spec.workloads.${container ?? ''}`;
  // What a workload says of one of its runs goes before what it says of all
  const inRun = (instance: number, field: string) => [`${workload}.instances.${instance}.${field}`, `${workload}.${field}`];
  switch (record.kind) {
    case 'Action':
      return record.index === 0 ? ['metadata.name'] : [`spec.actions[${record.index - 1}]`];
    case 'Probe':
      return [`${own}.${record.probe}Probe.${record.result === 'failure' ? 'failureThreshold' : 'periodSeconds'}`, `${own}.${record.probe}Probe`];
    case 'Hook':
      return [`${own}.lifecycle.${record.hook}`];
    case 'Signal':
      return record.signal === 'SIGKILL'
        ? ['spec.terminationGracePeriodSeconds']
        : [...inRun(record.instance, 'onTerm'), `${own}.lifecycle.preStop`, `${own}.command`];
    case 'Image':
      return [`${own}.image`, ...(record.result === 'failed' ? ['spec.imagePullSecrets'] : []), `${own}.imagePullPolicy`];
    case 'Process':
      return record.what === 'exit' ? exitPaths(record, own, workload) : [...inRun(record.instance, 'boot'), `${own}.command`, `${own}.image`];
    case 'Serving':
      return [...inRun(record.instance, 'boot'), `${own}.command`];
    case 'Decision':
      return record.decision.what === 'kill' ? ['spec.terminationGracePeriodSeconds', `${own}.lifecycle.preStop`] : ['spec.restartPolicy'];
    case 'Event':
      return own === undefined ? (POD_EVENT_PATHS[record.object.reason ?? ''] ?? []) : [`${own}.image`];
    default:
      return [];
  }
}

/** What the manifest says of the matter that an Event of the Pod as a whole is about. */
const POD_EVENT_PATHS: Readonly<Record<string, readonly string[]>> = {
  FailedScheduling: ['spec.nodeSelector', 'spec.affinity', 'spec.tolerations', 'spec.nodeName', 'spec.containers[0].resources'],
  FailedMount: ['spec.volumes'],
  FailedCreatePodSandBox: ['spec.runtimeClassName'],
};

function exitPaths({ reason, signal }: ProcessRecord, own: string | undefined, workload: string): string[] {
  if (reason === 'OOMKilled') return [`${own}.resources.limits.memory`];
  if (signal === 'SIGKILL') return ['spec.terminationGracePeriodSeconds', 'spec.restartPolicy'];
  return ['spec.restartPolicy', 'spec.terminationGracePeriodSeconds', `${workload}.exit`, `${own}.command`];
}

function containerPath({ pod }: History, name: string): string | undefined {
  const lists = { initContainers: pod?.spec.initContainers ?? [], containers: pod?.spec.containers ?? [] };
  for (const [list, containers] of Object.entries(lists)) {
    const index = containers.findIndex((container) => container.name === name);
    if (index >= 0) return `spec.${list}[${index}]`;
  }
  return undefined;
}
