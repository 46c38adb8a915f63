import { expect, it } from 'vitest';
import { DEFAULT_SCENARIO_NAME, DEFAULT_SCENARIO_TEXT } from './defaults.ts';
import { libraryText } from './library.ts';
import { readScenario } from './read.ts';

it('the default is an entry of the library: a cart that boots 25 s under a liveness probe that gives it about 9 s', async () => {
  const { scenario } = readScenario(DEFAULT_SCENARIO_TEXT);
  expect(scenario?.name).toBe(DEFAULT_SCENARIO_NAME);
  expect(scenario?.workloads['app']?.bootMs).toBe(25_000);
  expect(scenario?.pod.spec.containers[0]?.livenessProbe).toEqual({
    httpGet: { path: '/healthz', port: 8080 },
    initialDelaySeconds: 3,
    periodSeconds: 3,
    failureThreshold: 3,
  });
  expect(scenario?.actions.map((action) => action.do)).toEqual(['workload', 'workload', 'delete']);
  expect(await libraryText(DEFAULT_SCENARIO_NAME)).toBe(DEFAULT_SCENARIO_TEXT);
});

it('a name that nobody knows is no entry', async () => {
  expect(await libraryText('__proto__')).toBeUndefined();
  expect(await libraryText('no-such-scenario')).toBeUndefined();
});
