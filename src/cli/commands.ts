/** The commands, with what `help` says of each. Their code is in `program.ts`. */
import type { Call, OptionName } from './arguments.ts';
import type { Terminal } from './terminal.ts';

/** Exit status: 0 done; 1 a claim failed or the API refused; 2 wrong usage, unreadable input or something not covered; of `kubectl exec` that of its command. */
export type Status = number;

export type CommandRun = (call: Call, terminal: Terminal) => Status | Promise<Status>;

export interface Command {
  usage: string;
  does: string;
  formats?: string;
  options: OptionName[];
  /** What an option means here, where that is not what it means elsewhere. */
  meanings?: Partial<Record<OptionName, string>>;
  /** Whether the words after `--` are not for podloupe but stay in `Call.rest`. */
  keepsRest?: boolean;
}

const TABLE = {
  run: {
    usage: 'run FILE…',
    does: 'simulates and prints what happens',
    formats: 'timeline, events, recording, json, svg, env, csv, chrome-trace, mermaid',
    options: ['output', 'out', 'pod', 'duration', 'seed', 'at', 'width', 'unfold'],
  },
  check: {
    usage: 'check FILE…',
    does: 'evaluates the claims of `expect`: pass, FAIL or undecidable, one line each',
    formats: 'text, json, junit',
    options: ['output', 'out', 'pod', 'duration', 'seed', 'at'],
  },
  compare: {
    usage: 'compare A B',
    does: 'prints how far two runs agree and where they part; A and B are scenarios, recordings (.jsonl) or what kubectl printed: get -w -o json, describe',
    formats: 'text, json',
    options: ['output', 'pod', 'duration', 'seed', 'at'],
  },
  kubectl: {
    usage: 'kubectl [FILE] -- ARGS…',
    does: 'prints what kubectl would print at a moment of the run; without FILE, runs kubectl on manifests alone',
    options: ['at', 'with', 'pod', 'duration', 'seed'],
    meanings: { at: 'the moment: time since the creation of the Pod; default: the end of the run' },
    keepsRest: true,
  },
  explain: {
    usage: 'explain FILE',
    does: 'prints the Pod as the API server holds it, and who set each field',
    options: ['at', 'pod', 'duration', 'seed'],
    meanings: { at: 'the moment: time since the creation of the Pod; default: the end of the run' },
  },
  why: {
    usage: 'why FILE --at D',
    does: 'prints why something happened: its causes in order, and what would have avoided it',
    options: ['at', 'mark', 'pod', 'duration', 'seed'],
    meanings: { at: 'the moment: time since the creation of the Pod; default: the end of the run' },
  },
  sweep: {
    usage: 'sweep FILE… --vary PATH=FROM..TO/STEP …',
    does: 'prints a table of outcomes: one run for each combination of values, on all cores',
    formats: 'table, csv, json',
    options: ['vary', 'output', 'shard', 'pod', 'duration', 'seed', 'at'],
  },
  link: {
    usage: 'link FILE',
    does: 'prints the link that shares a scenario',
    options: ['base'],
  },
  open: {
    usage: 'open LINK',
    does: 'prints the scenario of a link, byte for byte',
    options: [],
  },
} satisfies Readonly<Record<string, Command>>;

export type CommandName = keyof typeof TABLE;

export const COMMANDS: Readonly<Record<CommandName, Command>> = TABLE;

export function isCommand(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}
