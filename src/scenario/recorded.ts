/** Entries of the library that were run on a real v1.36.2 kubelet, with the recording of each: the same data that the tests hold the simulation to. */

const TEXTS = import.meta.glob<string>(
  [
    '/src/testing/fixtures/recordings/config-missing-configmap.jsonl',
    '/src/testing/fixtures/recordings/hook-poststart-http-refused.jsonl',
    '/src/testing/fixtures/recordings/hook-prestop-container-exits-first.jsonl',
    '/src/testing/fixtures/recordings/image-not-found.jsonl',
    '/src/testing/fixtures/recordings/liveness-onfailure-exit-zero.jsonl',
    '/src/testing/fixtures/recordings/probe-exec-liveness-docs.jsonl',
    '/src/testing/fixtures/recordings/probe-http-liveness-docs.jsonl',
    '/src/testing/fixtures/recordings/restart-crashloop.jsonl',
    '/src/testing/fixtures/recordings/sidecar-crash-restarts.jsonl',
    '/src/testing/fixtures/recordings/surprise-worker-busy.jsonl',
  ],
  { query: '?raw', import: 'default' },
);

/** By name of the entry, the name of its recording. */
export const RECORDED: Readonly<Record<string, string>> = {
  'config-error': 'config-missing-configmap',
  'container-exits-during-prestop': 'hook-prestop-container-exits-first',
  'crash-loop': 'restart-crashloop',
  'exec-liveness': 'probe-exec-liveness-docs',
  'http-liveness': 'probe-http-liveness-docs',
  'image-not-found': 'image-not-found',
  'liveness-onfailure-exit-zero': 'liveness-onfailure-exit-zero',
  'poststart-http-refused': 'hook-poststart-http-refused',
  'sidecar-crash-restarts': 'sidecar-crash-restarts',
  'worker-busy': 'surprise-worker-busy',
};

/** How to get the recording of an entry, as lines of JSON; undefined if it was not recorded. */
export function recordingOfEntry(name: string): (() => Promise<string>) | undefined {
  return Object.hasOwn(RECORDED, name) ? TEXTS[`/src/testing/fixtures/recordings/${RECORDED[name]}.jsonl`] : undefined;
}
