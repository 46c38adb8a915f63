/** `while`, `until`, `for`. */
import type { ArithmeticFor, CompoundList, For, While } from 'unbash';
import type { Gen } from '../wait.ts';
import { type Context, LeaveLoop, passing, TESTED } from './control.ts';
import { evaluate, expandQuotedText, expandWords } from './expand.ts';
import type { Shell } from './shell.ts';

/** Runs a loop's body once; `leave` if the loop is over. */
function* runLoopBody(shell: Shell, body: CompoundList, context: Context): Gen<{ status: number; leave: boolean }> {
  shell.state.loopDepth += 1;
  try {
    return { status: yield* shell.runBody(body, passing(context)), leave: false };
  } catch (error) {
    if (!(error instanceof LeaveLoop)) throw error;
    error.levels -= 1;
    if (error.levels > 0 && shell.state.loopDepth > 1) throw error;
    return { status: 0, leave: !error.again };
  } finally {
    shell.state.loopDepth -= 1;
  }
}

export function* runWhile(shell: Shell, node: While, context: Context): Gen<number> {
  let status = 0;
  for (;;) {
    shell.state.loopDepth += 1;
    let test: number;
    try {
      test = yield* shell.runBody(node.clause, TESTED);
    } catch (error) {
      if (!(error instanceof LeaveLoop)) throw error;
      error.levels -= 1;
      if (error.levels > 0 && shell.state.loopDepth > 1) throw error;
      if (error.again) continue;
      return 0;
    } finally {
      shell.state.loopDepth -= 1;
    }
    if ((test === 0) !== (node.kind === 'while')) return status;
    const turn = yield* runLoopBody(shell, node.body, context);
    status = turn.status;
    if (turn.leave) return status;
    if (node.body.commands.length === 0) yield* shell.process.tick();
  }
}

export function* runFor(shell: Shell, node: For, context: Context): Gen<number> {
  const values = node.wordlist ? yield* expandWords(shell, node.wordlist) : [...shell.state.parameters];
  let status = 0;
  for (const value of values) {
    shell.assign(node.name.value, value);
    const turn = yield* runLoopBody(shell, node.body, context);
    status = turn.status;
    if (turn.leave) break;
  }
  return status;
}

export function* runArithmeticFor(shell: Shell, node: ArithmeticFor, context: Context): Gen<number> {
  const { source } = shell.state;
  const text = (expression: ArithmeticFor['test']) => (expression ? source.slice(expression.pos, expression.end) : '');
  evaluate(shell, yield* expandQuotedText(shell, text(node.initialize)));
  let status = 0;
  for (;;) {
    if (shell.process.countCommand()) yield* shell.process.payForCommands();
    if (node.test && evaluate(shell, yield* expandQuotedText(shell, text(node.test))) === 0n) return status;
    const turn = yield* runLoopBody(shell, node.body, context);
    status = turn.status;
    if (turn.leave) return status;
    evaluate(shell, yield* expandQuotedText(shell, text(node.update)));
  }
}
