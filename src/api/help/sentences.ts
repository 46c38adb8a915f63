/** One sentence of help for what the API server finds against a field: what to write instead. */
import { inLanguage, say } from './say.ts';

interface Help {
  /** Of the field's path; absent: any field. */
  field?: RegExp;
  /** Of what the server says about it. */
  body: RegExp;
  help: string | ((field: string, body: string) => string | undefined);
}

const lastName = (field: string): string => /([\w-]+)(?:\[[^\]]*\])?$/.exec(field)?.[1] ?? field;

/** The supported value that somebody most likely meant: the same letters, or one that begins alike. */
function nearestValue(_field: string, body: string): string | undefined {
  const [, written = '', list = ''] = /^Unsupported value: "([^"]*)": supported values: (.*)$/s.exec(body) ?? [];
  const supported = [...list.matchAll(/"([^"]*)"/g)].map(([, value = '']) => value);
  const simple = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const close =
    supported.find((value) => simple(value) === simple(written)) ?? supported.find((value) => simple(value).startsWith(simple(written).slice(0, 4)));
  if (close !== undefined && written !== '') return say('Write `{0}`: capitals count.', close);
  const [only] = supported;
  return supported.length === 1 ? say('Write `{0}`, or leave the field out.', only ?? '') : undefined;
}

/** The first that fits counts. */
const HELPS = [
  {
    body: /^static pods may not reference/,
    help: 'The kubelet runs a static Pod without the API server. Write the value into the manifest, or take a file of the node with `hostPath`.',
  },
  // What is missing
  { field: /ontainers$/, body: /^Required value/, help: 'A Pod needs at least one container: write `- name: app` and `image: …` under `containers`.' },
  { field: /ontainers\[\d+\]\.name$/, body: /^Required value/, help: 'Give each container a name, such as `app`.' },
  { field: /ontainers\[\d+\]\.image$/, body: /^Required value/, help: 'Say which image runs, such as `nginx:1.27`.' },
  { field: /Probe$/, body: /must specify a handler type/, help: 'Say what to probe: `httpGet`, `tcpSocket`, `exec` or `grpc`.' },
  { field: /(postStart|preStop)$/, body: /must specify a handler type/, help: 'Say what the hook does: `exec`, `httpGet` or `sleep`.' },
  {
    field: /Probe\./,
    body: /may not specify more than 1 handler type/,
    help: 'A probe asks one question: keep one handler, or let a script under `exec` ask both.',
  },
  { body: /may not specify more than 1 handler type/, help: 'A hook does one thing: keep one handler, or let a script under `exec` do both.' },
  { field: /exec\.command$/, body: /^Required value/, help: 'Write the command as a list: `command: [cat, /tmp/healthy]`.' },
  { field: /containerPort$/, body: /^Required value/, help: 'Say on which port the program listens: a number from 1 to 65535.' },
  // Ports
  {
    field: /\.port$/,
    body: /^Invalid value: "\d+"/,
    help: 'In quotes it is the name of a port: write the number without quotes.',
  },
  {
    field: /\.port$/,
    body: /^Invalid value: 0: must be between/,
    help: 'Say which port to ask: a number from 1 to 65535, or the name of one of the container’s ports.',
  },
  { body: /must be between 1 and 65535/, help: 'Ports are numbers from 1 to 65535.' },
  {
    field: /(ports\[\d+\]\.name|\.port)$/,
    body: /^Invalid value: "/,
    help: 'A port’s name has at most 15 characters: lower-case letters, digits and single hyphens, at least one letter.',
  },
  { field: /hostPort$/, body: /^Duplicate value/, help: 'A port of the node can be taken once: give one of them another `hostPort`, or none.' },
  { field: /ports\[\d+\]\.name$/, body: /^Duplicate value/, help: 'Names of ports are taken once within a container.' },
  // Probes and hooks
  { body: /^Invalid value: \d+: must be 1$/, help: 'Liveness and startup probes have succeeded after the first success: leave `successThreshold` out.' },
  { body: /must not be set for readinessProbes/, help: 'A readiness probe never ends a container: the field belongs to liveness and startup probes.' },
  { body: /may not be set for init containers without restartPolicy=Always/, help: 'Make it a sidecar with `restartPolicy: Always`, or leave the field out.' },
  { body: /less than terminationGracePeriodSeconds/, help: 'Sleep no longer than `terminationGracePeriodSeconds`, or raise that.' },
  // Names
  { field: /containers\[\d+\]\.name$/i, body: /^Duplicate value/, help: 'Containers and init containers share their names: give this one another name.' },
  { field: /volumes\[\d+\]\.name$/, body: /^Duplicate value/, help: 'Each volume has a name of its own.' },
  { field: /volumeMounts\[\d+\]\.name$/, body: /^Not found/, help: 'Declare a volume of that name under `spec.volumes`, or correct the name.' },
  { body: /lowercase RFC 1123 label|must not contain dots/, help: 'Write lower-case letters, digits and hyphens, with a letter or digit at both ends.' },
  { body: /lowercase RFC 1123 subdomain/, help: 'Write lower-case letters, digits, hyphens and dots, with a letter or digit at both ends.' },
  {
    body: /a valid label must be/,
    help: 'Values of labels have at most 63 letters, digits, hyphens, underscores and dots, with a letter or digit at both ends.',
  },
  {
    body: /name part must|prefix part|a valid label key must/,
    help: 'A key has at most 63 letters, digits, hyphens, underscores and dots, before it a domain and a slash if you like: `example.com/tier`.',
  },
  { body: /environment variable name/, help: 'A variable’s name may hold anything printable but `=`.' },
  // Resources
  { body: /must be less than or equal to \S+ limit/, help: 'Raise the limit, or ask for less.' },
  {
    body: /must be a standard resource|fully qualified/,
    help: 'Known are `cpu`, `memory` and `ephemeral-storage`; devices have a domain, as in `example.com/gpu`.',
  },
  { field: /resources/, body: /greater than or equal to 0/, help: 'Resources cannot be negative.' },
  { body: /Limit must be set for non overcommitable/, help: 'Set the limit to the same amount as the request.' },
  { body: /must be equal to \S+ limit/, help: 'Of devices and huge pages request and limit must be the same.' },
  // Volumes and environment
  { body: /may not specify more than 1 volume type/, help: 'A volume has one source: make two volumes of it.' },
  { body: /mountPath.*must be unique|^Invalid value: "[^"]*": must be unique/, help: 'Two volumes cannot be mounted at one path.' },
  { field: /valueFrom$/, body: /`value` is not empty/, help: 'Keep either `value` or `valueFrom`.' },
  { field: /valueFrom$/, body: /must specify one of/, help: 'Say where the value comes from, such as `secretKeyRef: {name: …, key: …}`.' },
  {
    field: /fieldPath$/,
    body: /./,
    help: "Fields that can be asked for: metadata.name, metadata.namespace, metadata.uid, metadata.labels['KEY'], spec.nodeName, status.podIP and a few more.",
  },
  { body: /must not contain '\.\.'|must be a relative path/, help: 'The path lies inside the volume: without a slash at its beginning, and without `..`.' },
  // Scheduling
  { body: /operator must be Exists when `key` is empty/, help: 'Name the key of the taint, or write `operator: Exists` to tolerate everything.' },
  {
    field: /tolerations\[\d+\]\.operator$/,
    body: /^Unsupported value: "[LG]t"/,
    help: 'Numbers are compared only with the feature gate TaintTolerationComparisonOperators, which is off in v1.36: turn it on under `cluster.featureGates`, or write `Equal` or `Exists`.',
  },
  { body: /effect must be 'NoExecute'/, help: 'Only `effect: NoExecute` ends Pods, so only there a time makes sense.' },
  { body: /`selector` does not match template `labels`/, help: 'Give the template the labels that the selector asks for.' },
  {
    field: /spec\.selector$/,
    body: /^Required value/,
    help: 'Say which Pods belong to it: `selector: {matchLabels: {app: …}}`, with the labels of the template.',
  },
  // Workloads
  {
    field: /template\.spec\.restartPolicy$/,
    body: /valid values: "OnFailure", "Never"|supported values: "OnFailure", "Never"/,
    help: 'A Job’s Pods must end: write `restartPolicy: OnFailure` or `Never` in the template.',
  },
  {
    field: /template\.spec\.restartPolicy$/,
    body: /supported values: "Always"/,
    help: 'Its Pods are restarted always; for a run that ends use a Job or a Pod.',
  },
  {
    field: /schedule$/,
    body: /./,
    help: 'A schedule has five fields: minute, hour, day of the month, month, day of the week; `0 3 * * *` is every night at three.',
  },
  // Changes
  { body: /pod updates may not change fields other than/, help: 'Delete the Pod and create it again, or change the template of what made it.' },
  {
    body: /pod updates may not add or remove containers/,
    help: 'The containers of a Pod are fixed: create a new Pod, or add one for debugging with `kubectl debug`.',
  },
  { body: /field is immutable/, help: 'This cannot be changed any more: delete the object and create it again.' },
  { body: /cannot be set on create/, help: 'Ephemeral containers come later, with `kubectl debug` or the action `add-ephemeral`.' },
  // Everything else that is chosen from a list
  { body: /^Unsupported value/, help: nearestValue },
  { body: /must be greater than or equal to 0/, help: (field: string) => say('`{0}` counts from 0.', lastName(field)) },
  { body: /^Required value/, help: (field: string) => say('Write `{0}: …`.', lastName(field)) },
] as const satisfies readonly Help[];

/** The sentences that need no more than to be said. */
export type HelpSentence = Extract<(typeof HELPS)[number]['help'], string>;

/** What to do about `FIELD: BODY`; undefined if the server's words say it all. */
export function helpFor(field: string, body: string): string | undefined {
  const rules: readonly Help[] = HELPS;
  for (const rule of rules) {
    if (!rule.body.test(body) || rule.field?.test(field) === false) continue;
    return typeof rule.help === 'string' ? inLanguage(rule.help) : rule.help(field, body);
  }
  return undefined;
}
