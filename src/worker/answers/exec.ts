/** `kubectl exec` at a moment of a run. */
import { executed, type Outcome } from '../../api/kubectl/index.ts';
import type { SimulatedRun } from '../../api/kubectl/moment/index.ts';
import { createWatcher } from '../../recording/index.ts';
import { visited } from '../../sim/visit.ts';
import type { Seen } from '../protocol.ts';

/** What kubectl prints in the end, with what it asked the kubelet to run. */
export function seenInside(run: SimulatedRun, outcome: Outcome & Required<Pick<Outcome, 'exec'>>, atMs: number): Seen {
  const { container, command } = outcome.exec;
  const execution = visited(run, { atMs, container, command }, createWatcher);
  const isEndless = execution.error === undefined && execution.exitCode === undefined;
  const { stdout, stderr } = isEndless ? outcome : executed(outcome, execution);
  return { text: stdout, error: stderr, changedLines: [], exec: { container, command, isEndless } };
}
