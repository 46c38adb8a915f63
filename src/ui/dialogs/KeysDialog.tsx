import { type KeyboardEvent, useState } from 'react';
import { commandFor, DEFAULT_KEYS, keysOf, withKey } from '../commands/bindings.ts';
import { COMMAND_IDS, type CommandGroup, type CommandId, commandOf } from '../commands/commands.ts';
import { keyLabel, keyNames } from '../commands/keys.ts';
import { useKeyboardLayout } from '../commands/layout-map.ts';
import { useActions, useApp } from '../context.ts';
import controls from '../styles/controls.module.css';
import { commandTexts, commandWords, keysTexts as words } from '../texts/en-commands.ts';
import { runTexts } from '../texts/en-run.ts';
import { KeyStrip } from '../timeline/KeyStrip.tsx';
import styles from './Dialog.module.css';
import { Dialog } from './Dialog.tsx';

/** What keys and the wheel do within a part of the page, as that part has it. */
const ELSEWHERE: Record<'pointer' | 'editor', [keyof typeof words.elsewhere, string[]][]> = {
  pointer: [
    ['lanes', ['Tab', '↑', '↓']],
    ['marks', ['←', '→']],
    ['selectMark', ['Enter']],
    ['wheel', [words.wheel]],
  ],
  editor: [
    ['leave', ['Ctrl M']],
    ['suggest', ['Ctrl Space']],
    ['problem', ['F8']],
  ],
};

const MODIFIERS = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'Dead']);

/** All keys; each can be changed in place. */
export default function KeysDialog({ close }: { close(): void }) {
  const { set } = useActions();
  const choices = useApp((state) => state.keyChoices);
  const layout = useKeyboardLayout();
  const [recording, setRecording] = useState<CommandId>();
  const [said, setSaid] = useState('');

  const record = (id: CommandId, event: KeyboardEvent<HTMLButtonElement>) => {
    if (event.key === 'Tab' || MODIFIERS.has(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    setRecording(undefined);
    if (event.key === 'Escape') {
      setSaid('');
      return;
    }
    const [name] = event.key === 'Backspace' ? [''] : keyNames(event.nativeEvent);
    if (name === undefined) return;
    const other = name === '' ? undefined : commandFor([name], choices);
    set({ keyChoices: withKey(choices, id, name) });
    const label = name === '' ? words.none : keyLabel(name, layout);
    setSaid(other === undefined || other === id ? words.changed(commandWords(id), label) : words.moved(commandWords(id), label, commandWords(other)));
  };
  return (
    <Dialog title={words.title} closeLabel={words.close} close={close}>
      <div className={styles.body} tabIndex={0}>
        <div className={styles.columns}>
          {(Object.keys(commandTexts.groups) as CommandGroup[]).map((group) => (
            <div key={group} className={styles.group}>
              <h3>{commandTexts.groups[group]}</h3>
              <dl className={styles.keys}>
                {COMMAND_IDS.filter((id) => commandOf(id).group === group).map((id) => {
                  const labels = keysOf(id, choices).map((key) => keyLabel(key, layout));
                  return (
                    <div key={id}>
                      <dt>{commandWords(id)}</dt>
                      <dd>
                        <button
                          type="button"
                          className={styles.change}
                          title={words.changeHint}
                          aria-label={words.change(commandWords(id), labels.length > 0 ? labels.join(', ') : words.none)}
                          aria-pressed={recording === id}
                          onClick={() => {
                            setRecording(id);
                            setSaid(words.recording(commandWords(id)));
                          }}
                          onKeyDown={(event) => recording === id && record(id, event)}
                          onBlur={() => setRecording(undefined)}
                        >
                          {recording === id
                            ? words.press
                            : (labels.length > 0 ? labels : ['–']).map((label) => (
                                <kbd key={label} className={controls.key}>
                                  {label}
                                </kbd>
                              ))}
                        </button>
                      </dd>
                    </div>
                  );
                })}
              </dl>
            </div>
          ))}
          {(['pointer', 'editor'] as const).map((part) => (
            <div key={part} className={styles.group}>
              <h3>{words[part]}</h3>
              <dl className={styles.keys}>
                {ELSEWHERE[part].map(([row, keys]) => (
                  <div key={row}>
                    <dt>{words.elsewhere[row]}</dt>
                    <dd>
                      {keys.map((key) => (
                        <kbd key={key} className={controls.key}>
                          {key}
                        </kbd>
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </div>
          ))}
        </div>
        <p className={styles.note}>{words.note}</p>
        <h3>{runTexts.timeline.key}</h3>
        <KeyStrip wrapped />
      </div>
      <div className={styles.foot}>
        <a href="docs/index.html" target="_blank" rel="noreferrer">
          {words.documentation}
        </a>
        <label>
          <input type="checkbox" checked={choices.single} onChange={(event) => set({ keyChoices: { ...choices, single: event.target.checked } })} />{' '}
          {words.single}
        </label>
        <span role="status">{said}</span>
        {Object.keys(choices.chosen).length > 0 && (
          <button type="button" className={controls.line} onClick={() => set({ keyChoices: { ...DEFAULT_KEYS, single: choices.single } })}>
            {words.reset}
          </button>
        )}
      </div>
    </Dialog>
  );
}
