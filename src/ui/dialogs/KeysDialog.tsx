import { type KeyboardEvent, type ReactNode, useState } from 'react';
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

/** Keys and the wheel where a part of the page gives them a meaning of its own. */
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
  const [said, setSaid] = useState('');
  return (
    <Dialog title={words.title} closeLabel={words.close} close={close}>
      <div className={styles.body} tabIndex={0}>
        <div className={styles.columns}>
          {(Object.keys(commandTexts.groups) as CommandGroup[]).map((group) => (
            <Group key={group} title={commandTexts.groups[group]}>
              {COMMAND_IDS.filter((id) => commandOf(id).group === group).map((id) => (
                <div key={id}>
                  <dt>{commandWords(id)}</dt>
                  <dd>
                    <CommandKeys id={id} layout={layout} say={setSaid} />
                  </dd>
                </div>
              ))}
            </Group>
          ))}
          {(['pointer', 'editor'] as const).map((part) => (
            <Group key={part} title={words[part]}>
              {ELSEWHERE[part].map(([row, keys]) => (
                <div key={row}>
                  <dt>{words.elsewhere[row]}</dt>
                  <dd>
                    <Caps labels={keys} />
                  </dd>
                </div>
              ))}
            </Group>
          ))}
        </div>
        <p className={styles.note}>{words.note}</p>
        <h3>{runTexts.timeline.key}</h3>
        <KeyStrip wrapped />
      </div>
      <div className={styles.foot}>
        <a href={words.documentationAddress} target="_blank" rel="noreferrer">
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

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className={styles.group}>
      <h3>{title}</h3>
      <dl className={styles.keys}>{children}</dl>
    </div>
  );
}

function Caps({ labels }: { labels: readonly string[] }) {
  return labels.map((label) => (
    <kbd key={label} className={controls.key}>
      {label}
    </kbd>
  ));
}

/** The keys of a command, as a button: pressed, it takes the next key for the command; Backspace takes its key away, Escape changes nothing. */
function CommandKeys({ id, layout, say }: { id: CommandId; layout: ReturnType<typeof useKeyboardLayout>; say(text: string): void }) {
  const { set } = useActions();
  const choices = useApp((state) => state.keyChoices);
  const [isRecording, setRecording] = useState(false);
  const labels = keysOf(id, choices).map((key) => keyLabel(key, layout));

  const record = (event: KeyboardEvent<HTMLButtonElement>) => {
    if (event.key === 'Tab' || MODIFIERS.has(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    setRecording(false);
    if (event.key === 'Escape') {
      say('');
      return;
    }
    const [name] = event.key === 'Backspace' ? [''] : keyNames(event.nativeEvent);
    if (name === undefined) return;
    const other = name === '' ? undefined : commandFor([name], choices);
    set({ keyChoices: withKey(choices, id, name) });
    const label = name === '' ? words.none : keyLabel(name, layout);
    say(other === undefined || other === id ? words.changed(commandWords(id), label) : words.moved(commandWords(id), label, commandWords(other)));
  };
  return (
    <button
      type="button"
      className={styles.change}
      title={words.changeHint}
      aria-label={words.change(commandWords(id), labels.length > 0 ? labels.join(', ') : words.none)}
      aria-pressed={isRecording}
      onClick={() => {
        setRecording(true);
        say(words.recording(commandWords(id)));
      }}
      onKeyDown={(event) => isRecording && record(event)}
      onBlur={() => setRecording(false)}
    >
      {isRecording ? words.press : <Caps labels={labels.length > 0 ? labels : ['–']} />}
    </button>
  );
}
