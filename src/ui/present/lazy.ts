/** The editor of stories comes in a chunk of its own: few readers write one. */
import { lazy } from 'react';

export const StoryPanel = lazy(() => import('./StoryPanel.tsx'));
