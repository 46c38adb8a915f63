import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef } from 'react';
import styles from './RowList.module.css';

interface RowListProps {
  label: string;
  rows: readonly ReactNode[];
  /** The row that is marked; -1: none. */
  current: number;
  choose(index: number): void;
}

/** A list of rows to choose from: one tab stop, up and down move. */
export function RowList({ label, rows, current, choose }: RowListProps) {
  const list = useRef<HTMLUListElement>(null);
  useLayoutEffect(() => {
    if (current >= 0) list.current?.children[current]?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  const press = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, Home: -rows.length, End: rows.length };
    const step = steps[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const from = buttons.indexOf(event.target as HTMLButtonElement);
    const to = Math.min(rows.length - 1, Math.max(0, from + step));
    buttons[to]?.focus();
    choose(to);
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <ul ref={list} className={styles.list} aria-label={label} onKeyDown={press}>
      {rows.map((row, index) => (
        <li key={index}>
          <button type="button" aria-current={index === current || undefined} tabIndex={index === Math.max(0, current) ? 0 : -1} onClick={() => choose(index)}>
            {row}
          </button>
        </li>
      ))}
    </ul>
  );
}
