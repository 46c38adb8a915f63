/** What the worker says in Chinese: a chunk of its own, loaded with the first question in it. */
import { translate } from '../../base/catalogue.ts';
import { zhHans as explained } from '../../explain/texts/zh-hans/index.ts';
import { seen } from '../../recording/texts/zh-hans.ts';
import { assumption } from '../../sim/node/texts/zh-hans.ts';
import { note } from '../../sim/kubelet/texts/zh-hans.ts';

// What was seen of a claim, what the kubelet's parts did, and what was assumed is said deep within: those texts are overwritten, a worker serves one page in one language
translate({ seen, note, assumption });

export const zhHans = explained;
