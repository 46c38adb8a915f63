/** Compare comes in a chunk of its own, when two runs are first compared. */

import { lazily } from '../lazily.ts';
import { OnItsWay } from '../OnItsWay.tsx';

export const CompareBar = lazily(() => import('./CompareBar.tsx'));
export const CompareSentence = lazily(() => import('./CompareSentence.tsx'));
export const ComparePanel = lazily(() => import('./ComparePanel.tsx'), OnItsWay);
