import { useState } from 'react';
import type { AppState } from '../../store/app-store.ts';
import type { Lesson, Question } from '../../store/services.ts';
import { actionText } from '../../timeline/index.ts';
import { useApp, useWiring } from '../context.ts';
import controls from '../styles/controls.module.css';
import { lessonTexts as words } from '../texts/en-lesson.ts';
import { type Guess, type Outcome, outcomeOf } from './guesses.ts';
import styles from './Lesson.module.css';
import { type Anchor, PredictAxis } from './PredictAxis.tsx';

/** One question after the other while the run is hidden. */
export function PredictPart({ lesson, reveal }: { lesson: Lesson; reveal(outcomes: Outcome[]): void }) {
  const { store } = useWiring();
  const [guesses, setGuesses] = useState<Guess[]>([]);
  const isChallenge = useApp((state) => state.guesses !== undefined);
  const question = lesson.questions[guesses.length];
  if (!question) {
    return (
      <div className={styles.text}>
        <p>{words.none}</p>
      </div>
    );
  }
  const answer = (guess: Guess) => {
    const all = [...guesses, guess];
    if (all.length < lesson.questions.length) setGuesses(all);
    else reveal(lesson.questions.flatMap((each, index) => (all[index] ? outcomeOf(each, all[index], store.getState().run?.trace.endMs ?? 0) : [])));
  };
  return (
    <div className={styles.part}>
      <div className={styles.ask}>
        <small>{words.progress(guesses.length + 1, lesson.questions.length)}</small>
        <h2 aria-live="polite">{words.question(question.ask)}</h2>
        <span className={styles.grow} />
        {isChallenge && guesses.length === 0 && <small>{words.challenge}</small>}
        <button type="button" className={controls.button} onClick={() => reveal([])}>
          {words.skip}
        </button>
      </div>
      {question.answer.kind === 'time' ? (
        <TimeGuess key={guesses.length} question={question} answer={answer} />
      ) : (
        <OptionGuess question={question} answer={answer} />
      )}
    </div>
  );
}

function TimeGuess({ question, answer }: { question: Question; answer(guess: Guess): void }) {
  const endMs = useApp((state) => state.run?.trace.endMs ?? 0);
  const anchors = useApp(plannedActions);
  const since = question.ask.what === 'when' ? question.ask.since : undefined;
  const known: readonly Anchor[] = since ? [{ atMs: since.atMs, label: words.since(since.point, since.atMs) }] : anchors;
  // In the middle of what is not known yet: neither a hint nor a good guess.
  const [guessMs, setGuessMs] = useState(() => Math.round((endMs + (since?.atMs ?? 0)) / 200) * 100);
  const take = () => answer({ kind: 'time', ms: guessMs });
  return (
    <>
      <PredictAxis anchors={known} guessMs={guessMs} onGuess={setGuessMs} onTake={take} />
      <div className={styles.take}>
        <small>{words.axisHint}</small>
        <span className={styles.grow} />
        <output>{words.guessAt(guessMs)}</output>
        <button type="button" className={controls.solid} onClick={take}>
          {words.take}
        </button>
      </div>
    </>
  );
}

function OptionGuess({ question, answer }: { question: Question; answer(guess: Guess): void }) {
  const options = question.answer.kind === 'choice' ? question.answer.options : [];
  return (
    <div className={styles.options} role="group" aria-label={words.question(question.ask)}>
      {options.map((option, index) => (
        <button key={option} type="button" className={controls.line} onClick={() => answer({ kind: 'choice', option: index })}>
          {words.option(question.ask, option)}
        </button>
      ))}
    </div>
  );
}

let planned: { trace: NonNullable<AppState['run']>['trace']; anchors: Anchor[] } | undefined;

/** The actions with a time in the scenario: the reader may know them before the run. */
function plannedActions({ run }: AppState): readonly Anchor[] {
  if (!run) return NO_ANCHORS;
  if (planned?.trace !== run.trace) {
    const anchors = run.trace.records.flatMap((record) =>
      record.kind === 'Action' && record.index > 0 && record.retry === undefined ? [{ atMs: record.t, label: actionText(record) }] : [],
    );
    planned = { trace: run.trace, anchors };
  }
  return planned.anchors;
}

const NO_ANCHORS: readonly Anchor[] = [];
