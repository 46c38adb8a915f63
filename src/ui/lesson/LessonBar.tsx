import { useEffect, useRef, useState } from 'react';
import type { AppState } from '../../store/app-store.ts';
import type { GalleryEntry, Lesson } from '../../store/services.ts';
import { useActions, useApp, useLibrary, useWiring } from '../context.ts';
import { Icon } from '../Icon.tsx';
import { Prose } from '../gallery/Prose.tsx';
import controls from '../styles/controls.module.css';
import { lessonTexts as words } from '../texts/en-lesson.ts';
import { ChangePart } from './ChangePart.tsx';
import type { Outcome } from './guesses.ts';
import styles from './Lesson.module.css';
import { Outcomes } from './Outcomes.tsx';
import { PredictPart } from './PredictPart.tsx';
import { startPrediction } from './start.ts';
import { keepProgress, withOutcomes, withSeen, withSolved } from './progress.ts';

/** What the text teaches: what it says, a prediction before the run is shown, and a goal for a change of it. */
export default function LessonBar() {
  const { store, services } = useWiring();
  const { set } = useActions();
  const mode = useApp((state) => state.lesson);
  const epoch = useApp((state) => state.textEpoch);
  const name = useApp((state) => state.run?.facts.name ?? '');
  const lesson = useLesson();
  const entries = useLibrary();
  // The text is in English; what an entry asks and answers is there in other languages, too
  const translated = document.documentElement.lang === 'en' ? undefined : entries.find((entry) => entry.name === name);
  const [told, setTold] = useState<{ epoch: number; outcomes: Outcome[]; streak: number }>();
  const outcomes = told?.epoch === epoch ? told : undefined;

  useEffect(() => {
    if (entries.some((entry) => entry.name === name)) keepProgress(services, (progress) => withSeen(progress, name));
  }, [services, entries, name]);

  const predict = () => {
    setTold(undefined);
    startPrediction(store);
  };
  const reveal = (made: Outcome[]) => {
    if (made.length > 0) {
      const { streak } = keepProgress(services, (progress) => withOutcomes(withSolved(progress, name, 0), made));
      setTold({ epoch, outcomes: made, streak });
    }
    set({ lesson: 'read', hideFuture: false });
    store.actions.seek(store.getState().run?.trace.endMs ?? 0);
  };
  const close = () => set({ lesson: undefined, ...(mode === 'predict' && { hideFuture: false }) });

  return (
    <section className={styles.bar} aria-label={words.bar}>
      {!lesson && <p className={styles.text}>{words.waiting}</p>}
      {lesson && mode === 'predict' && <PredictPart key={epoch} lesson={lesson} reveal={reveal} />}
      {lesson && mode === 'change' && <ChangePart lesson={lesson} name={name} entry={entries.find((entry) => entry.name === name)} />}
      {lesson && mode === 'read' && (
        <div className={styles.text}>
          {outcomes && <Outcomes lesson={lesson} outcomes={outcomes.outcomes} streak={outcomes.streak} />}
          <Told key={epoch} lesson={lesson} translated={translated} isGuessed={outcomes !== undefined} />
        </div>
      )}
      <div className={styles.acts}>
        {lesson && mode === 'read' && lesson.questions.length > 0 && (
          <button type="button" className={controls.line} title={words.predictHint} onClick={predict}>
            {outcomes ? words.again : words.predict}
          </button>
        )}
        {lesson?.change && mode === 'read' && (
          <button type="button" className={controls.line} onClick={() => set({ lesson: 'change' })}>
            {words.change}
          </button>
        )}
        {mode === 'change' && (
          <button type="button" className={controls.button} onClick={() => set({ lesson: 'read' })}>
            {words.back}
          </button>
        )}
        {mode !== 'predict' && <NextEntry entries={entries} name={name} />}
      </div>
      <button type="button" className={`${controls.button} ${styles.close}`} aria-label={words.close} onClick={close}>
        <Icon name="close" />
      </button>
    </section>
  );
}

/** What the text says of itself, and where to read on. What comes of it stays folded until somebody has guessed or wants to know. */
function Told({ lesson, translated, isGuessed }: { lesson: Lesson; translated: GalleryEntry | undefined; isGuessed: boolean }) {
  const { summary, links, myth, questions, change } = lesson;
  const [written = '', ...further] = summary.split('\n\n').map((paragraph) => paragraph.trim());
  const first = translated?.sentences ?? written;
  const answer = translated?.answer ?? further;
  const belief = translated?.myth ?? myth?.claim;
  return (
    <>
      {first !== '' && (
        <p>
          <Prose text={first} />
        </p>
      )}
      {first === '' && questions.length === 0 && !change && <p>{words.none}</p>}
      {(answer.length > 0 || belief !== undefined) && (
        <details className={styles.whatCame} open={isGuessed}>
          <summary>{words.answer}</summary>
          {answer.map((paragraph) => (
            <p key={paragraph}>
              <Prose text={paragraph} />
            </p>
          ))}
          {belief !== undefined && <p className={styles.more}>{words.myth(belief)}</p>}
        </details>
      )}
      {links.length > 0 && (
        <p className={styles.more}>
          {words.links}{' '}
          {links.map(({ title, url }) => (
            <a key={url} href={url} target="_blank" rel="noreferrer">
              {title}
            </a>
          ))}
        </p>
      )}
    </>
  );
}

/** The entry that follows in the learning path. */
function NextEntry({ entries, name }: { entries: readonly GalleryEntry[]; name: string }) {
  const { services } = useWiring();
  const path = entries.filter(({ place }) => place !== undefined).sort((a, b) => ((a.place ?? '') < (b.place ?? '') ? -1 : 1));
  const at = path.findIndex((entry) => entry.name === name);
  const next = at < 0 ? undefined : path[at + 1];
  if (!next) return null;
  return (
    <button
      type="button"
      className={`${controls.button} ${styles.next}`}
      title={words.next(next.title)}
      onClick={() => services.openLibrary(next.name, 'read')}
    >
      <span>{words.next(next.title)}</span>
      <Icon name="right" />
    </button>
  );
}

const runToAsk = ({ run, status, running }: AppState) => (status.kind === 'current' && !running ? run?.id : undefined);

/** What the text on screen teaches; of the run before while another one is on its way. */
function useLesson(): Lesson | undefined {
  const { services } = useWiring();
  const epoch = useApp((state) => state.textEpoch);
  const runId = useApp(runToAsk);
  const [answer, setAnswer] = useState<{ epoch: number; lesson: Lesson }>();
  const asked = useRef<number>(undefined);
  useEffect(() => {
    if (runId === undefined) return;
    asked.current = runId;
    void services.lesson(runId).then((lesson) => lesson && asked.current === runId && setAnswer({ epoch, lesson }));
  }, [services, runId, epoch]);
  return answer?.epoch === epoch ? answer.lesson : undefined;
}
