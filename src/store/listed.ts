/** Selects what is no record: a disagreement of node, API and Events, or a note of the kubelet. */
import type { RecordId } from '../model/trace.ts';
import type { Listed } from '../timeline/index.ts';
import type { AppState, AppStore } from './app-store.ts';

/** Looks at an entry: its mark is outlined, the record that led to it is selected, and the inspector shows it. Does nothing if there is no such entry. */
export function chooseListed({ getState, actions }: AppStore, listed: Listed): void {
  const record = recordBehind(getState(), listed);
  if (record === undefined) return;
  // A timer led to it, and that is no record
  actions.select(record < 0 ? undefined : { record, attempt: 0 });
  actions.set({ listed, inspectorTab: listed.of === 'notes' ? 'why' : 'truths' });
}

/** The record that led to an entry, -1 if that was a timer. */
function recordBehind({ run, notes }: AppState, { of, position }: Listed): RecordId | undefined {
  if (of === 'disagreements') return run?.story.disagreements[position]?.record;
  return notes?.runId === run?.id ? notes?.notes[position]?.cause : undefined;
}
