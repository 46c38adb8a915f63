/** Applying an edit to a scenario text as a user would: at a path, nothing else touched. */
import { type Document, isMap, isSeq, parseAllDocuments } from 'yaml';

interface TextEdit {
  document: 'pod' | 'scenario';
  /** `spec.containers[0].startupProbe`. */
  path: string;
  /** Absent: the field is taken away. */
  value?: unknown;
}

const POD_PATHS: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
};

/** @throws if the text has no such document. */
export function edited(text: string, edits: readonly TextEdit[]): string {
  const documents = parseAllDocuments(text) as Document[];
  for (const { document: half, path, value } of edits) {
    const found = documents.find((document) =>
      half === 'scenario' ? document.get('kind') === 'Scenario' : document.get('kind') === 'Pod' || String(document.get('kind')) in POD_PATHS,
    );
    if (!found) throw new Error(`the text has no ${half} document`);
    const keys = [...(half === 'pod' ? (POD_PATHS[String(found.get('kind'))] ?? []) : []), ...stepsOf(path)];
    if (value === undefined) found.deleteIn(keys);
    else setIn(found, keys, value);
  }
  return documents.map(String).join('---\n');
}

function setIn(document: Document, keys: readonly (string | number)[], value: unknown): void {
  // A collection that is not there yet is made as a map
  for (let depth = 1; depth < keys.length; depth += 1) {
    const parent = document.getIn(keys.slice(0, depth));
    if (!isMap(parent) && !isSeq(parent)) document.setIn(keys.slice(0, depth), document.createNode({}));
  }
  document.setIn(keys, document.createNode(value));
}

function stepsOf(path: string): (string | number)[] {
  return path.split(/[.[\]]+/).flatMap((step) => (step === '' ? [] : [/^\d+$/.test(step) ? Number(step) : step]));
}
