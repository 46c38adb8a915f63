/** Looks at the cluster of a run: what kubectl prints at a moment. */
import { environmentText } from '../api/environment/index.ts';
import { momentOf, type SimulatedRun } from '../api/kubectl/moment/index.ts';
import { addedLines } from '../base/line-diff.ts';
import type { PodRecord } from '../model/trace.ts';
import type { Look, Seen } from './protocol.ts';

export function seenAt(run: SimulatedRun, look: Look, atMs: number): Seen {
  switch (look.show) {
    case 'kubectl':
      return kubectl(run, look.args, atMs);
    case 'env':
      return { text: environmentText(run, atMs), error: '', changedLines: [] };
    case 'yaml':
      return yaml(run, look.whole, atMs);
  }
}

function kubectl(run: SimulatedRun, args: readonly string[], atMs: number): Seen {
  const { stdout, stderr } = momentOf(run, atMs).kubectl(args);
  return { text: stdout, error: stderr, changedLines: [] };
}

/** The Pod as it is, with the lines in which it is not what it was before its last change. */
function yaml(run: SimulatedRun, whole: boolean, atMs: number): Seen {
  const { podName } = run.trace.meta;
  const versions = run.trace.records.filter((record): record is PodRecord => record.kind === 'Pod' && record.t <= atMs);
  const first = versions[0];
  const args = ['get', 'pod', first?.object.metadata.name ?? podName, '-o', 'yaml'];
  const seen = kubectl(run, args, atMs);
  const last = versions.at(-1);
  // A change that leaves no trace in what is shown is no change to who looks at it
  const before = last && first && last.t > first.t ? kubectl(run, args, last.t - 1).text : '';
  const part = (text: string) => (whole ? text : (/^status:\n[^]*/m.exec(text)?.[0] ?? text));
  const text = part(seen.text);
  if (before === '' || last === undefined || text === '') return { ...seen, text };
  return { text, error: seen.error, changedLines: addedLines(part(before), text), changedMs: last.t };
}
