import { go as fuzzy } from 'fuzzysort';
import { useMemo, useState } from 'react';
import { timelineModel } from '../../store/selectors.ts';
import { useApp, useLibrary, useWiring } from '../context.ts';
import { Finder } from '../dialogs/Finder.tsx';
import controls from '../styles/controls.module.css';
import { commandWords, paletteTexts as words } from '../texts/en-commands.ts';
import { alsoCalled } from './also-called.ts';
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

/** Everything that can be done, found by its words. */
export default function PaletteDialog({ close }: { close(): void }) {
  const items = useItems();
  const layout = useKeyboardLayout();
  const [query, setQuery] = useState('');
  const found = useMemo(() => search(items, query.trim()), [items, query]);
  return (
    <Finder
      words={words}
      close={close}
      query={query}
      ask={setQuery}
      found={found}
      keyOf={({ id }) => id}
      take={({ act }) => {
        close();
        // After the dialog has given the focus back: the command may move it again
        requestAnimationFrame(act);
      }}
      rowClass={styles.row}
      renderRow={(item) => (
        <>
          <span>{item.words}</span>
          {item.kind !== 'command' && <small>{words.kinds[item.kind]}</small>}
          {item.keys.map((key) => (
            <kbd key={key} className={controls.key}>
              {keyLabel(key, layout)}
            </kbd>
          ))}
        </>
      )}
      status={query.trim() === '' ? words.hint : found.length === 0 ? words.none : words.count(found.length)}
    />
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
      (id): Item => ({
        id,
        kind: 'command',
        words: commandWords(id),
        name: alsoCalled(id),
        keys: keysOf(id, choices),
        act: () => carryOut(id, store, services),
      }),
    );
    const lanes = (model?.lanes ?? []).map((lane): Item => {
      const act = () => {
        store.actions.set({ selectedLane: lane.id });
        // With thousands of rows it may have been rendered only now
        requestAnimationFrame(() => document.querySelector<HTMLElement>(`[role="rowheader"][data-lane="${CSS.escape(lane.id)}"]`)?.focus());
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
