import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { timelineModel } from '../../store/selectors.ts';
import { describeMark, type MarkRef, timeOfMark, type TimelineModel } from '../../timeline/index.ts';
import { searchMarks } from '../../timeline/search.ts';
import { useApp, useWiring } from '../context.ts';
import { Dialog } from '../dialogs/Dialog.tsx';
import { clockSeconds } from '../format.ts';
import { goTo, selectMark } from '../playback.ts';
import { searchTexts as words } from '../texts/en-search.ts';
import styles from './Search.module.css';

/** The marks of the timeline by their words: a field, and a list that the arrow keys go through while the field keeps the focus. */
export default function SearchDialog({ close }: { close(): void }) {
  const { store } = useWiring();
  const model = useApp(timelineModel);
  const [query, setQuery] = useState('');
  const [index, setIndex] = useState(0);
  const id = useId();
  const found = useMemo(() => (model ? searchMarks(model, query) : { marks: [], total: 0 }), [model, query]);
  const current = Math.min(index, found.marks.length - 1);
  if (!model) return null;

  const go = (ref: MarkRef) => {
    close();
    selectMark(store, model, ref);
    goTo(store, timeOfMark(model, ref));
  };
  const press = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };
    const step = steps[event.key];
    const ref = found.marks[current];
    if (event.key === 'Enter' && ref !== undefined) go(ref);
    else if (step !== undefined) setIndex(Math.min(found.marks.length - 1, Math.max(0, current + step)));
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title={words.title} closeLabel={words.close} close={close}>
      <div className={styles.field}>
        <input
          type="text"
          role="combobox"
          aria-label={words.field}
          aria-controls={id}
          aria-expanded={found.marks.length > 0}
          aria-activedescendant={current < 0 ? undefined : `${id}-${current}`}
          aria-autocomplete="list"
          placeholder={words.placeholder}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setIndex(0);
          }}
          onKeyDown={press}
        />
      </div>
      <div className={styles.list} role="listbox" id={id} aria-label={words.results} tabIndex={-1}>
        {found.marks.map((ref, row) => (
          <Row key={`${ref.lane}/${ref.track}/${ref.mark}`} id={`${id}-${row}`} model={model} mark={ref} current={row === current} choose={() => go(ref)} />
        ))}
      </div>
      <p className={styles.foot} role="status">
        {query.trim() === '' ? words.hint : found.total === 0 ? words.none : words.count(found.total, found.marks.length)}
      </p>
    </Dialog>
  );
}

interface RowProps {
  id: string;
  model: TimelineModel;
  mark: MarkRef;
  current: boolean;
  choose(): void;
}

function Row({ id, model, mark, current, choose }: RowProps) {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (current) row.current?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  const { what, why } = describeMark(model, mark);
  return (
    <div ref={row} id={id} role="option" aria-selected={current} className={styles.row} onClick={choose}>
      <time>{clockSeconds(timeOfMark(model, mark))}</time>
      <span>{what}</span>
      <small>{model.lanes[mark.lane]?.container ?? 'Pod'}</small>
      <small className={styles.why}>{why}</small>
    </div>
  );
}
