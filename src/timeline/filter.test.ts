import { describe, expect, it } from 'vitest';
import { cartStory } from '../testing/cart-story.ts';
import { classesIn, filterNamed, hiddenClasses, isFilteredOut, isFolded, type LaneClass, type LaneFilter, shownLanes } from './filter.ts';
import { laneRects } from './lanes.ts';
import { layoutTrace } from './layout.ts';
import { pairModels } from './pair.ts';

const model = layoutTrace(cartStory(), { density: 'normal' });
const hide = (...classes: LaneClass[]): LaneFilter => ({ hide: new Set(classes) });
const only = (...ids: string[]) => new Set(ids);
const POD = ['actions', 'pod', 'pod.phase'];

describe('a filter of lanes', () => {
  it('takes the lanes of a class out of the layout, and leaves no gap', () => {
    const { rects } = laneRects(model, { heightPx: 0, hidden: (lane) => isFilteredOut(hide('probes', 'conditions', 'sidecars'), lane) });
    expect(rects.map(({ lane }) => lane.id)).toEqual([...POD, 'pod.traffic', 'pod.events', 'app', 'app.process', 'app.status']);
    rects.forEach(({ yPx }, index) => expect(yPx).toBe(rects.slice(0, index).reduce((sum, { heightPx }) => sum + heightPx, 0)));
  });

  it('hides both lanes of a pair', () => {
    const pair = pairModels(model, model, { records: 0, presentIs: 'a' });
    const shown = shownLanes(pair, hide('probes', 'sidecars', 'status', 'events', 'traffic', 'conditions'));
    expect(shown).toEqual(['actions', 'actions', 'pod', 'pod', 'pod.phase', 'pod.phase', 'app', 'app', 'app.process', 'app.process']);
  });

  it('offers what the run has', () => {
    expect([...classesIn(model)].sort()).toEqual(['conditions', 'events', 'probes', 'sidecars', 'status', 'traffic']);
  });

  it('as names in a link stands for the same classes, for every choice of them', () => {
    const all = [...classesIn(model)];
    for (let choice = 0; choice < 2 ** all.length; choice += 1) {
      const classes = all.filter((_each, bit) => (choice >> bit) % 2 === 1);
      const names = shownLanes(model, hide(...classes));
      const back = names === undefined ? hide() : filterNamed(model, only(...names));
      expect(shownLanes(model, back)).toEqual(names);
      expect('hide' in back).toBe(true);
    }
  });

  it('of names that no choice of classes gives shows those lanes and no other', () => {
    const filter = filterNamed(model, only('app.process', 'app.liveness'));
    expect(shownLanes(model, filter)).toEqual(['app.process', 'app.liveness']);
    expect([...hiddenClasses(model, filter)].sort()).toEqual(['conditions', 'events', 'sidecars', 'status', 'traffic']);
  });

  it('of names that the run has no lanes for hides nothing', () => {
    expect(shownLanes(model, filterNamed(model, only('web.process')))).toBeUndefined();
  });
});

it('a folded group keeps its row', () => {
  const shown = model.lanes.filter((lane) => !isFolded(new Set(['app']), lane) && lane.group === 'app').map(({ id }) => id);
  expect(shown).toEqual(['app']);
});
