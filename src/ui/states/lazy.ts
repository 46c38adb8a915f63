/** The States view comes in a chunk of its own, when it is first wanted. */
import { lazy } from 'react';

export const StatesPanel = lazy(() => import('./StatesPanel.tsx'));
export const StatesSentence = lazy(async () => ({ default: (await import('./StatesWords.tsx')).StatesSentence }));
export const StatesCaption = lazy(async () => ({ default: (await import('./StatesWords.tsx')).StatesCaption }));
