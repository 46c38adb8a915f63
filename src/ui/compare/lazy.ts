/** Compare comes in a chunk of its own, when two runs are first compared. */
import { lazy } from 'react';

export const CompareBar = lazy(() => import('./CompareBar.tsx'));
export const CompareSentence = lazy(() => import('./CompareSentence.tsx'));
export const ComparePanel = lazy(() => import('./ComparePanel.tsx'));
