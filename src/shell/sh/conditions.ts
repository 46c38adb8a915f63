/** `(( ))` and `[[ ]]`. */
import type { TestExpression } from 'unbash';
import type { Gen } from '../wait.ts';
import { type Context, PLAIN } from './control.ts';
import { evaluate, expandPattern, expandQuotedText, expandText } from './expand.ts';
import { matchesPattern } from './pattern.ts';
import type { Shell } from './shell.ts';
import { compareNumbers, fileTest, integer } from './test.ts';

export function* runArithmetic(shell: Shell, body: string, context: Context): Gen<number> {
  if (shell.state.flavour !== 'bash') {
    // Two subshells around a script
    const child = shell.fork((inner) => inner.runText(body, PLAIN));
    const code = yield* shell.waitFor(child);
    yield* shell.checkStatus(code, context);
    return code;
  }
  if (shell.process.countCommand()) yield* shell.process.payForCommands();
  const status = Number(evaluate(shell, yield* expandQuotedText(shell, body)) === 0n);
  yield* shell.checkStatus(status, context);
  return status;
}

/** `[[ ]]`: a command of Bash; BusyBox takes it for `[` with patterns left alone, dash does not know it. */
export function* runTest(shell: Shell, expression: TestExpression, text: string, context: Context): Gen<number> {
  if (shell.process.countCommand()) yield* shell.process.payForCommands();
  if (shell.state.flavour === 'dash') {
    yield* shell.complain('[[: not found');
    yield* shell.checkStatus(127, context);
    return 127;
  }
  if (shell.state.options.xtrace) yield* shell.tryPrint(2, `+ ${text}\n`);
  const status = Number(!(yield* holds(shell, expression)));
  yield* shell.checkStatus(status, context);
  return status;
}

function* holds(shell: Shell, e: TestExpression): Gen<boolean> {
  switch (e.type) {
    case 'TestGroup':
      return yield* holds(shell, e.expression);
    case 'TestNot':
      return (yield* holds(shell, e.operand)) !== (e.negations.length % 2 === 1);
    case 'TestLogical':
      for (const operand of e.operands) {
        if ((yield* holds(shell, operand)) !== (e.operator === '&&')) return e.operator === '||';
      }
      return e.operator === '&&';
    case 'TestUnary': {
      const operand = yield* expandText(shell, e.operand);
      if (e.operator === '-n') return operand !== '';
      if (e.operator === '-z') return operand === '';
      if (e.operator === '-v') return shell.parameter(operand) !== undefined;
      return fileTest(shell.process, e.operator, operand);
    }
    case 'TestBinary': {
      const left = yield* expandText(shell, e.left);
      const right = yield* expandText(shell, e.right);
      switch (e.operator) {
        case '=':
        case '==':
          return matchesPattern(shell.state.flavour === 'bash' ? yield* expandPattern(shell, e.right) : right, left);
        case '!=':
          return !matchesPattern(shell.state.flavour === 'bash' ? yield* expandPattern(shell, e.right) : right, left);
        case '=~':
          return matchRegExp(shell, left, right);
        case '<':
          return left < right;
        case '>':
          return left > right;
        default:
          return compareNumbers(e.operator, evaluateOperand(shell, left), evaluateOperand(shell, right));
      }
    }
  }
}

function evaluateOperand(shell: Shell, text: string): bigint {
  return shell.state.flavour === 'bash' ? evaluate(shell, text) : (integer(text) ?? 0n);
}

function matchRegExp(shell: Shell, text: string, source: string): boolean {
  const match = new RegExp(source, 's').exec(text);
  if (shell.state.flavour === 'bash') shell.state.setElements('BASH_REMATCH', match ? [...match] : []);
  return match !== null;
}
