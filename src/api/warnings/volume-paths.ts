/** Files of one volume that lie on or in each other (pkg/api/pod/warnings.go: warningsForOverlappingVirtualPaths). */
import { goQuote } from '../go-text.ts';
import { type Fields, fields, list, text } from '../schema/fields.ts';

interface File {
  path: string;
  /** Which source of a projected volume it comes from. */
  source: string;
}

export function overlappingPaths(volumes: Fields[]): string[] {
  return volumes.flatMap((volume) => {
    const warn = (description: string) => (overlap: string) => `volume ${goQuote(text(volume, 'name'))} (${description}): overlapping paths: ${overlap}`;
    const [configMap, secret, downward] = [fields(volume, 'configMap'), fields(volume, 'secret'), fields(volume, 'downwardAPI')];
    return [
      ...overlaps(items(configMap)).map(warn(`ConfigMap ${goQuote(text(configMap, 'name'))}`)),
      ...overlaps(items(secret)).map(warn(`Secret ${goQuote(text(secret, 'secretName'))}`)),
      ...overlaps(items(downward)).map(warn('DownwardAPI')),
      ...projected(volume, warn('Projected')),
    ];
  });
}

const items = (source: Fields | undefined, label = ''): File[] => list(source, 'items').map((item) => ({ path: text(item, 'path'), source: label }));

function projected(volume: Fields, warn: (overlap: string) => string): string[] {
  const warnings: string[] = [];
  let known: File[] = [];
  for (const source of list(fields(volume, 'projected'), 'sources')) {
    if (Object.keys(source).length === 0) {
      warnings.push(`volume ${goQuote(text(volume, 'name'))} (Projected) has no sources provided`);
      continue;
    }
    for (const file of filesOf(source)) {
      warnings.push(...collisions(known, file).map(warn));
      known = [...known, trimmed(file)];
    }
  }
  return warnings;
}

function filesOf(source: Fields): File[] {
  const [configMap, secret, downward] = [fields(source, 'configMap'), fields(source, 'secret'), fields(source, 'downwardAPI')];
  if (list(configMap, 'items').length > 0) return items(configMap, `ConfigMap ${goQuote(text(configMap, 'name'))}`);
  if (list(secret, 'items').length > 0) return items(secret, `Secret ${goQuote(text(secret, 'name'))}`);
  if (list(downward, 'items').length > 0) return items(downward, 'DownwardAPI');
  const token = fields(source, 'serviceAccountToken');
  if (token !== undefined) return [{ path: text(token, 'path'), source: 'ServiceAccountToken' }];
  const bundle = fields(source, 'clusterTrustBundle');
  if (bundle !== undefined)
    return [{ path: text(bundle, 'path'), source: `ClusterTrustBundle ${goQuote(text(bundle, 'name') || text(bundle, 'signerName'))}` }];
  const certificate = fields(source, 'podCertificate');
  return [
    ['certificateChainPath', 'chain'],
    ['keyPath', 'key'],
    ['credentialBundlePath', 'credential bundle'],
  ].flatMap(([field = '', label = '']) => (text(certificate, field) === '' ? [] : [{ path: text(certificate, field), source: `PodCertificate ${label}` }]));
}

function overlaps(files: File[]): string[] {
  return files.flatMap((file, i) => collisions(files.slice(0, i).map(trimmed), file));
}

const trimmed = (file: File): File => ({ ...file, path: file.path.replace(/\/+$/, '') });
const shown = ({ path, source }: File) => (source === '' ? goQuote(path) : `${goQuote(path)} (${source})`);

/** Equal paths, or one inside the other. */
function collisions(known: File[], file: File): string[] {
  const own = trimmed(file);
  if (own.path === '') return [];
  return known
    .filter((other) => other.path !== '' && (other.path === own.path || other.path.startsWith(`${own.path}/`) || own.path.startsWith(`${other.path}/`)))
    .map((other) => `${shown(own)} with ${shown(other)}`);
}
