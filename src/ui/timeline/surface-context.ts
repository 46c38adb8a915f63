import { createContext, useContext } from 'react';
import type { TimelineSurface } from './surface.ts';

/** The canvases that belong to the lanes around a component; undefined until they are mounted. */
export const SurfaceContext = createContext<TimelineSurface | undefined>(undefined);

export function useSurface(): TimelineSurface | undefined {
  return useContext(SurfaceContext);
}
