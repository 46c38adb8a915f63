import { useApp } from '../context.ts';
import { compareTexts as words } from '../texts/en-compare.ts';
import { runTexts } from '../texts/en-run.ts';
import styles from './Compare.module.css';

const SAME = '=';

/** What changed from A to B: one sentence, and the measures in a line. */
export default function CompareSentence() {
  const said = useApp((state) => state.compared?.words);
  const hideFuture = useApp((state) => state.hideFuture);
  if (!said) return <h1>{words.comparing}</h1>;
  const title = hideFuture ? runTexts.timeline.veil : said.sentence;
  return (
    <>
      <h1 className={styles.sentence}>{title}</h1>
      <ul className={styles.measures} aria-label={words.measures} style={{ visibility: hideFuture ? 'hidden' : undefined }}>
        {said.rows.map(({ measure, name, a, b, difference }) => (
          <li key={measure} title={words.measure(name, a, b, difference)} data-same={difference === SAME || undefined}>
            <span className="visually-hidden">{words.measure(name, a, b, difference)}</span>
            <span aria-hidden="true">
              {name} <b>{a}</b>
              {/* What is the same need not be said twice. */}
              {difference !== SAME && (
                <>
                  {' | '}
                  <b>{b}</b>
                </>
              )}
              {difference !== '' && (
                <>
                  {' | '}
                  <i>{difference}</i>
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
