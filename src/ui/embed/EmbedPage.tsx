import { type ComponentType, createElement, useEffect, useState } from 'react';
import type { Dialog as DialogName } from '../../store/app-store.ts';
import { NoticeBar } from '../app/NoticeBar.tsx';
import { useChance, useKubelet, useNamedLanes, useNotLoaded, usePendingMark, usePlayback } from '../app/opened-view.ts';
import type { PagePart } from '../commands/commands.ts';
import { useActions, useApp, useWiring } from '../context.ts';
import { EditorPanel } from '../editor/EditorPanel.tsx';
import { Inspector } from '../inspector/Inspector.tsx';
import { lazily } from '../lazily.ts';
import { useKeyboard } from '../use-keyboard.ts';
import { StatesPanel } from '../states/lazy.ts';
import { embedTexts as words } from '../texts/en-embed.ts';
import { runTexts } from '../texts/en-run.ts';
import { texts } from '../texts/index.ts';
import { TimelinePanel } from '../timeline/TimelinePanel.tsx';
import { Transport } from '../transport/Transport.tsx';
import { Sentence, VerdictBar } from '../verdict/VerdictBar.tsx';
import styles from './Embed.module.css';
import type { EmbedOptions } from './options.ts';

/** The dialogs that are about the run. Those of the app (the gallery, comparisons, settings) would need more than a frame has. */
const DIALOGS: Partial<Record<DialogName, ComponentType<{ close(): void }>>> = {
  search: lazily(() => import('../search/SearchDialog.tsx')),
  export: lazily(() => import('../export/ExportDialog.tsx')),
  handout: lazily(() => import('../present/HandoutView.tsx')),
  share: lazily(() => import('../share/ShareDialog.tsx')),
  embed: lazily(() => import('./EmbedDialog.tsx')),
  sweep: lazily(() => import('../sweep/SweepDialog.tsx')),
  history: lazily(() => import('../workbench/HistoryDialog.tsx')),
};

const WITH_PANELS: readonly PagePart[] = ['panels'];
const LANES_ALONE: readonly PagePart[] = [];

/** A run inside another page: the sentence, the lanes, and as much around them as the page asks for. */
export function EmbedPage({ controls, edit }: EmbedOptions) {
  usePlayback();
  useChance();
  usePendingMark();
  useNamedLanes();
  useNotLoaded();
  useKubelet();
  const view = useApp((state) => state.view);
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
        {view === 'timeline' ? <TimelinePanel /> : <StatesPanel />}
      </main>
      {controls === 'full' && (
        <>
          <section className={styles.inspector} aria-label={runTexts.inspector.label}>
            <Inspector />
          </section>
          <Dialogs />
        </>
      )}
      {controls !== 'none' && (
        <>
          <Transport hasHelp={false} />
          <Keys parts={controls === 'full' ? WITH_PANELS : LANES_ALONE} />
        </>
      )}
    </div>
  );
}

function Dialogs() {
  const dialog = useApp((state) => state.dialog);
  const { set } = useActions();
  const shown = dialog && DIALOGS[dialog];
  return shown ? createElement(shown, { close: () => set({ dialog: undefined }) }) : null;
}

/** The keys of the page, while the reader is in the frame. */
function Keys({ parts }: { parts: readonly PagePart[] }) {
  useKeyboard(parts);
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
