/** Claims come in a chunk of their own: few texts make any. */
import { lazy } from 'react';

export const ClaimsPanel = lazy(() => import('./ClaimsPanel.tsx'));
