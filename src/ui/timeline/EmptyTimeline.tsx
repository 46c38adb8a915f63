import { isBlank } from '../../model/scenario-text.ts';
import { useApp, useLibrary, useWiring } from '../context.ts';
import controls from '../styles/controls.module.css';
import { runTexts } from '../texts/en-run.ts';
import { SUGGESTED_SCENARIOS } from './suggested.ts';
import styles from './Timeline.module.css';

/** No run to show: the text is empty, or has had errors from the start. */
export function EmptyTimeline() {
  const { services } = useWiring();
  const library = useLibrary();
  const suggestions = SUGGESTED_SCENARIOS.flatMap((name) => library.find((entry) => entry.name === name) ?? []);
  return (
    <div className={styles.empty}>
      <p>{runTexts.timeline.empty}</p>
      <ul>
        {suggestions.map(({ name, title }) => (
          <li key={name}>
            <button type="button" className={controls.line} onClick={() => services.openLibrary(name)}>
              {title}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Over the run that was last on screen, as long as there is no Pod at all in the text. */
export function EmptyText() {
  const empty = useApp((state) => state.run !== undefined && state.status.kind === 'invalid' && isBlank(state.halves.pod));
  return empty ? (
    <div className={styles.emptyText}>
      <EmptyTimeline />
    </div>
  ) : null;
}
