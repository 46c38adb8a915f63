/** A file of the reader's as what the present run is compared with: YAML, or a recording. */
import type { AppActions, AppStore } from '../../store/app-store.ts';

export async function compareWithFile(file: File, store: AppStore): Promise<void> {
  const taken = await importedFrom([file], store.actions);
  if (taken) await compareOrAsk(taken, store);
}

/** What happened to another Pod is not put beside the present run before the reader has said so. */
export async function compareOrAsk(taken: { title: string; text: string }, store: AppStore): Promise<void> {
  const isOther = isCaptured(taken.text) && (await import('./captured-pod.ts')).otherPodIn(taken.text, store.getState()) !== undefined;
  if (isOther) store.actions.set({ dialog: 'import', imported: taken });
  else store.actions.startComparison({ kind: 'text', ...taken });
}

/**
 * Files as one text: manifests one after the other, or the Pods and the Events that kubectl watched. If one of them cannot be read there is a notice
 * instead: browsers hand over a folder as if it were a file.
 */
export async function importedFrom(files: readonly File[], { set }: Pick<AppActions, 'set'>): Promise<{ title: string; text: string } | undefined> {
  const title = files.map(({ name }) => name).join(', ');
  try {
    const texts = await Promise.all(files.map((file) => file.text()));
    const separator = texts.every((text) => /^\s*\{/.test(text)) ? '\n' : '\n---\n';
    return { title, text: texts.join(separator) };
  } catch {
    set({ notice: { kind: 'unreadable-file', title } });
    return undefined;
  }
}

/** A recording, JSON of Events or of Pods with a status, or the description of a Pod: what happened, and nothing to simulate. */
export function isCaptured(text: string): boolean {
  if (/^Name: +\S/m.test(text) && /^(?:Init )?Containers:\s*$/m.test(text)) return true;
  return /^\s*\{/.test(text) && /^\s*\{\s*"(?:kind"\s*:\s*"Meta|t"\s*:)|"(?:phase|involvedObject|regarding)"\s*:\s*["{]/.test(text);
}
