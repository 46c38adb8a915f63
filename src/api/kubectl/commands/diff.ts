/** `kubectl diff` (staging/src/k8s.io/kubectl/pkg/cmd/diff): what apply would change. */
import type { KubernetesObject } from '../../../model/kubernetes.ts';
import { goQuote } from '../../go-text.ts';
import { unifiedDiff } from '../../line-diff.ts';
import { mergeOnServer } from '../../patch/strategic.ts';
import { fields, text } from '../../schema/fields.ts';
import type { Answer } from '../../server/server.ts';
import { lastApplied, withLastApplied } from '../last-applied.ts';
import type { Manifest } from '../manifests.ts';
import { ServerError } from '../outcome.ts';
import { yamlText } from '../printing/yaml.ts';
import type { Session } from '../session.ts';
import { threeWayPatch } from '../three-way.ts';

/** Differences make it fail, without a word on stderr. The files that are compared have no folders of their own here. */
export function diff(session: Session): void {
  for (const manifest of session.eachManifest()) {
    const name = text(fields(manifest.object, 'metadata'), 'name');
    const live = session.server.get(manifest.kind, session.namespaceOf(manifest), name);
    const answer = merged(session, manifest, live);
    if ('error' in answer) {
      session.out.fail(new ServerError(answer.error, live === undefined ? '' : `error when diffing ${goQuote(manifest.source)}`));
      continue;
    }
    const [before, after] = [live === undefined ? '' : yamlText(live), yamlText(answer.object)];
    if (before === after) continue;
    const file = `${manifest.kind.apiVersion.replace('/', '.')}.${manifest.kind.kind}.${session.namespaceOf(manifest)}.${name}`;
    session.out.stdout += `diff -u -N LIVE/${file} MERGED/${file}\n--- LIVE/${file}\n+++ MERGED/${file}\n${unifiedDiff(before.trimEnd(), after.trimEnd())}`;
    session.out.differs = true;
  }
}

/** The object as it would be, from a server that only tries. */
function merged({ server }: Session, { kind, object }: Manifest, live: KubernetesObject | undefined): Answer {
  const [modified, options] = [withLastApplied(object), { dryRun: true, fieldValidation: 'Strict' } as const];
  const { namespace = '', name = '' } = (fields(object, 'metadata') ?? {}) as { namespace?: string; name?: string };
  if (live === undefined) return server.create(kind, namespace, object, options);
  const current = live;
  const sent = threeWayPatch(kind.kind, lastApplied(current) ?? {}, modified, current);
  if (Object.keys(sent).length === 0) return { object: live, warnings: [] };
  const result = mergeOnServer(kind.kind, current, sent);
  return server.update(kind, namespace, name, result.merged, { ...options, patch: result.patch });
}
