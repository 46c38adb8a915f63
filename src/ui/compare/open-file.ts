/** A file of the reader's as what the present run is compared with: YAML, or a recording. */
import type { AppActions } from '../../store/app-store.ts';

export async function compareWithFile(file: File, { startComparison }: Pick<AppActions, 'startComparison'>): Promise<void> {
  startComparison({ kind: 'text', title: file.name, text: await file.text() });
}
