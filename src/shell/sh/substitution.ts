/** `$( )`, `<( )` and `>( )`: scripts in children, for their output. */
import type { ParsedScript } from 'unbash';
import { SystemError } from '../errors.ts';
import { createPipe } from '../streams.ts';
import type { Gen } from '../wait.ts';
import { CAPTURED } from './control.ts';
import { parseScript } from './parse.ts';
import type { Shell } from './shell.ts';

/** First descriptor of process substitutions; Bash counts down from 63. */
const SUBSTITUTION_FD = 63;

/** Output of a script, without the newlines at its end. */
export function* capture(shell: Shell, script: ParsedScript, text: string): Gen<string> {
  const file = yield* contentOfFile(shell, script);
  if (file !== undefined) return file.replace(/\n+$/, '');
  const { reader, writer } = createPipe();
  const source = script.source ?? shell.state.source;
  const child = shell.fork(function* (inner) {
    inner.state.source = source;
    if (script.errors?.length) {
      yield* inner.process.err(`${parseScript(text.slice(text.startsWith('`') ? 1 : 2, -1), inner.state.flavour).error?.(inner.state.arg0) ?? ''}\n`);
      return 2;
    }
    return yield* inner.runStatements(script.commands, CAPTURED);
  });
  child.setFd(1, writer);
  reader.retain();
  let output = '';
  for (;;) {
    const piece = reader.take(Number.POSITIVE_INFINITY);
    if (piece === '') break;
    if (piece === undefined) yield { queue: reader.queue };
    else output += piece;
  }
  reader.release();
  yield* shell.until(() => child.exit !== undefined);
  shell.state.captured = child.exit?.code;
  return output.replace(/\n+$/, '').replaceAll('\0', '');
}

/** `$(< file)`, where the shell has it. */
function* contentOfFile(shell: Shell, script: ParsedScript): Gen<string | undefined> {
  const only = script.commands.length === 1 ? script.commands[0]?.command : undefined;
  if (shell.state.flavour !== 'bash' || only?.type !== 'Command' || only.name || only.prefix.length !== 1) return undefined;
  const redirect = only.redirects[0];
  if (redirect?.type !== 'Redirect' || redirect.operator !== '<' || !redirect.target) return undefined;
  const path = yield* shell.expansion.expandText(shell, redirect.target);
  try {
    return shell.process.fs.read(path, shell.process.cwd);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    yield* shell.complain(`${path}: ${error.message}`);
    return '';
  }
}

/** `<( )` and `>( )`: the name of a pipe to a process of its own. */
export function* substituteProcess(shell: Shell, script: ParsedScript, operator: '<' | '>'): Gen<string> {
  const { reader, writer } = createPipe();
  const { source } = shell.state;
  const child = shell.fork(function* (inner) {
    inner.state.source = source;
    return yield* inner.runStatements(script.commands, CAPTURED);
  });
  child.setFd(operator === '<' ? 1 : 0, operator === '<' ? writer : reader);
  const fd = SUBSTITUTION_FD - shell.substitutions.length;
  shell.process.setFd(fd, operator === '<' ? reader : writer);
  shell.substitutions.push(fd);
  return `/dev/fd/${fd}`;
}
