import { useMemo, useState } from 'react';
import { useActions, useApp, useWiring } from '../context.ts';
import { type CapturedPod, capturedPod, otherPodIn } from '../compare/captured-pod.ts';
import { importedFrom, isCaptured } from '../compare/open-file.ts';
import dialogStyles from '../dialogs/Dialog.module.css';
import { Dialog } from '../dialogs/Dialog.tsx';
import controls from '../styles/controls.module.css';
import { workbenchTexts } from '../texts/en-workbench.ts';
import styles from './Import.module.css';

const words = workbenchTexts.import;
const FILES = '.yaml,.yml,.json,.jsonl,.ndjson,.txt';
const SHOWN_CHARACTERS = 20_000;
const MOST_CHARACTERS = 1 << 20;

/** What is to become of a file or of pasted text: opened in the place of the present text, or put beside its run. */
export default function ImportDialog({ close }: { close(): void }) {
  const { services } = useWiring();
  const { open, startComparison, set } = useActions();
  const imported = useApp((state) => state.imported);
  const [pasted, setPasted] = useState('');
  const [scrub, setScrub] = useState(false);
  const [failed, setFailed] = useState(false);
  const { title, text } = imported ?? { title: words.pasted, text: pasted };
  const isEmpty = text.trim() === '';
  const isReal = isCaptured(text);
  const run = useApp((state) => state.run);
  const other = useMemo(() => (isReal ? otherPodIn(text, { run }) : undefined), [isReal, text, run]);
  const take = async (use: (taken: string) => void) => {
    const after = scrub ? await services.changes.gesture(text, { kind: 'scrub' }, []) : { text };
    if (!after) {
      setFailed(true);
      return;
    }
    close();
    set({ imported: undefined });
    use(after.text);
  };
  const compare = () => void take((taken) => startComparison({ kind: 'text', title, text: taken }));
  // Its own simulation is what tells something about it
  const openOther = () =>
    void take((taken) => {
      const manifest = capturedPod(taken)?.manifest;
      if (manifest !== undefined) open(manifest, { kind: 'link' }, {}, { compare: { counterpart: { kind: 'text', title, text: taken }, presentIs: 'a' } });
    });
  return (
    <Dialog title={words.title} closeLabel={words.close} close={close}>
      <div className={`${dialogStyles.body} ${styles.body}`}>
        <p>{words.lead}</p>
        <p className={styles.file}>
          <label className={controls.line}>
            {words.file}
            <input
              className="visually-hidden"
              type="file"
              multiple
              accept={FILES}
              onChange={({ target }) => target.files && void importedFrom([...target.files], { set }).then((next) => next && set({ imported: next }))}
            />
          </label>
          <span>{imported ? `${title}, ${words.size(Math.ceil(text.length / 1000))}` : words.drop}</span>
        </p>
        <textarea
          aria-label={words.text}
          placeholder={words.textHint}
          rows={10}
          spellCheck={false}
          readOnly={imported !== undefined}
          value={text.slice(0, imported ? SHOWN_CHARACTERS : undefined)}
          onChange={(event) => setPasted(event.target.value)}
          onPaste={(event) => {
            const content = event.clipboardData.getData('text/plain');
            // A field that holds so many lines holds the page up: they are taken as a file is
            if (content.length <= SHOWN_CHARACTERS || pasted !== '') return;
            event.preventDefault();
            set({ imported: { title: words.pasted, text: content } });
          }}
        />
        {other && (
          <p className={styles.other} role="alert">
            {words.other(whatIs(other), whatIs(other.present))}
          </p>
        )}
        {!isEmpty && !other && <p>{isReal ? words.captured : text.length > MOST_CHARACTERS ? words.tooBig : words.manifest}</p>}
        <label className={styles.scrub}>
          <input type="checkbox" checked={scrub} onChange={(event) => setScrub(event.target.checked)} />
          {words.scrub}
        </label>
        {failed && <p role="alert">{words.notScrubbed}</p>}
        <div className={styles.acts}>
          {!isReal && (
            <button type="button" className={controls.solid} disabled={isEmpty} onClick={() => void take((taken) => open(taken, { kind: 'link' }))}>
              {words.open}
            </button>
          )}
          {other?.manifest !== undefined && (
            <button type="button" className={controls.solid} onClick={openOther}>
              {words.openOther(other.name)}
            </button>
          )}
          <button type="button" className={isReal && !other ? controls.solid : controls.line} disabled={isEmpty || !run} onClick={compare}>
            {words.compare}
          </button>
        </div>
      </div>
    </Dialog>
  );
}

const whatIs = ({ name, containers }: Pick<CapturedPod, 'name' | 'containers'>) => words.whatIs(name, containers.join(', '));
