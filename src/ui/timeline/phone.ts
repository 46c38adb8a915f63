import { useSyncExternalStore } from 'react';
import type { LaneKind, TimelineModel } from '../../timeline/index.ts';

const query = matchMedia('(max-width: 640px)');

/** True on a screen as narrow as a phone's. */
export function usePhone(): boolean {
  return useSyncExternalStore(
    (changed) => {
      query.addEventListener('change', changed);
      return () => query.removeEventListener('change', changed);
    },
    () => query.matches,
  );
}

const POD_LANES: ReadonlySet<LaneKind> = new Set(['actions', 'traffic', 'events']);

/**
 * A phone shows what the user meets (actions, traffic, events), the app containers, and what is in trouble; lanes keep their numbers.
 * @param troubled containers that a finding calls a problem: an init container that fails is the story, not the app that never starts
 */
export function lanesOnPhone(model: TimelineModel, troubled: ReadonlySet<string>): TimelineModel {
  const compactGroups = new Set(model.lanes.filter((lane) => lane.kind === 'process' && lane.compact && !troubled.has(lane.group)).map((lane) => lane.group));
  const lanes = model.lanes.filter((lane) =>
    lane.container === undefined ? POD_LANES.has(lane.kind) : !compactGroups.has(lane.kind === 'group' ? lane.id : lane.group),
  );
  return { ...model, lanes };
}
