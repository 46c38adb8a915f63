import fc from 'fast-check';
import { lifecycle } from './hook.ts';
import { choice, oneIn, type Part, part, withoutUndefined } from './parts.ts';
import { probe } from './probe.ts';
import { initProgram, program, type ProgramParts } from './program.ts';

/** Of the container's own restartPolicy and its rules by exit code. */
const rules = fc.array(
  part({
    action: choice(fc.constant('Restart'), fc.constant('RestartAllContainers')),
    exitCodes: part({
      operator: fc.constantFrom('In', 'NotIn'),
      values: fc.uniqueArray(fc.constantFrom(0, 1, 3, 42, 137, 143), { minLength: 1, maxLength: 2 }),
    }),
  }),
  { minLength: 1, maxLength: 2 },
);

function restart(policies: readonly string[]): fc.Arbitrary<Part> {
  return part({ restartPolicy: fc.constantFrom(...policies), restartPolicyRules: oneIn(2, rules) });
}

const extras = part({
  imagePullPolicy: oneIn(4, fc.constantFrom('IfNotPresent', 'Always', 'Never')),
  resources: oneIn(
    5,
    fc.constantFrom<Part>(
      { requests: { cpu: '100m' } },
      { limits: { cpu: '100m', memory: '64Mi' } },
      { limits: { 'ephemeral-storage': '10Mi' } },
      { requests: { cpu: '64' } },
    ),
  ),
  resizePolicy: oneIn(
    6,
    fc
      .uniqueArray(fc.constantFrom('cpu', 'memory'), { minLength: 1 })
      .map((names) => names.map((resourceName) => ({ resourceName, restartPolicy: 'RestartContainer' }))),
  ),
  envFrom: oneIn(12, fc.constant([{ configMapRef: { name: 'settings' } }])),
  securityContext: oneIn(
    20,
    fc.constantFrom('RuntimeDefault', 'Localhost').map((type) => ({ appArmorProfile: { type, ...(type === 'Localhost' && { localhostProfile: 'audit' }) } })),
  ),
  terminationMessagePolicy: oneIn(6, fc.constant('FallbackToLogsOnError')),
});

/** Containers that may have probes and hooks: app containers and sidecars. */
const withProbes: fc.Arbitrary<ProgramParts> = fc
  .record({
    program,
    probes: part({
      startupProbe: oneIn(4, probe('startup')),
      readinessProbe: oneIn(2, probe('readiness')),
      livenessProbe: oneIn(2, probe('liveness')),
      lifecycle,
    }),
    extras,
  })
  .map(({ program: { container, workload }, probes, extras: more }) => ({ container: { ...container, ...probes, ...more }, ...(workload && { workload }) }));

const withPolicy =
  (policy: fc.Arbitrary<Part | undefined>) =>
  (made: fc.Arbitrary<ProgramParts>): fc.Arbitrary<ProgramParts> =>
    fc.record({ made, policy }).map(({ made: { container, ...rest }, policy: own }) => ({ ...rest, container: withoutUndefined({ ...container, ...own }) }));

export const appContainer: fc.Arbitrary<ProgramParts> = withPolicy(oneIn(5, restart(['Always', 'OnFailure', 'Never'])))(withProbes);

/** A regular init container or a sidecar. */
export const initContainer: fc.Arbitrary<ProgramParts> = choice(
  withPolicy(oneIn(8, restart(['OnFailure', 'Never'])))(initProgram),
  withPolicy(choice(fc.constant<Part>({ restartPolicy: 'Always' }), restart(['Always'])))(withProbes),
);
