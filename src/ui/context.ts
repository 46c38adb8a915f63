import { createContext, useContext, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { AppActions, AppState, AppStore } from '../store/app-store.ts';
import type { GalleryEntry, Services } from '../store/services.ts';
import type { FrameLoop } from './frame-loop.ts';

/** What the composition root hands to the components. */
export interface Wiring {
  store: AppStore;
  services: Services;
  frames: FrameLoop;
}

export const WiringContext = createContext<Wiring | undefined>(undefined);

export function useWiring(): Wiring {
  const wiring = useContext(WiringContext);
  if (!wiring) throw new Error('Components must live inside a WiringContext');
  return wiring;
}

/** Subscribes to a part of the state. Select narrowly: the component renders again when the part changes. */
export function useApp<T>(select: (state: AppState) => T): T {
  return useStore(useWiring().store, select);
}

/** The entries of the library of scenarios in the language of the page; empty until they are loaded. */
export function useLibrary(): readonly GalleryEntry[] {
  const { services } = useWiring();
  const [library, setLibrary] = useState<readonly GalleryEntry[]>([]);
  useEffect(() => {
    let gone = false;
    void services.gallery(document.documentElement.lang).then((entries) => !gone && setLibrary(entries));
    return () => {
      gone = true;
    };
  }, [services]);
  return library;
}

export function useActions(): AppActions {
  return useWiring().store.actions;
}
