import { useEffect } from 'react';
import type { Difference } from '../../explain/compare/types.ts';
import { chosenDifference, differenceMarks, timelineModel } from '../../store/selectors.ts';
import { useApp, useWiring } from '../context.ts';
import { clockSeconds } from '../format.ts';
import inspector from '../inspector/Inspector.module.css';
import { Diff } from '../inspector/ProposedChange.tsx';
import { RowList } from '../inspector/RowList.tsx';
import { goToDifference } from '../playback.ts';
import controls from '../styles/controls.module.css';
import { compareTexts as words } from '../texts/en-compare.ts';
import styles from './Compare.module.css';

const NONE: readonly Difference[] = [];

/** All that is not the same in both runs; the one that is looked at has its marks outlined in the lanes. */
export default function ComparePanel() {
  const { store } = useWiring();
  const all = useApp((state) => state.compared?.words.differences ?? NONE);
  const hideFuture = useApp((state) => state.hideFuture);
  // Changes only when the playhead passes a difference.
  const begun = useApp((state) => all.filter(({ t }) => t <= state.playheadMs).length);
  const current = useApp((state) => state.difference ?? -1);
  useRevealedLanes();
  const waiting = useApp((state) => state.compared === undefined);
  if (waiting) return <p className={inspector.nothing}>{words.comparing}</p>;
  const shown = hideFuture ? all.slice(0, begun) : all;
  return (
    <div className={styles.panel}>
      <section>
        {shown.length === 0 ? (
          <p className={inspector.nothing}>{all.length === 0 ? words.none : words.noneSoFar}</p>
        ) : (
          <>
            <p className={styles.hint}>
              {words.count(shown.length)} <kbd className={controls.key}>N</kbd> {words.keys}
            </p>
            <RowList
              label={words.list}
              current={current}
              choose={(index) => goToDifference(store, index)}
              rows={shown.map((difference, index) => <Row key={index} difference={difference} told={!hideFuture} />)}
            />
          </>
        )}
      </section>
      <section className={styles.aside}>
        <Texts />
      </section>
      <Announcement />
    </div>
  );
}

/** Scrolls the lanes so that what is looked at is in view, of both runs if there is room. */
function useRevealedLanes(): void {
  const { store } = useWiring();
  const difference = useApp((state) => state.difference);
  const compared = useApp((state) => state.compared);
  useEffect(() => {
    const state = store.getState();
    const marks = differenceMarks(state);
    const lanes = timelineModel(state)?.lanes;
    for (const mark of [marks?.b, marks?.a]) {
      const id = mark && lanes?.[mark.lane]?.id;
      if (id !== undefined)
        document
          .querySelector(`[data-lane="${CSS.escape(id)}"]`)
          ?.closest('[role=row]')
          ?.scrollIntoView({ block: 'nearest' });
    }
  }, [store, difference, compared]);
}

/** `told`: what the runs do there may be shown although it lies in the playhead's future. */
function Row({ difference: { t, where, a, b }, told }: { difference: Difference; told: boolean }) {
  return (
    <>
      <span className={styles.time}>{clockSeconds(t)}</span>
      <span className={styles.where}>{where}</span>
      {told && (
        <>
          <Told side="a" told={a} />
          <Told side="b" told={b} />
        </>
      )}
    </>
  );
}

function Told({ side, told }: { side: 'a' | 'b'; told: Difference['a'] }) {
  return (
    <span className={styles.told} data-nothing={!told || undefined}>
      <b className={styles.badge}>{words.sides[side]}</b>
      {told?.words ?? words.nothing}
    </span>
  );
}

/** What was done to the text to get from A to B. */
function Texts() {
  const diff = useApp((state) => state.compared?.diff);
  const isMeasured = useApp((state) => state.compared?.source === 'real');
  if (isMeasured) return <Deviations />;
  if (!diff) return null;
  if (diff.every(({ kind }) => kind === 'same' || kind === 'gap')) return <p>{words.sameText}</p>;
  return (
    <>
      <h2>{words.diff}</h2>
      <Diff lines={diff} />
    </>
  );
}

/** What the real run did otherwise, and the change that makes the simulation do the same. */
function Deviations() {
  const { services } = useWiring();
  const deviations = useApp((state) => state.compared?.deviations);
  const hideFuture = useApp((state) => state.hideFuture);
  const fits = useApp((state) => state.status.kind === 'current' && !state.running);
  return (
    <>
      {deviations && deviations.length > 0 && !hideFuture && (
        <ul className={styles.deviations} aria-label={words.deviations}>
          {deviations.map(({ sentence, change }) => (
            <li key={sentence}>
              {sentence}
              {change && (
                <button type="button" className={controls.line} disabled={!fits} title={change.title} onClick={() => void services.changes.apply(change)}>
                  {words.apply(change.title)}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      <p>{words.measured}</p>
    </>
  );
}

/** Announces the difference to readers who step with the keys and do not see the list. */
function Announcement() {
  const chosen = useApp((state) => (state.hideFuture ? undefined : chosenDifference(state)));
  return (
    <p className="visually-hidden" aria-live="polite">
      {chosen && words.chosen(chosen.t, chosen.where, chosen.a?.words ?? words.nothing, chosen.b?.words ?? words.nothing)}
    </p>
  );
}
