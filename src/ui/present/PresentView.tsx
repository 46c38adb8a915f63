import { useEffect, useRef, useState } from 'react';
import { lazily } from '../lazily.ts';
import type { AppStore, Theme } from '../../store/app-store.ts';
import { beatsOnScreen, goToBeat, leavePresentation, nextBeat, onStage, previousBeat, whatIf } from '../../store/presenter.ts';
import { useApp, useWiring } from '../context.ts';
import { Dialog } from '../dialogs/Dialog.tsx';
import { presentTexts as words } from '../texts/en-present.ts';
import { currentTheme } from '../theme.ts';
import { useTitle } from '../use-title.ts';
import { Bar } from './Bar.tsx';
import { startBroadcast } from './broadcast.ts';
import { Laser } from './Laser.tsx';
import { GoTo, Overview } from './Overview.tsx';
import styles from './Present.module.css';
import { Slide } from './Slide.tsx';
import { staleStory } from './stale.ts';
import { tellStories } from './storyteller.ts';

const HandoutView = lazily(() => import('./HandoutView.tsx'));

/** What lies over the slide and gets the keys meanwhile. */
type Over = 'nothing' | 'overview' | 'goTo' | 'blank' | 'keys' | 'handout';

/** The story of the run, one claim at a time, for a screen at the other end of a room. */
export default function PresentView() {
  const { store, services } = useWiring();
  const view = useRef<HTMLElement>(null);
  const stage = useStage();
  const title = useTitle();
  const beats = useApp(beatsOnScreen);
  const stale = useApp(staleStory);
  const isTold = useApp((state) => state.presentation?.runId === state.run?.id && !state.running);
  const [over, setOver] = useState<Over>('nothing');
  const [hidesFuture, setHidesFuture] = useState(true);
  const [laser, setLaser] = useState(false);

  useEffect(() => tellStories(store, services), [store, services]);
  useEffect(() => view.current?.focus(), []);
  const channel = useRef<ReturnType<typeof startBroadcast>>(undefined);
  useEffect(() => {
    const opened = startBroadcast(store, (blank) => setOver((now) => (blank ? 'blank' : now === 'blank' ? 'nothing' : now)));
    channel.current = opened;
    return opened.close;
  }, [store]);
  useEffect(() => channel.current?.setBlank(over === 'blank'), [over]);
  useEffect(() => channel.current?.setTitle(title), [title]);

  const keys = stageKeys(store, beats.length, {
    future: () => setHidesFuture((hides) => !hides),
    laser: () => setLaser((on) => !on),
    show: setOver,
  });
  useKeys((event) => {
    if (over === 'blank') {
      setOver('nothing');
      return true;
    }
    if (over !== 'nothing') return false;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    // Space and Enter press the button that has the focus
    if ((key === ' ' || key === 'Enter') && (event.target as HTMLElement).closest('button')) return false;
    const act = event.shiftKey && key === ' ' ? keys['ArrowLeft'] : keys[key];
    act?.();
    return act !== undefined;
  });

  const close = () => {
    setOver('nothing');
    view.current?.focus();
  };
  return (
    <section
      ref={view}
      className={styles.present}
      aria-label={words.label}
      tabIndex={-1}
      data-asking={stage?.question !== undefined || undefined}
      data-laser={laser || undefined}
    >
      {stage ? <Slide stage={stage} beats={beats} hidesFuture={hidesFuture} /> : <p className={styles.nothing}>{isTold ? words.none : words.loading}</p>}
      <Bar
        beats={beats}
        current={stage?.index}
        hidesFuture={hidesFuture}
        stale={stale[stage?.index ?? 0] ?? []}
        act={{
          next: () => nextBeat(store),
          future: () => setHidesFuture(!hidesFuture),
          whatIf: () => whatIf(store),
          all: () => setOver('keys'),
          leave: () => leavePresentation(store),
          story: () => {
            leavePresentation(store);
            store.actions.set({ inspectorTab: 'story' });
          },
        }}
      />
      {laser && <Laser />}
      {over === 'overview' && <Overview beats={beats} current={stage?.index ?? 0} close={close} choose={(index) => goToBeat(store, index)} />}
      {over === 'goTo' && <GoTo count={beats.length} close={close} choose={(index) => goToBeat(store, index)} />}
      {over === 'blank' && (
        <button type="button" className={styles.blank} onClick={close}>
          <span className="visually-hidden" role="status">
            {words.blank}
          </span>
        </button>
      )}
      {over === 'handout' && <HandoutView close={close} />}
      {over === 'keys' && <Keys close={close} />}
    </section>
  );
}

const OTHER_THEME: Record<'light' | 'dark', Theme> = { light: 'dark', dark: 'light' };

interface StageToggles {
  future(): void;
  laser(): void;
  show(over: Over): void;
}

/** What each key does while nothing lies over the slide. */
function stageKeys(store: AppStore, beatCount: number, { future, laser, show }: StageToggles): Record<string, () => void> {
  const next = () => nextBeat(store);
  const previous = () => previousBeat(store);
  return {
    ArrowRight: next,
    ArrowDown: next,
    PageDown: next,
    Enter: next,
    ' ': next,
    ArrowLeft: previous,
    ArrowUp: previous,
    PageUp: previous,
    Backspace: previous,
    Home: () => goToBeat(store, 0),
    End: () => goToBeat(store, beatCount - 1),
    h: future,
    b: () => show('blank'),
    '.': () => show('blank'),
    o: () => show('overview'),
    g: () => show('goTo'),
    l: laser,
    n: openNotes,
    d: () => show('handout'),
    w: () => whatIf(store),
    e: () => whatIf(store),
    t: () => store.actions.set({ theme: OTHER_THEME[currentTheme()] }),
    f: () => toggleFullScreen(),
    // Clickers send this key to start a presentation: it must not reload the page
    F5: () => {},
    '?': () => show('keys'),
    Escape: () => leavePresentation(store),
    p: () => leavePresentation(store),
  };
}

/** The stage, as the same object for the same state, so that nothing is drawn again without need. */
function useStage() {
  const present = useApp((state) => state.present);
  const beats = useApp(beatsOnScreen);
  const { store } = useWiring();
  return present && beats.length > 0 ? onStage(store.getState()) : undefined;
}

function Keys({ close }: { close(): void }) {
  return (
    <Dialog title={words.more.title} closeLabel={words.more.close} close={close}>
      <dl className={styles.keyRows}>
        {words.more.rows.map(([names, meaning]) => (
          <div key={names}>
            <dt>
              {names.split(' ').map((name) => (
                <kbd key={name}>{name}</kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

/** Handles all keys of the page first; those that it uses go no further. */
function useKeys(press: (event: KeyboardEvent) => boolean): void {
  const newest = useRef(press);
  useEffect(() => {
    newest.current = press;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (newest.current(event)) {
        event.preventDefault();
        event.stopPropagation();
      }
    };
    addEventListener('keydown', listen, { capture: true });
    return () => removeEventListener('keydown', listen, { capture: true });
  }, []);
}

/** A window of its own, so that it can stand on the presenter's screen. */
function openNotes(): void {
  open(`${location.pathname}${location.search}#/notes`, 'podloupe-notes', 'popup,width=960,height=720');
}

/** The browser may not let us. */
function toggleFullScreen(): void {
  if (document.fullscreenElement) void document.exitFullscreen().catch(() => {});
  else void document.documentElement.requestFullscreen().catch(() => {});
}
