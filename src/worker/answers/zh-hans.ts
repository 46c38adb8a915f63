/** What the worker says in Chinese: a chunk of its own, loaded with the first question in it. */
import { translate } from '../../base/catalogue.ts';
import { help } from '../../api/help/texts/zh-hans.ts';
import { zhHans as explained } from '../../explain/texts/zh-hans/index.ts';
import { fault } from '../../recording/texts/faults-zh-hans.ts';
import { seen } from '../../recording/texts/zh-hans.ts';
import { problem } from '../../scenario/texts/zh-hans.ts';
import { assumption } from '../../sim/node/texts/zh-hans.ts';
import { note } from '../../sim/kubelet/texts/zh-hans.ts';

// What was seen of a claim or is wrong with it, what the kubelet's parts did, what was assumed, what is wrong with a text and what helps against it is said deep within: those texts are overwritten, a worker serves one page in one language
translate({ seen, fault, note, assumption, problem, help });

export const zhHans = explained;
