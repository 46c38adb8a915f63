import { selectedExplanation } from '../../store/selectors.ts';
import { useApp } from '../context.ts';

/** Tells a screen reader the question about the selected mark: the panel with the answer is elsewhere, and the focus stays where it was. */
export function Announcement() {
  const question = useApp((state) => (state.hideFuture ? '' : (selectedExplanation(state)?.question ?? '')));
  return (
    <p className="visually-hidden" aria-live="polite">
      {question}
    </p>
  );
}
