/** The States view comes in a chunk of its own, when it is first wanted. */

import { HairLines } from '../app/LoadingWorkbench.tsx';
import { lazily } from '../lazily.ts';

export const StatesPanel = lazily(() => import('./StatesPanel.tsx'), HairLines);
export const StatesSentence = lazily(async () => ({ default: (await import('./StatesWords.tsx')).StatesSentence }));
export const StatesCaption = lazily(async () => ({ default: (await import('./StatesWords.tsx')).StatesCaption }));
