import { useEffect, useMemo, useState } from 'react';
import { useWiring } from '../context.ts';
import { Choice } from '../dialogs/Choice.tsx';
import { Dialog, DialogFoot } from '../dialogs/Dialog.tsx';
import controls from '../styles/controls.module.css';
import { embedTexts as words } from '../texts/en-embed.ts';
import { useTitle } from '../use-title.ts';
import styles from './EmbedDialog.module.css';
import type { EmbedControls } from './options.ts';
import { elementSnippet, embedAddress, type EmbedChoices, iframeSnippet } from './snippets.ts';

type Kind = keyof typeof words.kinds;

/** Makes the HTML that puts this run into another page, and shows what it will look like there. */
export default function EmbedDialog({ close }: { close(): void }) {
  const { store, services } = useWiring();
  const title = useTitle();
  const [choices, setChoices] = useState<EmbedChoices>({ controls: 'transport', edit: false, theme: 'system', heightPx: 420 });
  const [kind, setKind] = useState<Kind>('iframe');
  const [made, setMade] = useState<{ link: string } | { reason: string }>();
  const [copied, setCopied] = useState<'no' | 'yes' | 'refused'>('no');
  useEffect(() => {
    let gone = false;
    void services.link('view').then(
      (link) => !gone && setMade({ link }),
      (error: unknown) => !gone && setMade({ reason: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      gone = true;
    };
  }, [services]);
  const link = made && 'link' in made ? made.link : undefined;
  const code = useMemo(() => {
    if (link === undefined) return '';
    return kind === 'iframe' ? iframeSnippet(link, title, choices) : elementSnippet(link, store.getState().text, title, choices);
  }, [store, link, title, kind, choices]);
  const change = (part: Partial<EmbedChoices>) => {
    setChoices({ ...choices, ...part });
    setCopied('no');
  };
  const copy = async () => setCopied((await services.copy(code)) ? 'yes' : 'refused');
  return (
    <Dialog title={words.title} closeLabel={words.close} close={close}>
      <div className={styles.body}>
        <p>{words.lead}</p>
        <div className={styles.choices}>
          <Choice<EmbedControls> label={words.controls} options={words.controlKinds} value={choices.controls} choose={(value) => change({ controls: value })} />
          <Choice<EmbedChoices['theme']> label={words.theme} options={words.themes} value={choices.theme} choose={(value) => change({ theme: value })} />
          <label>
            {words.height}
            <input
              type="number"
              className={controls.select}
              min={260}
              max={2000}
              step={20}
              value={choices.heightPx}
              onChange={(event) => change({ heightPx: Math.min(2000, Math.max(0, Math.round(event.target.valueAsNumber) || 0)) })}
            />
          </label>
          <label>
            <input type="checkbox" checked={choices.edit} onChange={(event) => change({ edit: event.target.checked })} />
            {words.edit}
          </label>
          <Choice<Kind> label={words.as} options={words.kinds} value={kind} choose={setKind} />
        </div>
        {made && 'reason' in made && <p>{words.noLink(made.reason)}</p>}
        {link !== undefined && (
          <>
            <textarea className={styles.code} aria-label={words.code} readOnly rows={6} value={code} onFocus={(event) => event.target.select()} />
            {/* oxlint-disable-next-line react/iframe-missing-sandbox -- a page of this program, which needs its origin for its worker */}
            <iframe
              key={embedAddress(link, choices)}
              className={styles.preview}
              title={words.preview}
              src={embedAddress(link, choices)}
              style={{ height: Math.max(260, choices.heightPx) }}
            />
          </>
        )}
      </div>
      <DialogFoot said={copied === 'refused' ? words.refused : ''}>
        <button type="button" className={controls.solid} disabled={code === ''} onClick={() => void copy()}>
          {copied === 'yes' ? words.copied : words.copy}
        </button>
      </DialogFoot>
    </Dialog>
  );
}
