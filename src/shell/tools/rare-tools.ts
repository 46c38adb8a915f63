/** Big tools that most Pods do without. The page loads them when a script first runs one ({@link ./rare-later.ts}). */
import { ARCHIVE_TOOLS } from './archives.ts';
import { AWK_TOOLS } from './awk.ts';
import { BC_TOOLS } from './bc.ts';
import { COMPARE_TOOLS } from './compare.ts';
import { DATA_TOOLS } from './data.ts';
import { DISK_TOOLS } from './disks.ts';
import { DUMP_TOOLS } from './dump.ts';
import { EXPR_TOOLS } from './expr.ts';
import { FILE_TREE_TOOLS } from './file-trees.ts';
import { FIND_TOOLS } from './find.ts';
import { HOST_TOOLS } from './hosts.ts';
import { LAUNCHER_TOOLS } from './launchers.ts';
import { LINE_TOOLS } from './lines.ts';
import { LISTING_TOOLS } from './listing.ts';
import { MACHINE_TOOLS } from './machine.ts';
import { NC_TOOLS } from './nc.ts';
import { PACKAGE_TOOLS } from './packages.ts';
import { SED_TOOLS } from './sed.ts';
import { SPLIT_TOOLS } from './split.ts';
import { SORT_TOOLS } from './sort.ts';
import { TEXT_TOOLS } from './text.ts';
import type { Tool } from './tool.ts';

export const RARE_TOOLS: Record<string, Tool> = {
  ...ARCHIVE_TOOLS,
  ...AWK_TOOLS,
  ...BC_TOOLS,
  ...COMPARE_TOOLS,
  ...DATA_TOOLS,
  ...DISK_TOOLS,
  ...DUMP_TOOLS,
  ...EXPR_TOOLS,
  ...FILE_TREE_TOOLS,
  ...FIND_TOOLS,
  ...HOST_TOOLS,
  ...LAUNCHER_TOOLS,
  ...LINE_TOOLS,
  ...LISTING_TOOLS,
  ...MACHINE_TOOLS,
  ...NC_TOOLS,
  ...PACKAGE_TOOLS,
  ...SED_TOOLS,
  ...SORT_TOOLS,
  ...SPLIT_TOOLS,
  ...TEXT_TOOLS,
};
