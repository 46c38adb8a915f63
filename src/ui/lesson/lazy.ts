/** What a text teaches comes in a chunk of its own: few readers ask for it at once. */
import { lazy } from 'react';

export const LessonBar = lazy(() => import('./LessonBar.tsx'));
