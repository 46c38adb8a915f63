/** A chunk of its own: few entries of the library were recorded. */

import { lazily } from '../lazily.ts';

export const RecordedBar = lazily(() => import('./RecordedBar.tsx'));
