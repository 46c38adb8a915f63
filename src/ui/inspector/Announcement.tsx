import { selectedExplanation } from '../../store/selectors.ts';
import { useApp } from '../context.ts';

/** Says to a screen reader what the selected mark raises: the panel of its answer is elsewhere, and the focus stays where it was. */
export function Announcement() {
  const question = useApp((state) => (state.hideFuture ? '' : (selectedExplanation(state)?.question ?? '')));
  return (
    <p className="visually-hidden" aria-live="polite">
      {question}
    </p>
  );
}
