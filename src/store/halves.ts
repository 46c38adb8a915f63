/**
 * The two editor tabs over the one scenario text. While someone types, one half may for a moment not be recognisable as
 * what it is (a Scenario document whose `apiVersion` is being rewritten). Splitting the text anew after every key would
 * then move lines between the tabs under the writer's hands. Therefore the tabs keep what they show, and the text is put
 * together from the last split that was unambiguous.
 */
import { type Half, halfOf, withHalf } from '../model/scenario-text.ts';

export interface Halves {
  /** The last text that split into exactly what the tabs showed. */
  base: string;
  pod: string;
  scenario: string;
}

/** Splits a text that came from somewhere else than the tabs: a link, the library, a restored draft. */
export function splitHalves(text: string): Halves {
  return { base: text, pod: halfOf(text, 'pod').text, scenario: halfOf(text, 'scenario').text };
}

/** What the tabs hold after one of them was changed to `view`, and the whole text that results. */
export function editHalf(halves: Halves, half: Half, view: string): { halves: Halves; text: string } {
  const shown = { ...halves, [half]: view };
  const text = joinHalves(shown);
  const split = splitHalves(text);
  const unambiguous = split.pod === shown.pod && split.scenario === shown.scenario;
  return { halves: unambiguous ? split : shown, text };
}

/** Both tabs put into the base. A half that is not recognisable goes last: the other could not find its place after it. */
function joinHalves({ base, pod, scenario }: Halves): string {
  const withPod = withHalf(base, 'pod', pod);
  return halfOf(withPod, 'pod').text === pod ? withHalf(withPod, 'scenario', scenario) : withHalf(withHalf(base, 'scenario', scenario), 'pod', pod);
}

/** A place in a tab: 1-based line of the tab's own text. */
export interface HalfLine {
  half: Half;
  line: number;
}

/** For each line of the whole text (index 0 is line 1) the tab line that shows it; separators between the tabs have none. */
export function tabLines(text: string): (HalfLine | undefined)[] {
  const lines = Array.from<HalfLine | undefined>({ length: text.split('\n').length });
  for (const half of ['pod', 'scenario'] as const) {
    halfOf(text, half).lineInScenario.forEach((lineInText, index) => {
      lines[lineInText - 1] = { half, line: index + 1 };
    });
  }
  return lines;
}
