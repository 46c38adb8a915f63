import { type ComponentType, createElement, useLayoutEffect, useReducer, useState } from 'react';
import { insist } from './insist.ts';

/**
 * A component whose code is loaded when it is first wanted; until then there is `Meanwhile`, or nothing. It stands in for
 * `React.lazy`, which would hold it back: what suspends is shown 300 ms after the last fallback at the earliest, however soon it is there.
 *
 * Throws in rendering if the code cannot be loaded; the next one that is mounted tries again.
 */
export function lazily<Props extends object>(load: () => Promise<{ default: ComponentType<Props> }>, Meanwhile?: ComponentType): ComponentType<Props> {
  let loaded: ComponentType<Props> | undefined;
  let loading: Promise<void> | undefined;
  const ask = () => {
    loading ??= insist(load).then(
      (module) => {
        loaded = module.default;
      },
      (error: unknown) => {
        loading = undefined;
        throw error;
      },
    );
    return loading;
  };
  return function Lazily(props: Props) {
    const [failure, setFailure] = useState<{ error: unknown }>();
    const [, show] = useReducer((times: number) => times + 1, 0);
    useLayoutEffect(() => {
      if (loaded) return undefined;
      let mounted = true;
      ask().then(
        () => mounted && show(),
        (error: unknown) => mounted && setFailure({ error }),
      );
      return () => {
        mounted = false;
      };
    }, []);
    if (failure) throw failure.error;
    if (loaded) return createElement(loaded, props);
    return Meanwhile ? createElement(Meanwhile) : null;
  };
}
