import { timeOfDay } from '../base/timestamp.ts';
import type { AppState } from '../store/app-store.ts';
import { clockSeconds } from './format.ts';

/** A moment as the reader wants moments told: `42.4 s`, or by the wall clock, UTC, `10:05:42.4`. */
export function timeText({ clock, run }: Pick<AppState, 'clock' | 'run'>, timeMs: number): string {
  return clock === 'wall' && run ? timeOfDay(run.trace.meta.createdAtMs + timeMs, 1) : clockSeconds(timeMs);
}
