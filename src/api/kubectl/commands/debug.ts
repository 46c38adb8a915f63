/** `kubectl debug POD --image=…`: an ephemeral container (staging/src/k8s.io/kubectl/pkg/cmd/debug). */
import { randomSuffix } from '../../generated-names.ts';
import { goQuote } from '../../go-text.ts';
import { clone, type Fields, fields, list } from '../../schema/fields.ts';
import { ServerError, UsageError } from '../outcome.ts';
import type { Session } from '../session.ts';

export function debug(session: Session): void {
  const { options } = session;
  const [word = ''] = session.words;
  if (word === '') throw new UsageError('NAME or --filename is required for debug');
  const kind = session.resource('pods');
  const name = word.includes('/') ? session.target([word]).name : word;
  const image = options.text('image');
  if (image === undefined || image === '') throw new UsageError('you must specify --image when not using --copy-to.');
  if (/\s/.test(image)) throw new UsageError(`invalid image name ${goQuote(image)}: invalid reference format`);
  if (options.text('profile') === 'legacy')
    session.out.note(
      '--profile=legacy is deprecated and planned to be removed in v1.39. It is recommended to specify other profile, for example "--profile=general".',
    );
  const target = options.text('target');
  if (target !== undefined && options.text('quiet') !== 'true') {
    session.out.line(
      `Targeting container ${goQuote(target)}. If you don't see processes from this container it may be because the container runtime doesn't support this feature.`,
    );
  }
  const pod = session.find(kind, name);
  const container: Fields = {
    name: options.text('container') ?? defaultName(session, name),
    image,
    ...(options.has('env') && { env: options.all('env').map((pair) => ({ name: pair.split('=')[0], value: pair.slice(pair.indexOf('=') + 1) })) }),
    ...(options.text('image-pull-policy') !== undefined && { imagePullPolicy: options.text('image-pull-policy') }),
    ...(session.rest.length > 0 && { command: [...session.rest] }),
    ...securityContext(options.text('profile') ?? 'general'),
    ...(options.flag('stdin') && { stdin: true }),
    ...(options.flag('tty') && { tty: true }),
    ...(target !== undefined && { targetContainerName: target }),
  };
  const changed = clone(pod as unknown as Fields);
  const spec = fields(changed, 'spec') ?? {};
  spec['ephemeralContainers'] = [...list(spec, 'ephemeralContainers'), container];
  const answer = session.server.update(kind, session.namespace, name, changed, { ...session.writeOptions, subresource: 'ephemeralcontainers' });
  if ('error' in answer) throw new ServerError(answer.error);
}

function defaultName(session: Session, pod: string): string {
  const name = `debugger-${randomSuffix(`debug/${session.namespace}/${pod}`)}`;
  if (!session.options.flag('quiet')) session.out.line(`Defaulting debug container name to ${name}.`);
  return name;
}

/** What a profile adds to an ephemeral container (profiles.go). */
function securityContext(profile: string): Fields {
  switch (profile) {
    case 'legacy':
    case 'baseline':
      return {};
    case 'general':
      return { securityContext: { capabilities: { add: ['SYS_PTRACE'] } } };
    case 'netadmin':
      return { securityContext: { capabilities: { add: ['NET_ADMIN', 'NET_RAW'] } } };
    case 'sysadmin':
      return { securityContext: { privileged: true } };
    case 'restricted':
      return {
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      };
    default:
      throw new UsageError(`unknown profile: ${profile}`);
  }
}
