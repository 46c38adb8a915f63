import type { Lane, LaneId, TimelineModel } from './model.ts';

const KNOWN = new WeakMap<readonly Lane[], ReadonlyMap<LaneId, Lane>>();

/** The lane with an id. Indexed once per model: a Pod of a thousand containers has thousands of lanes, and each asks for its neighbours. */
export function laneById({ lanes }: TimelineModel, id: LaneId): Lane | undefined {
  let byId = KNOWN.get(lanes);
  if (byId === undefined) KNOWN.set(lanes, (byId = new Map(lanes.map((lane) => [lane.id, lane]))));
  return byId.get(id);
}
