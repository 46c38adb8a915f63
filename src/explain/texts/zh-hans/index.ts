/** `src/explain` 所说的一切，用简体中文。缺少任何一条都无法编译。 */
import type { Translation } from '../translation.ts';
import { compare } from './compare.ts';
import { disagreements } from './disagreements.ts';
import { findings } from './findings.ts';
import { hints } from './hints.ts';
import { story } from './story.ts';
import { tell } from './tell.ts';
import { verdict } from './verdict.ts';
import { whyNot } from './why-not.ts';

export const zhHans: Translation = { compare, disagreements, findings, hints, story, tell, verdict, whyNot };
