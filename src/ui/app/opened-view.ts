/** What a page needs beside its panels: playing, and what a link names but only a run knows. */
import { useEffect } from 'react';
import type { AppState } from '../../store/app-store.ts';
import { selectionNamed, timelineModel } from '../../store/selectors.ts';
import { filterNamed } from '../../timeline/index.ts';
import { useWiring } from '../context.ts';
import { startUnfolding } from '../../store/unfolding.ts';
import { startPlayback } from '../playback.ts';

export function usePlayback(): void {
  const { store, frames } = useWiring();
  useEffect(() => startPlayback(store, frames), [store, frames]);
  useEffect(() => startUnfolding(store), [store]);
}

/** What a link's names of lanes stand for is known once there is a run; Overview has not all of its lanes. */
export function useNamedLanes(): void {
  const { store } = useWiring();
  useEffect(() => {
    const settle = () => {
      const state = store.getState();
      const { laneFilter, running, density } = state;
      const model = 'only' in laneFilter && !running && density !== 'overview' ? timelineModel(state) : undefined;
      if (!model || 'hide' in laneFilter) return;
      const named = filterNamed(model, laneFilter.only);
      if ('hide' in named) store.actions.set({ laneFilter: named });
    };
    settle();
    return store.subscribe((state, before) => {
      if (state.run !== before.run || state.laneFilter !== before.laneFilter || state.density !== before.density) settle();
    });
  }, [store]);
}

/** The lanes of a comparison are there with the other run. */
const isWaiting = ({ compare, compared }: AppState) => compare !== undefined && compared === undefined;

/** Selects the mark that a link names, once there is a run to look it up in. */
export function usePendingMark(): void {
  const { store } = useWiring();
  useEffect(() => {
    const settle = () => {
      const state = store.getState();
      if (state.pendingMark !== undefined && state.run && !state.running && !isWaiting(state)) store.actions.select(selectionNamed(state, state.pendingMark));
    };
    settle();
    return store.subscribe(settle);
  }, [store]);
}
