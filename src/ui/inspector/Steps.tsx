import { useState } from 'react';
import type { Explanation } from '../../explain/types.ts';
import type { Trace } from '../../model/trace.ts';
import { shownRecord } from '../../store/selectors.ts';
import { useActions, useApp, useWiring } from '../context.ts';
import { clockSeconds, unbroken } from '../format.ts';
import { Icon } from '../Icon.tsx';
import { goTo } from '../playback.ts';
import { inspectorTexts } from '../texts/en-inspector.ts';
import styles from './Inspector.module.css';

const words = inspectorTexts.why;

/** The numbered steps of a causal path. The one that was clicked says what it rests on. */
export function Steps({ trace, explanation: { steps } }: { trace: Trace; explanation: Explanation }) {
  const { store } = useWiring();
  const { set } = useActions();
  const [open, setOpen] = useState<number>();
  const told = useApp((state) => (state.hideFuture ? steps.filter(({ t }) => t <= state.playheadMs).length : steps.length));
  const point = (number: number | undefined) => set({ hotStep: number });
  return (
    <ol className={styles.steps} aria-label={words.steps}>
      {steps.slice(0, told).map((step, number) => (
        <li key={shownRecord(trace, step)} data-role={step.role} data-open={number === open || undefined}>
          <button
            type="button"
            aria-current={step.role === 'subject' ? 'step' : undefined}
            aria-expanded={number === open}
            onClick={() => {
              setOpen(number === open ? undefined : number);
              goTo(store, step.t);
            }}
            onMouseEnter={() => point(number)}
            onMouseLeave={() => point(undefined)}
            onFocus={() => point(number)}
            onBlur={() => point(undefined)}
          >
            <span className={styles.number}>{number + 1}</span>
            <span className={styles.time}>{clockSeconds(step.t)}</span>
            <span>
              {step.title}
              {step.detail !== '' && <q>{unbroken(` · ${step.detail}`)}</q>}
            </span>
          </button>
          {number === open && (
            <p className={styles.source}>
              <span className="visually-hidden">{words.source} </span>
              <code>{step.source}</code>
              <DocLink href={step.doc} />
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}

export function DocLink({ href }: { href: string | undefined }) {
  if (href === undefined) return null;
  return (
    <a className={styles.doc} href={href} target="_blank" rel="noreferrer">
      {words.documentation}
      <Icon name="external" />
    </a>
  );
}
