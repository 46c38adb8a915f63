import { useLibrary, useWiring } from '../context.ts';
import controls from '../styles/controls.module.css';
import { runTexts } from '../texts/en-run.ts';
import styles from './Timeline.module.css';

const SUGGESTIONS = 3;

/** No run to show: the text is empty, or has had errors from the start. */
export function EmptyTimeline() {
  const { services } = useWiring();
  const library = useLibrary();
  return (
    <div className={styles.empty}>
      <p>{runTexts.timeline.empty}</p>
      <ul>
        {library.slice(0, SUGGESTIONS).map(({ name, title }) => (
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
