/**
 * Texts of two runs of the same Pod differ in names that mean nothing: uids, addresses, how long a pull took. This
 * replaces them by placeholders, so that what is left can be compared word by word.
 */
import type { WatchedPod } from './lines.ts';
import { containerStatuses } from './pods.ts';
import type { Run } from './run.ts';

const GENERAL: readonly [RegExp, string][] = [
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uid>'],
  [/\b(?:containerd|cri-o|docker):\/\/\w+/g, '<container-id>'],
  [/\bsha256:[0-9a-f]+/g, '<digest>'],
  [/\b[0-9a-f]{64}\b/g, '<id>'],
  [/\bkube-api-access-\w+/g, 'kube-api-access-<token>'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?!\.?\d)/g, '<ip>'],
  [/<ip>:\d+->/g, '<ip>:<port>->'], // the caller's end of a connection
  [/\b(?:\d+h)?(?:\d+m)?\d+\.\d+s\b|\b\d+(?:\.\d+)?(?:ms|µs|us|ns)\b/g, '<duration>'], // whole seconds carry meaning
  [/Image size: \d+ bytes/g, 'Image size: <size> bytes'],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g, '<time>'],
];

/** A function that normalises the texts of one recording. */
export function placeholdersOf(run: Run): (text?: string) => string {
  const rules: [RegExp, string][] = [];
  const replaceEach = (read: (pod: WatchedPod) => (string | undefined)[], pattern: (name: string) => string, placeholder: string) => {
    const names = new Set(run.pods.flatMap(({ pod }) => read(pod)));
    for (const name of names) if (name) rules.push([new RegExp(pattern(escaped(name)), 'g'), placeholder]);
  };
  replaceEach(
    (pod) => [pod.spec?.nodeName],
    (name) => `(?<![\\w.-])${name}(?![\\w-])`,
    '<node>',
  );
  replaceEach(
    (pod) => [pod.metadata?.namespace],
    (name) => `(?<![\\w-])${name}(?=/)|(?<=_)${name}(?=\\()|(?<=namespace ")${name}(?=")`,
    '<namespace>',
  );
  replaceEach(addressesOf, (address) => `(?<![\\w.:])${address}(?![\\w.])`, '<ip>');
  replaceEach(containerIdsOf, (id) => id, '<container-id>');
  return (text = '') => [...rules, ...GENERAL].reduce((rest, [found, placeholder]) => rest.replace(found, placeholder), text);
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function addressesOf({ status = {} }: WatchedPod): (string | undefined)[] {
  return [status.podIP, status.hostIP, ...[...(status.podIPs ?? []), ...(status.hostIPs ?? [])].map(({ ip }) => ip)];
}

function containerIdsOf(pod: WatchedPod): (string | undefined)[] {
  return containerStatuses(pod).flatMap(({ containerID }) => [containerID, containerID?.split('://')[1]]);
}
