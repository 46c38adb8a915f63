/** Big tools that most Pods do without. The page loads them when a script first runs one ({@link ./rare-later.ts}). */
import { AWK_TOOLS } from './awk.ts';
import { COMPARE_TOOLS } from './compare.ts';
import { DATA_TOOLS } from './data.ts';
import { DISK_TOOLS } from './disks.ts';
import { DUMP_TOOLS } from './dump.ts';
import { EXPR_TOOLS } from './expr.ts';
import { HOST_TOOLS } from './hosts.ts';
import { LINE_TOOLS } from './lines.ts';
import { NC_TOOLS } from './nc.ts';
import { SED_TOOLS } from './sed.ts';
import type { Tool } from './tool.ts';

export const RARE_TOOLS: Record<string, Tool> = {
  ...AWK_TOOLS,
  ...COMPARE_TOOLS,
  ...DATA_TOOLS,
  ...DISK_TOOLS,
  ...DUMP_TOOLS,
  ...EXPR_TOOLS,
  ...HOST_TOOLS,
  ...LINE_TOOLS,
  ...NC_TOOLS,
  ...SED_TOOLS,
};
