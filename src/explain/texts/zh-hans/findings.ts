/** 清单中的什么解释了运行中的问题；每个检测文件一部分。 */
import type { Translation } from '../translation.ts';
import { ending, loops, shutdown } from './findings/endings.ts';
import { hooks, postStart, preStop } from './findings/hooks.ts';
import { probes, terminating, ticks } from './findings/probes.ts';
import { said } from './findings/said.ts';
import { booting, images, starting } from './findings/starting.ts';
import { tidied } from './words.ts';

export const findings: Translation['findings'] = tidied({
  starting,
  images,
  booting,
  hooks,
  postStart,
  preStop,
  probes,
  ticks,
  terminating,
  loops,
  ending,
  said,
  shutdown,
});
