/** Looks at the cluster of a run: what kubectl prints at a moment. */
import { environmentText } from '../../api/environment/index.ts';
import type { KubectlInput, Outcome } from '../../api/kubectl/cluster.ts';
import { commands } from '../../api/kubectl/commands/index.ts';
import { momentOf, type SimulatedRun } from '../../api/kubectl/moment/index.ts';
import { ownedLines } from '../../api/owners/annotated.ts';
import { ownedPodAt, type Owner } from '../../api/owners/owners.ts';
import { addedLines } from '../../base/line-diff.ts';
import type { PodRecord } from '../../model/trace.ts';
import type { FieldOwner, Look, Seen } from '../protocol.ts';

export async function seenAt(run: SimulatedRun, look: Look, atMs: number): Promise<Seen> {
  switch (look.show) {
    case 'kubectl':
      return asked(run, look.args, atMs);
    case 'env':
      return { text: environmentText(run, atMs), error: '', changedLines: [] };
    case 'yaml':
      return yaml(run, look.whole, atMs);
    case 'final':
      return final(run, atMs);
  }
}

/**
 * What changes things comes with the first command that does more than look, and the words on fields with the first `explain`: they are as many as
 * the manifests' schema has.
 */
async function documentationFor(args: readonly string[]): Promise<KubectlInput['documentation']> {
  const command = args.find((arg) => !arg.startsWith('-')) ?? '';
  if (!Object.hasOwn(commands(), command)) await import('../../api/kubectl/index.ts');
  return command === 'explain' ? ((await import('../../scenario/schema/pod.schema.json')).default as KubectlInput['documentation']) : undefined;
}

async function asked(run: SimulatedRun, args: readonly string[], atMs: number): Promise<Seen> {
  const outcome = kubectl(run, args, atMs, await documentationFor(args));
  const { stdout, stderr, exec } = outcome;
  if (exec?.pod === run.trace.meta.podName) return (await import('./exec.ts')).seenInside(run, { ...outcome, exec }, atMs);
  return { text: stdout, error: stderr, changedLines: [] };
}

const kubectl = (run: SimulatedRun, args: readonly string[], atMs: number, documentation?: KubectlInput['documentation']): Outcome =>
  momentOf(run, atMs).kubectl(args, { documentation });

/** The Pod as it is, with the lines in which it is not what it was before its last change. */
function yaml(run: SimulatedRun, whole: boolean, atMs: number): Seen {
  const { podName } = run.trace.meta;
  const versions = run.trace.records.filter((record): record is PodRecord => record.kind === 'Pod' && record.t <= atMs);
  const first = versions[0];
  const args = ['get', 'pod', first?.object.metadata.name ?? podName, '-o', 'yaml'];
  const seen = kubectl(run, args, atMs);
  const last = versions.at(-1);
  // A change that does not show in the text does not count
  const before = last && first && last.t > first.t ? kubectl(run, args, last.t - 1).stdout : '';
  const part = (text: string) => (whole ? text : (/^status:\n[^]*/m.exec(text)?.[0] ?? text));
  const text = part(seen.stdout);
  if (before === '' || last === undefined || text === '') return { text, error: seen.stderr, changedLines: [] };
  return { text, error: seen.stderr, changedLines: addedLines(part(before), text), changedMs: last.t };
}

/** The Pod without its status. */
function final(run: SimulatedRun, atMs: number): Seen {
  const owned = ownedPodAt(run, atMs);
  if (owned === undefined) return { text: '', error: '', changedLines: [] };
  const { lines, owners } = ownedLines(owned);
  const end = lines.indexOf('status:');
  const shown = end < 0 ? lines : lines.slice(0, end);
  const ofShown = [...owners].filter(([line]) => line < shown.length).map(([line, owner]): [number, FieldOwner] => [line, fieldOwner(owner)]);
  return { text: `${shown.join('\n')}\n`, error: '', changedLines: [], owners: Object.fromEntries(ofShown) };
}

function fieldOwner(owner: Owner): FieldOwner {
  switch (owner.by) {
    case 'manifest':
      return {
        by: 'manifest',
        ...(owner.written !== undefined && { written: typeof owner.written === 'string' ? owner.written : JSON.stringify(owner.written) }),
      };
    case 'admission':
      if (owner.step === 'defaults') return { by: 'defaults' };
      return owner.step === 'strategy' ? { by: 'api server' } : { by: 'admission', name: owner.step };
    case 'action':
      return { by: 'action', name: owner.label, atMs: owner.atMs };
    case 'kubectl':
    case 'api server':
      return { by: owner.by };
    default:
      return { by: owner.by, atMs: owner.atMs };
  }
}
