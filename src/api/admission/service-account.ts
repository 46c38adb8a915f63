/** ServiceAccount admission (plugin/pkg/admission/serviceaccount/admission.go: Admit). */
import { goQuote } from '../go-text.ts';
import { generateName } from '../generated-names.ts';
import { type Fields, list, map, text } from '../schema/fields.ts';
import { type AdmissionContext, forbidden, objectsOfKind } from './context.ts';

const TOKEN_MOUNT_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
const VOLUME_PREFIX = 'kube-api-access-';
const TOKEN_SECONDS = 3607;

export function admitServiceAccount(meta: Fields, spec: Fields, context: AdmissionContext): void {
  if (map(meta, 'annotations')['kubernetes.io/config.mirror'] !== undefined) {
    if (text(spec, 'serviceAccountName') !== '') throw forbidden(meta, 'a mirror pod may not reference service accounts');
    return;
  }
  const name = text(spec, 'serviceAccountName') || 'default';
  spec['serviceAccountName'] = name;
  spec['serviceAccount'] = name;
  const account = objectsOfKind(context, 'ServiceAccount', true).find((object) => object.metadata.name === name);
  if (account === undefined && name !== 'default')
    throw forbidden(meta, `error looking up service account ${context.namespace}/${name}: serviceaccount ${goQuote(name)} not found`);
  const automount = spec['automountServiceAccountToken'] ?? account?.['automountServiceAccountToken'] ?? true;
  if (automount === true) mountToken(spec, context.nameSubject);
  const secrets = list(account, 'imagePullSecrets');
  if (list(spec, 'imagePullSecrets').length === 0 && secrets.length > 0) spec['imagePullSecrets'] = secrets.map((secret) => ({ name: text(secret, 'name') }));
}

function mountToken(spec: Fields, subject: string): void {
  const existing = list(spec, 'volumes').find((volume) => text(volume, 'name').startsWith(VOLUME_PREFIX));
  const name = existing === undefined ? generateName(VOLUME_PREFIX, subject) : text(existing, 'name');
  let needed = false;
  for (const container of [...list(spec, 'initContainers'), ...list(spec, 'containers')]) {
    const mounts = list(container, 'volumeMounts');
    if (mounts.some((mount) => mount['mountPath'] === TOKEN_MOUNT_PATH)) continue;
    container['volumeMounts'] = [...mounts, { name, readOnly: true, mountPath: TOKEN_MOUNT_PATH }];
    needed = true;
  }
  if (existing === undefined && needed) spec['volumes'] = [...list(spec, 'volumes'), tokenVolume(name)];
}

const tokenVolume = (name: string): Fields => ({
  name,
  projected: {
    sources: [
      { serviceAccountToken: { expirationSeconds: TOKEN_SECONDS, path: 'token' } },
      { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
      { downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] } },
    ],
    defaultMode: 0o644,
  },
});
