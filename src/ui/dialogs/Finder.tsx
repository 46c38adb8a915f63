import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { Dialog } from './Dialog.tsx';
import styles from './Finder.module.css';

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };

interface FinderProps<Item> {
  words: { title: string; close: string; field: string; placeholder: string; results: string };
  close(): void;
  query: string;
  ask(query: string): void;
  found: readonly Item[];
  keyOf(item: Item): string;
  take(item: Item): void;
  renderRow(item: Item): ReactNode;
  /** How the cells of a row stand. */
  rowClass: string | undefined;
  /** The line below the list. */
  status: string;
}

/** A field and the list of what it finds. The arrow keys go through the list while the field keeps the focus; Enter takes the current row. */
export function Finder<Item>({ words, close, query, ask, found, keyOf, take, renderRow, rowClass, status }: FinderProps<Item>) {
  const [index, setIndex] = useState(0);
  const id = useId();
  const current = Math.min(index, found.length - 1);
  const press = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    const item = found[current];
    if (event.key === 'Enter' && item !== undefined) take(item);
    else if (step !== undefined) setIndex(Math.min(found.length - 1, Math.max(0, current + step)));
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
          aria-expanded={found.length > 0}
          aria-activedescendant={current < 0 ? undefined : `${id}-${current}`}
          aria-autocomplete="list"
          placeholder={words.placeholder}
          value={query}
          onChange={(event) => {
            ask(event.target.value);
            setIndex(0);
          }}
          onKeyDown={press}
        />
      </div>
      <div className={styles.list} role="listbox" id={id} aria-label={words.results} tabIndex={-1}>
        {found.map((item, at) => (
          <Row key={keyOf(item)} id={`${id}-${at}`} className={`${styles.row} ${rowClass}`} current={at === current} choose={() => take(item)}>
            {renderRow(item)}
          </Row>
        ))}
      </div>
      <p className={styles.foot} role="status">
        {status}
      </p>
    </Dialog>
  );
}

interface RowProps {
  id: string;
  className: string;
  current: boolean;
  choose(): void;
  children: ReactNode;
}

function Row({ id, className, current, choose, children }: RowProps) {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (current) row.current?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  return (
    <div ref={row} id={id} role="option" aria-selected={current} className={className} onClick={choose}>
      {children}
    </div>
  );
}
