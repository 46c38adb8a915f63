import { type FormEvent, type ReactNode, useEffect, useId, useState } from 'react';
import type { Change } from '../../explain/types.ts';
import type { AppState } from '../../store/app-store.ts';
import type { Counterpart, Side } from '../../store/comparison.ts';
import type { Gate } from '../../store/services.ts';
import { useApp, useLibrary, useWiring } from '../context.ts';
import { Dialog } from '../dialogs/Dialog.tsx';
import dialogStyles from '../dialogs/Dialog.module.css';
import { readSeed } from '../editor/seed.ts';
import controls from '../styles/controls.module.css';
import { compareTexts } from '../texts/en-compare.ts';
import styles from './Compare.module.css';
import { compareOrAsk, compareWithFile } from './open-file.ts';

const words = compareTexts.dialog;
const FILES = '.yaml,.yml,.json,.jsonl,.ndjson,.txt';
const MOST_CHANGES = 3;

/** What the present run is to be compared with. */
export default function CompareDialog({ close }: { close(): void }) {
  const { store } = useWiring();
  const { actions } = store;
  const start = (counterpart: Counterpart, presentIs?: Side) => {
    close();
    actions.startComparison(counterpart, presentIs);
  };
  const openFile = (file: File | undefined) => {
    if (!file) return;
    close();
    void compareWithFile(file, store);
  };
  const openText = (pasted: { title: string; text: string }) => {
    close();
    void compareOrAsk(pasted, store);
  };
  return (
    <Dialog title={words.title} closeLabel={words.close} close={close}>
      <div className={dialogStyles.body}>
        <p className={styles.lead}>{words.lead}</p>
        <Before start={start} />
        <Proposed start={start} />
        <SeedChoice start={start} />
        <SweepChoice start={start} />
        <GateChoice start={start} />
        <ScenarioChoice start={start} />
        <TextChoice take={openText} />
        <p className={styles.file}>
          <label className={controls.line}>
            {words.open}
            <input className="visually-hidden" type="file" accept={FILES} onChange={(event) => openFile(event.target.files?.[0])} />
          </label>
          <span>{words.dropHint}</span>
        </p>
      </div>
    </Dialog>
  );
}

type Start = (counterpart: Counterpart, presentIs?: Side) => void;

/** One way to choose: a label, a control, and the button that takes it. */
function Choice({ label, ready = true, take, children }: { label: string; ready?: boolean; take(): void; children: (id: string) => ReactNode }) {
  const id = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) take();
  };
  return (
    <form className={styles.choice} onSubmit={submit}>
      <label htmlFor={id}>{label}</label>
      <div>{children(id)}</div>
      <button type="submit" className={controls.line} disabled={!ready} aria-label={`${words.compare}: ${label}`}>
        {words.compare}
      </button>
    </form>
  );
}

/** The text before a change was applied comes first: as A, with the present text as B. */
function Before({ start }: { start: Start }) {
  const before = useApp(changeBefore);
  if (!before) return null;
  return (
    <Choice label={words.before} take={() => start({ kind: 'before', title: before.title, text: before.textBefore }, 'b')}>
      {(id) => <output id={id}>{before.title}</output>}
    </Choice>
  );
}

function changeBefore({ lastChange, text }: AppState) {
  return lastChange && lastChange.textBefore !== text ? lastChange : undefined;
}

const NO_CHANGES: readonly Change[] = [];

function Proposed({ start }: { start: Start }) {
  const findings = useApp((state) => (state.hideFuture ? undefined : state.run?.story.findings));
  const changes = findings?.flatMap(({ change }) => change ?? []).slice(0, MOST_CHANGES) ?? NO_CHANGES;
  const [index, setIndex] = useState(0);
  const change = changes[index] ?? changes[0];
  if (!change) return null;
  return (
    <Choice label={words.proposed} take={() => start({ kind: 'change', title: change.title, edits: change.edits })}>
      {(id) => (
        <Select
          id={id}
          value={String(changes.indexOf(change))}
          choose={(value) => setIndex(Number(value))}
          options={changes.map(({ title }, at) => [String(at), title])}
        />
      )}
    </Choice>
  );
}

function SeedChoice({ start }: { start: Start }) {
  const present = useApp((state) => state.choices.seed ?? state.run?.facts.seed ?? 'typical');
  const [typed, setTyped] = useState(present === 'typical' ? '1' : 'typical');
  const seed = readSeed(typed);
  return (
    <Choice label={words.seed} ready={seed !== undefined && seed !== present} take={() => seed !== undefined && start({ kind: 'seed', seed })}>
      {(id) => (
        <input
          id={id}
          className={styles.input}
          title={words.seedHint}
          inputMode="numeric"
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      )}
    </Choice>
  );
}

function SweepChoice({ start }: { start: Start }) {
  const sweep = useApp((state) => state.run?.facts.sweep ?? NO_SWEEP);
  const present = useApp((state) => state.choices.at ?? state.run?.trace.meta.at);
  const others = sweep.filter((value) => value !== present);
  const [chosen, setChosen] = useState<string>();
  const at = chosen ?? others[0];
  if (at === undefined) return null;
  return (
    <Choice label={words.sweep} take={() => start({ kind: 'at', at })}>
      {(id) => <Select id={id} value={at} choose={setChosen} options={others.map((value) => [value, value])} />}
    </Choice>
  );
}

const NO_SWEEP: readonly string[] = [];

function GateChoice({ start }: { start: Start }) {
  const { services } = useWiring();
  const [gates, setGates] = useState<readonly Gate[]>([]);
  const [name, setName] = useState<string>();
  const [state, setState] = useState<boolean>();
  useEffect(() => {
    let gone = false;
    void services.gates().then((all) => !gone && setGates(all));
    return () => {
      gone = true;
    };
  }, [services]);
  const gate = gates.find((each) => each.name === name) ?? gates[0];
  const on = state ?? gate?.on === false;
  return (
    <Choice label={words.gate} ready={gate !== undefined} take={() => gate && start({ kind: 'gate', gate: gate.name, on })}>
      {(id) => (
        <>
          <Select
            id={id}
            value={gate?.name ?? ''}
            choose={(value) => {
              setName(value);
              setState(undefined);
            }}
            options={gates.map((each) => [each.name, each.name])}
          />
          <div className={controls.segments} role="group" aria-label={words.gateState}>
            {[true, false].map((each) => (
              <button key={String(each)} type="button" aria-pressed={on === each} onClick={() => setState(each)}>
                {each ? words.on : words.off}
              </button>
            ))}
          </div>
        </>
      )}
    </Choice>
  );
}

function ScenarioChoice({ start }: { start: Start }) {
  const { services } = useWiring();
  const library = useLibrary();
  const [name, setName] = useState<string>();
  const entry = library.find((each) => each.name === name) ?? library[0];
  const take = () => {
    if (!entry) return;
    void services.libraryText(entry.name).then((text) => text !== undefined && start({ kind: 'scenario', ...entry, text }));
  };
  return (
    <Choice label={words.scenario} ready={entry !== undefined} take={take}>
      {(id) => <Select id={id} value={entry?.name ?? ''} choose={setName} options={library.map((each) => [each.name, each.title])} />}
    </Choice>
  );
}

function TextChoice({ take }: { take(pasted: { title: string; text: string }): void }) {
  const [text, setText] = useState('');
  return (
    <Choice label={words.text} ready={text.trim() !== ''} take={() => take({ title: words.pasted, text })}>
      {(id) => (
        <textarea
          id={id}
          className={styles.text}
          rows={3}
          spellCheck={false}
          placeholder={words.textHint}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      )}
    </Choice>
  );
}

function Select({ id, value, options, choose }: { id: string; value: string; options: readonly (readonly [string, string])[]; choose(value: string): void }) {
  return (
    <select id={id} className={controls.select} value={value} onChange={(event) => choose(event.target.value)}>
      {options.map(([each, label]) => (
        <option key={each} value={each}>
          {label}
        </option>
      ))}
    </select>
  );
}
