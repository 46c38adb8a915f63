import { useEffect, useState } from 'react';
import { NoticeBar } from '../app/NoticeBar.tsx';
import { useChance, useNamedLanes, usePendingMark, usePlayback } from '../app/opened-view.ts';
import { useApp, useWiring } from '../context.ts';
import { EditorPanel } from '../editor/EditorPanel.tsx';
import { Inspector } from '../inspector/Inspector.tsx';
import { useKeyboard } from '../use-keyboard.ts';
import { embedTexts as words } from '../texts/en-embed.ts';
import { runTexts } from '../texts/en-run.ts';
import { texts } from '../texts/index.ts';
import { TimelinePanel } from '../timeline/TimelinePanel.tsx';
import { Transport } from '../transport/Transport.tsx';
import { Sentence, VerdictBar } from '../verdict/VerdictBar.tsx';
import styles from './Embed.module.css';
import type { EmbedOptions } from './options.ts';

/** A run inside another page: the sentence, the lanes, and as much around them as the page asks for. */
export function EmbedPage({ controls, edit }: EmbedOptions) {
  usePlayback();
  useChance();
  usePendingMark();
  useNamedLanes();
  return (
    <div className={styles.embed} data-controls={controls} data-edit={edit || undefined}>
      <NoticeBar />
      {edit && (
        <section className={styles.edit} aria-label={texts.editor.label}>
          <EditorPanel />
        </section>
      )}
      <main className={styles.view}>
        {controls === 'full' ? (
          <VerdictBar />
        ) : (
          <div className={styles.head}>
            <Sentence />
            <OpenLink />
          </div>
        )}
        <TimelinePanel />
      </main>
      {controls === 'full' && (
        <section className={styles.inspector} aria-label={runTexts.inspector.label}>
          <Inspector />
        </section>
      )}
      {controls !== 'none' && (
        <>
          <Transport />
          <Keys />
        </>
      )}
    </div>
  );
}

/** The keys of the page, while the reader is in the frame. */
function Keys() {
  useKeyboard();
  return null;
}

/** To the app, with the scenario that is on screen. */
function OpenLink() {
  const { services } = useWiring();
  const text = useApp((state) => state.text);
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    let gone = false;
    void services.link('scenario').then(
      (link) => !gone && setAddress(link),
      () => !gone && setAddress(undefined),
    );
    return () => {
      gone = true;
    };
  }, [services, text]);
  return (
    address !== undefined && (
      <a className={styles.open} href={address} target="_blank" rel="noopener">
        {words.open}
      </a>
    )
  );
}
