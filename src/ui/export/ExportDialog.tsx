import { useMemo, useState } from 'react';
import type { AppState } from '../../store/app-store.ts';
import { visibleWindow } from '../../store/selectors.ts';
import { isFilteredOut, isFolded, type Lane } from '../../timeline/index.ts';
import { useApp, useWiring } from '../context.ts';
import { Choice } from '../dialogs/Choice.tsx';
import { Dialog, DialogFoot } from '../dialogs/Dialog.tsx';
import { saveFile } from '../save-file.ts';
import controls from '../styles/controls.module.css';
import { exportTexts as words } from '../texts/en-export.ts';
import styles from './Export.module.css';
import { type ExportChoices, type ExportFormat, fileFor, fileName, PICTURES, pictureOf, TEXTS, textFor } from './exporter.ts';

const FORMATS = Object.keys(words.formats) as ExportFormat[];

const WHOLE_RUN = { window: undefined };

/** The stretch of time that is shown, without the lanes that the reader has put away. */
function onScreen(state: AppState): Pick<ExportChoices, 'window' | 'hidden'> {
  const { laneFilter, folded } = state;
  return { window: visibleWindow(state), hidden: (lane: Lane) => isFilteredOut(laneFilter, lane) || isFolded(folded, lane) };
}

type Work = { kind: 'none' } | { kind: 'drawing'; part: number } | { kind: 'copied' } | { kind: 'failed'; reason: string };

/** The run for other programs: pictures, an animation, tables and texts, to download or to copy. */
export default function ExportDialog({ close }: { close(): void }) {
  const { store, services } = useWiring();
  const run = useApp((state) => state.run);
  const [format, setFormat] = useState<ExportFormat>('svg');
  const [theme, setTheme] = useState<'light' | 'dark'>('light');
  const [stretch, setStretch] = useState<'run' | 'screen'>('run');
  const wallClock = useApp((state) => state.clock === 'wall');
  const unfoldedLoops = useApp((state) => state.unfoldedLoops);
  const [work, setWork] = useState<Work>({ kind: 'none' });
  const choices = useMemo<ExportChoices>(
    () => ({ format, theme, ...(stretch === 'run' ? WHOLE_RUN : onScreen(store.getState())), wallClock, unfoldedLoops }),
    [format, theme, stretch, store, wallClock, unfoldedLoops],
  );
  const preview = useMemo(() => run && (PICTURES.has(format) ? pictureOf(run, choices) : textFor(run, choices)), [run, format, choices]);
  if (!run || preview === undefined) return null;

  const download = async () => {
    setWork({ kind: 'drawing', part: 0 });
    try {
      saveFile(await fileFor(run, choices, (part) => setWork({ kind: 'drawing', part })), fileName(run, format));
      setWork({ kind: 'none' });
    } catch (error) {
      setWork({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
    }
  };
  const copy = async () => setWork((await services.copy(textFor(run, choices))) ? { kind: 'copied' } : { kind: 'none' });

  return (
    <Dialog title={words.title} closeLabel={words.close} close={close}>
      <div className={styles.body}>
        <fieldset className={styles.formats}>
          <legend>{words.format}</legend>
          {FORMATS.map((each) => (
            <label key={each} className={styles.format}>
              <input
                type="radio"
                name="export-format"
                checked={format === each}
                onChange={() => {
                  setFormat(each);
                  setWork({ kind: 'none' });
                }}
              />
              <span>{words.formats[each].name}</span>
              <small>{words.formats[each].use}</small>
            </label>
          ))}
        </fieldset>
        <div className={styles.result}>
          {PICTURES.has(format) && (
            <div className={styles.choices}>
              <Choice<'run' | 'screen'> label={words.stretch} options={words.stretches} value={stretch} choose={setStretch} />
              <Choice<'light' | 'dark'> label={words.look} options={words.looks} value={theme} choose={setTheme} />
            </div>
          )}
          {PICTURES.has(format) ? (
            <img className={styles.picture} alt={words.preview} src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(preview)}`} />
          ) : (
            <pre className={styles.text} tabIndex={0} aria-label={words.preview}>
              {preview}
            </pre>
          )}
        </div>
      </div>
      <DialogFoot said={sentenceOf(work)}>
        {TEXTS.has(format) && (
          <button type="button" className={controls.button} onClick={copy}>
            {work.kind === 'copied' ? words.copied : words.copy}
          </button>
        )}
        <button type="button" className={`${controls.button} ${controls.solid}`} disabled={work.kind === 'drawing'} onClick={download}>
          {words.download}
        </button>
      </DialogFoot>
    </Dialog>
  );
}

function sentenceOf(work: Work): string {
  if (work.kind === 'drawing' && work.part > 0) return words.drawing(work.part);
  return work.kind === 'failed' ? words.failed(work.reason) : '';
}
