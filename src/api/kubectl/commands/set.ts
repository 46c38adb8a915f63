/** `kubectl set image|env|resources|serviceaccount` (staging/src/k8s.io/kubectl/pkg/cmd/set). */
import type { KubernetesObject } from '../../../model/kubernetes.ts';
import { goQuote } from '../../go-text.ts';
import { clone, deepEqual, type Fields, fields, list, text } from '../../schema/fields.ts';
import type { Kind } from '../../server/kinds.ts';
import { UsageError } from '../outcome.ts';
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
  if (texts === undefined) throw new UsageError(`unknown command "set ${word}"`);
  const isChange = (argument: string) => argument.includes('=') || (what === 'env' && argument.endsWith('-'));
  const account = what === 'serviceaccount' ? rest.at(-1) : undefined;
  const targets = rest.filter((argument, i) => !isChange(argument) && (account === undefined || i < rest.length - 1));
  const changes = rest.filter(isChange);
  if (what === 'image' && changes.length === 0) throw new UsageError('at least one image update is required');
  for (const { kind, object } of findChanged(session, targets)) {
    setIn(session, kind, object, texts, (podSpec) => {
      if (what === 'image') for (const pair of changes) setImage(podSpec, pair);
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

function setIn(session: Session, kind: Kind, current: KubernetesObject, texts: { done: string; failed: string }, change: (podSpec: Fields) => void): void {
  const changed = clone(current as unknown as Fields);
  const template = (kind.template ?? '').split('.').reduce<Fields | undefined>((at, part) => fields(at, part), changed);
  change(fields(kind.kind === 'Pod' ? changed : template, 'spec') ?? {});
  if (deepEqual(changed, current)) return;
  if (session.dryRun === 'client') {
    session.report(kind, changed, texts.done);
    return;
  }
  const answer = session.server.update(kind, current.metadata.namespace ?? '', current.metadata.name ?? '', changed, session.writeOptions);
  for (const warning of answer.warnings) session.out.warn(warning);
  if ('error' in answer) throw new UsageError(`${texts.failed}${answer.error.message}`);
  session.report(kind, answer.object, texts.done);
}

function setImage(podSpec: Fields, pair: string): void {
  const [container, image] = assignment(pair);
  const containers = selected([...list(podSpec, 'initContainers'), ...list(podSpec, 'containers')], container);
  if (containers.length === 0) throw new UsageError(`unable to find container named ${goQuote(container)}`);
  for (const found of containers) found['image'] = image;
}

function setResources({ options }: Session, podSpec: Fields): void {
  const container = options.text('containers') ?? '*';
  const containers = selected([...list(podSpec, 'containers'), ...list(podSpec, 'initContainers')], container);
  if (containers.length === 0) throw new UsageError(`unable to find container named ${container}`);
  const given = (['limits', 'requests'] as const).filter((name) => options.list(name).length > 0);
  if (given.length === 0) throw new UsageError('you must specify an update to requests or limits (in the form of --requests/--limits)');
  for (const found of containers) {
    const resources = fields(found, 'resources') ?? {};
    for (const name of given) resources[name] = { ...fields(resources, name), ...Object.fromEntries(options.list(name).map(assignment)) };
    found['resources'] = resources;
  }
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
