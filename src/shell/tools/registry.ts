/** The tools by name, in the words of BusyBox and of Debian's coreutils. */
import type { Program } from '../process.ts';
import { FILE_TOOLS } from './files.ts';
import { SIMPLE_TOOLS } from './simple.ts';
import type { Tool } from './tool.ts';

const TOOLS: Record<string, Tool> = { ...SIMPLE_TOOLS, ...FILE_TOOLS };

export const BUSYBOX_TOOLS: ReadonlyMap<string, Program> = programs('busybox');
export const COREUTILS_TOOLS: ReadonlyMap<string, Program> = programs('coreutils');

function programs(flavour: 'busybox' | 'coreutils'): Map<string, Program> {
  return new Map(Object.entries(TOOLS).map(([name, tool]) => [name, (process) => tool({ process, name, flavour, args: process.args })]));
}
