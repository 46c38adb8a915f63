/**
 * Questions that nobody thought out: manifests and changes drawn by chance over the API's own description and over the
 * recorded manifests, with what a real v1.36.2 API server and kubectl said. Uids, times, versions and random ends of names are replaced.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { answersCluster } from '../testing/answers.ts';
import { type Fields, isFields } from './schema/fields.ts';

interface Drawn {
  exitCode: number;
  stderr: string;
  /** What `-o json` showed, or the object after a change; null if there is none. */
  object?: Fields | null;
}

interface DrawnManifest extends Drawn {
  command: string;
  manifest: string;
}

interface DrawnChange extends Drawn {
  /** What exists before. */
  before: string;
  args: string[];
  /** The file that `args` names. */
  manifest?: string;
  stdout: string;
  /** The command that shows the object afterwards. */
  get: string[];
}

const read = <T>(file: string): T[] =>
  readFileSync(fileURLToPath(new URL(`../testing/fixtures/drawn/${file}`, import.meta.url)), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as T);

/** Without what is another each time. */
const plain = (text: string): string =>
  text
    .replaceAll(/(kube-api-access-|import-|web-)[a-z0-9]{5}\b/g, '$1XXXXX')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'UID')
    .replaceAll(/20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, 'TIME')
    .replaceAll(/(resourceVersion\\*":\\*")\d+/g, '$1N');

function objectIn(text: string): Fields | undefined {
  if (text === '') return undefined;
  const object = JSON.parse(plain(text)) as Fields;
  const { metadata, status } = object as { metadata: Fields; status?: Fields };
  for (const field of ['uid', 'resourceVersion', 'creationTimestamp']) delete metadata[field];
  for (const condition of (status?.['conditions'] ?? []) as Fields[]) delete condition['lastTransitionTime'];
  return object;
}

describe('questions drawn by chance', () => {
  it('of manifests are answered as by the real ones', () => {
    const drawn = read<DrawnManifest>('manifests.jsonl');
    expect(drawn.length).toBeGreaterThan(500);
    for (const { command, manifest, exitCode, stderr, object } of drawn) {
      const answer = answersCluster().kubectl(command.split(' ').slice(1), { files: { FILE: manifest } });
      expect({ manifest, exitCode: answer.exitCode, stderr: plain(answer.stderr), object: objectIn(answer.stdout) }).toEqual({
        manifest,
        exitCode,
        stderr,
        object,
      });
    }
  });

  it('of changes are answered as by the real ones, and leave the same object', () => {
    const drawn = read<DrawnChange>('changes.jsonl');
    expect(drawn.length).toBeGreaterThan(250);
    for (const { before, args, manifest, exitCode, stdout, stderr, get, object } of drawn) {
      const cluster = answersCluster();
      const files = { BEFORE: before, FILE: manifest };
      cluster.kubectl(['apply', '-f', 'BEFORE'], { files });
      const answer = cluster.kubectl(args, { files });
      const left = objectIn(cluster.kubectl(get).stdout);
      expect({ args, exitCode: answer.exitCode, stdout: plain(answer.stdout), stderr: plain(answer.stderr), object: left ?? null }).toEqual({
        args,
        exitCode,
        stdout,
        stderr,
        object: isFields(object) ? object : null,
      });
    }
  });
});
