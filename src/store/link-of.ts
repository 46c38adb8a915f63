/** The state as a link. Loaded when a link is first made: it needs the packer and the timeline. */
import { encodeLink, packedText, packingText } from '../link/encode.ts';
import { formatView, type LinkComparison, type LinkView } from '../link/view.ts';
import { layoutTrace, shownLanes } from '../timeline/index.ts';
import type { AppState } from './app-store.ts';
import { carriesText, type ComparedRun, type Counterpart } from './comparison.ts';
import type { LinkScope } from './services.ts';
import { selectedMark, timelineModel } from './selectors.ts';

/** The fragment of a link that reproduces the state, or its text alone, without `#`. Pauses while it packs a long text, so that the page is not held up. */
export async function linkOf(state: AppState, scope: LinkScope = 'view'): Promise<string> {
  const packing = packingText(state.text);
  for (;;) {
    const step = packing.next();
    if (step.done === true) return `${step.value}${scope === 'view' ? formatView(viewOf(state)) : ''}`;
    await new Promise((resolve) => setTimeout(resolve));
  }
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
    // High contrast is a need of this reader, not part of what a link shows to others
    ...((theme === 'light' || theme === 'dark') && { theme }),
    ...comparisonOf(state),
    ...(present && !present.away && { beat: present.beat + 1 }),
  };
}

/** The lanes that are shown, counted in the density Normal: Overview has fewer lanes whatever the reader hides. */
function lanesOf({ run, laneFilter }: AppState): string[] | undefined {
  if (!run || ('hide' in laneFilter && laneFilter.hide.size === 0)) return undefined;
  return shownLanes(layoutTrace(run.trace, { density: 'normal' }), laneFilter);
}

/** What the run is compared with, if a link can carry that: a recording is too big for it. */
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
      // The other text as it was run, with the change in it. A recording has no such text
      if (!compared || !carriesText(compared)) return undefined;
      return { kind: 'text', packed: packedText(compared.text), title: counterpart.title };
  }
}

/** The time that names the selected mark: that of its record (a mark that the record ends begins earlier), in a train of probe attempts that of the selected attempt. */
function selectedMs({ run, selected }: AppState): number {
  const record = selected && run?.trace.records[selected.record];
  if (!record) return 0;
  return record.kind === 'Probe' ? record.t + selected.attempt * record.periodMs : record.t;
}
