import { useId, useState } from 'react';
import type { AnsweredAbsence, Services } from '../../store/services.ts';
import { selectedOnScreen } from '../../store/selectors.ts';
import { useApp, useWiring } from '../context.ts';
import { clockSeconds } from '../format.ts';
import { Icon } from '../Icon.tsx';
import { goTo } from '../playback.ts';
import { absenceTexts as words } from '../texts/en-absences.ts';
import styles from './Absences.module.css';
import { mostAsked, nameOf } from './absence-order.ts';
import { DocLink } from './Steps.tsx';
import { useAtPlayhead } from './use-at-playhead.ts';

const askAbsences = (services: Services, _question: string, runId: number, atMs: number) => services.absences(runId, atMs);

/** What did not happen, as questions; each opens its answer and what that rests on. Those about the selected container come first. */
export default function Absences() {
  const container = useApp((state) => {
    const about = selectedOnScreen(state);
    const record = about?.trace.records[about.record];
    return record && 'container' in record ? record.container : undefined;
  });
  const hideFuture = useApp((state) => state.hideFuture);
  const answered = useAtPlayhead('', askAbsences);
  // By name: with another moment the same question has other words
  const [open, setOpen] = useState('');
  if (!answered) return null;
  const shown = mostAsked(answered.answer, { container, hideFuture });
  return (
    <>
      {shown.length > 0 && (
        <ul className={styles.absences} aria-label={words.list}>
          {shown.map((each) => {
            const name = nameOf(each);
            return <Question key={name} absence={each.absence} isOpen={name === open} toggle={() => setOpen(name === open ? '' : name)} />;
          })}
        </ul>
      )}
      {(hideFuture || shown.length === 0) && <p className={styles.note}>{hideFuture ? words.future : words.none}</p>}
    </>
  );
}

function Question({ absence, isOpen, toggle }: { absence: AnsweredAbsence['absence']; isOpen: boolean; toggle(): void }) {
  const id = useId();
  return (
    <li>
      <button type="button" className={styles.question} aria-expanded={isOpen} aria-controls={isOpen ? id : undefined} onClick={toggle}>
        <Icon name={isOpen ? 'down' : 'right'} />
        <span>{absence.question}</span>
      </button>
      {isOpen && (
        <div id={id} className={styles.answer}>
          <p>{absence.answer}</p>
          <Evidence steps={absence.steps} />
        </div>
      )}
    </li>
  );
}

/** The records that an answer rests on; each leads to its moment. */
function Evidence({ steps }: { steps: AnsweredAbsence['absence']['steps'] }) {
  const { store } = useWiring();
  return steps.map((step) => (
    <div key={step.records.join(' ')} className={styles.step}>
      <button type="button" onClick={() => goTo(store, step.t)}>
        <span className={styles.time}>{clockSeconds(step.t)}</span>
        <span>{step.title}</span>
      </button>
      <p className={styles.source}>
        <code>{step.source}</code>
        <DocLink href={step.doc} />
      </p>
    </div>
  ));
}
