/** What is chance comes in a chunk of its own, when it is first wanted. */

import { lazily } from '../lazily.ts';

export const ChanceBar = lazily(() => import('./ChanceBar.tsx'));
