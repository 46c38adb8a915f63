import { go as fuzzy } from 'fuzzysort';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { timelineModel } from '../../store/selectors.ts';
import { useApp, useLibrary, useWiring } from '../context.ts';
import { Dialog } from '../dialogs/Dialog.tsx';
import controls from '../styles/controls.module.css';
import { commandWords, paletteTexts as words } from '../texts/en-commands.ts';
import { keysOf } from './bindings.ts';
import { carryOut, COMMAND_IDS, commandOf } from './commands.ts';
import { type KeyName, keyLabel } from './keys.ts';
import { useKeyboardLayout } from './layout-map.ts';
import styles from './Palette.module.css';

interface Item {
  id: string;
  kind: keyof typeof words.kinds;
  words: string;
  /** What else it is found by. */
  name: string;
  keys: readonly KeyName[];
  act(): void;
}

/** Everything that can be done, found by its words: a field, and a list that the arrow keys go through while the field keeps the focus. */
export default function PaletteDialog({ close }: { close(): void }) {
  const items = useItems();
  const layout = useKeyboardLayout();
  const [query, setQuery] = useState('');
  const [index, setIndex] = useState(0);
  const id = useId();
  const found = useMemo(() => search(items, query.trim()), [items, query]);
  const current = Math.min(index, found.length - 1);

  const take = (item: Item) => {
    close();
    // After the dialog has given the focus back: what it does may move it
    requestAnimationFrame(item.act);
  };
  const press = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };
    const step = steps[event.key];
    const item = found[current];
    if (event.key === 'Enter' && item) take(item);
    else if (step !== undefined) setIndex(Math.min(found.length - 1, Math.max(0, current + step)));
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title={words.title} closeLabel={words.close} close={close}>
      <div className={styles.field}>
        <input
          type="text"
          role="combobox"
          aria-label={words.field}
          aria-controls={id}
          aria-expanded={found.length > 0}
          aria-activedescendant={current < 0 ? undefined : `${id}-${current}`}
          aria-autocomplete="list"
          placeholder={words.placeholder}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setIndex(0);
          }}
          onKeyDown={press}
        />
      </div>
      <div className={styles.list} role="listbox" id={id} aria-label={words.results} tabIndex={-1}>
        {found.map((item, row) => (
          <Row key={item.id} id={`${id}-${row}`} item={item} layout={layout} current={row === current} choose={() => take(item)} />
        ))}
      </div>
      <p className={styles.foot} role="status">
        {query.trim() === '' ? words.hint : found.length === 0 ? words.none : words.count(found.length)}
      </p>
    </Dialog>
  );
}

interface RowProps {
  id: string;
  item: Item;
  layout: ReadonlyMap<string, string> | undefined;
  current: boolean;
  choose(): void;
}

function Row({ id, item, layout, current, choose }: RowProps) {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (current) row.current?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  return (
    <div ref={row} id={id} role="option" aria-selected={current} className={styles.row} onClick={choose}>
      <span>{item.words}</span>
      {item.kind !== 'command' && <small>{words.kinds[item.kind]}</small>}
      {item.keys.map((key) => (
        <kbd key={key} className={controls.key}>
          {keyLabel(key, layout)}
        </kbd>
      ))}
    </div>
  );
}

/** Commands that do something now, entries of the library, lanes. */
function useItems(): Item[] {
  const { store, services } = useWiring();
  const library = useLibrary();
  const model = useApp(timelineModel);
  const choices = useApp((state) => state.keyChoices);
  return useMemo(() => {
    const state = store.getState();
    const commands = COMMAND_IDS.filter((id) => id !== 'palette' && (commandOf(id).enabled?.(state) ?? true)).map(
      (id): Item => ({ id, kind: 'command', words: commandWords(id), name: '', keys: keysOf(id, choices), act: () => carryOut(id, store, services) }),
    );
    const lanes = (model?.lanes ?? []).map((lane): Item => {
      const act = () => {
        store.actions.set({ selectedLane: lane.id });
        document.querySelector<HTMLElement>(`[role="rowheader"][data-lane="${CSS.escape(lane.id)}"]`)?.focus();
      };
      return {
        id: `lane ${lane.id}`,
        kind: 'lane',
        words: lane.container === undefined ? lane.label : `${lane.container}: ${lane.label}`,
        name: lane.id,
        keys: [],
        act,
      };
    });
    const scenarios = library.map(
      ({ name, title }): Item => ({ id: `scenario ${name}`, kind: 'scenario', words: title, name, keys: [], act: () => services.openLibrary(name) }),
    );
    return [...commands, ...(state.view === 'timeline' ? lanes : []), ...scenarios];
  }, [store, services, library, model, choices]);
}

/** The items whose words or names are like the query, best first; without a query the commands. */
function search(items: readonly Item[], query: string): Item[] {
  if (query === '') return items.filter(({ kind }) => kind === 'command');
  return fuzzy(query, items, { keys: ['words', 'name'], threshold: 0.3, limit: 60 }).map(({ obj }) => obj);
}
