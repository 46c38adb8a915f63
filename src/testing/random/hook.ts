import fc from 'fast-check';
import { choice, oneIn, type Part, part, seconds } from './parts.ts';

/** Handlers that end in time, fail, hang, or outlast the grace period. */
const handler: fc.Arbitrary<Part> = choice<Part>(
  seconds(0, 6).map((s) => ({ exec: { command: ['sh', '-c', `sleep ${s}`] } })),
  seconds(0, 10).map((s) => ({ sleep: { seconds: s } })),
  fc.constantFrom<Part>(
    { exec: { command: ['sh', '-c', 'echo no >&2; exit 3'] } },
    { exec: { command: ['sh', '-c', 'rm -f /tmp/healthy; sleep 2'] } },
    { exec: { command: ['touch', '/tmp/healthy'] } },
    { exec: { command: ['sleep', '3600'] } },
    { exec: { command: ['/bin/missing'] } },
    { exec: { command: ['check'] } },
    { httpGet: { port: 8080, path: '/hook' } },
    { httpGet: { port: 8080, scheme: 'HTTPS' } },
    { httpGet: { port: 'none' } },
    { tcpSocket: { port: 8080 } },
  ),
);

/** `lifecycle` of a container, or nothing. */
export const lifecycle: fc.Arbitrary<Part | undefined> = oneIn(3, part({ postStart: oneIn(3, handler), preStop: oneIn(2, handler) }));

/** A hook may not sleep longer than the grace period (`validation.go: validateSleepAction`). */
export function withinGrace(container: Part, graceSeconds: number): Part {
  const hooks = container['lifecycle'] as Record<string, { sleep?: { seconds: number } }> | undefined;
  if (hooks === undefined) return container;
  const fitted = Object.entries(hooks).map(([name, hook]) => [
    name,
    hook.sleep === undefined ? hook : { sleep: { seconds: Math.min(hook.sleep.seconds, graceSeconds) } },
  ]);
  return { ...container, lifecycle: Object.fromEntries(fitted) as Part };
}
