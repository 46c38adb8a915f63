/** What the present run is compared with: as the reader chose it, and as the worker is asked for it. */
import type { Seed } from '../base/random.ts';
import type { Compared, Edit, OtherRun, RunChoices } from '../worker/protocol.ts';
import type { AppState } from './app-store.ts';

export type Side = 'a' | 'b';

export type Counterpart =
  /** The present text with a change in it. */
  | { kind: 'change'; title: string; edits: Edit[] }
  /** The text as it was before the last change that was applied; `title` says which. */
  | { kind: 'before'; title: string; text: string }
  | { kind: 'seed'; seed: Seed }
  /** Another value of the sweep. */
  | { kind: 'at'; at: string }
  | { kind: 'gate'; gate: string; on: boolean }
  /** An entry of the library. */
  | { kind: 'scenario'; name: string; title: string; text: string }
  /** What was pasted, dropped or opened: YAML, or a recording. */
  | { kind: 'text'; title: string; text: string };

export interface Comparison {
  counterpart: Counterpart;
  /** The side of the present run. */
  presentIs: Side;
  /** Whether the playhead goes to where the runs part, once that is known. */
  goesToFork: boolean;
  /** The workbench as it was, to go back to. */
  left: Pick<AppState, 'playheadMs' | 'window' | 'selected' | 'folded' | 'inspectorTab' | 'view'>;
}

/** The other run as the worker made it. */
export interface ComparedRun extends Compared {
  id: number;
  counterpart: Counterpart;
  presentIs: Side;
}

/** What the worker is asked to put beside the present run. */
export function otherRunOf({ text, choices }: { text: string; choices: RunChoices }, counterpart: Counterpart): OtherRun {
  switch (counterpart.kind) {
    case 'change':
      return { text, choices, edits: counterpart.edits };
    case 'before':
      return { text: counterpart.text, choices, edits: [] };
    case 'seed':
      return { text, choices: { ...choices, seed: counterpart.seed }, edits: [] };
    case 'at':
      return { text, choices: { ...choices, at: counterpart.at }, edits: [] };
    case 'gate':
      return { text, choices, edits: [{ document: 'scenario', path: `spec.cluster.featureGates.${counterpart.gate}`, value: counterpart.on }] };
    case 'scenario':
    case 'text':
      return { text: counterpart.text, choices: {}, edits: [] };
  }
}

/** Whether a link can carry what the other run was made of. */
export function carriesText({ diff }: ComparedRun): boolean {
  return diff !== undefined;
}

/** The end of what is on screen: of two runs the later one. */
export function shownEndMs({ run, compared }: Pick<AppState, 'run' | 'compared'>): number {
  return Math.max(run?.trace.endMs ?? 0, run && compared ? compared.trace.endMs : 0);
}
