import { useEffect, useMemo, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { stillSvg, storyZip } from '../../export/index.ts';
import { beatsOnScreen } from '../../store/presenter.ts';
import type { Beat } from '../../store/services.ts';
import type { Run } from '../../store/app-store.ts';
import { useApp, useWiring } from '../context.ts';
import { unbroken } from '../format.ts';
import controls from '../styles/controls.module.css';
import { presentTexts } from '../texts/en-present.ts';
import { saveFile } from '../save-file.ts';
import { useTitle } from '../use-title.ts';
import { tellStories } from './storyteller.ts';
import styles from './Handout.module.css';

const words = presentTexts.handout;

/** The story on pages, to be printed or kept as PDF by the browser, or as Markdown with its pictures. */
export default function HandoutView({ close }: { close(): void }) {
  const { store, services } = useWiring();
  useEffect(() => tellStories(store, services), [store, services]);
  const run = useApp((state) => state.run);
  const beats = useApp(beatsOnScreen);
  const [withNotes, setWithNotes] = useState(true);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  // What is printed is the dialog alone
  useEffect(() => {
    document.documentElement.dataset['print'] = 'handout';
    return () => {
      delete document.documentElement.dataset['print'];
    };
  }, []);
  const title = useTitle();
  if (!run) return null;
  return createPortal(
    <dialog
      ref={dialog}
      className={styles.handout}
      aria-label={words.title}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
    >
      <div className={styles.tools}>
        <button type="button" className={`${controls.button} ${controls.solid}`} onClick={() => print()}>
          {words.print}
        </button>
        <button type="button" className={controls.line} title={words.markdownHint} disabled={beats.length === 0} onClick={() => download(run, title, beats)}>
          {words.markdown}
        </button>
        <label>
          <input type="checkbox" checked={withNotes} onChange={(event) => setWithNotes(event.target.checked)} /> {words.withNotes}
        </label>
        <span className={styles.grow} />
        <button type="button" className={controls.button} onClick={close}>
          {words.close}
        </button>
      </div>
      <article className={styles.paper}>
        <h1>{title}</h1>
        <p className={styles.verdict}>{run.story.verdict.headline}</p>
        <ol>
          {beats.map((beat, index) => (
            <OneBeat key={index} run={run} beat={beat} number={index + 1} withNotes={withNotes} />
          ))}
        </ol>
      </article>
    </dialog>,
    document.body,
  );
}

function OneBeat({ run, beat, number, withNotes }: { run: Run; beat: Beat; number: number; withNotes: boolean }) {
  const still = useMemo(() => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(stillSvg(run.trace, beat))}`, [run, beat]);
  return (
    <li className={styles.beat}>
      {beat.ask !== undefined && (
        <p className={styles.ask}>
          {words.question} {beat.ask === true ? presentTexts.whatNext : beat.ask}
        </p>
      )}
      <h2>
        <span>{number}</span> {beat.title === '' ? presentTexts.untitled(number) : unbroken(beat.title)}
      </h2>
      <p>
        <time>{words.time(beat.atMs)}</time> {unbroken(beat.text)}
      </p>
      <img src={still} alt={words.still(beat.title)} />
      {beat.yaml.length > 0 && (
        <pre>
          {beat.yaml.map(({ text, isMarked }, index) => (
            <span key={index} data-marked={isMarked || undefined}>
              {text}
              {'\n'}
            </span>
          ))}
        </pre>
      )}
      {withNotes && beat.notes !== '' && <p className={styles.notes}>{beat.notes}</p>}
    </li>
  );
}

function download(run: Run, title: string, beats: readonly Beat[]): void {
  const name = run.facts.name.replace(/[^\w.-]+/g, '-').replace(/^-+|-+$/g, '') || 'podloupe';
  saveFile(new Blob([storyZip(name, run.trace, title, beats)], { type: 'application/zip' }), `${name}.zip`);
}
