import { useLayoutEffect, useMemo, useRef } from 'react';
import { lazily } from '../lazily.ts';
import { RULES, type Rule } from '../../model/rules.ts';
import type { Trace, TraceRecord } from '../../model/trace.ts';
import type { KubeletNote } from '../../model/xray.ts';
import type { AppState } from '../../store/app-store.ts';
import { chosenNote, selectedExplanation, selectedOnScreen } from '../../store/selectors.ts';
import { useActions, useApp } from '../context.ts';
import controls from '../styles/controls.module.css';
import { inspectorTexts } from '../texts/en-inspector.ts';
import { FindingCard } from './FindingCard.tsx';
import styles from './Inspector.module.css';
import { recordFacts } from './record-facts.ts';
import { DocLink, Steps } from './Steps.tsx';

/** Loaded when they are needed: readers first ask why something happened. */
const Absences = lazily(() => import('./Absences.tsx'));
const NoteFacts = lazily(() => import('./NoteFacts.tsx'));

const words = inspectorTexts.why;
/** Room below the subject, so that one sees that a step follows. */
const BELOW_PX = 20;

/** Why the selected mark is there, step by step; what would have avoided it; and what is known of it. */
export function WhyPanel() {
  const about = useApp(selectedOnScreen);
  const note = useApp(chosenNote);
  const trace = about?.trace;
  const record = about?.trace.records[about.record];
  const explanation = useApp(shownExplanation);
  const telling = useApp((state) => state.telling);
  const hideFuture = useApp((state) => state.hideFuture);
  const hidden = useApp((state) => state.hideFuture && record !== undefined && record.t > state.playheadMs);
  const absencesShown = useApp((state) => state.absencesShown);
  const steps = useRef<HTMLElement>(null);
  // Scroll so that the subject is in view, and as many of its causes as there is room for
  useLayoutEffect(() => {
    const section = steps.current;
    const subject = section?.querySelector<HTMLElement>('[data-role=subject]');
    if (section && subject) section.scrollTop = Math.max(0, subject.offsetTop + subject.offsetHeight + BELOW_PX - section.clientHeight);
  }, [explanation]);
  if (note && !record) return <OfItself note={note} />;
  if (!trace || !record || hidden) return <NothingSelected />;
  if (about?.source === 'real') return <Measured trace={trace} record={record} />;
  if (!explanation) return <p className={styles.nothing}>{telling ? '' : words.noAnswer}</p>;
  // A proposed change applies to the present text only
  const finding = hideFuture || about?.source !== undefined ? undefined : explanation.finding;
  return (
    <div className={styles.why} aria-busy={telling}>
      <section ref={steps}>
        <div className={styles.question}>
          <h2>{absencesShown ? words.absences : explanation.question}</h2>
          {about?.source === undefined && <WhyNotButton />}
        </div>
        {absencesShown ? <MissingHere /> : <Steps key={explanation.record} trace={trace} explanation={explanation} />}
      </section>
      <section className={styles.aside}>
        {note && <NoteFacts note={note} />}
        {finding && !note && <FindingCard finding={finding} wide={false} />}
        {!note && <Facts trace={trace} record={record} />}
      </section>
    </div>
  );
}

/** A timer led to it: there are no steps to tell. */
function OfItself({ note }: { note: KubeletNote }) {
  return (
    <div className={styles.why}>
      <section>
        <p className={styles.measured}>{words.ofItself}</p>
      </section>
      <section className={styles.aside}>
        <NoteFacts note={note} />
      </section>
    </div>
  );
}

/** In place of what led to the mark: what did not happen. */
function WhyNotButton() {
  const { set } = useActions();
  const pressed = useApp((state) => state.absencesShown);
  return (
    <button type="button" className={controls.button} title={words.absencesHint} aria-pressed={pressed} onClick={() => set({ absencesShown: !pressed })}>
      {words.whyNot}
    </button>
  );
}

function MissingHere() {
  return <Absences />;
}

function NothingSelected() {
  const hasRun = useApp((state) => state.run !== undefined);
  return (
    <>
      <p className={styles.nothing}>{words.nothingSelected}</p>
      {hasRun && (
        <section className={styles.unselected}>
          <h2>{words.absences}</h2>
          <MissingHere />
        </section>
      )}
    </>
  );
}

/** A mark of a recorded run: the facts are known, but not what led to them. */
function Measured({ trace, record }: { trace: Trace; record: TraceRecord }) {
  return (
    <div className={styles.why}>
      <section>
        <p className={styles.measured}>{words.measured}</p>
      </section>
      <section className={styles.aside}>
        <Facts trace={trace} record={record} />
      </section>
    </div>
  );
}

/** The explanation on screen. Until the next one is here the last one stays, so that the page does not blink with every key. */
function shownExplanation(state: AppState) {
  return selectedExplanation(state) ?? (state.telling ? state.told?.explanation : undefined);
}

function Facts({ trace, record }: { trace: Trace; record: TraceRecord }) {
  const rule: Rule = RULES[record.rule];
  const facts = useMemo(() => recordFacts(trace, record), [trace, record]);
  return (
    <div className={styles.facts}>
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
      <DocLink href={rule.doc} />
    </div>
  );
}
