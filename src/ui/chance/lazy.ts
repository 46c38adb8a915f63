/** What is chance comes in a chunk of its own, when it is first wanted. */
import { lazy } from 'react';

export const ChanceBar = lazy(() => import('./ChanceBar.tsx'));
