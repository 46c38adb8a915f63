/** The flags of kubectl's commands, as `kubectl COMMAND --help` and `kubectl options` list them. */
import { goQuote } from '../go-text.ts';
import { UsageError } from './outcome.ts';

/** What a flag takes: nothing or true and false, a whole number, a duration, or text. */
export type FlagKind = 'truth' | 'number' | 'duration' | 'text';

export interface Flag {
  name: string;
  kind: FlagKind;
  /** One letter. */
  short: string | undefined;
  /** What it says where it stands alone although it takes a text. */
  alone: string | undefined;
}

// NAME, then `?` for true and false, `#` for a number, `@` for a duration, then `:` and its letter
const PRINTED = 'allow-missing-template-keys? output:o show-managed-fields? template';
const FILES = 'filename:f kustomize:k recursive?:R';
const CHANGES = `dry-run field-manager ${FILES} ${PRINTED}`;
const MARKS = `all? all-namespaces?:A field-selector list? local? overwrite? resource-version selector:l record? ${CHANGES}`;
const INTERACTIVE = 'container:c pod-running-timeout@ quiet?:q stdin?:i tty?:t';

const MADE = `dry-run field-manager save-config? validate ${PRINTED}`;
const DATA = `append-hash? from-env-file from-file from-literal ${MADE}`;

const COMMANDS: Readonly<Record<string, string>> = {
  apply: `all? cascade force? force-conflicts? grace-period# openapi-patch? overwrite? prune? prune-allowlist record? selector:l server-side? subresource timeout@ validate wait? ${CHANGES}`,
  create: `edit? raw record? save-config? selector:l validate windows-line-endings? ${CHANGES}`,
  'create configmap': DATA,
  'create secret': '',
  'create secret generic': `type ${DATA}`,
  'create secret docker-registry': `append-hash? docker-email docker-password docker-server docker-username from-file ${MADE}`,
  'create secret tls': `append-hash? cert key ${MADE}`,
  'create namespace': MADE,
  'create deployment': `image port# replicas#:r ${MADE}`,
  'create poddisruptionbudget': `max-unavailable min-available selector ${MADE}`,
  'create job': `from image ${MADE}`,
  'create cronjob': `image restart schedule ${MADE}`,
  'create serviceaccount': MADE,
  'create quota': `hard scopes ${MADE}`,
  'create priorityclass': `description global-default? preemption-policy value# ${MADE}`,
  'create service': '',
  'create service clusterip': `clusterip tcp ${MADE}`,
  'create service nodeport': `node-port# tcp ${MADE}`,
  'create service loadbalancer': `tcp ${MADE}`,
  'create service externalname': `external-name tcp ${MADE}`,
  run: `annotations attach? cascade command? detach-keys dry-run env expose? field-manager force? grace-period# image image-pull-policy labels:l leave-stdin-open? override-type overrides pod-running-timeout@ port privileged? quiet?:q restart rm? save-config? stdin?:i timeout@ tty?:t wait? ${FILES} ${PRINTED}`,
  replace: `cascade force? grace-period# raw save-config? subresource timeout@ validate wait? ${CHANGES}`,
  patch: `local? patch:p patch-file record? subresource type ${CHANGES}`,
  label: MARKS,
  annotate: MARKS,
  delete: `all? all-namespaces?:A cascade dry-run field-selector force? grace-period# ignore-not-found? interactive?:i now? output:o raw selector:l timeout@ wait? ${FILES}`,
  get: `all-namespaces?:A chunk-size# field-selector ignore-not-found? label-columns:L no-headers? output-watch-events? raw selector:l server-print? show-kind? show-labels? sort-by subresource watch?:w watch-only? ${FILES} ${PRINTED}`,
  describe: `all-namespaces?:A chunk-size# selector:l show-events? ${FILES}`,
  events: `all-namespaces?:A chunk-size# for no-headers? types watch?:w ${PRINTED}`,
  logs: 'all-containers? all-pods? container:c follow?:f ignore-errors? insecure-skip-tls-verify-backend? limit-bytes# max-log-requests# pod-running-timeout@ prefix? previous?:p selector:l since@ since-time tail# timestamps?',
  exec: `filename:f ${INTERACTIVE}`,
  attach: `detach-keys ${INTERACTIVE}`,
  'port-forward': 'address pod-running-timeout@',
  debug:
    'arguments-only? attach? container:c copy-to custom env filename:f image image-pull-policy keep-annotations? keep-init-containers? keep-labels? keep-liveness? keep-readiness? keep-startup? profile quiet?:q replace? same-node? set-image share-processes? stdin?:i target tty?:t',
  wait: `all? all-namespaces?:A field-selector for local? selector:l timeout@ filename:f recursive?:R ${PRINTED}`,
  scale: `all? current-replicas# replicas# resource-version selector:l timeout@ record? ${CHANGES}`,
  rollout: `all? field-manager revision# selector:l timeout@ to-revision# watch?:w dry-run ${FILES} ${PRINTED}`,
  diff: `concurrency# field-manager force-conflicts? prune? prune-allowlist selector:l server-side? show-managed-fields? ${FILES}`,
  version: 'client? output:o',
  'api-resources': 'api-group cached? categories namespaced? no-headers? output:o show-managed-fields? sort-by verbs',
  'api-versions': '',
  explain: 'api-version output:o recursive?:R',
  set: `all? containers:c env:e from keys limits list? local? overwrite? prefix record? requests resolve? selector:l ${CHANGES}`,
};

const GLOBAL =
  'as as-group as-uid as-user-extra cache-dir certificate-authority client-certificate client-key cluster context disable-compression? help?:h insecure-skip-tls-verify? kubeconfig kuberc log-flush-frequency@ match-server-version? namespace:n password profile profile-output request-timeout server:s tls-server-name token user username v#:v vmodule warnings-as-errors?';

const ALONE: Readonly<Record<string, string>> = { 'dry-run': 'client', validate: 'strict', cascade: 'background' };
const KINDS: Readonly<Record<string, FlagKind>> = { '?': 'truth', '#': 'number', '@': 'duration' };

function flagOf(written: string): Flag {
  const [, name = '', sign = '', short] = /^([\w-]+)([?#@]?)(?::(\w))?$/.exec(written) ?? [];
  return { name, kind: KINDS[sign] ?? 'text', short, alone: ALONE[name] };
}

const ALIASES: Readonly<Record<string, string>> = {
  cm: 'configmap',
  ns: 'namespace',
  deploy: 'deployment',
  pdb: 'poddisruptionbudget',
  cj: 'cronjob',
  sa: 'serviceaccount',
  resourcequota: 'quota',
  pc: 'priorityclass',
  svc: 'service',
};

/** What the real `kubectl create` makes of flags, and this one does not, or not all of it. */
export const NOT_MADE: ReadonlySet<string> = new Set('clusterrole clusterrolebinding ingress ing role rolebinding secret service svc token'.split(' '));

/** What stands behind `create` as a command of its own, under its first name: `configmap`, `secret generic`; empty if nothing does. */
export function createCommand([word = '', second = '']: readonly string[]): string {
  const first = ALIASES[word] ?? word;
  const known = [`${first} ${second}`, first].find((each) => Object.hasOwn(COMMANDS, `create ${each}`));
  return known ?? '';
}

/** The flags that a command knows, its own before those of all; undefined for a command that is not carried out here. */
export function flagsOf(command: string): Flag[] | undefined {
  const own = COMMANDS[command];
  return own === undefined ? undefined : `${own} ${GLOBAL}`.split(' ').map(flagOf);
}

/** Flags of all commands, for what stands before the command's name. */
export const GLOBAL_FLAGS: readonly Flag[] = GLOBAL.split(' ').map(flagOf);

const TRUTHS = new Set(['1', 't', 'T', 'TRUE', 'true', 'True', '0', 'f', 'F', 'FALSE', 'false', 'False']);
const DURATION = /^[-+]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;

/** @throws {UsageError} for a value that the flag cannot take, in the words of spf13/pflag. */
export function checkFlagValue({ name, kind, short }: Flag, value: string, usage: string): void {
  const reason = reasonAgainst(kind, value);
  if (reason === undefined) return;
  throw new UsageError(`invalid argument ${goQuote(value)} for "${short === undefined ? '' : `-${short}, `}--${name}" flag: ${reason}${usage}`);
}

function reasonAgainst(kind: FlagKind, value: string): string | undefined {
  if (kind === 'truth' && !TRUTHS.has(value)) return `strconv.ParseBool: parsing ${goQuote(value)}: invalid syntax`;
  if (kind === 'number' && !/^[-+]?\d+$/.test(value)) return `strconv.ParseInt: parsing ${goQuote(value)}: invalid syntax`;
  if (kind !== 'duration' || DURATION.test(value)) return undefined;
  return `time: ${/^[-+]?\d+\.?\d*$/.test(value) ? 'missing unit in' : 'invalid'} duration ${goQuote(value)}`;
}
