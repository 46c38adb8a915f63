import type { Disagreement } from '../../explain/types.ts';
import { useApp, useWiring } from '../context.ts';
import { goTo } from '../playback.ts';
import controls from '../styles/controls.module.css';
import { texts } from '../texts/index.ts';
import styles from './Findings.module.css';
import inspector from './Inspector.module.css';
import { RowList } from './RowList.tsx';

const words = texts.truths;
const NONE: readonly Disagreement[] = [];

/** Where node, API and Events disagree: what somebody who looks with kubectl at that moment gets wrong. */
export function TruthsPanel() {
  const { store } = useWiring();
  const all = useApp((state) => state.run?.story.disagreements ?? NONE);
  // Changes only when the playhead passes the beginning of one.
  const begun = useApp((state) => all.filter(({ fromMs }) => fromMs <= state.playheadMs).length);
  const hideFuture = useApp((state) => state.hideFuture);
  const current = useApp((state) => all.findLastIndex(({ fromMs, toMs }) => fromMs <= state.playheadMs && state.playheadMs < toMs));
  const shown = hideFuture ? all.slice(0, begun) : all;
  if (shown.length === 0) return <p className={inspector.nothing}>{hideFuture ? texts.findings.hidden : words.none}</p>;
  const choose = (index: number) => {
    const disagreement = shown[index];
    if (disagreement) goTo(store, disagreement.fromMs);
  };
  return (
    <>
      <p className={styles.hint}>
        {words.hint} <kbd className={controls.key}>N</kbd> {words.keys}
      </p>
      <RowList
        label={words.list}
        current={current}
        choose={choose}
        rows={shown.map(({ fromMs, toMs, sentence }) => (
          <>
            <span className={styles.span}>{words.span(fromMs, toMs)}</span>
            <span>{withoutSpan(sentence)}</span>
          </>
        ))}
      />
    </>
  );
}

/** The column before the sentence says from when to when. */
function withoutSpan(sentence: string): string {
  return sentence.replace(/^From [\d.]+ to [\d.]+ s /, '').replace(/^the /, 'The ');
}
