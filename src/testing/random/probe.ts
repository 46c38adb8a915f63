import fc from 'fast-check';
import { choice, oneIn, type Part, part, seconds } from './parts.ts';

export type ProbeType = 'startup' | 'readiness' | 'liveness';

/** Commands that answer by a file the programs write, at once, too late or not at all. */
const exec = fc
  .constantFrom(
    ['true'],
    ['cat', '/tmp/healthy'],
    ['check'],
    ['false'],
    ['sleep', '3'],
    ['/bin/missing'],
    ['sh', '-c', 'echo sick; exit 2'],
    ['sh', '-c', 'sleep 2; cat /tmp/healthy'],
  )
  .map((command): Part => ({ exec: { command } }));

const network = fc.constantFrom<Part>(
  { httpGet: { port: 8080, path: '/healthz' } },
  { httpGet: { port: 'web', path: '/' } },
  { httpGet: { port: 8080, scheme: 'HTTPS' } },
  { httpGet: { port: 'none' } },
  { tcpSocket: { port: 8080 } },
  { tcpSocket: { port: 'none' } },
  { tcpSocket: { port: 9999 } },
  { grpc: { port: 8080 } },
  { grpc: { port: 9999, service: 'shop' } },
);

/** A probe of any handler with any numbers that the API server takes. */
export function probe(type: ProbeType): fc.Arbitrary<Part> {
  return fc
    .record({
      handler: choice(exec, network),
      numbers: part({
        periodSeconds: choice(seconds(1, 4), seconds(5, 12)),
        failureThreshold: seconds(1, 4),
        successThreshold: type === 'readiness' ? seconds(1, 3) : fc.constant(undefined),
        initialDelaySeconds: oneIn(3, seconds(1, 12)),
        timeoutSeconds: oneIn(2, seconds(1, 4)),
        terminationGracePeriodSeconds: type === 'readiness' ? fc.constant(undefined) : oneIn(3, seconds(1, 40)),
      }),
    })
    .map(({ handler, numbers }) => ({ ...handler, ...numbers }));
}
