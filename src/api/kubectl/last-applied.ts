/** The annotation in which apply remembers what it sent (staging/src/k8s.io/kubectl/pkg/util/apply.go). */
import { clone, type Fields, fields, map } from '../schema/fields.ts';
import { compactJson } from './printing/json.ts';

export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** The manifest with the annotation; its own text has no annotation of that name. */
export function withLastApplied(object: Fields): Fields {
  const meta = fields(object, 'metadata') ?? {};
  const { [LAST_APPLIED]: _old, ...written } = map(meta, 'annotations');
  const annotations = Object.fromEntries(Object.entries(written).map(([key, value]) => [key, value ?? '']));
  const recorded = compactJson({ ...object, metadata: { ...meta, annotations } });
  return { ...clone(object), metadata: { ...clone(meta), annotations: { ...annotations, [LAST_APPLIED]: `${recorded}\n` } } };
}

/** What apply sent last, undefined if there is no such annotation. */
export function lastApplied(object: Fields): Fields | undefined {
  const recorded = map(fields(object, 'metadata'), 'annotations')[LAST_APPLIED];
  return recorded === undefined ? undefined : (JSON.parse(recorded) as Fields);
}
