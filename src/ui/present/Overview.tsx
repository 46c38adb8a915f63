import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Beat } from '../../store/services.ts';
import { Dialog } from '../dialogs/Dialog.tsx';
import { clockSeconds } from '../format.ts';
import { presentTexts as words } from '../texts/en-present.ts';
import styles from './Present.module.css';

interface OverviewProps {
  beats: readonly Beat[];
  current: number;
  choose(index: number): void;
  close(): void;
}

/** All beats at once, to choose one: arrow keys and Enter, or a click. */
export function Overview({ beats, current, choose, close }: OverviewProps) {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => list.current?.querySelectorAll('button')[current]?.focus(), [current]);
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape' || event.key === 'o') close();
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const step = STEPS[event.key];
    if (step === undefined && event.key !== 'Escape' && event.key !== 'o') return;
    buttons[Math.min(Math.max(0, at + (step ?? 0)), buttons.length - 1)]?.focus();
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={styles.overview} role="dialog" aria-modal="true" aria-label={words.overview} onKeyDown={press}>
      <ol ref={list}>
        {beats.map(({ title, atMs }, index) => (
          <li key={index}>
            <button
              type="button"
              aria-current={index === current ? 'step' : undefined}
              onClick={() => {
                choose(index);
                close();
              }}
            >
              <b>{index + 1}</b>
              <span>{title === '' ? words.untitled(index + 1) : title}</span>
              <small>{clockSeconds(atMs)}</small>
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}

const STEPS: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1, Home: -1000, End: 1000 };

/** A number and Enter. */
export function GoTo({ count, choose, close }: { count: number; choose(index: number): void; close(): void }) {
  const [number, setNumber] = useState('');
  const wanted = Number(number);
  return (
    <Dialog title={words.goTo} closeLabel={words.more.close} close={close}>
      <form
        className={styles.goTo}
        onSubmit={(event) => {
          event.preventDefault();
          if (Number.isInteger(wanted) && wanted >= 1 && wanted <= count) choose(wanted - 1);
          close();
        }}
      >
        <label>
          {words.goToHint(count)}
          <input inputMode="numeric" autoComplete="off" value={number} onChange={(event) => setNumber(event.target.value.replace(/\D/g, ''))} />
        </label>
      </form>
    </Dialog>
  );
}
