import { useEffect } from 'react';
import { selectionNamed } from '../../store/selectors.ts';
import { timeOfMark } from '../../timeline/marks.ts';
import { useWiring } from '../context.ts';
import { Inspector } from '../inspector/Inspector.tsx';
import { useKeyboard } from '../keyboard.ts';
import { startPlayback } from '../playback.ts';
import { texts } from '../texts/index.ts';
import { TimelinePanel } from '../timeline/TimelinePanel.tsx';
import { Transport } from '../transport/Transport.tsx';
import { VerdictBar } from '../verdict/VerdictBar.tsx';
import styles from './App.module.css';
import type { Pane } from './pane-sizes.ts';
import { Separator } from './Separator.tsx';

/** All that shows a run: verdict, timeline, inspector, transport, and the keys that move in them. */
export default function Workbench({ inspectorPane }: { inspectorPane: Pane }) {
  useKeyboard();
  usePlayback();
  usePendingMark();
  return (
    <>
      <main className={styles.view}>
        <VerdictBar />
        <TimelinePanel />
      </main>
      <section className={styles.inspector} aria-label={texts.inspector.label}>
        <Separator className={styles.inspectorSeparator} label={texts.inspector.resize} orientation="horizontal" pane={inspectorPane} />
        <Inspector />
      </section>
      <Transport />
    </>
  );
}

function usePlayback(): void {
  const { store, frames } = useWiring();
  useEffect(() => startPlayback(store, frames), [store, frames]);
}

/** Selects the mark that a link names, once there is a run to look it up in. */
function usePendingMark(): void {
  const { store } = useWiring();
  useEffect(() => {
    const settle = () => {
      const state = store.getState();
      if (state.pendingMark !== undefined && state.run && !state.running) store.actions.select(selectionNamed(state, state.pendingMark));
    };
    settle();
    return store.subscribe(settle);
  }, [store]);
}
