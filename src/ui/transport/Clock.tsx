import { useEffect, useRef } from 'react';
import type { AppState } from '../../store/app-store.ts';
import { shownEndMs } from '../../store/comparison.ts';
import { transitionTimes } from '../../store/selectors.ts';
import { useActions, useApp, useWiring } from '../context.ts';
import { recordWords } from '../inspector/record-words.ts';
import { runTexts } from '../texts/en-run.ts';
import { timeText } from '../time-text.ts';
import styles from './Transport.module.css';

/** The time at the playhead and what happens there; pressed, it tells the time by the other clock. Written without React: it changes with every frame of a drag. */
export function Clock() {
  const { store, frames } = useWiring();
  const { set } = useActions();
  const clock = useApp((state) => state.clock);
  const time = useRef<HTMLElement>(null);
  const event = useRef<HTMLElement>(null);
  useEffect(() => {
    const show = () => {
      const state = store.getState();
      if (time.current) time.current.textContent = timeText(state, state.playheadMs);
      if (event.current) event.current.textContent = happeningAt(state) ?? runTexts.transport.of(shownEndMs(state));
    };
    show();
    return store.subscribe((state, before) => {
      const isOther = state.playheadMs !== before.playheadMs || state.run !== before.run || state.compared !== before.compared || state.clock !== before.clock;
      if (isOther) frames.request('dom', show);
    });
  }, [store, frames]);
  return (
    <button
      type="button"
      className={styles.clock}
      title={runTexts.transport.clockHints[clock]}
      aria-labelledby="clock-time"
      aria-pressed={clock === 'wall'}
      onClick={() => set({ clock: clock === 'wall' ? 'run' : 'wall' })}
    >
      <b ref={time} id="clock-time" data-testid="clock" />
      <small ref={event} />
    </button>
  );
}

/** What the run's records say for exactly this moment, most telling first. */
function happeningAt(state: AppState): string | undefined {
  const { run, playheadMs } = state;
  if (!run || !transitionTimes(state).includes(playheadMs)) return undefined;
  const here = run.trace.records.filter((record) => record.t === playheadMs);
  const telling =
    here.find((record) => record.kind === 'Process') ??
    here.find((record) => record.kind === 'Signal' || record.kind === 'Hook') ??
    here.find((record) => record.kind === 'Event') ??
    here[0];
  return telling && recordWords(run.trace, telling).what;
}
