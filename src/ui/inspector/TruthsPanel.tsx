import { type Disagreement, withoutSpan } from '../../model/disagreement.ts';
import { useApp, useWiring } from '../context.ts';
import { goToDisagreement } from '../playback.ts';
import controls from '../styles/controls.module.css';
import { inspectorTexts } from '../texts/en-inspector.ts';
import styles from './Findings.module.css';
import inspector from './Inspector.module.css';
import { RowList } from './RowList.tsx';

const words = inspectorTexts.truths;
const NONE: readonly Disagreement[] = [];

/** Where node, API and Events disagree: what somebody who looks with kubectl at that moment gets wrong. */
export function TruthsPanel() {
  const { store } = useWiring();
  const all = useApp((state) => state.run?.story.disagreements ?? NONE);
  // Changes only when the playhead passes the beginning of one.
  const begun = useApp((state) => all.filter(({ fromMs }) => fromMs <= state.playheadMs).length);
  const hideFuture = useApp((state) => state.hideFuture);
  const current = useApp(({ listed, playheadMs }) =>
    listed?.of === 'disagreements' ? listed.position : all.findLastIndex(({ fromMs, toMs }) => fromMs <= playheadMs && playheadMs < toMs),
  );
  const shown = hideFuture ? all.slice(0, begun) : all;
  if (shown.length === 0) return <p className={inspector.nothing}>{hideFuture ? inspectorTexts.findings.hidden : words.none}</p>;
  return (
    <>
      <p className={styles.hint}>
        {words.hint} <kbd className={controls.key}>N</kbd> {words.keys}
      </p>
      <RowList
        label={words.list}
        current={current}
        choose={(index) => goToDisagreement(store, index)}
        rows={shown.map((each) => (
          <>
            <span className={styles.span}>{words.span(each.fromMs, each.toMs)}</span>
            <span>{withoutSpan(each)}</span>
          </>
        ))}
      />
    </>
  );
}
