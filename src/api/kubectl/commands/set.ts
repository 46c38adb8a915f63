/** `kubectl set image|env|resources|serviceaccount|selector` (staging/src/k8s.io/kubectl/pkg/cmd/set). */
import type { KubernetesObject } from '../../../model/kubernetes.ts';
import { goQuote } from '../../go-text.ts';
import { parseQuantity } from '../../quantity.ts';
import { clone, deepEqual, type Fields, fields, list, text } from '../../schema/fields.ts';
import type { Kind } from '../../server/kinds.ts';
import { NOTHING_NAMED, ServerError, UsageError } from '../outcome.ts';
import type { Session } from '../session.ts';
import { findChanged } from '../targets.ts';

/** What is printed once it is done, and what comes before the server's refusal. */
const TEXTS: Record<string, { done: string; failed: string }> = {
  image: { done: 'image updated', failed: 'failed to patch image update to pod template: ' },
  env: { done: 'env updated', failed: 'failed to patch env update to pod template: ' },
  resources: { done: 'resource requirements updated', failed: 'failed to patch resources update to pod template ' },
  serviceaccount: { done: 'serviceaccount updated', failed: 'failed to patch ServiceAccountName ' },
};
const SHORT: Record<string, string> = { sa: 'serviceaccount' };

export function set(session: Session): void {
  session.readOutput();
  const [word = '', ...rest] = session.words;
  const what = SHORT[word] ?? word;
  const texts = TEXTS[what];
  if (what === 'selector') {
    setSelector(session, rest);
    return;
  }
  if (what === 'subject') throw new UsageError(rest.length === 0 ? NOTHING_NAMED : 'kubectl set subject is not covered here: there are no role bindings');
  if (texts === undefined) throw new UsageError(`unknown command "${word}"\nSee 'kubectl set -h' for help and examples`);
  if (rest.length === 0 && what !== 'env' && !session.options.has('filename')) throw new UsageError(NOTHING_NAMED);
  const isChange = (argument: string) => argument.includes('=') || (what === 'env' && argument.endsWith('-'));
  const account = what === 'serviceaccount' ? rest.at(-1) : undefined;
  const targets = rest.filter((argument, i) => !isChange(argument) && (account === undefined || i < rest.length - 1));
  const changes = rest.filter(isChange);
  if (what === 'env') checkVariables(changes);
  const found = findChanged(session, targets);
  if (what === 'image' && changes.length === 0) throw new UsageError('at least one image update is required');
  if (what === 'image' && changes.length > 1 && changes.some((change) => change.startsWith('*=')))
    throw new UsageError('all containers are already specified by *, but saw more than one container_name=container_image pairs');
  for (const { kind, object } of found) {
    if (what === 'env' && session.options.flag('list')) {
      listEnv(session, kind, object);
      continue;
    }
    setIn(session, kind, object, texts, (podSpec) => {
      if (what === 'image') for (const pair of changes) setImage(session, podSpec, pair);
      else if (what === 'env') {
        const container = session.options.text('container') ?? session.options.text('containers') ?? '*';
        if (selected(envContainers(podSpec), container).length === 0)
          session.out.warn(`${kind.kind}/${object.metadata.name ?? ''} does not have any containers matching ${goQuote(container)}`);
        setEnv(podSpec, changes, container);
      } else if (what === 'resources') setResources(session, podSpec);
      else podSpec['serviceAccountName'] = account;
    });
  }
}

/** `kubectl set selector`: what a Service finds its Pods by. */
function setSelector(session: Session, words: readonly string[]): void {
  if (words.length === 0) throw new UsageError('one or more resources must be specified as <resource> <name> or <resource>/<name>');
  const written = words.at(-1) ?? '';
  if (!written.includes('=')) throw new UsageError('a selector is required');
  const selector = Object.fromEntries(written.split(',').map(assignment));
  for (const { kind, object } of findChanged(session, words.slice(0, -1))) {
    if (kind.kind !== 'Service') throw new UsageError('setting a selector is only supported for Services');
    const changed = clone(object);
    changed['spec'] = { ...fields(changed, 'spec'), selector };
    if (session.dryRun === 'client') {
      session.report(kind, changed, 'selector updated');
      continue;
    }
    const answer = session.server.update(kind, object.metadata.namespace ?? '', object.metadata.name ?? '', changed, session.writeOptions);
    if ('error' in answer) throw new ServerError(answer.error);
    session.report(kind, answer.object, 'selector updated');
  }
}

/** `kubectl set env --list` */
function listEnv({ out, options }: Session, kind: Kind, object: KubernetesObject): void {
  const podSpec = fields(templateOf(kind, object), 'spec') ?? {};
  for (const container of selected(envContainers(podSpec), options.text('container') ?? options.text('containers') ?? '*')) {
    out.line(`# ${kind.kind} ${object.metadata.name ?? ''}, container ${text(container, 'name')}`);
    for (const variable of list(container, 'env')) {
      const from = fields(variable, 'valueFrom');
      out.line(from === undefined ? `${text(variable, 'name')}=${text(variable, 'value')}` : `# ${text(variable, 'name')} from ${sourceOf(from)}`);
    }
  }
}

function sourceOf(from: Fields): string {
  const [field, resource] = [fields(from, 'fieldRef'), fields(from, 'resourceFieldRef')];
  if (field !== undefined) return `field path ${text(field, 'fieldPath')}`;
  if (resource !== undefined) return `resource field ${[text(resource, 'containerName'), text(resource, 'resource')].filter((part) => part !== '').join('.')}`;
  const secret = fields(from, 'secretKeyRef');
  const [kind, key] = secret === undefined ? (['configmap', fields(from, 'configMapKeyRef')] as const) : (['secret', secret] as const);
  return `${kind} ${text(key, 'name')}, key ${text(key, 'key')}`;
}

/** The Pod itself or the template of its owner. */
const templateOf = (kind: Kind, object: Fields): Fields | undefined =>
  kind.kind === 'Pod' ? object : (kind.template ?? '').split('.').reduce<Fields | undefined>((at, part) => fields(at, part), object);

function setIn(session: Session, kind: Kind, current: KubernetesObject, texts: { done: string; failed: string }, change: (podSpec: Fields) => void): void {
  const changed = clone(current);
  change(fields(templateOf(kind, changed), 'spec') ?? {});
  if (deepEqual(changed, current)) return;
  if (session.dryRun === 'client') {
    session.report(kind, changed, texts.done);
    return;
  }
  const answer = session.server.update(kind, current.metadata.namespace ?? '', current.metadata.name ?? '', changed, session.writeOptions);
  for (const warning of answer.warnings) session.out.warn(warning);
  if ('error' in answer) session.out.fail(new UsageError(`${texts.failed}${answer.error.message}`));
  else session.report(kind, answer.object, texts.done);
}

/** A container that is not there is told of at the end: the others get their images (pkg/cmd/set/set_image.go: Run). */
function setImage({ out }: Session, podSpec: Fields, pair: string): void {
  const [container, image] = assignment(pair);
  const containers = selected([...list(podSpec, 'initContainers'), ...list(podSpec, 'containers')], container);
  if (containers.length === 0) out.fail(new UsageError(`error: unable to find container named ${goQuote(container)}`));
  for (const found of containers) found['image'] = image;
}

function setResources({ options }: Session, podSpec: Fields): void {
  const container = options.text('containers') ?? '*';
  const containers = selected([...list(podSpec, 'containers'), ...list(podSpec, 'initContainers')], container);
  if (containers.length === 0) throw new UsageError(`unable to find container named ${container}`);
  const given = (['limits', 'requests'] as const).filter((name) => options.list(name).length > 0);
  if (given.length === 0) throw new UsageError('you must specify an update to requests or limits (in the form of --requests/--limits)');
  for (const statement of given.flatMap((name) => options.list(name))) checkAmount(statement);
  for (const found of containers) {
    const resources = fields(found, 'resources') ?? {};
    for (const name of given) resources[name] = { ...fields(resources, name), ...Object.fromEntries(options.list(name).map(assignment)) };
    found['resources'] = resources;
  }
}

/** `cpu=100m` (pkg/generate/versioned/run.go: populateResourceListV1). */
function checkAmount(statement: string): void {
  const [, amount, ...more] = statement.split('=');
  if (amount === undefined || more.length > 0) throw new UsageError(`Invalid argument syntax ${statement}, expected <resource>=<value>`);
  const read = parseQuantity(amount);
  if ('error' in read) throw new UsageError(read.error);
}

/** Names of variables as kubectl wants them, which is narrower than the server does (pkg/cmd/set/env/env_parse.go: parseIntoEnvVar). */
function checkVariables(changes: readonly string[]): void {
  const set = changes.filter((change) => change.includes('=')).map((change) => assignment(change)[0]);
  for (const name of set) {
    const reasons = [
      ...(/^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(name)
        ? []
        : [
            "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit (e.g. 'my.env-name',  or 'MY_ENV.NAME',  or 'MyEnvName1', regex used for validation is '[-._a-zA-Z][-._a-zA-Z0-9]*')",
          ]),
      ...(name === '.' || name === '..' ? [`must not be '${name}'`] : name.startsWith('..') ? ["must not start with '..'"] : []),
    ];
    if (reasons.length > 0) throw new UsageError(`${goQuote(name)} is not a valid key name: ${reasons.join(';')}`);
  }
  if (changes.some((change) => !change.includes('=') && set.includes(change.slice(0, -1))))
    throw new UsageError('can not both modify and remove the same environment variable in the same command');
}

const selected = (containers: Fields[], name: string): Fields[] => containers.filter((candidate) => name === '*' || text(candidate, 'name') === name);

function assignment(pair: string): [key: string, value: string] {
  const at = pair.indexOf('=');
  return [pair.slice(0, at), pair.slice(at + 1)];
}

const envContainers = (podSpec: Fields): Fields[] => [...list(podSpec, 'containers'), ...list(podSpec, 'initContainers')];

function setEnv(podSpec: Fields, pairs: string[], container: string): void {
  for (const found of selected(envContainers(podSpec), container)) {
    let env = list(found, 'env');
    for (const pair of pairs) {
      const name = pair.includes('=') ? pair.slice(0, pair.indexOf('=')) : pair.slice(0, -1);
      const existing = env.find((variable) => text(variable, 'name') === name);
      if (!pair.includes('=')) env = env.filter((variable) => variable !== existing);
      else if (existing === undefined) env = [...env, { name, value: pair.slice(pair.indexOf('=') + 1) }];
      else {
        existing['value'] = pair.slice(pair.indexOf('=') + 1);
        delete existing['valueFrom'];
      }
    }
    if (env.length > 0) found['env'] = env;
    else delete found['env'];
  }
}
