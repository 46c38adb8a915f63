import { useEffect, useMemo, useState } from 'react';
import { lazily } from '../lazily.ts';
import { version } from '../../../package.json';
import { htmlLink, issueText, markdownLink } from '../../export/index.ts';
import { carriesText } from '../../store/comparison.ts';
import type { LinkScope } from '../../store/services.ts';
import { useActions, useApp, useWiring } from '../context.ts';
import { Select } from '../dialogs/Choice.tsx';
import { Dialog, DialogFoot } from '../dialogs/Dialog.tsx';
import { fileFor, fileName } from '../export/exporter.ts';
import { saveFile, saveYaml } from '../save-file.ts';
import controls from '../styles/controls.module.css';
import { shareTexts as words } from '../texts/en-share.ts';
import { useTitle } from '../use-title.ts';
import styles from './Share.module.css';

const QrCode = lazily(async () => ({ default: (await import('./QrCode.tsx')).QrCode }));

type Format = keyof typeof words.formats;

/** Some chats and mail programs cut links that are longer than this. */
const LONG_LINK = 8000;

/** The run for others: as a link, as text around a link, as a QR code; as a file where a link cannot carry it. */
export default function ShareDialog({ close }: { close(): void }) {
  const { store, services } = useWiring();
  const { set } = useActions();
  const run = useApp((state) => state.run);
  const title = useTitle();
  const isAlone = useApp((state) => state.compared !== undefined && !carriesText(state.compared));
  const [scope, setScope] = useState<LinkScope>('view');
  const [format, setFormat] = useState<Format>('link');
  const made = useLink(scope);
  const [copied, setCopied] = useState<'no' | 'yes' | 'refused'>('no');
  const link = made !== undefined && 'link' in made ? made.link : undefined;
  const result = useMemo(() => {
    if (link === undefined) return undefined;
    if (format === 'link' || !run) return link;
    const shared = { link, title, headline: run.story.verdict.headline };
    if (format === 'markdown') return markdownLink(shared);
    if (format === 'html') return htmlLink(shared);
    return issueText({ ...shared, text: store.getState().text, trace: run.trace, version });
  }, [store, link, format, run, title]);

  const copy = async () => setCopied(result !== undefined && (await services.copy(result)) ? 'yes' : 'refused');
  const download = () => saveYaml(store.getState().text, run?.facts.name ?? 'scenario');
  const picture = async () => {
    if (!run) return;
    const { clock, unfoldedLoops } = store.getState();
    const choices = { format: 'png', theme: 'light', window: undefined, wallClock: clock === 'wall', unfoldedLoops } as const;
    saveFile(await fileFor(run, choices, () => {}), fileName(run, 'png'));
  };
  const choose = (act: () => void) => () => {
    act();
    setCopied('no');
  };
  return (
    <Dialog title={words.title} closeLabel={words.close} close={close}>
      <div className={styles.body}>
        <div className={styles.choices}>
          <fieldset className={styles.scopes}>
            <legend>{words.what}</legend>
            {(['view', 'scenario'] as const).map((each) => (
              <label key={each}>
                <input type="radio" name="share-scope" checked={scope === each} onChange={choose(() => setScope(each))} />
                <span>{words.whats[each]}</span>
                <small>{words.whatHints[each]}</small>
              </label>
            ))}
          </fieldset>
          <label className={styles.as}>
            {words.as}
            <Select options={words.formats} value={format} disabled={!run} choose={(each) => choose(() => setFormat(each))()} />
            {format === 'issue' && <small>{words.issueHint}</small>}
          </label>
          {result !== undefined && (
            <textarea
              className={styles.result}
              aria-label={words.result}
              readOnly
              rows={format === 'issue' ? 10 : 4}
              value={result}
              onFocus={(event) => event.target.select()}
            />
          )}
          <p className={styles.note}>{lengthOf(made)}</p>
          {isAlone && <p className={styles.note}>{words.alone}</p>}
          <p className={styles.note}>{words.private}</p>
        </div>
        <div className={styles.code}>{link !== undefined && <QrCode link={link} />}</div>
      </div>
      <DialogFoot said={copied === 'refused' ? words.refused : ''}>
        <button type="button" className={controls.button} onClick={() => set({ dialog: 'embed' })}>
          {words.embed}
        </button>
        {format === 'issue' && (
          <button type="button" className={controls.button} onClick={() => void picture()}>
            {words.picture}
          </button>
        )}
        <button type="button" className={controls.button} onClick={download}>
          {words.download}
        </button>
        <button type="button" className={controls.solid} disabled={result === undefined} onClick={() => void copy()}>
          {copied === 'yes' ? words.copied : words.copy}
        </button>
      </DialogFoot>
    </Dialog>
  );
}

type Made = { link: string } | { reason: string };

/** The link to what is on screen; undefined until it is packed. */
function useLink(scope: LinkScope): Made | undefined {
  const { services } = useWiring();
  const [made, setMade] = useState<Made>();
  useEffect(() => {
    let gone = false;
    const tell = (result: Made) => !gone && setMade(result);
    void services.link(scope).then(
      (link) => tell({ link }),
      (error: unknown) => tell({ reason: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      gone = true;
    };
  }, [services, scope]);
  return made;
}

function lengthOf(made: Made | undefined): string {
  if (made === undefined) return '';
  if ('reason' in made) return words.tooLong(made.reason);
  return made.link.length > LONG_LINK ? words.long(made.link.length) : words.length(made.link.length);
}
