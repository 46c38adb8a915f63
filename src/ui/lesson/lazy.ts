/** What a text teaches comes in a chunk of its own: few readers ask for it at once. */

import { lazily } from '../lazily.ts';

export const LessonBar = lazily(() => import('./LessonBar.tsx'));
