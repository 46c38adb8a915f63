import { useEffect, useRef, useState } from 'react';
import { clockSeconds } from '../format.ts';
import controls from '../styles/controls.module.css';
import { presentTexts } from '../texts/en-present.ts';
import { texts } from '../texts/index.ts';
import { openChannel, type PresenterMessage, type PresenterState } from './broadcast.ts';
import styles from './Notes.module.css';

const words = presentTexts.notes;

/** `#/notes`: for the presenter's own screen. It follows the presentation in another window of this browser, and can lead it. */
export default function NotesPage() {
  const [state, setState] = useState<PresenterState>();
  const say = useRef<(message: PresenterMessage) => void>(() => {});
  useEffect(() => {
    document.title = `${words.title} · ${texts.appName}`;
    document.documentElement.dataset['idle'] = 'true';
    const channel = openChannel((message) => {
      if (message.kind === 'state') setState(message);
      else if (message.kind === 'over') setState((last) => last && { ...last, instead: message.away ? 'away' : 'over' });
    });
    say.current = channel.say;
    channel.say({ kind: 'hello' });
    return channel.close;
  }, []);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || (event.target as HTMLElement).closest('button') !== null) return;
      const message = messageFor(event.key, state?.blank === true);
      if (!message) return;
      say.current(message);
      event.preventDefault();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [state]);
  const beat = state?.beats[state.index];
  if (!state || !beat)
    return (
      <main className={styles.page}>
        <p className={styles.waiting}>{words.waiting}</p>
      </main>
    );
  const next = state.asking ? beat : state.beats[state.index + 1];
  const { index, beats, asking, blank, instead } = state;
  return (
    <main className={styles.page}>
      <header className={styles.head}>
        <Clock />
        <span className={styles.count}>{presentTexts.beat(index + 1, beats.length)}</span>
        <h1 className={styles.title}>{state.title}</h1>
      </header>
      {(instead !== undefined || blank) && (
        <p className={styles.state} role="status">
          {instead === undefined ? words.blankOn : words[instead]}
        </p>
      )}
      <section className={styles.now} aria-labelledby="now" data-asking={asking || undefined}>
        <h2 id="now">{asking ? words.asking : words.current}</h2>
        <p className={styles.claim}>{asking ? (beat.ask === true ? presentTexts.whatNext : beat.ask) : beat.title}</p>
        {!asking && beat.text !== '' && <p className={styles.text}>{beat.text}</p>}
        <p className={styles.notes}>{beat.notes === '' ? words.noNotes : beat.notes}</p>
        {beat.stale.map((note) => (
          <p key={note} className={styles.stale}>
            {note}
          </p>
        ))}
      </section>
      <section className={styles.next} aria-labelledby="next">
        <h2 id="next">{asking ? words.answer : words.next}</h2>
        {next ? (
          <>
            {!asking && next.ask !== undefined && <p className={styles.text}>{next.ask === true ? presentTexts.whatNext : next.ask}</p>}
            <p className={styles.claim}>{next.title}</p>
            <p className={styles.text}>{clockSeconds(next.atMs)}</p>
          </>
        ) : (
          <p className={styles.text}>{words.end}</p>
        )}
      </section>
      <footer className={styles.foot}>
        <button type="button" className={controls.button} onClick={() => say.current({ kind: 'previous' })}>
          {words.previous} <kbd className={controls.key}>←</kbd>
        </button>
        <button type="button" className={`${controls.button} ${controls.solid}`} onClick={() => say.current({ kind: 'next' })}>
          {words.forward} <kbd className={controls.key}>→</kbd>
        </button>
        <button type="button" className={controls.button} aria-pressed={blank} onClick={() => say.current({ kind: 'blank', on: !blank })}>
          {words.blank} <kbd className={controls.key}>B</kbd>
        </button>
      </footer>
    </main>
  );
}

function messageFor(key: string, isBlank: boolean): PresenterMessage | undefined {
  if (['ArrowRight', 'ArrowDown', 'PageDown', 'Enter', ' '].includes(key)) return { kind: 'next' };
  if (['ArrowLeft', 'ArrowUp', 'PageUp', 'Backspace'].includes(key)) return { kind: 'previous' };
  if (key === 'Home') return { kind: 'go', index: 0 };
  if (key === 'End') return { kind: 'go', index: Number.MAX_SAFE_INTEGER };
  return key === 'b' || key === '.' ? { kind: 'blank', on: !isBlank } : undefined;
}

/** The time of day, and how long the talk has lasted. */
function Clock() {
  const [now, setNow] = useState(() => new Date());
  const [startedAt, setStartedAt] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 500);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.floor((now.getTime() - startedAt) / 1000));
  return (
    <>
      <span className={styles.clock}>
        <small>{words.clock}</small> <time>{now.toTimeString().slice(0, 5)}</time>
      </span>
      <span className={styles.clock}>
        <small>{words.elapsed}</small> <time>{`${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`}</time>
      </span>
      <button type="button" className={controls.button} onClick={() => setStartedAt(Date.now())}>
        {words.restart}
      </button>
    </>
  );
}
