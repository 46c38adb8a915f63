/** What the page calls a state. */
import type { Visit } from '../../timeline/states/index.ts';
import type { ContainerMachines, ProbeSubject } from '../../timeline/states/index.ts';
import { statesTexts } from '../texts/en-states.ts';

const words = statesTexts;

export function containerStateName({ hasPorts }: ContainerMachines, state: string, facts?: Visit['facts']): string {
  if (state === 'serving' && !hasPorts) return words.container.running;
  if (state === 'failed' && facts?.exitCode !== undefined) return words.termination.exit(facts.exitCode);
  return words.containerNames[state as keyof typeof words.containerNames] ?? state;
}

export function terminationStateName(state: string, facts?: Visit['facts']): string {
  if (state === 'signalled') return words.termination.sent(facts?.signal ?? 'SIGTERM');
  return words.terminationNames[state as keyof typeof words.terminationNames] ?? state;
}

export function probeStateName({ threshold, type }: ProbeSubject, state: string): string {
  const failures = /^step(\d+)$/.exec(state)?.[1];
  if (failures !== undefined) return words.probe.step(Number(failures), threshold);
  return state === 'off' ? words.probe.off : state === 'waiting' ? words.probe.waiting : type === 'startup' ? words.probe.passed : state;
}

export function podStateName(state: string): string {
  return words.podNames[state as keyof typeof words.podNames] ?? state;
}
