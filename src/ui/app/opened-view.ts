/** What a page does beside its panels: it plays, asks for chance, and looks up in the run what a link names. */
import { useEffect } from 'react';
import type { AppState } from '../../store/app-store.ts';
import { startKubelet } from '../../store/kubelet.ts';
import { selectionNamed, timelineModel } from '../../store/selectors.ts';
import { startSpreader } from '../../store/spreader.ts';
import { startUnfolding } from '../../store/unfolding.ts';
import { filterNamed } from '../../timeline/index.ts';
import { useWiring } from '../context.ts';
import { isNotLoaded } from '../insist.ts';
import { startPlayback } from '../playback.ts';

export function usePlayback(): void {
  const { store, frames } = useWiring();
  useEffect(() => startPlayback(store, frames), [store, frames]);
  useEffect(() => startUnfolding(store), [store]);
}

/** Asks for other seeds while the page shows what is chance. */
export function useChance(): void {
  const { store, services } = useWiring();
  useEffect(() => startSpreader(store, services), [store, services]);
}

/** Asks each run what the kubelet's own parts did, while their lanes are shown. */
export function useKubelet(): void {
  const { store, services } = useWiring();
  useEffect(() => startKubelet(store, services), [store, services]);
}

/** Whoever waits for a part of the program that does not come learns why nothing happens. */
export function useNotLoaded(): void {
  const { store } = useWiring();
  useEffect(() => {
    const tell = ({ reason }: PromiseRejectionEvent) => {
      if (isNotLoaded(reason)) store.actions.set({ notice: { kind: 'not-loaded' } });
    };
    addEventListener('unhandledrejection', tell);
    return () => removeEventListener('unhandledrejection', tell);
  }, [store]);
}

/** Turns the names of lanes in a link into a filter, once there is a run that knows them. (Density Overview does not have all lanes.) */
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

/** Whether the lanes of a comparison still wait for the other run. */
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
