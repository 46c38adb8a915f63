/** What is taken for granted of programs that nobody knows, where neither command nor scenario says anything. */
import type { Container, LifecycleHandler, Pod, ProbeHandler } from '../../model/kubernetes.ts';
import type { Scenario, Workload } from '../../model/scenario.ts';
import type { AssumedOfProgram } from '../../shell/types.ts';
import type { World } from '../world.ts';
import { assumptionTexts } from './texts/en.ts';

/** How long it takes until it serves, or until its work is done. */
export const ASSUMED_BOOT_MS = 1000;
export const ASSUMED_WORK_MS = 1000;

/** Kinds of objects whose Pods are there to do something and to end. */
const OF_BATCHES = ['Job', 'CronJob'];

/** Whether a container is there to end: one that others wait for (an init container that is no sidecar), or that of a Job. */
export function isThereToEnd(pod: Pod, { name }: Container, { podSource }: Pick<Scenario, 'podSource'>): boolean {
  const init = pod.spec.initContainers?.find((candidate) => candidate.name === name);
  if (init) return init.restartPolicy !== 'Always';
  return OF_BATCHES.includes(podSource.kind) && pod.spec.containers.some((candidate) => candidate.name === name);
}

/** The ports of a program: those that its container declares; if none (declaring opens nothing, and is often left out), those that its probes and hooks ask. */
export function likelyPorts({ ports = [], livenessProbe, readinessProbe, startupProbe, lifecycle }: Container): number[] {
  if (ports.length > 0) return ports.map((port) => port.containerPort);
  const asked = [startupProbe, readinessProbe, livenessProbe, lifecycle?.postStart, lifecycle?.preStop].flatMap(portsAsked);
  return [...new Set(asked)];
}

function portsAsked(handler: Partial<ProbeHandler & LifecycleHandler> | undefined): number[] {
  const asked = [handler?.httpGet, handler?.tcpSocket, handler?.grpc];
  // What asks another host says nothing of this program
  return asked.flatMap((each) => (each !== undefined && typeof each.port === 'number' && isOwn('host' in each ? each.host : undefined) ? [each.port] : []));
}

function isOwn(host: string | undefined): boolean {
  return host === undefined || host === '' || host === 'localhost' || host === '127.0.0.1';
}

/** Tells what is assumed of a main program. */
export function assumeServer(
  world: World,
  container: string,
  workload: Workload,
  { ports, stopSignal }: { ports: readonly number[]; stopSignal: string },
): void {
  const field = `spec.workloads.${container}`;
  if (workload.bootMs === undefined) world.assume({ container, text: assumptionTexts.boots(container, ports), change: `${field}.boot`, value: '1s' });
  if (workload.http === undefined && ports.length > 0)
    world.assume({ container, text: assumptionTexts.answers(container), change: `${field}.http`, value: [{ responses: [{ status: 200 }] }] });
  if (workload.exit === undefined) world.assume({ container, text: assumptionTexts.runs(container), change: `${field}.exit` });
  if (workload.onTerm === undefined)
    world.assume({ container, text: assumptionTexts.leaves(container, stopSignal), change: `${field}.onTerm`, value: { exitAfter: '500ms', code: 0 } });
}

export function assumeWork(world: World, container: string): void {
  world.assume({ container, text: assumptionTexts.works(container), change: `spec.workloads.${container}.exit`, value: { after: '1s', code: 0 } });
}

/** Tells what a script takes for granted of the programs that it calls. */
export function assumeOf(world: World, container: string, { exec }: Workload, assumed: AssumedOfProgram): void {
  const field = `spec.workloads.${container}`;
  const command = assumed.command.join(' ');
  if (assumed.what === 'server') {
    world.assume({ container, text: assumptionTexts.server(command, assumed.ports), change: field });
    return;
  }
  const text = assumptionTexts[assumed.what](command);
  if (assumed.what === 'outside' || assumed.what === 'file') {
    world.assume({ container, text, change: `${field}.exec` });
    return;
  }
  if ('isMain' in assumed && assumed.isMain) {
    world.assume({ container, text, change: `${field}.exit`, value: { after: assumed.what === 'calculation' ? '5s' : '1s', code: 0 } });
    return;
  }
  // Beside other commands that are declared it has to be written by hand
  world.assume({
    container,
    text,
    change: `${field}.exec`,
    ...(exec === undefined && { value: [{ command: [...assumed.command], results: [{ exitCode: 0 }] }] }),
  });
}
