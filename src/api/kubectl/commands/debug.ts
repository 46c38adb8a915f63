/** `kubectl debug POD`: an ephemeral container, or with `--copy-to` a copy of the Pod (staging/src/k8s.io/kubectl/pkg/cmd/debug). */
import { REFERENCE } from '../../defaults/images.ts';
import { randomSuffix } from '../../generated-names.ts';
import { goQuote } from '../../go-text.ts';
import { clone, type Fields, fields, isTrue, list, num, strings, text } from '../../schema/fields.ts';
import type { Kind } from '../../server/kinds.ts';
import type { Answer } from '../../server/server.ts';
import type { Options } from '../options.ts';
import { ServerError, UsageError } from '../outcome.ts';
import type { Session } from '../session.ts';

export function debug(session: Session): void {
  const { options } = session;
  checkOptions(session);
  const profile = options.text('profile') ?? 'general';
  if (profile === 'legacy')
    session.out.note(
      '--profile=legacy is deprecated and planned to be removed in v1.39. It is recommended to specify other profile, for example "--profile=general".',
    );
  for (const word of session.words) {
    if (/^nodes?\//.test(word)) {
      session.find(session.resource('nodes'), session.target([word]).name);
      throw new UsageError(`kubectl debug ${word} is not covered here; debug a Pod`);
    }
    const kind = session.resource('pods');
    const pod = session.find(kind, word.includes('/') ? session.target([word]).name : word);
    const answer = options.has('copy-to') ? copyOf(session, kind, pod, profile) : withEphemeral(session, kind, pod, profile);
    for (const warning of answer.warnings) session.out.warn(warning);
    if ('error' in answer) throw new ServerError(answer.error);
  }
}

/** What goes together and what does not, before the server is asked (`DebugOptions.Validate`). */
function checkOptions({ options, words, rest, out }: Session): void {
  const [image, images, target] = [options.text('image') ?? '', imagesOf(options), options.text('target') ?? ''];
  if (options.has('copy-to')) {
    if (image === '' && images.size === 0 && rest.length === 0) throw new UsageError('you must specify --image, --set-image or command arguments.');
    if (rest.length > 0 && !options.has('container') && image === '')
      throw new UsageError('you must specify an existing container or a new image when specifying args.');
  } else {
    for (const flag of ['replace', 'same-node']) if (options.flag(flag)) throw new UsageError(`--${flag} may only be used with --copy-to.`);
    if (images.size > 0) throw new UsageError('--set-image may only be used with --copy-to.');
    if (image === '') throw new UsageError('you must specify --image when not using --copy-to.');
  }
  if (image !== '' && !REFERENCE.test(image)) throw new UsageError(`invalid image name ${goQuote(image)}: invalid reference format`);
  if (words.length === 0) throw new UsageError('NAME or filename is required for debug');
  const policy = options.text('image-pull-policy') ?? '';
  if (!['', 'Always', 'IfNotPresent', 'Never'].includes(policy)) throw new UsageError(`invalid image pull policy: ${policy}`);
  for (const [name, written] of images)
    if (!REFERENCE.test(written)) throw new UsageError(`invalid image name ${goQuote(written)} for container ${goQuote(name)}: invalid reference format`);
  if (target !== '' && options.has('copy-to')) throw new UsageError('--target is incompatible with --copy-to. Use --share-processes instead.');
  if (target !== '' && !options.flag('quiet'))
    out.line(
      `Targeting container ${goQuote(target)}. If you don't see processes from this container it may be because the container runtime doesn't support this feature.`,
    );
  if (options.has('custom')) throw new UsageError('--custom is not covered here');
  if (options.flag('tty') && !options.flag('stdin')) throw new UsageError('-i/--stdin is required for containers with -t/--tty=true');
}

/** `--set-image app=busybox,*=alpine` */
const imagesOf = (options: Options) => new Map(options.list('set-image').map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));

function withEphemeral(session: Session, kind: Kind, pod: Fields, profile: string): Answer {
  const { options } = session;
  const container: Fields = { name: options.text('container') ?? defaultName(session, pod), terminationMessagePolicy: 'File' };
  fillContainer(session, container);
  if (options.has('target')) container['targetContainerName'] = options.text('target');
  applyProfile(container, profile);
  const changed = clone(pod);
  const spec = fields(changed, 'spec') ?? {};
  warnOfOthersUser(session, container, spec);
  spec['ephemeralContainers'] = [...list(spec, 'ephemeralContainers'), container];
  const name = text(fields(pod, 'metadata'), 'name');
  return session.server.update(kind, session.namespace, name, changed, { ...session.writeOptions, subresource: 'ephemeralcontainers' });
}

/** A copy without what would make it part of the application, and in it the container to debug with. */
function copyOf(session: Session, kind: Kind, pod: Fields, profile: string): Answer {
  const { options } = session;
  const meta = fields(pod, 'metadata') ?? {};
  const keeps = (flag: string) => options.flag(`keep-${flag}`);
  const isLegacy = profile === 'legacy';
  const copy: Fields = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: options.text('copy-to'),
      namespace: meta['namespace'],
      ...((keeps('annotations') || isLegacy) && meta['annotations'] !== undefined && { annotations: meta['annotations'] }),
      ...(keeps('labels') && meta['labels'] !== undefined && { labels: meta['labels'] }),
    },
    spec: clone(fields(pod, 'spec') ?? {}),
  };
  const spec = fields(copy, 'spec') ?? {};
  delete spec['ephemeralContainers'];
  if (!options.flag('same-node')) delete spec['nodeName'];
  if (options.has('share-processes')) spec['shareProcessNamespace'] = options.flag('share-processes');
  const images = imagesOf(options);
  for (const container of list(spec, 'containers')) container['image'] = images.get(text(container, 'name')) ?? images.get('*') ?? container['image'];
  const container = debuggedContainer(session, spec);
  // Where images alone are set, the Pod stays as it is.
  if (container === undefined) copy['metadata'] = { ...fields(copy, 'metadata'), annotations: meta['annotations'], labels: meta['labels'] };
  else if (!isLegacy) {
    for (const each of list(spec, 'containers')) for (const probe of ['liveness', 'readiness', 'startup']) if (!keeps(probe)) delete each[`${probe}Probe`];
    if (options.text('keep-init-containers') === 'false') delete spec['initContainers'];
    spec['shareProcessNamespace'] ??= true;
  }
  if (container !== undefined) {
    fillContainer(session, container);
    applyProfile(container, profile);
    warnOfOthersUser(session, container, spec);
  }
  const answer = session.server.create(kind, session.namespace, copy, { ...session.writeOptions, fieldValidation: 'Ignore' });
  if (options.flag('replace') && !('error' in answer))
    session.server.delete(kind, session.namespace, text(meta, 'name'), { gracePeriodSeconds: 0, dryRun: false });
  return answer;
}

/** The container that is named, or a new one; none where only images are set. */
function debuggedContainer(session: Session, spec: Fields): Fields | undefined {
  const name = session.options.text('container') ?? '';
  const containers = list(spec, 'containers');
  const found = containers.find((container) => text(container, 'name') === name);
  if (found !== undefined) return found;
  if (!session.options.has('image')) {
    if (imagesOf(session.options).size > 0) return undefined;
    throw new UsageError('you must specify image when creating new container');
  }
  const added: Fields = { name: name === '' ? defaultName(session, spec) : name, terminationMessagePolicy: 'File' };
  containers.push(added);
  return added;
}

function fillContainer({ options, rest }: Session, container: Fields): void {
  if (rest.length > 0 && options.flag('arguments-only')) container['args'] = [...rest];
  else if (rest.length > 0) {
    container['command'] = [...rest];
    delete container['args'];
  }
  if (options.has('env')) container['env'] = options.all('env').map((pair) => ({ name: pair.split('=')[0], value: pair.slice(pair.indexOf('=') + 1) }));
  if (options.has('image')) container['image'] = options.text('image');
  if (options.has('image-pull-policy')) container['imagePullPolicy'] = options.text('image-pull-policy');
  for (const flag of ['stdin', 'tty']) {
    if (options.flag(flag)) container[flag] = true;
    else delete container[flag];
  }
}

function defaultName(session: Session, of: Fields): string {
  const name = `debugger-${randomSuffix(`debug/${session.namespace}/${text(fields(of, 'metadata'), 'name')}`)}`;
  if (!session.options.flag('quiet')) session.out.line(`Defaulting debug container name to ${name}.`);
  return name;
}

/** What a profile makes of the container (profiles.go). */
function applyProfile(container: Fields, profile: string): void {
  const addCapabilities = (...names: string[]) => {
    const context = (container['securityContext'] ??= {}) as Fields;
    const capabilities = (context['capabilities'] ??= {}) as Fields;
    capabilities['add'] = [...new Set([...strings(capabilities, 'add'), ...names])];
  };
  switch (profile) {
    case 'legacy':
      return;
    case 'baseline':
      delete container['securityContext'];
      return;
    case 'general':
      addCapabilities('SYS_PTRACE');
      return;
    case 'netadmin':
      addCapabilities('NET_ADMIN', 'NET_RAW');
      return;
    case 'sysadmin':
      container['securityContext'] = { ...fields(container, 'securityContext'), privileged: true };
      return;
    case 'restricted':
      container['securityContext'] = {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      };
      return;
    default:
      throw new UsageError(`unknown profile: ${profile}`);
  }
}

/** `displayWarning` */
function warnOfOthersUser({ out }: Session, container: Fields, spec: Fields): void {
  const context = fields(container, 'securityContext');
  const gains = isTrue(context, 'privileged') || strings(fields(context, 'capabilities'), 'add').length > 0;
  if ((num(fields(spec, 'securityContext'), 'runAsUser') ?? 0) === 0 || context?.['runAsUser'] === 0 || !gains) return;
  out.warn(
    'Non-root user is configured for the entire target Pod, and some capabilities granted by debug profile may not work. Please consider using "--custom" with a custom profile that specifies "securityContext.runAsUser: 0".',
  );
}
