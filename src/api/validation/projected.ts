/** Projected volumes (validation.go: validateProjectionSources). */
import { type Fields, fields, list, num, text } from '../schema/fields.ts';
import type { PodContext } from './context.ts';
import { validateFileMode, validateUnreservedPath } from './paths.ts';
import { validateLabelSelector } from './selectors.ts';
import { validateDownwardItem, validateKeyToPath } from './volumes.ts';

const MIN_TOKEN_SECONDS = 600;
const MAX_TOKEN_SECONDS = 2 ** 32;
const KEY_TYPES = ['RSA3072', 'RSA4096', 'ECDSAP256', 'ECDSAP384', 'ECDSAP521', 'ED25519'];

export function validateProjected(context: PodContext, source: Fields, path: string): void {
  const { errors } = context;
  validateFileMode(errors, num(source, 'defaultMode'), `${path}.defaultMode`);
  const taken = new Set<string>();
  /** Two sources may not write the same file; `blamed` is what the error shows. */
  const claim = (file: string, blamed: string) => {
    if (taken.has(file)) errors.invalid(path, blamed, 'conflicting duplicate paths');
    taken.add(file);
  };
  for (const [i, entry] of list(source, 'sources').entries()) {
    const at = `${path}.sources[${i}]`;
    let kinds = 0;
    for (const name of ['secret', 'configMap']) {
      const keyed = fields(entry, name);
      if (keyed === undefined) continue;
      kinds += 1;
      if (text(keyed, 'name') === '') errors.required(`${at}.${name}.name`);
      for (const [n, item] of list(keyed, 'items').entries()) {
        validateKeyToPath(context, item, `${at}.${name}.items[${n}]`);
        if (text(item, 'path') !== '') claim(text(item, 'path'), text(keyed, 'name'));
      }
    }
    const downward = fields(entry, 'downwardAPI');
    if (downward !== undefined) {
      kinds += 1;
      for (const item of list(downward, 'items')) {
        validateDownwardItem(context, item, `${at}.downwardAPI`);
        if (text(item, 'path') !== '') claim(text(item, 'path'), text(item, 'path'));
      }
    }
    const token = fields(entry, 'serviceAccountToken');
    if (token !== undefined) {
      kinds += 1;
      validateToken(context, token, `${at}.serviceAccountToken`, path);
    }
    const bundle = fields(entry, 'clusterTrustBundle');
    if (bundle !== undefined) {
      kinds += 1;
      validateTrustBundle(context, bundle, `${at}.clusterTrustBundle`);
      claim(text(bundle, 'path'), text(bundle, 'path'));
    }
    const certificate = fields(entry, 'podCertificate');
    if (certificate !== undefined) {
      kinds += 1;
      validateCertificate(context, certificate, `${at}.podCertificate`, claim);
    }
    if (kinds > 1) errors.forbidden(at, 'may not specify more than 1 volume type per source');
  }
}

function validateToken({ errors }: PodContext, token: Fields, path: string, volumePath: string): void {
  const seconds = num(token, 'expirationSeconds') ?? 0;
  if (seconds < MIN_TOKEN_SECONDS) errors.invalid(`${path}.expirationSeconds`, seconds, 'may not specify a duration less than 10 minutes');
  if (seconds > MAX_TOKEN_SECONDS) errors.invalid(`${path}.expirationSeconds`, seconds, 'may not specify a duration larger than 2^32 seconds');
  if (text(token, 'path') === '') errors.required(`${volumePath}.path`);
  else validateUnreservedPath(errors, text(token, 'path'), `${volumePath}.path`);
}

function validateTrustBundle({ errors }: PodContext, bundle: Fields, path: string): void {
  const byName = bundle['name'] !== undefined;
  const bySigner = bundle['signerName'] !== undefined;
  if (byName && bySigner) errors.invalid(path, bundle, 'only one of name and signerName may be used');
  else if (byName) {
    if (text(bundle, 'name') === '') errors.required(`${path}.name`, 'must be a valid object name');
    if (fields(bundle, 'labelSelector') !== undefined)
      errors.invalid(`${path}.labelSelector`, bundle['labelSelector'], 'labelSelector must be unset if name is specified');
  } else if (bySigner) {
    if (text(bundle, 'signerName') === '') errors.required(`${path}.signerName`, 'must be a valid signer name');
    validateLabelSelector(errors, fields(bundle, 'labelSelector'), `${path}.labelSelector`);
  } else errors.required(path, 'either name or signerName must be specified');
  if (text(bundle, 'path') === '') errors.required(`${path}.path`);
  validateUnreservedPath(errors, text(bundle, 'path'), `${path}.path`);
}

function validateCertificate({ errors }: PodContext, certificate: Fields, path: string, claim: (file: string, blamed: string) => void): void {
  if (text(certificate, 'signerName') === '') errors.required(`${path}.signerName`);
  if (!KEY_TYPES.includes(text(certificate, 'keyType'))) errors.unsupported(`${path}.keyType`, text(certificate, 'keyType'), KEY_TYPES);
  const seconds = num(certificate, 'maxExpirationSeconds');
  if (seconds !== undefined && seconds < 3600) errors.invalid(`${path}.maxExpirationSeconds`, seconds, 'if provided, maxExpirationSeconds must be >= 3600');
  const names = ['credentialBundlePath', 'keyPath', 'certificateChainPath'].filter((name) => text(certificate, name) !== '');
  for (const name of names) {
    validateUnreservedPath(errors, text(certificate, name), `${path}.${name}`);
    claim(text(certificate, name), text(certificate, name));
  }
  if (names.length === 0) errors.required(path, 'specify at least one of credentialBundlePath, keyPath, and certificateChainPath');
}
