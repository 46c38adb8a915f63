import { type ReactNode, useLayoutEffect } from 'react';
import { useWiring } from './context.ts';

/** Stands in for a part of the page whose chunk is being loaded: shows nothing or an empty frame, and keeps the page from counting as idle. */
export function OnItsWay({ children = null }: { children?: ReactNode }): ReactNode {
  const { frames } = useWiring();
  useLayoutEffect(() => frames.hold(), [frames]);
  return children;
}
