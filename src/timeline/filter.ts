/** Which lanes are shown: all but those of some classes, or only those that a link names. Pure. */
import { KUBELET_GROUP, type Lane, type LaneId, type TimelineModel } from './model.ts';

/** Classes of lanes that a reader may hide. A probe of a sidecar belongs to two of them, and is hidden with either. */
export const LANE_CLASSES = ['conditions', 'traffic', 'events', 'probes', 'status', 'init', 'sidecars'] as const;

export type LaneClass = (typeof LANE_CLASSES)[number];

export type LaneFilter = { readonly hide: ReadonlySet<LaneClass> } | { readonly only: ReadonlySet<LaneId> };

function classesOf({ kind, role }: Lane): LaneClass[] {
  const classes: LaneClass[] = [];
  if (kind === 'conditions' || kind === 'traffic' || kind === 'events' || kind === 'status') classes.push(kind);
  if (kind === 'probe') classes.push('probes');
  if (role === 'init') classes.push('init');
  if (role === 'sidecar') classes.push('sidecars');
  return classes;
}

/** The lane's id in its own run. */
const idOf = (lane: Lane): LaneId => lane.home?.lane ?? lane.id;

/** Whether the reader has hidden a lane. */
export function isFilteredOut(filter: LaneFilter, lane: Lane): boolean {
  // These lanes were asked for on purpose
  if (lane.group === KUBELET_GROUP) return false;
  return 'only' in filter ? !filter.only.has(idOf(lane)) : classesOf(lane).some((each) => filter.hide.has(each));
}

/** Lanes that lie in a folded group; its row stays. */
export function isFolded(folded: ReadonlySet<LaneId>, lane: Lane): boolean {
  return lane.kind !== 'group' && folded.has(lane.group);
}

/** The classes that the model has lanes of. */
export function classesIn({ lanes }: TimelineModel): ReadonlySet<LaneClass> {
  return new Set(lanes.flatMap(classesOf));
}

/** The classes of which nothing is shown. */
export function hiddenClasses(model: TimelineModel, filter: LaneFilter): ReadonlySet<LaneClass> {
  if ('hide' in filter) return filter.hide;
  const shown = new Set(model.lanes.filter((lane) => !isFilteredOut(filter, lane)).flatMap(classesOf));
  return new Set([...classesIn(model)].filter((each) => !shown.has(each)));
}

/**
 * The filter that a link's names of lanes stand for: hidden classes if these say the same, because classes keep their meaning after an edit of the
 * text. If the run has no lane of these names, nothing is hidden.
 */
export function filterNamed(model: TimelineModel, only: ReadonlySet<LaneId>): LaneFilter {
  const named: LaneFilter = { only };
  if (model.lanes.every((lane) => lane.group === KUBELET_GROUP || isFilteredOut(named, lane))) return { hide: new Set() };
  const byClass: LaneFilter = { hide: hiddenClasses(model, named) };
  return model.lanes.every((lane) => isFilteredOut(named, lane) === isFilteredOut(byClass, lane)) ? byClass : named;
}

/** The names of the lanes that are shown, for a link; undefined if all are. */
export function shownLanes({ lanes }: TimelineModel, filter: LaneFilter): LaneId[] | undefined {
  const named = lanes.filter(({ group }) => group !== KUBELET_GROUP);
  const shown = named.filter((lane) => !isFilteredOut(filter, lane));
  return shown.length === named.length ? undefined : shown.map(idOf);
}
