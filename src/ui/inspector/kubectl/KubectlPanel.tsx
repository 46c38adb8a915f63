import { type FormEvent, type KeyboardEvent, useId, useState } from 'react';
import type { Pod } from '../../../model/kubernetes.ts';
import type { AppState } from '../../../store/app-store.ts';
import { isInHand, perform } from '../../../store/hand.ts';
import type { Seen } from '../../../store/services.ts';
import { useApp, useWiring } from '../../context.ts';
import { seconds } from '../../format.ts';
import controls from '../../styles/controls.module.css';
import { kubectlTexts as words } from '../../texts/en-kubectl.ts';
import { asksForHelp, beyond, withoutShell, wordsAsTyped, wordsOf } from './command-line.ts';
import { FinalPod } from './FinalPod.tsx';
import styles from './Kubectl.module.css';
import { Terminal } from './Terminal.tsx';
import { TypedLines } from './typed-lines.ts';
import { useLook } from './use-look.ts';

/** What kubectl prints at the playhead: one pane for each of these tabs. */
export default function KubectlPanel({ tab }: { tab: 'watch' | 'describe' | 'logs' | 'yaml' | 'env' | 'final' }) {
  switch (tab) {
    case 'watch':
      return <Get />;
    case 'describe':
      return <Describe />;
    case 'logs':
      return <Logs />;
    case 'yaml':
      return <Yaml />;
    case 'env':
      return <Environment />;
    case 'final':
      return <FinalPod />;
  }
}

/** What `kubectl get` is asked for, the first one unless the reader chooses. */
const GETS = { 'get pods -w': ['get', 'pods', '-w'], 'get pods': ['get', 'pods'], 'get events': ['get', 'events'], 'get all': ['get', 'all'] } as const;

function Get() {
  const [wanted, setWanted] = useState<string>('get pods -w');
  const [wide, setWide] = useState(false);
  const isOffered = wanted in GETS;
  const { line, hasShell } = withoutShell(wanted);
  const args = isOffered ? [...GETS[wanted as keyof typeof GETS], ...(wide ? ['-o', 'wide'] : [])] : typedArguments(line);
  const seen = useLook({ show: 'kubectl', args });
  const note = isOffered ? undefined : hasShell ? 'shell' : beyond(args);
  return (
    <Terminal
      command={isOffered ? commandLine(args) : `kubectl ${line}`}
      seen={seen}
      empty={words.nothing}
      followsEnd={isOffered ? wanted !== 'get pods' : args.includes('-w')}
      below={note ? <p className={styles.remark}>{words.beyond[note]}</p> : seen?.exec && <Executed {...seen.exec} />}
    >
      <select className={controls.select} aria-label={words.view} value={isOffered ? wanted : ''} onChange={({ target }) => setWanted(target.value)}>
        {Object.keys(GETS).map((each) => (
          <option key={each}>{each}</option>
        ))}
        {!isOffered && (
          <option value="" disabled>
            …
          </option>
        )}
      </select>
      {isOffered && <Toggle label={words.wide} value={wide} change={setWide} />}
      <Prompt take={setWanted} />
    </Terminal>
  );
}

/** A shell without a script reads what somebody types. */
const isBareShell = ([program = '', ...args]: readonly string[]): boolean => /^(?:\/(?:usr\/)?bin\/)?(?:ba|da|a)?sh$/.test(program) && !args.includes('-c');

/** What a command in a container was run in, and how the run itself comes to it. */
function Executed({ container, command, isEndless }: NonNullable<Seen['exec']>) {
  const { store, services } = useWiring();
  const atMs = useApp((state) => Math.round(state.playheadMs));
  const canAct = useApp(isInHand);
  const act = () => {
    const title = words.execAt(command.join(' '), seconds(atMs));
    void perform(store, services.changes, title, { kind: 'add-action', deed: { do: 'exec', container, command }, atMs });
  };
  return (
    <p className={styles.remark}>
      {isEndless ? words.beyond.endless : isBareShell(command) ? words.beyond.bareShell : words.beyond.exec}{' '}
      <button type="button" className={controls.line} disabled={!canAct} onClick={act}>
        {words.execHere}
      </button>
    </p>
  );
}

function typedArguments(line: string): string[] {
  const typed = wordsOf(line);
  return asksForHelp(typed) ? ['help'] : typed;
}

/** As long as the page is open, also while another tab is. */
const typed = new TypedLines();

/** Any other command. What was typed stays, so that it can be changed; arrow keys bring earlier ones back, as in a shell. */
function Prompt({ take }: { take(line: string): void }) {
  const name = usePodName();
  const id = useId();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const written = String(new FormData(event.currentTarget).get('line') ?? '').trim();
    const line = wordsAsTyped(written);
    if (line === '') return;
    typed.add(written);
    take(line);
  };
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.nativeEvent.isComposing) return;
    const { currentTarget: field, key } = event;
    const line = key === 'ArrowUp' ? typed.older(field.value) : key === 'ArrowDown' ? typed.newer() : undefined;
    // Otherwise the browser shows what is proposed
    if (line === undefined) return;
    event.preventDefault();
    field.value = line;
    field.setSelectionRange(line.length, line.length);
  };
  return (
    <form className={styles.prompt} onSubmit={submit}>
      <input
        name="line"
        aria-label={words.another}
        placeholder={words.another}
        list={id}
        onKeyDown={press}
        enterKeyHint="go"
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
      />
      <datalist id={id}>
        {OTHERS.map((each) => (
          <option key={each}>{each.replace('NAME', name)}</option>
        ))}
      </datalist>
    </form>
  );
}

/** Commands that show what else can be asked. */
const OTHERS = [
  'get pod NAME -o wide',
  "get pod NAME -o jsonpath='{.status.phase}'",
  'get events --sort-by=.lastTimestamp',
  'exec NAME -- ls /tmp',
  'describe nodes',
  'explain pod.spec.containers.livenessProbe',
  'explain pod.spec --recursive',
  'api-resources',
  'run web --image=nginx --dry-run=client -o yaml',
] as const;

function Describe() {
  const name = usePodName();
  const args = ['describe', 'pod', name];
  const seen = useLook({ show: 'kubectl', args });
  return <Terminal command={commandLine(args)} seen={seen} empty={words.nothing} />;
}

function Logs() {
  const name = usePodName();
  // A text, so that the component renders again only when the list is another one
  const names = useApp((state) => containerNames(state).join(' ')).split(' ');
  const [wanted, setWanted] = useState<string>();
  const [previous, setPrevious] = useState(false);
  const [timestamps, setTimestamps] = useState(false);
  const container = wanted !== undefined && names.includes(wanted) ? wanted : (names[0] ?? '');
  const args = ['logs', name, '-c', container, ...(previous ? ['-p'] : []), ...(timestamps ? ['--timestamps'] : [])];
  const seen = useLook({ show: 'kubectl', args });
  return (
    <Terminal command={commandLine(args)} seen={seen} empty={words.noLines} followsEnd>
      {names.length > 1 && (
        <select className={controls.select} aria-label={words.container} value={container} onChange={({ target }) => setWanted(target.value)}>
          {names.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
      )}
      <Toggle label={words.previous} value={previous} change={setPrevious} />
      <Toggle label={words.timestamps} value={timestamps} change={setTimestamps} />
    </Terminal>
  );
}

function Yaml() {
  const name = usePodName();
  const [whole, setWhole] = useState(false);
  const seen = useLook({ show: 'yaml', whole });
  const changedMs = seen?.changedMs;
  return (
    <Terminal command={commandLine(['get', 'pod', name, '-o', 'yaml'])} seen={seen} empty={words.nothing}>
      <span className={styles.note}>{changedMs === undefined ? '' : words.changed(seconds(changedMs))}</span>
      <Toggle label={words.wholeObject} value={whole} change={setWhole} />
    </Terminal>
  );
}

function Environment() {
  const seen = useLook({ show: 'env' });
  return <Terminal command="podloupe run -o env" seen={seen} empty={words.noProcess} />;
}

function Toggle({ label, value, change }: { label: string; value: boolean; change(value: boolean): void }) {
  return (
    <label className={styles.toggle}>
      <input type="checkbox" checked={value} onChange={({ target }) => change(target.checked)} />
      {label}
    </label>
  );
}

const commandLine = (args: readonly string[]): string => ['kubectl', ...args].join(' ');

function usePodName(): string {
  return useApp((state) => firstPod(state)?.metadata.name ?? state.run?.trace.meta.podName ?? '');
}

/** In kubectl's order: its default is the first main container. */
function containerNames(state: AppState): string[] {
  const spec = firstPod(state)?.spec;
  return spec ? [...spec.containers, ...(spec.initContainers ?? []), ...(lastPod(state)?.spec.ephemeralContainers ?? [])].map(({ name }) => name) : [];
}

function firstPod({ run }: AppState): Pod | undefined {
  const record = run?.trace.records.find(({ kind }) => kind === 'Pod');
  return record?.kind === 'Pod' ? record.object : undefined;
}

function lastPod({ run }: AppState): Pod | undefined {
  const record = run?.trace.records.findLast(({ kind }) => kind === 'Pod');
  return record?.kind === 'Pod' ? record.object : undefined;
}
