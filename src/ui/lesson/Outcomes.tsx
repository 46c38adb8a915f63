import { useState } from 'react';
import type { Lesson } from '../../store/services.ts';
import { useApp, useWiring } from '../context.ts';
import controls from '../styles/controls.module.css';
import { lessonTexts as words } from '../texts/en-lesson.ts';
import { GOOD_POINTS, type Guess, guessOf, guessText, type Outcome } from './guesses.ts';
import styles from './Lesson.module.css';
import { type PlacedGuess, PredictAxis } from './PredictAxis.tsx';

/** The run over the guesses, and how far off they were; beside them those of a link. */
export function Outcomes({ lesson, outcomes, streak }: { lesson: Lesson; outcomes: readonly Outcome[]; streak: number }) {
  const theirs = useApp((state) => state.guesses);
  const placed = outcomes.flatMap(({ question, guess }, index): PlacedGuess[] => {
    if (question.answer.kind !== 'time' || guess.kind !== 'time') return [];
    const other = guessOf(question, theirs?.[index]);
    return [{ guessMs: guess.ms, answerMs: question.answer.ms, ...(other?.kind === 'time' && { theirsMs: other.ms }) }];
  });
  const points = outcomes.reduce((sum, outcome) => sum + outcome.points, 0);
  return (
    <>
      <ul className={styles.outcomes} aria-label={words.outcomes}>
        {outcomes.map((outcome, index) => (
          <Row key={outcome.question.claim} outcome={outcome} theirs={guessOf(outcome.question, theirs?.[index])} />
        ))}
      </ul>
      {placed.length > 0 && <PredictAxis anchors={[]} strip={lesson.strip} placed={placed} />}
      <div className={styles.score} aria-live="polite">
        <strong>{words.score(points, outcomes.length)}</strong>
        {streak > 1 && <span>{words.streak(streak)}</span>}
        <small>{words.local}</small>
        <ChallengeButton outcomes={outcomes} />
      </div>
    </>
  );
}

function Row({ outcome: { question, guess, points, offMs }, theirs }: { outcome: Outcome; theirs: Guess | undefined }) {
  const { answer } = question;
  const isGood = points >= GOOD_POINTS;
  const truth = answer.kind === 'time' ? words.guessAt(answer.ms) : words.option(question.ask, answer.options[answer.right] ?? '');
  const verdict = offMs === undefined ? (isGood ? words.right : words.wrong(truth)) : points === 100 ? words.exact : words.off(offMs);
  return (
    <li>
      <span className={styles.sign} data-good={isGood} aria-hidden="true">
        {isGood ? '✓' : '✗'}
      </span>
      <span>{words.question(question.ask)}</span>
      <span className={styles.values}>
        {words.yours} <b>{guessWords(question, guess)}</b>
        {theirs && (
          <>
            {' · '}
            {words.theirs} <b>{guessWords(question, theirs)}</b>
          </>
        )}
        {' · '}
        {words.truth} <b>{truth}</b>
      </span>
      <em>{verdict}</em>
    </li>
  );
}

function guessWords(question: Outcome['question'], guess: Guess): string {
  if (guess.kind === 'time') return words.guessAt(guess.ms);
  return question.answer.kind === 'choice' ? words.option(question.ask, question.answer.options[guess.option] ?? '') : '';
}

function ChallengeButton({ outcomes }: { outcomes: readonly Outcome[] }) {
  const { services } = useWiring();
  const [said, setSaid] = useState<string>();
  const copy = async () => {
    const link = await services.guessLink(outcomes.map(({ question, guess }) => guessText(question, guess)));
    setSaid((await services.copy(link)) ? words.copied : words.notCopied);
  };
  return (
    <button type="button" className={controls.button} title={words.linkHint} onClick={() => void copy()}>
      {said ?? words.link}
    </button>
  );
}
