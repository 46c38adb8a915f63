/** The tools by name, in the words of BusyBox and of Debian's coreutils. */
import { SystemError } from '../errors.ts';
import type { Gen, Program } from '../wait.ts';
import { CAT_TOOLS } from './cat.ts';
import { FILE_TOOLS } from './files.ts';
import { GREP_TOOLS } from './grep.ts';
import { HEAD_TAIL_TOOLS } from './head-tail.ts';
import { NET_TOOLS } from './net.ts';
import { PROCESS_TOOLS } from './processes.ts';
import { RARE_TOOLS } from './rare.ts';
import { SYSTEM_TOOLS } from './system.ts';
import { complain, type Tool, type ToolCall, type ToolFlavour } from './tool.ts';

const TOOLS: Record<string, Tool> = {
  ...SYSTEM_TOOLS,
  ...CAT_TOOLS,
  ...FILE_TOOLS,
  ...HEAD_TAIL_TOOLS,
  ...GREP_TOOLS,
  ...PROCESS_TOOLS,
  ...NET_TOOLS,
  ...RARE_TOOLS,
};

export const BUSYBOX_TOOLS: ReadonlyMap<string, Program> = programs('busybox');
export const COREUTILS_TOOLS: ReadonlyMap<string, Program> = programs('coreutils');

function programs(flavour: ToolFlavour): Map<string, Program> {
  return new Map(Object.entries(TOOLS).map(([name, tool]) => [name, (process) => finished(tool, { process, name, flavour, args: process.args })]));
}

/** What a tool has not looked after itself is that it cannot write: a full disk, a closed descriptor. */
function* finished(tool: Tool, call: ToolCall): Gen<number> {
  try {
    return yield* tool(call);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    yield* complain(call, `write error: ${error.message}`);
    return 1;
  }
}
