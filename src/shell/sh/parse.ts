/** Scripts as trees, and what the grammar of a flavour does not have. */
import { forEachChild, parse, type ParsedScript, type Statement, type SyntaxNode } from 'unbash';
import { type ShellFlavour, syntaxError, unsupportedSyntax } from './wording.ts';

/** A parsed script. `error` is set if it is broken: then `statements` are those that a shell runs before it notices. */
export interface Script {
  source: string;
  statements: readonly Statement[];
  /** Whole message, given the name of the shell. */
  error: ((shellName: string) => string) | undefined;
  /** True if the last command is followed by the end of the text: only then may it replace the shell. */
  endsWithCommand: boolean;
}

const cache = new Map<string, Script>();

export function parseScript(source: string, flavour: ShellFlavour): Script {
  const key = `${flavour} ${source}`;
  const known = cache.get(key);
  if (known) return known;
  const script = read(source, flavour);
  if (cache.size > 500) cache.clear();
  cache.set(key, script);
  return script;
}

/** 1-based line of a position. */
export function lineAt(source: string, position: number): number {
  let line = 1;
  for (let i = source.indexOf('\n'); i !== -1 && i < position; i = source.indexOf('\n', i + 1)) line += 1;
  return line;
}

function read(source: string, flavour: ShellFlavour): Script {
  const ast: ParsedScript = parse(source);
  const endsWithCommand = !/\n\s*$/.test(source);
  const problem = firstProblem(ast, source, flavour);
  if (!problem) return { source, statements: ast.commands, error: undefined, endsWithCommand };
  // Shells read line by line: what stands on earlier lines has run by the time the error is found.
  // What is not closed has no end in the tree.
  const isOpen = ({ pos, end }: Statement) => end <= pos;
  const broken = ast.commands.find((statement) => isOpen(statement) || statement.end >= problem.position);
  const from = broken ? Math.min(broken.pos, problem.position) : problem.position;
  const lineStart = source.lastIndexOf('\n', from - 1) + 1;
  return {
    source,
    statements: ast.commands.filter((statement) => !isOpen(statement) && statement.end <= lineStart),
    error: problem.message,
    endsWithCommand,
  };
}

interface Problem {
  position: number;
  message: (shellName: string) => string;
}

function firstProblem(ast: ParsedScript, source: string, flavour: ShellFlavour): Problem | undefined {
  const first = ast.errors?.[0];
  const bashism = flavour === 'bash' ? undefined : unsupported(ast, source, flavour);
  if (first && (!bashism || first.pos <= bashism.position)) {
    // An open `if` is reported twice; shells name what is missing at the end.
    const message =
      first.pos >= source.trimEnd().length && /^expected command/.test(first.message)
        ? (ast.errors?.find((error) => /to close/.test(error.message))?.message ?? first.message)
        : first.message;
    const line = lineAt(source, first.pos);
    return { position: first.pos, message: (shellName) => syntaxError(flavour, shellName, line, source, message) };
  }
  return bashism;
}

/** The first piece of Bash that the flavour's own grammar refuses. */
function unsupported(ast: ParsedScript, source: string, flavour: ShellFlavour): Problem | undefined {
  let found: Problem | undefined;
  const refuse = (node: { pos: number }, token: string) => {
    const line = lineAt(source, node.pos);
    found ??= { position: node.pos, message: (shellName) => unsupportedSyntax(flavour, shellName, line, token) };
  };
  const visit = (node: SyntaxNode): void => {
    if (found) return;
    switch (node.type) {
      case 'ArrayValue':
        refuse(node, '(');
        return;
      case 'HereString':
        refuse(node, 'redirection');
        return;
      case 'ProcessSubstitution':
        if (flavour === 'dash') refuse(node, '(');
        return;
      case 'ArithmeticFor':
        refuse(node, flavour === 'dash' ? 'Bad for loop variable' : '(');
        return;
      case 'Select':
      case 'Coproc':
        refuse(node, 'do');
        return;
      case 'Function':
        if (flavour === 'dash' && /^function\s/.test(source.slice(node.pos, node.pos + 9)))
          refuse(node, source.slice(node.pos, node.end).includes('(') && /^function\s+\S+\s*\(/.test(source.slice(node.pos)) ? '(' : '}');
        break;
      case 'ParameterExpansion':
        if (
          flavour === 'busybox' &&
          (node.index !== undefined || node.prefix === '!' || /^(CaseModification|Names|Transform)$/.test(node.operation?.type ?? ''))
        ) {
          found ??= { position: node.pos, message: (shellName) => `${shellName}: syntax error: bad substitution` };
          return;
        }
        break;
      case 'CommandExpansion':
        if (node.script?.source !== undefined) return;
        break;
      default:
    }
    forEachChild(node, visit);
  };
  for (const statement of ast.commands) visit(statement);
  return found;
}
