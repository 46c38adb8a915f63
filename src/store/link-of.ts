/** The state as a link. Loaded when a link is first made: it needs the packer and the timeline. */
import { encodeLink, packedText } from '../link/encode.ts';
import { formatView, type LinkComparison, type LinkView } from '../link/view.ts';
import { layoutTrace, shownLanes } from '../timeline/index.ts';
import type { AppState } from './app-store.ts';
import { carriesText, type ComparedRun, type Counterpart } from './comparison.ts';
import type { LinkScope } from './services.ts';
import { selectedMark, timelineModel } from './selectors.ts';

/** The fragment of a link that reproduces the state, or its text alone, without `#`. */
export function linkOf(state: AppState, scope: LinkScope = 'view'): string {
  return encodeLink(state.text, scope === 'view' ? viewOf(state) : {});
}

/** The fragment of a link that challenges others to predict, and then compares their answers with these. */
export function guessLinkOf({ text, origin, edited, choices }: AppState, guesses: readonly string[]): string {
  const view = { ...choices, guesses: [...guesses] };
  return origin.kind === 'library' && !edited ? `/q/${origin.name}${formatView(view)}` : encodeLink(text, view);
}

/** What a link says beside the text. */
function viewOf(state: AppState): LinkView {
  const { choices, window, theme, present, unfoldedLoops } = state;
  const mark = selectedMark(state);
  const lane = mark && timelineModel(state)?.lanes[mark.lane]?.id;
  const lanes = lanesOf(state);
  return {
    playheadMs: Math.round(state.playheadMs),
    ...(window && { zoomMs: { from: Math.round(window.fromMs), to: Math.round(window.toMs) } }),
    ...(lanes && { lanes }),
    ...(unfoldedLoops.size > 0 && { unfoldedLoops: [...unfoldedLoops] }),
    ...(lane !== undefined && { selected: { lane, ms: Math.round(selectedMs(state)) } }),
    ...choices,
    // More contrast is the reader's own matter, not part of what is shown
    ...((theme === 'light' || theme === 'dark') && { theme }),
    ...comparisonOf(state),
    ...(present && !present.away && { beat: present.beat + 1 }),
  };
}

/** The lanes of Normal that are shown: Overview has fewer whatever the reader hides. */
function lanesOf({ run, laneFilter }: AppState): string[] | undefined {
  if (!run || ('hide' in laneFilter && laneFilter.hide.size === 0)) return undefined;
  return shownLanes(layoutTrace(run.trace, { density: 'normal' }), laneFilter);
}

/** What the run is compared with, as far as a link carries it: a recording is too big, and says nothing without its run. */
function comparisonOf({ compare, compared }: AppState): { compare?: LinkComparison } {
  const counterpart = compare && counterpartOf(compare.counterpart, compared);
  return counterpart ? { compare: { with: counterpart, ...(compare.presentIs === 'b' && { presentIs: 'b' }) } } : {};
}

function counterpartOf(counterpart: Counterpart, compared: ComparedRun | undefined): LinkComparison['with'] | undefined {
  switch (counterpart.kind) {
    case 'seed':
    case 'at':
    case 'gate':
      return counterpart;
    case 'scenario':
      return { kind: 'scenario', name: counterpart.name };
    case 'change':
    case 'before':
    case 'text':
      // The text as it was run, with the change in it; of a recording there is no other.
      if (!compared || !carriesText(compared)) return undefined;
      return { kind: 'text', packed: packedText(compared.text), title: counterpart.title };
  }
}

/** When the selected record happened: a mark that it ends begins earlier. In a train of probe attempts, the selected one's time. */
function selectedMs({ run, selected }: AppState): number {
  const record = selected && run?.trace.records[selected.record];
  if (!record) return 0;
  return record.kind === 'Probe' ? record.t + selected.attempt * record.periodMs : record.t;
}
