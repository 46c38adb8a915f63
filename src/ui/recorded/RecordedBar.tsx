import { useEffect, useState } from 'react';
import type { ActionRecord, Trace } from '../../model/trace.ts';
import type { AppState } from '../../store/app-store.ts';
import chance from '../chance/Chance.module.css';
import { useActions, useApp, useWiring } from '../context.ts';
import controls from '../styles/controls.module.css';
import { recordedTexts as words } from '../texts/en-recorded.ts';

type Kind = keyof typeof words.kinds;

/** For an entry that was recorded: the simulated run, what a real kubelet made of it, or both on one axis; how far they agree. */
export default function RecordedBar() {
  const { store } = useWiring();
  const { set, startComparison, leaveComparison } = useActions();
  const name = useApp(({ origin }) => (origin.kind === 'library' ? origin.name : ''));
  const load = useRecording(name);
  const kind = useApp(kindOf);
  const isOther = useApp((state) => state.compare !== undefined && kindOf(state) === 'simulated');
  // A comparison with something else has a bar of its own
  if (!load || isOther) return null;
  const show = async (wanted: Kind) => {
    if (wanted === 'simulated') {
      leaveComparison();
      return;
    }
    if (kindOf(store.getState()) === 'simulated') startComparison({ kind: 'text', title: words.title, text: await load() });
    set({ onlyOther: wanted === 'real' });
  };
  return (
    <div className={chance.bar} role="group" aria-label={words.bar}>
      <span className={`${chance.summary} ${chance.whole}`} role="status">
        <Summary />
      </span>
      <a href="docs/fidelity.html#receipts" target="_blank" rel="noreferrer">
        {words.receipts}
      </a>
      <div className={controls.segments}>
        {(['simulated', 'both', 'real'] as const).map((each) => (
          <button key={each} type="button" title={words.hints[each]} aria-pressed={kind === each} onClick={() => void show(each)}>
            {words.kinds[each]}
          </button>
        ))}
      </div>
    </div>
  );
}

function kindOf({ compare, onlyOther }: AppState): Kind {
  if (compare?.counterpart.kind !== 'text' || compare.counterpart.title !== words.title) return 'simulated';
  return onlyOther ? 'real' : 'both';
}

function Summary() {
  const kind = useApp(kindOf);
  const compared = useApp((state) => state.compared);
  const trace = useApp(({ run }) => run?.trace);
  if (kind === 'simulated') return words.offer;
  if (compared?.likeness === undefined) return words.onItsWay;
  const [first] = compared.words.differences;
  const missed = trace && actionAfter(trace, compared.trace.endMs);
  const parts = [
    words.score(compared.likeness),
    first ? words.first(first.where, first.t) : words.none,
    ...(missed ? [words.endsBefore(compared.trace.endMs, missed.label, missed.t)] : []),
  ];
  return words.told(parts);
}

/** What somebody did after a moment: nothing of what came of it can be compared with a recording that ends there. */
function actionAfter({ records }: Trace, endMs: number): ActionRecord | undefined {
  return records.find((record): record is ActionRecord => record.kind === 'Action' && record.t > endMs);
}

/** How to get the recording of an entry; undefined if there is none, or until that is known. */
function useRecording(name: string): (() => Promise<string>) | undefined {
  const { services } = useWiring();
  const [found, setFound] = useState<{ name: string; load: (() => Promise<string>) | undefined }>();
  useEffect(() => {
    let gone = false;
    void services.recordingOf(name).then((load) => !gone && setFound({ name, load }));
    return () => {
      gone = true;
    };
  }, [services, name]);
  return found?.name === name ? found.load : undefined;
}
