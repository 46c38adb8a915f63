/** What `podloupe help` prints. */
import { OPTIONS, type OptionName } from './arguments.ts';
import { COMMANDS, type Command, isCommand } from './commands.ts';

const INPUTS = `FILE is a Pod or a scenario in YAML, a folder of such files, a share link, or - for standard input.`;

export function helpOf(name: string | undefined): string {
  const command = name !== undefined && isCommand(name) ? COMMANDS[name] : undefined;
  return command ? helpOfCommand(command) : overview();
}

function overview(): string {
  const lines = Object.values(COMMANDS).map(({ usage, does }) => [usage, does] as const);
  return [
    'podloupe simulates the life of a Pod as the kubelet runs it.',
    '',
    'Usage: podloupe COMMAND [OPTIONS]',
    '',
    ...columns([...lines, ['help [COMMAND]', 'this help'], ['version', 'the version']]),
    '',
    INPUTS,
    'Exit status: 0 if all went well, 1 if a claim failed or the API refused the Pod, 2 for wrong usage or unreadable input.',
    '',
  ].join('\n');
}

function helpOfCommand({ usage, does, formats, options, meanings = {} }: Command): string {
  const described = options.map((name) => {
    const { value, does: usual } = { value: undefined, ...OPTIONS[name] };
    const effect = meanings[name] ?? usual;
    return [`${flag(name)}${value === undefined ? '' : ` ${value}`}`, name === 'output' && formats !== undefined ? `${effect}: ${formats}` : effect] as const;
  });
  return (
    [
      `Usage: podloupe ${/ -- /.test(usage) ? usage.replace(' -- ', ' [OPTIONS] -- ') : `${usage} [OPTIONS]`}`,
      '',
      `${does.charAt(0).toUpperCase()}${does.slice(1)}.`,
      ...(usage.includes('FILE') ? [INPUTS] : []),
      '',
      ...columns(described),
    ]
      .join('\n')
      .trimEnd() + '\n'
  );
}

function flag(name: OptionName): string {
  const { short } = { short: undefined, ...OPTIONS[name] };
  return short === undefined ? `--${name}` : `-${short}, --${name}`;
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
