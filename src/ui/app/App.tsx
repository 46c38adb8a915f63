import { type ComponentType, createElement, useDeferredValue, useEffect } from 'react';
import { lazily } from '../lazily.ts';
import type { Dialog as DialogName } from '../../store/app-store.ts';
import { useActions, useApp, useWiring } from '../context.ts';
import { EditorPanel } from '../editor/EditorPanel.tsx';
import { firstPaint } from '../first-paint.ts';
import { EditorRail } from './EditorRail.tsx';
import { Header } from '../header/Header.tsx';
import { texts } from '../texts/index.ts';
import styles from './App.module.css';
import { NoticeBar } from './NoticeBar.tsx';
import { LoadingWorkbench } from './LoadingWorkbench.tsx';
import { Separator } from './Separator.tsx';
import { usePaneSizes } from './pane-sizes.ts';

/** Loads the second chunk, everything that draws. To be called early; frame and text do not wait for it. */
export const loadWorkbench = () => import('./Workbench.tsx');
const Workbench = lazily(loadWorkbench, LoadingWorkbench);
/** Loads the stage. To be called early where the address asks for a beat. */
export const loadStage = () => import('../present/PresentView.tsx');
const PresentView = lazily(loadStage);
const AwayBar = lazily(() => import('../present/AwayBar.tsx'));
const loadGallery = () => import('../gallery/GalleryDialog.tsx');

/** Each dialog is a chunk of its own; the menu of lanes opens where its button is. */
const DIALOGS: Partial<Record<DialogName, ComponentType<{ close(): void }>>> = {
  scenarios: lazily(loadGallery),
  compare: lazily(() => import('../compare/CompareDialog.tsx')),
  keys: lazily(() => import('../dialogs/KeysDialog.tsx')),
  search: lazily(() => import('../search/SearchDialog.tsx')),
  export: lazily(() => import('../export/ExportDialog.tsx')),
  handout: lazily(() => import('../present/HandoutView.tsx')),
  share: lazily(() => import('../share/ShareDialog.tsx')),
  embed: lazily(() => import('../embed/EmbedDialog.tsx')),
  sweep: lazily(() => import('../sweep/SweepDialog.tsx')),
  settings: lazily(() => import('../settings/SettingsDialog.tsx')),
  import: lazily(() => import('../workbench/ImportDialog.tsx')),
  history: lazily(() => import('../workbench/HistoryDialog.tsx')),
  palette: lazily(() => import('../commands/PaletteDialog.tsx')),
};

/** @param props.atBeat whether the address asks for a beat of a story, which is then shown before anything else */
export function App({ atBeat }: { atBeat: boolean }) {
  const panes = usePaneSizes();
  const editorOpen = useApp((state) => state.editorOpen);
  const view = useApp((state) => state.view);
  const away = useApp((state) => state.present?.away !== undefined);
  // A link to a beat shows the beat first: what is behind the stage is rendered, and asks the worker its questions, after the beat was painted
  const toldFirst = useDeferredValue(useApp(({ present, presentation, textEpoch }) => (textEpoch > 0 ? present && !presentation : atBeat)));
  const presenting = useApp((state) => state.present !== undefined) && !away;
  useGalleryAhead();
  return (
    <>
      <div className={styles.app} inert={presenting} style={panes.style} data-editor={editorOpen ? 'open' : 'closed'} data-view={view}>
        <Header />
        <NoticeBar>{away && <AwayBar />}</NoticeBar>
        <section className={styles.edit} aria-label={texts.editor.label}>
          <EditorPanel />
          <Separator className={styles.editSeparator} label={texts.editor.resize} orientation="vertical" pane={panes.editor} />
        </section>
        {!editorOpen && <EditorRail />}
        {toldFirst ? <LoadingWorkbench /> : <Workbench inspectorPane={panes.inspector} />}
        <Dialogs />
      </div>
      {presenting && <PresentView />}
    </>
  );
}

/** Loads the library ahead, after everything that is on screen: most readers look for another question next. */
function useGalleryAhead(): void {
  const { store, services, frames } = useWiring();
  useEffect(() => {
    const load = () => void Promise.all([loadGallery(), services.gallery(document.documentElement.lang)]).catch(() => undefined);
    // Not every browser says when it is idle
    void firstPaint(store, frames).then(() => ('requestIdleCallback' in globalThis ? requestIdleCallback(load) : setTimeout(load, 1000)));
  }, [store, services, frames]);
}

/** The dialog that is open. */
function Dialogs() {
  const dialog = useApp((state) => state.dialog);
  const { set } = useActions();
  const shown = dialog && DIALOGS[dialog];
  return shown ? createElement(shown, { close: () => set({ dialog: undefined }) }) : null;
}
