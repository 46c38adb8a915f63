/** A chunk of its own: few entries of the library were recorded. */
import { lazy } from 'react';

export const RecordedBar = lazy(() => import('./RecordedBar.tsx'));
