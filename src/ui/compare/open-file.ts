/** A file of the reader's as what the present run is compared with: YAML, or a recording. */
import type { AppActions } from '../../store/app-store.ts';

export async function compareWithFile(file: File, { startComparison }: Pick<AppActions, 'startComparison'>): Promise<void> {
  startComparison({ kind: 'text', title: file.name, text: await file.text() });
}

/** Files as one text: manifests one after the other, or the Pods and the Events that kubectl watched. */
export async function importedFrom(files: readonly File[]): Promise<{ title: string; text: string }> {
  const texts = await Promise.all(files.map((file) => file.text()));
  const separator = texts.every((text) => /^\s*\{/.test(text)) ? '\n' : '\n---\n';
  return { title: files.map(({ name }) => name).join(', '), text: texts.join(separator) };
}

/** A recording, JSON of Events or of Pods with a status, or the description of a Pod: what happened, and nothing to simulate. */
export function isCaptured(text: string): boolean {
  if (/^Name: +\S/m.test(text) && /^(?:Init )?Containers:\s*$/m.test(text)) return true;
  return /^\s*\{/.test(text) && /^\s*\{\s*"(?:kind"\s*:\s*"Meta|t"\s*:)|"(?:phase|involvedObject|regarding)"\s*:\s*["{]/.test(text);
}
