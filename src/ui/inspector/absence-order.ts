/** Which questions about what did not happen are shown, and in which order. Pure. */
import type { AnsweredAbsence } from '../../store/services.ts';

/** A question's name, the same at every moment: `preStop app`. */
export function nameOf({ about }: Pick<AnsweredAbsence, 'about'>): string {
  return 'container' in about ? `${about.what} ${about.container}` : about.what;
}

/**
 * What concerns the selected container comes first; else the order stays. While the future is hidden only what is asked about
 * this very moment may be told: every other answer speaks of the whole run.
 */
export function mostAsked<Asked extends Pick<AnsweredAbsence, 'about'>>(
  all: readonly Asked[],
  { container, hideFuture }: { container: string | undefined; hideFuture: boolean },
): Asked[] {
  const isOfSelected = ({ about }: Asked) => container !== undefined && 'container' in about && about.container === container;
  const shown = hideFuture ? all.filter(({ about }) => 'atMs' in about) : all;
  return [...shown.filter(isOfSelected), ...shown.filter((each) => !isOfSelected(each))];
}
