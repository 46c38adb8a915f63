import type { ClaimOnRun } from '../../store/services.ts';
import { claimsOnScreen } from '../../store/selectors.ts';
import { useActions, useApp, useWiring } from '../context.ts';
import { clockSeconds } from '../format.ts';
import inspector from '../inspector/Inspector.module.css';
import { RowList } from '../inspector/RowList.tsx';
import { startPrediction } from '../lesson/start.ts';
import { goTo } from '../playback.ts';
import controls from '../styles/controls.module.css';
import { claimWords } from '../texts/en-claim-words.ts';
import { claimTexts as words } from '../texts/en-claims.ts';
import styles from './Claims.module.css';
import { decidedBy, tally } from './told-claims.ts';

/** What the text claims about its run (`expect`), and whether that holds. A row leads to the moment that decided it. */
export default function ClaimsPanel() {
  const { store } = useWiring();
  const { set } = useActions();
  const all = useApp(claimsOnScreen);
  const judging = useApp((state) => state.judging);
  const hideFuture = useApp((state) => state.hideFuture);
  // Changes only when the playhead passes the moment of one.
  const told = useApp((state) => (state.hideFuture ? decidedBy(all, state.playheadMs).length : all.length));
  const chosen = useApp((state) => state.claim);
  const shown = hideFuture ? decidedBy(all, store.getState().playheadMs) : all;
  if (all.length === 0) return <p className={inspector.nothing}>{judging ? words.judging : words.none}</p>;
  const choose = (at: number) => {
    const claim = shown[at];
    if (!claim) return;
    set({ claim: claim.index });
    if (claim.atMs !== undefined) goTo(store, claim.atMs);
  };
  return (
    <>
      <div className={styles.summary}>
        <p>{hideFuture ? words.hidden : words.summary(tally(all))}</p>
        {!hideFuture && (
          <button type="button" className={controls.line} title={words.predictHint} onClick={() => startPrediction(store)}>
            {words.predict}
          </button>
        )}
      </div>
      {told > 0 && (
        <RowList
          label={words.list}
          current={shown.findIndex(({ index }) => index === chosen)}
          choose={choose}
          rows={shown.map((claim) => <Row key={claim.index} claim={claim} />)}
        />
      )}
    </>
  );
}

function Row({ claim: { verdict, claim, text, seen, atMs } }: { claim: ClaimOnRun }) {
  return (
    <>
      <span className={styles.verdict}>
        <Badge verdict={verdict} />
        <span className="visually-hidden">{words.verdicts[verdict]}: </span>
      </span>
      <span className={styles.time}>{atMs === undefined ? words.wholeRun : clockSeconds(atMs)}</span>
      <span className={styles.claim}>
        <span className={styles.told}>{claimWords.tell(claim)}</span>
        <code>{text}</code>
        <span className={styles.seen} data-verdict={verdict}>
          {seen}
        </span>
      </span>
    </>
  );
}

/** The shapes of the axis. */
function Badge({ verdict }: { verdict: ClaimOnRun['verdict'] }) {
  return (
    <svg className={styles.badge} viewBox="0 0 14 14" aria-hidden="true" data-verdict={verdict}>
      {verdict === 'pass' && <path d="M7 1.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zM4.2 7.2l2 2 3.6-4.3" />}
      {verdict === 'fail' && (
        <>
          <rect x="1.5" y="1.5" width="11" height="11" rx="2" />
          <path d="m4.5 4.5 5 5m0-5-5 5" />
        </>
      )}
      {verdict === 'undecidable' && <path d="M7 1l6 6-6 6-6-6z" />}
    </svg>
  );
}
