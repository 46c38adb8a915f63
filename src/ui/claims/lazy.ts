/** Claims come in a chunk of their own: few texts make any. */

import { lazily } from '../lazily.ts';
import { OnItsWay } from '../OnItsWay.tsx';

export const ClaimsPanel = lazily(() => import('./ClaimsPanel.tsx'), OnItsWay);
