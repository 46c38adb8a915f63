import { type FormEvent, type KeyboardEvent, type RefObject, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { isInHand, perform } from '../../store/hand.ts';
import type { Deed } from '../../scenario/gestures.ts';
import { selectedOnScreen } from '../../store/selectors.ts';
import type { AppState } from '../../store/app-store.ts';
import { useApp, useWiring } from '../context.ts';
import controls from '../styles/controls.module.css';
import { workbenchTexts as words } from '../texts/en-workbench.ts';
import { timeText } from '../time-text.ts';
import { actsAt, forkHere, type Moment, momentAt, type OfferedAct, selectedAction, selectedAttempt } from './acts.ts';
import styles from './Workbench.module.css';

interface ActMenuProps {
  /** What opened the menu: pressing it again is no press outside. */
  opener: RefObject<HTMLElement | null>;
  /** `back`: to what opened it. */
  close(how: 'back' | 'away'): void;
}

const GROUPS = Object.keys(words.groups) as OfferedAct['group'][];

/** What can happen at the playhead: each entry puts an action into the scenario, with this time. */
export default function ActMenu({ opener, close }: ActMenuProps) {
  const { store, services } = useWiring();
  const run = useApp((state) => state.run);
  const playheadMs = useApp((state) => Math.round(state.playheadMs));
  const when = useApp((state) => timeText(state, state.playheadMs));
  const ready = useApp(isInHand);
  const menu = useRef<HTMLDivElement>(null);
  const moment = useMemo(() => run && momentAt(run.trace, playheadMs), [run, playheadMs]);
  const [chosen, setChosen] = useState<string>();
  const nearest = useApp(containerInView);
  const container = moment?.containers.find((name) => name === (chosen ?? nearest)) ?? moment?.containers[0] ?? '';

  useEffect(() => menu.current?.querySelector<HTMLElement>('button:enabled')?.focus(), []);
  useEffect(() => {
    const press = ({ target }: PointerEvent) => {
      if (![menu.current, opener.current].some((each) => each?.contains(target as Node))) close('away');
    };
    addEventListener('pointerdown', press);
    return () => removeEventListener('pointerdown', press);
  });
  const place = useApp((state) => state.actPlace);
  useLayoutEffect(() => {
    if (menu.current) placed(menu.current, place);
  }, [place]);

  if (!moment) return null;
  const put = (label: string, deed: Deed) => {
    close('back');
    void perform(store, services.changes, words.at(label, when), { kind: 'add-action', deed, atMs: playheadMs });
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close('back');
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') step(menu.current, event.target as HTMLElement, event.key === 'ArrowDown' ? 1 : -1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div ref={menu} className={styles.menu} role="dialog" aria-label={words.menuLabel} onKeyDown={press}>
      <div className={styles.head}>
        <h2>{words.menu(when)}</h2>
        {moment.containers.length > 1 && <Containers moment={moment} value={container} choose={setChosen} />}
        <button
          type="button"
          className={controls.line}
          title={words.forkHint}
          onClick={() => {
            close('back');
            forkHere(store);
          }}
        >
          {words.fork}
        </button>
      </div>
      <Selected when={when} playheadMs={playheadMs} close={close} />
      {!ready && <p>{words.applyNow}</p>}
      <div className={styles.groups}>
        {GROUPS.map((group) => (
          <Group key={group} group={group} moment={moment} container={container} ready={ready} put={put} />
        ))}
      </div>
    </div>
  );
}

interface GroupProps {
  group: OfferedAct['group'];
  moment: Moment;
  /** The container that the acts are about. */
  container: string;
  ready: boolean;
  put(label: string, deed: Deed): void;
}

function Group({ group, moment, container, ready, put }: GroupProps) {
  const acts = actsAt(moment, container).filter((act) => act.group === group);
  return (
    <fieldset className={styles.group} disabled={!ready}>
      <legend>
        {words.groups[group]} {group === 'container' && <code>{container}</code>}
      </legend>
      {acts.map(({ id, label, not, deed }) => (
        <button key={id} type="button" disabled={not !== undefined} title={not} onClick={() => put(label, deed)}>
          {label}
        </button>
      ))}
      {group === 'container' && (
        <Field
          {...words.exec}
          take={(command) => put(`exec ${command}`, { do: 'exec', container, command: ['sh', '-c', command] })}
          disabled={!moment.running.has(container)}
        />
      )}
      {group === 'registry' && (
        <Field
          {...words.image}
          take={(image) => put(`image ${image}`, { do: 'patch', patch: { spec: { containers: [{ name: container, image }] } } })}
          disabled={moment.isGone}
        />
      )}
    </fieldset>
  );
}

/** The container whose mark or lane is selected. */
function containerInView(state: AppState): string | undefined {
  const about = selectedOnScreen(state);
  const record = about?.trace.records[about.record];
  if (record && 'container' in record) return record.container;
  return state.selectedLane?.replace(/\.[^.]*$/, '');
}

function Containers({ moment, value, choose }: { moment: Moment; value: string; choose(name: string): void }) {
  return (
    <select className={controls.select} aria-label={words.container} value={value} onChange={(event) => choose(event.target.value)}>
      {moment.containers.map((name) => (
        <option key={name}>{name}</option>
      ))}
    </select>
  );
}

/** What can be done with the mark that is selected: an action of the scenario, or an attempt of a probe. */
function Selected({ when, playheadMs, close }: { when: string; playheadMs: number; close: ActMenuProps['close'] }) {
  const { store, services } = useWiring();
  const action = useApp(selectedAction);
  const selected = useApp((state) => state.selected);
  const attempt = useMemo(() => (selected ? selectedAttempt(store.getState()) : undefined), [selected, store]);
  const told = useApp((state) => attempt && timeText(state, attempt.atMs));
  const act = (title: string, gesture: Parameters<typeof perform>[3]) => {
    close('back');
    void perform(store, services.changes, title, gesture);
  };
  if (action) {
    const { index, label } = action;
    return (
      <div className={styles.selected}>
        <b>{words.selectedAction(label)}</b>
        <button type="button" className={controls.line} onClick={() => act(words.moved(label, when), { kind: 'move-action', index, toMs: playheadMs })}>
          {words.moveHere}
        </button>
        <button type="button" className={controls.line} onClick={() => act(words.copied(label, when), { kind: 'copy-action', index, toMs: playheadMs })}>
          {words.copyHere}
        </button>
        <button type="button" className={controls.line} onClick={() => act(words.removed(label), { kind: 'remove-action', index })}>
          {words.remove}
        </button>
      </div>
    );
  }
  if (!attempt || told === undefined) return null;
  const { probe, ok, gesture, not } = attempt;
  return (
    <div className={styles.selected}>
      <b>{words.selectedProbe(probe, told)}</b>
      <button type="button" className={controls.line} disabled={!gesture} onClick={() => gesture && act(words.flipped(probe, told, ok), gesture)}>
        {ok ? words.succeed : words.fail}
      </button>
      {not !== undefined && <small>{not}</small>}
    </div>
  );
}

/** Something to type, and the button that takes it. */
function Field({ label, hint, run, take, disabled }: { label: string; hint: string; run: string; take(text: string): void; disabled: boolean }) {
  const id = useId();
  const [text, setText] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== '') take(text.trim());
  };
  return (
    <form className={styles.field} onSubmit={submit}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        placeholder={hint}
        spellCheck={false}
        autoComplete="off"
        value={text}
        disabled={disabled}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" disabled={disabled || text.trim() === ''}>
        {run}
      </button>
    </form>
  );
}

/** The menu stands above its button, or at the pointer as far as there is room. */
function placed(element: HTMLElement, place: AppState['actPlace']): void {
  const at = (px: number, sizePx: number, roomPx: number) => `${Math.max(8, Math.min(px, roomPx - sizePx - 8))}px`;
  element.style.position = place ? 'fixed' : '';
  element.style.left = place ? at(place.xPx, element.offsetWidth, innerWidth) : '';
  element.style.top = place ? at(place.yPx, element.offsetHeight, innerHeight) : '';
  element.style.bottom = place ? 'auto' : '';
}

function step(menu: HTMLElement | null, from: HTMLElement, by: 1 | -1): void {
  const all = [...(menu?.querySelectorAll<HTMLElement>('button:enabled, input:enabled, select:enabled') ?? [])];
  all[(all.indexOf(from) + by + all.length) % all.length]?.focus();
}
