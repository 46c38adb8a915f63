/** What somebody with trouble would type to find a scenario: the words that its own run has shown. */
import type { Scenario } from '../model/scenario.ts';
import type { Trace, TraceRecord } from '../model/trace.ts';
import { createWatcher } from '../recording/index.ts';
import { kubectlStatus } from '../recording/kubectl-status.ts';
import type { WatchedPod } from '../recording/lines.ts';
import { readScenario } from '../scenario/index.ts';
import { simulate } from '../sim/simulate.ts';

/** Words of every healthy Pod: nobody searches by them. */
const ORDINARY = new Set(['Running', 'Pending', 'ContainerCreating', 'Scheduled', 'Pulling', 'Pulled', 'Created', 'Started', 'Succeeded']);

/** Events' reasons, STATUS words, exit codes and the signals behind them, each once and in the order in which the run shows them. */
export function foundSymptoms(text: string): string[] {
  const { scenario } = readScenario(text);
  if (scenario === undefined) throw new Error('The scenario has errors.');
  const words = simulated(scenario).records.flatMap(symptomsIn);
  return [...new Set(words)].filter((word) => word !== '' && !ORDINARY.has(word));
}

function simulated(scenario: Scenario): Trace {
  return simulate(scenario, { watchTrigger: createWatcher });
}

function symptomsIn(record: TraceRecord): string[] {
  switch (record.kind) {
    case 'Event':
      return [record.object.reason ?? ''];
    case 'Pod':
      return [kubectlStatus(record.object as WatchedPod), record.object.status?.reason ?? '', ...waitingReasons(record.object as WatchedPod)];
    case 'Process':
      return record.what !== 'exit' || record.exitCode === 0 ? [] : [record.reason ?? '', String(record.exitCode), record.signal ?? ''];
    case 'Signal':
      return [record.signal];
    default:
      return [];
  }
}

function waitingReasons({ status }: WatchedPod): string[] {
  return [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].map(({ state }) => state?.waiting?.reason ?? '');
}
