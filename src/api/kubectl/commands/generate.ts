/** Objects that `kubectl create KIND NAME` and `kubectl run` make of flags (staging/src/k8s.io/kubectl/pkg/cmd/create, cmd/run, generate/versioned/run.go). */
import { REFERENCE } from '../../defaults/images.ts';
import { randomSuffix } from '../../generated-names.ts';
import { goQuote, sortedKeys } from '../../go-text.ts';
import { configMapKeyErrors, envNameErrors } from '../../names.ts';
import type { Fields } from '../../schema/fields.ts';
import { findKind, type Kind } from '../../server/kinds.ts';
import type { Answer } from '../../server/server.ts';
import { createCommand } from '../flags.ts';
import { LAST_APPLIED } from '../last-applied.ts';
import { ServerError, UsageError } from '../outcome.ts';
import { labelSelectorOf } from '../selectors.ts';
import type { Session } from '../session.ts';

interface Generator {
  /** Fields as Go writes them, without apiVersion, kind and metadata. */
  fields(session: Session, name: string): Fields;
  apiVersion: string;
  kind: string;
  required?: readonly string[];
  labels?(name: string): Record<string, string>;
  /** What kubectl says before the server's words; absent: the server speaks for itself. */
  failed?: string;
}

/** By the command behind `create`. */
const GENERATORS: Readonly<Record<string, Generator>> = {
  configmap: {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    failed: 'failed to create configmap: ',
    fields: (session, name) => ({ data: dataOf(session, configMapKeys(name)) }),
  },
  'secret generic': {
    apiVersion: 'v1',
    kind: 'Secret',
    failed: 'failed to create secret ',
    fields: (session) => ({ data: encoded(dataOf(session, SECRET_KEYS)), type: session.options.text('type') || undefined }),
  },
  'secret docker-registry': {
    apiVersion: 'v1',
    kind: 'Secret',
    failed: 'failed to create secret ',
    fields: (session) => ({ data: encoded({ '.dockerconfigjson': credentials(session) }), type: 'kubernetes.io/dockerconfigjson' }),
  },
  namespace: { apiVersion: 'v1', kind: 'Namespace', fields: () => ({ spec: {}, status: {} }) },
  deployment: {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    failed: 'failed to create deployment: ',
    required: ['image'],
    labels: (app) => ({ app }),
    fields: (session, name) => deployment(session, name),
  },
  poddisruptionbudget: {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    failed: 'failed to create poddisruptionbudgets: ',
    fields: (session) => budget(session),
  },
  job: {
    apiVersion: 'batch/v1',
    kind: 'Job',
    failed: 'failed to create job: ',
    fields: (session, name) => {
      const { options, rest } = session;
      if (options.has('image') === options.has('from')) throw new UsageError('either --image or --from must be specified');
      if (options.has('from')) throw new UsageError('kubectl create job --from is not covered here; take --image');
      return { spec: { template: template(name, options.text('image') ?? '', rest, 'Never') }, status: {} };
    },
  },
  cronjob: {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    failed: 'failed to create cronjob: ',
    required: ['image', 'schedule'],
    fields: ({ options, rest }, name) => ({
      spec: {
        schedule: options.text('schedule') ?? '',
        jobTemplate: { metadata: { name }, spec: { template: template(name, options.text('image') ?? '', rest, options.text('restart') || 'OnFailure') } },
      },
      status: {},
    }),
  },
  serviceaccount: { apiVersion: 'v1', kind: 'ServiceAccount', failed: 'failed to create serviceaccount: ', fields: () => ({}) },
  quota: {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    failed: 'failed to create quota: ',
    fields: ({ options }) => {
      const pairs = listIn(options.text('hard')).map((each) => each.split('='));
      const odd = pairs.find(({ length }) => length !== 2);
      if (odd !== undefined) throw new UsageError(`Invalid argument syntax ${odd.join('=')}, expected <resource>=<value>`);
      const scopes = listIn(options.text('scopes'));
      const hard = pairs.length > 0 && { hard: sorted(Object.fromEntries(pairs) as Record<string, string>) };
      return { spec: { ...hard, ...(scopes.length > 0 && { scopes }) }, status: {} };
    },
  },
  priorityclass: {
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    failed: 'failed to create priorityclass: ',
    fields: ({ options }) => ({
      value: options.number('value') ?? 0,
      globalDefault: options.flag('global-default') || undefined,
      description: options.text('description') || undefined,
      preemptionPolicy: options.text('preemption-policy') ?? 'PreemptLowerPriority',
    }),
  },
  ...Object.fromEntries(
    ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'].map((type) => [
      `service ${type.toLowerCase()}`,
      {
        apiVersion: 'v1',
        kind: 'Service',
        failed: `failed to create ${type} service: `,
        ...(type === 'ExternalName' && { required: ['external-name'] }),
        labels: (app: string) => ({ app }),
        fields: (session: Session, name: string) => service(session, name, type),
      } satisfies Generator,
    ]),
  ),
};

/** `kubectl create KIND NAME`; false if the words name no kind that is made of flags. */
export function createGenerated(session: Session): boolean {
  const command = createCommand(session.words);
  const generator = GENERATORS[command];
  if (generator === undefined) return false;
  const { apiVersion, kind, required = [], labels, failed } = generator;
  requireFlags(session, required);
  const [name = '', ...more] = session.words.slice(command.split(' ').length);
  if (name === '' || more.length > 0)
    throw new UsageError(`exactly one NAME is required, got ${name === '' ? 0 : more.length + 1}\nSee 'kubectl create ${command} -h' for help and examples`);
  const known = kindOf(apiVersion, kind);
  session.readOutput();
  const metadata = { name, ...(known.namespaced && namespaceIn(session)), ...(labels && { labels: labels(name) }) };
  send(session, known, { kind, apiVersion, metadata, ...withoutUndefined(generator.fields(session, name)) }, failed);
  return true;
}

/** `kubectl run NAME --image=IMAGE` */
export function run(session: Session): void {
  const { options, words, rest } = session;
  requireFlags(session, ['image']);
  const [name, ...args] = words;
  const refuse = (what: string) => new UsageError(`${what}\nSee 'kubectl run -h' for help and examples`);
  if (name === undefined) throw refuse('NAME is required for run');
  const image = options.text('image') ?? '';
  if (image === '') throw new UsageError('--image is required');
  if (!REFERENCE.test(image)) throw new UsageError(`Invalid image name ${goQuote(image)}: invalid reference format`);
  if (options.flag('tty') && !options.flag('stdin')) throw refuse('-i/--stdin is required for containers with -t/--tty=true');
  if (options.flag('expose') && !options.text('port')) throw refuse('--port must be set when exposing a service');
  const restart = options.text('restart') ?? 'Always';
  if (!['', 'Always', 'OnFailure', 'Never'].includes(restart)) throw refuse(`invalid restart policy: ${restart}`);
  const attaches = options.has('attach') ? options.flag('attach') : options.flag('stdin');
  if (!attaches && options.flag('rm')) throw refuse('--rm should only be used for attached containers');
  if (attaches && session.dryRun !== 'none')
    throw refuse("--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)");
  const pull = options.text('image-pull-policy') ?? '';
  if (!['', 'Always', 'IfNotPresent', 'Never'].includes(pull)) throw refuse(`invalid image pull policy: ${pull}`);
  if (attaches) throw new UsageError('kubectl run that attaches is not covered here; leave -i and --attach out');
  if (options.has('overrides')) throw new UsageError('kubectl run --overrides is not covered here; write a manifest and use kubectl create -f');
  session.readOutput();
  const env = options.all('env').map((each) => {
    const at = each.indexOf('=');
    const variable = { name: each.slice(0, at), value: each.slice(at + 1) };
    if (at <= 0 || envNameErrors(variable.name).length > 0) throw new UsageError(`invalid env: ${each}`);
    return variable;
  });
  const annotations = options.all('annotations').map((each) => {
    if (!/^[^=]+=/.test(each)) throw new UsageError(`invalid annotations format: ${each}`);
    return [each.slice(0, each.indexOf('=')), each.slice(each.indexOf('=') + 1)] as const;
  });
  const labels = options.text('labels') ? labelsIn(options.text('labels') ?? '') : { run: name };
  const command = [...args, ...rest];
  const written = options.text('port') ?? '';
  if (written !== '' && !/^[-+]?\d+$/.test(written)) throw new UsageError(`strconv.Atoi: parsing ${goQuote(written)}: invalid syntax`);
  const port = Number(written);
  const container = {
    name,
    image,
    ...(command.length > 0 && { [options.flag('command') ? 'command' : 'args']: command }),
    ...(written !== '' && { ports: [{ containerPort: port }] }),
    ...(env.length > 0 && { env }),
    resources: {},
    ...(pull !== '' && { imagePullPolicy: pull }),
    ...(options.flag('privileged') && { securityContext: { privileged: true } }),
  };
  const pod = {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: {
      name,
      ...namespaceIn(session),
      labels: sorted(labels),
      ...(annotations.length > 0 && { annotations: sorted(Object.fromEntries(annotations)) }),
    },
    spec: { containers: [container], restartPolicy: restart || 'Always', dnsPolicy: 'ClusterFirst' },
    status: {},
  };
  if (options.flag('expose')) {
    const ports = [{ protocol: 'TCP', port, targetPort: port }];
    const exposed = { kind: 'Service', apiVersion: 'v1', metadata: { name, ...namespaceIn(session) }, spec: { ports, selector: sorted(labels) } };
    send(session, kindOf('v1', 'Service'), { ...exposed, status: { loadBalancer: {} } });
    // Behind the one that the printer puts between two objects
    if (options.text('output') === 'yaml') session.out.stdout += '---\n';
  }
  send(session, kindOf('v1', 'Pod'), pod);
}

/** Sends the object, unless it is only to be looked at, and reports on it. */
function send(session: Session, kind: Kind, made: Fields, failed?: string): void {
  // What is only looked at `run` leaves as it is
  const isKept = session.options.flag('save-config') && !(kind.kind === 'Pod' && session.dryRun === 'client');
  const object = isKept ? withConfig(made) : made;
  if (session.dryRun === 'client') {
    if (session.options.text('output') === 'json') session.out.line(goJson(object, 4));
    else session.report(kind, object, 'created');
    return;
  }
  const answer: Answer = session.server.create(kind, kind.namespaced ? session.namespace : '', object, session.writeOptions);
  for (const warning of answer.warnings) session.out.warn(warning);
  if ('error' in answer) throw failed === undefined ? new ServerError(answer.error) : new UsageError(failed + answer.error.message);
  session.report(kind, answer.object, 'created');
}

function withConfig(object: Fields): Fields {
  const metadata = object['metadata'] as Fields;
  return { ...object, metadata: { ...metadata, annotations: { ...(metadata['annotations'] as Fields | undefined), [LAST_APPLIED]: `${goJson(object)}\n` } } };
}

/** As Go prints a struct: fields in their order, and three signs escaped that HTML could take for its own. */
const goJson = (object: Fields, indent?: number): string =>
  JSON.stringify(object, null, indent).replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);

/** @throws {UsageError} in the words of spf13/cobra. */
function requireFlags({ options }: Session, names: readonly string[]): void {
  const missing = names.filter((name) => !options.has(name));
  if (missing.length > 0) throw new UsageError(`required flag(s) ${missing.map((name) => `"${name}"`).join(', ')} not set`);
}

function kindOf(apiVersion: string, name: string): Kind {
  const kind = findKind(apiVersion, name);
  if (kind === undefined) throw new UsageError(`there is no kind ${name}`);
  return kind;
}

/** A namespace is written only where the command line names one. */
const namespaceIn = ({ options }: Session): { namespace?: string } => {
  const namespace = options.text('namespace');
  return namespace === undefined || namespace === '' ? {} : { namespace };
};

const withoutUndefined = (object: Fields): Fields => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
const sorted = <T>(map: Record<string, T>): Record<string, T> => Object.fromEntries(sortedKeys(map).map((key) => [key, map[key] as T]));
const listIn = (text: string | undefined): string[] => (text === undefined || text === '' ? [] : text.split(','));

/** `pkg/generate/generate.go: ParseLabels` */
function labelsIn(text: string): Record<string, string> {
  const pairs = text.split(',').map((each) => [each, ...each.split('=')] as const);
  return Object.fromEntries(
    pairs.map(([written, key = '', value, ...more]) => {
      if (value === undefined || more.length > 0) throw new UsageError(`unexpected label spec: ${written}`);
      if (key === '') throw new UsageError('unexpected empty label key');
      return [key, value];
    }),
  );
}

/** What is wrong with one more key. */
type KeyCheck = (key: string, isThere: boolean) => string | undefined;

const configMapKeys =
  (name: string): KeyCheck =>
  (key, isThere) => {
    const errors = configMapKeyErrors(key);
    if (errors.length > 0) return `${goQuote(key)} is not a valid key name for a ConfigMap: ${errors.join(',')}`;
    return isThere ? `cannot add key ${goQuote(key)}, another key by that name already exists in Data for ConfigMap ${goQuote(name)}` : undefined;
  };

const SECRET_KEYS: KeyCheck = (key, isThere) => {
  const errors = configMapKeyErrors(key);
  if (errors.length > 0) return `${goQuote(key)} is not valid key name for a Secret ${errors.join(';')}`;
  return isThere ? `cannot add key ${key}, another key by that name already exists` : undefined;
};

/** `--from-literal`, `--from-file`, `--from-env-file`; undefined if there are none. */
function dataOf(session: Session, check: KeyCheck): Record<string, string> | undefined {
  const { options } = session;
  const [literals, files, envFiles] = [options.all('from-literal'), options.list('from-file'), options.list('from-env-file')];
  if (envFiles.length > 0 && files.length + literals.length > 0) throw new UsageError('from-env-file cannot be combined with from-file or from-literal');
  const data: Record<string, string> = {};
  const add = (key: string, value: string) => {
    const error = check(key, Object.hasOwn(data, key));
    if (error !== undefined) throw new UsageError(error);
    data[key] = value;
  };
  const read = (path: string) => {
    const content = session.content(path);
    if (content === undefined) throw new UsageError(`error reading ${path}: no such file or directory`);
    return content;
  };
  for (const source of files) {
    const { key, path } = fileSource(source);
    add(key, read(path));
  }
  for (const source of literals) {
    const at = source.indexOf('=');
    if (at <= 0) throw new UsageError(`invalid literal source ${source}, expected key=value`);
    add(source.slice(0, at), source.slice(at + 1));
  }
  for (const path of envFiles) {
    for (const line of read(path).split(/\r?\n/)) {
      const [, key = '', value = ''] = /^\s*([^=]*)(?:=(.*))?$/.exec(line) ?? [];
      if (key === '' || key.startsWith('#')) continue;
      const errors = envNameErrors(key);
      if (errors.length > 0) throw new UsageError(`${goQuote(key)} is not a valid key name: ${errors.join(';')}`);
      add(key, value);
    }
  }
  return Object.keys(data).length === 0 ? undefined : sorted(data);
}

/** `pkg/util/util.go: ParseFileSource` */
function fileSource(source: string): { key: string; path: string } {
  const [key = '', path, ...more] = source.split('=');
  if (path === undefined) return { key: source.slice(source.lastIndexOf('/') + 1), path: source };
  if (more.length > 0) throw new UsageError("key names or file paths cannot contain '='");
  if (key === '') throw new UsageError(`key name for file path ${path} missing`);
  if (path === '') throw new UsageError(`file path for key name ${key} missing`);
  return { key, path };
}

const base64 = (text: string): string => btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));

const encoded = (data: Record<string, string> | undefined): Record<string, string> | undefined =>
  data && Object.fromEntries(Object.entries(data).map(([key, value]) => [key, base64(value)]));

/** `cmd/create/create_secret_docker.go: handleDockerCfgJSONContent` */
function credentials({ options }: Session): string {
  const [username, password, email] = ['docker-username', 'docker-password', 'docker-email'].map((name) => options.text(name) ?? '');
  const server = options.text('docker-server') ?? 'https://index.docker.io/v1/';
  if (options.has('from-file')) throw new UsageError('kubectl create secret docker-registry --from-file is not covered here; write a manifest');
  if (!username || !password || server === '')
    throw new UsageError('either --from-file or the combination of --docker-username, --docker-password and --docker-server is required');
  return goJson({ auths: { [server]: { username, password, ...(email !== '' && { email }), auth: base64(`${username}:${password}`) } } });
}

function template(name: string, image: string, command: readonly string[], restartPolicy: string): Fields {
  return { metadata: {}, spec: { containers: [{ name, image, ...(command.length > 0 && { command }), resources: {} }], restartPolicy } };
}

/** `cmd/create/create_deployment.go: createDeployment` */
function deployment({ options, rest }: Session, app: string): Fields {
  const images = options.list('image');
  if (images.length > 1 && rest.length > 0) throw new UsageError('cannot specify multiple --image options and command');
  const port = options.number('port') ?? -1;
  const containers = images.map((image, index) => ({
    name: containerName(image),
    image,
    ...(rest.length > 0 && { command: rest }),
    ...(index === 0 && port >= 0 && { ports: [{ containerPort: port }] }),
    resources: {},
  }));
  const labels = { app };
  return {
    spec: {
      replicas: options.number('replicas') ?? 1,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers } },
      strategy: {},
    },
    status: {},
  };
}

/** The last part of an image's name; what could be no name gets a suffix that nobody foresees. */
function containerName(image: string): string {
  const name = (image.split('/').at(-1) ?? '').split(':')[0]?.split('@')[0] ?? '';
  return /[_.]/.test(name) ? `${name.replace(/[_.]/g, '-')}-${randomSuffix(image)}` : name;
}

/** `cmd/create/create_pdb.go: Validate, createPodDisruptionBudgets` */
function budget({ options }: Session): Fields {
  const [selector, min, max] = ['selector', 'min-available', 'max-unavailable'].map((name) => options.text(name) ?? '');
  if (!selector) throw new UsageError('a selector must be specified');
  if (!max && !min) throw new UsageError('one of min-available or max-unavailable must be specified');
  if (max && min) throw new UsageError('min-available and max-unavailable cannot be both specified');
  const amount = min || max || '';
  if (!/^\d+%?$/.test(amount)) throw new UsageError(`invalid format specified for ${min ? 'min-available' : 'max-unavailable'}`);
  const value = amount.endsWith('%') ? amount : Number(amount);
  return {
    spec: { ...(min && { minAvailable: value }), selector: labelSelectorOf(selector), ...(max && { maxUnavailable: value }) },
    status: { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 },
  };
}

/** `cmd/create/create_service.go: createService` */
function service({ options }: Session, app: string, type: string): Fields {
  const [tcp, clusterIP] = [options.list('tcp'), options.text('clusterip') ?? ''];
  if (clusterIP === 'None' && type !== 'ClusterIP') throw new UsageError('ClusterIP=None can only be used with ClusterIP service type');
  if (clusterIP !== 'None' && tcp.length === 0 && type !== 'ExternalName') throw new UsageError('at least one tcp port specifier must be provided');
  const nodePort = options.number('node-port') ?? 0;
  const ports = tcp.map((written) => {
    const [port = '', target = port] = written.split(':');
    if (!/^\d+$/.test(port)) throw new UsageError(`strconv.ParseUint: parsing ${goQuote(port)}: invalid syntax`);
    return {
      name: written.replace(':', '-'),
      protocol: 'TCP',
      port: Number(port),
      targetPort: /^\d+$/.test(target) ? Number(target) : target,
      ...(nodePort !== 0 && { nodePort }),
    };
  });
  const external = options.text('external-name') ?? '';
  return {
    spec: {
      ...(ports.length > 0 && { ports }),
      selector: { app },
      ...(clusterIP !== '' && { clusterIP }),
      type,
      ...(external !== '' && { externalName: external }),
    },
    status: { loadBalancer: {} },
  };
}
