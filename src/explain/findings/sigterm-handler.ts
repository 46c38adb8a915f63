/** How a command can be written so that SIGTERM ends it. */
import type { Container } from '../../model/kubernetes.ts';
import type { Change } from '../types.ts';
import type { Subject } from './subject.ts';

/** What a script may do around its main command. */
const TRIVIAL = /^(?:true|:|exit\b.*|echo\b.*|)$/;
const SHELL = /(?:^|\/)(?:ba|a|da)?sh$/;
/** Programs without a handler of their own: as PID 1 they ignore SIGTERM, exec or not. */
const WITHOUT_HANDLER = /^(?:\S*\/)?(?:sleep|tail|cat|yes|watch)\b/;

/**
 * The smallest edit that lets the signal end the container: `exec` where the program has a handler, else a trap and a child in
 * the background; of a program that only the scenario knows, its behaviour. Undefined if the script is beyond that.
 */
export function withHandler(subject: Subject, name: string, path: string, written: Container | undefined, signal: string): Change | undefined {
  const words = subject.words.shutdown.lost;
  if (subject.scenario.workloads[name]?.onTerm === 'ignore') {
    return {
      title: words.handle(name, signal),
      edits: [{ document: 'scenario', path: `spec.workloads.${name}.onTerm`, value: { exitAfter: '1s', code: 0 } }],
    };
  }
  const [field, parts] = written?.command ? (['command', written.command] as const) : (['args', written?.args ?? []] as const);
  const [shell, flag, script] = parts;
  if (script !== undefined && flag === '-c' && SHELL.test(shell ?? '')) {
    const better = betterScript(script, signal);
    if (better === undefined) return undefined;
    const title = better.startsWith('exec ') ? words.exec(name, signal) : words.trap(name, signal);
    return { title, edits: [{ document: 'pod', path: `${path}.${field}[2]`, value: better }] };
  }
  const [program] = parts;
  if (field === 'command' && program !== undefined) {
    const line = [...parts, ...(written?.args ?? [])].map(quoted).join(' ');
    const value = ['sh', '-c', trapped(line, signal)];
    return {
      title: words.shell(program, signal),
      edits: [{ document: 'pod', path: `${path}.command`, value }, ...(written?.args ? [{ document: 'pod' as const, path: `${path}.args` }] : [])],
    };
  }
  return undefined;
}

/** The program that a shell runs for its container without `exec`: the shell is PID 1, the program its child. */
export function behindShell(written: Container | undefined): { shell: string; program: string } | undefined {
  const [shell = '', flag, script = ''] = written?.command ?? written?.args ?? [];
  if (flag !== '-c' || !SHELL.test(shell) || !betterScript(script, 'SIGTERM')?.startsWith('exec ')) return undefined;
  const program = script.split(/[\s;&]/).find((word) => word !== '');
  return program === undefined ? undefined : { shell: shell.replace(/^.*\//, ''), program };
}

function betterScript(script: string, signal: string): string | undefined {
  const waits = script.replace(
    /\b(sleep (?:\d{2,}\S*|infinity|\dd|\dh|\dm))(?!\s*&(?!&))\s*(;|&&|$)/g,
    (_all, sleep: string, end: string) => `${sleep} & wait $!${end === '' ? '' : ';'}`,
  );
  if (waits !== script) return /\btrap\b/.test(script) ? waits : `${trap(signal)}; ${waits}`;
  const bare = script.replace(/'[^']*'|"[^"]*"/g, (text) => '_'.repeat(text.length));
  if (/[\n|(){}]|\b(?:while|for|if|until|case)\b/.test(bare)) return undefined;
  const parts = partsOf(script, bare);
  const main = parts.findLastIndex((part) => !TRIVIAL.test(part));
  const command = parts[main];
  if (command === undefined || command.startsWith('exec ') || parts.slice(0, main).some((part) => !TRIVIAL.test(part))) return undefined;
  return WITHOUT_HANDLER.test(command) ? trapped(command, signal) : `exec ${command}`;
}

/** The commands of a script that are separated by `;` or `&&`; `bare` is the script with its quoted texts blanked. */
function partsOf(script: string, bare: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const { index, 0: separator } of bare.matchAll(/;|&&/g)) {
    parts.push(script.slice(from, index).trim());
    from = index + separator.length;
  }
  return [...parts, script.slice(from).trim()];
}

function trapped(command: string, signal: string): string {
  return `${trap(signal)}; ${command} & wait $!`;
}

function trap(signal: string): string {
  return `trap 'exit 0' ${signal.replace(/^SIG/, '')}`;
}

function quoted(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
