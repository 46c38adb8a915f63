/** What the Pod's pull secrets say to a registry (`pkg/credentialprovider` of the kubelet). */
import { base64Error } from '../../base/base64.ts';
import type { KubernetesObject, Pod } from '../../model/kubernetes.ts';
import { fullReference, type PullCredential } from '../node/images.ts';
import { dataOf } from './environment.ts';

/** Names of the Pod's pull secrets; entries without a name are skipped. */
export function pullSecretNames(pod: Pod): string[] {
  const secrets = (pod.spec['imagePullSecrets'] ?? []) as { name?: string }[];
  return secrets.flatMap(({ name }) => (name === undefined || name === '' ? [] : [name]));
}

/** What is wrong with a secret, so that no image can be had with it; the kubelet makes it the reason of the waiting container. */
export interface SecretError {
  error: string;
}

/** The credentials of the secrets that are meant for an image, the most specific first (`keyring.go: BasicDockerKeyring.Lookup`). */
export function credentialsFor(image: string, secrets: readonly KubernetesObject[]): PullCredential[] | SecretError {
  const entries: { key: string; credential: PullCredential }[] = [];
  for (const secret of secrets) {
    for (const { key, hash, error } of entriesOf(secret)) {
      if (error !== undefined) return { error };
      entries.push({ key, credential: { hash, secret: secret.metadata.uid ?? secret.metadata.name ?? '' } });
    }
  }
  const repository = repositoryOf(image);
  const meant = entries.filter(({ key }) => matches(key, repository)).sort((one, other) => (one.key > other.key ? -1 : Number(one.key < other.key)));
  const found = meant.length === 0 && repository.startsWith(HUB) ? entries.filter(({ key }) => key === OLD_HUB) : meant;
  return found.map(({ credential }) => credential);
}

/** Whom a secret has credentials for: hosts, with a path where it is for a part of the registry only. */
export function registriesOf(secret: KubernetesObject): string[] {
  return entriesOf(secret).map(({ key }) => key);
}

const HUB = 'docker.io/';
/** `docker login` writes `https://index.docker.io/v1/`. */
const OLD_HUB = 'index.docker.io';

/** Of each type of Secret only its own key counts (`secrets/secrets.go: secretsToTrackedDockerConfigs`). */
function entriesOf(secret: KubernetesObject): { key: string; hash: string; error: string | undefined }[] {
  const { '.dockerconfigjson': config, '.dockercfg': old } = dataOf(secret);
  const text = secret['type'] === 'kubernetes.io/dockerconfigjson' ? config : secret['type'] === 'kubernetes.io/dockercfg' ? old : undefined;
  if (text === undefined) return [];
  try {
    const parsed = JSON.parse(text) as { auths?: Record<string, Access> } & Record<string, Access>;
    const auths = secret['type'] === 'kubernetes.io/dockercfg' ? parsed : (parsed.auths ?? {});
    return Object.entries(auths).map(([location, access]) => ({ key: keyOf(location), ...identityOf(access) }));
  } catch {
    return [];
  }
}

interface Access {
  username?: string;
  password?: string;
  auth?: string;
}

/** `https://`, `/v1/` and `/v2/` say nothing (`keyring.go: BasicDockerKeyring.Add`). */
function keyOf(location: string): string {
  const [, host = '', path = ''] = /^(?:https?:\/\/)?([^/?#]*)([^?#]*)/.exec(location) ?? [];
  const part = /^\/v[12]\//.test(path) ? path.slice(3) : path;
  return part === '/' ? host : `${host}${part}`;
}

/** User and password, as a text that is equal for equal ones (`config.go: decodeDockerConfigFieldAuth`). */
function identityOf({ username = '', password = '', auth = '' }: Access): { hash: string; error: string | undefined } {
  if (auth === '') return { hash: JSON.stringify([username, password]), error: undefined };
  const illegal = authError(auth);
  if (illegal !== undefined) return { hash: '', error: `illegal base64 data at input byte ${illegal}` };
  const text = atob(auth.replace(/\s/g, ''));
  const colon = text.indexOf(':');
  if (colon < 0) return { hash: '', error: 'unable to parse auth field, must be formatted as base64(username:password)' };
  return { hash: JSON.stringify([text.slice(0, colon), text.slice(colon + 1)]), error: undefined };
}

/** With a padding it is read as such, otherwise it must have none. */
function authError(auth: string): number | undefined {
  if (auth.trim().endsWith('=')) return base64Error(auth);
  const left = auth.length % 4;
  const error = base64Error(left < 2 ? auth : auth.padEnd(auth.length + 4 - left, '='));
  return error ?? undefined;
}

function repositoryOf(image: string): string {
  return fullReference(image)
    .replace(/@.*$/, '')
    .replace(/:[^/]*$/, '');
}

/** `keyring.go: URLsMatch`: the host part by part, where `*` stands for a part or a piece of one; the same port; the path from its beginning on. */
function matches(key: string, repository: string): boolean {
  const [glob, target] = [urlOf(key), urlOf(repository)];
  if (glob.port !== target.port || glob.parts.length !== target.parts.length || !target.path.startsWith(glob.path)) return false;
  return glob.parts.every((part, index) => globbed(part).test(target.parts[index] ?? ''));
}

function urlOf(text: string): { parts: string[]; port: string; path: string } {
  const [, host = '', port = '', path = ''] = /^([^:/]*)(?::(\d*))?(.*)$/.exec(text) ?? [];
  return { parts: host.split('.'), port, path };
}

function globbed(part: string): RegExp {
  return new RegExp(
    `^${part
      .replace(/[.+^${}()|\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  );
}
