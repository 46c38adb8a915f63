/** Big tools that most Pods do without. The page loads them when a script first runs one ({@link ./rare-later.ts}). */
import { AWK_TOOLS } from './awk.ts';
import { DATA_TOOLS } from './data.ts';
import { NC_TOOLS } from './nc.ts';
import type { Tool } from './tool.ts';

export const RARE_TOOLS: Record<string, Tool> = { ...AWK_TOOLS, ...DATA_TOOLS, ...NC_TOOLS };
