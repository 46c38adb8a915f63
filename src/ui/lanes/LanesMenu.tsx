import { type KeyboardEvent, type RefObject, useEffect, useMemo, useRef } from 'react';
import { timelineModel } from '../../store/selectors.ts';
import { classesIn, hiddenClasses, LANE_CLASSES, type LaneClass } from '../../timeline/index.ts';
import { useActions, useApp } from '../context.ts';
import controls from '../styles/controls.module.css';
import { laneTexts as words } from '../texts/en-lanes.ts';
import styles from './Lanes.module.css';

interface LanesMenuProps {
  /** What opened the menu: pressing it again is no press outside. */
  opener: RefObject<HTMLElement | null>;
  /** `back`: to what opened it. */
  close(how: 'back' | 'away'): void;
}

const NONE: ReadonlySet<LaneClass> = new Set();

/** Which lanes are shown, by what they are about. */
export default function LanesMenu({ opener, close }: LanesMenuProps) {
  const { set } = useActions();
  const model = useApp(timelineModel);
  const filter = useApp((state) => state.laneFilter);
  const kubeletShown = useApp((state) => state.kubeletShown);
  const present = useMemo(() => (model ? classesIn(model) : NONE), [model]);
  const hidden = useMemo(() => (model ? hiddenClasses(model, filter) : NONE), [model, filter]);
  const menu = useRef<HTMLDivElement>(null);

  useEffect(() => menu.current?.querySelector<HTMLElement>('input:enabled')?.focus(), []);
  useEffect(() => {
    const press = ({ target }: PointerEvent) => {
      if (![menu.current, opener.current].some((each) => each?.contains(target as Node))) close('away');
    };
    addEventListener('pointerdown', press);
    return () => removeEventListener('pointerdown', press);
  });

  const hide = (classes: Iterable<LaneClass>) => set({ laneFilter: { hide: new Set(classes) } });
  const toggle = (each: LaneClass) => hide(hidden.has(each) ? [...hidden].filter((other) => other !== each) : [...hidden, each]);
  const press = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0 && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    if (step === 0) {
      close('back');
      return;
    }
    const all = [...(menu.current?.querySelectorAll<HTMLElement>('input:enabled, button:enabled') ?? [])];
    all[(all.indexOf(event.target as HTMLElement) + step + all.length) % all.length]?.focus();
  };
  return (
    <div
      ref={menu}
      className={styles.menu}
      role="group"
      aria-label={words.label}
      onKeyDown={press}
      onBlur={({ relatedTarget }) => relatedTarget && !menu.current?.contains(relatedTarget) && relatedTarget !== opener.current && close('away')}
    >
      {LANE_CLASSES.map((each) => (
        <label key={each} data-absent={!present.has(each) || undefined}>
          <input type="checkbox" checked={!hidden.has(each)} disabled={!present.has(each)} onChange={() => toggle(each)} />
          {words.classes[each]}
        </label>
      ))}
      <label className={styles.apart} title={words.kubeletHint}>
        <input type="checkbox" checked={kubeletShown} onChange={() => set({ kubeletShown: !kubeletShown })} />
        {words.kubelet}
      </label>
      <button type="button" className={controls.button} disabled={'hide' in filter && filter.hide.size === 0} onClick={() => hide([])}>
        {words.all}
      </button>
    </div>
  );
}
