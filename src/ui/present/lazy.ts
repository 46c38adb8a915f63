/** The editor of stories comes in a chunk of its own: few readers write one. */

import { lazily } from '../lazily.ts';
import { OnItsWay } from '../OnItsWay.tsx';

export const StoryPanel = lazily(() => import('./StoryPanel.tsx'), OnItsWay);
