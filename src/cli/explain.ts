/** `podloupe explain FILE`: the Pod as the API server holds it, with who set each field. */
import { annotatedYaml } from '../api/owners/annotated.ts';
import { pathText } from '../api/owners/leaves.ts';
import { ownedPodAt, type Owner } from '../api/owners/owners.ts';
import { formatDuration } from '../base/duration.ts';
import type { Call } from './arguments.ts';
import type { Status } from './commands.ts';
import { type Moment, momentOfInput, onlyInput } from './moment.ts';
import { reportRefusal } from './refusal.ts';
import { settle } from './report.ts';
import type { Terminal } from './terminal.ts';

export async function explain(call: Call, terminal: Terminal): Promise<Status> {
  const input = onlyInput(call, terminal);
  return settle(input.label, terminal, async () => {
    const moment = await momentOfInput(input, call, terminal);
    if (moment === undefined) return 2;
    if (reportRefusal(moment.run, terminal)) return 1;
    const owned = ownedPodAt(moment.run, moment.atMs);
    if (owned === undefined) {
      terminal.err(`${input.label}: there is no Pod yet at ${formatDuration(moment.atMs)}\n`);
      return 0;
    }
    terminal.out(annotatedYaml(owned, (owner) => wordsFor(owner, moment)));
    return 0;
  });
}

function wordsFor(owner: Owner, moment: Moment): string {
  switch (owner.by) {
    case 'manifest':
      return manifestWords(owner, moment);
    case 'admission':
      if (owner.step === 'defaults') return 'default of the API server';
      return owner.step === 'strategy' ? 'API server' : `admission: ${owner.step}`;
    case 'kubectl':
      return "kubectl's namespace";
    case 'api server':
      return 'API server';
    case 'action':
      return `action ${owner.label}, at ${formatDuration(owner.atMs)}`;
    default:
      return `${owner.by}, at ${formatDuration(owner.atMs)}`;
  }
}

function manifestWords({ path, written }: Extract<Owner, { by: 'manifest' }>, { run, text }: Moment): string {
  const { kind } = run.scenario.podSource;
  const range = run.locate(pathText(path));
  const key = path.findLast((step) => typeof step === 'string') ?? '';
  const lines = range === undefined ? [] : text.split('\n').slice(range.startLine - 1, range.endLine);
  // A place that is only near says that the text has no such field: the controller has added it
  const isOwn = lines.some((line) => line.includes(key));
  const isIdentity = kind !== 'Pod' && /^metadata\.(name|generateName|ownerReferences)\b/.test(pathText(path));
  if (range === undefined || !isOwn || isIdentity) return kind === 'Pod' ? 'manifest' : `controller of the ${kind}`;
  return `manifest, line ${range.startLine}${written === undefined ? '' : `: ${JSON.stringify(written)}`}`;
}
