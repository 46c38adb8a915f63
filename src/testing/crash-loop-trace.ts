/** Runs of Pods whose containers crash for hours. */
import type { Seed } from '../base/random.ts';
import type { Trace } from '../model/trace.ts';
import { simulated } from './simulated.ts';

const PROGRAMS = {
  crashes: 'sleep 2; exit 1',
  crashesLater: 'sleep 5; exit 3',
  /** The seventeenth run and all after it end otherwise. */
  crashesOtherwise: 'echo >> /work/runs; sleep 2; [ $(wc -l < /work/runs) -gt 16 ] && exit 2; exit 1',
  serves: 'sleep 1000000',
};

export interface CrashingPod {
  /** Of the run: `3h`. */
  duration: string;
  /** What each container's program does. */
  containers: Record<string, keyof typeof PROGRAMS>;
  seed?: Seed;
  actions?: string[];
}

export function crashLoopTrace({ duration, containers, seed = 'typical', actions = [] }: CrashingPod): Trace {
  const specs = Object.entries(containers).map(
    ([name, program]) =>
      `  - {name: ${name}, image: "busybox:1.36", command: [sh, -c, "${PROGRAMS[program]}"], volumeMounts: [{name: work, mountPath: /work}]}`,
  );
  const text = [
    'apiVersion: podloupe.dev/v1',
    'kind: Scenario',
    'metadata: {name: loops}',
    `spec: {duration: ${duration}${actions.length > 0 ? `, actions: [${actions.join(', ')}]` : ''}}`,
    '---',
    'apiVersion: v1',
    'kind: Pod',
    'metadata: {name: loops}',
    'spec:',
    '  volumes: [{name: work, emptyDir: {}}]',
    '  containers:',
    ...specs,
  ].join('\n');
  return simulated(text, { seed }).trace;
}
