import { type FormEvent, useEffect, useRef } from 'react';
import type { Beat } from '../../store/services.ts';
import { useActions, useApp, useWiring } from '../context.ts';
import { clockSeconds } from '../format.ts';
import inspector from '../inspector/Inspector.module.css';
import controls from '../styles/controls.module.css';
import { presentTexts } from '../texts/en-present.ts';
import { kept, moved, recorded, removed, type StoryChange, withField, withView } from './story-changes.ts';
import { type StaleNote, staleStory } from './stale.ts';
import { tellStories } from './storyteller.ts';
import styles from './Story.module.css';

const words = presentTexts.editor;
const staleTexts = presentTexts.stale;
const NO_BEATS: readonly Beat[] = [];
const FIELDS = ['title', 'text', 'ask', 'notes'] as const;

/** The beats of the story, to be recorded from the screen, put in order and told: every change is one edit of the text. */
export default function StoryPanel() {
  const { store, services } = useWiring();
  const { set } = useActions();
  useEffect(() => tellStories(store, services), [store, services]);
  // While another run is on its way, the beats of the last one stay
  const beats = useApp((state) => state.presentation?.beats ?? NO_BEATS);
  const isGenerated = useApp((state) => state.presentation?.isGenerated ?? false);
  const isTold = useApp((state) => state.presentation !== undefined);
  const canEdit = useApp((state) => state.status.kind === 'current');
  const stale = useApp(staleStory);
  const list = useRef<HTMLOListElement>(null);
  if (!isTold) return <p className={inspector.nothing}>{words.waiting}</p>;

  const make = async (change: StoryChange) => {
    await services.changes.apply(change);
    // What somebody types here is not worth an announcement each time
    if (change.isQuiet && store.getState().notice?.kind === 'applied') set({ notice: undefined });
  };
  return (
    <div className={styles.story}>
      <div className={styles.tools}>
        <button
          type="button"
          className={controls.solid}
          disabled={!canEdit}
          title={words.recordHint}
          onClick={() => void make(recorded(store.getState(), beats, isGenerated))}
        >
          {words.record}
        </button>
        {isGenerated && beats.length > 0 && (
          <button type="button" className={controls.line} disabled={!canEdit} onClick={() => void make(kept(beats))}>
            {words.keep}
          </button>
        )}
        <button type="button" className={controls.line} onClick={() => set({ present: { beat: 0, asking: true } })}>
          {words.present} <kbd className={controls.key}>P</kbd>
        </button>
        <button type="button" className={controls.line} onClick={() => set({ dialog: 'handout' })}>
          {words.handout}
        </button>
      </div>
      {isGenerated && <p className={styles.hint}>{words.none}</p>}
      <StaleBeats stale={stale} go={(index, note) => goToNote(list.current?.children[index], note)} />
      <ol ref={list} className={styles.beats} aria-label={words.list}>
        {beats.map((beat, index) => (
          <li key={`${index} ${JSON.stringify(beat.step)}`} className={styles.beat}>
            <span className={styles.number}>{index + 1}</span>
            <span className={styles.time}>{clockSeconds(beat.atMs)}</span>
            <div className={styles.fields}>
              {isGenerated ? (
                <Told beat={beat} />
              ) : (
                FIELDS.map((field) => <Field key={field} beat={beat} field={field} change={(value) => void make(withField(index, field, value))} />)
              )}
              {(stale[index] ?? []).map(({ text }) => (
                <p key={text} className={styles.missing}>
                  {text}
                </p>
              ))}
            </div>
            <div className={styles.buttons}>
              <Act label={words.fromHere(beat.title)} text={words.buttons.fromHere} act={() => set({ present: { beat: index, asking: true } })} />
              {!isGenerated && (
                <>
                  <Act
                    label={words.fromView(beat.title)}
                    text={words.buttons.fromView}
                    isFromView
                    act={() => void make(withView(store.getState(), beats, index))}
                  />
                  <Act label={words.up(beat.title)} text={words.buttons.up} disabled={index === 0} act={() => void make(moved(beats, index, -1))} />
                  <Act
                    label={words.down(beat.title)}
                    text={words.buttons.down}
                    disabled={index === beats.length - 1}
                    act={() => void make(moved(beats, index, 1))}
                  />
                  <Act label={words.remove(beat.title)} text={words.buttons.remove} act={() => void make(removed(beats, index))} />
                </>
              )}
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Which beats say or show something that is not in the run, each with a way there; nothing if all fits. */
function StaleBeats({ stale, go }: { stale: ReturnType<typeof staleStory>; go(index: number, note: StaleNote): void }) {
  const found = stale.flatMap(([note], index) => (note ? [{ note, index }] : []));
  if (found.length === 0) return null;
  return (
    <p className={styles.stale} role="status">
      {staleTexts.summary(found.length)}
      {found.map(({ note, index }) => (
        <button
          key={index}
          type="button"
          className={controls.button}
          aria-label={staleTexts.show(index + 1, note.text)}
          title={note.text}
          onClick={() => go(index, note)}
        >
          {staleTexts.beat(index + 1)}
        </button>
      ))}
    </p>
  );
}

/** Selects the words that do not fit, or the button that takes moment, stretch and lanes anew. */
function goToNote(beat: Element | undefined, { place }: StaleNote): void {
  const target = place ? beat?.querySelector<HTMLInputElement>(`input[name=${place.field}]`) : beat?.querySelector<HTMLElement>('[data-from-view]');
  target?.focus();
  target?.scrollIntoView({ block: 'center' });
  if (!place || !(target instanceof HTMLInputElement)) return;
  const from = target.value.indexOf(place.figure);
  if (from >= 0) target.setSelectionRange(from, from + place.figure.length);
}

function Told({ beat }: { beat: Beat }) {
  return (
    <>
      <p className={styles.title}>{beat.title}</p>
      <p className={styles.text}>{beat.text}</p>
    </>
  );
}

interface FieldProps {
  beat: Beat;
  field: (typeof FIELDS)[number];
  change(value: string): void;
}

/** Written into the text when the reader goes on, or with Enter. */
function Field({ beat, field, change }: FieldProps) {
  const { step } = beat;
  const written = field === 'ask' && step.ask === true ? presentTexts.whatNext : String((step[field] === false ? '' : step[field]) ?? '');
  const commit = (value: string) => value !== written && change(value);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    commit(String(new FormData(event.currentTarget).get(field) ?? ''));
  };
  return (
    <form onSubmit={submit}>
      <label className={styles.field} data-field={field}>
        <span>{words.fields[field]}</span>
        {field === 'notes' ? (
          <textarea name={field} rows={Math.min(4, written.split('\n').length)} defaultValue={written} onBlur={(event) => commit(event.target.value)} />
        ) : (
          <input name={field} autoComplete="off" defaultValue={written} onBlur={(event) => commit(event.target.value)} />
        )}
      </label>
    </form>
  );
}

interface ActProps {
  label: string;
  text: string;
  disabled?: boolean;
  isFromView?: boolean;
  act(): void;
}

function Act({ label, text, act, disabled = false, isFromView }: ActProps) {
  return (
    <button type="button" className={controls.button} aria-label={label} title={label} disabled={disabled} data-from-view={isFromView} onClick={act}>
      {text}
    </button>
  );
}
