import { useLayoutEffect, useMemo, useRef } from 'react';
import { RULES, type Rule } from '../../model/rules.ts';
import type { Trace, TraceRecord } from '../../model/trace.ts';
import { selectedChain } from '../../store/selectors.ts';
import { useActions, useApp, useWiring } from '../context.ts';
import { clockSeconds, seconds } from '../format.ts';
import { Icon } from '../Icon.tsx';
import { goTo } from '../playback.ts';
import { texts } from '../texts/index.ts';
import { recordFacts } from './record-facts.ts';
import { recordWords } from './record-words.ts';
import styles from './Inspector.module.css';

const words = texts.inspector;
/** Longer chains show their end: what is nearest to the effect explains most. */
const MOST_STEPS = 40;

/** What led to the selected mark, step by step, and what is known of it. */
export function WhyPanel() {
  const trace = useApp((state) => state.run?.trace);
  const chain = useApp(selectedChain);
  const record = chain.at(-1);
  const hidden = useApp((state) => state.hideFuture && record !== undefined && record.t > state.playheadMs);
  const steps = useRef<HTMLElement>(null);
  // The effect is what was asked about; its first causes are a scroll away.
  useLayoutEffect(() => {
    if (steps.current) steps.current.scrollTop = steps.current.scrollHeight;
  }, [chain]);
  if (!trace || !record || hidden) return <p className={styles.nothing}>{words.nothingSelected}</p>;
  return (
    <div className={styles.why}>
      <section ref={steps}>
        <h2>{questionOf(trace, record)}</h2>
        <Steps trace={trace} chain={chain} />
      </section>
      <Facts trace={trace} record={record} />
    </div>
  );
}

function Steps({ trace, chain }: { trace: Trace; chain: readonly TraceRecord[] }) {
  const { store } = useWiring();
  const { set } = useActions();
  const left = Math.max(0, chain.length - MOST_STEPS);
  return (
    <>
      {left > 0 && <p className={styles.more}>{words.more(left)}</p>}
      <ol className={styles.steps} aria-label={words.steps} start={left + 1}>
        {chain.slice(left).map((step, index) => {
          const { where, what, message } = recordWords(trace, step);
          const number = left + index;
          const isLast = number === chain.length - 1;
          return (
            <li key={step.id} data-current={isLast || undefined}>
              <button
                type="button"
                aria-current={isLast ? 'step' : undefined}
                onClick={() => goTo(store, step.t)}
                onMouseEnter={() => set({ hotStep: number })}
                onMouseLeave={() => set({ hotStep: undefined })}
                onFocus={() => set({ hotStep: number })}
                onBlur={() => set({ hotStep: undefined })}
              >
                <span className={styles.number}>{number + 1}</span>
                <span className={styles.time}>{clockSeconds(step.t)}</span>
                <span>
                  <b>{where}</b> {what}
                  {message !== '' && <q>{` · ${message}`}</q>}
                </span>
              </button>
            </li>
          );
        })}
      </ol>
    </>
  );
}

function Facts({ trace, record }: { trace: Trace; record: TraceRecord }) {
  const facts = useMemo(() => recordFacts(trace, record), [trace, record]);
  const rule: Rule = RULES[record.rule];
  return (
    <section className={styles.facts}>
      <h2>{words.facts}</h2>
      <dl>
        {facts.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div>
          <dt>{words.source}</dt>
          <dd>{rule.source}</dd>
        </div>
      </dl>
      {rule.doc !== undefined && (
        <a href={rule.doc} target="_blank" rel="noreferrer">
          {words.documentation}
          <Icon name="external" />
        </a>
      )}
    </section>
  );
}

function questionOf(trace: Trace, record: TraceRecord): string {
  const at = seconds(record.t);
  if (record.kind === 'Process' && record.what === 'exit') return words.whyExit(record.container, String(record.exitCode ?? '?'), at);
  if (record.kind === 'Event') return words.whyEvent(record.object.reason, at);
  const { where, what } = recordWords(trace, record);
  return words.whyOther(`${where}: ${what}`, at);
}
