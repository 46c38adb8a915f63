/**
 * What `kubectl get pods` prints about a Pod, computed as the API server does it
 * (`pkg/printers/internalversion/printers.go: printPod`).
 */
import type { WatchedPod, WatchedPodStatus } from './lines.ts';

export interface KubectlRow {
  /** The STATUS column. */
  status: string;
  /** The READY column: `1/2`. */
  ready: string;
  /** The number in the RESTARTS column. */
  restarts: number;
}

/** The STATUS column. */
export function kubectlStatus(pod: WatchedPod): string {
  return kubectlRow(pod).status;
}

export function kubectlRow(pod: WatchedPod): KubectlRow {
  const status = pod.status ?? {};
  const isGated = status.conditions?.some(({ type, reason }) => type === 'PodScheduled' && reason === 'SchedulingGated');
  const init = walkInitContainers(pod);
  const walked: Walked = { word: init.word ?? (isGated ? 'SchedulingGated' : status.reason || status.phase || ''), ready: init.ready, restarts: init.restarts };
  const main = init.word === undefined || hasCondition(status, 'Initialized') ? walkContainers(status, walked, init.sidecarRestarts) : walked;
  const total = sidecarsOf(pod).length + (pod.spec?.containers?.length ?? 0);
  return { status: ofDeleted(pod, main.word), ready: `${main.ready}/${total}`, restarts: main.restarts };
}

interface Walked {
  word: string;
  ready: number;
  restarts: number;
}

const sidecarsOf = (pod: WatchedPod) => (pod.spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');

function hasCondition(status: WatchedPodStatus, type: string): boolean {
  return Boolean(status.conditions?.some((condition) => condition.type === type && condition.status === 'True'));
}

/** Up to the first init container that is not done; `word` is undefined if none holds the Pod up. */
function walkInitContainers(pod: WatchedPod): { word?: string; ready: number; restarts: number; sidecarRestarts: number } {
  const count = pod.spec?.initContainers?.length ?? 0;
  const sidecars = new Set(sidecarsOf(pod).map(({ name }) => name));
  const found = { ready: 0, restarts: 0, sidecarRestarts: 0 };

  for (const [index, container] of (pod.status?.initContainerStatuses ?? []).entries()) {
    const { name, started, ready, restartCount = 0 } = container;
    const { terminated, waiting } = container.state ?? {};
    found.restarts += restartCount;
    if (sidecars.has(name)) found.sidecarRestarts += restartCount;
    if (terminated && (terminated.exitCode ?? 0) === 0) continue;
    if (sidecars.has(name) && started) {
      if (ready) found.ready += 1;
      continue;
    }
    if (terminated) return { ...found, word: `Init:${terminatedWord(terminated)}` };
    if (waiting?.reason && waiting.reason !== 'PodInitializing') return { ...found, word: `Init:${waiting.reason}` };
    return { ...found, word: `Init:${index}/${count}` };
  }
  return found;
}

/** The last container of the list has the first word, every earlier one may overwrite it. */
function walkContainers(status: WatchedPodStatus, before: Walked, sidecarRestarts: number): Walked {
  let { word, ready } = before;
  let restarts = sidecarRestarts;
  let isSomethingReady = false;
  let error = '';
  for (const container of [...(status.containerStatuses ?? [])].reverse()) {
    const { terminated, waiting, running } = container.state ?? {};
    restarts += container.restartCount ?? 0;
    if (waiting?.reason) {
      word = waiting.reason;
    } else if (terminated) {
      word = terminatedWord(terminated);
      if ((terminated.exitCode ?? 0) !== 0) error = word;
    } else if (running && container.ready) {
      isSomethingReady = true;
      ready += 1;
    }
  }
  if (word === 'Completed') {
    if (isSomethingReady && hasCondition(status, 'Ready')) word = 'Running';
    else if (error) word = error;
    else if (isSomethingReady) word = 'NotReady';
  }
  return { word, ready, restarts };
}

function ofDeleted(pod: WatchedPod, word: string): string {
  if (!pod.metadata?.deletionTimestamp) return word;
  if (pod.status?.reason === 'NodeLost') return 'Unknown';
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed' ? word : 'Terminating';
}

function terminatedWord({ reason, signal, exitCode }: { reason?: string; signal?: number; exitCode?: number }): string {
  if (reason) return reason;
  return signal ? `Signal:${signal}` : `ExitCode:${exitCode ?? 0}`;
}
