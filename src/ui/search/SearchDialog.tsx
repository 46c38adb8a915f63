import { useMemo, useState } from 'react';
import { timelineModel } from '../../store/selectors.ts';
import { describeMark, type MarkRef, timeOfMark, type TimelineModel } from '../../timeline/index.ts';
import { searchMarks } from '../../timeline/search.ts';
import { useApp, useWiring } from '../context.ts';
import { Finder } from '../dialogs/Finder.tsx';
import { clockSeconds } from '../format.ts';
import { goTo, selectMark } from '../playback.ts';
import { searchTexts as words } from '../texts/en-search.ts';
import styles from './Search.module.css';

/** The marks of the timeline by their words. */
export default function SearchDialog({ close }: { close(): void }) {
  const { store } = useWiring();
  const model = useApp(timelineModel);
  const [query, setQuery] = useState('');
  const found = useMemo(() => (model ? searchMarks(model, query) : { marks: [], total: 0 }), [model, query]);
  if (!model) return null;
  return (
    <Finder
      words={words}
      close={close}
      query={query}
      ask={setQuery}
      found={found.marks}
      keyOf={({ lane, track, mark }) => `${lane}/${track}/${mark}`}
      take={(mark) => {
        close();
        selectMark(store, model, mark);
        goTo(store, timeOfMark(model, mark));
      }}
      rowClass={styles.row}
      renderRow={(mark) => <Found model={model} mark={mark} />}
      status={query.trim() === '' ? words.hint : found.total === 0 ? words.none : words.count(found.total, found.marks.length)}
    />
  );
}

function Found({ model, mark }: { model: TimelineModel; mark: MarkRef }) {
  const { what, why } = describeMark(model, mark);
  return (
    <>
      <time>{clockSeconds(timeOfMark(model, mark))}</time>
      <span>{what}</span>
      <small>{model.lanes[mark.lane]?.container ?? 'Pod'}</small>
      <small className={styles.why}>{why}</small>
    </>
  );
}
