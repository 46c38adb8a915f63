import { expect, it } from 'vitest';
import { readScenario } from '../../scenario/index.ts';
import { governingLines } from './governing-lines.ts';

/** Each line of a text with the lanes that it governs. */
function picture(text: string): string {
  const { scenario, locate, diagnostics } = readScenario(text);
  if (!scenario) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  const governing = governingLines(text, scenario, locate).filter(({ role }) => role !== undefined);
  return text
    .trimEnd()
    .split('\n')
    .map((line, index) => {
      const lanes = governing.filter(({ fromLine, toLine }) => fromLine <= index + 1 && index + 1 <= toLine).map(({ lane, role }) => `${lane} (${role})`);
      return `${line.padEnd(52)}${lanes.join(', ')}`.trimEnd();
    })
    .join('\n');
}

it('blocks reach as far as they are indented, in block and in flow style', () => {
  const text = `apiVersion: podloupe.dev/v1
kind: Scenario
spec:
  workloads:
    app:
      boot: 5s
  actions:
  - {at: 20s, do: delete}
---
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  terminationGracePeriodSeconds: 5
  containers:
  - name: app
    image: nginx
    livenessProbe:
      httpGet:
        port: 80

      # twice a minute
      periodSeconds: 30
    readinessProbe: {tcpSocket: {port: 80}}
    lifecycle:
      preStop: {sleep: {seconds: 1}}
    ports: [{containerPort: 80}]
`;
  expect(picture(text)).toBe(`apiVersion: podloupe.dev/v1
kind: Scenario
spec:
  workloads:
    app:                                            app.process (boot)
      boot: 5s                                      app.process (boot)
  actions:                                          actions (wait)
  - {at: 20s, do: delete}                           actions (wait)
---
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  terminationGracePeriodSeconds: 5                  pod (wait)
  containers:
  - name: app
    image: nginx
    livenessProbe:                                  app.liveness (fail)
      httpGet:                                      app.liveness (fail)
        port: 80                                    app.liveness (fail)
                                                    app.liveness (fail)
      # twice a minute                              app.liveness (fail)
      periodSeconds: 30                             app.liveness (fail)
    readinessProbe: {tcpSocket: {port: 80}}         app.readiness (serve)
    lifecycle:                                      app.process (hook)
      preStop: {sleep: {seconds: 1}}                app.process (hook)
    ports: [{containerPort: 80}]`);
});
