import { type ReactNode, useLayoutEffect } from 'react';
import { useWiring } from './context.ts';

/** In place of what comes in a chunk of its own: nothing to see, or an empty frame; the page is not idle meanwhile. */
export function OnItsWay({ children = null }: { children?: ReactNode }): ReactNode {
  const { frames } = useWiring();
  useLayoutEffect(() => frames.hold(), [frames]);
  return children;
}
