import { type KeyboardEvent, memo, type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { RecordId, RecordKind, Trace, TraceRecord } from '../../model/trace.ts';
import { useActions, useApp, useWiring } from '../context.ts';
import { useInSight } from '../in-sight.ts';
import { goTo } from '../playback.ts';
import controls from '../styles/controls.module.css';
import { inspectorTexts } from '../texts/en-inspector.ts';
import { timeText } from '../time-text.ts';
import styles from './EventsTable.module.css';
import { recordWords } from './record-words.ts';

/** Everything that the timeline draws has a row; the kubelet's own bookkeeping has none. */
const ROW_KINDS: ReadonlySet<RecordKind> = new Set([
  'Action',
  'Pod',
  'Event',
  'Object',
  'Process',
  'Serving',
  'Signal',
  'Hook',
  'Probe',
  'Image',
  'Decision',
  'Kubelet',
]);
const ROW_PX = 22;

const words = inspectorTexts.events;

type Filter = keyof typeof words.filters;

/** The run as a table: the text alternative of the timeline. A selected row is the selected mark, and the other way round. */
export function EventsTable() {
  const { store } = useWiring();
  const { select } = useActions();
  const trace = useApp((state) => state.run?.trace);
  const selected = useApp((state) => state.selected?.record);
  const clock = useApp((state) => state.clock);
  const [filter, setFilter] = useState<Filter>('all');
  const { rows, future } = useRows(trace, filter);
  const scroller = useRef<HTMLDivElement>(null);
  const { fromPx, toPx } = useInSight(scroller);
  const range = { first: Math.min(rows.length, Math.floor(fromPx / ROW_PX)), last: Math.min(rows.length, Math.ceil(toPx / ROW_PX)) };
  const selectedIndex = rows.findIndex(({ id }) => id === selected);
  const focusSoon = useSelectedRow(scroller, selectedIndex);

  const choose = (record: TraceRecord | undefined) => {
    if (!record) return;
    select({ record: record.id, attempt: 0 });
    goTo(store, record.t);
  };
  const press = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -rows.length, End: rows.length };
    const step = steps[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const from = selectedIndex < 0 ? (step > 0 ? -1 : rows.length) : selectedIndex;
    focusSoon();
    choose(rows[Math.min(rows.length - 1, Math.max(0, from + step))]);
    event.preventDefault();
    event.stopPropagation();
  };
  const tabStop = selectedIndex >= range.first && selectedIndex < range.last ? selectedIndex : range.first;
  return (
    <div className={styles.events} data-clock={clock}>
      <div className={styles.filter}>
        <div className={controls.segments} role="group" aria-label={words.filter}>
          {(Object.keys(words.filters) as Filter[]).map((each) => (
            <button key={each} type="button" aria-pressed={each === filter} onClick={() => setFilter(each)}>
              {words.filters[each]}
            </button>
          ))}
        </div>
      </div>
      <div ref={scroller} className={styles.scroller}>
        <div role="grid" aria-label={words.label} aria-rowcount={rows.length + 1} onKeyDown={press}>
          <div role="row" aria-rowindex={1} className={styles.head}>
            {Object.entries(words.columns).map(([column, name]) => (
              <span key={column} role="columnheader" data-column={column}>
                {name}
              </span>
            ))}
          </div>
          <div role="rowgroup" className={styles.body} style={{ paddingTop: range.first * ROW_PX, height: rows.length * ROW_PX }}>
            {trace &&
              rows.slice(range.first, range.last).map((record, offset) => {
                const index = range.first + offset;
                return (
                  <EventRow
                    key={record.id}
                    trace={trace}
                    time={timeText(store.getState(), record.t)}
                    record={record}
                    index={index}
                    selected={record.id === selected}
                    future={index >= future}
                    isTabStop={index === tabStop}
                    choose={choose}
                  />
                );
              })}
          </div>
        </div>
        {rows.length === 0 && <p className={styles.nothing}>{words.empty}</p>}
      </div>
    </div>
  );
}

const NO_ROWS: TraceRecord[] = [];

/** The rows that may be seen, and the first of them that lies right of the playhead. */
function useRows(trace: Trace | undefined, filter: Filter): { rows: TraceRecord[]; future: number } {
  const all = useMemo(() => (trace ? rowsOf(trace, filter) : NO_ROWS), [trace, filter]);
  const future = useFutureFrom(all);
  const hideFuture = useApp((state) => state.hideFuture);
  const rows = useMemo(() => (hideFuture ? all.slice(0, future) : all), [all, hideFuture, future]);
  return { rows, future };
}

/** Brings the selected row into view. Returns what gives it the focus, too, once it is drawn. */
function useSelectedRow(scroller: RefObject<HTMLDivElement | null>, selectedIndex: number): () => void {
  const isWanted = useRef(false);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || selectedIndex < 0) return;
    const top = selectedIndex * ROW_PX;
    if (top < element.scrollTop || top + 3 * ROW_PX > element.scrollTop + element.clientHeight)
      element.scrollTo({ top: top - element.clientHeight / 2 + ROW_PX });
  }, [scroller, selectedIndex]);
  useEffect(() => {
    if (!isWanted.current) return;
    scroller.current?.querySelector<HTMLElement>('[aria-selected=true]')?.focus({ preventScroll: true });
    isWanted.current = false;
  });
  return () => {
    isWanted.current = true;
  };
}

interface EventRowProps {
  trace: Trace;
  time: string;
  record: TraceRecord;
  index: number;
  selected: boolean;
  future: boolean;
  isTabStop: boolean;
  choose(record: TraceRecord): void;
}

const EventRow = memo(
  function EventRow({ trace, time, record, index, selected, future, isTabStop, choose }: EventRowProps) {
    const { where, what, message, bad } = recordWords(trace, record);
    return (
      <div
        role="row"
        aria-rowindex={index + 2}
        aria-selected={selected}
        tabIndex={isTabStop ? 0 : -1}
        className={styles.row}
        data-future={future || undefined}
        data-bad={bad || undefined}
        data-record={record.id}
        onClick={() => choose(record)}
      >
        <span role="gridcell" data-column="time">
          {time}
        </span>
        <span role="gridcell" data-column="who">
          {where}
        </span>
        <span role="gridcell" data-column="type">
          {record.kind === 'Event' ? record.object.type : (words.kinds[record.kind as keyof typeof words.kinds] ?? record.kind)}
        </span>
        <span role="gridcell" data-column="reason" title={what}>
          {what}
        </span>
        <span role="gridcell" data-column="message" title={message}>
          {message}
        </span>
      </div>
    );
  },
  (a, b) =>
    a.record === b.record && a.time === b.time && a.index === b.index && a.selected === b.selected && a.future === b.future && a.isTabStop === b.isTabStop,
);

function rowsOf(trace: Trace, filter: Filter): TraceRecord[] {
  return trace.records.filter((record) => (filter === 'api' ? record.kind === 'Event' : ROW_KINDS.has(record.kind)));
}

/** The first row that lies right of the playhead; changes only when the playhead passes a row. */
function useFutureFrom(rows: readonly { t: number; id: RecordId }[]): number {
  return useApp((state) => {
    const index = rows.findIndex(({ t }) => t > state.playheadMs);
    return index < 0 ? rows.length : index;
  });
}
